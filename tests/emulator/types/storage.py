# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Storage accounts (recorded 2.9, verified 8): creation runs long, a PUT on an existing account does not."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from ..call import Answer, Call
from ..core import EmulatorState
from ..directory import stable_guid
from ..errors import ArmError, plain
from ..ids import ResourceId, parse, same_id
from ..sas import account_key
from ..spec import Body, Lro, TypeSpec, body_region, envelope, merge, put_enum, writable

TYPE = "Microsoft.Storage/storageAccounts"
_READ_ONLY = (
    "provisioningState",
    "primaryEndpoints",
    "primaryLocation",
    "statusOfPrimary",
    "secondaryLocation",
    "statusOfSecondary",
    "creationTime",
    "keyCreationTime",
    "privateEndpointConnections",
    "secondaryEndpoints",
    "lastGeoFailoverTime",
    "customDomain",
)
_TIERS = {"premium": "Premium"}
# Only a secondary region makes these differ from a local account.
_GEO = ("grs", "ragrs", "gzrs", "ragzrs")


def _build(call: Call, current: Body | None) -> Body:
    _check_free(call)
    sku = call.copy_of("sku") or (current or {}).get("sku")
    if not isinstance(sku, dict) or not sku.get("name"):
        raise plain(400, "InvalidRequestContent", "The required property 'sku.name' is missing.")
    sku["tier"] = _TIERS.get(sku["name"].split("_")[0].lower(), "Standard")
    location = body_region(call, current)
    name = (current or {}).get("name") or call.id.name
    sent = writable(call.body.get("properties"), *_READ_ONLY)
    properties = merge(current["properties"] if current else _defaults(call, name, location, sku), sent)
    properties = _services(call, properties)
    _publish_routes(properties, name, call.state.config.storage_suffix)
    put_enum(properties, "accessTier", "Hot", "Cool", "Cold", "Premium")
    put_enum(properties, "publicNetworkAccess", "Enabled", "Disabled", "SecuredByPerimeter")
    put_enum(properties, "minimumTlsVersion", "TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3")
    properties["provisioningState"] = "Succeeded"
    extra = {key: call.copy_of(key) for key in ("identity", "extendedLocation", "zones") if call.body.get(key)}
    tags = call.copy_of("tags") if call.body.get("tags") is not None else {}
    return envelope(
        call,
        TYPE,
        current,
        sku=sku,
        kind=call.body.get("kind") or (current or {}).get("kind") or "StorageV2",
        location=location,
        tags=tags,
        **_identity(call, extra),
        properties=properties,
    )


def _defaults(call: Call, name: str, location: str, sku: dict[str, Any]) -> Body:
    now, suffix = call.now(), call.state.config.storage_suffix
    hosts = {kind: f"https://{name}.{kind}.{suffix}/" for kind in ("dfs", "blob", "queue", "table", "file")}
    made: Body = {
        "keyCreationTime": {"key1": now, "key2": now},
        "allowCrossTenantReplication": False,
        "privateEndpointConnections": [],
        # A client that wants TLS 1.2 and no public blobs has to say so in old versions (recorded 2.9).
        "minimumTlsVersion": "TLS1_0",
        "allowBlobPublicAccess": False,
        "networkAcls": {
            "ipv6Rules": [],
            "bypass": "AzureServices",
            "virtualNetworkRules": [],
            "ipRules": [],
            "defaultAction": "Allow",
        },
        "supportsHttpsTrafficOnly": True,
        "encryption": {"services": {}, "keySource": "Microsoft.Storage"},
        "accessTier": "Hot",
        "provisioningState": "Succeeded",
        "creationTime": now,
        "primaryEndpoints": {**hosts, "web": f"https://{name}.z13.web.{suffix}/"},
        "primaryLocation": location,
        "statusOfPrimary": "available",
    }
    if sku["name"].rpartition("_")[2].lower() in _GEO:
        made.update(secondaryLocation="westus" if location == "eastus" else "eastus", statusOfSecondary="available")
    return made


def _services(call: Call, properties: Body) -> Body:
    """Blob and file encryption cannot be switched off, whatever was sent."""
    services = properties.setdefault("encryption", {}).setdefault("services", {})
    for kind in ("file", "blob"):
        services[kind] = {
            "keyType": "Account",
            "lastEnabledTime": properties.get("creationTime") or call.now(),
            **(services.get(kind) or {}),
            "enabled": True,
        }
    properties["encryption"].setdefault("keySource", "Microsoft.Storage")
    return properties


def _publish_routes(properties: Body, name: str, suffix: str) -> None:
    """Show the endpoints of a routing choice that is published."""
    routing = properties.get("routingPreference") or {}
    for member, switch, kinds in (
        ("microsoftEndpoints", "publishMicrosoftEndpoints", ("web", "dfs", "blob", "file", "queue", "table")),
        ("internetEndpoints", "publishInternetEndpoints", ("web", "dfs", "blob", "file")),
    ):
        word = "microsoftrouting" if member.startswith("microsoft") else "internetrouting"
        hosts = {kind: f"https://{name}-{word}.{kind}.{suffix}/" for kind in kinds}
        properties["primaryEndpoints"].pop(member, None)
        if routing.get(switch):
            properties["primaryEndpoints"][member] = hosts


def _identity(call: Call, extra: Body) -> Body:
    if isinstance(extra.get("identity"), dict) and "systemassigned" in str(extra["identity"].get("type", "")).lower():
        extra["identity"].update(principalId=stable_guid(call.resource_id), tenantId=call.state.directory.tenant)
    return extra


