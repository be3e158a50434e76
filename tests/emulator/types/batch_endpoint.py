# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Batch endpoints and their deployments (recorded 2.4): a PUT that changes nothing answers 200 without an operation."""

from __future__ import annotations

import copy

from ..call import Answer, Call, system_data
from ..directory import stable_guid
from ..spec import Body, Lro, TypeSpec, body_region, canonical, envelope, merge, put_enum, writable
from .front_end import WORKSPACE
from .managed_identity import as_sent, with_ids
from .online_endpoint import show

TYPE = WORKSPACE + "/batchEndpoints"
DEPLOYMENTS = TYPE + "/deployments"


def _build(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "provisioningState", "scoringUri", "swaggerUri", "keys")
    location = body_region(call, current)
    old = (current or {}).get("properties") or {}
    made_with = old.get("properties", {}).get("BatchEndpointCreationApiVersion") or call.api_version
    properties: Body = {
        "description": None,
        **sent,
        "properties": {
            **(sent.get("properties") or {}),
            "BatchEndpointCreationApiVersion": made_with,
            "azureml.onlineendpointid": call.resource_id,
        },
        "scoringUri": "/jobs",
        "swaggerUri": None,
        "authMode": canonical(
            sent.get("authMode") or "AADToken", ("AADToken", "Key", "AMLToken"), "authMode", strict=True
        ),
        "defaults": sent.get("defaults") or {"deploymentName": None},
        "provisioningState": "Succeeded",
    }
    final = envelope(
        call,
        TYPE,
        current,
        properties=properties,
        systemData=system_data(call, current, "+00:00", kinds=False),
        tags=call.copy_of("tags") or {},
        location=location,
        **as_sent(call, current, "kind", "sku"),
    )
    same = ("properties", "tags", "location", "kind", "sku", "identity")
    if current is not None and all(final.get(key) == current.get(key) for key in same):
        final["__unchanged"] = True
    return final


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    begun = copy.deepcopy(final)
    begun["properties"]["provisioningState"] = "Updating" if current else "Creating"
    if current is None:
        begun["properties"]["scoringUri"] = None
    else:
        # An update shows the old deployment until it is over (recorded 2022).
        begun["properties"]["defaults"] = current["properties"]["defaults"]
    return begun


def _patch(call: Call, current: Body) -> Body:
    final = copy.deepcopy(current)
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    if call.body.get("identity") is not None:
        final["identity"] = with_ids(call, call.copy_of("identity"), current.get("identity"))
    defaults = (call.body.get("properties") or {}).get("defaults")
    if defaults is not None:
        final["properties"]["defaults"] = merge(final["properties"]["defaults"], defaults)
    return final


def _list_keys(call: Call, current: Body) -> Answer:
    keys = {name: stable_guid(f"{name}/{call.resource_id}").replace("-", "") for name in ("primaryKey", "secondaryKey")}
    # What calls the endpoint with a key is let in by what is kept here.
    call.state.store.put_doc("secrets", call.resource_id.lower(), keys)
    return Answer(200, keys)


def _build_deployment(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "provisioningState")
    properties = merge(
        {
            "description": None,
            "properties": None,
            "codeConfiguration": None,
            "environmentId": None,
            "environmentVariables": None,
            "compute": None,
            "deploymentConfiguration": None,
            "errorThreshold": -1,
            "retrySettings": {"maxRetries": 3, "timeout": "PT30S"},
            "miniBatchSize": 10,
            "loggingLevel": "Info",
            "model": None,
            "maxConcurrencyPerInstance": 1,
            "outputAction": "AppendRow",
            "outputFileName": "predictions.csv",
            "resources": {
                "instanceCount": 1,
                "maxInstanceCount": None,
                "instanceType": None,
                "locations": None,
                "properties": None,
            },
            "provisioningState": "Succeeded",
        },
        {key: value for key, value in sent.items() if value is not None},
    )
    tags = call.copy_of("tags") or {}
    if properties["deploymentConfiguration"]:
        tags.update(_complete_pipeline(properties["deploymentConfiguration"]))
    put_enum(properties, "loggingLevel", "Info", "Warning", "Debug")
    put_enum(properties, "outputAction", "SummaryOnly", "AppendRow")
    return envelope(
        call,
        DEPLOYMENTS,
        current,
        properties=properties,
        systemData=system_data(call, current, "+00:00", kinds=False),
        tags=tags,
        location=body_region(call, current),
        **as_sent(call, current, "kind", "sku"),
    )


def _complete_pipeline(configuration: Body) -> dict[str, str]:
    """A deployment of a pipeline component: what is not sent is null, and a tag names the component (recorded 2024)."""
    for member in ("description", "settings", "tags"):
        configuration.setdefault(member, None)
    component = (configuration.get("componentId") or {}).get("assetId")
    return {"PipelineDeployment.ComponentId": component} if component else {}


def _patch_deployment(call: Call, current: Body) -> Body:
    final = merge(current, {"properties": writable(call.body.get("properties"), "provisioningState")})
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    return final


_PUT = Lro("front_end", 201, "resource", kind="bebes")
SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    show=show,
    patch=_patch,
    put_new=_PUT,
    put_old=_PUT,
    removed=Lro("front_end", 202, kind="bebes"),
    needs_location=True,
    tracked=True,
    name=r"^[A-Za-z][A-Za-z0-9-]{1,30}[A-Za-z0-9]$",
    actions={"listkeys": _list_keys},
)
_PUT_DEPLOYMENT = Lro("front_end", 201, "resource", kind="bdbes")
DEPLOYMENT_SPEC = TypeSpec(
    type=DEPLOYMENTS,
    build=_build_deployment,
    patch=_patch_deployment,
    put_new=_PUT_DEPLOYMENT,
    put_old=_PUT_DEPLOYMENT,
    patched=Lro("front_end", 202, "null", kind="bdbes"),
    removed=Lro("front_end", 202, kind="bdbes"),
    needs_location=True,
    tracked=True,
)
