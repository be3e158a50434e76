# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The resources that a workspace stands on: their casing in its answers, and what is wrong with them."""

from __future__ import annotations

from ..call import Call
from ..errors import plain, resource_not_found
from ..ids import parse
from ..spec import Body

# The server writes provider and type its own way, whatever was sent (verified 5).
_CASING = {
    "storageAccount": ("Microsoft.Storage", "storageAccounts"),
    "keyVault": ("Microsoft.Keyvault", "vaults"),
    "applicationInsights": ("Microsoft.insights", "components"),
    "containerRegistry": ("Microsoft.ContainerRegistry", "registries"),
}


def recased(resource_id: str, member: str) -> str:
    """Return a dependent's id as the service stores it; a missing leading slash is added (the seed's). ArmError 400."""
    found = parse(resource_id)
    namespace, kind = _CASING[member]
    if (
        found is None
        or found.namespace.lower() != namespace.lower()
        or [t.lower() for t in found.types] != [kind.lower()]
        or not found.names
    ):
        raise plain(
            400,
            "ValidationError",
            f"The value '{resource_id}' of '{member}' is not a resource id of type '{namespace}/{kind}'.",
            target="workspace",
        )
    return found._replace(namespace=namespace, types=(kind,)).path()


def check(call: Call, properties: Body, identity: Body) -> Body | None:
    """Return what makes the provisioning fail, named after the dependent at fault, or None."""
    store = call.state.store
    problems = []
    for member, (namespace, kind) in _CASING.items():
        value = properties.get(member)
        if value and not store.exists(value):
            found = parse(value)
            lost = resource_not_found(f"{namespace}/{kind}", found.names, found.group).error if found else {}
            problems.append({"code": "ResourceNotFound", "message": lost.get("message", ""), "target": member})
    problems.extend(_registry_problems(call, properties))
    problems.extend(_key_problems(call, properties))
    if not problems:
        return None
    return {
        "code": "ValidationError",
        "message": "; ".join(problem["message"] for problem in problems),
        "target": "workspace",
        "details": problems,
    }


def _registry_problems(call: Call, properties: Body) -> list[Body]:
    """The seed's example of a failing dependent. The service of today lets it pass (verified 9), so it takes a knob."""
    registry = call.state.store.get(properties.get("containerRegistry") or "")
    if (
        not registry
        or not call.state.config.extra.get("need_registry_admin")
        or registry["properties"].get("adminUserEnabled")
    ):
        return []
    text = f"The container registry '{registry['name']}' does not have the admin account enabled."
    return [{"code": "BadRequest", "message": text, "target": "containerRegistry"}]


def _key_problems(call: Call, properties: Body) -> list[Body]:
    """A customer's key needs a vault with soft delete and purge protection (the seed's prerequisites)."""
    encryption = properties.get("encryption") or {}
    if encryption.get("status") != "Enabled":
        return []
    vault_id = (encryption.get("keyVaultProperties") or {}).get("keyVaultArmId") or ""
    vault = call.state.store.get(vault_id)
    if vault is None:
        return [
            {
                "code": "ResourceNotFound",
                "message": f"The key vault '{vault_id}' of the encryption was not found.",
                "target": "encryption",
            }
        ]
    if not vault["properties"].get("enablePurgeProtection"):
        text = f"The key vault '{vault['name']}' must have soft delete and purge protection enabled to be used "
        "for encryption."
        return [{"code": "BadRequest", "message": text, "target": "encryption"}]
    return []
