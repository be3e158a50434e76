#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_schedule
short_description: Manage schedules of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Creates, changes and deletes a schedule, which starts a job, a monitor or a batch endpoint by itself.
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
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace that the schedule belongs to.
    required: true
  name:
    description:
      - The name of the schedule.
      - Required, here or in O(definition).
    type: str
  display_name:
    description:
      - The name that people see.
      - Cannot be changed later. REST name C(properties.displayName).
    type: str
  enabled:
    description:
      - Whether it starts anything.
      - REST name C(properties.isEnabled).
    type: bool
  trigger:
    description:
      - When it starts. Needed for a new one.
      - REST name C(properties.trigger).
    type: dict
    suboptions:
      type:
        description:
          - Whether the times are an expression or a rhythm. Needed with O(trigger).
          - REST name C(properties.trigger.triggerType).
        type: str
        choices:
          - Cron
          - Recurrence
      expression:
        description:
          - The times as a cron expression.
          - Only for O(trigger.type=Cron), which needs it. REST name C(properties.trigger.expression).
        type: str
      frequency:
        description:
          - The unit of the rhythm.
          - Only for O(trigger.type=Recurrence), which needs it. REST name C(properties.trigger.frequency).
        type: str
        choices:
          - Day
          - Hour
          - Minute
          - Month
          - Week
      interval:
        description:
          - How many units lie between two starts.
          - Only for O(trigger.type=Recurrence), which needs it. REST name C(properties.trigger.interval).
        type: int
      schedule:
        description:
          - At which times of the unit.
          - Only for O(trigger.type=Recurrence). REST name C(properties.trigger.schedule).
        type: dict
        suboptions:
          hours:
            description:
              - The hours. Needed with the schedule. The order does not matter.
              - REST name C(properties.trigger.schedule.hours).
            type: list
            elements: int
          minutes:
            description:
              - The minutes. Needed with the schedule. The order does not matter.
              - REST name C(properties.trigger.schedule.minutes).
            type: list
            elements: int
          week_days:
            description:
              - The days of the week, such as V(Monday). The order does not matter.
              - REST name C(properties.trigger.schedule.weekDays).
            type: list
            elements: str
          month_days:
            description:
              - The days of the month. The order does not matter.
              - REST name C(properties.trigger.schedule.monthDays).
            type: list
            elements: int
      start_time:
        description:
          - From when on it starts anything, such as V(2026-12-01T02:00:00).
          - REST name C(properties.trigger.startTime).
        type: str
      end_time:
        description:
          - Until when.
          - REST name C(properties.trigger.endTime).
        type: str
      time_zone:
        description:
          - The time zone of all these, such as V(UTC).
          - REST name C(properties.trigger.timeZone).
        type: str
  action:
    description:
      - What it starts, in the service's own shape. Needed for a new one.
      - Only the members given are compared.
      - REST name C(properties.action).
    type: dict
  description:
    description:
      - What the schedule is for.
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
  state:
    description:
      - Whether the schedule is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
seealso:
  - module: mlops.azureml.aml_schedule_info
  - module: mlops.azureml.aml_job
  - name: Schedules in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/schedules
"""

EXAMPLES = r"""
---
- name: Train each night
  mlops.azureml.aml_schedule:
    resource_group: rg-ml
    workspace: ml-prod
    name: nightly
    trigger:
      type: Cron
      expression: 0 2 * * *
    action:
      actionType: CreateJob
      jobDefinition:
        jobType: Command
        command: python train.py
        environmentId: azureml://registries/azureml/environments/sklearn-1.5/versions/1

- name: Let it rest
  mlops.azureml.aml_schedule:
    resource_group: rg-ml
    workspace: ml-prod
    name: nightly
    enabled: false
"""

RETURN = r"""
---
schedule:
  description:
    - The schedule after the task. Empty when it is absent.
  returned: success
  type: dict
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
        - See O(display_name).
      type: str
      sample: null
    enabled:
      description:
        - See O(enabled).
      type: bool
      sample: true
    trigger:
      description:
        - See O(trigger).
      type: dict
      sample:
        type: Cron
        expression: "0 2 * * *"
        start_time: null
        end_time: null
        time_zone: UTC
    action:
      description:
        - See O(action).
      type: dict
      sample:
        actionType: CreateJob
    description:
      description:
        - See O(description).
      type: str
      sample: null
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
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "enabled: True -> False"
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/mfeOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=2025-12-0\
    1"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.schedule import SCHEDULE

TASK = manage(SCHEDULE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
