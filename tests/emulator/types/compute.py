# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Computes: all ten types, with what the provider makes of clusters and instances (recorded 2.2, contract 4.1)."""

from __future__ import annotations

import copy

from ..call import Call
from ..core import EmulatorState
from ..errors import ArmError
from ..ids import ResourceId
from ..spec import Body, Lro, TypeSpec, body_region, canonical, envelope, merge, put_enum
from . import compute_cluster, compute_instance
from .compute_actions import ACTIONS, MADE_BY_AML, list_nodes, refuse, resized, set_power
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
# Secrets of attached computes: kept aside, answered by listKeys only.
_SECRETS = ("databricksAccessToken", "administratorAccount", "adminUserPassword")


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
        "isAttachedCompute": kind not in MADE_BY_AML,
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
    if wanted and wanted.lower() == "detach" and current["properties"]["computeType"] in MADE_BY_AML:
        raise refuse(
            call, f"A compute of type {current['properties']['computeType']} cannot be detached, only deleted."
        )


def _ended(state: EmulatorState, operation: Body) -> None:
    """The end of start, stop, restart and resize."""
    note = operation.get("note") or {}
    if operation["verb"] == "resize":
        resized(state, operation, note["size"])
    elif operation["verb"] in ("start", "stop", "restart"):
        set_power(state, operation, note.get("state"), "Succeeded")


def _failed(state: EmulatorState, operation: Body) -> None:
    note = operation.get("note") or {}
    if operation["verb"] == "resize":
        resized(state, operation, None)
        return
    if operation["verb"] in ("start", "stop", "restart"):
        set_power(state, operation, note.get("was"), "Failed")
        return
    body = state.store.get(operation["target"])
    if body is None:
        return
    error = {"error": {**operation["error"], "details": operation["error"].get("details", [])}}
    body["properties"]["provisioningErrors"] = [error]
    if body["properties"]["computeType"] == "ComputeInstance":
        body["properties"]["properties"]["state"] = "CreateFailed"
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
    actions=ACTIONS,
    # The next page of listNodes is a GET.
    reads={"listnodes": list_nodes},
    put_new=Lro("compute", 201, "resource"),
    put_old=Lro("compute", 201, "resource"),
    removed=Lro("compute", 202),
    exclusive=True,
    name=r"^[A-Za-z][A-Za-z0-9_-]{0,30}[A-Za-z0-9]$",
    name_error=_bad_name,
    paged=False,
)
