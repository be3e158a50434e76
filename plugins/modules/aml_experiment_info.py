#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_experiment_info
short_description: Read the experiments of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one experiment of a workspace, or lists them, as the regional run history has them.
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
      - The name of the experiment to read. When omitted, they are listed.
    type: str
  list_view:
    description:
      - Which ones to list. Body C(viewType).
    type: str
    choices:
      - ActiveOnly
      - ArchivedOnly
      - All
    default: ActiveOnly
  filter:
    description:
      - Which of these, such as V(name eq 'churn'). Body C(filter).
    type: str
  order_by:
    description:
      - In which order to list them, such as V(createdUtc desc). Body C(orderBy).
    type: str
  top:
    description:
      - At most how many to return. When omitted, all are. Body C(top).
    type: int
seealso:
  - module: mlops.azureml.aml_experiment
"""

EXAMPLES = r"""
---
- name: List the experiments of a workspace
  mlops.azureml.aml_experiment_info:
    resource_group: rg-ml
    workspace: ml-prod

- name: Read one experiment
  mlops.azureml.aml_experiment_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn

- name: List the three newest, those that are archived too
  mlops.azureml.aml_experiment_info:
    resource_group: rg-ml
    workspace: ml-prod
    list_view: All
    order_by: createdUtc desc
    top: 3
"""

RETURN = r"""
---
experiments:
  description:
    - The experiments found. Each has the names and forms of the options of M(mlops.azureml.aml_experiment).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the experiment.
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
    name:
      description:
        - The name of the experiment.
      type: str
      sample: churn
    experiment_id:
      description:
        - The id of the experiment. REST name C(experimentId).
      type: str
      sample: 5b7f3a9d-6a43-4b0e-9f3c-2f5b7f3a9d10
    description:
      description:
        - See O(mlops.azureml.aml_experiment#module:description).
      type: str
      sample: Who will leave
    tags:
      description:
        - See O(mlops.azureml.aml_experiment#module:tags).
      type: dict
      sample:
        team: churn
    created:
      description:
        - When it was created. REST name C(createdUtc).
      type: str
      sample: "2026-11-24T00:47:39.7859680+00:00"
    archived:
      description:
        - When it was archived. Null when it is not. REST name C(archivedTime).
      type: str
      sample: '2026-11-26T07:03:49.6239550+00:00'
    latest_run_id:
      description:
        - Its newest run. REST name C(latestCreatedRunId).
      type: str
      sample: churn_1
    latest_run_created:
      description:
        - When that was created. REST name C(latestCreatedRunCreatedUtc).
      type: str
      sample: "2026-11-24T00:48:39.7859680+00:00"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.experiment import EXPERIMENT

TASK = read(EXPERIMENT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
