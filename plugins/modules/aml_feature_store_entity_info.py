#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_feature_store_entity_info
short_description: Read the entities of an Azure Machine Learning feature store
version_added: 0.1.0
description:
  - Returns one version of an entity, lists its versions, or lists the entities.
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
      - The resource group of the feature store.
    required: true
  workspace:
    description:
      - The feature store to look in.
    required: true
  name:
    description:
      - The name of the entity. When omitted, the entities are listed.
    type: str
  version:
    description:
      - The version to read. When omitted, the versions are listed.
    type: str
  stage:
    description:
      - The stage of the versions to list. Query C(stage).
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
  tag:
    description:
      - A tag that those to list have, as C(name) or C(name=value). Query C(tags).
    type: str
  created_by:
    description:
      - Who made those to list. Query C(createdBy).
    type: str
seealso:
  - module: mlops.azureml.aml_feature_store_entity
"""

EXAMPLES = r"""
---
- name: Read one version
  mlops.azureml.aml_feature_store_entity_info:
    resource_group: rg-ml
    workspace: features
    name: account
    version: "1"

- name: List the versions
  mlops.azureml.aml_feature_store_entity_info:
    resource_group: rg-ml
    workspace: features
    name: account

- name: List the entities
  mlops.azureml.aml_feature_store_entity_info:
    resource_group: rg-ml
    workspace: features
"""

RETURN = r"""
---
feature_store_entities:
  description:
    - The entities found. Each has the names and forms of the options of M(mlops.azureml.aml_feature_store_entity).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the entity.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/features/featurestoreEntities/account/versions/1"
    resource_group:
      description:
        - The resource group.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace.
      type: str
      sample: features
    name:
      description:
        - The name of the entity.
      type: str
      sample: account
    version:
      description:
        - The version of the entity.
      type: str
      sample: "1"
    index_columns:
      description:
        - See O(mlops.azureml.aml_feature_store_entity#module:index_columns).
      type: list
      elements: dict
      sample:
        - name: accountID
          type: String
    stage:
      description:
        - See O(mlops.azureml.aml_feature_store_entity#module:stage).
      type: str
      sample: Development
    description:
      description:
        - See O(mlops.azureml.aml_feature_store_entity#module:description).
      type: str
      sample: An account
    tags:
      description:
        - See O(mlops.azureml.aml_feature_store_entity#module:tags).
      type: dict
      sample:
        team: churn
    properties:
      description:
        - See O(mlops.azureml.aml_feature_store_entity#module:properties).
      type: dict
      sample: {}
    is_anonymous:
      description:
        - See O(mlops.azureml.aml_feature_store_entity#module:is_anonymous).
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
        - Of the entity as a whole, the version that was made last. REST name C(properties.latestVersion).
      type: str
      sample: '1'
    next_version:
      description:
        - Of the entity as a whole, what the service would call the next version. REST name C(properties.nextVersion).
      type: str
      sample: 2026-11-26-07-04-01-2945160
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.feature_store_entity import FEATURE_STORE_ENTITY

TASK = read(FEATURE_STORE_ENTITY)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
