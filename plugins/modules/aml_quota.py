#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_quota
short_description: Set quotas of Azure Machine Learning
version_added: 0.1.0
description:
  - Sets how many cores of a family of machines a workspace, or the whole subscription, may use in a region, or takes
    such a limit back.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
options:
  resource_group:
    description:
      - The resource group of O(workspace).
  workspace:
    description:
      - The workspace that the limit is for. When omitted, or an empty text, it is for the whole subscription.
  location:
    description:
      - The region.
    type: str
    required: true
  name:
    description:
      - The family of machines, as M(mlops.azureml.aml_quota_info) names it.
    type: str
    required: true
  limit:
    description:
      - How many cores. Needed with O(state=present).
    type: int
  state:
    description:
      - With V(absent) the limit is taken back to what the service gives by itself.
    type: str
    choices:
      - present
      - absent
    default: present
attributes:
  check_mode:
    description: Reads, and predicts what would change without changing it.
    support: full
  diff_mode:
    description: The reasons name both limits.
    support: none
  idempotent:
    description: A second run changes nothing.
    support: full
notes:
  - The request is sent once. Where its answer is lost, the task fails, and it may have taken effect.
seealso:
  - module: mlops.azureml.aml_quota_info
  - module: mlops.azureml.aml_usage_info
  - name: Quotas in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/quotas/update
"""

EXAMPLES = r"""
---
- name: Give a workspace 24 cores of a family
  mlops.azureml.aml_quota:
    location: westeurope
    resource_group: rg-ml
    workspace: ml-prod
    name: standardDSv2Family
    limit: 24

- name: Take its limit back
  mlops.azureml.aml_quota:
    location: westeurope
    resource_group: rg-ml
    workspace: ml-prod
    name: standardDSv2Family
    state: absent
"""

RETURN = r"""
---
quota:
  description:
    - The quota after the task.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/quotas/standardDSv2Family"
    location:
      description:
        - The region.
      type: str
      sample: westeurope
    name:
      description:
        - The family of machines. REST name C(name.value).
      type: str
      sample: standardDSv2Family
    display_name:
      description:
        - Its name for people. REST name C(name.localizedValue).
      type: str
      sample: Standard DSv2 Family Cluster Dedicated vCPUs
    type:
      description:
        - The type of the quota. REST name C(type).
      type: str
      sample: Microsoft.MachineLearningServices/workspaces/dedicatedCores/quotas
    limit:
      description:
        - The limit. REST name C(limit).
      type: int
      sample: 24
    unit:
      description:
        - What is counted. REST name C(unit).
      type: str
      sample: Count
    workspace_location:
      description:
        - The region of the workspace, where it is one's. REST name C(location).
      type: str
      sample: westeurope
reasons:
  description:
    - Why the limit was set, one line each. Empty when it was not.
  returned: success
  type: list
  elements: str
  sample:
    - "limit: 100 -> 24"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.quota import SET_QUOTA
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(SET_QUOTA)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
