# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""metric/v2.0: the metrics of runs (contract 5)."""

from __future__ import annotations

from typing import Any

from . import records
from .filters import time_of
from .pages import page_of
from .plane import Endpoint, Service, Visit, error_of


def known_run(visit: Visit) -> str:
    """The id of the run in the path; 404 when there is none."""
    run_id = visit.params["run"]
    if records.run_with_id(visit, run_id) is None:
        raise visit.error(404, "NotFound", f"Run {run_id} was not found.")
    return run_id


def post_batch(visit: Visit) -> Any:
    """POST runs/{id}/batch: 207 would report errors; here a metric without a name refuses the batch."""
    run_id, sent = known_run(visit), visit.json()
    for metric in sent.get("values") or []:
        if not metric.get("name"):
            raise visit.error(400, "BadArgument", "A metric needs a name.")
        records.add_metric(visit, run_id, metric)
    return {"errors": []}


def post_list(visit: Visit) -> Any:
    """POST runs/{id}/list: which metrics there are, without their values."""
    rows = [
        {
            "metricKey": {"name": row["name"], "labels": {}},
            "columns": row["columns"],
            "properties": row["properties"],
            "dataContainerId": row["dataContainerId"],
        }
        for row in records.metrics(visit, known_run(visit))
    ]
    return page_of(visit, rows, token=visit.json().get("continuationToken"))


def post_full(visit: Visit) -> Any:
    """POST runs/{id}/full: all values of one metric, or those of a span of time."""
    run_id, asked = known_run(visit), visit.json()
    row = records.metric_named(visit, run_id, str(asked.get("metricName") or ""))
    if row is None:
        raise visit.error(404, "NotFound", f"Metric {asked.get('metricName')} of run {run_id} was not found.")
    values = [value for value in row["value"] if is_within(value["createdUtc"], asked)]
    page = page_of(visit, values, token=asked.get("continuationToken"))
    return {**row, "continuationToken": None, **page}


def is_within(moment: str, asked: dict[str, Any]) -> bool:
    """Whether a value lies in the span that a request asks for."""
    start, end, at = asked.get("startTime"), asked.get("endTime"), time_of(moment)
    return (not start or at >= time_of(start)) and (not end or at <= time_of(end))


SERVICE = Service(
    "/metric/v2.0",
    "metrics",
    (
        Endpoint("POST", "runs/{run}/batch", post_batch),
        Endpoint("POST", "runs/{run}/batchsync", post_batch),
        Endpoint("POST", "runs/{run}/list", post_list),
        Endpoint("POST", "runs/{run}/full", post_full),
    ),
    error_of("metric"),
)
