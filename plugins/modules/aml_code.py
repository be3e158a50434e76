#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_code
short_description: Manage code assets of an Azure Machine Learning workspace or registry
version_added: 0.1.0
description:
  - Creates, changes, archives and deletes a version of a code asset, which is a folder of source files that jobs and
    deployments run.
  - O(path) uploads the files, once for the same content. Files that are in storage already are named by O(code_uri).
    Other files take a new version.
  - Without O(version) the task is about the code asset with all its versions.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.tags
  - mlops.azureml.wait
  - mlops.azureml.immutable
  - mlops.azureml.extra
options:
  resource_group:
    description:
      - The resource group of the workspace or registry.
    required: true
  workspace:
    description:
      - The workspace that the code asset belongs to. Either this or O(registry) is needed.
  registry:
    description:
      - The registry that the code asset belongs to. Excludes O(workspace).
    type: str
  name:
    description:
      - The name of the code asset.
    type: str
    required: true
  version:
    description:
      - The version. When omitted, the task is about all versions together.
    type: str
  code_uri:
    description:
      - Where the folder is, as the URL of a blob folder.
      - Cannot be changed later. REST name C(properties.codeUri).
    type: str
  path:
    description:
      - A folder, or a file, of the machine that the task runs on, in place of O(code_uri). A relative path is relative
        to the playbook's folder.
      - It is hashed as the Azure CLI hashes it, and uploaded when no code in the workspace has that hash. The hash
        stays in O(properties) as C(hash_sha256). Other content than that of the version is a change of O(code_uri),
        which cannot be.
      - What a file C(.amlignore) in the folder names is left out, or without that file what C(.gitignore) names.
    type: path
  description:
    description:
      - What the code asset is for.
      - REST name C(properties.description).
    type: str
  tags:
    description:
      - The tags, as names and values. Values become text. REST name C(properties.tags).
      - Tags that the task does not name are left alone, unless O(purge_tags=true).
  properties:
    description:
      - Free properties, as names and values. They are merged like O(tags).
      - REST name C(properties.properties).
    type: dict
  is_anonymous:
    description:
      - Whether the service made the version for one job alone.
      - Cannot be changed later. REST name C(properties.isAnonymous).
    type: bool
  state:
    description:
      - Whether the version is to be there.
      - V(archived) hides it from lists. It stays usable, and V(present) shows it again.
    type: str
    choices:
      - present
      - absent
      - archived
    default: present
seealso:
  - module: mlops.azureml.aml_code_info
  - module: mlops.azureml.aml_online_deployment
  - name: Code versions in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/code-versions
"""

EXAMPLES = r"""
---
- name: Register a folder of source files
  mlops.azureml.aml_code:
    resource_group: rg-ml
    workspace: ml-prod
    name: scoring
    version: "1"
    code_uri: https://stmlprod.blob.core.windows.net/code/scoring

- name: Describe it
  mlops.azureml.aml_code:
    resource_group: rg-ml
    workspace: ml-prod
    name: scoring
    version: "1"
    description: Scores customers

- name: Upload a folder beside the playbook, and register it
  mlops.azureml.aml_code:
    resource_group: rg-ml
    workspace: ml-prod
    name: training
    version: "1"
    path: src
"""

RETURN = r"""
---
code:
  description:
    - The code asset after the task. Empty when it is absent.
  returned: success
  type: dict
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
        - See O(code_uri).
      type: str
      sample: https://stmlprod.blob.core.windows.net/code/scoring
    description:
      description:
        - See O(description).
      type: str
      sample: All
    tags:
      description:
        - See O(tags).
      type: dict
      sample: {}
    properties:
      description:
        - See O(properties).
      type: dict
      sample:
        hash_sha256: "0000000000000000000000000000000000000000000000000000000000000000"
        hash_version: '202208'
    is_anonymous:
      description:
        - See O(is_anonymous).
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
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "description: None -> Scores customers"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.code import CODE

TASK = manage(CODE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
