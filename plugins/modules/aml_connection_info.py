#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_connection_info
short_description: Read the connections of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one connection of a workspace, or lists them. Credentials are never shown.
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
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace to look in.
    required: true
  name:
    description:
      - The name of the connection to read. When omitted, they are listed.
    type: str
  category:
    description:
      - The category of those to list. Query C(category).
    type: str
  target:
    description:
      - The address of those to list. Query C(target).
    type: str
  include_all:
    description:
      - Whether to list those of the hub as well. Query C(includeAll).
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_connection
"""

EXAMPLES = r"""
---
- name: Read one connection
  mlops.azureml.aml_connection_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: lake

- name: List the connections of a category
  mlops.azureml.aml_connection_info:
    resource_group: rg-ml
    workspace: ml-prod
    category: AzureBlob
"""

RETURN = r"""
---
connections:
  description:
    - The connections found. Each has the names and forms of the options of M(mlops.azureml.aml_connection).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the connection.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/connections/lake"
    resource_group:
      description:
        - The resource group.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace.
      type: str
      sample: ml-prod
    name:
      description:
        - The name of the connection.
      type: str
      sample: lake
    category:
      description:
        - See O(mlops.azureml.aml_connection#module:category).
      type: str
      sample: AzureBlob
    target:
      description:
        - See O(mlops.azureml.aml_connection#module:target).
      type: str
      sample: https://stmlprod.blob.core.windows.net/
    credentials:
      description:
        - See O(mlops.azureml.aml_connection#module:credentials).
      type: dict
      sample:
        type: AAD
    metadata:
      description:
        - See O(mlops.azureml.aml_connection#module:metadata).
      type: dict
      sample:
        ApiType: Azure
    expiry_time:
      description:
        - See O(mlops.azureml.aml_connection#module:expiry_time).
      type: str
      sample: null
    is_shared_to_all:
      description:
        - See O(mlops.azureml.aml_connection#module:is_shared_to_all).
      type: bool
      sample: false
    shared_users:
      description:
        - See O(mlops.azureml.aml_connection#module:shared_users).
      type: list
      elements: str
      sample: []
    use_workspace_managed_identity:
      description:
        - See O(mlops.azureml.aml_connection#module:use_workspace_managed_identity).
      type: bool
      sample: null
    pe_requirement:
      description:
        - See O(mlops.azureml.aml_connection#module:pe_requirement).
      type: str
      sample: null
    pe_status:
      description:
        - See O(mlops.azureml.aml_connection#module:pe_status).
      type: str
      sample: null
    group:
      description:
        - The group of its category. REST name C(properties.group).
      type: str
      sample: Azure
    error:
      description:
        - What is wrong with it. REST name C(properties.error).
      type: str
      sample: null
    created_by_workspace:
      description:
        - The resource id of the workspace that made it. REST name C(properties.createdByWorkspaceArmId).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.connection import CONNECTION

TASK = read(CONNECTION)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
