# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Online endpoints and their deployments (recorded 2.3): 201 and an operation for every PUT, new or not."""

from __future__ import annotations

import copy

from ..call import Answer, Call, system_data
from ..directory import stable_guid
from ..errors import plain
from ..ids import same_id
from ..spec import Body, Lro, TypeSpec, body_region, canonical, envelope, merge, put_enum, writable
from .front_end import WORKSPACE, refuse
from .managed_identity import with_ids

TYPE = WORKSPACE + "/onlineEndpoints"
DEPLOYMENTS = TYPE + "/deployments"
_MODES = ("AMLToken", "Key", "AADToken")
_PROBE = {"failureThreshold": 30, "successThreshold": 1, "timeout": "PT2S", "period": "PT10S", "initialDelay": "PT10S"}


def _build(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "provisioningState", "scoringUri", "swaggerUri")
    old = (current or {}).get("properties") or {}
    mode = canonical(sent.pop("authMode", None) or old.get("authMode"), _MODES, "authMode", strict=True)
    if mode is None:
        raise refuse(call, "The authMode of the endpoint is missing.")
    _check_name_is_free(call)
    keys = sent.pop("keys", None)
    if keys or current is None:
        call.state.store.put_doc("secrets", call.resource_id.lower(), {**_new_keys(call), **(keys or {})})
    location = body_region(call, current)
    host = f"https://{call.id.name}.{location}.inference.ml.azure.com"
    properties: Body = {
        "description": None,
        **sent,
        "properties": {**(sent.get("properties") or {}), "azureml.onlineendpointid": call.resource_id.lower()},
        "scoringUri": host + "/score",
        "swaggerUri": host + "/swagger.json",
        # Another authMode in a later PUT is ignored without a word (recorded 2.3).
        "authMode": old.get("authMode") or mode,
        "provisioningState": "Succeeded",
        "compute": sent.get("compute"),
        "traffic": sent.get("traffic") or {},
        "mirrorTraffic": sent.get("mirrorTraffic") or {},
        "publicNetworkAccess": sent.get("publicNetworkAccess") or "Enabled",
    }
    put_enum(properties, "publicNetworkAccess", "Enabled", "Disabled")
    _check_traffic(call, properties["traffic"])
    identity = with_ids(call, call.copy_of("identity") or {"type": "SystemAssigned"}, (current or {}).get("identity"))
    return envelope(
        call,
        TYPE,
        current,
        properties=properties,
        systemData=system_data(call, current, kinds=False),
        tags=call.copy_of("tags") or {},
        location=location,
        kind="Kubernetes" if properties["compute"] else "Managed",
        identity=identity,
    )


def _new_keys(call: Call) -> Body:
    return {name: stable_guid(f"{name}/{call.resource_id}").replace("-", "") for name in ("primaryKey", "secondaryKey")}


def _check_name_is_free(call: Call) -> None:
    """Endpoint names are unique in a region, over all workspaces."""
    for body in call.state.store.of_type(TYPE):
        if (
            body["name"].lower() == call.id.name.lower()
            and body["location"] == call.location()
            and not same_id(body["id"], call.resource_id)
        ):
            raise refuse(
                call, "There is already an endpoint with this name, Endpoint name needs to be unique within a region"
            )


def _check_traffic(call: Call, traffic: Body) -> None:
    total = sum(value for value in traffic.values() if isinstance(value, (int, float)))
    if traffic and total not in (0, 100):
        raise refuse(call, f"The sum of traffic has to be either 0 or 100 percent, it is {total}.")
    for name in traffic:
        if not call.state.store.exists(f"{call.resource_id}/deployments/{name}"):
            raise refuse(call, f"The deployment '{name}' in the traffic of endpoint '{call.id.name}' does not exist.")


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    """Creating has no URIs yet; an update still shows the old traffic (recorded 2.3)."""
    begun = copy.deepcopy(final)
    begun["properties"]["provisioningState"] = "Updating" if current else "Creating"
    if current is None:
        begun["properties"].update(scoringUri=None, swaggerUri=None)
    else:
        begun["properties"]["traffic"] = current["properties"]["traffic"]
    return begun


