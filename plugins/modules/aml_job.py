#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_job
short_description: Run and manage jobs of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Submits a job, describes, cancels, archives or deletes it. A job is one run of a command, a pipeline, a sweep, Spark
    or AutoML.
  - The name is what a second run of the task knows the job by, so it submits nothing again. Take a new name for a new
    run.
  - What the job does cannot be changed. Its deep parts are given in the service's own shape, and only the members given
    are compared.
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
      - The workspace that the job runs in.
    required: true
  name:
    description:
      - The name of the job.
      - Required, here or in O(definition).
    type: str
  type:
    description:
      - What kind of job it is. Needed for a new one.
      - Cannot be changed later. REST name C(properties.jobType).
    type: str
    aliases:
      - job_type
    choices:
      - AutoML
      - Command
      - Pipeline
      - Spark
      - Sweep
  display_name:
    description:
      - The name that people see.
      - Cannot be changed later. REST name C(properties.displayName).
    type: str
  experiment_name:
    description:
      - The experiment that it belongs to. When omitted, the service takes V(Default).
      - Cannot be changed later. REST name C(properties.experimentName).
    type: str
  compute_id:
    description:
      - The resource id of the compute. Without one it runs on what the service offers.
      - Cannot be changed later. REST name C(properties.computeId).
    type: str
  component_id:
    description:
      - The component that it is made of, as a resource id.
      - Cannot be changed later. REST name C(properties.componentId).
    type: str
  command:
    description:
      - The command to run.
      - Only for O(type=Command), which needs it. Cannot be changed later. REST name C(properties.command).
    type: str
  code_id:
    description:
      - The code asset with the source files, as a resource id.
      - Only for O(type=Command) and O(type=Spark). Cannot be changed later. REST name C(properties.codeId).
    type: str
  environment_id:
    description:
      - The environment that it runs in, as a resource id or as C(azureml:name:version).
      - Only for O(type=AutoML), O(type=Command) and O(type=Spark). Cannot be changed later. REST name
        C(properties.environmentId).
    type: str
  environment_variables:
    description:
      - Environment variables, as names and values.
      - Only for O(type=AutoML), O(type=Command) and O(type=Spark). Cannot be changed later. REST name
        C(properties.environmentVariables).
    type: dict
  inputs:
    description:
      - The inputs, by name.
      - In the service's own shape.
      - Only for O(type=Command), O(type=Pipeline), O(type=Spark) and O(type=Sweep). Cannot be changed later. REST name
        C(properties.inputs).
    type: dict
  outputs:
    description:
      - The outputs, by name.
      - In the service's own shape.
      - Only for O(type=AutoML), O(type=Command), O(type=Pipeline), O(type=Spark) and O(type=Sweep). Cannot be changed
        later. REST name C(properties.outputs).
    type: dict
  distribution:
    description:
      - How the command is spread over processes.
      - In the service's own shape.
      - Only for O(type=Command). Cannot be changed later. REST name C(properties.distribution).
    type: dict
  limits:
    description:
      - How long it may take, and how many tries there are.
      - In the service's own shape.
      - Only for O(type=Command) and O(type=Sweep). Cannot be changed later. REST name C(properties.limits).
    type: dict
  resources:
    description:
      - What it takes of the compute.
      - In the service's own shape.
      - Only for O(type=AutoML), O(type=Command) and O(type=Spark). Cannot be changed later. REST name
        C(properties.resources).
    type: dict
  queue_settings:
    description:
      - How it waits for its turn.
      - In the service's own shape.
      - Only for O(type=AutoML), O(type=Command), O(type=Spark) and O(type=Sweep). Cannot be changed later. REST name
        C(properties.queueSettings).
    type: dict
  jobs:
    description:
      - The steps, by name.
      - In the service's own shape.
      - Only for O(type=Pipeline). Cannot be changed later. REST name C(properties.jobs).
    type: dict
  settings:
    description:
      - What holds for all steps.
      - In the service's own shape.
      - Only for O(type=Pipeline). Cannot be changed later. REST name C(properties.settings).
    type: dict
  source_job_id:
    description:
      - The job that this one repeats, as a resource id.
      - Only for O(type=Pipeline). Cannot be changed later. REST name C(properties.sourceJobId).
    type: str
  trial:
    description:
      - What each try runs.
      - In the service's own shape.
      - Only for O(type=Sweep), which needs it. Cannot be changed later. REST name C(properties.trial).
    type: dict
  objective:
    description:
      - What to make best.
      - In the service's own shape.
      - Only for O(type=Sweep), which needs it. Cannot be changed later. REST name C(properties.objective).
    type: dict
  search_space:
    description:
      - Which values to try.
      - In the service's own shape.
      - Only for O(type=Sweep), which needs it. Cannot be changed later. REST name C(properties.searchSpace).
    type: dict
  sampling_algorithm:
    description:
      - How values are chosen.
      - In the service's own shape.
      - Only for O(type=Sweep), which needs it. Cannot be changed later. REST name C(properties.samplingAlgorithm).
    type: dict
  early_termination:
    description:
      - When a try is given up.
      - In the service's own shape.
      - Only for O(type=Sweep). Cannot be changed later. REST name C(properties.earlyTermination).
    type: dict
  entry:
    description:
      - What Spark starts with.
      - In the service's own shape.
      - Only for O(type=Spark), which needs it. Cannot be changed later. REST name C(properties.entry).
    type: dict
  args:
    description:
      - The arguments of the entry.
      - Only for O(type=Spark). Cannot be changed later. REST name C(properties.args).
    type: str
  conf:
    description:
      - Settings of Spark.
      - In the service's own shape.
      - Only for O(type=Spark). Cannot be changed later. REST name C(properties.conf).
    type: dict
  archives:
    description:
      - Archives for the working folders.
      - Only for O(type=Spark). Cannot be changed later. REST name C(properties.archives).
    type: list
    elements: str
  files:
    description:
      - Files for the working folders.
      - Only for O(type=Spark). Cannot be changed later. REST name C(properties.files).
    type: list
    elements: str
  jars:
    description:
      - Jar files for the class path.
      - Only for O(type=Spark). Cannot be changed later. REST name C(properties.jars).
    type: list
    elements: str
  py_files:
    description:
      - Python files for the path.
      - Only for O(type=Spark). Cannot be changed later. REST name C(properties.pyFiles).
    type: list
    elements: str
  task_details:
    description:
      - What AutoML is to do.
      - In the service's own shape.
      - Only for O(type=AutoML), which needs it. Cannot be changed later. REST name C(properties.taskDetails).
    type: dict
  identity:
    description:
      - As whom the job acts.
      - In the service's own shape.
      - Cannot be changed later. REST name C(properties.identity).
    type: dict
  services:
    description:
      - Services that the job offers while it runs.
      - In the service's own shape.
      - Cannot be changed later. REST name C(properties.services).
    type: dict
  notification_setting:
    description:
      - Who is told about it.
      - In the service's own shape.
      - REST name C(properties.notificationSetting).
    type: dict
  description:
    description:
      - What the job is for.
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
      - Whether the job is to be there.
      - V(completed) waits for its end as well, and fails when it ends otherwise. O(wait_timeout) must be long enough.
      - V(canceled) stops it. One that has ended already is left as it is.
      - V(archived) hides it from lists.
    type: str
    choices:
      - present
      - absent
      - archived
      - completed
      - canceled
    default: present
