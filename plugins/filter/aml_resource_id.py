# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml_resource_id
short_description: Take a resource id apart, or build one
version_added: 0.1.0
description:
  - Turns the id of an Azure resource into options of the modules, and options into an id.
  - An id alone is taken apart. An id with further options becomes the id of what is in that workspace, registry or
    endpoint. A map of options becomes the id of what they name.
  - Nothing is asked of Azure, and no environment variable is read.
author:
  - mlops.azureml contributors (@mlops-azureml)
positional: _input
options:
  _input:
    description:
      - A resource id, or a map with the options below.
    type: raw
    required: true
  type:
    description:
      - The kind of the resource, as in O(mlops.azureml.aml_apply#module:resources). It is the noun in the name of a
        module, such as V(compute) for M(mlops.azureml.aml_compute).
    type: str
  subscription_id:
    description:
      - The id of the subscription.
    type: str
  resource_group:
    description:
      - The resource group.
    type: str
  workspace:
    description:
      - The workspace that it is in.
    type: str
  registry:
    description:
      - The registry that it is in, for assets.
    type: str
  endpoint:
    description:
      - The endpoint that a deployment is of.
    type: str
  name:
    description:
      - The name of the resource.
    type: str
  version:
    description:
      - The version of an asset. Without it the id is that of all its versions.
    type: str
seealso:
  - module: mlops.azureml.aml_resource
  - module: mlops.azureml.aml_apply
"""

EXAMPLES = r"""
---
- name: Work in the workspace that another tool gave the id of
  vars:
    home: "{{ workspace_id | mlops.azureml.aml_resource_id }}"
    workspace_id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/\
      Microsoft.MachineLearningServices/workspaces/ml-prod"
  mlops.azureml.aml_compute_info:
    resource_group: "{{ home.resource_group }}"
    workspace: "{{ home.name }}"

- name: Name a cluster of that workspace
  ansible.builtin.debug:
    msg: "{{ workspace_id | mlops.azureml.aml_resource_id(type='compute', name='cpu') }}"
  vars:
    workspace_id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/\
      Microsoft.MachineLearningServices/workspaces/ml-prod"

- name: Build an id of options
  ansible.builtin.debug:
    msg: "{{ model | mlops.azureml.aml_resource_id(subscription_id='00000000-0000-0000-0000-000000000001') }}"
  vars:
    model:
      type: model
      resource_group: rg-ml
      workspace: ml-prod
      name: churn
      version: "3"
"""

RETURN = r"""
---
_value:
  description:
    - The id as text, or a map. Such a map has C(type), C(resource_type), C(subscription_id) and the names that are in
      the id, under the names of the options. C(type) is null for what no module is named after. It then has C(name),
      the last name of the id.
  type: raw
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import plugin
from ansible_collections.mlops.azureml.plugins.plugin_utils.identifiers import resource_id


class FilterModule:
    """The filter ``aml_resource_id``."""

    def filters(self):
        return {"aml_resource_id": plugin(resource_id)}