def _patch(call: Call, current: Body) -> Body:
    final = copy.deepcopy(current)
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    if call.body.get("identity"):
        final["identity"] = with_ids(call, call.copy_of("identity"), current.get("identity"))
    final["properties"]["provisioningState"] = "Succeeded"
    return final


def _list_keys(call: Call, current: Body) -> Answer:
    if current["properties"]["authMode"] != "Key":
        return Answer(200, {"primaryKey": None, "secondaryKey": None})
    return Answer(200, call.state.store.get_doc("secrets", call.resource_id.lower()))


def _regenerate(call: Call, current: Body) -> Answer:
    member = "secondaryKey" if str(call.body.get("keyType", "")).lower() == "secondary" else "primaryKey"
    keys = dict(call.state.store.get_doc("secrets", call.resource_id.lower()) or {})
    keys[member] = call.body.get("keyValue") or stable_guid(f"{keys.get(member)}/{call.now()}").replace("-", "")
    call.state.store.put_doc("secrets", call.resource_id.lower(), keys)
    operation = call.state.operations.start(
        "front_end",
        "regenerateKeys",
        call.id,
        api_version=call.api_version,
        location=call.location(),
        kind="oe",
        owner="keys",
    )
    return Answer(202, None, call.state.operations.headers(operation, call.base_url))


def _token(call: Call, current: Body) -> Answer:
    now = int(call.state.clock.now())
    return Answer(
        200,
        {
            "accessToken": stable_guid(f"token/{call.resource_id}/{now}"),
            "tokenType": "Bearer",
            "expiryTimeUtc": now + 86400,
            "refreshAfterTimeUtc": now + 43200,
        },
    )


# ----- deployments -------------------------------------------------------------------------------------------------


def _build_deployment(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "provisioningState")
    kind = canonical(
        sent.pop("endpointComputeType", "Managed"),
        ("Managed", "Kubernetes", "AzureMLCompute"),
        "endpointComputeType",
        strict=True,
    )
    managed = kind == "Managed"
    properties = merge(
        {
            "description": None,
            "properties": {},
            "codeConfiguration": None,
            "environmentId": None,
            "environmentVariables": {},
            "scaleSettings": {"scaleType": "Default"},
            "requestSettings": {
                "maxQueueWait": "PT0S" if managed else "PT0.5S",
                "requestTimeout": "PT5S",
                "maxConcurrentRequestsPerInstance": 1,
            },
            "modelMountPath": None,
            "appInsightsEnabled": False,
            "livenessProbe": dict(_PROBE),
            "readinessProbe": dict(_PROBE),
            "provisioningState": "Succeeded",
            "instanceType": None,
            "model": None,
            "egressPublicNetworkAccess": "Enabled",
            "endpointComputeType": kind,
        },
        {key: value for key, value in sent.items() if value is not None},
    )
    put_enum(properties["scaleSettings"], "scaleType", "Default", "TargetUtilization")
    limit = call.state.config.quotas.get("instances")
    sku = call.copy_of("sku") or (current or {}).get("sku") or ({"name": "Default", "capacity": 1} if managed else None)
    if managed and limit is not None and int((sku or {}).get("capacity") or 1) > limit:
        raise _out_of_quota(call, properties, int((sku or {}).get("capacity") or 1), limit)
    extra: Body = {"kind": "Managed" if managed else "Kubernetes"}
    if sku:
        extra["sku"] = {**sku, "tier": "Standard"}
    return envelope(
        call,
        DEPLOYMENTS,
        current,
        properties=properties,
        systemData=system_data(call, current, kinds=False),
        tags=call.copy_of("tags") or {},
        location=body_region(call, current),
        **extra,
    )


