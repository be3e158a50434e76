# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run measured, as the regional metric service keeps it (contract 5; metric/v2.0)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..address import fill_checked
from ..data_plane import Regional
from ..scope import WORKSPACE
from ..session import Session
from ..task import Call
from ..tree import dig

RUN = "/metric/v2.0" + WORKSPACE.path + "/runs/{run}"


def measure(session: Session, params: Mapping[str, Any], _check_mode: bool) -> dict[str, Any]:
    """The metrics of the run with all their values, in the order in which they were made.

    :raises ServiceError: there is no such run.
    """
    path = fill_checked(RUN, params, {})
    client = session.regional(params)
    wanted = {str(name) for name in params.get("names") or []}
    listed = client.query(f"{path}/list", {})
    named = [item for item in listed if not wanted or dig(item, "metricKey.name") in wanted]
    metrics = [metric(client, path, item) for item in named]
    return {"changed": False, "metrics": metrics, "latest": {item["name"]: latest(item) for item in metrics}}


def metric(client: Regional, path: str, defined: Mapping[str, Any]) -> dict[str, Any]:
    """One metric with its values."""
    name = str(dig(defined, "metricKey.name"))
    values = client.query(f"{path}/full", {"metricName": name})
    return {
        "name": name,
        "type": dig(defined, "properties.uxMetricType"),
        "columns": defined.get("columns") or {},
        "values": [
            {"step": value.get("step"), "created": value.get("createdUtc"), "data": value.get("data") or {}}
            for value in values
        ],
    }


def latest(found: Mapping[str, Any]) -> Any:
    """The newest value: a plain one where the metric has one column, else the value of each column."""
    if not found["values"]:
        return None
    data = found["values"][-1]["data"]
    return next(iter(data.values())) if len(data) == 1 else data


METRICS = Call(
    noun="metrics",
    run=measure,
    needs=WORKSPACE,
    check=lambda params: fill_checked(RUN, params, {}),
    options={"run": {"type": "str", "required": True}, "names": {"type": "list", "elements": "str"}},
)
