#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_registry
short_description: Manage Azure Machine Learning registries
version_added: 0.1.0
description:
  - Creates, changes and deletes a registry, which holds assets that several workspaces share.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.tags
  - mlops.azureml.identity
  - mlops.azureml.wait
  - mlops.azureml.immutable
  - mlops.azureml.extra
  - mlops.azureml.definition
options:
  resource_group:
    description:
      - The resource group of the registry.
    required: true
  name:
    description:
      - The name of the registry, 2 to 33 letters, digits, V(_) and V(-).
      - Required, here or in O(definition).
    type: str
  location:
    description:
      - The main region. When omitted, a new one takes that of the resource group.
      - Cannot be changed later. REST name C(location).
    type: str
  kind:
    description:
      - A word of the service's own for the kind of resource.
      - REST name C(kind).
    type: str
  sku:
    description:
      - The plan, by its name.
      - REST name C(sku.name).
    type: str
  public_network_access:
    description:
      - Whether it can be reached from outside of private networks.
      - REST name C(properties.publicNetworkAccess).
    type: str
    choices:
      - Disabled
      - Enabled
  regions:
    description:
      - The regions that it is in. Needed for a new one. The order does not matter.
      - REST name C(properties.regionDetails).
    type: list
    elements: dict
    suboptions:
      location:
        description:
          - The region. Needed for each.
          - REST name C(properties.regionDetails.location).
        type: str
      acr_details:
        description:
          - Its container registries, in the service's own shape.
          - Only the members given are compared.
          - REST name C(properties.regionDetails.acrDetails).
        type: list
        elements: dict
      storage_account_details:
        description:
          - Its storage accounts, in the service's own shape.
          - Only the members given are compared.
          - REST name C(properties.regionDetails.storageAccountDetails).
        type: list
        elements: dict
  managed_resource_group_identities:
    description:
      - Who may read the resource group that the service makes for the registry.
      - REST name C(properties.managedResourceGroupSettings.assignedIdentities).
    type: list
    elements: dict
    suboptions:
      principal_id:
        description:
          - The object id of a principal. Needed for each.
          - REST name C(properties.managedResourceGroupSettings.assignedIdentities.principalId).
        type: str
  intellectual_property_publisher:
    description:
      - Who publishes protected models with it.
      - Cannot be changed later. REST name C(properties.intellectualPropertyPublisher).
    type: str
  private_endpoint_connections:
    description:
      - All the private endpoints that may lead to the registry, or not. Those that the list does not name are removed.
        The order does not matter.
      - REST name C(properties.registryPrivateEndpointConnections).
    type: list
    elements: dict
    suboptions:
      id:
        description:
          - The resource id of the connection. Needed here.
          - REST name C(properties.registryPrivateEndpointConnections.id).
        type: str
      location:
        description:
          - The region of the registry.
          - REST name C(properties.registryPrivateEndpointConnections.location).
        type: str
      group_ids:
        description:
          - The parts of the registry that it leads to. The order does not matter.
          - REST name C(properties.registryPrivateEndpointConnections.properties.groupIds).
        type: list
        elements: str
      subnet_id:
        description:
          - The subnet of the private endpoint, as a resource id.
          - REST name C(properties.registryPrivateEndpointConnections.properties.privateEndpoint.subnetArmId).
        type: str
      status:
        description:
          - Whether the private endpoint may lead to the registry.
          - "REST name \
            C(properties.registryPrivateEndpointConnections.properties.registryPrivateLinkServiceConnectionState.status)."
        type: str
        choices:
          - Approved
          - Disconnected
          - Pending
          - Rejected
          - Timeout
      description:
        description:
          - Why. The owner of the private endpoint sees it.
          - "REST name \
            C(properties.registryPrivateEndpointConnections.properties.registryPrivateLinkServiceConnectionState.descrip\
            tion)."
        type: str
      actions_required:
        description:
          - What the owner of the private endpoint has to do.
          - "REST name \
            C(properties.registryPrivateEndpointConnections.properties.registryPrivateLinkServiceConnectionState.actions\
            Required)."
        type: str
  state:
    description:
      - Whether the registry is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  force:
    description:
      - Delete it although there are assets in it, and recreate it.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_registry_info
  - module: mlops.azureml.aml_model
  - name: Registries in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/registries
"""

EXAMPLES = r"""
---
- name: Create a registry in one region
  mlops.azureml.aml_registry:
    resource_group: rg-ml
    name: shared
    location: westeurope
    regions:
      - location: westeurope
        acr_details:
          - systemCreatedAcrAccount:
              acrAccountSku: Premium
        storage_account_details:
          - systemCreatedStorageAccount:
              storageAccountType: Standard_LRS

- name: Tag it
  mlops.azureml.aml_registry:
    resource_group: rg-ml
    name: shared
    tags:
      team: churn
"""

RETURN = r"""
---
registry:
  description:
    - The registry after the task. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the registry.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/registries/shared"
    resource_group:
      description:
        - The resource group.
      type: str
      sample: rg-ml
    name:
      description:
        - The name of the registry.
      type: str
      sample: shared
    location:
      description:
        - See O(location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(identity).
      type: dict
      sample:
        type: SystemAssigned
    identity_principal_id:
      description:
        - The id of the system-assigned identity. REST name C(identity.principalId).
      type: str
      sample: 33333333-3333-3333-3333-333333333333
    identity_tenant_id:
      description:
        - The tenant of the system-assigned identity. REST name C(identity.tenantId).
      type: str
      sample: 11111111-1111-1111-1111-111111111111
    tags:
      description:
        - See O(tags).
      type: dict
      sample:
        team: churn
    kind:
      description:
        - See O(kind).
      type: str
      sample: null
    sku:
      description:
        - See O(sku).
      type: str
      sample: null
    public_network_access:
      description:
        - See O(public_network_access).
      type: str
      sample: Enabled
    regions:
      description:
        - See O(regions).
      type: list
      elements: dict
      sample:
        - location: westeurope
          acr_details:
            - systemCreatedAcrAccount:
                acrAccountSku: Premium
          storage_account_details:
            - systemCreatedStorageAccount:
                storageAccountType: Standard_LRS
    managed_resource_group_identities:
      description:
        - See O(managed_resource_group_identities).
      type: list
      elements: str
      sample: []
    intellectual_property_publisher:
      description:
        - See O(intellectual_property_publisher).
      type: str
      sample: null
    managed_resource_group:
      description:
        - The id of the resource group that the service made for it. REST name
          C(properties.managedResourceGroup.resourceId).
      type: str
      sample: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/azureml-rg-shared
    discovery_url:
      description:
        - Where its servers are told. REST name C(properties.discoveryUrl).
      type: str
      sample: https://westeurope.api.azureml.ms/registrymanagement/v1.0/registries/shared/discovery
    ml_flow_registry_uri:
      description:
        - Its address for MLflow. REST name C(properties.mlFlowRegistryUri).
      type: str
      sample: "azureml://westeurope.api.azureml.ms/mlflow/v1.0/subscriptions/00000000-0000-0000-0000-000000000001/res\
        ourceGroups/rg-ml/providers/Microsoft.MachineLearningServices/registries/other"
    private_endpoint_connections:
      description:
        - See O(private_endpoint_connections).
      type: list
      elements: dict
      sample: []
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "tags.team: None -> churn"
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/mfeOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=2025-12-0\
    1"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.registry import REGISTRY

TASK = manage(REGISTRY)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