def _out_of_quota(call: Call, properties: Body, wanted: int, limit: int) -> Exception:
    text = (
        f"Not enough quota available for {properties.get('instanceType')} in SubscriptionId "
        f"{call.id.subscription}. Current usage/limit: "
        f"0/{limit}. Additional needed: {wanted} Please see troubleshooting guide, available here: https://aka.ms/oe-tsg#error-outofquota"
    )
    return refuse(call, "The request is invalid.", 400, "BadRequest", ("InferencingClientCreateDeploymentFailed", text))


def _begin_deployment(call: Call, final: Body, current: Body | None) -> Body:
    """A deployment says Updating even when it is created; probes and timeouts come at the end (recorded 2.3)."""
    begun = copy.deepcopy(final)
    properties = begun["properties"]
    properties["provisioningState"] = "Updating"
    sent = call.body.get("properties") or {}
    if not (sent.get("requestSettings") or {}).get("requestTimeout"):
        properties["requestSettings"]["requestTimeout"] = "PT0S"
    for probe in ("livenessProbe", "readinessProbe"):
        if not sent.get(probe):
            properties[probe] = None
    return begun


def _patch_deployment(call: Call, current: Body) -> Body:
    final = copy.deepcopy(current)
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    if call.body.get("sku"):
        final["sku"] = merge(final.get("sku") or {}, call.body["sku"])
    return final


def _before_delete_deployment(call: Call, current: Body) -> None:
    endpoint = call.id.parent()
    body = call.state.store.get(endpoint.path()) if endpoint else None
    share = ((body or {}).get("properties") or {}).get("traffic", {}).get(call.id.name, 0)
    if share:
        raise plain(
            400,
            "InferencingClientCallFailed",
            f"Can't delete deployment [{call.id.name}] with non-zero traffic weight, Current traffic [{share}]. "
            "Remove the traffic for this "
            f"deployment on endpoint [{endpoint.name if endpoint else ''}] and try again",
        )


def _logs(call: Call, current: Body) -> Answer:
    steps = "SystemSetup", "UserContainerImagePull", "ModelDownload", "UserContainerStart"
    text = "Instance status:\n" + "".join(f"{step}: Succeeded\n" for step in steps) + "\nContainer logs:\n"
    return Answer(200, {"content": text})


def _skus(call: Call, current: Body) -> Answer:
    return Answer(
        200,
        {
            "value": [
                {
                    "resourceType": "Microsoft.MachineLearning.Services/endpoints/deployments",
                    "sku": {"name": "default", "tier": "Standard"},
                    "capacity": {"minimum": 1, "maximum": 50, "default": 3, "scaleType": "Automatic"},
                }
            ]
        },
    )


_ENDPOINT_NAME = r"^[A-Za-z][A-Za-z0-9-]{1,30}[A-Za-z0-9]$"
_PUT = Lro("front_end", 201, "resource", kind="oeidp")
SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    patch=_patch,
    put_new=_PUT,
    put_old=_PUT,
    patched=Lro("front_end", 202, "null", kind="oeidp"),
    removed=Lro("front_end", 202, kind="oeidp"),
    needs_location=True,
    name=_ENDPOINT_NAME,
    paged=False,
    actions={"listkeys": _list_keys, "regeneratekeys": _regenerate, "token": _token},
)
_PUT_DEPLOYMENT = Lro("front_end", 201, "resource", kind="odidp")
DEPLOYMENT_SPEC = TypeSpec(
    type=DEPLOYMENTS,
    build=_build_deployment,
    begin=_begin_deployment,
    patch=_patch_deployment,
    put_new=_PUT_DEPLOYMENT,
    put_old=_PUT_DEPLOYMENT,
    patched=Lro("front_end", 202, "null", kind="odidp"),
    removed=Lro("front_end", 202, kind="odidp"),
    before_delete=_before_delete_deployment,
    needs_location=True,
    name=_ENDPOINT_NAME,
    paged=False,
    actions={"getlogs": _logs},
    reads={"skus": _skus},
)
