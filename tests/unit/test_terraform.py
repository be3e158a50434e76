# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the state of Terraform becomes. The values are as the provider's own read functions leave them in a state."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import items
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import of_item
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.redact import MASK
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE
from ansible_collections.mlops.azureml.plugins.module_utils.tree import dig
from ansible_collections.mlops.azureml.plugins.plugin_utils.azurerm import TYPES
from ansible_collections.mlops.azureml.plugins.plugin_utils.terraform import NO_OPTION, NOT_OURS, SECRET, translated

SUBSCRIPTION = "00000000-0000-0000-0000-00000000000a"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws"
STORAGE = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/st"
CANARY = "canary-1f0e2d3c"


def resource(type_: str, values: dict[str, Any], name: str = "one") -> dict[str, Any]:
    return {"address": f"{type_}.{name}", "mode": "managed", "type": type_, "name": name, "values": values}


def state(*resources: dict[str, Any], **root: Any) -> dict[str, Any]:
    return {"format_version": "1.0", "values": {"root_module": {"resources": list(resources), **root}}}


def azapi(kind: str, path: str, body: Any, **values: Any) -> dict[str, Any]:
    type_ = f"Microsoft.MachineLearningServices/{kind}@2024-04-01"
    name = path.rpartition("/")[2]
    return resource("azapi_resource", {"id": path, "name": name, "type": type_, "body": body, **values})


