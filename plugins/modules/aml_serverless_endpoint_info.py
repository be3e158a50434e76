#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_serverless_endpoint_info
short_description: Read the serverless endpoints of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one serverless endpoint of a workspace, or lists them. Their keys are not shown.
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
      - The name of the endpoint. When omitted, they are listed.
    type: str
seealso:
  - module: mlops.azureml.aml_serverless_endpoint
"""

EXAMPLES = r"""
---
- name: Read one endpoint
  mlops.azureml.aml_serverless_endpoint_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: llama

- name: List the endpoints
  mlops.azureml.aml_serverless_endpoint_info:
    resource_group: rg-ml
    workspace: ml-prod
"""

RETURN = r"""
---
serverless_endpoints:
  description:
    - The endpoints found. Each has the names and forms of the options of M(mlops.azureml.aml_serverless_endpoint).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the endpoint.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/serverlessEndpoints/llama"
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
        - The name of the endpoint.
      type: str
      sample: llama
    location:
      description:
        - See O(mlops.azureml.aml_serverless_endpoint#module:location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(mlops.azureml.aml_serverless_endpoint#module:identity).
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
        - See O(mlops.azureml.aml_serverless_endpoint#module:tags).
      type: dict
      sample: {}
    kind:
      description:
        - See O(mlops.azureml.aml_serverless_endpoint#module:kind).
      type: str
      sample: null
    sku:
      description:
        - See O(mlops.azureml.aml_serverless_endpoint#module:sku).
      type: str
      sample: Consumption
    model_id:
      description:
        - See O(mlops.azureml.aml_serverless_endpoint#module:model_id).
      type: str
      sample: azureml://registries/azureml-meta/models/Meta-Llama-3-8B-Instruct
    auth_mode:
      description:
        - See O(mlops.azureml.aml_serverless_endpoint#module:auth_mode).
      type: str
      sample: Key
    content_safety:
      description:
        - See O(mlops.azureml.aml_serverless_endpoint#module:content_safety).
      type: str
      sample: Enabled
    inference_uri:
      description:
        - The address to call. REST name C(properties.inferenceEndpoint.uri).
      type: str
      sample: https://llama.westeurope.models.ai.azure.com
    endpoint_state:
      description:
        - Whether it answers. REST name C(properties.endpointState).
      type: str
      sample: Online
    marketplace_subscription_id:
      description:
        - The subscription that pays for it. REST name C(properties.marketplaceSubscriptionId).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/marketplaceSubscriptions/llama"
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.serverless_endpoint import SERVERLESS_ENDPOINT

TASK = read(SERVERLESS_ENDPOINT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
