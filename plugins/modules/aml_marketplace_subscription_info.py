#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_marketplace_subscription_info
short_description: Read the marketplace subscriptions of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one marketplace subscription of a workspace, or lists them.
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
      - The name of the subscription. When omitted, they are listed.
    type: str
seealso:
  - module: mlops.azureml.aml_marketplace_subscription
"""

EXAMPLES = r"""
---
- name: Read one subscription
  mlops.azureml.aml_marketplace_subscription_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: llama

- name: List the subscriptions
  mlops.azureml.aml_marketplace_subscription_info:
    resource_group: rg-ml
    workspace: ml-prod
"""

RETURN = r"""
---
marketplace_subscriptions:
  description:
    - The subscriptions found. Each has the names and forms of the options of
      M(mlops.azureml.aml_marketplace_subscription).
  returned: success
  type: list
  elements: dict
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
        - See O(mlops.azureml.aml_marketplace_subscription#module:model_id).
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
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.marketplace_subscription import (
    MARKETPLACE_SUBSCRIPTION,
)

TASK = read(MARKETPLACE_SUBSCRIPTION)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
