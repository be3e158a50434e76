#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_marketplace_subscription
short_description: Manage marketplace subscriptions of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Creates and deletes a subscription to the plan of a publisher's model, which serverless endpoints need.
  - Whoever creates one accepts the terms of the plan. Nothing of it can be changed later.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
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
      - The workspace that the subscription belongs to.
    required: true
  name:
    description:
      - The name of the subscription.
      - Required, here or in O(definition).
    type: str
  model_id:
    description:
      - The model, by its id without a version. Needed for a new one.
      - Cannot be changed later. REST name C(properties.modelId).
    type: str
  state:
    description:
      - Whether the subscription is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  force:
    description:
      - Whether to delete the subscription although a serverless endpoint uses it.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_marketplace_subscription_info
  - module: mlops.azureml.aml_serverless_endpoint
  - name: Marketplace subscriptions in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/marketplace-subscriptions
"""

EXAMPLES = r"""
---
- name: Subscribe to a model
  mlops.azureml.aml_marketplace_subscription:
    resource_group: rg-ml
    workspace: ml-prod
    name: llama
    model_id: azureml://registries/azureml-meta/models/Meta-Llama-3-8B-Instruct

- name: End the subscription, and do not wait for the end
  mlops.azureml.aml_marketplace_subscription:
    resource_group: rg-ml
    workspace: ml-prod
    name: llama
    state: absent
    wait: false
"""

RETURN = r"""
---
marketplace_subscription:
  description:
    - The subscription after the task. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the subscription.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/marketplaceSubscriptions/llama"
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
        - The name of the subscription.
      type: str
      sample: llama
    model_id:
      description:
        - See O(model_id).
      type: str
      sample: azureml://registries/azureml-meta/models/Meta-Llama-3-8B-Instruct
    publisher_id:
      description:
        - The publisher of the plan. REST name C(properties.marketplacePlan.publisherId).
      type: str
      sample: metagenai
    offer_id:
      description:
        - The offer of the plan. REST name C(properties.marketplacePlan.offerId).
      type: str
      sample: meta-llama-3-8b-instruct-offer
    plan_id:
      description:
        - The plan. REST name C(properties.marketplacePlan.planId).
      type: str
      sample: meta-llama-3-8b-instruct-plan
    status:
      description:
        - Whether the subscription is in force. REST name C(properties.marketplaceSubscriptionStatus).
      type: str
      sample: Subscribed
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
    - it is absent
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/mfeOperationsStatus/ms:5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10:0b2f3c61-6d1c-4c1f\
    -8a45-3d7c1f6a2e90?api-version=2025-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.marketplace_subscription import (
    MARKETPLACE_SUBSCRIPTION,
)

TASK = manage(MARKETPLACE_SUBSCRIPTION)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
