#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_batch_deployment
short_description: Manage deployments of an Azure Machine Learning batch endpoint
version_added: 0.1.0
description:
  - Creates, changes and deletes a deployment of a batch endpoint, which says which model or pipeline its jobs run, and
    on which compute.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.tags
  - mlops.azureml.identity
  - mlops.azureml.wait
  - mlops.azureml.immutable
  - mlops.azureml.extra
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace of the endpoint.
    required: true
  endpoint:
    description:
      - The batch endpoint that the deployment belongs to.
    type: str
    required: true
  name:
    description:
      - The name of the deployment, 3 to 32 letters, digits, V(_) and V(-).
    type: str
    required: true
  location:
    description:
      - The region. When omitted, a new one takes that of the workspace.
      - Cannot be changed later. REST name C(location).
    type: str
  kind:
    description:
      - A word of the service's own for the kind of resource.
      - REST name C(kind).
    type: str
  sku:
    description:
      - A plan of the service's own.
      - REST name C(sku.name).
    type: str
  model:
    description:
      - The model.
      - REST name C(properties.model).
    type: dict
    suboptions:
      type:
        description:
          - How the model is named. Needed with O(model).
          - REST name C(properties.model.referenceType).
        type: str
        choices:
          - DataPath
          - Id
          - OutputPath
      asset_id:
        description:
          - The model, as a resource id or as C(azureml:name:version).
          - Only for O(model.type=Id), which needs it. REST name C(properties.model.assetId).
        type: str
      datastore_id:
        description:
          - The resource id of the datastore that holds the model.
          - Only for O(model.type=DataPath). REST name C(properties.model.datastoreId).
        type: str
      job_id:
        description:
          - The resource id of the job that made the model.
          - Only for O(model.type=OutputPath). REST name C(properties.model.jobId).
        type: str
      path:
        description:
          - The path of the model in the datastore or in the outputs of the job.
          - Only for O(model.type=DataPath) and O(model.type=OutputPath). REST name C(properties.model.path).
        type: str
  deployment_configuration:
    description:
      - A pipeline to run in place of a model, in the service's own shape.
      - Only the members given are compared.
      - REST name C(properties.deploymentConfiguration).
    type: dict
  compute:
    description:
      - The resource id of the compute.
      - REST name C(properties.compute).
    type: str
  code:
    description:
      - The source files that score.
      - REST name C(properties.codeConfiguration).
    type: dict
    suboptions:
      id:
        description:
          - The code asset, as a resource id.
          - REST name C(properties.codeConfiguration.codeId).
        type: str
      scoring_script:
        description:
          - The file in it to run. Needed with O(code).
          - REST name C(properties.codeConfiguration.scoringScript).
        type: str
  environment_id:
    description:
      - The environment that it runs in, as a resource id or as C(azureml:name:version).
      - REST name C(properties.environmentId).
    type: str
  environment_variables:
    description:
      - Environment variables, as names and values. The service adds some of its own. Those that the task does not name
        are left alone.
      - REST name C(properties.environmentVariables).
    type: dict
  resources:
    description:
      - What a job takes of the compute.
      - REST name C(properties.resources).
    type: dict
    suboptions:
      instance_count:
        description:
          - How many nodes.
          - REST name C(properties.resources.instanceCount).
        type: int
      instance_type:
        description:
          - The size of the nodes, where the compute has several.
          - REST name C(properties.resources.instanceType).
        type: str
      properties:
        description:
          - More about the resources, in the service's own shape.
          - Only the members given are compared.
          - REST name C(properties.resources.properties).
        type: dict
  error_threshold:
    description:
      - How many failed files end a job. V(-1) is never.
      - REST name C(properties.errorThreshold).
    type: int
  mini_batch_size:
    description:
      - How many files one call of the model gets.
      - REST name C(properties.miniBatchSize).
    type: int
  max_concurrency_per_instance:
    description:
      - How many calls a node works on at once.
      - REST name C(properties.maxConcurrencyPerInstance).
    type: int
  logging_level:
    description:
      - How much is logged.
      - REST name C(properties.loggingLevel).
    type: str
    choices:
      - Debug
      - Info
      - Warning
  output_action:
    description:
      - Whether the answers of all calls become one file, or are not kept.
      - REST name C(properties.outputAction).
    type: str
    choices:
      - AppendRow
      - SummaryOnly
  output_file_name:
    description:
      - The name of that file.
      - REST name C(properties.outputFileName).
    type: str
  retry_settings:
    description:
      - When a call is tried again.
      - REST name C(properties.retrySettings).
    type: dict
    suboptions:
      max_retries:
        description:
          - How many times.
          - REST name C(properties.retrySettings.maxRetries).
        type: int
      timeout:
        description:
          - How long a call may take, such as V(PT30S) or V(30s).
          - REST name C(properties.retrySettings.timeout).
        type: str
  description:
    description:
      - What the deployment is for.
      - REST name C(properties.description).
    type: str
  properties:
    description:
      - Free properties, as names and values. They are merged like O(tags).
      - REST name C(properties.properties).
    type: dict
  state:
    description:
      - Whether the deployment is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  force:
    description:
      - Delete it although its endpoint sends requests to it.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_batch_deployment_info
  - module: mlops.azureml.aml_batch_endpoint
  - name: Batch deployments in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/batch-deployments
