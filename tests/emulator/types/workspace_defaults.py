# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server says about a new workspace (contract 4.1, recorded 2.1)."""

from __future__ import annotations

import uuid

from ..call import Call
from ..spec import Body, body_region


def defaults(call: Call, current: Body | None, kind: str) -> Body:
    """Everything that the server says about a workspace, in its own order."""
    old = (current or {}).get("properties") or {}
    name = (current or {}).get("name") or call.id.name
    location = body_region(call, current)
    guid = old.get("workspaceId") or str(uuid.uuid4())
    provisioned = (old.get("managedNetwork") or {}).get("status")
    return {
        "friendlyName": old.get("friendlyName") or name if kind == "Project" else "",
        "description": "",
        "storageAccount": None,
        "keyVault": None,
        "applicationInsights": None,
        "hbiWorkspace": False,
        "tenantId": call.state.directory.tenant,
        "imageBuildCompute": None,
        "provisioningState": "Succeeded",
        "managedNetwork": {
            "isolationMode": "Disabled",
            "changeableIsolationModes": ["AllowInternetOutbound", "AllowOnlyApprovedOutbound"],
            "enableNetworkMonitor": False,
            "enableFirewallLog": False,
            **({"status": provisioned} if provisioned else {}),
        },
        "allowRoleAssignmentOnRG": kind != "Project",
        "v1LegacyMode": False,
        "softDeleteEnabled": False,
        "containerRegistry": None,
        "creationTime": old.get("creationTime") or call.now(),
        "notebookInfo": old.get("notebookInfo")
        or {
            "resourceId": guid.replace("-", ""),
            "fqdn": f"ml-{name[:16].lower()}-{location}-{guid}.{location}.notebooks.azure.net",
            "isPrivateLinkEnabled": False,
            # A test may want a workspace whose notebooks are still to be prepared.
            "notebookPreparationError": call.state.config.extra.get("notebook_error"),
        },
        "storageHnsEnabled": False,
        "workspaceId": guid,
        "linkedModelInventoryArmId": None,
        "privateLinkCount": 0,
        "publicNetworkAccess": "Enabled",
        "ipAllowlist": [],
        "networkAcls": {"defaultAction": "Allow", "bypass": "", "ipRules": [], "resourceAccessRules": []},
        "serverlessComputeSettings": None,
        "EnableSoftwareBillOfMaterials": False,
        "sdkTelemetryAppInsightsKey": None,
        "sasGetterUri": "",
        "enableDataIsolation": kind in ("Hub", "Project"),
        "systemDatastoresAuthMode": "accesskey",
        "enableServiceSideCMKEncryption": False,
        **({"associatedWorkspaces": old.get("associatedWorkspaces", [])} if kind == "Hub" else {}),
        **(
            {
                "featureStoreSettings": {
                    "computeRuntime": {"sparkRuntimeVersion": "3.4"},
                    "offlineStoreConnectionName": "",
                    "onlineStoreConnectionName": "",
                }
            }
            if kind == "FeatureStore"
            else {}
        ),
    }
