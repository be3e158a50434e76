# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Computes: all ten types, with what the provider makes of clusters and instances (recorded 2.2, contract 4.1)."""

from __future__ import annotations

import copy

from ..call import Answer, Call
from ..core import EmulatorState
from ..errors import ArmError, compute_provider
from ..ids import ResourceId
from ..spec import Body, Lro, TypeSpec, body_region, canonical, envelope, merge, put_enum
from . import compute_cluster, compute_instance
from .managed_identity import with_ids

TYPE = "Microsoft.MachineLearningServices/workspaces/computes"
KINDS = (
    "AKS",
    "AmlCompute",
    "ComputeInstance",
    "DataFactory",
    "DataLakeAnalytics",
    "Databricks",
    "HDInsight",
    "Kubernetes",
    "SynapseSpark",
    "VirtualMachine",
)
_MADE_BY_AML = ("AmlCompute", "ComputeInstance")
# Secrets of attached computes: kept aside, answered by listKeys only.
_SECRETS = ("databricksAccessToken", "administratorAccount", "adminUserPassword")


def refuse(call: Call, message: str, status: int = 400, inner: str | None = None) -> ArmError:
    """An error in the compute provider's own envelope."""
    return compute_provider(status, message, location=call.location(), time=call.now("+00:00"), inner=inner)


def _missing(call: Call) -> ArmError:
    return refuse(call, f"Compute {call.id.name} was not found in workspace {call.id.names[0]}.", 404, "NotFound")


def _build(call: Call, current: Body | None) -> Body:
    """The finished compute. The inner properties sent replace the present ones, except what cannot change."""
    sent = call.copy_of("properties") or {}
    if not sent.get("computeType"):
        raise refuse(call, "The computeType of the compute is missing.")
    kind = _kind(call, sent["computeType"])
    if current and current["properties"]["computeType"] != kind:
        raise refuse(
            call, f"The compute '{call.id.name}' already exists with type '{current['properties']['computeType']}'."
        )
    _check_quota(call, current)
    inner = sent.get("properties")
    if inner is not None and not isinstance(inner, dict):
        raise refuse(call, "The properties of the compute have the wrong type.")
    old = (current or {}).get("properties") or {}
    location = (
        body_region(call, current) if call.body.get("location") else (current or {}).get("location") or call.location()
    )
    if kind == "AmlCompute":
        finished = compute_cluster.finished(call, inner or {}, old.get("properties"))
    elif kind == "ComputeInstance":
        finished = compute_instance.finished(call, inner or {}, old.get("properties"), location)
    else:
        finished = _keep_secrets(call, inner)
    now = call.now("+00:00")
    properties: Body = {
        "createdOn": old.get("createdOn") or now,
        "modifiedOn": now,
        "disableLocalAuth": bool(sent.get("disableLocalAuth", False)),
        "description": sent.get("description"),
        "resourceId": sent.get("resourceId"),
        "computeType": kind,
        "computeLocation": sent.get("computeLocation") or location,
        "provisioningState": "Succeeded",
        "provisioningErrors": None,
        "provisioningWarnings": {},
        "isAttachedCompute": kind not in _MADE_BY_AML,
        "properties": finished,
    }
    body = envelope(call, TYPE, current, location=location, tags=call.copy_of("tags") or {})
    if call.body.get("identity"):
        body["identity"] = with_ids(call, call.copy_of("identity"), (current or {}).get("identity"))
    if call.body.get("sku"):
        body["sku"] = call.copy_of("sku")
    return {**body, "properties": properties}


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    """The 201: what was sent; what the provider is still to find out is null, and so are tags (recorded 2.2)."""
    begun = copy.deepcopy(final)
    properties = begun["properties"]
    properties["provisioningState"] = "Creating"
    properties["provisioningWarnings"] = None
    if current is None:
        begun["tags"] = call.copy_of("tags")
        properties["modifiedOn"] = properties["createdOn"]
        del properties["computeLocation"]
    sent = (call.body.get("properties") or {}).get("properties") or {}
    if properties["computeType"] == "AmlCompute":
        properties["properties"] = compute_cluster.begun(sent, final["properties"]["properties"])
    elif properties["computeType"] == "ComputeInstance":
        properties["properties"] = compute_instance.begun(sent, final["properties"]["properties"])
    return begun


