# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make through the API what a request needs to be there: groups, parents, and the resources that its body names."""

from __future__ import annotations

import re
import zlib
from typing import Any

from emulator_process import SUBSCRIPTION, TENANT
from wire import API_VERSIONS, Wire, namespace_of

Body = dict[str, Any]
ANY_SUBSCRIPTION = re.compile(r"(/?subscriptions/)[^/\"]+", re.IGNORECASE)
RESOURCE_ID = re.compile("/?subscriptions/[^/]+/resourcegroups/(?P<group>[^/]+)/providers/(?P<rest>.+)$", re.IGNORECASE)
LOCATION = "eastus"
ACCOUNT_KEY = {"secretsType": "AccountKey", "key": "c2VjcmV0"}
WORKSPACE = "microsoft.machinelearningservices/workspaces"
COMMAND = {"jobType": "Command", "command": "echo", "environmentId": "azureml:AzureML-Minimal:1"}
# A version of each kind of asset, in a workspace and in a registry.
VERSIONS: dict[str, Body] = {
    "codes": {"codeUri": "https://account.blob.core.windows.net/container/code"},
    "components": {"componentSpec": {"type": "command", "command": "echo", "environment": "azureml:minimal:1"}},
    "data": {"dataType": "uri_file", "dataUri": "https://account.blob.core.windows.net/container/data.csv"},
    "environments": {"image": "mcr.microsoft.com/azureml/minimal:1"},
    "models": {"modelUri": "azureml://datastores/workspaceblobstore/paths/x", "modelType": "custom_model"},
}
ASSETS: dict[str, Body] = {
    f"microsoft.machinelearningservices/{owner}/{kind}{below}": {"properties": inner}
    for owner in ("workspaces", "registries")
    for kind, version in VERSIONS.items()
    for below, inner in (("", {"dataType": version["dataType"]} if kind == "data" else {}), ("/versions", version))
}
# A storage account and a container registry are named in lower case; ids compare without.
LOWER_CASE = ("microsoft.storage/storageaccounts", "microsoft.containerregistry/registries")


def in_our_subscription(text: str) -> str:
    """Return a path or a JSON text with our subscription in every resource id, and a name where the example has the
    placeholder of one.
    """
    named = re.sub(r"/\{(\w+)\}", r"/\1", text)
    return ANY_SUBSCRIPTION.sub(rf"\g<1>{SUBSCRIPTION}", named)


def type_of(resource_id: str) -> str:
    """Return the lower-case type of a resource id: 'microsoft.x/a/b'; '' for a path without a provider."""
    found = RESOURCE_ID.match(resource_id)
    if not found:
        return ""
    segments = found["rest"].lower().split("/")
    return "/".join([segments[0], *segments[1::2]])


def is_made(resource_type: str) -> bool:
    """Tell whether clients make resources of a type; some are read only, made by the service."""
    return resource_type == WORKSPACE or default_body(resource_type) is not None