seealso:
  - module: mlops.azureml.aml_job_info
  - module: mlops.azureml.aml_run_info
  - module: mlops.azureml.aml_compute
  - name: Jobs in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/jobs
"""

EXAMPLES = r"""
---
- name: Find the cluster
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: cpu-cluster
  register: cluster

- name: Train on it
  mlops.azureml.aml_job:
    resource_group: rg-ml
    workspace: ml-prod
    name: train_churn_1
    type: Command
    command: python train.py
    environment_id: azureml://registries/azureml/environments/sklearn-1.5/versions/1
    compute_id: "{{ cluster.compute.id }}"
    experiment_name: churn
    display_name: Train

- name: Go on only when it has completed
  mlops.azureml.aml_job:
    resource_group: rg-ml
    workspace: ml-prod
    name: train_churn_1
    state: completed
    wait_timeout: 86400

- name: Stop it
  mlops.azureml.aml_job:
    resource_group: rg-ml
    workspace: ml-prod
    name: train_churn_1
    state: canceled

- name: Hide it from lists
  mlops.azureml.aml_job:
    resource_group: rg-ml
    workspace: ml-prod
    name: train_churn_1
    state: archived

- name: Run what a file for az ml says, under a name and with tags of its own
  mlops.azureml.aml_job:
    resource_group: rg-ml
    workspace: ml-prod
    name: train_churn_2
    definition: jobs/train.yml
    tags:
      team: churn