CLUSTER = {
    "id": f"{WORKSPACE}/computes/cpu",
    "name": "cpu",
    "machine_learning_workspace_id": WORKSPACE,
    "location": "westeurope",
    "vm_size": "STANDARD_DS2_V2",
    "vm_priority": "Dedicated",
    "scale_settings": [{"min_node_count": 0, "max_node_count": 2, "scale_down_nodes_after_idle_duration": "PT2M"}],
    "ssh": [{"admin_username": "me", "admin_password": CANARY, "key_value": ""}],
    "local_auth_enabled": True,
    "node_public_ip_enabled": False,
    "ssh_public_access_enabled": False,
    "subnet_resource_id": "",
    "identity": [{"type": "SystemAssigned, UserAssigned", "identity_ids": [f"{GROUP}/u"], "principal_id": "p"}],
    "description": "",
    "tags": {},
    "timeouts": None,
}
STATES = {
    "azurerm_machine_learning_workspace": (
        {
            "id": WORKSPACE,
            "name": "ws",
            "resource_group_name": "rg",
            "location": "westeurope",
            "kind": "FeatureStore",
            "feature_store": [{"computer_spark_runtime_version": "3.4", "offline_connection_name": "off"}],
            "application_insights_id": f"{GROUP}/i",
            "public_network_access_enabled": False,
            "serverless_compute": [{"subnet_id": f"{GROUP}/s", "public_ip_enabled": False}],
            "encryption": [{"key_vault_id": f"{GROUP}/kv", "key_id": "https://kv/k", "user_assigned_identity_id": ""}],
            "managed_network": [{"isolation_mode": "Disabled", "provision_on_creation_enabled": False}],
            "sku_name": "Basic",
            "discovery_url": "https://d",
            "workspace_id": "guid",
        },
        {
            "type": "workspace",
            "resource_group": "rg",
            "name": "ws",
            "location": "westeurope",
            "kind": "featurestore",
            "feature_store": {"spark_runtime_version": "3.4", "offline_store_connection": "off"},
            "application_insights": f"{GROUP}/i",
            "public_network_access": "Disabled",
            "serverless_compute": {"custom_subnet": f"{GROUP}/s", "no_public_ip": True},
            "encryption": {"key_vault_id": f"{GROUP}/kv", "key_identifier": "https://kv/k", "status": "Enabled"},
            "managed_network": {"isolation_mode": "Disabled"},
            "provision_network_now": False,
            "sku": "Basic",
        },
    ),
    "azurerm_ai_foundry": (
        {"id": WORKSPACE, "location": "westeurope", "public_network_access": "Enabled", "key_vault_id": f"{GROUP}/kv"},
        {
            "type": "workspace",
            "resource_group": "rg",
            "name": "ws",
            "kind": "hub",
            "location": "westeurope",
            "public_network_access": "Enabled",
            "key_vault": f"{GROUP}/kv",
        },
    ),
    "azurerm_ai_foundry_project": (
        {"id": WORKSPACE, "location": "westeurope", "ai_services_hub_id": f"{GROUP}/h", "project_id": "guid"},
        {
            "type": "workspace",
            "resource_group": "rg",
            "name": "ws",
            "kind": "project",
            "location": "westeurope",
            "hub_id": f"{GROUP}/h",
        },
    ),
    "azurerm_machine_learning_compute_cluster": (
        CLUSTER,
        {
            "type": "compute",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "cpu",
            "compute_type": "AmlCompute",
            "location": "westeurope",
            "vm_size": "STANDARD_DS2_V2",
            "vm_priority": "Dedicated",
            "scale": {"min_nodes": 0, "max_nodes": 2, "idle_time_before_scale_down": "PT2M"},
            "admin": {"user_name": "me"},
            "disable_local_auth": False,
            "enable_node_public_ip": False,
            "identity": {"type": "SystemAssigned,UserAssigned", "user_assigned_identities": [f"{GROUP}/u"]},
        },
    ),
    "azurerm_machine_learning_compute_instance": (
        {
            "id": f"{WORKSPACE}/computes/dev",
            "machine_learning_workspace_id": WORKSPACE,
            "virtual_machine_size": "STANDARD_DS2_V2",
            "authorization_type": "personal",
            "assign_to_user": [{"object_id": "o", "tenant_id": "t"}],
            "ssh": [{"public_key": "ssh-rsa AAAA", "username": "azureuser", "port": 50000}],
        },
        {
            "type": "compute",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "dev",
            "compute_type": "ComputeInstance",
            "vm_size": "STANDARD_DS2_V2",
            "authorization_type": "personal",
            "assigned_user": {"object_id": "o", "tenant_id": "t"},
            "ssh": {"admin_public_key": "ssh-rsa AAAA", "public_access": "Enabled"},
        },
    ),
    "azurerm_machine_learning_inference_cluster": (
        {
            "id": f"{WORKSPACE}/computes/aks",
            "machine_learning_workspace_id": WORKSPACE,
            "kubernetes_cluster_id": f"{GROUP}/aks",
            "cluster_purpose": "DevTest",
            "ssl": [{"cert": CANARY, "key": CANARY, "cname": "x.example", "overwrite_existing_domain": False}],
        },
        {
            "type": "compute",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "aks",
            "compute_type": "AKS",
            "resource_id": f"{GROUP}/aks",
            "cluster_purpose": "DevTest",
            "ssl": {"cname": "x.example", "status": "Enabled", "overwrite_existing_domain": False},
        },
    ),
    "azurerm_machine_learning_synapse_spark": (
        {"id": f"{WORKSPACE}/computes/spark", "synapse_spark_pool_id": f"{GROUP}/p", "local_auth_enabled": False},
        {
            "type": "compute",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "spark",
            "compute_type": "SynapseSpark",
            "resource_id": f"{GROUP}/p",
            "disable_local_auth": True,
        },
    ),
    "azurerm_machine_learning_datastore_blobstorage": (
        {
            "id": f"{WORKSPACE}/dataStores/lake",
            "workspace_id": WORKSPACE,
            "storage_container_id": f"{STORAGE}/blobServices/default/containers/raw",
            "service_data_auth_identity": "None",
            "account_key": CANARY,
            "is_default": False,
        },
        {
            "type": "datastore",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "lake",
            "datastore_type": "AzureBlob",
            "account_name": "st",
            "container_name": "raw",
            "service_data_access_identity": "None",
        },
    ),
    "azurerm_machine_learning_datastore_fileshare": (
        {
            "id": f"{WORKSPACE}/dataStores/share",
            "storage_fileshare_id": f"{STORAGE}/fileServices/default/fileshares/home",
            "shared_access_signature": CANARY,
        },
        {
            "type": "datastore",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "share",
            "datastore_type": "AzureFile",
            "account_name": "st",
            "file_share_name": "home",
        },
    ),
    "azurerm_machine_learning_datastore_datalake_gen2": (
        {
            "id": f"{WORKSPACE}/dataStores/gen2",
            "storage_container_id": f"{STORAGE}/blobServices/default/containers/raw",
            "tenant_id": "t",
            "client_id": "c",
            "client_secret": CANARY,
        },
        {
            "type": "datastore",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "gen2",
            "datastore_type": "AzureDataLakeGen2",
            "account_name": "st",
            "filesystem": "raw",
            "credentials": {"type": "ServicePrincipal", "tenant_id": "t", "client_id": "c"},
        },
    ),
    "azurerm_machine_learning_registry": (
        {
            "id": f"{GROUP}/providers/Microsoft.MachineLearningServices/registries/shared",
            "location": "westeurope",
            "public_network_access_enabled": True,
            "main_region": [
                {
                    "location": "westeurope",
                    "storage_account_type": "Standard_LRS",
                    "hns_enabled": False,
                    "system_created_storage_account_id": f"{GROUP}/s",
                }
            ],
            "replication_region": [{"location": "northeurope", "storage_account_type": "Standard_ZRS"}],
        },
        {
            "type": "registry",
            "resource_group": "rg",
            "name": "shared",
            "location": "westeurope",
            "public_network_access": "Enabled",
            "regions": [
                {
                    "location": location,
                    "acr_details": [{"systemCreatedAcrAccount": {"acrAccountSku": "Premium"}}],
                    "storage_account_details": [
                        {
                            "systemCreatedStorageAccount": {
                                "storageAccountHnsEnabled": False,
                                "storageAccountType": account,
                            }
                        }
                    ],
                }
                for location, account in (("westeurope", "Standard_LRS"), ("northeurope", "Standard_ZRS"))
            ],
        },
    ),
    "azurerm_machine_learning_workspace_network_outbound_rule_fqdn": (
        {"id": f"{WORKSPACE}/outboundRules/pypi", "workspace_id": WORKSPACE, "destination_fqdn": "pypi.example"},
        {
            "type": "outbound_rule",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "pypi",
            "rule_type": "FQDN",
            "destination": "pypi.example",
        },
    ),
    "azurerm_machine_learning_workspace_network_outbound_rule_private_endpoint": (
        {
            "id": f"{WORKSPACE}/outboundRules/lake",
            "service_resource_id": STORAGE,
            "sub_resource_target": "blob",
            "spark_enabled": False,
        },
        {
            "type": "outbound_rule",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "lake",
            "rule_type": "PrivateEndpoint",
            "service_resource_id": STORAGE,
            "subresource_target": "blob",
            "spark_enabled": False,
        },
    ),
    "azurerm_machine_learning_workspace_network_outbound_rule_service_tag": (
        {
            "id": f"{WORKSPACE}/outboundRules/mon",
            "service_tag": "AzureMonitor",
            "protocol": "TCP",
            "port_ranges": "443",
        },
        {
            "type": "outbound_rule",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "mon",
            "rule_type": "ServiceTag",
            "service_tag": "AzureMonitor",
            "protocol": "TCP",
            "port_ranges": "443",
        },
    ),
}


