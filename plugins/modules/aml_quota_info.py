#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_quota_info
short_description: Read the quotas of Azure Machine Learning in a region
version_added: 0.1.0
description:
  - Returns how many cores of each family of machines the subscription, and each of its workspaces in the region, may
    use.
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
  - module: mlops.azureml.aml_quota
  - module: mlops.azureml.aml_usage_info
  - name: Quotas in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/quotas/list
"""

EXAMPLES = r"""
---
- name: Read the quotas of a region
  mlops.azureml.aml_quota_info:
    location: westeurope
"""

RETURN = r"""
---
quotas:
  description:
    - The quotas, one row for each family and for each family of each workspace.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id.
      type: str
      sample: /subscriptions/00000000-0000-0000-0000-000000000001/quotas/standardDSv2Family
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
      sample: Microsoft.MachineLearningServices/vmFamily/dedicatedCores/quotas
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
    workspace_location:
      description:
        - The region of the workspace, where the row is one's. REST name C(location).
      type: str
      sample: westeurope
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.location import QUOTA

TASK = read(QUOTA)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
