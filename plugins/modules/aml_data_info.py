#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_data_info
short_description: Read the data assets of an Azure Machine Learning workspace or registry
version_added: 0.1.0
description:
  - Returns one version of a data asset, lists its versions, or lists the data assets.
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
      - The resource group of the workspace or registry.
    required: true
  workspace:
    description:
      - The workspace to look in. Either this or O(registry) is needed.
  registry:
    description:
      - The registry to look in. Excludes O(workspace).
    type: str
  name:
    description:
      - The name of the data asset. When omitted, the data assets are listed.
    type: str
  version:
    description:
      - The version to read. When omitted, the versions are listed.
    type: str
  list_view:
    description:
      - Which ones to list. Query C(listViewType).
    type: str
    choices:
      - ActiveOnly
      - ArchivedOnly
      - All
    default: ActiveOnly
  stage:
    description:
      - The stage of the versions to list. Query C(stage).
    type: str
  tag:
    description:
      - The tags of the versions to list, as C(name=value) joined by commas. Query C($tags).
    type: str
seealso:
  - module: mlops.azureml.aml_data
"""

EXAMPLES = r"""
---
- name: Read one version
  mlops.azureml.aml_data_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    version: "1"

- name: List its versions
  mlops.azureml.aml_data_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn

- name: List the data assets
  mlops.azureml.aml_data_info:
    resource_group: rg-ml
    workspace: ml-prod
"""

RETURN = r"""
---
data_assets:
  description:
    - The data assets found. Each has the names and forms of the options of M(mlops.azureml.aml_data).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the data asset.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/data/churn/versions/1"
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
    registry:
      description:
        - The registry, where it is in one.
      type: str
      sample: shared
    name:
      description:
        - The name of the data asset.
      type: str
      sample: churn
    version:
      description:
        - The version of the data asset.
      type: str
      sample: "1"
    type:
      description:
        - See O(mlops.azureml.aml_data#module:type).
      type: str
      sample: uri_folder
    data_uri:
      description:
        - See O(mlops.azureml.aml_data#module:data_uri).
      type: str
      sample: azureml://datastores/workspaceblobstore/paths/churn/2026-11
    referenced_uris:
      description:
        - See O(mlops.azureml.aml_data#module:referenced_uris).
      type: list
      elements: str
      sample:
        - azureml://datastores/workspaceblobstore/paths/churn
    description:
      description:
        - See O(mlops.azureml.aml_data#module:description).
      type: str
      sample: All
    tags:
      description:
        - See O(mlops.azureml.aml_data#module:tags).
      type: dict
      sample:
        month: 2026-11
    properties:
      description:
        - See O(mlops.azureml.aml_data#module:properties).
      type: dict
      sample: {}
    is_anonymous:
      description:
        - See O(mlops.azureml.aml_data#module:is_anonymous).
      type: bool
      sample: false
    is_archived:
      description:
        - Whether it is hidden from lists. REST name C(properties.isArchived).
      type: bool
      sample: false
    latest_version:
      description:
        - Of the data asset as a whole, the version that was made last. REST name C(properties.latestVersion).
      type: str
      sample: '1'
    next_version:
      description:
        - Of the data asset as a whole, what the service would call the next version. REST name
          C(properties.nextVersion).
      type: str
      sample: '2'
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.data import DATA

TASK = read(DATA)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
