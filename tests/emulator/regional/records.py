# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Experiments, runs and metrics of a workspace: what run history, execution, hyperdrive, metrics and MLflow share."""

from __future__ import annotations

import re
import uuid
from typing import Any

from .plane import Visit

Row = dict[str, Any]

EXPERIMENTS, RUNS, METRICS = "history.experiments", "history.runs", "history.metrics"
TERMINAL = ("Completed", "Failed", "Canceled")
#: Not verified against the service: the rule that its clients check names against.
EXPERIMENT_NAME = re.compile(r"^[A-Za-z0-9_][\w.\- ]{0,254}$")
#: What a client may set on a run (the create model of azureml-core); the server writes the rest.
WRITABLE = (
    "cancelUri",
    "createdFrom",
    "description",
    "diagnosticsUri",
    "displayName",
    "endTimeUtc",
    "heartbeatEnabled",
    "hidden",
    "inputDatasets",
    "name",
    "options",
    "outputDatasets",
    "parentRunId",
    "primaryMetricName",
    "properties",
    "queueingInfo",
    "runDefinition",
    "runType",
    "runTypeV2",
    "scriptName",
    "startTimeUtc",
    "status",
    "tags",
    "target",
)


# ----- experiments ------------------------------------------------------------------------------------------------


def experiments(visit: Visit) -> list[Row]:
    """The experiments of the workspace, in the order of creation."""
    return list(visit.emulator.store.docs(EXPERIMENTS, visit.guid + "/").values())


def experiment_named(visit: Visit, name: str) -> Row | None:
    """The experiment of this name, or None."""
    return next((each for each in experiments(visit) if each["name"] == name), None)


def experiment_with_id(visit: Visit, experiment_id: str) -> Row | None:
    """The experiment with this id, or None."""
    return visit.emulator.store.get_doc(EXPERIMENTS, f"{visit.guid}/{experiment_id.lower()}")


def create_experiment(visit: Visit, name: str) -> Row:
    """A new experiment, saved; 400 for a bad name."""
    if not EXPERIMENT_NAME.match(name):
        raise visit.error(400, "BadArgument", f"The experiment name '{name}' is not valid.")
    row = {
        "experimentId": str(uuid.uuid4()),
        "name": name,
        "description": None,
        "createdUtc": visit.now(),
        "tags": {},
        "archivedTime": None,
        "latestCreatedRunCreatedUtc": None,
        "latestCreatedRunId": None,
    }
    save_experiment(visit, row)
    return row


def save_experiment(visit: Visit, row: Row) -> None:
    """Write an experiment."""
    visit.emulator.store.put_doc(EXPERIMENTS, f"{visit.guid}/{row['experimentId']}", row)


def delete_experiment(visit: Visit, row: Row) -> None:
    """Remove an experiment with its runs and their metrics."""
    for run in runs(visit, row["experimentId"]):
        visit.emulator.store.delete_doc(RUNS, f"{visit.guid}/{run['runId']}")
        for metric in metrics(visit, run["runId"]):
            visit.emulator.store.delete_doc(METRICS, metric_key(visit, run["runId"], metric["name"]))
    visit.emulator.store.delete_doc(EXPERIMENTS, f"{visit.guid}/{row['experimentId']}")


# ----- runs -------------------------------------------------------------------------------------------------------


def runs(visit: Visit, experiment_id: str | None = None) -> list[Row]:
    """The runs of the workspace, or of one experiment, in the order of creation."""
    found = visit.emulator.store.docs(RUNS, visit.guid + "/").values()
    return [run for run in found if experiment_id in (None, run["experimentId"])]


def run_with_id(visit: Visit, run_id: str) -> Row | None:
    """The run with this id, or None; ids are unique in a workspace."""
    return visit.emulator.store.get_doc(RUNS, f"{visit.guid}/{run_id}")


