#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_code_info
short_description: Read the code assets of an Azure Machine Learning workspace or registry
version_added: 0.1.0
description:
  - Returns one version of a code asset, lists its versions, or lists the code assets.
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
      - The name of the code asset. When omitted, the code assets are listed.
    type: str
  version:
    description:
      - The version to read. When omitted, the versions are listed.
    type: str
  hash:
    description:
      - The hash of the versions to list. Query C(hash).
    type: str
  hash_version:
    description:
      - How O(hash) was made. Query C(hashVersion).
    type: str
seealso:
  - module: mlops.azureml.aml_code
"""

EXAMPLES = r"""
---
- name: Read one version
  mlops.azureml.aml_code_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: scoring
    version: "1"

- name: List the code assets
  mlops.azureml.aml_code_info:
    resource_group: rg-ml
    workspace: ml-prod
"""

RETURN = r"""
---
codes:
  description:
    - The code assets found. Each has the names and forms of the options of M(mlops.azureml.aml_code).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the code asset.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/codes/scoring/versions/1"
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
        - The name of the code asset.
      type: str
      sample: scoring
    version:
      description:
        - The version of the code asset.
      type: str
      sample: "1"
    code_uri:
      description:
        - See O(mlops.azureml.aml_code#module:code_uri).
      type: str
      sample: https://stmlprod.blob.core.windows.net/code/scoring
    description:
      description:
        - See O(mlops.azureml.aml_code#module:description).
      type: str
      sample: All
    tags:
      description:
        - See O(mlops.azureml.aml_code#module:tags).
      type: dict
      sample: {}
    properties:
      description:
        - See O(mlops.azureml.aml_code#module:properties).
      type: dict
      sample:
        hash_sha256: "0000000000000000000000000000000000000000000000000000000000000000"
        hash_version: '202208'
    is_anonymous:
      description:
        - See O(mlops.azureml.aml_code#module:is_anonymous).
      type: bool
      sample: false
    is_archived:
      description:
        - Whether it is hidden from lists. REST name C(properties.isArchived).
      type: bool
      sample: false
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
    latest_version:
      description:
        - Of the code asset as a whole, the version that was made last. REST name C(properties.latestVersion).
      type: str
      sample: '1'
    next_version:
      description:
        - Of the code asset as a whole, what the service would call the next version. REST name
          C(properties.nextVersion).
      type: str
      sample: '2'
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.code import CODE

TASK = read(CODE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