def test_each_type_of_the_table_is_tried():
    assert STATES.keys() == TYPES.keys()


@pytest.mark.parametrize("type_", STATES)
def test_a_resource_of_azurerm_becomes_an_item_that_aml_apply_takes(type_):
    values, expected = STATES[type_]
    found = translated(state(resource(type_, values)))
    assert found["resources"] == [expected]
    assert found["subscription_id"] == SUBSCRIPTION
    items.checked(ESTATE, {"resources": found["resources"]})
    assert {row["reason"] for row in found["untranslated"]} <= {SECRET} and CANARY not in str(found)
    secret = {row["attribute"] for row in found["untranslated"]}
    assert secret == {one for one in TYPES[type_].secrets if CANARY in str(dig(_opened(values), one))}


def _opened(values: dict[str, Any]) -> dict[str, Any]:
    """Blocks as maps."""
    return {
        key: item[0] if isinstance(item, list) and item and isinstance(item[0], dict) else item
        for key, item in values.items()
    }


@pytest.mark.parametrize("type_", TYPES)
def test_each_option_of_the_table_is_one_of_the_module(type_):
    declared = TYPES[type_]
    spec = of_item(ESTATE.kind(declared.noun))
    known = {*spec, *(alias for entry in spec.values() for alias in entry.get("aliases", ()))}
    for one in declared.attributes:
        for option in (one.option, *(option for option, _value in one.along)) if one.option else ():
            outer, _dot, inner = option.partition(".")
            assert outer in known, option
            assert not inner or inner in spec[outer]["options"], option
    assert set(declared.fixed or {}) <= known