def create_run(visit: Visit, experiment: Row, run_id: str, fields: Row) -> Row:
    """A new run with the server's own fields, saved. `fields` are those sent; 400 for a parent that is none."""
    parent = None
    if fields.get("parentRunId"):
        parent = run_with_id(visit, fields["parentRunId"])
        if parent is None:
            raise visit.error(400, "BadArgument", f"The parent run '{fields['parentRunId']}' does not exist.")
    now, run_uuid = visit.now(), str(uuid.uuid4())
    name = fields.get("displayName") or fields.get("name") or run_id
    row: Row = {
        "runNumber": len(runs(visit)) + 1,
        "rootRunId": parent["rootRunId"] if parent else run_id,
        "rootRunUuid": parent["rootRunUuid"] if parent else run_uuid,
        "parentRunUuid": parent["runUuid"] if parent else None,
        "createdUtc": now,
        "createdBy": {
            "userObjectId": visit.claims.get("oid"),
            "userTenantId": visit.claims.get("tid"),
            "userName": visit.claims.get("name") or visit.claims.get("appid"),
        },
        "userId": visit.claims.get("oid"),
        "token": None,
        "tokenExpiryTimeUtc": None,
        "error": None,
        "warnings": None,
        "revision": 0,
        "runUuid": run_uuid,
        "parentRunId": None,
        "runId": run_id,
        "experimentId": experiment["experimentId"],
        "experimentName": experiment["name"],
        "status": "NotStarted",
        "startTimeUtc": None,
        "endTimeUtc": None,
        "heartbeatEnabled": False,
        "options": None,
        "name": None,
        "displayName": name,
        "dataContainerId": "dcid." + run_id,
        "description": None,
        "hidden": False,
        "runType": None,
        "runTypeV2": {"orchestrator": None, "traits": []},
        "properties": {},
        "scriptName": None,
        "target": None,
        "tags": {},
        "inputDatasets": [],
        "outputDatasets": [],
        "runDefinition": None,
        "primaryMetricName": None,
        "cancelUri": None,
        "completeUri": None,
        "diagnosticsUri": None,
    }
    merge_run(visit, row, fields)
    experiment.update(latestCreatedRunId=run_id, latestCreatedRunCreatedUtc=now)
    save_experiment(visit, experiment)
    return row


def merge_run(visit: Visit, row: Row, fields: Row) -> None:
    """Lay what a client sent over a run and save it: tags and properties merge, a null leaves alone."""
    for key, value in fields.items():
        if key not in WRITABLE or value is None or key == "status":
            continue
        if key in ("tags", "properties"):
            row[key] = {**row[key], **{name: text_of(item) for name, item in value.items()}}
        else:
            row[key] = value
    if fields.get("status"):
        set_status(visit, row, fields["status"])
    save_run(visit, row)


def set_status(visit: Visit, row: Row, status: str, when: str | None = None) -> None:
    """Move a run to a status; the first start and the last end are dated. A run that has ended stays ended."""
    if row["status"] in TERMINAL:
        return
    row["status"] = status
    moment = when or visit.now()
    if status == "Running" or status in TERMINAL:
        row["startTimeUtc"] = row["startTimeUtc"] or moment
    if status in TERMINAL:
        row["endTimeUtc"] = row["endTimeUtc"] or moment


def save_run(visit: Visit, row: Row) -> None:
    """Write a run; every write counts up its revision."""
    row["revision"] += 1
    visit.emulator.store.put_doc(RUNS, f"{visit.guid}/{row['runId']}", row)


def text_of(value: Any) -> str | None:
    """Tags and properties are texts, whatever was sent."""
    return value if value is None or isinstance(value, str) else str(value)


# ----- metrics ----------------------------------------------------------------------------------------------------


def metric_key(visit: Visit, run_id: str, name: str) -> str:
    """Where the values of one metric of a run are kept."""
    return f"{visit.guid}/{run_id}/{name}"


def metrics(visit: Visit, run_id: str) -> list[Row]:
    """The metrics of a run, in the order of their first value."""
    return list(visit.emulator.store.docs(METRICS, metric_key(visit, run_id, "")).values())


def metric_named(visit: Visit, run_id: str, name: str) -> Row | None:
    """One metric of a run with all its values, or None."""
    return visit.emulator.store.get_doc(METRICS, metric_key(visit, run_id, name))


def add_metric(visit: Visit, run_id: str, sent: Row) -> None:
    """Add values to a metric of a run; columns and properties are those of the first write."""
    row = metric_named(visit, run_id, sent["name"]) or {
        "dataContainerId": "dcid." + run_id,
        "name": sent["name"],
        "columns": sent.get("columns") or {},
        "properties": sent.get("properties") or {"uxMetricType": "azureml.v1.scalar"},
        "value": [],
    }
    for value in sent.get("value") or []:
        at = len(row["value"])
        row["value"].append(
            {
                "metricId": value.get("metricId") or str(uuid.uuid4()),
                "createdUtc": value.get("createdUtc") or visit.now(),
                "step": at if value.get("step") is None else value["step"],
                "data": value.get("data") or {},
            }
        )
    visit.emulator.store.put_doc(METRICS, metric_key(visit, run_id, sent["name"]), row)