def default_body(resource_type: str) -> Body | None:
    """Return a small body that the service takes for a type, None for a type that the tests do not make."""
    compute = {"computeType": "ComputeInstance", "properties": {"vmSize": "STANDARD_DS3_V2"}}
    datastore = {"datastoreType": "AzureBlob", "accountName": "account", "containerName": "container"}
    # A vault that holds a customer-managed key has to be protected against purging.
    vault = {"tenantId": TENANT, "sku": {"family": "A", "name": "standard"}, "enablePurgeProtection": True}
    bodies: dict[str, Body] = {
        "microsoft.storage/storageaccounts": {
            "location": LOCATION,
            "kind": "StorageV2",
            "sku": {"name": "Standard_LRS"},
        },
        "microsoft.keyvault/vaults": {"location": LOCATION, "properties": {**vault, "accessPolicies": []}},
        "microsoft.insights/components": {
            "location": LOCATION,
            "kind": "web",
            "properties": {"Application_Type": "web"},
        },
        "microsoft.operationalinsights/workspaces": {"location": LOCATION, "properties": {}},
        "microsoft.containerregistry/registries": {
            "location": LOCATION,
            "sku": {"name": "Standard"},
            "properties": {"adminUserEnabled": True},
        },
        "microsoft.managedidentity/userassignedidentities": {"location": LOCATION},
        "microsoft.machinelearningservices/registries": {
            "location": LOCATION,
            "properties": {"regionDetails": [{"location": LOCATION}]},
        },
        "microsoft.machinelearningservices/workspaces/computes": {"location": LOCATION, "properties": compute},
        "microsoft.machinelearningservices/workspaces/datastores": {
            "properties": {**datastore, "credentials": {"credentialsType": "AccountKey", "secrets": ACCOUNT_KEY}},
        },
        "microsoft.machinelearningservices/workspaces/capabilityhosts": {
            "properties": {"capabilityHostKind": "Agents"}
        },
        "microsoft.machinelearningservices/workspaces/featuresets": {"properties": {}},
        "microsoft.machinelearningservices/workspaces/featuresets/versions": {
            "properties": {
                "entities": ["azureml:account:1"],
                "specification": {"path": "azureml://datastores/d/paths/s"},
                # The service makes its features from this text.
                "properties": {
                    "featuresetProperties": '{"features": [{"FeatureName": "string", "DataType": "Float"}]}'
                },
            }
        },
        "microsoft.machinelearningservices/workspaces/outboundrules": {
            "properties": {"type": "FQDN", "destination": "pypi.org"}
        },
        "microsoft.machinelearningservices/workspaces/featurestoreentities": {"properties": {}},
        "microsoft.machinelearningservices/workspaces/featurestoreentities/versions": {
            "properties": {"indexColumns": [{"columnName": "accountID", "dataType": "String"}]}
        },
        "microsoft.machinelearningservices/workspaces/privateendpointconnections": {
            "properties": {"privateLinkServiceConnectionState": {"status": "Pending"}}
        },
        "microsoft.machinelearningservices/workspaces/serverlessendpoints": {
            "location": LOCATION,
            "properties": {"authMode": "Key"},
        },
        "microsoft.machinelearningservices/workspaces/batchendpoints": {
            "location": LOCATION,
            "properties": {"authMode": "AADToken"},
        },
        "microsoft.machinelearningservices/workspaces/batchendpoints/deployments": {
            "location": LOCATION,
            "properties": {},
        },
        "microsoft.machinelearningservices/workspaces/connections": {
            "properties": {"category": "ContainerRegistry", "target": "www.facebook.com", "authType": "None"}
        },
        "microsoft.machinelearningservices/workspaces/jobs": {"properties": COMMAND},
        "microsoft.machinelearningservices/workspaces/labelingjobs": {"properties": {"jobType": "Labeling"}},
        "microsoft.machinelearningservices/workspaces/marketplacesubscriptions": {
            "properties": {"modelId": "azureml://registries/publisher/models/model"}
        },
        "microsoft.machinelearningservices/workspaces/onlineendpoints": {
            "location": LOCATION,
            "properties": {"authMode": "Key"},
        },
        "microsoft.machinelearningservices/workspaces/onlineendpoints/deployments": {
            "location": LOCATION,
            "properties": {"endpointComputeType": "Managed", "instanceType": "Standard_DS3_v2"},
            "sku": {"name": "Default", "capacity": 1},
        },
        "microsoft.machinelearningservices/workspaces/schedules": {
            "properties": {
                "action": {"actionType": "CreateJob", "jobDefinition": {**COMMAND}},
                "trigger": {"triggerType": "Cron", "expression": "0 0 * * *"},
            }
        },
    }
    bodies.update(ASSETS)
    return bodies.get(resource_type)


def make(wire: Wire, resource_id: str, body: Body | None = None, api_version: str = "") -> Body:
    """Make a resource with all that it needs: its group, its parents and the neighbours that its body names."""
    ensure_parents(wire, resource_id)
    wanted = body if body is not None else _body_for(wire, resource_id)
    ensure_neighbours(wire, wanted)
    return wire.make(resource_id, wanted, api_version)


def ensure(wire: Wire, resource_id: str) -> None:
    """Make a resource unless it is there."""
    if not _is_there(wire, resource_id):
        make(wire, resource_id)


def ensure_parents(wire: Wire, resource_id: str) -> None:
    """Make the resource group and every resource above this one."""
    found = RESOURCE_ID.match(resource_id)
    if not found:
        return
    group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{found['group']}"
    if not _is_there(wire, group):
        wire.make(group, {"location": LOCATION})
    segments = found["rest"].split("/")
    for depth in range(3, len(segments) - 1, 2):
        ensure(wire, f"{group}/providers/{'/'.join(segments[:depth])}")


