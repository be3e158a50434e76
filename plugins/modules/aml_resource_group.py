#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_resource_group
short_description: Manage resource groups
version_added: 0.1.0
description:
  - Creates, changes and deletes a resource group.
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
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  name:
    description:
      - The name of the resource group, up to 90 letters, digits, V(-), V(_), V(.) and parentheses.
    type: str
    required: true
  location:
    description:
      - The Azure region of the resource group, such as V(westeurope), in any spelling. Needed for a new one.
      - Cannot be changed later. REST name C(location).
    type: str
  managed_by:
    description:
      - The resource id of what manages the resource group.
      - Cannot be changed later. REST name C(managedBy).
    type: str
  state:
    description:
      - Whether the resource group is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  force:
    description:
      - Whether to delete or recreate a resource group in which there are resources. Everything in it is lost.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_resource_group_info
  - module: mlops.azureml.aml_dependencies
"""

EXAMPLES = r"""
---
- name: Create a resource group
  mlops.azureml.aml_resource_group:
    name: rg-ml-dev
    location: westeurope

- name: Make its tags exactly these
  mlops.azureml.aml_resource_group:
    name: rg-ml-dev
    tags:
      team: churn
    purge_tags: true

- name: Show what deleting it would do
  mlops.azureml.aml_resource_group:
    name: rg-ml-dev
    state: absent
  check_mode: true
  diff: true

- name: Delete it, and everything that may be in it, without waiting
  mlops.azureml.aml_resource_group:
    name: rg-ml-dev
    state: absent
    force: true
    wait: false
"""

RETURN = r"""
---
resource_group:
  description:
    - The resource group after the task. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the resource group.
      type: str
      sample: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml
    name:
      description:
        - The name of the resource group.
      type: str
      sample: rg-ml
    location:
      description:
        - See O(location).
      type: str
      sample: westeurope
    managed_by:
      description:
        - See O(managed_by).
      type: str
      sample: null
    tags:
      description:
        - See O(tags).
      type: dict
      sample:
        team: churn
    provisioning_state:
      description:
        - How far the service is, such as V(Succeeded). REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - 'tags: {''team'': ''fraud''} -> {''team'': ''churn''}'
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/operationresults/eyJqb2JJZ\
    CI6IlJFU09VUkNFR1JPVVA?api-version=2021-04-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.resource_group import RESOURCE_GROUP

TASK = manage(RESOURCE_GROUP)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