def _patch(call: Call, current: Body) -> Body:
    """PATCH takes scaleSettings, tags and identity; the rest of a body is ignored."""
    final = copy.deepcopy(current)
    inner = (call.body.get("properties") or {}).get("properties") or {}
    scale = inner.get("scaleSettings")
    if isinstance(scale, dict) and final["properties"]["computeType"] == "AmlCompute":
        present = final["properties"]["properties"]
        present["scaleSettings"] = compute_cluster.scale_settings(
            call, merge(present.get("scaleSettings") or {}, scale)
        )
        compute_cluster.settle_nodes(call, present)
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    if call.body.get("identity") is not None:
        final["identity"] = with_ids(call, call.copy_of("identity"), current.get("identity"))
    final["properties"]["modifiedOn"] = call.now("+00:00")
    final["properties"]["provisioningState"] = "Succeeded"
    return final


def _kind(call: Call, value: object) -> str:
    found = canonical(value, KINDS)
    if found not in KINDS:
        raise refuse(call, f"The computeType '{value}' is not supported.")
    return str(found)


def _check_quota(call: Call, current: Body | None) -> None:
    limit = call.state.config.quotas.get("computes")
    collection = call.resource_id.rpartition("/")[0]
    if current is None and limit is not None and len(call.state.store.keys(collection)) >= limit:
        raise refuse(
            call,
            "Operation results in exceeding quota limits of Microsoft.MachineLearningServices/workspaces/computes.",
        )


def _keep_secrets(call: Call, inner: Body | None) -> Body | None:
    if inner is None:
        return None
    kept = {name: inner.pop(name) for name in _SECRETS if inner.get(name)}
    if kept:
        call.state.store.put_doc("secrets", call.resource_id.lower(), kept)
    for name in ("provisioningState", "systemServices"):
        inner.pop(name, None)
    put_enum(inner, "clusterPurpose", "FastProd", "DenseProd", "DevTest")
    return inner


# ----- deletion and actions ----------------------------------------------------------------------------------------


def _before_delete(call: Call, current: Body) -> None:
    wanted = call.query.get("underlyingresourceaction")
    if wanted is not None and wanted.lower() not in ("delete", "detach"):
        raise refuse(call, f"The value '{wanted}' of underlyingResourceAction must be 'Delete' or 'Detach'.")
    if wanted and wanted.lower() == "detach" and current["properties"]["computeType"] in _MADE_BY_AML:
        raise refuse(
            call, f"A compute of type {current['properties']['computeType']} cannot be detached, only deleted."
        )


def _power(verb: str, during: str, after: str) -> object:
    def act(call: Call, current: Body) -> Answer:
        if current["properties"]["computeType"] != "ComputeInstance":
            raise refuse(call, f"The operation '{verb}' is only supported for computes of type ComputeInstance.")
        running = current["properties"]["properties"].get("state")
        if (verb == "stop" and running == "Stopped") or (verb == "start" and running == "Running"):
            after_state = running
        else:
            after_state = after
        current["properties"]["properties"]["state"] = during
        current["properties"]["properties"]["lastOperation"] = compute_instance.last_operation(
            call.now("+00:00"), verb, "InProgress"
        )
        call.state.store.put(call.resource_id, current)
        failure = call.state.faults.take_failure()
        operation = call.state.operations.start(
            "compute",
            verb,
            call.id,
            api_version=call.api_version,
            location=call.location(),
            note={"state": after_state, "was": running},
            error=failure,
        )
        return Answer(202, None, call.state.operations.headers(operation, call.base_url))

    return act


