# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""execution/v1.0: starting and cancelling runs (contract 5, data-plane specification 2019-09-30).

Nothing is executed: a started run is queued for a real target and stays so until someone cancels it or drives it by
events.
"""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from typing import Any

from starlette.responses import Response

from . import records
from .plane import Endpoint, Service, Visit, error_of


def started(visit: Visit, status: str) -> dict[str, Any]:
    """The run that a request starts, new or present; the experiment is made when it is not there."""
    name, sent = visit.params["experiment"], visit.json()
    experiment = records.experiment_named(visit, name) or records.create_experiment(visit, name)
    configuration = sent.get("configuration") or {}
    run_id = (
        visit.query.get("runid")
        or sent.get("runId")
        or f"{name}_{int(visit.emulator.clock.now())}_{uuid.uuid4().hex[:8]}"
    )
    row = records.run_with_id(visit, run_id)
    if row is not None and row["status"] != "NotStarted":
        raise visit.error(409, "Conflict", f"Run {run_id} was started before.")
    fields = {
        "status": status,
        "target": configuration.get("target"),
        "scriptName": configuration.get("script"),
        "runDefinition": sent or None,
        "parentRunId": sent.get("parentRunId"),
    }
    if row is None:
        return records.create_run(visit, experiment, run_id, fields)
    records.merge_run(visit, row, fields)
    return row


def start_run(visit: Visit) -> Any:
    """POST startrun and snapshotrun."""
    return {"runId": started(visit, "Queued")["runId"]}


def start_local_run(visit: Visit) -> Any:
    """POST startlocalrun: the answer is an archive that the client would execute itself."""
    row = started(visit, "Running")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("azureml-setup/run.json", json.dumps({"runId": row["runId"]}))
    return Response(content.getvalue(), media_type="application/zip")


def cancel_run(visit: Visit) -> Any:
    """POST runId/{id}/cancel."""
    row = records.run_with_id(visit, visit.params["run"])
    if row is None:
        raise visit.error(404, "NotFound", f"Run {visit.params['run']} was not found.")
    records.set_status(visit, row, "Canceled")
    records.save_run(visit, row)
    return {"runId": row["runId"]}


SERVICE = Service(
    "/execution/v1.0",
    "experiments/runs",
    (
        Endpoint("POST", "experiments/{experiment}/startrun", start_run),
        Endpoint("POST", "experiments/{experiment}/snapshotrun", start_run),
        Endpoint("POST", "experiments/{experiment}/startlocalrun", start_local_run),
        Endpoint("POST", "experiments/{experiment}/runId/{run}/cancel", cancel_run),
    ),
    error_of("execution"),
)
