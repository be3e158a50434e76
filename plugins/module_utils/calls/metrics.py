# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what a run has logged, as the regional metric service keeps it (contract 5, metric/v2.0). Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..address import fill_checked
from ..data_plane import Regional
from ..ids import encoded
from ..scope import WORKSPACE
from ..session import Session
from ..task import Call
from ..tree import dig

SERVICE = "/metric/v2.0"
RUN = SERVICE + WORKSPACE.path + "/runs/{run}"


def logged(client: Regional, workspace: str, run: str, names: Iterable[str]) -> dict[str, list[float]]:
    """The numbers of each of ``names`` that the run has logged, oldest first; what it has not is left out.

    :param workspace: the resource id of its workspace.
    :raises ServiceError: there is no such run.  :raises Malformed: what came is no list.
    """
    base = f"{SERVICE}{workspace}/runs/{encoded(run)}"
    known = {_name(one) for one in client.query(base + "/list", {})}
    return {
        name: [number for row in _rows(client, base, name) for number in numbers(dig(row, "data"), name)]
        for name in dict.fromkeys(names)
        if name in known
    }


def _name(listed: Any) -> str:
    return str(dig(listed, "metricKey.name") or dig(listed, "name"))


def _rows(client: Regional, base: str, name: str) -> list[Any]:
    """What was logged under the name, in the order of its steps."""
    rows = client.query(base + "/full", {"metricName": name})
    return sorted(rows, key=lambda row: (int(dig(row, "step") or 0), str(dig(row, "createdUtc") or "")))


def numbers(data: Any, name: str) -> list[float]:
    """The number of one logged value: that of the column named after the metric, or its only one."""
    if not isinstance(data, Mapping):
        return []
    value = data.get(name, next(iter(data.values())) if len(data) == 1 else None)
    try:
        # What JSON has no number for, such as NaN, comes as text.
        return [float(value)] if isinstance(value, (int, float, str)) and not isinstance(value, bool) else []
    except ValueError:
        return []


def measure(session: Session, params: Mapping[str, Any], _check_mode: bool) -> dict[str, Any]:
    """The metrics of the run with all their values, oldest first.

    :raises ServiceError: there is no such run.  :raises Malformed: what came is no list.
    """
    base = fill_checked(RUN, params, {})
    client = session.regional(params)
    wanted = {str(name) for name in params.get("names") or []}
    listed = [item for item in client.query(f"{base}/list", {}) if not wanted or _name(item) in wanted]
    metrics = [_metric(client, base, item) for item in listed]
    return {"changed": False, "metrics": metrics, "latest": {item["name"]: _latest(item) for item in metrics}}


def _metric(client: Regional, base: str, defined: Mapping[str, Any]) -> dict[str, Any]:
    """One metric with its values."""
    rows = _rows(client, base, _name(defined))
    return {
        "name": _name(defined),
        "type": dig(defined, "properties.uxMetricType"),
        "columns": defined.get("columns") or {},
        "values": [
            {"step": row.get("step"), "created": row.get("createdUtc"), "data": row.get("data") or {}} for row in rows
        ],
    }


def _latest(found: Mapping[str, Any]) -> Any:
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