def _list_keys(call: Call, current: Body) -> Answer:
    kind = current["properties"]["computeType"]
    kept = call.state.store.get_doc("secrets", call.resource_id.lower()) or {}
    if kind in _MADE_BY_AML:
        raise refuse(
            call, f"{kind} computes do not have any secrets associated with them. This operation is not supported."
        )
    if kind == "AKS":
        return Answer(
            200, {"computeType": kind, "userKubeConfig": None, "adminKubeConfig": None, "imagePullSecretName": None}
        )
    return Answer(200, {"computeType": kind, **kept})


def _list_nodes(call: Call, current: Body) -> Answer:
    if current["properties"]["computeType"] != "AmlCompute":
        raise refuse(call, "The operation 'listNodes' is only supported for computes of type AmlCompute.")
    return Answer(200, compute_cluster.nodes(call, current))


def _change_instance(member: str, key: str) -> object:
    def act(call: Call, current: Body) -> Answer:
        current["properties"]["properties"][member] = call.body.get(key, call.body or None)
        call.state.store.put(call.resource_id, current)
        return Answer(200)

    return act


def _ended(state: EmulatorState, operation: Body) -> None:
    """The end of start, stop and restart."""
    note = operation.get("note") or {}
    if operation["verb"] in ("start", "stop", "restart"):
        _set_power(state, operation, note.get("state"), "Succeeded")


def _failed(state: EmulatorState, operation: Body) -> None:
    note = operation.get("note") or {}
    if operation["verb"] in ("start", "stop", "restart"):
        _set_power(state, operation, note.get("was"), "Failed")
        return
    body = state.store.get(operation["target"])
    if body is None:
        return
    error = {"error": {**operation["error"], "details": operation["error"].get("details", [])}}
    body["properties"]["provisioningErrors"] = [error]
    if body["properties"]["computeType"] == "ComputeInstance":
        body["properties"]["properties"]["state"] = "CreateFailed"
    state.store.put(operation["target"], body)


def _set_power(state: EmulatorState, operation: Body, power: str | None, status: str) -> None:
    body = state.store.get(operation["target"])
    if body is None:
        return
    inner = body["properties"]["properties"]
    inner["state"] = power
    inner["lastOperation"] = compute_instance.last_operation(state.iso("+00:00"), operation["verb"], status)
    state.store.put(operation["target"], body)


def _deleted(state: EmulatorState, own: ResourceId, body: Body) -> None:
    state.store.delete_doc("secrets", own.path().lower())


def _bad_name(call: Call) -> ArmError:
    return refuse(
        call,
        f"Compute name '{call.id.name}' is not available. Reason: Invalid. Message: A compute name must be "
        "between 2 and 32 characters in "
        "length and must use only numbers, letters, minus symbol (-) and underscore (_), starting with a letter.",
    )


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    patch=_patch,
    finish=_ended,
    failed=_failed,
    before_delete=_before_delete,
    deleted=_deleted,
    missing=_missing,
    actions={
        "start": _power("start", "Starting", "Running"),
        "stop": _power("stop", "Stopping", "Stopped"),
        "restart": _power("restart", "Restarting", "Running"),
        "listkeys": _list_keys,
        "listnodes": _list_nodes,
        "updateschedules": _change_instance("schedules", "schedules"),
        "updateidleshutdownsetting": _change_instance("idleTimeBeforeShutdown", "idleTimeBeforeShutdown"),
        "customservices": _change_instance("customServices", "customServices"),
        "updatedatamounts": _change_instance("dataMounts", "dataMounts"),
    },
    # The next page of listNodes is a GET.
    reads={"listnodes": _list_nodes},
    put_new=Lro("compute", 201, "resource"),
    put_old=Lro("compute", 201, "resource"),
    removed=Lro("compute", 202),
    exclusive=True,
    name=r"^[A-Za-z][A-Za-z0-9_-]{0,30}[A-Za-z0-9]$",
    name_error=_bad_name,
    paged=False,
)
