#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_registry_info
short_description: Read Azure Machine Learning registries
version_added: 0.1.0
description:
  - Returns one registry, or lists those of a resource group or of the subscription.
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
      - The resource group to look in. When omitted, all of the subscription.
  name:
    description:
      - The name of the registry. When omitted, they are listed.
    type: str
seealso:
  - module: mlops.azureml.aml_registry
"""

EXAMPLES = r"""
---
- name: Read one registry
  mlops.azureml.aml_registry_info:
    resource_group: rg-ml
    name: shared

- name: List the registries of the subscription
  mlops.azureml.aml_registry_info:
"""

RETURN = r"""
---
registries:
  description:
    - The registries found. Each has the names and forms of the options of M(mlops.azureml.aml_registry).
  returned: success
  type: list
  elements: dict
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
        - See O(mlops.azureml.aml_registry#module:location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(mlops.azureml.aml_registry#module:identity).
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
        - See O(mlops.azureml.aml_registry#module:tags).
      type: dict
      sample:
        team: churn
    kind:
      description:
        - See O(mlops.azureml.aml_registry#module:kind).
      type: str
      sample: null
    sku:
      description:
        - See O(mlops.azureml.aml_registry#module:sku).
      type: str
      sample: null
    public_network_access:
      description:
        - See O(mlops.azureml.aml_registry#module:public_network_access).
      type: str
      sample: Enabled
    regions:
      description:
        - See O(mlops.azureml.aml_registry#module:regions).
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
        - See O(mlops.azureml.aml_registry#module:managed_resource_group_identities).
      type: list
      elements: str
      sample: []
    intellectual_property_publisher:
      description:
        - See O(mlops.azureml.aml_registry#module:intellectual_property_publisher).
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
        ourceGroups/rg-ml/providers/Microsoft.MachineLearningServices/registries/shared"
    private_endpoint_connections:
      description:
        - See O(mlops.azureml.aml_registry#module:private_endpoint_connections).
      type: list
      elements: dict
      sample: []
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.registry import REGISTRY

TASK = read(REGISTRY)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
