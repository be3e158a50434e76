# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs: submitted by PUT, immutable but for their labels, cancelled by POST (recorded 2.5)."""

from __future__ import annotations

import copy

from ..call import Answer, Call
from ..core import EmulatorState
from ..errors import ArmError
from ..ids import ResourceId
from ..spec import Body, Lro, TypeSpec, canonical, envelope, writable
from . import job_run
from .front_end import WORKSPACE, list_view, refuse, with_tags

TYPE = WORKSPACE + "/jobs"
KINDS = ("AutoML", "Command", "Pipeline", "Spark", "Sweep", "FineTuning", "Labeling", "Base")
_FIRST_STATUS = {
    "Command": "Starting",
    "AutoML": "NotStarted",
    "Pipeline": "NotStarted",
    "Sweep": "Running",
    "Spark": "NotStarted",
}
_LABELS = ("description", "tags", "properties", "displayName", "isArchived")
_ENDED = ("Completed", "Failed", "Canceled")


def _build(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "status", "parameters")
    kind = canonical(sent.get("jobType"), KINDS)
    if kind not in KINDS:
        raise refuse(call, f"The jobType '{sent.get('jobType')}' is not supported.")
    if current is not None:
        return _relabel(call, current, sent)
    host = call.base_url.split("//", 1)[1]
    workspace = call.id.parent()
    scope = workspace.path() if workspace else ""
    own = {
        "Tracking": _service("Tracking", f"azureml://{host}/mlflow/v1.0{scope}?"),
        "Studio": _service("Studio", f"{call.base_url}/runs/{call.id.name}?wsid={scope}"),
    }
    properties: Body = {
        "description": None,
        "tags": {},
        "properties": {},
        "displayName": call.id.name,
        "status": "Completed",
        "experimentName": "Default",
        "computeId": None,
        "isArchived": False,
        "identity": None,
        "componentId": None,
        "jobType": kind,
        **_defaults(kind),
    }
    properties.update({key: value for key, value in sent.items() if value is not None and key != "jobType"})
    # What the user opens stands beside what the service opens itself (schema: services has members of both).
    asked = {
        name: {**_service("Custom", ""), **writable(one, "status")}
        for name, one in (sent.get("services") or {}).items()
    }
    properties["services"] = {**asked, **own}
    properties["outputs"] = {
        "default": {
            "description": None,
            "uri": f"azureml://datastores/workspaceartifactstore/ExperimentRun/dcid.{call.id.name}",
            "mode": "ReadWriteMount",
            "jobOutputType": "uri_folder",
        },
        **(properties.get("outputs") or {}),
    }
    # Jobs have no lastModified (recorded 2.5).
    made = {
        "createdAt": call.now("+00:00"),
        "createdBy": str(call.claims.get("oid", "")),
        "createdByType": "Application",
    }
    return envelope(call, TYPE, current, properties=properties, systemData=made)


def planned(sent: Body) -> Body:
    """A job as a schedule holds it: filled in like a job, but for what comes with a run (recorded 2022, 2023)."""
    kind = canonical(sent.get("jobType"), KINDS)
    inputs, outputs = (
        {name: {"description": None, **(one or {})} for name, one in (sent.get(member) or {}).items()}
        for member in ("inputs", "outputs")
    )
    return {
        "description": None,
        "tags": {},
        "properties": {},
        "displayName": None,
        "status": "NotStarted",
        "experimentName": "Default",
        "services": None,
        "computeId": None,
        "isArchived": False,
        "identity": None,
        "componentId": None,
        **({"settings": None, "jobs": {}, "sourceJobId": None} if kind == "Pipeline" else {}),
        **{name: value for name, value in sent.items() if value is not None},
        "jobType": kind,
        "inputs": inputs,
        "outputs": outputs,
    }


