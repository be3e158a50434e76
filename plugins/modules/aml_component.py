#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_component
short_description: Manage components of an Azure Machine Learning workspace or registry
version_added: 0.1.0
description:
  - Creates, changes, archives and deletes a version of a component, which is one step of a pipeline.
  - What a version does cannot be changed. Another command or another input takes a new version.
  - Without O(version) the task is about the component with all its versions, which has a description and tags and can
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
      - The workspace that the component belongs to. Either this or O(registry) is needed.
  registry:
    description:
      - The registry that the component belongs to. Excludes O(workspace).
    type: str
  name:
    description:
      - The name of the component.
      - Required, here or in O(definition).
    type: str
  version:
    description:
      - The version. When omitted, the task is about all versions together.
    type: str
  component_spec:
    description:
      - What the step does, in the vocabulary of a component's YAML.
      - Only the members given are compared, because the service adds some.
      - Cannot be changed later. REST name C(properties.componentSpec).
    type: dict
  description:
    description:
      - What the component is for.
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
  - module: mlops.azureml.aml_component_info
  - module: mlops.azureml.aml_environment
  - name: Component versions in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/component-versions
"""

EXAMPLES = r"""
---
- name: Register a step
  mlops.azureml.aml_component:
    resource_group: rg-ml
    workspace: ml-prod
    name: train
    version: "1"
    component_spec:
      name: train
      version: "1"
      type: command
      command: python train.py
      environment: azureml://registries/azureml/environments/sklearn-1.5/versions/1

- name: Describe it
  mlops.azureml.aml_component:
    resource_group: rg-ml
    workspace: ml-prod
    name: train
    version: "1"
    description: Trains the model
"""

RETURN = r"""
---
component:
  description:
    - The component after the task. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the component.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/components/train/versions/1"
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
        - The name of the component.
      type: str
      sample: train
    version:
      description:
        - The version of the component.
      type: str
      sample: "1"
    component_spec:
      description:
        - See O(component_spec).
      type: dict
      sample:
        name: train
        version: "1"
        type: command
        command: python train.py
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
        - Of the component as a whole, the version that was made last. REST name C(properties.latestVersion).
      type: str
      sample: '1'
    next_version:
      description:
        - Of the component as a whole, what the service would call the next version. REST name
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
    - "description: None -> Trains the model"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.component import COMPONENT

TASK = manage(COMPONENT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
