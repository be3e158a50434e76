#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_serverless_endpoint
short_description: Manage serverless endpoints of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Creates, changes and deletes a serverless endpoint, at which a model of a catalog answers without a deployment of
    your own.
  - The model of a publisher other than Microsoft also needs a subscription, see
    M(mlops.azureml.aml_marketplace_subscription).
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
  - mlops.azureml.definition
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
      - The name of the endpoint, which is unique in its region.
      - Required, here or in O(definition).
    type: str
  location:
    description:
      - The region. When omitted, a new one takes that of the workspace.
      - Cannot be changed later. REST name C(location).
    type: str
  kind:
    description:
      - A word of the service's own for the kind of endpoint.
      - REST name C(kind).
    type: str
  sku:
    description:
      - How it is paid for. When omitted, a new one gets V(Consumption).
      - REST name C(sku.name).
    type: str
  model_id:
    description:
      - The model, by its id without a version.
      - Cannot be changed later. REST name C(properties.modelSettings.modelId).
    type: str
  auth_mode:
    description:
      - How callers prove who they are. When omitted, a new one takes V(Key).
      - REST name C(properties.authMode).
    type: str
    choices:
      - AAD
      - Key
      - KeyAndAAD
  content_safety:
    description:
      - Whether the service filters harmful content. When omitted, the service has a default of its own.
      - REST name C(properties.contentSafety.contentSafetyStatus).
    type: str
    choices:
      - Disabled
      - Enabled
  state:
    description:
      - Whether the endpoint is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
seealso:
  - module: mlops.azureml.aml_serverless_endpoint_info
  - module: mlops.azureml.aml_marketplace_subscription
  - name: Serverless endpoints in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/serverless-endpoints
"""

EXAMPLES = r"""
---
- name: Subscribe to the model
  mlops.azureml.aml_marketplace_subscription:
    resource_group: rg-ml
    workspace: ml-prod
    name: llama
    model_id: azureml://registries/azureml-meta/models/Meta-Llama-3-8B-Instruct

- name: Let the model answer
  mlops.azureml.aml_serverless_endpoint:
    resource_group: rg-ml
    workspace: ml-prod
    name: llama
    model_id: azureml://registries/azureml-meta/models/Meta-Llama-3-8B-Instruct

- name: Let callers log in, and filter nothing
  mlops.azureml.aml_serverless_endpoint:
    resource_group: rg-ml
    workspace: ml-prod
    name: llama
    auth_mode: AAD
    content_safety: Disabled

- name: Delete it, and do not wait for the end
  mlops.azureml.aml_serverless_endpoint:
    resource_group: rg-ml
    workspace: ml-prod
    name: llama
    state: absent
    wait: false
"""

RETURN = r"""
---
serverless_endpoint:
  description:
    - The endpoint after the task. Empty when it is absent.
  returned: success
  type: dict
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
      sample: Consumption
    model_id:
      description:
        - See O(model_id).
      type: str
      sample: azureml://registries/azureml-meta/models/Meta-Llama-3-8B-Instruct
    auth_mode:
      description:
        - See O(auth_mode).
      type: str
      sample: Key
    content_safety:
      description:
        - See O(content_safety).
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
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "auth_mode: Key -> AAD"
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/mfeOperationsStatus/se:5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10:0b2f3c61-6d1c-4c1f\
    -8a45-3d7c1f6a2e90?api-version=2025-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.serverless_endpoint import SERVERLESS_ENDPOINT

TASK = manage(SERVERLESS_ENDPOINT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
