#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_experiment
short_description: Manage experiments of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Creates, describes, tags, archives, restores and deletes an experiment, which the regional run history keeps.
  - The service deletes an experiment only while it has no runs.
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
  name:
    description:
      - The name of the experiment.
    type: str
    required: true
  description:
    description:
      - What the experiment is for.
      - REST name C(description).
    type: str
  state:
    description:
      - Whether the experiment is to be there, and whether lists show it. V(present) also restores one that is archived.
    type: str
    choices:
      - present
      - absent
      - archived
    default: present
seealso:
  - module: mlops.azureml.aml_experiment_info
  - module: mlops.azureml.aml_run
  - module: mlops.azureml.aml_run_info
"""

EXAMPLES = r"""
---
- name: Create an experiment
  mlops.azureml.aml_experiment:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    description: Who will leave
    tags:
      team: churn

- name: Archive it
  mlops.azureml.aml_experiment:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    state: archived

- name: Delete one that has no runs
  mlops.azureml.aml_experiment:
    resource_group: rg-ml
    workspace: ml-prod
    name: trial
    state: absent
"""

RETURN = r"""
---
experiment:
  description:
    - The experiment after the task. Empty when it is absent.
  returned: success
  type: dict
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
        - See O(description).
      type: str
      sample: Who will leave
    tags:
      description:
        - See O(tags).
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
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "description: None -> Who will leave"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.experiment import EXPERIMENT

TASK = manage(EXPERIMENT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
