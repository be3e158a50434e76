# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What comes with a workspace: its four datastores, and the outbound rules of its managed network."""

from __future__ import annotations

import copy
import uuid

from ..core import EmulatorState
from ..errors import bad_content
from ..ids import parse
from ..sas import account_key
from ..spec import Body, put_enum

TYPE = "Microsoft.MachineLearningServices/workspaces"


def make_datastores(state: EmulatorState, workspace: Body) -> None:
    """Make the default datastores of a new workspace (verified 5), with the account's key as their secret."""
    guid = workspace["properties"]["workspaceId"]
    account = parse(workspace["properties"].get("storageAccount") or "")
    if account is None:
        return
    now = state.iso("+00:00")
    rows = (
        ("workspaceblobstore", "AzureBlob", "containerName", f"azureml-blobstore-{guid}"),
        ("workspaceartifactstore", "AzureBlob", "containerName", "azureml"),
        ("workspacefilestore", "AzureFile", "fileShareName", f"azureml-filestore-{guid}"),
        ("workspaceworkingdirectory", "AzureFile", "fileShareName", f"code-{uuid.uuid5(uuid.NAMESPACE_URL, guid)}"),
    )
    for name, kind, member, target in rows:
        default = name == "workspaceblobstore"
        own = f"{workspace['id']}/datastores/{name}"
        state.store.put(
            own,
            {
                "id": own,
                "name": name,
                "type": f"{TYPE}/datastores",
                "properties": {
                    "description": None,
                    "tags": None,
                    "properties": None,
                    "isDefault": default,
                    "credentials": {"credentialsType": "AccountKey"},
                    "subscriptionId": account.subscription,
                    "resourceGroup": account.group,
                    "datastoreType": kind,
                    "accountName": account.name,
                    member: target,
                    "endpoint": state.config.storage_suffix,
                    "protocol": "https",
                    "serviceDataAccessAuthIdentity": "WorkspaceSystemAssignedIdentity" if default else "None",
                },
                "systemData": {
                    "createdAt": now,
                    "createdBy": "Azure Machine Learning",
                    "createdByType": "Application",
                    "lastModifiedAt": now,
                    "lastModifiedByType": "Application",
                },
            },
        )
        state.store.put_doc("secrets", own.lower(), {"secretsType": "AccountKey", "key": account_key(account.name, 1)})


def completed_rule(rule: Body) -> Body:
    """Return an outbound rule with what the server adds (recorded 2.6)."""
    if not isinstance(rule, dict):
        raise bad_content("An outbound rule must be a JSON object.")
    made = copy.deepcopy(rule)
    put_enum(made, "type", "FQDN", "PrivateEndpoint", "ServiceTag")
    destination = made.get("destination")
    if isinstance(destination, dict) and made.get("type") == "ServiceTag":
        destination.setdefault("action", "Allow")
        destination.setdefault("addressPrefixes", [])
    if isinstance(destination, dict) and made.get("type") == "PrivateEndpoint":
        destination.setdefault("sparkEnabled", False)
        destination.setdefault("sparkStatus", "Inactive")
    made["status"] = "Inactive"
    made.setdefault("category", "UserDefined")
    return made


def sync_rules(state: EmulatorState, workspace: Body) -> None:
    """Make the rules named in the workspace's managedNetwork resources of their own."""
    network = workspace["properties"].get("managedNetwork") or {}
    for name, rule in (network.get("outboundRules") or {}).items():
        own = f"{workspace['id']}/outboundRules/{name}"
        if not state.store.exists(own):
            state.store.put(own, rule_body(own, name, rule))


def rule_body(own: str, name: str, rule: Body) -> Body:
    """Return a rule as the resource that GET answers: tags, location and systemData are null (recorded 2.6)."""
    return {
        "id": own,
        "name": name,
        "type": f"{TYPE}/outboundRules",
        "location": None,
        "tags": None,
        "systemData": None,
        "properties": rule,
    }
