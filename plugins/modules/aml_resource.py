#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_resource
short_description: Manage resources of any type
version_added: 0.1.0
description:
  - Creates, changes and deletes a resource of Azure Resource Manager, also of types and with properties that no other
    module knows.
  - What the task does not name is neither compared nor changed. Maps are merged and compared by the members given,
    lists in order, and ids, locations and durations by what they mean.
  - It does not know what cannot be changed and which properties are secret, as a module of the noun does. Prefer
    that.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.wait
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
      - The resource id. Instead of it, O(type) and O(name) can be given.
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
      - The names that belong to O(type), joined by slashes, such as V(ml-prod/cpu-cluster).
    type: str
  body:
    description:
      - The body of the resource, in the service's own shape.
    type: dict
  state:
    description:
      - Whether the resource is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  force:
    description:
      - Delete a resource group, a workspace, an endpoint or a registry although it is not empty, what a workspace
        depends on although one uses it, a compute although it works, and a deployment although its endpoint calls it.
    type: bool
    default: false
notes:
  - An omitted O(api_version) is V(2025-12-01), which is one of Azure Machine Learning. Other providers need their
    own.
  - The service does not show secrets. What looks like one in O(body) is sent with every write, and is neither compared
    nor shown, so a secret that changed alone changes nothing.
  - The values of C(environmentVariables) and C(headers), and of the C(metadata) of a connection, are compared and not
    shown, because users keep secrets there. A value that a result hides as C(********) can be given back and then stays
    as it is.
seealso:
  - module: mlops.azureml.aml_resource_info
  - module: mlops.azureml.aml_rest
"""

EXAMPLES = r"""
---
- name: Create a connection of a workspace
  mlops.azureml.aml_resource:
    resource_group: rg-ml
    type: workspaces/connections
    name: ml-prod/blobs
    body:
      properties:
        category: AzureBlob
        authType: AAD
        target: https://stmlprod.blob.core.windows.net/

- name: Change one property of a workspace
  mlops.azureml.aml_resource:
    resource_group: rg-ml
    type: workspaces
    name: ml-prod
    body:
      properties:
        friendlyName: Production

- name: Begin to create a storage account and do not wait for it
  mlops.azureml.aml_resource:
    resource_group: rg-ml
    type: Microsoft.Storage/storageAccounts
    name: stmlarchive
    api_version: "2023-05-01"
    body:
      location: westeurope
      kind: StorageV2
      sku:
        name: Standard_GRS
      properties:
        minimumTlsVersion: TLS1_2
    wait: false

- name: Show what a change of an account's redundancy would do
  mlops.azureml.aml_resource:
    resource_group: rg-ml
    type: Microsoft.Storage/storageAccounts
    name: stmlprod
    api_version: "2023-05-01"
    body:
      sku:
        name: Standard_GRS
  check_mode: true
  diff: true

- name: Delete the connection
  mlops.azureml.aml_resource:
    resource_group: rg-ml
    type: workspaces/connections
    name: ml-prod/blobs
    state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The resource after the task. Empty when it is absent.
  returned: success
  type: dict
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
        properties:
          category: AzureBlob
          authType: AAD
          target: https://stmlprod.blob.core.windows.net/
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - it is absent
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Machin\
    eLearningServices/locations/westeurope/computeOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=\
    2025-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.any import ANY

TASK = manage(ANY)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
