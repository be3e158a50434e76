#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_resource_group_info
short_description: Read resource groups
version_added: 0.1.0
description:
  - Returns one resource group, or lists those of the subscription.
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
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  name:
    description:
      - The name of the resource group to read. When omitted, they are listed.
    type: str
seealso:
  - module: mlops.azureml.aml_resource_group
"""

EXAMPLES = r"""
---
- name: List the resource groups of the subscription
  mlops.azureml.aml_resource_group_info:

- name: Read one resource group
  mlops.azureml.aml_resource_group_info:
    name: rg-ml
"""

RETURN = r"""
---
resource_groups:
  description:
    - The resource groups found. Each has the names and forms of the options of M(mlops.azureml.aml_resource_group).
  returned: success
  type: list
  elements: dict
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
        - See O(mlops.azureml.aml_resource_group#module:location).
      type: str
      sample: westeurope
    managed_by:
      description:
        - See O(mlops.azureml.aml_resource_group#module:managed_by).
      type: str
      sample: null
    tags:
      description:
        - See O(mlops.azureml.aml_resource_group#module:tags).
      type: dict
      sample:
        team: churn
    provisioning_state:
      description:
        - How far the service is, such as V(Succeeded). REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.resource_group import RESOURCE_GROUP

TASK = read(RESOURCE_GROUP)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
