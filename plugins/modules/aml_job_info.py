#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_job_info
short_description: Read the jobs of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one job of a workspace, or lists them.
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
      - The name of the job. When omitted, they are listed.
    type: str
  job_type:
    description:
      - The kind of those to list. Query C(jobType).
    type: str
    choices:
      - AutoML
      - Command
      - Pipeline
      - Spark
      - Sweep
  tag:
    description:
      - The tag of those to list. Query C(tag).
    type: str
  list_view:
    description:
      - Which ones to list. Query C(listViewType).
    type: str
    choices:
      - ActiveOnly
      - ArchivedOnly
      - All
    default: ActiveOnly
  with_properties:
    description:
      - The properties of those to list, as C(name=value) joined by commas. Query C(properties).
    type: str
seealso:
  - module: mlops.azureml.aml_job
"""

EXAMPLES = r"""
---
- name: Read one job
  mlops.azureml.aml_job_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: train_churn_1

- name: List the commands
  mlops.azureml.aml_job_info:
    resource_group: rg-ml
    workspace: ml-prod
    job_type: Command
"""

RETURN = r"""
---
jobs:
  description:
    - The jobs found. Each has the names and forms of the options of M(mlops.azureml.aml_job).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the job.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/jobs/train_churn_1"
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
        - The name of the job.
      type: str
      sample: train_churn_1
    type:
      description:
        - See O(mlops.azureml.aml_job#module:type).
      type: str
      sample: Command
    display_name:
      description:
        - See O(mlops.azureml.aml_job#module:display_name).
      type: str
      sample: Train
    experiment_name:
      description:
        - See O(mlops.azureml.aml_job#module:experiment_name).
      type: str
      sample: churn
    compute_id:
      description:
        - See O(mlops.azureml.aml_job#module:compute_id).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/computes/cpu-cluster"
    component_id:
      description:
        - See O(mlops.azureml.aml_job#module:component_id).
      type: str
      sample: null
    command:
      description:
        - See O(mlops.azureml.aml_job#module:command).
      type: str
      sample: python train.py
    code_id:
      description:
        - See O(mlops.azureml.aml_job#module:code_id).
      type: str
      sample: azureml:code:1
    environment_id:
      description:
        - See O(mlops.azureml.aml_job#module:environment_id).
      type: str
      sample: azureml://registries/azureml/environments/sklearn-1.5/versions/1
    environment_variables:
      description:
        - See O(mlops.azureml.aml_job#module:environment_variables).
      type: dict
      sample: {}
    inputs:
      description:
        - See O(mlops.azureml.aml_job#module:inputs).
      type: dict
      sample: null
    outputs:
      description:
        - See O(mlops.azureml.aml_job#module:outputs).
      type: dict
      sample:
        default:
          description: null
          uri: "azureml://datastores/workspaceartifactstore/ExperimentRun/dcid.spark_1"
          mode: ReadWriteMount
          jobOutputType: uri_folder
    distribution:
      description:
        - See O(mlops.azureml.aml_job#module:distribution).
      type: dict
      sample: null
    limits:
      description:
        - See O(mlops.azureml.aml_job#module:limits).
      type: dict
      sample:
        jobLimitsType: Command
        timeout: null
    resources:
      description:
        - See O(mlops.azureml.aml_job#module:resources).
      type: dict
      sample:
        instanceCount: 1
    queue_settings:
      description:
        - See O(mlops.azureml.aml_job#module:queue_settings).
      type: dict
      sample:
        jobTier: 'Null'
    jobs:
      description:
        - See O(mlops.azureml.aml_job#module:jobs).
      type: dict
      sample:
        one:
          type: command
          command: echo
          environment: "azureml://registries/azureml/environments/sklearn-1.5/versions/1"
    settings:
      description:
        - See O(mlops.azureml.aml_job#module:settings).
      type: dict
      sample:
        default_compute: cpu-cluster
    source_job_id:
      description:
        - See O(mlops.azureml.aml_job#module:source_job_id).
      type: str
      sample: "/subscriptions/s/resourceGroups/rg-ml/providers/Microsoft.MachineLearningServices/workspaces/ml-prod/j\
        obs/old"
    trial:
      description:
        - See O(mlops.azureml.aml_job#module:trial).
      type: dict
      sample:
        command: python train.py
        environmentId: "azureml://registries/azureml/environments/sklearn-1.5/versions/1"
    objective:
      description:
        - See O(mlops.azureml.aml_job#module:objective).
      type: dict
      sample:
        goal: Maximize
        primaryMetric: auc
    search_space:
      description:
        - See O(mlops.azureml.aml_job#module:search_space).
      type: dict
      sample:
        rate:
          - choice
          - - 0.1
            - 0.2
    sampling_algorithm:
      description:
        - See O(mlops.azureml.aml_job#module:sampling_algorithm).
      type: dict
      sample:
        samplingAlgorithmType: Random
    early_termination:
      description:
        - See O(mlops.azureml.aml_job#module:early_termination).
      type: dict
      sample:
        policyType: Bandit
        slackFactor: 0.1
    entry:
      description:
        - See O(mlops.azureml.aml_job#module:entry).
      type: dict
      sample:
        sparkJobEntryType: SparkJobPythonEntry
        file: main.py
    args:
      description:
        - See O(mlops.azureml.aml_job#module:args).
      type: str
      sample: --all
    conf:
      description:
        - See O(mlops.azureml.aml_job#module:conf).
      type: dict
      sample:
        spark.driver.cores: '1'
    archives:
      description:
        - See O(mlops.azureml.aml_job#module:archives).
      type: list
      elements: str
      sample:
        - a.zip
    files:
      description:
        - See O(mlops.azureml.aml_job#module:files).
      type: list
      elements: str
      sample:
        - a.txt
    jars:
      description:
        - See O(mlops.azureml.aml_job#module:jars).
      type: list
      elements: str
      sample:
        - a.jar
    py_files:
      description:
        - See O(mlops.azureml.aml_job#module:py_files).
      type: list
      elements: str
      sample:
        - a.py
    task_details:
      description:
        - See O(mlops.azureml.aml_job#module:task_details).
      type: dict
      sample:
        taskType: Classification
        targetColumnName: churned
        trainingData:
          jobInputType: mltable
          uri: azureml:table:1
        primaryMetric: AUCWeighted
    identity:
      description:
        - See O(mlops.azureml.aml_job#module:identity).
      type: dict
      sample: null
    services:
      description:
        - See O(mlops.azureml.aml_job#module:services).
      type: dict
      sample:
        Tracking:
          jobServiceType: Tracking
          port: null
          endpoint: "azureml://westeurope.api.azureml.ms/mlflow/v1.0/subscriptions/00000000-0000-0000-0000-0000000000\
            01/resourceGroups/rg-ml/providers/Microsoft.MachineLearningServices/workspaces/ml-prod?"
          status: null
          errorMessage: null
          properties: null
          nodes: null
        Studio:
          jobServiceType: Studio
          port: null
          endpoint: "https://westeurope.api.azureml.ms/runs/spark_1?wsid=/subscriptions/00000000-0000-0000-0000-00000\
            0000001/resourceGroups/rg-ml/providers/Microsoft.MachineLearningServices/workspaces/ml-prod"
          status: null
          errorMessage: null
          properties: null
          nodes: null
    notification_setting:
      description:
        - See O(mlops.azureml.aml_job#module:notification_setting).
      type: dict
      sample: null
    description:
      description:
        - See O(mlops.azureml.aml_job#module:description).
      type: str
      sample: null
    tags:
      description:
        - See O(mlops.azureml.aml_job#module:tags).
      type: dict
      sample:
        team: churn
    properties:
      description:
        - See O(mlops.azureml.aml_job#module:properties).
      type: dict
      sample: {}
    is_archived:
      description:
        - Whether it is hidden from lists. REST name C(properties.isArchived).
      type: bool
      sample: false
    status:
      description:
        - How far it is. REST name C(properties.status).
      type: str
      sample: Completed
    parameters:
      description:
        - The parameters of the command. REST name C(properties.parameters).
      type: dict
      sample: null
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.job import JOB

TASK = read(JOB)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