@pytest.mark.parametrize(
    ("change", "attribute"),
    [
        ({"new_in_a_later_release": "x"}, "new_in_a_later_release"),
        ({"scale_settings": [{"max_node_count": 2, "surprise": 1}]}, "scale_settings.surprise"),
        ({"identity": [{"type": "Unheard"}]}, "identity.type"),
        ({"two_blocks": [{"a": 1}, {"a": 2}]}, "two_blocks"),
    ],
)
def test_an_attribute_that_has_no_option_is_listed(change, attribute):
    found = translated(state(resource("azurerm_machine_learning_compute_cluster", {**CLUSTER, **change})))
    rows = [row for row in found["untranslated"] if row["reason"] == NO_OPTION]
    assert [row["attribute"] for row in rows] == [attribute]
    assert rows[0]["address"] == "azurerm_machine_learning_compute_cluster.one"


def test_that_a_datastore_is_the_default_one_is_listed():
    values, expected = STATES["azurerm_machine_learning_datastore_blobstorage"]
    found = translated(
        state(resource("azurerm_machine_learning_datastore_blobstorage", {**values, "is_default": True}))
    )
    assert found["resources"] == [expected]
    assert {"is_default", "account_key"} == {row["attribute"] for row in found["untranslated"]}


def test_a_body_of_azapi_becomes_options_and_what_is_not_declared_goes_along():
    body = {
        "kind": "Managed",
        "properties": {"authMode": "Key", "brandNew": {"a": 1}, "keys": {"primaryKey": CANARY}},
        "beside": 1,
    }
    endpoint = azapi(
        "workspaces/onlineEndpoints",
        f"{WORKSPACE}/onlineEndpoints/score",
        body,
        location="westeurope",
        tags={"a": "b"},
        identity=[{"type": "UserAssigned", "identity_ids": [f"{GROUP}/u"]}],
        output={"x": 1},
    )
    found = translated(state(endpoint))
    assert found["resources"] == [
        {
            "type": "online_endpoint",
            "resource_group": "rg",
            "workspace": "ws",
            "name": "score",
            "location": "westeurope",
            "tags": {"a": "b"},
            "identity": {"type": "UserAssigned", "user_assigned_identities": [f"{GROUP}/u"]},
            "kind": "Managed",
            "auth_mode": "Key",
            "extra_properties": {"brandNew": {"a": 1}},
        }
    ]
    assert [(row["attribute"], row["reason"]) for row in found["untranslated"]] == [
        ("body.properties.keys.primaryKey", SECRET),
        ("body.beside", NO_OPTION),
    ]
    items.checked(ESTATE, found)


def test_a_secret_in_a_body_is_listed_wherever_it_is_and_never_masked_into_an_item():
    body = {
        "properties": {
            "category": "CustomKeys",
            "authType": "CustomKeys",
            "target": "https://x",
            "credentials": {"keys": {"a": CANARY}},
            "metadata": {"region": "eu", "password": CANARY},
        }
    }
    found = translated(state(azapi("workspaces/connections", f"{WORKSPACE}/connections/own", json.dumps(body))))
    (item,) = found["resources"]
    assert item["category"] == "CustomKeys" and CANARY not in str(found) and MASK not in str(item)
    assert item["metadata"] == {"region": "eu"}
    assert {row["reason"] for row in found["untranslated"]} == {SECRET}
    assert "metadata.password" in str(found["untranslated"]) and "credentials.keys" in str(found["untranslated"])
    items.checked(ESTATE, found)


