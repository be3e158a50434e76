#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_data
short_description: Manage data assets of an Azure Machine Learning workspace or registry
version_added: 0.1.0
description:
  - Creates, changes, archives and deletes a version of a data asset, which is a name for a file, a folder or a table.
  - Where the data is cannot be changed. Other data takes a new version. The data itself is written only where O(path)
    uploads it, and never deleted.
  - Without O(version) the task is about the data asset with all its versions, which has a description and tags and can
    be archived itself.
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
  - mlops.azureml.definition
options:
  resource_group:
    description:
      - The resource group of the workspace or registry.
    required: true
  workspace:
    description:
      - The workspace that the data asset belongs to. Either this or O(registry) is needed.
  registry:
    description:
      - The registry that the data asset belongs to. Excludes O(workspace).
    type: str
  name:
    description:
      - The name of the data asset.
      - Required, here or in O(definition).
    type: str
  version:
    description:
      - The version. When omitted, the task is about all versions together.
    type: str
  type:
    description:
      - Whether it is a file, a folder or a table. Needed for a new one.
      - Cannot be changed later. REST name C(properties.dataType).
    type: str
    aliases:
      - data_type
    choices:
      - mltable
      - uri_file
      - uri_folder
  data_uri:
    description:
      - Where the data is, as a path in a datastore or as a URL. This or O(path) is needed for a new version.
      - Cannot be changed later. REST name C(properties.dataUri).
    type: str
  path:
    description:
      - A file, or a folder, of the machine that the task runs on, in place of O(data_uri). A relative path is relative
        to the playbook's folder.
      - It is hashed as the Azure CLI hashes it, and uploaded to O(datastore) unless the same content is there already.
        In a registry it is uploaded to a place that the service gives, and the hash stays in
        O(properties). Other content than that of
        the version is a change of O(data_uri), which cannot be.
      - What a file C(.amlignore) in the folder names is left out, or without that file what C(.gitignore) names.
      - With O(type=uri_file) it is a file, else a folder.
    type: path
  datastore:
    description:
      - The datastore of the workspace that O(path) is uploaded to. It must hold blobs, and have a key or a shared
        access signature. When omitted, it is V(workspaceblobstore).
    type: str
  referenced_uris:
    description:
      - Where the files are that the table is made of.
      - Only for O(type=mltable). Cannot be changed later. REST name C(properties.referencedUris).
    type: list
    elements: str
  description:
    description:
      - What the data asset is for.
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
  - module: mlops.azureml.aml_data_info
  - module: mlops.azureml.aml_datastore
  - name: Data versions in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/data-versions
"""

EXAMPLES = r"""
---
- name: Register a folder
  mlops.azureml.aml_data:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    version: "1"
    type: uri_folder
    data_uri: azureml://datastores/workspaceblobstore/paths/churn/2026-11
    tags:
      month: "2026-11"

- name: Describe it
  mlops.azureml.aml_data:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    version: "1"
    description: Customers of November

- name: Upload a file beside the playbook, and register it
  mlops.azureml.aml_data:
    resource_group: rg-ml
    workspace: ml-prod
    name: holidays
    version: "1"
    type: uri_file
    path: data/holidays.csv

- name: Hide it from lists
  mlops.azureml.aml_data:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    version: "1"
    state: archived
"""

RETURN = r"""
---
data:
  description:
    - The data asset after the task. Empty when it is absent.
  returned: success
  type: dict
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
        - See O(type).
      type: str
      sample: uri_folder
    data_uri:
      description:
        - See O(data_uri).
      type: str
      sample: azureml://datastores/workspaceblobstore/paths/churn/2026-11
    referenced_uris:
      description:
        - See O(referenced_uris).
      type: list
      elements: str
      sample:
        - azureml://datastores/workspaceblobstore/paths/churn
    description:
      description:
        - See O(description).
      type: str
      sample: All
    tags:
      description:
        - See O(tags).
      type: dict
      sample:
        month: 2026-11
    properties:
      description:
        - See O(properties).
      type: dict
      sample: {}
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
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "description: None -> Customers of November"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.data import DATA

TASK = manage(DATA)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
