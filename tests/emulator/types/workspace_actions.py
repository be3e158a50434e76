# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The actions of a workspace (recorded 1 and 2.1)."""

from __future__ import annotations

from typing import Any

from ..call import Answer, Call
from ..core import EmulatorState
from ..directory import stable_guid
from ..ids import parse
from ..spec import Body
from .storage import account_key

# What each member of a request for a diagnosis leads to in its answer (DiagnoseRequestProperties of 2025-12-01).
_DIAGNOSED = {
    "udr": "userDefinedRouteResults",
    "nsg": "networkSecurityRuleResults",
    "resourceLock": "resourceLockResults",
    "dnsResolution": "dnsResolutionResults",
    "storageAccount": "storageAccountResults",
    "keyVault": "keyVaultResults",
    "containerRegistry": "containerRegistryResults",
    "applicationInsights": "applicationInsightsResults",
    "others": "otherResults",
    "requiredResourceProviders": "otherResults",
}


def _notebook_keys(current: Body) -> Body:
    return {
        name: stable_guid(f"{name}/{current['id']}").replace("-", "") * 2
        for name in ("primaryAccessKey", "secondaryAccessKey")
    }


def _storage_key(current: Body) -> str | None:
    account = parse(current["properties"].get("storageAccount") or "")
    return account_key(account.name, 1) if account else None


def _list_keys(call: Call, current: Body) -> Answer:
    insights = call.state.store.get(current["properties"].get("applicationInsights") or "") or {}
    return Answer(
        200,
        {
            "userStorageKey": _storage_key(current),
            "userStorageArmId": current["properties"].get("storageAccount"),
            "appInsightsInstrumentationKey": (insights.get("properties") or {}).get("InstrumentationKey"),
            "containerRegistryCredentials": _registry_credentials(call, current),
            "notebookAccessKeys": _notebook_keys(current),
        },
    )


def _registry_credentials(call: Call, current: Body) -> Body | None:
    registry = call.state.store.get(current["properties"].get("containerRegistry") or "")
    if not registry or not registry["properties"].get("adminUserEnabled"):
        return None
    passwords = [{"name": name, "value": stable_guid(f"{name}/{registry['id']}")} for name in ("password", "password2")]
    return {"location": registry["location"], "username": registry["name"], "passwords": passwords}


def _list_storage_keys(call: Call, current: Body) -> Answer:
    return Answer(200, {"userStorageKey": _storage_key(current)})


def _list_notebook_keys(call: Call, current: Body) -> Answer:
    return Answer(200, _notebook_keys(current))


def _notebook_token(call: Call, current: Body) -> Answer:
    notebook = current["properties"]["notebookInfo"]
    return Answer(
        200,
        {
            "notebookResourceId": notebook["resourceId"],
            "hostName": "Azure Machine Learning",
            "publicDns": notebook["fqdn"],
            "documentId": "",
            "resourceUrl": "",
            "access_token": stable_guid("notebook/" + current["id"]),
            "token_type": "Bearer",
            "expires_in": 28800.0,
            "refresh_token": stable_guid("refresh/" + current["id"]),
            "scope": "aznb_identity",
        },
    )


def _start(call: Call, verb: str, form: str, result: Any) -> Answer:
    operation = call.state.operations.start(
        form,
        verb,
        call.id,
        api_version=call.api_version,
        location=call.location(),
        result=result,
        error=call.state.faults.take_failure(),
    )
    return Answer(202, None, call.state.operations.headers(operation, call.base_url))


def _resync(call: Call, current: Body) -> Answer:
    return _start(call, "resyncKeys", "workspace", None)


def _prepare_notebook(call: Call, current: Body) -> Answer:
    return _start(call, "prepareNotebook", "workspace", current["properties"]["notebookInfo"])


def _provision_network(call: Call, current: Body) -> Answer:
    spark = bool(call.body.get("includeSpark"))
    return _start(call, "provisionManagedNetwork", "workspace", {"status": "Active", "sparkReady": spark})


def ended(state: EmulatorState, operation: Body, body: Body) -> None:
    """What the end of an action changes in the workspace: the network is there, the notebooks are."""
    properties = body["properties"]
    if operation["verb"] == "provisionManagedNetwork":
        network = properties.setdefault("managedNetwork", {})
        # Spark, once it is ready, stays so.
        ready = bool(operation["result"]["sparkReady"] or (network.get("status") or {}).get("sparkReady"))
        network["status"] = {"status": "Active", "sparkReady": ready}
    elif operation["verb"] == "prepareNotebook":
        properties["notebookInfo"]["notebookPreparationError"] = None
    else:
        return
    state.store.put(body["id"], body)


