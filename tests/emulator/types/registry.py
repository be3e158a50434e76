# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Registries of assets (recorded 1, 2.6)."""

from __future__ import annotations

from ..call import Answer, Call, region
from ..core import EmulatorState
from ..directory import stable_guid
from ..errors import plain
from ..spec import Body, Lro, TypeSpec, body_region, envelope, merge, writable
from .front_end import ML
from .managed_identity import with_ids

TYPE = ML + "/registries"
# What a region of a registry lists, how its members are called, and what the service makes for it.
_ACCOUNTS = (
    ("storageAccountDetails", "StorageAccount", "storageAccountName", "st", "Microsoft.Storage/storageAccounts"),
    ("acrDetails", "AcrAccount", "acrAccountName", "acr", "Microsoft.ContainerRegistry/registries"),
)


def _patch(call: Call, current: Body) -> Body:
    """The body has tags, sku and identity, and nothing else (immutable fields, PATCH bodies)."""
    final = merge(current, {"sku": call.copy_of("sku")} if call.body.get("sku") else {})
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    if call.body.get("identity") is not None:
        final["identity"] = with_ids(call, call.copy_of("identity"), current.get("identity"))
    return final


def _complete_region(detail: Body, group: str, registry: str) -> None:
    """The accounts that the service makes in a region get names and ids; those of users are null (recorded 2.6)."""
    detail["location"] = region(detail.get("location") or "")
    for place, word, name_of_it, prefix, kind in _ACCOUNTS:
        for number, account in enumerate(detail.get(place) or []):
            account.setdefault(f"userCreated{word}", None)
            made = account.get(f"systemCreated{word}")
            if isinstance(made, dict):
                mark = stable_guid(f"{registry}/{detail['location']}/{number}").replace("-", "")[:10]
                made[name_of_it] = made.get(name_of_it) or prefix + mark
                made["armResourceId"] = {"resourceId": f"{group}/providers/{kind}/{made[name_of_it]}"}


def _build(call: Call, current: Body | None) -> Body:
    location = body_region(call, current)
    host = call.base_url.split("//", 1)[1]
    name = (current or {}).get("name") or call.id.name
    sent = writable(call.body.get("properties"), "provisioningState")
    group = f"/subscriptions/{call.id.subscription}/resourceGroups/azureml-rg-{name}"
    properties: Body = {
        "regionDetails": [{"location": location, "storageAccountDetails": [], "acrDetails": []}],
        "intellectualPropertyPublisher": None,
        "publicNetworkAccess": "Enabled",
        **sent,
        "discoveryUrl": f"{call.base_url}/registrymanagement/v1.0/registries/{name}/discovery",
        "managedResourceGroup": {"resourceId": group},
        "mlFlowRegistryUri": f"azureml://{host}/mlflow/v1.0{call.resource_id}",
    }
    for detail in properties["regionDetails"]:
        _complete_region(detail, group, name)
    extra: Body = {key: call.copy_of(key) for key in ("kind", "sku") if call.body.get(key) is not None}
    identity = with_ids(call, call.copy_of("identity") or {"type": "SystemAssigned"}, (current or {}).get("identity"))
    return envelope(
        call,
        TYPE,
        current,
        tags=call.copy_of("tags") or {},
        location=location,
        identity=identity,
        properties=properties,
        systemData=None,
        **extra,
    )


def _remove_regions(call: Call, current: Body) -> Answer:
    """POST removeRegions: the regions that the body names go. Which ones the service means is not verified; its own
    region it cannot leave.
    """
    named = {
        region(item.get("location") or "") for item in (call.body.get("properties") or {}).get("regionDetails") or []
    }
    if current["location"] in named:
        raise plain(400, "UserError", "The primary region of a registry cannot be removed.")
    operation = call.state.operations.start(
        "registry",
        "removeRegions",
        call.id,
        api_version=call.api_version,
        location=call.location(),
        note={"regions": sorted(named)},
        error=call.state.faults.take_failure(),
    )
    return Answer(202, None, call.state.operations.headers(operation, call.base_url))


def _finish(state: EmulatorState, operation: Body) -> None:
    body = state.store.get(operation["target"])
    if body is None or operation["verb"] != "removeRegions":
        return
    gone = operation["note"]["regions"]
    details = body["properties"]["regionDetails"]
    body["properties"]["regionDetails"] = [item for item in details if region(item.get("location") or "") not in gone]
    state.store.put(body["id"], body)
    operation["result"] = body


# 202 was recorded up to 2024-04-01 (recorded 1, verified 7); newer versions document 201, and Microsoft's client for
# them takes nothing else.
_PUT = Lro("registry", 201, "resource", empty_until="2024-04-01")
SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    patch=_patch,
    finish=_finish,
    actions={"removeregions": _remove_regions},
    put_new=_PUT,
    put_old=_PUT,
    removed=Lro("registry", 202),
    needs_location=True,
    tracked=True,
    name=r"^[A-Za-z0-9][A-Za-z0-9_-]{2,32}$",
)
