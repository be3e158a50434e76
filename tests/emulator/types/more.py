# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The types that Microsoft's clients meet on the way: what they send comes back, in the recorded forms."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable

from ..call import Answer, Call, system_data
from ..spec import Body, Lro, TypeSpec, body_region, envelope, merge, writable
from .front_end import ML, WORKSPACE
from .managed_identity import with_ids


def _plain_builder(
    full_type: str, provisioning: bool = True, located: bool = False
) -> Callable[[Call, Body | None], Body]:
    def build(call: Call, current: Body | None) -> Body:
        properties = writable(call.body.get("properties"), "provisioningState")
        if provisioning:
            properties["provisioningState"] = "Succeeded"
        extra: Body = {key: call.copy_of(key) for key in ("kind", "sku", "tags") if call.body.get(key) is not None}
        if located:
            extra["location"] = body_region(call, current)
        if call.body.get("identity"):
            extra["identity"] = with_ids(call, call.copy_of("identity"), (current or {}).get("identity"))
        return envelope(call, full_type, current, properties=properties, systemData=system_data(call, current), **extra)

    return build


def _patch(call: Call, current: Body) -> Body:
    final = merge(current, {"properties": writable(call.body.get("properties"), "provisioningState")})
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    return final


def _only_properties(call: Call, final: Body, current: Body | None) -> Body:
    begun = copy.deepcopy(final)
    begun["properties"]["provisioningState"] = "Updating" if current else "Creating"
    begun["__answer"] = {"properties": begun["properties"]}
    return begun


# ----- registries --------------------------------------------------------------------------------------------------


def _build_registry(call: Call, current: Body | None) -> Body:
    location = body_region(call, current)
    host = call.base_url.split("//", 1)[1]
    name = (current or {}).get("name") or call.id.name
    sent = writable(call.body.get("properties"), "provisioningState")
    properties: Body = {
        "regionDetails": [{"location": location, "storageAccountDetails": [], "acrDetails": []}],
        "intellectualPropertyPublisher": None,
        "publicNetworkAccess": "Enabled",
        **sent,
        "discoveryUrl": f"{call.base_url}/registrymanagement/v1.0/registries/{name}/discovery",
        "managedResourceGroup": {
            "resourceId": f"/subscriptions/{call.id.subscription}/resourceGroups/azureml-rg-{name}"
        },
        "mlFlowRegistryUri": f"azureml://{host}/mlflow/v1.0{call.resource_id}",
    }
    identity = with_ids(call, call.copy_of("identity") or {"type": "SystemAssigned"}, (current or {}).get("identity"))
    return envelope(
        call,
        ML + "/registries",
        current,
        tags=call.copy_of("tags") or {},
        location=location,
        identity=identity,
        properties=properties,
        systemData=None,
    )


def _features(call: Call, current: Body) -> Answer:
    return Answer(200, {"value": []})


def _backfill(call: Call, current: Body) -> Answer:
    operation = call.state.operations.start(
        "front_end",
        "backfill",
        call.id,
        api_version=call.api_version,
        location=call.location(),
        kind="fs",
        owner=str(uuid.UUID(int=0)),
        word="InProgress",
        result={"jobIds": []},
    )
    return Answer(202, None, call.state.operations.headers(operation, call.base_url))


def _versioned(word: str, kind: str) -> tuple[TypeSpec, TypeSpec]:
    put = Lro("front_end", 201, "resource", kind=kind, word="InProgress")
    gone = Lro("front_end", 202, kind=kind, word="InProgress")
    container, version = f"{WORKSPACE}/{word}", f"{WORKSPACE}/{word}/versions"
    return (
        TypeSpec(
            type=container,
            build=_plain_builder(container),
            begin=_only_properties,
            put_new=put,
            put_old=put,
            removed=gone,
            implicit=True,
        ),
        TypeSpec(
            type=version,
            build=_plain_builder(version),
            begin=_only_properties,
            put_new=put,
            put_old=put,
            removed=gone,
            actions={"backfill": _backfill},
            reads={"features": _features},
        ),
    )


def _front(word: str, kind: str, located: bool = False) -> TypeSpec:
    full = f"{WORKSPACE}/{word}"
    put = Lro("front_end", 201, "resource", kind=kind)
    return TypeSpec(
        type=full,
        build=_plain_builder(full, located=located),
        patch=_patch,
        put_new=put,
        put_old=put,
        removed=Lro("front_end", 202, kind=kind),
    )


_LINKS = WORKSPACE + "/privateEndpointConnections"
_REGISTRY_PUT = Lro("registry", 201, "resource")
SPECS = (
    TypeSpec(type=_LINKS, build=_plain_builder(_LINKS), new_status=200),
    TypeSpec(
        type=ML + "/registries",
        build=_build_registry,
        patch=_patch,
        put_new=_REGISTRY_PUT,
        put_old=_REGISTRY_PUT,
        removed=Lro("registry", 202),
        needs_location=True,
        tracked=True,
        name=r"^[A-Za-z0-9][A-Za-z0-9_-]{2,32}$",
    ),
    *_versioned("featuresets", "fs"),
    *_versioned("featurestoreEntities", "fe"),
    _front("serverlessEndpoints", "se", located=True),
    _front("marketplaceSubscriptions", "ms"),
    _front("capabilityHosts", "ch"),
)