def _diagnose(call: Call, current: Body) -> Answer:
    """Location only; its result names what is wrong with the dependents."""
    missing = {
        member: []
        if call.state.store.exists(current["properties"].get(member) or "")
        else [
            {
                "code": "ResourceNotFound",
                "level": "Error",
                "message": f"The resource '{current['properties'].get(member)}' does not exist.",
            }
        ]
        for member in ("storageAccount", "keyVault")
    }
    value: dict[str, Any] = {
        "userDefinedRouteResults": [],
        "networkSecurityRuleResults": [],
        "resourceLockResults": [],
        "dnsResolutionResults": [],
        "storageAccountResults": missing["storageAccount"],
        "keyVaultResults": missing["keyVault"],
        "containerRegistryResults": _image_build_problems(call, current),
        "applicationInsightsResults": [],
        # The service really answers a member named "9" (recorded 1).
        "9": [],
        "otherResults": [],
    }
    asked = {_DIAGNOSED[word] for word in call.body.get("value") or {} if word in _DIAGNOSED}
    shown = {member: rows if not asked or member in asked else [] for member, rows in value.items()}
    return _start(call, "diagnose", "diagnose", {"value": shown})


def _image_build_problems(call: Call, current: Body) -> list[Body]:
    name = current["properties"].get("imageBuildCompute")
    computes = call.state.store.list(current["id"] + "/computes")
    clusters = [body["name"] for body in computes if body["properties"]["computeType"] == "AmlCompute"]
    if not name or name in clusters:
        return []
    return [
        {
            "code": "ImageBuildComputeNotValid",
            "level": "Error",
            "message": f"The compute '{name}' is invalid. Only computes of type AmlCompute are supported for "
            "the imageBuildCompute property. Valid "
            f"AmlCompute compute names in your workspace for building container images are [{', '.join(clusters)}].",
        }
    ]


def _features(call: Call, current: Body) -> Answer:
    return Answer(
        200,
        {
            "value": [
                {
                    "id": "automatedml_modelexplainability",
                    "displayName": "Model Explanability",
                    "description": "Raw feature explanation for AutoML models",
                },
                {
                    "id": "compute_sdk_attachcompute",
                    "displayName": "Attach compute SDK",
                    "description": "Attach compute targets from SDK",
                },
            ]
        },
    )


def _private_links(call: Call, current: Body) -> Answer:
    own = f"{current['id']}/privateLinkResources/amlworkspace"
    return Answer(
        200,
        {
            "value": [
                {
                    "id": own,
                    "name": "amlworkspace",
                    "type": "Microsoft.MachineLearningServices/workspaces/privateLinkResources",
                    "location": current["location"],
                    "tags": {},
                    "sku": current["sku"],
                    "identity": current["identity"],
                    "properties": {
                        "groupId": "amlworkspace",
                        "requiredMembers": ["default"],
                        "requiredZoneNames": ["privatelink.api.azureml.ms", "privatelink.notebooks.azure.net"],
                    },
                }
            ]
        },
    )


def _outbound_dependencies(call: Call, current: Body) -> Answer:
    suffix = call.state.config.storage_suffix
    return Answer(
        200,
        {
            "value": [
                {
                    "category": "Azure Active Directory",
                    "properties": {
                        "category": "Azure Active Directory",
                        "endpoints": [{"domainName": "login.microsoftonline.com", "endpointDetails": [{"port": 443}]}],
                    },
                },
                {
                    "category": "Storage",
                    "properties": {
                        "category": "Storage",
                        "endpoints": [{"domainName": f"*.blob.{suffix}", "endpointDetails": [{"port": 443}]}],
                    },
                },
            ]
        },
    )


ACTIONS = {
    "listkeys": _list_keys,
    "liststorageaccountkeys": _list_storage_keys,
    "listnotebookkeys": _list_notebook_keys,
    "listnotebookaccesstoken": _notebook_token,
    "resynckeys": _resync,
    "preparenotebook": _prepare_notebook,
    "provisionmanagednetwork": _provision_network,
    "diagnose": _diagnose,
}
READS = {
    "features": _features,
    "privatelinkresources": _private_links,
    "outboundnetworkdependenciesendpoints": _outbound_dependencies,
}
