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
  - Returns one run of an experiment, or lists them, as the regional run history keeps them.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.reader
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
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
  - module: mlops.azureml.aml_experiment_info
  - module: mlops.azureml.aml_artifact_info
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

- name: Read one run
  mlops.azureml.aml_run_info:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    name: churn_1
"""

RETURN = r"""
---
runs:
  description:
    - The runs found.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - Always null. These have no resource id.
      type: str
      sample: null
    resource_group:
      description:
        - The resource group that was asked for.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace that was asked for.
      type: str
      sample: ml-prod
    experiment:
      description:
        - The experiment that was asked for.
      type: str
      sample: churn
    name:
      description:
        - The name by which the run is addressed, as C(run_id).
      type: str
      sample: churn_1
    run_id:
      description:
        - The id of the run. REST name C(runId).
      type: str
      sample: churn_1
    display_name:
      description:
        - The name that people see. REST name C(name).
      type: str
      sample: honest_kiwi
    status:
      description:
        - What the run is doing, such as V(Running) or V(Completed). REST name C(status).
      type: str
      sample: Completed
    run_number:
      description:
        - Its number in the experiment. REST name C(runNumber).
      type: int
      sample: 1
    root_run_id:
      description:
        - The id of the run at the top. REST name C(rootRunId).
      type: str
      sample: churn_1
    parent_run_id:
      description:
        - The id of the run above. REST name C(parentRunId).
      type: str
      sample: null
    experiment_id:
      description:
        - The id of the experiment. REST name C(experimentId).
      type: str
      sample: 5a1e7c3b-92d4-4c66-8a0f-1b2c3d4e5f60
    created:
      description:
        - When it was created. REST name C(createdUtc).
      type: str
      sample: '2026-11-24T00:48:12.1045230+00:00'
    started:
      description:
        - When it was started. REST name C(startTimeUtc).
      type: str
      sample: '2026-11-24T00:48:20.0000000+00:00'
    ended:
      description:
        - When it ended. REST name C(endTimeUtc).
      type: str
      sample: '2026-11-24T00:52:41.0000000+00:00'
    run_type:
      description:
        - What kind of run it is. REST name C(runType).
      type: str
      sample: azureml.scriptrun
    target:
      description:
        - The compute on which it runs. REST name C(target).
      type: str
      sample: cpu-cluster
    script_name:
      description:
        - The script that runs. REST name C(scriptName).
      type: str
      sample: train.py
    tags:
      description:
        - Its tags. REST name C(tags).
      type: dict
      sample:
        team: churn
    properties:
      description:
        - Its properties. REST name C(properties).
      type: dict
      sample: {}
    error:
      description:
        - Why it failed, in the service's own shape. REST name C(error).
      type: dict
      sample: null
    warnings:
      description:
        - What it warned of, in the service's own shape. REST name C(warnings).
      type: list
      elements: dict
      sample: []
    hidden:
      description:
        - Whether it is hidden from lists. REST name C(hidden).
      type: bool
      sample: false
    data_container_id:
      description:
        - The id under which its files are kept. REST name C(dataContainerId).
      type: str
      sample: dcid.churn_1
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.run import RUN

TASK = read(RUN)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
