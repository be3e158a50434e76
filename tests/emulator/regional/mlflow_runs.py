# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs and their metrics in MLflow's own REST (contract 5 and 7.6)."""

from __future__ import annotations

import uuid
from typing import Any

from . import records
from .mlflow_experiments import experiment_row
from .mlflow_words import iso_of, milliseconds, needed, paged
from .plane import Visit
from .records import Row

#: Status words of MLflow and of run history.
TO_STATUS = {
    "RUNNING": "Running",
    "SCHEDULED": "Queued",
    "FINISHED": "Completed",
    "FAILED": "Failed",
    "KILLED": "Canceled",
}
FROM_STATUS = {status: word for word, status in TO_STATUS.items()}
PARAMETER = "mlflow.param."


def shown_run(visit: Visit, row: Row) -> Row:
    """A run as MLflow shows it: info and data."""
    last = [(metric, metric["value"][-1]) for metric in records.metrics(visit, row["runId"]) if metric["value"]]
    return {
        "info": {
            "run_id": row["runId"],
            "run_uuid": row["runId"],
            "run_name": row["displayName"],
            "experiment_id": row["experimentId"],
            "user_id": row["userId"] or "",
            "status": FROM_STATUS.get(row["status"], "RUNNING"),
            "start_time": milliseconds(row["startTimeUtc"]),
            "end_time": milliseconds(row["endTimeUtc"]),
            "artifact_uri": f"azureml://experiments/{row['experimentName']}/runs/{row['runId']}/artifacts",
            "lifecycle_stage": "active",
        },
        "data": {
            "metrics": [shown_value(metric["name"], value) for metric, value in last],
            "params": [
                {"key": key[len(PARAMETER) :], "value": value}
                for key, value in row["properties"].items()
                if key.startswith(PARAMETER)
            ],
            "tags": [{"key": key, "value": value} for key, value in row["tags"].items()],
        },
        "inputs": {},
    }


def shown_value(name: str, value: Row) -> Row:
    """One value of a metric as MLflow shows it."""
    return {
        "key": name,
        "value": value["data"].get(name),
        "timestamp": milliseconds(value["createdUtc"]),
        "step": value["step"],
    }


def run_row(visit: Visit) -> Row:
    """The run that a request names; older clients call the id `run_uuid`."""
    sent = visit.query if visit.method == "GET" else visit.json()
    wanted = sent.get("run_id") or sent.get("run_uuid") or ""
    row = records.run_with_id(visit, wanted)
    if row is None:
        raise visit.error(404, "NotFound", f"Run with id={wanted} not found")
    return row


def create_run(visit: Visit) -> Any:
    """POST runs/create: the run starts at once."""
    experiment, sent = experiment_row(visit), visit.json()
    tags = {tag["key"]: tag["value"] for tag in sent.get("tags") or []}
    name = sent.get("run_name") or tags.get("mlflow.runName")
    fields = {
        "displayName": name,
        "tags": tags,
        "startTimeUtc": iso_of(visit, sent.get("start_time")),
        "status": "Running",
        "parentRunId": tags.get("mlflow.parentRunId"),
        "runType": "azureml.mlflow",
    }
    return {"run": shown_run(visit, records.create_run(visit, experiment, str(uuid.uuid4()), fields))}


def get_run(visit: Visit) -> Any:
    """GET runs/get."""
    return {"run": shown_run(visit, run_row(visit))}


def update_run(visit: Visit) -> Any:
    """POST runs/update: status, end and name."""
    row, sent = run_row(visit), visit.json()
    if sent.get("status"):
        word = str(sent["status"]).upper()
        if word not in TO_STATUS:
            raise visit.error(400, "BadRequest", f"Invalid value '{sent['status']}' for parameter 'status'")
        records.set_status(visit, row, TO_STATUS[word], iso_of(visit, sent.get("end_time")))
    records.merge_run(visit, row, {"displayName": sent.get("run_name")})
    return {"run_info": shown_run(visit, row)["info"]}


def search_runs(visit: Visit) -> Any:
    """POST runs/search: the runs of the experiments named; filters of MLflow are refused, not ignored."""
    sent = visit.json()
    if sent.get("filter"):
        raise visit.error(400, "BadRequest", "The emulator does not know the filters of MLflow.")
    wanted = sent.get("experiment_ids") or []
    rows = [row for row in records.runs(visit) if row["experimentId"] in wanted]
    return paged(visit, "runs", [shown_run(visit, row) for row in rows[::-1]])


def log_metric(visit: Visit) -> Any:
    """POST runs/log-metric."""
    add_value(visit, run_row(visit), visit.json())
    return {}


def add_value(visit: Visit, row: Row, sent: Row) -> None:
    """Add one value to a metric."""
    name = str(sent.get("key") or "")
    if not name:
        raise visit.error(400, "BadRequest", "Missing value for required parameter 'key'")
    value = {
        "createdUtc": iso_of(visit, sent.get("timestamp")),
        "step": int(sent.get("step") or 0),
        "data": {name: sent.get("value")},
    }
    records.add_metric(visit, row["runId"], {"name": name, "columns": {name: "Double"}, "value": [value]})


def log_parameter(visit: Visit) -> Any:
    """POST runs/log-parameter."""
    row, sent = run_row(visit), visit.json()
    records.merge_run(visit, row, {"properties": {PARAMETER + str(sent.get("key")): sent.get("value")}})
    return {}


def set_tag(visit: Visit) -> Any:
    """POST runs/set-tag."""
    row, sent = run_row(visit), visit.json()
    records.merge_run(visit, row, {"tags": {str(sent.get("key")): sent.get("value")}})
    return {}


def delete_tag(visit: Visit) -> Any:
    """POST runs/delete-tag."""
    row, name = run_row(visit), str(visit.json().get("key"))
    if row["tags"].pop(name, None) is None:
        raise visit.error(404, "NotFound", f"No tag with name: {name} in run with id {row['runId']}")
    records.save_run(visit, row)
    return {}


def log_batch(visit: Visit) -> Any:
    """POST runs/log-batch: metrics, parameters and tags in one request."""
    row, sent = run_row(visit), visit.json()
    for value in sent.get("metrics") or []:
        add_value(visit, row, value)
    fields = {
        "properties": {PARAMETER + each["key"]: each["value"] for each in sent.get("params") or []},
        "tags": {each["key"]: each["value"] for each in sent.get("tags") or []},
    }
    records.merge_run(visit, row, fields)
    return {}


def metric_history(visit: Visit) -> Any:
    """GET metrics/get-history."""
    row, name = run_row(visit), needed(visit, "metric_key")
    metric = records.metric_named(visit, row["runId"], name) or {"value": []}
    return {"metrics": [shown_value(name, value) for value in metric["value"]]}
