#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_feature_store_entity
short_description: Manage entities of an Azure Machine Learning feature store
version_added: 0.1.0
description:
  - Creates, changes, archives and deletes a version of an entity, which says by which columns features are joined.
  - The columns of a version cannot be changed. Others take a new version.
  - Without O(version) the task is about the entity with all its versions, which has a description and tags and can be
    archived itself.
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
      - The resource group of the feature store.
    required: true
  workspace:
    description:
      - The feature store, which is a workspace.
    required: true
  name:
    description:
      - The name of the entity.
      - Required, here or in O(definition).
    type: str
  version:
    description:
      - The version. When omitted, the task is about all versions together.
    type: str
  index_columns:
    description:
      - The columns by which features are joined.
      - Cannot be changed later. REST name C(properties.indexColumns).
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name of the column. Needed here.
          - REST name C(properties.indexColumns.columnName).
        type: str
      type:
        description:
          - The type of its values. Needed here.
          - REST name C(properties.indexColumns.dataType).
        type: str
        choices:
          - Binary
          - Boolean
          - Datetime
          - Double
          - Float
          - Integer
          - Long
          - String
  stage:
    description:
      - How far the version has come, such as V(Production).
      - REST name C(properties.stage).
    type: str
  description:
    description:
      - What the entity is.
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
  - module: mlops.azureml.aml_feature_store_entity_info
  - module: mlops.azureml.aml_featureset
  - module: mlops.azureml.aml_workspace
  - name: Feature store entity versions in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/featurestore-entity-versions
"""

EXAMPLES = r"""
---
- name: Register an entity
  mlops.azureml.aml_feature_store_entity:
    resource_group: rg-ml
    workspace: features
    name: account
    version: "1"
    description: An account
    index_columns:
      - name: accountID
        type: String

- name: Say how far it has come
  mlops.azureml.aml_feature_store_entity:
    resource_group: rg-ml
    workspace: features
    name: account
    version: "1"
    stage: Production

- name: Describe all its versions together
  mlops.azureml.aml_feature_store_entity:
    resource_group: rg-ml
    workspace: features
    name: account
    description: Accounts

- name: Delete it, and do not wait for the end
  mlops.azureml.aml_feature_store_entity:
    resource_group: rg-ml
    workspace: features
    name: account
    version: "1"
    state: absent
    wait: false
"""

RETURN = r"""
---
feature_store_entity:
  description:
    - The entity after the task. Empty when it is absent.
  returned: success
  type: dict
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
        - See O(index_columns).
      type: list
      elements: dict
      sample:
        - name: accountID
          type: String
    stage:
      description:
        - See O(stage).
      type: str
      sample: Development
    description:
      description:
        - See O(description).
      type: str
      sample: An account
    tags:
      description:
        - See O(tags).
      type: dict
      sample:
        team: churn
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
      sample: 2026-11-26-07-03-58-9317700
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "stage: Development -> Production"
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/mfeOperationsStatus/fe:5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10:0b2f3c61-6d1c-4c1f\
    -8a45-3d7c1f6a2e90?api-version=2025-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.feature_store_entity import FEATURE_STORE_ENTITY

TASK = manage(FEATURE_STORE_ENTITY)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
