#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_workspace
short_description: Manage Azure Machine Learning workspaces, hubs, projects and feature stores
version_added: 0.1.0
description:
  - Creates, changes, deletes and purges a workspace of Azure Machine Learning.
  - What it depends on must be there before, see M(mlops.azureml.aml_dependencies).
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.identity
  - mlops.azureml.tags
  - mlops.azureml.wait
  - mlops.azureml.immutable
  - mlops.azureml.extra
  - mlops.azureml.definition
options:
  resource_group:
    description:
      - The resource group that the workspace is in.
    required: true
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  name:
    description:
      - The name of the workspace, 2 to 33 letters, digits, V(-) and V(_).
      - Required, here or in O(definition).
    type: str
  location:
    description:
      - The Azure region, such as V(westeurope), in any spelling. When omitted, a new workspace gets the resource
        group's.
      - Cannot be changed later. REST name C(location).
    type: str
  kind:
    description:
      - What kind of workspace it is. A project belongs to a hub, see O(hub_id).
      - Cannot be changed later. REST name C(kind).
    type: str
    choices:
      - default
      - hub
      - project
      - featurestore
  identity:
    description:
      - The managed identity as which the workspace acts. A new workspace gets a system-assigned one when this is
        omitted. REST name C(identity).
  sku:
    description:
      - The tier of the workspace, such as V(Basic).
      - REST name C(sku.name).
    type: str
  friendly_name:
    description:
      - The name that people see.
      - REST name C(properties.friendlyName).
    type: str
  description:
    description:
      - What the workspace is for.
      - REST name C(properties.description).
    type: str
  storage_account:
    description:
      - The resource id of the storage account that keeps its files. A new workspace of the kind V(default), V(hub) or
        V(featurestore) needs one.
      - Cannot be changed later. REST name C(properties.storageAccount).
    type: str
  key_vault:
    description:
      - The resource id of the key vault that keeps its secrets. A new workspace of the kind V(default), V(hub) or
        V(featurestore) needs one.
      - Cannot be changed later. REST name C(properties.keyVault).
    type: str
  application_insights:
    description:
      - The resource id of the Application Insights component that takes its telemetry.
      - REST name C(properties.applicationInsights).
    type: str
  container_registry:
    description:
      - The resource id of the container registry that keeps its images. Without one the service makes its own when it
        builds the first image.
      - REST name C(properties.containerRegistry).
    type: str
  hub_id:
    description:
      - The resource id of the hub that a project belongs to.
      - Cannot be changed later. REST name C(properties.hubResourceId).
    type: str
  associated_workspaces:
    description:
      - The resource ids of the workspaces that a hub or a feature store serves.
      - REST name C(properties.associatedWorkspaces).
    type: list
    elements: str
  hbi_workspace:
    description:
      - Whether it holds data of high business impact, so that less diagnostic data is sent to Microsoft.
      - Cannot be changed later. REST name C(properties.hbiWorkspace).
    type: bool
  primary_user_assigned_identity:
    description:
      - The resource id of the user-assigned identity as which the workspace acts. It must be one of
        O(identity.user_assigned_identities).
      - REST name C(properties.primaryUserAssignedIdentity).
    type: str
  image_build_compute:
    description:
      - The name of the compute on which images are built when the container registry is private.
      - REST name C(properties.imageBuildCompute).
    type: str
  public_network_access:
    description:
      - Whether the workspace can be reached from the public internet.
      - REST name C(properties.publicNetworkAccess).
    type: str
    choices:
      - Enabled
      - Disabled
  allow_public_access_when_behind_vnet:
    description:
      - Whether a workspace in a virtual network can be reached from the public internet. Older than
        O(public_network_access).
      - REST name C(properties.allowPublicAccessWhenBehindVnet).
    type: bool
  v1_legacy_mode:
    description:
      - Whether the workspace refuses what needs the public ARM interface of API version 2.
      - REST name C(properties.v1LegacyMode).
    type: bool
  enable_data_isolation:
    description:
      - Whether the data of the projects of a hub are kept apart.
      - Cannot be changed later. REST name C(properties.enableDataIsolation).
    type: bool
  system_datastores_auth_mode:
    description:
      - How the workspace's own datastores are reached.
      - REST name C(properties.systemDatastoresAuthMode).
    type: str
    choices:
      - AccessKey
      - Identity
      - UserDelegationSAS
  enable_service_side_cmk_encryption:
    description:
      - Whether data under a customer-managed key stay in Microsoft's subscription, so that no resources appear in
        yours.
      - Cannot be changed later. REST name C(properties.enableServiceSideCMKEncryption).
    type: bool
  encryption:
    description:
      - Encryption under a key of your own.
      - REST name C(properties.encryption).
    type: dict
    suboptions:
      status:
        description:
          - Whether it is encrypted so. Needed for a new workspace.
          - Cannot be changed later. REST name C(properties.encryption.status).
        type: str
        choices:
          - Enabled
          - Disabled
      key_vault_id:
        description:
          - The resource id of the key vault with the key. Needed for a new workspace.
          - REST name C(properties.encryption.keyVaultProperties.keyVaultArmId).
        type: str
      key_identifier:
        description:
          - The URL of the key with its version. It can be rotated. Needed for a new workspace.
          - REST name C(properties.encryption.keyVaultProperties.keyIdentifier).
        type: str
      identity_client_id:
        description:
          - The client id of the user-assigned identity that reads the key.
          - REST name C(properties.encryption.keyVaultProperties.identityClientId).
        type: str
      user_assigned_identity:
        description:
          - The resource id of the user-assigned identity that reads the key. When omitted, the workspace's
            system-assigned identity does.
          - Cannot be changed later. REST name C(properties.encryption.identity.userAssignedIdentity).
        type: str
      cosmos_db_id:
        description:
          - The resource id of a Cosmos DB account of yours to use.
          - Cannot be changed later. REST name C(properties.encryption.cosmosDbResourceId).
        type: str
      search_account_id:
        description:
          - The resource id of a search service of yours to use.
          - Cannot be changed later. REST name C(properties.encryption.searchAccountResourceId).
        type: str
      storage_account_id:
        description:
          - The resource id of a storage account of yours to use.
          - Cannot be changed later. REST name C(properties.encryption.storageAccountResourceId).
        type: str
  managed_network:
    description:
      - The virtual network that the service manages for the computes of the workspace.
      - REST name C(properties.managedNetwork).
    type: dict
    suboptions:
      isolation_mode:
        description:
          - What the computes may reach. A network that is on cannot be switched off.
          - REST name C(properties.managedNetwork.isolationMode).
        type: str
        choices:
          - Disabled
          - AllowInternetOutbound
          - AllowOnlyApprovedOutbound
      firewall_sku:
        description:
          - The tier of the firewall for outbound rules with host names.
          - REST name C(properties.managedNetwork.firewallSku).
        type: str
        choices:
          - Basic
          - Standard
      kind:
        description:
          - The generation of the managed network.
          - REST name C(properties.managedNetwork.managedNetworkKind).
        type: str
        choices:
          - V1
          - V2
      enable_network_monitor:
        description:
          - Whether the network is monitored.
          - REST name C(properties.managedNetwork.enableNetworkMonitor).
        type: bool
      outbound_rules:
        description:
          - The outbound rules by name, in the service's own shape, each with its C(type) and C(destination). Only the
            members given are compared.
          - REST name C(properties.managedNetwork.outboundRules).
        type: dict
  provision_network_now:
    description:
      - Whether to make the managed network together with the workspace, and not with its first compute.
      - Cannot be changed later. REST name C(properties.provisionNetworkNow).
    type: bool
  serverless_compute:
    description:
      - Where serverless computes run.
      - REST name C(properties.serverlessComputeSettings).
    type: dict
    suboptions:
      custom_subnet:
        description:
          - The resource id of their subnet.
          - REST name C(properties.serverlessComputeSettings.serverlessComputeCustomSubnet).
        type: str
      no_public_ip:
        description:
          - Whether they have no public IP address. Without O(serverless_compute.custom_subnet) this needs a managed
            network.
          - REST name C(properties.serverlessComputeSettings.serverlessComputeNoPublicIP).
        type: bool
  feature_store:
    description:
      - Settings of a workspace of the kind V(featurestore).
      - REST name C(properties.featureStoreSettings).
    type: dict
    suboptions:
      spark_runtime_version:
        description:
          - The version of the Spark runtime, such as V(3.4).
          - REST name C(properties.featureStoreSettings.computeRuntime.sparkRuntimeVersion).
        type: str
      offline_store_connection:
        description:
          - The name of the connection to the offline store.
          - REST name C(properties.featureStoreSettings.offlineStoreConnectionName).
        type: str
      online_store_connection:
        description:
          - The name of the connection to the online store.
          - REST name C(properties.featureStoreSettings.onlineStoreConnectionName).
        type: str
  hub_config:
    description:
      - Settings of a workspace of the kind V(hub).
      - Cannot be changed later. REST name C(properties.workspaceHubConfig).
    type: dict
    suboptions:
      additional_storage_accounts:
        description:
          - The resource ids of storage accounts for its projects. The order does not matter.
          - REST name C(properties.workspaceHubConfig.additionalWorkspaceStorageAccounts).
        type: list
        elements: str
      default_resource_group:
        description:
          - The resource id of the resource group in which its projects are made.
          - REST name C(properties.workspaceHubConfig.defaultWorkspaceResourceGroup).
        type: str
  collections_throughput:
    description:
      - The throughput of the Cosmos DB collections, in request units a second.
      - REST name C(properties.serviceManagedResourcesSettings.cosmosDb.collectionsThroughput).
    type: int
  shared_private_links:
    description:
      - The private links that the workspace asks others for. The list is complete, its order does not matter.
      - REST name C(properties.sharedPrivateLinkResources).
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name of the link.
          - REST name C(properties.sharedPrivateLinkResources.name).
        type: str
      group_id:
        description:
          - Which part of the target it leads to, such as V(blob).
          - REST name C(properties.sharedPrivateLinkResources.properties.groupId).
        type: str
      private_link_resource_id:
        description:
          - The resource id of the target.
          - REST name C(properties.sharedPrivateLinkResources.properties.privateLinkResourceId).
        type: str
      request_message:
        description:
          - What the owner of the target is told.
          - REST name C(properties.sharedPrivateLinkResources.properties.requestMessage).
        type: str
      status:
        description:
          - The owner's answer.
          - REST name C(properties.sharedPrivateLinkResources.properties.status).
        type: str
        choices:
          - Approved
          - Pending
          - Rejected
          - Disconnected
          - Timeout
  state:
    description:
      - Whether the workspace is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  force:
    description:
      - Whether to delete or recreate a workspace in which there are computes, models or endpoints, and to purge one
        with O(on_soft_deleted=purge).
    type: bool
    default: false
  purge:
    description:
      - Whether O(state=absent) deletes the workspace for good. Otherwise Azure keeps it for 14 days and its name
        stays taken.
    type: bool
    default: false
  on_soft_deleted:
    description:
      - What to do when a deleted workspace of that name is still kept.
      - V(purge) removes it for good before the new one is created. This also needs O(force=true).
      - O(on_immutable=recreate) needs V(purge), because the workspace that it deletes would keep its name.
    type: str
    choices:
      - fail
      - purge
    default: fail
