# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every type by its own module: the task that makes a resource of it, one that changes it, and its id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .families import ALL, HERE, WORKSPACE_PATH, Family

IMAGE = "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"
ENVIRONMENT_ID = "azureml://registries/azureml/environments/sklearn-1.5/versions/1"
COMMAND = {"jobType": "Command", "command": "python train.py", "environmentId": ENVIRONMENT_ID}
FEATURES = json.dumps(
    {
        "source": {"type": "parquet", "path": "abfss://a@b.dfs.core.windows.net/c"},
        "features": [{"FeatureName": "amount", "DataType": "double"}, {"FeatureName": "count", "DataType": "long"}],
        "indexColumns": [{"ColumnName": "accountID", "DataType": "string"}],
    }
)
CONTAINERS = (
    "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.ContainerService"
)
LLAMA = "azureml://registries/azureml-meta/models/Meta-Llama-3-8B-Instruct"
IN_REGISTRY = {"resource_group": "rg", "registry": "shared"}


def _type(
    name: str,
    module: str,
    path: str,
    made: Mapping[str, Any],
    changed: Mapping[str, Any],
    needs: tuple[str, ...] = (),
    where: Mapping[str, Any] | None = None,
) -> Family:
    """A type whose reader is named after its module. ``path`` is below the workspace or, with a slash first, below the
    resource group's providers.
    """
    named = {option: made[option] for option in ("name", "version") if option in made}
    place = path[1:] if path.startswith("/") else f"workspaces/ws/{path}"
    return Family(name, module, place, made, changed, (f"{module}_info", named), needs, where or HERE)


def _container(noun: str, path: str, whole: Mapping[str, Any]) -> Family:
    """All versions of an asset together. Their own reader lists them, so the container is read as any type is."""
    reader = ("aml_resource_info", {"type": f"workspaces/{path}", "name": f"ws/{whole['name']}"})
    place = f"workspaces/ws/{path}/{whole['name']}"
    return Family(f"{noun}_container", f"aml_{noun}", place, whole, {"description": "Changed"}, reader)


def _asset(noun: str, path: str, made: Mapping[str, Any], **of_all: Any) -> tuple[Family, ...]:
    """A version in a workspace, the same in a registry, and the container of all versions in both.

    :param of_all: what a container of this type needs besides its name.
    """
    name = "churn"
    version = {"name": name, "version": "1", **made}
    whole = {"name": name, "description": "All", **of_all}
    changed = {"description": "Changed"}
    module = f"aml_{noun}"
    return (
        _type(noun, module, f"{path}/{name}/versions/1", version, changed),
        _type(
            f"{noun}_in_registry",
            module,
            f"/registries/shared/{path}/{name}/versions/1",
            version,
            changed,
            ("registry_of_assets",),
            IN_REGISTRY,
        ),
        _container(noun, path, whole),
        Family(
            f"{noun}_container_in_registry",
            module,
            f"registries/shared/{path}/{name}",
            whole,
            changed,
            ("aml_resource_info", {"type": f"registries/{path}", "name": f"shared/{name}"}),
            ("registry_of_assets",),
            IN_REGISTRY,
        ),
    )


