# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Key vaults: no status URL, a soft-deleted shelf by name and region (recorded 2.9, verified 8)."""

from __future__ import annotations

import copy
import time

from ..call import Answer, Call, system_data
from ..core import EmulatorState
from ..errors import ArmError, plain, resource_not_found
from ..ids import ResourceId, same_id
from ..lists import page
from ..spec import Body, Lro, TypeSpec, body_region, envelope, merge, put_enum, writable

TYPE = "Microsoft.KeyVault/vaults"
_READ_ONLY = ("vaultUri", "provisioningState", "hsmPoolResourceId", "privateEndpointConnections")
_SHELF = "deleted_vaults"
_LINK = "Follow this link for more information: https://go.microsoft.com/fwlink/?linkid=2149745"


def _build(call: Call, current: Body | None) -> Body:
    name = (current or {}).get("name") or call.id.name
    _check_free(call, current)
    sent = writable(call.body.get("properties"), *_READ_ONLY)
    if not sent.get("tenantId") or not isinstance(sent.get("sku"), dict):
        raise plain(400, "BadRequest", "The properties 'tenantId' and 'sku' are required to create a vault.")
    if sent.get("createMode", "default").lower() == "recover":
        sent = _recover(call, sent)
    sent.pop("createMode", None)
    put_enum(sent["sku"], "family", "A")
    put_enum(sent["sku"], "name", "standard", "premium")
    if (
        current is not None
        and current["properties"].get("enablePurgeProtection")
        and sent.get("enablePurgeProtection") is False
    ):
        raise plain(
            400,
            "BadRequest",
            'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a '
            "vault is an irreversible action.",
        )
    properties: Body = {
        "sku": sent.pop("sku"),
        "tenantId": sent.pop("tenantId"),
        "accessPolicies": sent.pop("accessPolicies", None) or [],
        "enabledForDeployment": False,
        **sent,
        # Soft delete cannot be left out any more, even when false is sent (verified 8).
        "enableSoftDelete": True,
    }
    properties.setdefault("softDeleteRetentionInDays", 90)
    properties.setdefault("enableRbacAuthorization", False)
    properties.setdefault("publicNetworkAccess", "Enabled")
    properties["vaultUri"] = f"https://{name.lower()}.{call.state.config.vault_suffix}/"
    properties["provisioningState"] = "Succeeded"
    return envelope(
        call,
        TYPE,
        current,
        location=body_region(call, current),
        tags=call.copy_of("tags") or {},
        systemData=system_data(call, current),
        properties=properties,
    )


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    """A new vault registers its name; its URI has no slash yet in the answer, and one in every GET (recorded 2.9)."""
    begun = copy.deepcopy(final)
    begun["properties"]["provisioningState"] = "RegisteringDns"
    answer = copy.deepcopy(begun)
    answer["properties"]["vaultUri"] = answer["properties"]["vaultUri"].rstrip("/")
    begun["__answer"] = answer
    return begun


def _patch(call: Call, current: Body) -> Body:
    changed = merge(current, {"properties": writable(call.body.get("properties"), *_READ_ONLY)})
    if call.body.get("tags") is not None:
        changed["tags"] = call.copy_of("tags")
    changed["properties"]["enableSoftDelete"] = True
    changed["systemData"] = system_data(call, current)
    return changed


def _check_free(call: Call, current: Body | None) -> None:
    if current is None and _on_shelf(call.state, call.id.name) and not _wants_recovery(call):
        raise plain(
            409,
            "ConflictError",
            "A vault with the same name already exists in deleted state. You need to either recover or purge "
            "existing key vault. Follow "
            "this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
        )
    for body in call.state.store.of_type(TYPE):
        if body["name"].lower() == call.id.name.lower() and not same_id(body["id"], call.resource_id):
            raise plain(
                409,
                "VaultAlreadyExists",
                f"The vault name '{call.id.name}' is already in use. Vault names are globally unique so it is "
                "possible that the name is "
                "already taken. If you are sure that the vault name was not taken then it is possible that a "
                "vault with the same name was "
                "recently deleted but not purged after being placed in a recoverable state.",
            )


def _wants_recovery(call: Call) -> bool:
    return str((call.body.get("properties") or {}).get("createMode", "")).lower() == "recover"


def _recover(call: Call, sent: Body) -> Body:
    kept = call.state.store.get_doc(_SHELF, call.id.name.lower())
    if kept is None:
        raise _not_on_shelf(call.id.name)
    call.state.store.delete_doc(_SHELF, call.id.name.lower())
    return {**{key: value for key, value in kept["body"]["properties"].items() if key not in _READ_ONLY}, **sent}


def _deleted(state: EmulatorState, own: ResourceId, body: Body) -> None:
    now = state.clock.now()
    state.store.put_doc(
        _SHELF,
        own.name.lower(),
        {
            "id": own.path(),
            "body": body,
            "deleted": now,
            "purge": now + 86400 * int(body.get("properties", {}).get("softDeleteRetentionInDays", 90)),
        },
    )


def _on_shelf(state: EmulatorState, name: str) -> Body | None:
    kept = state.store.get_doc(_SHELF, name.lower())
    if kept and kept["purge"] <= state.clock.now():
        state.store.delete_doc(_SHELF, name.lower())
        return None
    return kept


