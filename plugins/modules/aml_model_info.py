#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_model_info
short_description: Read the models of an Azure Machine Learning workspace or registry
version_added: 0.1.0
description:
  - Returns one version of a model, or lists models or the versions of one.
  - With O(plane=arm) the list without O(name) is one of models, which have no version of their own.
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
      - The registry to look in. Excludes O(workspace). Only for O(plane=arm).
    type: str
  name:
    description:
      - The name of the model. When omitted, the models are listed.
    type: str
  version:
    description:
      - The version to read. When omitted, the versions are listed.
    type: str
  tag:
    description:
      - The tags that the listed ones must have, such as V(team=churn). Query C(tags).
    type: str
  framework:
    description:
      - The framework that the listed ones must have. Only for O(plane=regional). Query C(framework).
    type: str
  list_view:
    description:
      - Whether to list what is archived. Only for O(plane=arm). Query C(listViewType).
    type: str
    choices:
      - ActiveOnly
      - ArchivedOnly
      - All
    default: ActiveOnly
  stage:
    description:
      - The stage that the listed versions must have. Only for O(plane=arm). Query C(stage).
    type: str
  plane:
    description:
      - Which of the two services to ask, Azure Resource Manager or the regional model management.
    type: str
    choices:
      - arm
      - regional
    default: arm
seealso:
  - module: mlops.azureml.aml_model
"""

EXAMPLES = r"""
---
- name: Read one version of a model
  mlops.azureml.aml_model_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    version: "1"

- name: List the versions of a model, archived ones too
  mlops.azureml.aml_model_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    list_view: All

- name: List the models of a workspace
  mlops.azureml.aml_model_info:
    resource_group: rg-ml
    workspace: ml-prod

- name: List the models of a registry
  mlops.azureml.aml_model_info:
    resource_group: rg-ml
    registry: shared

- name: List the models of the regional service
  mlops.azureml.aml_model_info:
    resource_group: rg-ml
    workspace: ml-prod
    plane: regional
"""

RETURN = r"""
---
models:
  description:
    - The models or versions found. Each has the names and forms of the options of M(mlops.azureml.aml_model).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the version, on the regional plane its name and number.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLe\
        arningServices/workspaces/ml-prod/models/churn/versions/1"
    resource_group:
      description:
        - The resource group of the workspace or registry. Not on the regional plane.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace. Not on the regional plane.
      type: str
      sample: ml-prod
    registry:
      description:
        - The registry, where it is in one.
      type: str
      sample: shared
    name:
      description:
        - The name of the model.
      type: str
      sample: churn
    version:
      description:
        - The version. On the regional plane it is a number.
      type: str
      sample: '1'
    model_uri:
      description:
        - See O(mlops.azureml.aml_model#module:model_uri).
      type: str
      sample: "azureml://subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg-ml/workspaces/ml-prod/d\
        atastores/workspaceblobstore/paths/models/churn"
    model_type:
      description:
        - See O(mlops.azureml.aml_model#module:model_type).
      type: str
      sample: custom_model
    flavors:
      description:
        - See O(mlops.azureml.aml_model#module:flavors).
      type: dict
      sample: {}
    job_name:
      description:
        - See O(mlops.azureml.aml_model#module:job_name).
      type: str
      sample: null
    description:
      description:
        - See O(mlops.azureml.aml_model#module:description).
      type: str
      sample: Who is about to leave
    stage:
      description:
        - See O(mlops.azureml.aml_model#module:stage).
      type: str
      sample: Production
    tags:
      description:
        - See O(mlops.azureml.aml_model#module:tags).
      type: dict
      sample:
        approved_by: risk
    properties:
      description:
        - See O(mlops.azureml.aml_model#module:properties).
      type: dict
      sample: {}
    datasets:
      description:
        - See O(mlops.azureml.aml_model#module:datasets).
      type: list
      elements: dict
      sample: []
    is_anonymous:
      description:
        - See O(mlops.azureml.aml_model#module:is_anonymous).
      type: bool
      sample: false
    is_archived:
      description:
        - Whether it is archived. Not on the regional plane. REST name C(properties.isArchived).
      type: bool
      sample: false
    latest_version:
      description:
        - Of the model as a whole, the version that was made last. Not on the regional plane. REST name
          C(properties.latestVersion).
      type: str
      sample: '1'
    next_version:
      description:
        - Of the model as a whole, what the service would call the next version. Not on the regional plane. REST name
          C(properties.nextVersion).
      type: str
      sample: '2'
    provisioning_state:
      description:
        - How far the service is, such as V(Succeeded). Not on the regional plane. REST name
          C(properties.provisioningState).
      type: str
      sample: Succeeded
    mime_type:
      description:
        - See O(mlops.azureml.aml_model#module:mime_type).
      type: str
      sample: application/octet-stream
    framework:
      description:
        - See O(mlops.azureml.aml_model#module:framework).
      type: str
      sample: ScikitLearn
    framework_version:
      description:
        - See O(mlops.azureml.aml_model#module:framework_version).
      type: str
      sample: '1.5'
    unpack:
      description:
        - See O(mlops.azureml.aml_model#module:unpack).
      type: bool
      sample: false
    run_id:
      description:
        - See O(mlops.azureml.aml_model#module:run_id).
      type: str
      sample: null
    experiment_name:
      description:
        - See O(mlops.azureml.aml_model#module:experiment_name).
      type: str
      sample: null
    model_id:
      description:
        - The name and the number. Regional plane only. REST name C(id).
      type: str
      sample: fraud:1
    created_time:
      description:
        - When it was registered. Regional plane only. REST name C(createdTime).
      type: str
      sample: '2026-11-24T00:47:40.7725810+00:00'
    modified_time:
      description:
        - When it was changed. Regional plane only. REST name C(modifiedTime).
      type: str
      sample: '2026-11-24T00:47:40.7725810+00:00'
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.model import MODEL

TASK = read(MODEL)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
