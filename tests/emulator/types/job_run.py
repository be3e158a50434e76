# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A job's other side: the run of the same name that run history keeps, with the metrics that its script logs.

The seed and Microsoft's clients read a job's metrics and children by its name from the regional services (contract 5).
"""

from __future__ import annotations

import re

from ..core import EmulatorState
from ..ids import parse
from ..regional import records
from ..regional.plane import Service, Visit, error_of
from ..spec import Body

_HISTORY = Service("/history/v1.0", "history", (), error_of("run-history"))


def submitted(state: EmulatorState, job_id: str, properties: Body, claims: Body) -> None:
    """Make the run, and its experiment with the first one."""
    visit = _visit(state, job_id, claims)
    own = parse(job_id)
    if visit is None or own is None or records.run_with_id(visit, own.name):
        return
    name = str(properties["experimentName"])
    experiment = records.experiment_named(visit, name) or records.create_experiment(visit, name)
    fields = {name: properties.get(name) for name in ("displayName", "description", "tags", "properties", "status")}
    compute = str(properties.get("computeId") or "").rpartition("/")[2]
    records.create_run(visit, experiment, own.name, {**fields, "target": compute or None})


def moved(state: EmulatorState, job_id: str, status: str) -> None:
    """The job is in another status; a script that ran to its end has logged what the knob `job_metrics` says."""
    visit, own = _visit(state, job_id, {}), parse(job_id)
    row = records.run_with_id(visit, own.name) if visit and own else None
    if visit is None or own is None or row is None:
        return
    completes = status == "Completed" and row["status"] not in records.TERMINAL
    records.set_status(visit, row, status)
    records.save_run(visit, row)
    for pattern, metrics in state.config.job_metrics.items() if completes else ():
        for name, value in metrics.items() if re.search(pattern, own.name) else ():
            logged = {"name": name, "columns": {name: "Double"}, "value": [{"data": {name: value}}]}
            records.add_metric(visit, own.name, logged)


def deleted(state: EmulatorState, job_id: str) -> None:
    """The run goes with its job, and the metrics with it."""
    visit, own = _visit(state, job_id, {}), parse(job_id)
    if visit and own:
        state.store.delete_doc(records.RUNS, f"{visit.guid}/{own.name}")
        for metric in records.metrics(visit, own.name):
            state.store.delete_doc(records.METRICS, records.metric_key(visit, own.name, metric["name"]))


def _visit(state: EmulatorState, job_id: str, claims: Body) -> Visit | None:
    """A request to run history that the service makes itself; None for a workspace that has no id there."""
    own = parse(job_id)
    parent = own.parent() if own else None
    workspace = state.store.get(parent.path()) if parent else None
    if workspace is None or not (workspace.get("properties") or {}).get("workspaceId"):
        return None
    return Visit(state, _HISTORY, "PATCH", job_id, workspace, {}, {}, b"", "", claims, state.base_url)
