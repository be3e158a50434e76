#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_batch_deployment_info
short_description: Read the deployments of an Azure Machine Learning batch endpoint
version_added: 0.1.0
description:
  - Returns one deployment of a batch endpoint, or lists them.
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
      - The workspace of the endpoint.
    required: true
  endpoint:
    description:
      - The batch endpoint.
    type: str
    required: true
  name:
    description:
      - The name of the deployment. When omitted, they are listed.
    type: str
  order_by:
    description:
      - The order of the list. Query C($orderBy).
    type: str
seealso:
  - module: mlops.azureml.aml_batch_deployment
"""

EXAMPLES = r"""
---
- name: List the deployments of an endpoint
  mlops.azureml.aml_batch_deployment_info:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-nightly
"""

RETURN = r"""
---
batch_deployments:
  description:
    - The deployments found. Each has the names and forms of the options of M(mlops.azureml.aml_batch_deployment).
  returned: success
  type: list
  elements: dict
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
        - See O(mlops.azureml.aml_batch_deployment#module:location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:identity).
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
        - See O(mlops.azureml.aml_batch_deployment#module:tags).
      type: dict
      sample: {}
    kind:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:kind).
      type: str
      sample: null
    sku:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:sku).
      type: str
      sample: null
    model:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:model).
      type: dict
      sample:
        type: Id
        asset_id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Machine\
          LearningServices/workspaces/ml-prod/models/churn/versions/1"
    deployment_configuration:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:deployment_configuration).
      type: dict
      sample: null
    compute:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:compute).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/computes/cpu-cluster"
    code:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:code).
      type: dict
      sample: null
    environment_id:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:environment_id).
      type: str
      sample: null
    environment_variables:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:environment_variables).
      type: dict
      sample: {}
    resources:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:resources).
      type: dict
      sample:
        instance_count: 1
        instance_type: null
        properties: {}
    error_threshold:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:error_threshold).
      type: int
      sample: -1
    mini_batch_size:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:mini_batch_size).
      type: int
      sample: 10
    max_concurrency_per_instance:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:max_concurrency_per_instance).
      type: int
      sample: 1
    logging_level:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:logging_level).
      type: str
      sample: Info
    output_action:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:output_action).
      type: str
      sample: AppendRow
    output_file_name:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:output_file_name).
      type: str
      sample: predictions.csv
    retry_settings:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:retry_settings).
      type: dict
      sample:
        max_retries: 3
        timeout: PT30S
    description:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:description).
      type: str
      sample: null
    properties:
      description:
        - See O(mlops.azureml.aml_batch_deployment#module:properties).
      type: dict
      sample: {}
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.batch_deployment import BATCH_DEPLOYMENT

TASK = read(BATCH_DEPLOYMENT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
