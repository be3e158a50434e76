#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_run
short_description: Describe, archive and cancel runs of an experiment
version_added: 0.1.0
description:
  - Names, describes, tags, archives, restores and cancels a run, which the regional run history keeps.
  - What runs makes the run. A task cannot create or delete one.
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
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace that the experiment belongs to.
    required: true
  experiment:
    description:
      - The name of the experiment.
    type: str
    required: true
  name:
    description:
      - The id of the run.
    type: str
    required: true
  display_name:
    description:
      - The name that people see.
      - REST name C(displayName).
    type: str
  description:
    description:
      - What the run is for.
      - REST name C(description).
    type: str
  state:
    description:
      - Whether lists show the run, and whether it goes on. V(present) also restores one that is archived, and
        V(archived) sets C(hidden).
      - With V(canceled) a run that goes on is ended. One that has ended is left alone.
    type: str
    choices:
      - present
      - archived
      - canceled
    default: present
seealso:
  - module: mlops.azureml.aml_run_info
  - module: mlops.azureml.aml_job
  - module: mlops.azureml.aml_experiment
  - module: mlops.azureml.aml_metric_info
"""

EXAMPLES = r"""
---
- name: Say what a run was good for
  mlops.azureml.aml_run:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    name: churn_1
    display_name: First try
    tags:
      verdict: promising

- name: Hide it from the lists
  mlops.azureml.aml_run:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    name: churn_1
    state: archived

- name: End one that goes on
  mlops.azureml.aml_run:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    name: churn_2
    state: canceled
"""

RETURN = r"""
---
run:
  description:
    - The run after the task. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the run.
      type: str
      sample: null
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
    experiment:
      description:
        - The experiment of the run.
      type: str
      sample: churn
    name:
      description:
        - The name of the run.
      type: str
      sample: churn_1
    run_id:
      description:
        - The id of the run. REST name C(runId).
      type: str
      sample: churn_1
    display_name:
      description:
        - See O(display_name).
      type: str
      sample: First try
    description:
      description:
        - See O(description).
      type: str
      sample: null
    tags:
      description:
        - See O(tags).
      type: dict
      sample:
        verdict: promising
    status:
      description:
        - How far it is, such as V(Running). REST name C(status).
      type: str
      sample: Completed
    run_number:
      description:
        - Its number in the experiment. REST name C(runNumber).
      type: int
      sample: 1
    root_run_id:
      description:
        - The run that all of its kind began with. REST name C(rootRunId).
      type: str
      sample: churn_1
    parent_run_id:
      description:
        - The run that started it. REST name C(parentRunId).
      type: str
      sample: null
    experiment_id:
      description:
        - The id of the experiment. REST name C(experimentId).
      type: str
      sample: 5b7f3a9d-6a43-4b0e-9f3c-2f5b7f3a9d10
    created:
      description:
        - When it was created. REST name C(createdUtc).
      type: str
      sample: "2026-11-24T00:47:39.7859680+00:00"
    started:
      description:
        - When it began. REST name C(startTimeUtc).
      type: str
      sample: "2026-11-24T00:47:40.7859680+00:00"
    ended:
      description:
        - When it ended. REST name C(endTimeUtc).
      type: str
      sample: "2026-11-24T00:57:39.7859680+00:00"
    run_type:
      description:
        - What kind of run it is. REST name C(runType).
      type: str
      sample: null
    target:
      description:
        - Where it runs. REST name C(target).
      type: str
      sample: null
    script_name:
      description:
        - The script that runs. REST name C(scriptName).
      type: str
      sample: null
    properties:
      description:
        - Free properties, which only what runs sets. REST name C(properties).
      type: dict
      sample: {}
    error:
      description:
        - Why it failed. REST name C(error).
      type: dict
      sample: null
    warnings:
      description:
        - What it warned of. REST name C(warnings).
      type: list
      sample: null
    hidden:
      description:
        - Whether it is archived. REST name C(hidden).
      type: bool
      sample: false
    data_container_id:
      description:
        - Where its artifacts are. REST name C(dataContainerId).
      type: str
      sample: dcid.churn_1
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "display_name: churn_1 -> First try"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.run import RUN

TASK = manage(RUN)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
