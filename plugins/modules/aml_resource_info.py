#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_resource_info
short_description: Read resources of any type
version_added: 0.1.0
description:
  - Returns one resource of Azure Resource Manager, or lists them, also of types that no other module knows.
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
      - The resource group of the resource that O(type) and O(name) name. When omitted, they name one of the
        subscription.
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  resource_id:
    description:
      - The resource id, or that of a collection, which has no name at its end. Instead of it, O(type) and O(name) can
        be given.
    type: str
  type:
    description:
      - The type of the resource, such as V(workspaces/computes). It is one of Azure Machine Learning, unless a
        provider comes first, as in V(Microsoft.Storage/storageAccounts).
    type: str
    aliases:
      - resource_type
  name:
    description:
      - The names that belong to O(type), joined by slashes, such as V(ml-prod/cpu-cluster). Without the last one they
        are listed.
    type: str
seealso:
  - module: mlops.azureml.aml_resource
  - module: mlops.azureml.aml_rest
"""

EXAMPLES = r"""
---
- name: Read one resource
  mlops.azureml.aml_resource_info:
    resource_group: rg-ml
    type: workspaces/computes
    name: ml-prod/cpu-cluster

- name: List the computes of a workspace
  mlops.azureml.aml_resource_info:
    resource_group: rg-ml
    type: workspaces/computes
    name: ml-prod

- name: List the storage accounts of a resource group
  mlops.azureml.aml_resource_info:
    resource_group: rg-ml
    type: Microsoft.Storage/storageAccounts
    api_version: "2023-05-01"
"""

RETURN = r"""
---
resources:
  description:
    - The resources found.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLe\
        arningServices/workspaces/ml-prod/connections/blobs"
    name:
      description:
        - The name of the resource.
      type: str
      sample: blobs
    type:
      description:
        - The type of the resource.
      type: str
      sample: Microsoft.MachineLearningServices/workspaces/connections
    body:
      description:
        - The resource in the service's own shape, without what looks like a secret.
      type: dict
      sample:
        id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Storage/sto\
          rageAccounts/stmlprod"
        name: stmlprod
        type: Microsoft.Storage/storageAccounts
        sku:
          name: Standard_LRS
          tier: Standard
        kind: StorageV2
        location: westeurope
        tags: {}
        properties:
          keyCreationTime:
            key1: '********'
            key2: '********'
          allowCrossTenantReplication: false
          privateEndpointConnections: []
          minimumTlsVersion: TLS1_2
          allowBlobPublicAccess: false
          networkAcls:
            ipv6Rules: []
            bypass: AzureServices
            virtualNetworkRules: []
            ipRules: []
            defaultAction: Allow
          supportsHttpsTrafficOnly: true
          encryption:
            services:
              file:
                keyType: Account
                lastEnabledTime: '2026-11-26T07:27:12.9816130Z'
                enabled: true
              blob:
                keyType: Account
                lastEnabledTime: '2026-11-26T07:27:12.9816130Z'
                enabled: true
            keySource: Microsoft.Storage
          accessTier: Hot
          provisioningState: Succeeded
          creationTime: '2026-11-26T07:27:12.9816130Z'
          primaryEndpoints:
            dfs: https://stmlprod.dfs.core.windows.net/
            blob: https://stmlprod.blob.core.windows.net/
            queue: https://stmlprod.queue.core.windows.net/
            table: https://stmlprod.table.core.windows.net/
            file: https://stmlprod.file.core.windows.net/
            web: https://stmlprod.z13.web.core.windows.net/
          primaryLocation: westeurope
          statusOfPrimary: available
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.any import ANY

TASK = read(ANY)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