def _patch(call: Call, current: Body) -> Body:
    changed = merge(current, {"properties": writable(call.body.get("properties"), *_READ_ONLY)})
    for key in ("tags", "identity", "kind"):
        if call.body.get(key) is not None:
            changed[key] = call.copy_of(key)
    if isinstance(call.body.get("sku"), dict) and call.body["sku"].get("name"):
        changed["sku"] = {
            "name": call.body["sku"]["name"],
            "tier": _TIERS.get(call.body["sku"]["name"].split("_")[0].lower(), "Standard"),
        }
    return changed


def _holder(call: Call, name: str) -> Body | None:
    for body in call.state.store.of_type(TYPE):
        if body["name"].lower() == name.lower():
            return body
    return None


def _check_free(call: Call) -> None:
    taken = _holder(call, call.id.name)
    if taken and not same_id(taken["id"], call.resource_id):
        raise plain(409, "StorageAccountAlreadyTaken", f"The storage account named {call.id.name} is already taken.")


def _bad_name(call: Call) -> ArmError:
    return plain(
        400,
        "AccountNameInvalid",
        f"{call.id.name} is not a valid storage account name. Storage account name must be between 3 and 24 "
        "characters in length and use "
        "numbers and lower-case letters only.",
    )


def check_name(call: Call) -> Answer:
    """POST /subscriptions/{s}/providers/Microsoft.Storage/checkNameAvailability"""
    name = str(call.body.get("name", ""))
    if not re.match(SPEC.name, name):
        return Answer(
            200,
            {
                "nameAvailable": False,
                "reason": "AccountNameInvalid",
                "message": f"{name} is not a valid storage account name. Storage account name must be between 3 "
                "and 24 characters in length and "
                "use numbers and lower-case letters only.",
            },
        )
    if _holder(call, name):
        return Answer(
            200,
            {
                "nameAvailable": False,
                "reason": "AlreadyExists",
                "message": f"The storage account named {name} is already taken.",
            },
        )
    return Answer(200, {"nameAvailable": True})


def _list_keys(call: Call, current: Body) -> Answer:
    made = current["properties"].get("keyCreationTime") or {}
    keys = [
        {
            "creationTime": made.get(f"key{number}", call.now()),
            "keyName": f"key{number}",
            "value": account_key(current["name"], number),
            "permissions": "FULL",
        }
        for number in (1, 2)
    ]
    return Answer(200, {"keys": keys})


def _list_sas(kind: str, *needed: str) -> Callable[[Call, Body], Answer]:
    """A token for the account or for one of its services; in form like a real one, and good for nothing."""

    def answer(call: Call, current: Body) -> Answer:
        absent = next((name for name in needed if not call.body.get(name)), None)
        if absent:
            raise plain(
                400, "InvalidValuesForRequestParameters", f"Values for request parameters are invalid: {absent}."
            )
        words = {"sv": "2022-11-02", "se": str(call.body.get("signedExpiry") or "")}
        words["sp"] = str(call.body.get("signedPermission") or "")
        signed = hashlib.sha256(f"{current['id']}/{sorted(call.body.items(), key=str)}".encode()).digest()
        return Answer(200, {kind: urlencode({**words, "sig": base64.b64encode(signed).decode()})})

    return answer


def _revoke(call: Call, current: Body) -> Answer:
    return Answer(200)


def _sub_build(call: Call, current: Body | None) -> Body:
    """Services, containers, shares, queues and tables: what was sent comes back."""
    return envelope(call, call.id.type, current, properties=writable(call.body.get("properties")))


def _made_default(state: EmulatorState, operation: Body) -> None:
    """An account has its services from the start."""
    for kind in ("blobServices", "fileServices"):
        own = f"{operation['target']}/{kind}/default"
        if operation["verb"] == "create" and not state.store.exists(own):
            state.store.put(
                own, {"id": own, "name": "default", "type": f"{TYPE}/{kind}", "properties": {"cors": {"corsRules": []}}}
            )


def by_name(state: EmulatorState, account: str) -> tuple[ResourceId, Body] | None:
    """Return an account by its name, which is unique in the cloud."""
    for body in state.store.of_type(TYPE):
        found = parse(body["id"])
        if body["name"].lower() == account.lower() and found:
            return found, body
    return None


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    patch=_patch,
    finish=_made_default,
    actions={
        "listkeys": _list_keys,
        "regeneratekey": _list_keys,
        "listaccountsas": _list_sas(
            "accountSasToken", "signedServices", "signedResourceTypes", "signedPermission", "signedExpiry"
        ),
        "listservicesas": _list_sas("serviceSasToken", "canonicalizedResource"),
        "revokeuserdelegationkeys": _revoke,
    },
    put_new=Lro("storage", 202),
    needs_location=True,
    tracked=True,
    name=r"^[a-z0-9]{3,24}$",
    name_error=_bad_name,
)
NESTED = tuple(
    TypeSpec(
        type=f"{TYPE}/{kind}",
        build=_sub_build,
        patch=lambda call, current: merge(current, {"properties": call.body.get("properties") or {}}),
        old_status=200,
        new_status=200 if kind.endswith("Services") else 201,
    )
    for kind in (
        "blobServices",
        "blobServices/containers",
        "fileServices",
        "fileServices/shares",
        "queueServices",
        "tableServices",
        "managementPolicies",
    )
)
HANDLERS = {("POST", "microsoft.storage/checknameavailability"): check_name}