_REGION = {
    "location": "westeurope",
    "acr_details": [{"systemCreatedAcrAccount": {"acrAccountSku": "Premium"}}],
    "storage_account_details": [{"systemCreatedStorageAccount": {"storageAccountType": "Standard_LRS"}}],
}
_REGISTRY = {"name": "shared", "location": "westeurope", "regions": [_REGION]}
REGISTRY_OF_ASSETS = _type(
    "registry_of_assets",
    "aml_registry",
    "/registries/shared",
    _REGISTRY,
    {"tags": {"owner": "changed"}},
    where={"resource_group": "rg"},
)
ONLINE_ENDPOINT = _type(
    "online_endpoint",
    "aml_online_endpoint",
    "onlineEndpoints/churn-score",
    {"name": "churn-score", "auth_mode": "Key"},
    {"tags": {"owner": "changed"}},
)
ONLINE_DEPLOYMENT = _type(
    "online_deployment",
    "aml_online_deployment",
    "onlineEndpoints/churn-score/deployments/blue",
    {
        "name": "blue",
        "endpoint_compute_type": "Managed",
        "model": f"{WORKSPACE_PATH}/models/churn/versions/1",
        "instance_type": "Standard_DS3_v2",
        "instance_count": 1,
    },
    {"instance_count": 2},
    ("online_endpoint", "model"),
    {**HERE, "endpoint": "churn-score"},
)
BATCH_ENDPOINT = _type(
    "batch_endpoint",
    "aml_batch_endpoint",
    "batchEndpoints/churn-nightly",
    {"name": "churn-nightly", "auth_mode": "AADToken"},
    {"tags": {"owner": "changed"}},
)
BATCH_DEPLOYMENT = _type(
    "batch_deployment",
    "aml_batch_deployment",
    "batchEndpoints/churn-nightly/deployments/nightly",
    {
        "name": "nightly",
        "model": {"type": "Id", "asset_id": f"{WORKSPACE_PATH}/models/churn/versions/1"},
        "compute": f"{WORKSPACE_PATH}/computes/cpu",
        "mini_batch_size": 5,
    },
    {"mini_batch_size": 7},
    ("batch_endpoint", "model", "compute"),
    {**HERE, "endpoint": "churn-nightly"},
)


def _attached(kind: str, made: Mapping[str, Any], **changed: Any) -> Family:
    """A compute that is attached to the workspace."""
    name = kind.lower()[:16]
    options = {"name": name, "compute_type": kind, **made}
    return _type(f"attached_{name}", "aml_compute", f"computes/{name}", options, changed or {"tags": {"owner": "x"}})


_ACCOUNT = {"user_name": "azureuser", "password": "canary-of-a-machine"}
_SHAPE = {"small": {"resources": {"requests": {"cpu": "1", "memory": "4Gi"}}}}

