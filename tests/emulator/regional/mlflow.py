# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mlflow/v1.0 and v2.0: MLflow's own REST over the same experiments, runs and models (contract 5 and 7.6)."""

from __future__ import annotations

import uuid
from typing import Any

from ..clock import iso_time
from ..errors import ArmError
from . import modelmanagement, records
from .filters import time_of
from .plane import Endpoint, Service, Visit, offset_of, token_of
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


def error(visit: Any, status: int, code: str, message: str, details: list[dict[str, Any]] | None = None) -> ArmError:
    """An error of MLflow: its clients look at `error_code` only."""
    word = {404: "RESOURCE_DOES_NOT_EXIST", 409: "RESOURCE_ALREADY_EXISTS"}.get(status, "INVALID_PARAMETER_VALUE")
    return ArmError(status, {"error_code": word, "message": message})


def needed(visit: Visit, name: str) -> str:
    """A value of the query or the body that the operation cannot do without."""
    value = visit.query.get(name) or (visit.json().get(name) if visit.method != "GET" else None)
    if not value:
        raise visit.error(400, "BadRequest", f"Missing value for required parameter '{name}'")
    return str(value)


def milliseconds(text: str | None) -> int | None:
    """A time of run history as MLflow writes it."""
    moment = time_of(text) if text else None
    return int(moment * 1000) if isinstance(moment, float) else None


def iso_of(visit: Visit, value: Any) -> str:
    """A time of MLflow, in milliseconds, as run history writes it; now when there is none."""
    return iso_time(float(value) / 1000, "+00:00") if value else visit.now()


# ----- experiments ------------------------------------------------------------------------------------------------


def shown_experiment(row: Row) -> Row:
    """An experiment as MLflow shows it."""
    return {
        "experiment_id": row["experimentId"],
        "name": row["name"],
        "artifact_location": "",
        "lifecycle_stage": "deleted" if row["archivedTime"] else "active",
        "creation_time": milliseconds(row["createdUtc"]),
        "tags": [{"key": key, "value": value} for key, value in row["tags"].items()],
    }


def experiment_by_name(visit: Visit) -> Any:
    """GET experiments/get-by-name."""
    name = needed(visit, "experiment_name")
    row = records.experiment_named(visit, name)
    if row is None:
        raise visit.error(404, "NotFound", f"Could not find experiment with name '{name}'")
    return {"experiment": shown_experiment(row)}


def experiment_row(visit: Visit) -> Row:
    """The experiment that a request names by its id."""
    wanted = needed(visit, "experiment_id")
    row = records.experiment_with_id(visit, wanted)
    if row is None:
        raise visit.error(404, "NotFound", f"No experiment with id '{wanted}' exists")
    return row


def get_experiment(visit: Visit) -> Any:
    """GET experiments/get."""
    return {"experiment": shown_experiment(experiment_row(visit))}


def create_experiment(visit: Visit) -> Any:
    """POST experiments/create."""
    name = needed(visit, "name")
    if records.experiment_named(visit, name) is not None:
        raise visit.error(409, "Conflict", f"Experiment '{name}' already exists.")
    return {"experiment_id": records.create_experiment(visit, name)["experimentId"]}


def search_experiments(visit: Visit) -> Any:
    """POST or GET experiments/search."""
    rows = [shown_experiment(row) for row in records.experiments(visit) if not row["archivedTime"]]
    return paged(visit, "experiments", rows)


def paged(visit: Visit, member: str, rows: list[Row]) -> Row:
    """One page under MLflow's names; at the end there is no token."""
    sent = visit.query if visit.method == "GET" else visit.json()
    size = min(int(sent.get("max_results") or visit.emulator.config.page_size), visit.emulator.config.page_size)
    start = offset_of(visit, sent.get("page_token"))
    page: Row = {member: rows[start : start + size]}
    if start + size < len(rows):
        page["next_page_token"] = token_of(start + size)
    return page


# ----- runs -------------------------------------------------------------------------------------------------------


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


# ----- models -----------------------------------------------------------------------------------------------------


def shown_model(model: Row) -> Row:
    """A model version as MLflow shows it."""
    return {
        "name": model["name"],
        "version": str(model["version"]),
        "creation_timestamp": milliseconds(model["createdTime"]),
        "last_updated_timestamp": milliseconds(model["modifiedTime"]),
        "current_stage": "None",
        "description": model["description"] or "",
        "source": model["url"],
        "run_id": model["runId"] or "",
        "status": "READY",
        "tags": [{"key": key, "value": value} for key, value in model["kvTags"].items()],
    }


def registered(models: list[Row]) -> list[Row]:
    """Registered models: every name with its latest version."""
    return [
        {
            "name": model["name"],
            "creation_timestamp": milliseconds(model["createdTime"]),
            "last_updated_timestamp": milliseconds(model["modifiedTime"]),
            "latest_versions": [shown_model(model)],
        }
        for model in modelmanagement.latest(models)
    ]


def search_models(visit: Visit) -> Any:
    """GET registered-models/search."""
    return paged(visit, "registered_models", registered(modelmanagement.all_models(visit)))


def get_model(visit: Visit) -> Any:
    """GET registered-models/get."""
    name = needed(visit, "name")
    rows = registered([row for row in modelmanagement.all_models(visit) if row["name"] == name])
    if not rows:
        raise visit.error(404, "NotFound", f"Registered Model with name={name} not found")
    return {"registered_model": rows[0]}


def search_versions(visit: Visit) -> Any:
    """GET model-versions/search; the one filter that clients send is `name='x'`."""
    wanted = visit.query.get("filter", "").replace('"', "'").partition("name='")[2].partition("'")[0]
    rows = [row for row in modelmanagement.all_models(visit) if wanted in ("", row["name"])]
    return paged(visit, "model_versions", [shown_model(row) for row in rows])


OPERATIONS = (
    ("GET", "experiments/get-by-name", experiment_by_name),
    ("GET", "experiments/get", get_experiment),
    ("POST", "experiments/create", create_experiment),
    ("POST", "experiments/search", search_experiments),
    ("GET", "experiments/search", search_experiments),
    ("POST", "runs/create", create_run),
    ("GET", "runs/get", get_run),
    ("POST", "runs/update", update_run),
    ("POST", "runs/search", search_runs),
    ("POST", "runs/log-metric", log_metric),
    ("POST", "runs/log-parameter", log_parameter),
    ("POST", "runs/set-tag", set_tag),
    ("POST", "runs/delete-tag", delete_tag),
    ("POST", "runs/log-batch", log_batch),
    ("GET", "metrics/get-history", metric_history),
    ("GET", "registered-models/search", search_models),
    ("GET", "registered-models/get", get_model),
    ("GET", "model-versions/search", search_versions),
)
ENDPOINTS = tuple(Endpoint(method, "api/2.0/mlflow/" + path, handler) for method, path, handler in OPERATIONS)
SERVICES = tuple(Service(f"/mlflow/{version}", "experiments/runs", ENDPOINTS, error) for version in ("v1.0", "v2.0"))