seealso:
  - module: mlops.azureml.aml_workspace_info
  - module: mlops.azureml.aml_dependencies
  - module: mlops.azureml.aml_discovery_info
  - name: Workspaces in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/workspaces
"""

EXAMPLES = r"""
---
- name: Create a workspace
  mlops.azureml.aml_workspace:
    resource_group: rg-ml
    name: ml-dev
    storage_account: "{{ dependencies.ids.storage_account }}"
    key_vault: "{{ dependencies.ids.key_vault }}"
    application_insights: "{{ dependencies.ids.application_insights }}"

- name: Say what it is for
  mlops.azureml.aml_workspace:
    resource_group: rg-ml
    name: ml-dev
    friendly_name: Development
    tags:
      team: churn

- name: Create a workspace for sensitive data that acts as an identity of yours
  mlops.azureml.aml_workspace:
    resource_group: rg-ml
    name: ml-sensitive
    location: westeurope
    hbi_workspace: true
    public_network_access: Disabled
    identity:
      type: UserAssigned
      user_assigned_identities:
        - "{{ dependencies.ids.identity }}"
    primary_user_assigned_identity: "{{ dependencies.ids.identity }}"
    storage_account: "{{ dependencies.ids.storage_account }}"
    key_vault: "{{ dependencies.ids.key_vault }}"

