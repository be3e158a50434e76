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
  - Returns one experiment of a workspace, or lists them, as the regional run history keeps them.
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
  name:
    description:
      - The name of the experiment to read. When omitted, they are listed.
    type: str
seealso:
  - module: mlops.azureml.aml_run_info
  - module: mlops.azureml.aml_artifact_info
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
"""

RETURN = r"""
---
experiments:
  description:
    - The experiments found.
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
    name:
      description:
        - The name of the experiment.
      type: str
      sample: churn
    experiment_id:
      description:
        - The id of the experiment. REST name C(experimentId).
      type: str
      sample: 5a1e7c3b-92d4-4c66-8a0f-1b2c3d4e5f60
    description:
      description:
        - What the experiment is for. REST name C(description).
      type: str
      sample: null
    tags:
      description:
        - Its tags. REST name C(tags).
      type: dict
      sample:
        team: churn
    created:
      description:
        - When it was created. REST name C(createdUtc).
      type: str
      sample: '2026-11-24T00:47:40.7725810+00:00'
    archived:
      description:
        - When it was archived. REST name C(archivedTime).
      type: str
      sample: null
    latest_run_id:
      description:
        - The id of its newest run. REST name C(latestCreatedRunId).
      type: str
      sample: churn_1
    latest_run_created:
      description:
        - When its newest run was created. REST name C(latestCreatedRunCreatedUtc).
      type: str
      sample: '2026-11-24T00:48:12.1045230+00:00'
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.experiment import EXPERIMENT

TASK = read(EXPERIMENT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