"""

EXAMPLES = r"""
---
- name: Find the model
  mlops.azureml.aml_model:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    version: "1"
  register: registered

- name: Find the cluster
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: cpu-cluster
  register: cluster

- name: Score with the model on the cluster
  mlops.azureml.aml_batch_deployment:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-nightly
    name: nightly
    model:
      type: Id
      asset_id: "{{ registered.model.id }}"
    compute: "{{ cluster.compute.id }}"
    mini_batch_size: 10

- name: Give each call more files
  mlops.azureml.aml_batch_deployment:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-nightly
    name: nightly
    mini_batch_size: 20
"""

RETURN = r"""
---
batch_deployment:
  description:
    - The deployment after the task. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the deployment.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/batchEndpoints/churn-nightly/deployments/nightly"
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
    endpoint:
      description:
        - The endpoint of the deployment.
      type: str
      sample: churn-nightly
    name:
      description:
        - The name of the deployment.
      type: str
      sample: nightly
    location:
      description:
        - See O(location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(identity).
      type: dict
      sample: null
    identity_principal_id:
      description:
        - The id of the system-assigned identity. REST name C(identity.principalId).
      type: str
      sample: null
    identity_tenant_id:
      description:
        - The tenant of the system-assigned identity. REST name C(identity.tenantId).
      type: str
      sample: null
    tags:
      description:
        - See O(tags).
      type: dict
      sample: {}
    kind:
      description:
        - See O(kind).
      type: str
      sample: null
    sku:
      description:
        - See O(sku).
      type: str
      sample: null
    model:
      description:
        - See O(model).
      type: dict
      sample:
        type: Id
        asset_id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Machine\
          LearningServices/workspaces/ml-prod/models/churn/versions/1"
    deployment_configuration:
      description:
        - See O(deployment_configuration).
      type: dict
      sample: null
    compute:
      description:
        - See O(compute).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/computes/cpu-cluster"
    code:
      description:
        - See O(code).
      type: dict
      sample: null
    environment_id:
      description:
        - See O(environment_id).
      type: str
      sample: null
    environment_variables:
      description:
        - See O(environment_variables).
      type: dict
      sample: {}
    resources:
      description:
        - See O(resources).
      type: dict
      sample:
        instance_count: 1
        instance_type: null
        properties: {}
    error_threshold:
      description:
        - See O(error_threshold).
      type: int
      sample: -1
    mini_batch_size:
      description:
        - See O(mini_batch_size).
      type: int
      sample: 10
    max_concurrency_per_instance:
      description:
        - See O(max_concurrency_per_instance).
      type: int
      sample: 1
    logging_level:
      description:
        - See O(logging_level).
      type: str
      sample: Info
    output_action:
      description:
        - See O(output_action).
      type: str
      sample: AppendRow
    output_file_name:
      description:
        - See O(output_file_name).
      type: str
      sample: predictions.csv
    retry_settings:
      description:
        - See O(retry_settings).
      type: dict
      sample:
        max_retries: 3
        timeout: PT30S
    description:
      description:
        - See O(description).
      type: str
      sample: null
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
    - "mini_batch_size: 10 -> 20"
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
from ansible_collections.mlops.azureml.plugins.module_utils.resources.batch_deployment import BATCH_DEPLOYMENT

TASK = manage(BATCH_DEPLOYMENT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
