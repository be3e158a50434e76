# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server rewrites in a workspace and what follows from its dependents (recorded 2.1, verified 5)."""

from __future__ import annotations

import uuid

from ..call import Call
from ..errors import plain
from ..spec import Body, put_enum
from .workspace_children import completed_rule


def complete(call: Call, properties: Body) -> None:
    """Rewrite what the server rewrites, fill in what follows from the dependents."""
    put_enum(properties, "publicNetworkAccess", "Enabled", "Disabled")
    network = properties.get("managedNetwork")
    if isinstance(network, dict):
        put_enum(network, "isolationMode", "Disabled", "AllowInternetOutbound", "AllowOnlyApprovedOutbound")
        if network.get("isolationMode") != "Disabled":
            network.setdefault("networkId", str(uuid.uuid4()))
            network.setdefault("outboundRules", {})
            network.setdefault("status", {"status": "Inactive", "sparkReady": False})
            modes = ["AllowOnlyApprovedOutbound"] if network["isolationMode"] == "AllowInternetOutbound" else []
            network["changeableIsolationModes"] = modes
            network["outboundRules"] = {
                name: completed_rule(rule) for name, rule in (network["outboundRules"] or {}).items()
            }
    if isinstance(properties.get("serverlessComputeSettings"), dict):
        settings = {"serverlessComputeCustomSubnet": None, "serverlessComputeNoPublicIP": False}
        properties["serverlessComputeSettings"] = {**settings, **properties["serverlessComputeSettings"]}
    if properties.get("hbiWorkspace"):
        # An HBI workspace never lets the service assign roles, whatever is sent (recorded 2.1).
        properties["allowRoleAssignmentOnRG"] = False
    if "allowPublicAccessWhenBehindVnet" in properties:
        # Without a virtual network the service answers true even to false (verified 5).
        properties["allowPublicAccessWhenBehindVnet"] = True
    encryption = properties.get("encryption")
    if isinstance(encryption, dict) and str(encryption.get("status", "")).lower() == "enabled":
        _complete_encryption(call, properties, encryption)
    account = call.state.store.get(properties.get("storageAccount") or "") or {}
    properties["storageHnsEnabled"] = bool((account.get("properties") or {}).get("isHnsEnabled"))
    insights = call.state.store.get(properties.get("applicationInsights") or "") or {}
    properties["sdkTelemetryAppInsightsKey"] = (insights.get("properties") or {}).get("InstrumentationKey")


def _complete_encryption(call: Call, properties: Body, encryption: Body) -> None:
    """A customer's key moves the metadata into resources of the customer's subscription (recorded 2.1)."""
    encryption["status"] = "Enabled"
    key = encryption.get("keyVaultProperties") or {}
    if not key.get("keyVaultArmId") or not key.get("keyIdentifier"):
        raise plain(
            400,
            "ValidationError",
            "Missing key vault properties for customer managed key encryption.",
            target="workspace",
        )
    encryption.setdefault("identity", None)
    group = f"{call.id.group}_{call.id.name}_{properties['workspaceId']}"
    scope = f"/subscriptions/{call.id.subscription}/resourceGroups/{group}/providers"
    for member, path in (
        ("cosmosDbResourceId", "Microsoft.DocumentDB/databaseAccounts"),
        ("storageAccountResourceId", "Microsoft.Storage/storageAccounts"),
        ("searchAccountResourceId", "Microsoft.Search/searchServices"),
    ):
        encryption.setdefault(member, f"{scope}/{path}/{properties['workspaceId'].replace('-', '')[:20]}")
    properties.setdefault("serviceProvisionedResourceGroup", group)
    properties.setdefault("serviceManagedResourcesSettings", {"cosmosDb": {"collectionsThroughput": 4000}})
