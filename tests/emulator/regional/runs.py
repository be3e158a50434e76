# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""history/v1.0: runs, their metrics and their artifacts (contract 5, verified 7)."""

from __future__ import annotations

from typing import Any

from ..tokens import issue
from . import artifact_store, records
from .experiments import body_page, experiment_of, first_of, query_page, run_of, tag_names
from .pages import page_of
from .plane import Visit
from .records import Row

EVENTS = {
    "Microsoft.MachineLearning.Run.Queued": "Queued",
    "Microsoft.MachineLearning.Run.Start": "Running",
    "Microsoft.MachineLearning.Run.Completed": "Completed",
    "Microsoft.MachineLearning.Run.Failed": "Failed",
    "Microsoft.MachineLearning.Run.Canceled": "Canceled",
    "Microsoft.MachineLearning.Run.CancelRequested": "CancelRequested",
}


def list_runs(visit: Visit) -> Any:
    """GET runs of an experiment."""
    return query_page(visit, records.runs(visit, experiment_of(visit)["experimentId"]))


def query_runs(visit: Visit) -> Any:
    """POST runs:query."""
    return body_page(visit, records.runs(visit, experiment_of(visit)["experimentId"]))


def get_run(visit: Visit) -> Any:
    """GET of one run."""
    return run_of(visit)


def patch_run(visit: Visit) -> Any:
    """PATCH runs/{id}: creates the run or merges into it."""
    return create_or_merge(visit, experiment_of(visit), visit.params["run"], visit.json())


def create_or_merge(visit: Visit, experiment: Row, run_id: str, fields: Row) -> Row:
    """Create a run or merge into the present one; 409 when another experiment has it."""
    row = records.run_with_id(visit, run_id)
    if row is None:
        return records.create_run(visit, experiment, run_id, fields)
    if row["experimentId"] != experiment["experimentId"]:
        raise visit.error(409, "Conflict", f"Run {run_id} belongs to another experiment.")
    records.merge_run(visit, row, fields)
    return row


def patch_runs(visit: Visit) -> Any:
    """PATCH batch/runs: many at once."""
    experiment, done = experiment_of(visit), {}
    for fields in visit.json().get("runs") or []:
        if not fields.get("runId"):
            raise visit.error(400, "BadArgument", "Every run of a batch needs a runId.")
        done[fields["runId"]] = create_or_merge(visit, experiment, fields["runId"], fields)
    return {"runs": done, "errors": {}}


def details_of(visit: Visit) -> Any:
    """GET runs/{id}/details: what the client prints about a run."""
    row = run_of(visit)
    same = ("runId", "target", "status", "startTimeUtc", "endTimeUtc", "error", "warnings", "tags", "properties")
    more = ("inputDatasets", "outputDatasets", "runDefinition")
    return {key: row[key] for key in (*same, *more)} | {"services": {}, "logFiles": {}}


def children_of(visit: Visit) -> Any:
    """GET runs/{id}/children: the direct ones."""
    own = run_of(visit)
    return query_page(visit, [row for row in records.runs(visit) if row["parentRunId"] == own["runId"]])


def delete_run_tags(visit: Visit) -> Any:
    """DELETE runs/{id}/tags with the names in the body."""
    row = run_of(visit)
    for name in tag_names(visit):
        row["tags"].pop(name, None)
    records.save_run(visit, row)
    return row


def cancel_run(visit: Visit) -> Any:
    """POST runs/{id}/cancel: nothing runs here, so the request is also its end."""
    row = run_of(visit)
    records.set_status(visit, row, "Canceled")
    records.save_run(visit, row)
    return row


def token_of_run(visit: Visit) -> Any:
    """GET runs/{id}/token: a token for what runs inside."""
    run_of(visit)
    emulator = visit.emulator
    token = issue(
        tenant=emulator.directory.tenant,
        client_id=visit.claims.get("appid", ""),
        object_id=visit.claims.get("oid", ""),
        audience=visit.claims["aud"],
        now=emulator.clock.now(),
        lifetime_s=emulator.config.token_seconds,
    )
    return {"token": token, "expiryTimeUtc": visit.now()}


def post_event(visit: Visit) -> Any:
    """POST runs/{id}/events: one event drives the status."""
    apply_event(visit, run_of(visit), visit.json())


def post_events(visit: Visit) -> Any:
    """POST batch/events: every event names its run; one that is not there is reported, not refused."""
    errors = []
    for event in visit.json().get("events") or []:
        run_id = (event.get("data") or {}).get("RunId", "")
        row = records.run_with_id(visit, run_id)
        if row is None:
            errors.append({"key": event, "value": visit.error(404, "NotFound", f"Run {run_id} was not found.").body})
        else:
            apply_event(visit, row, event)
    return {"errors": errors}