def test_what_an_element_of_a_list_says_that_no_option_has_is_listed():
    regions = [{"location": "westeurope", "brandNew": 1}]
    path = f"{GROUP}/providers/Microsoft.MachineLearningServices/registries/shared"
    found = translated(state(azapi("registries", path, {"properties": {"regionDetails": regions}})))
    assert [row["attribute"] for row in found["untranslated"]] == ["body.properties.regionDetails[0]"]


def test_modules_are_looked_into_and_data_sources_are_not():
    inner = {"address": "module.a", "resources": [resource("azurerm_machine_learning_compute_cluster", CLUSTER)]}
    data = {**resource("azurerm_machine_learning_workspace", {"id": WORKSPACE}), "mode": "data"}
    nested = {"address": "module.b", "child_modules": [inner]}
    found = translated(state(data, child_modules=[nested]))
    assert [item["name"] for item in found["resources"]] == ["cpu"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (resource("azurerm_resource_group", {"id": GROUP}), NOT_OURS),
        (resource("azapi_resource", {"type": "Microsoft.Storage/storageAccounts@2023-01-01", "id": STORAGE}), NOT_OURS),
        (resource("azurerm_machine_learning_new_thing", {"id": WORKSPACE}), "does not know"),
        (resource("azapi_update_resource", {"id": WORKSPACE}), "does not know"),
        (resource("azurerm_machine_learning_workspace", {"name": "ws"}), "no id yet"),
        (azapi("workspaces/newThings", f"{WORKSPACE}/newThings/x", {}), "no kind for"),
        (azapi("workspaces/computes", f"{WORKSPACE}/computes/x", "{"), "no JSON"),
        (azapi("workspaces/computes", "nonsense", {}), "not the id"),
    ],
)
def test_a_resource_that_cannot_be_translated_is_listed_with_the_reason(given, reason):
    found = translated(state(given))
    assert found["resources"] == [] and found["subscription_id"] is None
    (row,) = found["untranslated"]
    assert reason in row["reason"] and row["attribute"] is None and row["address"] == given["address"]


def test_a_plan_tells_where_what_is_not_there_yet_will_be():
    values = {key: value for key, value in CLUSTER.items() if key != "id"}
    given = state(resource("azurerm_machine_learning_compute_cluster", values))
    given["planned_values"] = given.pop("values")
    (item,) = translated(given)["resources"]
    assert (item["resource_group"], item["workspace"], item["name"]) == ("rg", "ws", "cpu")


def test_of_several_subscriptions_one_is_chosen():
    other = json.loads(json.dumps(CLUSTER).replace(SUBSCRIPTION, SUBSCRIPTION[:-1] + "b"))
    given = state(
        resource("azurerm_machine_learning_compute_cluster", CLUSTER),
        resource("azurerm_machine_learning_compute_cluster", other, "two"),
    )
    with pytest.raises(InputError, match=f"subscription_id: is required.*{SUBSCRIPTION}, "):
        translated(given)
    found = translated(given, SUBSCRIPTION.upper())
    assert len(found["resources"]) == 1
    assert [row["address"] for row in found["untranslated"] if "is in the subscription" in row["reason"]] == [
        "azurerm_machine_learning_compute_cluster.two"
    ]


@pytest.mark.parametrize("given", ["{", "[]", [], {}, {"version": 4, "resources": []}, 7])
def test_what_is_no_output_of_terraform_show_is_refused_and_not_quoted(given):
    with pytest.raises(InputError, match="terraform show"):
        translated(given)


def test_an_empty_state_has_nothing():
    empty = {"format_version": "1.0"}
    assert translated(empty) == {"resources": [], "untranslated": [], "subscription_id": None}
