#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_usage_info
short_description: Read what Azure Machine Learning uses in a region
version_added: 0.1.0
description:
  - Returns how many clusters, and how many cores of each family of machines, are used in a region, and how many may be.
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
  location:
    description:
      - The region.
    type: str
    required: true
seealso:
  - module: mlops.azureml.aml_quota_info
  - name: Usages in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/usages/list
"""

EXAMPLES = r"""
---
- name: Read what is used
  mlops.azureml.aml_usage_info:
    location: westeurope
  register: used

- name: Stop the play unless 16 cores are free
  ansible.builtin.assert:
    that: (family.limit - family.current_value) >= 16
  vars:
    family: "{{ used.usages | selectattr('name', 'eq', 'standardDSv2Family') | first }}"
"""

RETURN = r"""
---
usages:
  description:
    - The rows; first those of all clusters together.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id.
      type: str
      sample: /subscriptions/00000000-0000-0000-0000-000000000001/usages/standardDSv2Family
    location:
      description:
        - The region.
      type: str
      sample: westeurope
    name:
      description:
        - What is counted. REST name C(name.value).
      type: str
      sample: standardDSv2Family
    display_name:
      description:
        - Its name for people. REST name C(name.localizedValue).
      type: str
      sample: Standard DSv2 Family Cluster Dedicated vCPUs
    type:
      description:
        - The type of the row. REST name C(type).
      type: str
      sample: Microsoft.MachineLearningServices/vmFamily/dedicatedCores/usages
    limit:
      description:
        - The most that is allowed. REST name C(limit).
      type: int
      sample: 100
    unit:
      description:
        - What the numbers are. REST name C(unit).
      type: str
      sample: Count
    current_value:
      description:
        - How much is used. REST name C(currentValue).
      type: int
      sample: 8
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.location import USAGE

TASK = read(USAGE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