def _not_on_shelf(name: str) -> ArmError:
    return plain(
        404,
        "DeletedVaultNotFound",
        f"The specified deleted vault '{name}' does not exist. Ensure that the vault was indeed deleted and "
        "that it is in recoverable state. "
        f"If soft delete was not enabled then the vault is permanently deleted. {_LINK}",
    )


def _shelf_body(call: Call, kept: Body) -> Body:
    location, name = kept["body"].get("location", "eastus"), kept["body"]["name"]
    scope = "/subscriptions/" + call.id.subscription
    return {
        "id": f"{scope}/providers/Microsoft.KeyVault/locations/{location}/deletedVaults/{name}",
        "name": name,
        "type": "Microsoft.KeyVault/deletedVaults",
        "properties": {
            "vaultId": kept["id"],
            "location": location,
            "tags": kept["body"].get("tags") or {},
            "deletionDate": _day(kept["deleted"]),
            "scheduledPurgeDate": _day(kept["purge"]),
            **({"purgeProtectionEnabled": True} if kept["body"]["properties"].get("enablePurgeProtection") else {}),
        },
    }


def _day(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def get_deleted(call: Call) -> Answer:
    """GET …/locations/{location}/deletedVaults/{name}"""
    kept = _on_shelf(call.state, call.id.name)
    if kept is None:
        raise _not_on_shelf(call.id.name)
    return Answer(200, _shelf_body(call, kept))


def list_deleted(call: Call) -> Answer:
    """GET /subscriptions/{s}/providers/Microsoft.KeyVault/deletedVaults"""
    rows = [
        _shelf_body(call, kept) for name, kept in call.state.store.docs(_SHELF).items() if _on_shelf(call.state, name)
    ]
    return page(call, rows)


def purge(call: Call) -> Answer:
    """POST …/deletedVaults/{name}/purge: 202, then gone; refused under purge protection."""
    name = call.id.names[-1]
    kept = _on_shelf(call.state, name)
    if kept is None:
        raise _not_on_shelf(name)
    if kept["body"]["properties"].get("enablePurgeProtection"):
        raise plain(
            409,
            "MethodNotAllowed",
            f"Operation 'DeletedVaultPurge' is not allowed: the vault '{name}' has purge protection.",
        )
    call.state.store.delete_doc(_SHELF, name.lower())
    operation = call.state.operations.start(
        "vault",
        "purge",
        call.id._replace(types=("locations", "deletedVaults")),
        api_version=call.api_version,
        location=kept["body"].get("location", "eastus"),
    )
    return Answer(202, None, call.state.operations.headers(operation, call.base_url))


def update_policies(call: Call) -> Answer:
    """PUT …/vaults/{name}/accessPolicies/{add, replace or remove}: the policies of a vault, one a principal."""
    own = call.id._replace(types=call.id.types[:1], names=call.id.names[:1])
    current, kind = call.state.store.get(own.path()), call.id.names[1].lower()
    if current is None:
        raise resource_not_found(TYPE, own.names, own.group)
    if kind not in ("add", "replace", "remove"):
        raise plain(400, "BadRequest", f"The operation kind '{call.id.names[1]}' is not add, replace or remove.")
    sent = writable(call.body.get("properties")).get("accessPolicies") or []
    named = {_principal(policy) for policy in sent}
    kept = (
        [] if kind == "replace" else [p for p in current["properties"]["accessPolicies"] if _principal(p) not in named]
    )
    current["properties"]["accessPolicies"] = kept if kind == "remove" else [*kept, *sent]
    call.state.store.put(own.path(), current)
    shown = {"accessPolicies": current["properties"]["accessPolicies"]}
    return Answer(200, {"id": own.path() + "/accessPolicies/", "type": TYPE + "/accessPolicies", "properties": shown})


def _principal(policy: Body) -> tuple[str, str]:
    return str(policy.get("objectId")).lower(), str(policy.get("applicationId") or "").lower()


def check_name(call: Call) -> Answer:
    """POST /subscriptions/{s}/providers/Microsoft.KeyVault/checkNameAvailability"""
    name = str(call.body.get("name", ""))
    taken = _on_shelf(call.state, name) or any(
        body["name"].lower() == name.lower() for body in call.state.store.of_type(TYPE)
    )
    if taken:
        return Answer(
            200,
            {
                "nameAvailable": False,
                "reason": "AlreadyExists",
                "message": f"The vault name '{name}' is already in use. Vault names are globally unique so it "
                "is possible that the name is already taken.",
            },
        )
    return Answer(200, {"nameAvailable": True})


def _bad_name(call: Call) -> ArmError:
    return plain(
        400,
        "VaultNameNotValid",
        f"The vault name '{call.id.name}' is invalid. A vault's name must be between 3-24 alphanumeric "
        "characters. The name must begin with a "
        "letter, end with a letter or digit, and not contain consecutive hyphens.",
    )


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    patch=_patch,
    deleted=_deleted,
    put_new=Lro("state", 200, "resource"),
    new_status=200,
    needs_location=True,
    tracked=True,
    survives_group=True,
    name=r"^[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]$",
    name_error=_bad_name,
)
HANDLERS = {
    ("GET", "microsoft.keyvault/locations/deletedvaults"): get_deleted,
    ("GET", "microsoft.keyvault/deletedvaults"): list_deleted,
    ("POST", "microsoft.keyvault/locations/deletedvaults/purge"): purge,
    ("POST", "microsoft.keyvault/checknameavailability"): check_name,
    ("PUT", "microsoft.keyvault/vaults/accesspolicies"): update_policies,
}
