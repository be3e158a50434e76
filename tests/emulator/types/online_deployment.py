# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments of online endpoints (recorded 2.3): Updating even when new, defaults at the end."""

from __future__ import annotations

import copy

from ..call import Answer, Call, system_data
from ..spec import Body, Lro, TypeSpec, body_region, canonical, envelope, merge, put_enum, writable
from .front_end import refuse
from .managed_identity import as_sent, with_ids
from .online_endpoint import ENDPOINT_NAME
from .online_endpoint import TYPE as ENDPOINTS

TYPE = ENDPOINTS + "/deployments"
OLDEST = "2021-03-01-preview"
_KINDS = ("Managed", "Kubernetes", "AzureMLCompute")
_PROBE = {"failureThreshold": 30, "successThreshold": 1, "timeout": "PT2S", "period": "PT10S", "initialDelay": "PT10S"}


def _renamed(call: Call, kind: object) -> object:
    """2021-03-01-preview calls Kubernetes K8S."""
    return "Kubernetes" if call.api_version == OLDEST and str(kind).upper() == "K8S" else kind


def _show(call: Call, body: Body) -> Body:
    if call.api_version != OLDEST or body["properties"].get("endpointComputeType") != "Kubernetes":
        return body
    return {**body, "properties": {**body["properties"], "endpointComputeType": "K8S"}}


def _build(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "provisioningState")
    kind = canonical(
        _renamed(call, sent.pop("endpointComputeType", "Managed")), _KINDS, "endpointComputeType", strict=True
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
    extra: Body = {**as_sent(call, current), "kind": "Managed" if managed else "Kubernetes"}
    if sku:
        extra["sku"] = {**sku, "tier": "Standard"}
    return envelope(
        call,
        TYPE,
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


def _begin(call: Call, final: Body, current: Body | None) -> Body:
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


def _patch(call: Call, current: Body) -> Body:
    final = copy.deepcopy(current)
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    if call.body.get("identity") is not None:
        final["identity"] = with_ids(call, call.copy_of("identity"), current.get("identity"))
    if call.body.get("sku"):
        final["sku"] = merge(final.get("sku") or {}, call.body["sku"])
    return final


def _delete_failure(call: Call, current: Body) -> Body | None:
    """Traffic holds a deployment back. The deletion starts and fails then, as recorded of a Kubernetes one."""
    endpoint = call.id.parent()
    body = call.state.store.get(endpoint.path()) if endpoint else None
    share = ((body or {}).get("properties") or {}).get("traffic", {}).get(call.id.name, 0)
    if not share:
        return None
    text = (
        f"Can't delete deployment [{call.id.name}] with non-zero traffic weight, Current traffic [{share}]. Remove the "
        f"traffic for this deployment on endpoint [{endpoint.name if endpoint else ''}] and try again"
    )
    return {
        "code": "InferencingClientCallFailed",
        # The service quotes the text of another service.
        "message": f'"{text}"',
        "details": [],
        "additionalInfo": [],
    }


def _logs(call: Call, current: Body) -> Answer:
    steps = "SystemSetup", "UserContainerImagePull", "ModelDownload", "UserContainerStart"
    head = "Instance status:\n" + "".join(f"{step}: Succeeded\n" for step in steps) + "\nContainer logs:\n"
    kind = canonical(
        call.body.get("containerType") or "InferenceServer",
        ("StorageInitializer", "InferenceServer"),
        "containerType",
        strict=True,
    )
    lines = [f"{kind} of {call.id.name}: line {number}\n" for number in range(1, 6)]
    tail = call.body.get("tail")
    return Answer(200, {"content": head + "".join(lines[-tail:] if isinstance(tail, int) and tail > 0 else lines)})


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


_PUT = Lro("front_end", 201, "resource", kind="odidp")
SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    show=_show,
    patch=_patch,
    put_new=_PUT,
    put_old=_PUT,
    patched=Lro("front_end", 202, "null", kind="odidp"),
    removed=Lro("front_end", 202, kind="odidp"),
    delete_failure=_delete_failure,
    needs_location=True,
    tracked=True,
    name=ENDPOINT_NAME,
    paged=False,
    names_operation=True,
    actions={"getlogs": _logs},
    reads={"skus": _skus},
)
