#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_datastore_info
short_description: Read the datastores of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one datastore of a workspace, or lists them. Secrets are never shown.
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
      - The name of the datastore to read. When omitted, they are listed.
    type: str
  is_default:
    description:
      - Whether to list only the default datastore, or only the others. Query C(isDefault).
    type: bool
  names:
    description:
      - The names of the datastores to list. Query C(names).
    type: list
    elements: str
  search:
    description:
      - What the names to list must contain. Query C(searchText).
    type: str
seealso:
  - module: mlops.azureml.aml_datastore
"""

EXAMPLES = r"""
---
- name: Read one datastore
  mlops.azureml.aml_datastore_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: workspaceblobstore

- name: List the datastores of a workspace
  mlops.azureml.aml_datastore_info:
    resource_group: rg-ml
    workspace: ml-prod

- name: Find the default datastore
  mlops.azureml.aml_datastore_info:
    resource_group: rg-ml
    workspace: ml-prod
    is_default: true
"""

RETURN = r"""
---
datastores:
  description:
    - The datastores found. Each has the names and forms of the options of M(mlops.azureml.aml_datastore). It has the
      members of its own type.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the datastore.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLe\
        arningServices/workspaces/ml-prod/datastores/training"
    resource_group:
      description:
        - The resource group of the workspace.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace.
      type: str
      sample: ml-prod
    name:
      description:
        - The name of the datastore.
      type: str
      sample: training
    type:
      description:
        - See O(mlops.azureml.aml_datastore#module:type).
      type: str
      sample: AzureBlob
    description:
      description:
        - See O(mlops.azureml.aml_datastore#module:description).
      type: str
      sample: null
    tags:
      description:
        - See O(mlops.azureml.aml_datastore#module:tags).
      type: dict
      sample:
        owner: partner
    properties:
      description:
        - See O(mlops.azureml.aml_datastore#module:properties).
      type: dict
      sample: {}
    account_name:
      description:
        - See O(mlops.azureml.aml_datastore#module:account_name).
      type: str
      sample: stmlprod
    container_name:
      description:
        - See O(mlops.azureml.aml_datastore#module:container_name).
      type: str
      sample: training
    filesystem:
      description:
        - See O(mlops.azureml.aml_datastore#module:filesystem).
      type: str
      sample: raw
    file_share_name:
      description:
        - See O(mlops.azureml.aml_datastore#module:file_share_name).
      type: str
      sample: notebooks
    store_name:
      description:
        - See O(mlops.azureml.aml_datastore#module:store_name).
      type: str
      sample: adlsgen1
    one_lake_workspace_name:
      description:
        - See O(mlops.azureml.aml_datastore#module:one_lake_workspace_name).
      type: str
      sample: onelake
    artifact:
      description:
        - See O(mlops.azureml.aml_datastore#module:artifact).
      type: dict
      sample:
        name: churn
        type: LakeHouse
    endpoint:
      description:
        - See O(mlops.azureml.aml_datastore#module:endpoint).
      type: str
      sample: core.windows.net
    protocol:
      description:
        - See O(mlops.azureml.aml_datastore#module:protocol).
      type: str
      sample: https
    account_subscription_id:
      description:
        - See O(mlops.azureml.aml_datastore#module:account_subscription_id).
      type: str
      sample: 00000000-0000-0000-0000-000000000001
    account_resource_group:
      description:
        - See O(mlops.azureml.aml_datastore#module:account_resource_group).
      type: str
      sample: rg-ml
    service_data_access_identity:
      description:
        - See O(mlops.azureml.aml_datastore#module:service_data_access_identity).
      type: str
      sample: None
    credentials:
      description:
        - See O(mlops.azureml.aml_datastore#module:credentials).
      type: dict
      sample:
        type: AccountKey
    is_default:
      description:
        - Whether it is the workspace's default datastore. REST name C(properties.isDefault).
      type: bool
      sample: false
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.datastore import DATASTORE

TASK = read(DATASTORE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