- name: Create a hub and do not wait for it
  mlops.azureml.aml_workspace:
    resource_group: rg-ml
    name: hub-ml
    kind: hub
    storage_account: "{{ dependencies.ids.storage_account }}"
    key_vault: "{{ dependencies.ids.key_vault }}"
    wait: false

- name: Wait for the hub and let its computes reach only what is approved
  mlops.azureml.aml_workspace:
    resource_group: rg-ml
    name: hub-ml
    managed_network:
      isolation_mode: AllowOnlyApprovedOutbound
      outbound_rules:
        weather:
          type: FQDN
          destination: weather.example.com

- name: Show what a change would do
  mlops.azureml.aml_workspace:
    resource_group: rg-ml
    name: ml-dev
    description: Experiments of the churn team
  check_mode: true
  diff: true

- name: Delete a workspace for good
  mlops.azureml.aml_workspace:
    resource_group: rg-ml
    name: ml-sensitive
    purge: true
    state: absent
"""

RETURN = r"""
---
workspace:
  description:
    - The workspace after the task. Empty when it is absent. Every member has the name and the form of the option.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the workspace.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLe\
        arningServices/workspaces/ml-prod"
    resource_group:
      description:
        - See O(resource_group).
      type: str
      sample: rg-ml
    name:
      description:
        - See O(name).
      type: str
      sample: ml-prod
    location:
      description:
        - See O(location).
      type: str
      sample: westeurope
    kind:
      description:
        - See O(kind).
      type: str
      sample: default
    identity:
      description:
        - See O(identity).
      type: dict
      sample:
        type: SystemAssigned
        user_assigned_identities: []
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
        - See O(sku).
      type: str
      sample: Basic
    tags:
      description:
        - See O(tags).
      type: dict
      sample:
        team: churn
    friendly_name:
      description:
        - See O(friendly_name).
      type: str
      sample: Production
    description:
      description:
        - See O(description).
      type: str
      sample: Models in production
    storage_account:
      description:
        - See O(storage_account).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Storage/s\
        torageAccounts/stmlprod"
    key_vault:
      description:
        - See O(key_vault).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.KeyVault/\
        vaults/kv-ml-prod"
    application_insights:
      description:
        - See O(application_insights).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Insights/\
        components/appi-ml-prod"
    container_registry:
      description:
        - See O(container_registry).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Container\
        Registry/registries/crmlprod"
    hub_id:
      description:
        - See O(hub_id).
      type: str
      sample: null
    associated_workspaces:
      description:
        - See O(associated_workspaces).
      type: list
      elements: str
      sample: []
    hbi_workspace:
      description:
        - See O(hbi_workspace).
      type: bool
      sample: false
    primary_user_assigned_identity:
      description:
        - See O(primary_user_assigned_identity).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.ManagedId\
        entity/userAssignedIdentities/id-ml-prod"
    image_build_compute:
      description:
        - See O(image_build_compute).
      type: str
      sample: cpu-cluster
    public_network_access:
      description:
        - See O(public_network_access).
      type: str
      sample: Enabled
    allow_public_access_when_behind_vnet:
      description:
        - See O(allow_public_access_when_behind_vnet).
      type: bool
      sample: false
    v1_legacy_mode:
      description:
        - See O(v1_legacy_mode).
      type: bool
      sample: false
    enable_data_isolation:
      description:
        - See O(enable_data_isolation).
      type: bool
      sample: false
    system_datastores_auth_mode:
      description:
        - See O(system_datastores_auth_mode).
      type: str
      sample: AccessKey
    enable_service_side_cmk_encryption:
      description:
        - See O(enable_service_side_cmk_encryption).
      type: bool
      sample: false
    encryption:
      description:
        - See O(encryption).
      type: dict
      sample: null
    managed_network:
      description:
        - See O(managed_network).
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
        - See O(provision_network_now).
      type: bool
      sample: null
    serverless_compute:
      description:
        - See O(serverless_compute).
      type: dict
      sample:
        custom_subnet: null
        no_public_ip: false
    feature_store:
      description:
        - See O(feature_store).
      type: dict
      sample: null
    hub_config:
      description:
        - See O(hub_config).
      type: dict
      sample: null
    collections_throughput:
      description:
        - See O(collections_throughput).
      type: int
      sample: 400
    shared_private_links:
      description:
        - See O(shared_private_links).
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
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - 'friendly_name: None -> Development'
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Machin\
    eLearningServices/locations/westeurope/workspaceOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-versio\
    n=2025-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import WORKSPACE

TASK = manage(WORKSPACE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
