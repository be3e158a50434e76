#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_schedule_info
short_description: Read the schedules of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one schedule of a workspace, or lists them.
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
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace to look in.
    required: true
  name:
    description:
      - The name of the schedule. When omitted, they are listed.
    type: str
  list_view:
    description:
      - Which ones to list. Query C(listViewType).
    type: str
    choices:
      - EnabledOnly
      - DisabledOnly
      - All
    default: EnabledOnly
seealso:
  - module: mlops.azureml.aml_schedule
"""

EXAMPLES = r"""
---
- name: Read one schedule
  mlops.azureml.aml_schedule_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: nightly

- name: List the schedules, those that rest too
  mlops.azureml.aml_schedule_info:
    resource_group: rg-ml
    workspace: ml-prod
    list_view: All
"""

RETURN = r"""
---
schedules:
  description:
    - The schedules found. Each has the names and forms of the options of M(mlops.azureml.aml_schedule).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the schedule.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/schedules/nightly"
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
    name:
      description:
        - The name of the schedule.
      type: str
      sample: nightly
    display_name:
      description:
        - See O(mlops.azureml.aml_schedule#module:display_name).
      type: str
      sample: null
    enabled:
      description:
        - See O(mlops.azureml.aml_schedule#module:enabled).
      type: bool
      sample: true
    trigger:
      description:
        - See O(mlops.azureml.aml_schedule#module:trigger).
      type: dict
      sample:
        type: Cron
        expression: "0 2 * * *"
        start_time: null
        end_time: null
        time_zone: UTC
    action:
      description:
        - See O(mlops.azureml.aml_schedule#module:action).
      type: dict
      sample:
        actionType: CreateJob
    description:
      description:
        - See O(mlops.azureml.aml_schedule#module:description).
      type: str
      sample: null
    tags:
      description:
        - See O(mlops.azureml.aml_schedule#module:tags).
      type: dict
      sample: {}
    properties:
      description:
        - See O(mlops.azureml.aml_schedule#module:properties).
      type: dict
      sample: {}
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.schedule import SCHEDULE

TASK = read(SCHEDULE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
