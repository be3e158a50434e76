#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_batch_endpoint_invoke
short_description: Start a job at a batch endpoint
version_added: 0.1.0
description:
  - Calls a batch endpoint of Azure Machine Learning, which starts a job over the given data.
  - The job is returned as it begins. Read it with M(mlops.azureml.aml_job_info) to wait for its end.
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
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace that the endpoint belongs to.
    required: true
  name:
    description:
      - The name of the endpoint.
    type: str
    required: true
  deployment:
    description:
      - The deployment that does the work. When omitted, the default one of the endpoint.
    type: str
  inputs:
    description:
      - The data, by the names of the inputs, in the service's own shape. REST name C(properties.inputData).
    type: dict
  outputs:
    description:
      - Where the results go, by the names of the outputs, in the service's own shape. REST name
        C(properties.outputData).
    type: dict
  settings:
    description:
      - What this job does otherwise than its deployment, in the service's own shape, such as C(miniBatchSize). Members
        of C(properties).
    type: dict
attributes:
  check_mode:
    description: Finds the endpoint and starts nothing. Says C(changed), as the real run does.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
  idempotent:
    description: Each run starts another job.
    support: none
notes:
  - The request is sent once. Where its answer is lost, the task fails, and a job may have been started.
seealso:
  - module: mlops.azureml.aml_batch_endpoint
  - module: mlops.azureml.aml_job_info
"""

EXAMPLES = r"""
---
- name: Score last night's customers
  mlops.azureml.aml_batch_endpoint_invoke:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-nightly
    deployment: nightly
    inputs:
      customers:
        jobInputType: UriFolder
        uri: azureml://datastores/workspaceblobstore/paths/customers
    settings:
      miniBatchSize: 5
  register: scoring

- name: Wait for its end
  mlops.azureml.aml_job_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: "{{ scoring.job.name }}"
  register: found
  until: found.jobs[0].status in ['Completed', 'Failed', 'Canceled']
  retries: 60
  delay: 1
"""

RETURN = r"""
---
job:
  description:
    - The job that was started. Empty in check mode.
  returned: success
  type: dict
  contains:
    id:
      description:
        - Its resource id below the deployment.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/batchEndpoints/churn-nightly/deployments/nightly/jobs/9e432524-2ef0-507e-b833-d\
        57a0ea7f0f6"
    name:
      description:
        - Its name, by which it is a job of the workspace too.
      type: str
      sample: 9e432524-2ef0-507e-b833-d57a0ea7f0f6
    status:
      description:
        - How far it is.
      type: str
      sample: Preparing
    deployment:
      description:
        - The deployment that does the work.
      type: str
      sample: nightly
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.invoke import START
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(START)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