"""

RETURN = r"""
---
job:
  description:
    - The job after the task. Empty when it is absent.
  returned: success
  type: dict
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
        - See O(type).
      type: str
      sample: Command
    display_name:
      description:
        - See O(display_name).
      type: str
      sample: Train
    experiment_name:
      description:
        - See O(experiment_name).
      type: str
      sample: churn
    compute_id:
      description:
        - See O(compute_id).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/computes/cpu-cluster"
    component_id:
      description:
        - See O(component_id).
      type: str
      sample: null
    command:
      description:
        - See O(command).
      type: str
      sample: python train.py
    code_id:
      description:
        - See O(code_id).
      type: str
      sample: azureml:code:1
    environment_id:
      description:
        - See O(environment_id).
      type: str
      sample: azureml://registries/azureml/environments/sklearn-1.5/versions/1
    environment_variables:
      description:
        - See O(environment_variables).
      type: dict
      sample: {}
    inputs:
      description:
        - See O(inputs).
      type: dict
      sample: null
    outputs:
      description:
        - See O(outputs).
      type: dict
      sample:
        default:
          description: null
          uri: "azureml://datastores/workspaceartifactstore/ExperimentRun/dcid.sweep_1"
          mode: ReadWriteMount
          jobOutputType: uri_folder
    distribution:
      description:
        - See O(distribution).
      type: dict
      sample: null
    limits:
      description:
        - See O(limits).
      type: dict
      sample:
        jobLimitsType: Command
        timeout: null
    resources:
      description:
        - See O(resources).
      type: dict
      sample:
        instanceCount: 1
    queue_settings:
      description:
        - See O(queue_settings).
      type: dict
      sample:
        jobTier: 'Null'
    jobs:
      description:
        - See O(jobs).
      type: dict
      sample:
        one:
          type: command
          command: echo
          environment: "azureml://registries/azureml/environments/sklearn-1.5/versions/1"
    settings:
      description:
        - See O(settings).
      type: dict
      sample:
        default_compute: cpu-cluster
    source_job_id:
      description:
        - See O(source_job_id).
      type: str
      sample: "/subscriptions/s/resourceGroups/rg-ml/providers/Microsoft.MachineLearningServices/workspaces/ml-prod/j\
        obs/old"
    trial:
      description:
        - See O(trial).
      type: dict
      sample:
        command: python train.py
        environmentId: "azureml://registries/azureml/environments/sklearn-1.5/versions/1"
    objective:
      description:
        - See O(objective).
      type: dict
      sample:
        goal: Maximize
        primaryMetric: auc
    search_space:
      description:
        - See O(search_space).
      type: dict
      sample:
        rate:
          - choice
          - - 0.1
            - 0.2
    sampling_algorithm:
      description:
        - See O(sampling_algorithm).
      type: dict
      sample:
        samplingAlgorithmType: Random
    early_termination:
      description:
        - See O(early_termination).
      type: dict
      sample:
        policyType: Bandit
        slackFactor: 0.1
    entry:
      description:
        - See O(entry).
      type: dict
      sample:
        sparkJobEntryType: SparkJobPythonEntry
        file: main.py
    args:
      description:
        - See O(args).
      type: str
      sample: --all
    conf:
      description:
        - See O(conf).
      type: dict
      sample:
        spark.driver.cores: '1'
    archives:
      description:
        - See O(archives).
      type: list
      elements: str
      sample:
        - a.zip
    files:
      description:
        - See O(files).
      type: list
      elements: str
      sample:
        - a.txt
    jars:
      description:
        - See O(jars).
      type: list
      elements: str
      sample:
        - a.jar
    py_files:
      description:
        - See O(py_files).
      type: list
      elements: str
      sample:
        - a.py
    task_details:
      description:
        - See O(task_details).
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
        - See O(identity).
      type: dict
      sample: null
    services:
      description:
        - See O(services).
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
          endpoint: "https://westeurope.api.azureml.ms/runs/sweep_1?wsid=/subscriptions/00000000-0000-0000-0000-00000\
            0000001/resourceGroups/rg-ml/providers/Microsoft.MachineLearningServices/workspaces/ml-prod"
          status: null
          errorMessage: null
          properties: null
          nodes: null
    notification_setting:
      description:
        - See O(notification_setting).
      type: dict
      sample: null
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
        team: churn
    properties:
      description:
        - See O(properties).
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
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - it is absent
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.job import JOB

TASK = manage(JOB)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
