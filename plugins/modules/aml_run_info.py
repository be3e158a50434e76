#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_run_info
short_description: Read the runs of an experiment
version_added: 0.1.0
description:
  - Returns one run of an experiment of an Azure Machine Learning workspace, or lists them, as the regional run history
    has them.
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
  experiment:
    description:
      - The name of the experiment.
    type: str
    required: true
  name:
    description:
      - The id of the run to read. When omitted, they are listed.
    type: str
  children:
    description:
      - Whether to read the runs that each one started too, with one request more for each.
    type: bool
    default: false
  filter:
    description:
      - Which runs to list, such as V(status eq 'Completed'). Body C(filter).
    type: str
  order_by:
    description:
      - In which order to list them, such as V(createdUtc desc). Body C(orderby).
    type: str
  top:
    description:
      - At most how many runs to return. When omitted, all are. Body C(top).
    type: int
seealso:
  - module: mlops.azureml.aml_run
"""

EXAMPLES = r"""
---
- name: List the runs of an experiment
  mlops.azureml.aml_run_info:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn

- name: List the runs that succeeded, newest first
  mlops.azureml.aml_run_info:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    filter: status eq 'Completed'
    order_by: createdUtc desc

- name: Read one run, and the runs that it started
  mlops.azureml.aml_run_info:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    name: churn_1
    children: true
"""

RETURN = r"""
---
runs:
  description:
    - The runs found. Each has the names and forms of the options of M(mlops.azureml.aml_run).
  returned: success
  type: list
  elements: dict
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
        - See O(mlops.azureml.aml_run#module:display_name).
      type: str
      sample: First try
    description:
      description:
        - See O(mlops.azureml.aml_run#module:description).
      type: str
      sample: null
    tags:
      description:
        - See O(mlops.azureml.aml_run#module:tags).
      type: dict
      sample:
        team: churn
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
    children:
      description:
        - The runs that it started, each like a run itself without its names. Only with O(children=true).
      type: list
      elements: dict
      sample: []
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.run import RUN

TASK = read(RUN)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