def ensure_neighbours(wire: Wire, body: Any) -> None:
    """Make the resources of known types that the ids in a body name."""
    for resource_id in _ids_in(body):
        # An id may lead to something below the resource, and the seed's lacks the leading slash.
        segments = ("/" + resource_id.lstrip("/")).split("/")[:9]
        base = "/".join(segments)
        kind = type_of(base)
        if kind in LOWER_CASE:
            base = "/".join([*segments[:8], segments[8].lower()])
        if kind == WORKSPACE:
            ensure(wire, base)
        elif default_body(kind) is not None and not _is_there(wire, base):
            _make_or_place(wire, base, kind)


def _make_or_place(wire: Wire, resource_id: str, kind: str) -> None:
    """Make a neighbour, or put it there as prior state when no client could name it so (the seed abbreviates)."""
    ensure_parents(wire, resource_id)
    body = default_body(kind) or {}
    answer = wire.send("PUT", resource_id, body, api_version=API_VERSIONS[namespace_of(resource_id)])
    if answer.status_code != 400:
        wire.make(resource_id, body)
        return
    name = resource_id.rpartition("/")[2]
    stored = {"name": name, "type": kind, **body}
    stored["properties"] = {"provisioningState": "Succeeded", **body.get("properties", {})}
    wire.control("PUT", "resources", {"id": resource_id, **stored})


def completed(kind: str, resource_id: str, wanted: Body) -> Body:
    """Return a body with what the service demands of a new resource and examples of answers leave out."""
    if kind == WORKSPACE:
        least = _workspace_body(resource_id)
        return {**least, **wanted, "properties": {**least["properties"], **wanted.get("properties", {})}}
    if kind.endswith("/computes") and wanted["properties"]["computeType"] in ("AmlCompute", "ComputeInstance"):
        inner = {"vmSize": "STANDARD_DS3_V2", **(wanted["properties"].get("properties") or {})}
        if wanted["properties"]["computeType"] == "AmlCompute":
            inner.setdefault("scaleSettings", {"minNodeCount": 0, "maxNodeCount": 1})
        if isinstance(inner.get("subnet"), str):
            # An object in the schema and on the wire; the examples of 2021 print a string.
            del inner["subnet"]
        return {"location": LOCATION, **wanted, "properties": {**wanted["properties"], "properties": inner}}
    if kind.endswith("/computes"):
        return {"location": LOCATION, **wanted}
    credentials = wanted.get("properties", {}).get("credentials")
    if kind.endswith("/datastores") and credentials and credentials["credentialsType"] == "AccountKey":
        # No answer shows a secret, and none is stored without one.
        secret = {**credentials, "secrets": ACCOUNT_KEY}
        return {**wanted, "properties": {**wanted["properties"], "credentials": secret}}
    return wanted


def _body_for(wire: Wire, resource_id: str) -> Body:
    kind = type_of(resource_id)
    if kind == WORKSPACE:
        return _workspace_body(resource_id)
    body = default_body(kind)
    assert body is not None, f"the tests do not know how to make a {kind}"
    return body


def _workspace_body(resource_id: str) -> Body:
    group = resource_id.partition("/providers/")[0]
    # Accounts and vaults are named once in the world; examples name one workspace in several groups.
    mark = f"{zlib.crc32(group.lower().encode()):08x}"
    name = re.sub("[^a-z0-9]", "", resource_id.rpartition("/")[2].lower())[:10] + mark
    return {
        "location": LOCATION,
        "identity": {"type": "SystemAssigned"},
        "properties": {
            "storageAccount": f"{group}/providers/Microsoft.Storage/storageAccounts/{name}st",
            "keyVault": f"{group}/providers/Microsoft.KeyVault/vaults/{name}-kv",
            "applicationInsights": f"{group}/providers/Microsoft.Insights/components/{name}-ai",
        },
    }


def _is_there(wire: Wire, resource_id: str) -> bool:
    answer = wire.send("GET", resource_id, api_version=API_VERSIONS[namespace_of(resource_id)])
    assert answer.status_code in (200, 404), f"GET {resource_id}: {answer.status_code} {answer.text}"
    return answer.status_code == 200


def _ids_in(value: Any) -> list[str]:
    """Return every resource id in a JSON value, keys included; identities are keyed by them."""
    if isinstance(value, dict):
        return [found for name, item in value.items() for found in _ids_in(name) + _ids_in(item)]
    if isinstance(value, list):
        return [found for item in value for found in _ids_in(item)]
    return [value] if isinstance(value, str) and RESOURCE_ID.match(value) else []