def _service(kind: str, endpoint: str) -> Body:
    return {
        "jobServiceType": kind,
        "port": None,
        "endpoint": endpoint,
        "status": None,
        "errorMessage": None,
        "properties": None,
        "nodes": None,
    }


def _defaults(kind: str) -> Body:
    made: Body = {"inputs": {}, "outputs": {}, "queueSettings": {"jobTier": "Null"}}
    if kind == "Command":
        made.update(
            resources={
                "instanceCount": 1,
                "instanceType": None,
                "locations": None,
                "properties": {},
                "shmSize": "2g",
                "dockerArgs": None,
            },
            limits={"jobLimitsType": "Command", "timeout": None},
            parameters={},
            environmentVariables={},
            codeId=None,
            distribution=None,
        )
    return made


def _relabel(call: Call, current: Body, sent: Body) -> Body:
    """A PUT on a job changes its labels and nothing else."""
    final = copy.deepcopy(current)
    labels = {key: sent[key] for key in _LABELS if sent.get(key) is not None}
    final["properties"].update(labels)
    running = call.state.operations.running_on(call.resource_id)
    if running and running["final"]:
        # The job that runs is the same when it ends.
        running["final"]["properties"].update(labels)
        call.state.operations.save(running)
    return final


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    begun = copy.deepcopy(final)
    begun["properties"]["status"] = _FIRST_STATUS.get(begun["properties"]["jobType"], "Preparing")
    job_run.submitted(call.state, call.resource_id, begun["properties"], call.claims)
    return begun


def _cancel(call: Call, current: Body) -> Answer:
    if current["properties"]["status"] in _ENDED:
        return Answer(200)
    call.state.operations.settle_target(call.resource_id)
    current["properties"]["status"] = "CancelRequested"
    call.state.store.put(call.resource_id, current)
    job_run.moved(call.state, call.resource_id, "CancelRequested")
    operation = call.state.operations.start(
        "front_end",
        "cancel",
        call.id,
        api_version=call.api_version,
        location=call.location(),
        kind="j",
        owner=_guid(call),
        word="Running",
    )
    return Answer(202, None, call.state.operations.headers(operation, call.base_url))


def _guid(call: Call) -> str:
    parent = call.id.parent()
    body = call.state.store.get(parent.path()) if parent else None
    return str(((body or {}).get("properties") or {}).get("workspaceId", ""))


def _finish(state: EmulatorState, operation: Body) -> None:
    body = state.store.get(operation["target"])
    if body is not None and operation["verb"] == "cancel":
        body["properties"]["status"] = "Canceled"
        state.store.put(operation["target"], body)
    if body is not None:
        job_run.moved(state, operation["target"], body["properties"]["status"])


def _failed(state: EmulatorState, operation: Body) -> None:
    body = state.store.get(operation["target"])
    if body is not None and operation["verb"] == "create":
        body["properties"]["status"] = "Failed"
        state.store.put(operation["target"], body)
        job_run.moved(state, operation["target"], "Failed")


def _gone(state: EmulatorState, own: ResourceId, body: Body) -> None:
    job_run.deleted(state, own.path())


def _missing(call: Call) -> ArmError:
    return refuse(call, f"Run {call.id.name} was not found", 404, inner="NotFound")


def _select(call: Call, rows: list[Body]) -> list[Body]:
    rows = with_tags(call, list_view(call, rows))
    kind, tag = call.query.get("jobtype", "").lower(), call.query.get("tag")
    if kind:
        rows = [row for row in rows if row["properties"]["jobType"].lower() == kind]
    if tag:
        rows = [row for row in rows if tag in (row["properties"].get("tags") or {})]
    return rows[::-1]


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    finish=_finish,
    failed=_failed,
    deleted=_gone,
    missing=_missing,
    select=_select,
    self_link=True,
    put_new=Lro("state", 201, "resource"),
    removed=Lro("front_end", 202, "null", kind="j", word="Deleting"),
    actions={"cancel": _cancel},
)