TYPES = (
    _attached("AKS", {"resource_id": f"{CONTAINERS}/managedClusters/aks", "cluster_purpose": "DevTest"}),
    _attached("DataFactory", {"description": "Copies"}),
    _attached("DataLakeAnalytics", {"data_lake_store_account_name": "lake"}),
    _attached(
        "Databricks",
        {"workspace_url": "https://adb-1.azuredatabricks.net", "databricks_access_token": "canary-of-databricks"},
    ),
    _attached("HDInsight", {"address": "spark.example.com", "administrator_account": _ACCOUNT}),
    _attached(
        "Kubernetes",
        {"resource_id": f"{CONTAINERS}/managedClusters/k8s", "namespace": "ml", "instance_types": _SHAPE},
        instance_types={**_SHAPE, "big": {"resources": {"requests": {"cpu": "8", "memory": "32Gi"}}}},
    ),
    _attached(
        "SynapseSpark",
        {"pool_name": "pool", "spark_version": "3.4", "auto_scale": {"enabled": True, "min_nodes": 3, "max_nodes": 9}},
    ),
    _attached("VirtualMachine", {"address": "10.0.0.4", "ssh_port": 22, "administrator_account": _ACCOUNT}),
    *_asset("environment", "environments", {"image": IMAGE, "conda_file": {"dependencies": ["python=3.11"]}}),
    *_asset(
        "data",
        "data",
        {"data_type": "uri_folder", "data_uri": "azureml://datastores/workspaceblobstore/paths/d"},
        data_type="uri_folder",
    ),
    *_asset(
        "component",
        "components",
        {"component_spec": {"name": "churn", "version": "1", "type": "command", "command": "echo"}},
    ),
    *_asset("model", "models", {"model_uri": "azureml://datastores/workspaceblobstore/paths/churn"})[1:],
    *_asset("code", "codes", {"code_uri": "https://stfaults.blob.core.windows.net/code/churn"}),
    _type(
        "connection_with_key",
        "aml_connection",
        "connections/openai",
        {
            "name": "openai",
            "category": "AzureOpenAI",
            "target": "https://a.openai.azure.com/",
            "credentials": {"type": "ApiKey", "api_key": "canary-of-a-connection"},
        },
        {"target": "https://b.openai.azure.com/"},
    ),
    REGISTRY_OF_ASSETS,
    ONLINE_ENDPOINT,
    ONLINE_DEPLOYMENT,
    BATCH_ENDPOINT,
    BATCH_DEPLOYMENT,
    _type(
        "command_job",
        "aml_job",
        "jobs/train1",
        {
            "name": "train1",
            "job_type": "Command",
            "command": "python train.py",
            "environment_id": ENVIRONMENT_ID,
            "compute_id": f"{WORKSPACE_PATH}/computes/cpu",
            "experiment_name": "churn",
        },
        {"description": "Changed"},
        ("compute",),
    ),
    _type(
        "feature_store_entity",
        "aml_feature_store_entity",
        "featurestoreEntities/account/versions/1",
        {"name": "account", "version": "1", "index_columns": [{"name": "accountID", "type": "String"}]},
        {"stage": "Production"},
    ),
    _container("feature_store_entity", "featurestoreEntities", {"name": "account", "description": "All"}),
    _type(
        "featureset",
        "aml_featureset",
        "featuresets/sums/versions/1",
        {
            "name": "sums",
            "version": "1",
            "entities": ["azureml:account:1"],
            "specification": "azureml://datastores/workspaceblobstore/paths/sums",
            "materialization_settings": {"store_type": "Offline", "spark_configuration": {"spark.driver.cores": 4}},
            "properties": {"featuresetPropertiesVersion": "1", "featuresetProperties": FEATURES},
        },
        {"materialization_settings": {"store_type": "None"}},
        ("feature_store_entity",),
    ),
    _container("featureset", "featuresets", {"name": "sums", "description": "All"}),
    _type(
        "capability_host",
        "aml_capability_host",
        "capabilityHosts/agents",
        {"name": "agents", "description": "Agents", "storage_connections": ["workspaceblobstore"]},
        {"storage_connections": ["workspaceblobstore", "other"]},
    ),
    _type(
        "marketplace_subscription",
        "aml_marketplace_subscription",
        "marketplaceSubscriptions/llama",
        {"name": "llama", "model_id": LLAMA},
        {"model_id": f"{LLAMA}-2", "on_immutable": "recreate"},
    ),
    _type(
        "serverless_endpoint",
        "aml_serverless_endpoint",
        "serverlessEndpoints/llama",
        {"name": "llama", "model_id": LLAMA},
        {"tags": {"owner": "changed"}},
        ("marketplace_subscription",),
    ),
    _type(
        "private_endpoint_connection",
        "aml_private_endpoint_connection",
        "privateEndpointConnections/pe.0f5e1bd2",
        {"name": "pe.0f5e1bd2", "status": "Pending"},
        {"status": "Approved"},
    ),
    _type(
        "outbound_rule",
        "aml_outbound_rule",
        "outboundRules/allow-pypi",
        {"name": "allow-pypi", "rule_type": "FQDN", "destination": "packages.contoso.com"},
        {"destination": "files.contoso.com"},
    ),
    _type(
        "schedule",
        "aml_schedule",
        "schedules/nightly",
        {
            "name": "nightly",
            "trigger": {"type": "Cron", "expression": "0 2 * * *"},
            "action": {"actionType": "CreateJob", "jobDefinition": COMMAND},
            "enabled": False,
        },
        {"trigger": {"type": "Cron", "expression": "0 3 * * *"}},
    ),
)
#: The representatives and every type.
EVERY = (*ALL, *TYPES)
#: What the service has no list of.
UNLISTED = ("capability_host",)
#: What has no provisioning state, so that a deletion does not show while it goes on.
STATELESS = (
    "job",
    "command_job",
    "registry",
    "registry_of_assets",
    "outbound_rule",
    "data_in_registry",
    "data_container_in_registry",
)
BY_NAME = {family.name: family for family in EVERY}
