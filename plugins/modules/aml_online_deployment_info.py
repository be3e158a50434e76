#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_online_deployment_info
short_description: Read the deployments of an Azure Machine Learning online endpoint
version_added: 0.1.0
description:
  - Returns one deployment of an online endpoint, or lists them.
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
      - The online endpoint.
    type: str
    required: true
  name:
    description:
      - The name of the deployment. When omitted, they are listed.
    type: str
  skus:
    description:
      - Whether to read how each one can be scaled too, with one request more for each.
    type: bool
    default: false
  order_by:
    description:
      - The order of the list. Query C($orderBy).
    type: str
seealso:
  - module: mlops.azureml.aml_online_deployment
  - module: mlops.azureml.aml_online_deployment_log_info
"""

EXAMPLES = r"""
---
- name: Read one deployment
  mlops.azureml.aml_online_deployment_info:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-score
    name: blue
    skus: true

- name: List the deployments of an endpoint
  mlops.azureml.aml_online_deployment_info:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-score
"""

RETURN = r"""
---
online_deployments:
  description:
    - The deployments found. Each has the names and forms of the options of M(mlops.azureml.aml_online_deployment).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the deployment.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/onlineEndpoints/churn-score/deployments/blue"
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
      sample: churn-score
    name:
      description:
        - The name of the deployment.
      type: str
      sample: blue
    type:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:type).
      type: str
      sample: Managed
    location:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:identity).
      type: dict
      sample:
        type: SystemAssigned
        user_assigned_identities: []
    identity_principal_id:
      description:
        - The id of the system-assigned identity. REST name C(identity.principalId).
      type: str
      sample: 33333333-3333-3333-3333-333333333333
    identity_tenant_id:
      description:
        - The tenant of the system-assigned identity. REST name C(identity.tenantId).
      type: str
      sample: 11111111-1111-1111-1111-111111111111
    tags:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:tags).
      type: dict
      sample: {}
    kind:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:kind).
      type: str
      sample: Managed
    model:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:model).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/models/churn/versions/1"
    model_mount_path:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:model_mount_path).
      type: str
      sample: null
    code:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:code).
      type: dict
      sample: null
    environment_id:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:environment_id).
      type: str
      sample: null
    environment_variables:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:environment_variables).
      type: dict
      sample: {}
    instance_type:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:instance_type).
      type: str
      sample: Standard_DS3_v2
    sku:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:sku).
      type: str
      sample: Default
    instance_count:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:instance_count).
      type: int
      sample: 1
    app_insights_enabled:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:app_insights_enabled).
      type: bool
      sample: false
    egress_public_network_access:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:egress_public_network_access).
      type: str
      sample: Enabled
    scale_settings:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:scale_settings).
      type: dict
      sample:
        type: Default
    request_settings:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:request_settings).
      type: dict
      sample:
        max_concurrent_requests_per_instance: 1
        request_timeout: PT5S
        max_queue_wait: null
    liveness_probe:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:liveness_probe).
      type: dict
      sample:
        failure_threshold: 30
        success_threshold: 1
        initial_delay: PT10S
        period: PT10S
        timeout: PT2S
    readiness_probe:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:readiness_probe).
      type: dict
      sample:
        failure_threshold: 30
        success_threshold: 1
        initial_delay: PT10S
        period: PT10S
        timeout: PT2S
    startup_probe:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:startup_probe).
      type: dict
      sample: null
    data_collector:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:data_collector).
      type: dict
      sample: null
    container_resource_requirements:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:container_resource_requirements).
      type: dict
      sample:
        containerResourceLimits:
          cpu: '1'
    description:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:description).
      type: str
      sample: null
    properties:
      description:
        - See O(mlops.azureml.aml_online_deployment#module:properties).
      type: dict
      sample:
        AzureAsyncOperationUri: "https://westeurope.api.azureml.ms/subscriptions/00000000-0000-0000-0000-000000000001\
          /providers/Microsoft.MachineLearningServices/locations/westeurope/mfeOperationsStatus/odidp:7b885337-4581-4\
          f3d-aed4-9eddbe1d5f3a:22c7823a-7207-401f-9269-3dc459ec7f08?api-version=2025-12-01&t=0&c=emulator&s=emulator\
          &h=emulator"
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
    skus:
      description:
        - The ways to scale it. Only with O(skus=true).
      type: list
      elements: dict
      contains:
        name:
          description:
            - The name of the way. REST name C(sku.name).
          type: str
          sample: default
        tier:
          description:
            - Its tier. REST name C(sku.tier).
          type: str
          sample: Standard
        minimum:
          description:
            - The fewest instances. REST name C(capacity.minimum).
          type: int
          sample: 1
        maximum:
          description:
            - The most instances. REST name C(capacity.maximum).
          type: int
          sample: 50
        default:
          description:
            - How many there are by default. REST name C(capacity.default).
          type: int
          sample: 3
        scale_type:
          description:
            - Whether the number can change by itself. REST name C(capacity.scaleType).
          type: str
          sample: Automatic
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.online_deployment import ONLINE_DEPLOYMENT

TASK = read(ONLINE_DEPLOYMENT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
