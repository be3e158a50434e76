#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_workspace_info
short_description: Read the workspaces of a resource group or of a subscription
version_added: 0.1.0
description:
  - Returns one workspace, or lists those of a resource group or of the whole subscription.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.reader
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.fields
options:
  resource_group:
    description:
      - The resource group to look in. When omitted, all workspaces of the subscription are listed.
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  name:
    description:
      - The name of the workspace to read. When omitted, they are listed. Needs O(resource_group).
    type: str
  kind:
    description:
      - Which kind to list. Query C(kind).
    type: str
    choices:
      - default
      - hub
      - project
      - featurestore
seealso:
  - module: mlops.azureml.aml_workspace
  - module: mlops.azureml.aml_discovery_info
"""

EXAMPLES = r"""
---
- name: Read one workspace
  mlops.azureml.aml_workspace_info:
    resource_group: rg-ml
    name: ml-prod

- name: List the workspaces of a resource group
  mlops.azureml.aml_workspace_info:
    resource_group: rg-ml

- name: List the hubs of the subscription
  mlops.azureml.aml_workspace_info:
    kind: hub
"""

RETURN = r"""
---
workspaces:
  description:
    - The workspaces found. Each has the names and forms of the options of M(mlops.azureml.aml_workspace).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the workspace.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLe\
        arningServices/workspaces/ml-prod"
    resource_group:
      description:
        - See O(mlops.azureml.aml_workspace#module:resource_group).
      type: str
      sample: rg-ml
    name:
      description:
        - See O(mlops.azureml.aml_workspace#module:name).
      type: str
      sample: ml-prod
    location:
      description:
        - See O(mlops.azureml.aml_workspace#module:location).
      type: str
      sample: westeurope
    kind:
      description:
        - See O(mlops.azureml.aml_workspace#module:kind).
      type: str
      sample: default
    identity:
      description:
        - See O(mlops.azureml.aml_workspace#module:identity).
      type: dict
      sample:
        type: SystemAssigned
    identity_principal_id:
      description:
        - The principal of the system-assigned identity, to grant roles to. REST name C(identity.principalId).
      type: str
      sample: 057a668d-6185-5788-b89c-cc194c7a0607
    identity_tenant_id:
      description:
        - The directory of that principal. REST name C(identity.tenantId).
      type: str
      sample: 11111111-1111-1111-1111-111111111111
    sku:
      description:
        - See O(mlops.azureml.aml_workspace#module:sku).
      type: str
      sample: Basic
    tags:
      description:
        - See O(mlops.azureml.aml_workspace#module:tags).
      type: dict
      sample:
        team: churn
    friendly_name:
      description:
        - See O(mlops.azureml.aml_workspace#module:friendly_name).
      type: str
      sample: Production
    description:
      description:
        - See O(mlops.azureml.aml_workspace#module:description).
      type: str
      sample: Models in production
    storage_account:
      description:
        - See O(mlops.azureml.aml_workspace#module:storage_account).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Storage/s\
        torageAccounts/stmlprod"
    key_vault:
      description:
        - See O(mlops.azureml.aml_workspace#module:key_vault).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.KeyVault/\
        vaults/kv-ml-prod"
    application_insights:
      description:
        - See O(mlops.azureml.aml_workspace#module:application_insights).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Insights/\
        components/appi-ml-prod"
    container_registry:
      description:
        - See O(mlops.azureml.aml_workspace#module:container_registry).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Container\
        Registry/registries/crmlprod"
    hub_id:
      description:
        - See O(mlops.azureml.aml_workspace#module:hub_id).
      type: str
      sample: null
    associated_workspaces:
      description:
        - See O(mlops.azureml.aml_workspace#module:associated_workspaces).
      type: list
      elements: str
      sample: []
    hbi_workspace:
      description:
        - See O(mlops.azureml.aml_workspace#module:hbi_workspace).
      type: bool
      sample: false
    primary_user_assigned_identity:
      description:
        - See O(mlops.azureml.aml_workspace#module:primary_user_assigned_identity).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.ManagedId\
        entity/userAssignedIdentities/id-ml-prod"
    image_build_compute:
      description:
        - See O(mlops.azureml.aml_workspace#module:image_build_compute).
      type: str
      sample: cpu-cluster
    public_network_access:
      description:
        - See O(mlops.azureml.aml_workspace#module:public_network_access).
      type: str
      sample: Enabled
    allow_public_access_when_behind_vnet:
      description:
        - See O(mlops.azureml.aml_workspace#module:allow_public_access_when_behind_vnet).
      type: bool
      sample: false
    v1_legacy_mode:
      description:
        - See O(mlops.azureml.aml_workspace#module:v1_legacy_mode).
      type: bool
      sample: false
    enable_data_isolation:
      description:
        - See O(mlops.azureml.aml_workspace#module:enable_data_isolation).
      type: bool
      sample: false
    system_datastores_auth_mode:
      description:
        - See O(mlops.azureml.aml_workspace#module:system_datastores_auth_mode).
      type: str
      sample: AccessKey
    enable_service_side_cmk_encryption:
      description:
        - See O(mlops.azureml.aml_workspace#module:enable_service_side_cmk_encryption).
      type: bool
      sample: false
    encryption:
      description:
        - See O(mlops.azureml.aml_workspace#module:encryption).
      type: dict
      sample: null
    managed_network:
      description:
        - See O(mlops.azureml.aml_workspace#module:managed_network).
      type: dict
      sample:
        isolation_mode: Disabled
        firewall_sku: null
        kind: null
        enable_network_monitor: false
        outbound_rules: null
    managed_network_status:
      description:
        - Whether the managed network is there, V(Active) or V(Inactive). REST name
          C(properties.managedNetwork.status.status).
      type: str
      sample: Inactive
    provision_network_now:
      description:
        - See O(mlops.azureml.aml_workspace#module:provision_network_now).
      type: bool
      sample: null
    serverless_compute:
      description:
        - See O(mlops.azureml.aml_workspace#module:serverless_compute).
      type: dict
      sample:
        custom_subnet: null
        no_public_ip: false
    feature_store:
      description:
        - See O(mlops.azureml.aml_workspace#module:feature_store).
      type: dict
      sample: null
    hub_config:
      description:
        - See O(mlops.azureml.aml_workspace#module:hub_config).
      type: dict
      sample: null
    collections_throughput:
      description:
        - See O(mlops.azureml.aml_workspace#module:collections_throughput).
      type: int
      sample: 400
    shared_private_links:
      description:
        - See O(mlops.azureml.aml_workspace#module:shared_private_links).
      type: list
      elements: dict
      sample: []
    provisioning_state:
      description:
        - How far the service is, such as V(Succeeded). REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
    workspace_id:
      description:
        - The id that the service gave the workspace. REST name C(properties.workspaceId).
      type: str
      sample: 00eedd1b-30a0-4a35-b4d8-3a75302a85d6
    tenant_id:
      description:
        - The tenant of the workspace. REST name C(properties.tenantId).
      type: str
      sample: 11111111-1111-1111-1111-111111111111
    discovery_url:
      description:
        - Where the servers of its region are told, see M(mlops.azureml.aml_discovery_info). REST name
          C(properties.discoveryUrl).
      type: str
      sample: https://westeurope.api.azureml.ms/discovery
    mlflow_tracking_uri:
      description:
        - What MLflow takes as its tracking URI. REST name C(properties.mlFlowTrackingUri).
      type: str
      sample: "azureml://westeurope.api.azureml.ms/mlflow/v1.0/subscriptions/00000000-0000-0000-0000-000000000001/res\
        ourceGroups/rg-ml/providers/Microsoft.MachineLearningServices/workspaces/ml-prod"
    notebook_info:
      description:
        - Where its notebooks are kept, in the service's own shape. REST name C(properties.notebookInfo).
      type: dict
      sample:
        fqdn: ml-ml-prod-westeurope-00eedd1b-30a0-4a35-b4d8-3a75302a85d6.westeurope.notebooks.azure.net
        resourceId: 00eedd1b30a04a35b4d83a75302a85d6
    private_endpoint_connections:
      description:
        - The private endpoints that lead to it, in the service's own shape. REST name
          C(properties.privateEndpointConnections).
      type: list
      elements: dict
      sample: []
    private_link_count:
      description:
        - How many private links it has. REST name C(properties.privateLinkCount).
      type: int
      sample: 0
    service_resource_group:
      description:
        - The resource group in which the service keeps what it made for the workspace. REST name
          C(properties.serviceProvisionedResourceGroup).
      type: str
      sample: null
    storage_hns_enabled:
      description:
        - Whether its storage account has a hierarchical namespace. REST name C(properties.storageHnsEnabled).
      type: bool
      sample: false
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import WORKSPACE

TASK = read(WORKSPACE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