def apply_event(visit: Visit, row: Row, event: Row) -> None:
    """Change a run as an event says; 400 for a name that is no event's."""
    name, data = str(event.get("name") or ""), event.get("data") or {}
    if name in EVENTS:
        records.set_status(visit, row, EVENTS[name], data.get("StartTime") or data.get("EndTime"))
    elif name == "Microsoft.MachineLearning.Run.Warning":
        warning = {"source": data.get("Source"), "message": data.get("Message")}
        row["warnings"] = [*(row["warnings"] or []), warning]
    elif name == "Microsoft.MachineLearning.Run.Error":
        row["error"] = data.get("ErrorResponse")
    elif name not in ("Microsoft.MachineLearning.Run.Heartbeat", "Microsoft.MachineLearning.Run.QueueingInfo"):
        raise visit.error(400, "BadArgument", f"The event '{name}' is not known.")
    records.save_run(visit, row)


def post_metric(visit: Visit) -> Any:
    """POST runs/{id}/metrics: one metric in the first form."""
    add_old_metric(visit, run_of(visit)["runId"], visit.json())


def post_metrics(visit: Visit) -> Any:
    """POST runs/{id}/batch/metrics."""
    run_id = run_of(visit)["runId"]
    for metric in visit.json().get("values") or []:
        add_old_metric(visit, run_id, metric)


def add_old_metric(visit: Visit, run_id: str, metric: Row) -> None:
    """Keep a metric of the first form, whose values are its cells."""
    if not metric.get("name"):
        raise visit.error(400, "BadArgument", "A metric needs a name.")
    values = [
        {"metricId": metric.get("metricId"), "createdUtc": metric.get("createdUtc"), "data": cell}
        for cell in metric.get("cells") or []
    ]
    kind = metric.get("metricType") or "azureml.v1.scalar"
    records.add_metric(visit, run_id, {"name": metric["name"], "value": values, "properties": {"uxMetricType": kind}})


def query_metrics(visit: Visit) -> Any:
    """POST metrics:query: the metrics of the runs that the filter names."""
    rows = [
        old_metric(run["runId"], metric)
        for run in records.runs(visit, experiment_of(visit)["experimentId"])
        for metric in records.metrics(visit, run["runId"])
    ]
    return body_page(visit, rows)


def old_metric(run_id: str, metric: Row) -> Row:
    """A metric in the first form."""
    values = metric["value"]
    columns = [{"propertyId": name, "name": name, "type": kind} for name, kind in metric["columns"].items()]
    return {
        "runId": run_id,
        "metricId": values[0]["metricId"] if values else None,
        "dataContainerId": metric["dataContainerId"],
        "metricType": metric["properties"].get("uxMetricType"),
        "createdUtc": values[0]["createdUtc"] if values else None,
        "name": metric["name"],
        "description": None,
        "label": None,
        "numCells": len(values),
        "dataLocation": None,
        "cells": [value["data"] for value in values],
        "schema": {"numProperties": len(columns), "properties": columns},
    }


def wait_for_metrics(visit: Visit) -> Any:
    """GET runs/{id}/metricsingest/wait: metrics are readable at once here."""
    run_of(visit)


def container_of(visit: Visit) -> tuple[str, str]:
    """Where the artifacts of a run are kept."""
    return "ExperimentRun", run_of(visit)["dataContainerId"]


def list_artifacts(visit: Visit) -> Any:
    """GET runs/{id}/artifacts, and below one path of it."""
    rows = artifact_store.listed(visit, *container_of(visit), path_of(visit))
    return page_of(visit, rows, token=first_of(visit, "continuationtoken"))


def path_of(visit: Visit) -> str:
    """The artifact path that a request names, in its path (as clients do) or its query (as the specification does)."""
    return visit.params.get("path") or visit.query.get("path") or ""


def get_artifact(visit: Visit) -> Any:
    """GET runs/{id}/artifacts/metadata."""
    return artifact_store.found(visit, *container_of(visit), path_of(visit))


def artifact_content(visit: Visit) -> Any:
    """GET runs/{id}/artifacts/contentinfo: where the bytes are."""
    return artifact_store.content_info(visit, artifact_store.found(visit, *container_of(visit), path_of(visit)))


def artifact_uri(visit: Visit) -> Any:
    """GET runs/{id}/artifacts/artifacturi: only the URL."""
    return artifact_content(visit)["contentUri"]


def artifact_contents(visit: Visit) -> Any:
    """GET runs/{id}/artifacts/prefix/contentinfo: where the bytes of all artifacts below a path are."""
    rows = artifact_store.listed(visit, *container_of(visit), path_of(visit))
    infos = [artifact_store.content_info(visit, row) for row in rows]
    return page_of(visit, infos, token=first_of(visit, "continuationtoken"))


def create_artifacts(visit: Visit) -> Any:
    """POST runs/{id}/artifacts/batch/metadata: empty artifacts to be filled by uploads."""
    return artifact_store.create_all(visit, *container_of(visit), visit.json())
