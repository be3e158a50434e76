#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_endpoint_key_regenerate
short_description: Replace a key of an endpoint
version_added: 0.1.0
description:
  - Replaces one of the two keys of an endpoint of Azure Machine Learning, by one that the service makes or by the given
    one.
  - Who calls the endpoint with the old key is refused from then on. Give out the other key first.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.wait
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
  type:
    description:
      - The kind of endpoint.
    type: str
    choices:
      - online
      - serverless
    default: online
  key_type:
    description:
      - Which key to replace. REST name C(keyType).
    type: str
    required: true
    choices:
      - primary
      - secondary
  key_value:
    description:
      - The new key. When omitted, the service makes one.
      - Where it is given, the present key is read first and is left alone when it is the same. REST name C(keyValue).
    type: str
attributes:
  check_mode:
    description: Reads, and says whether it would be done. Nothing is sent.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
  idempotent:
    description: With O(key_value) a second run changes nothing. Without it, each run makes a new key.
    support: partial
notes:
  - The request is sent once. Where its answer is lost, the task fails, and the key may have been replaced.
seealso:
  - module: mlops.azureml.aml_endpoint_key_info
  - name: Replacing keys in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/online-endpoints/regenerate-keys
"""

EXAMPLES = r"""
---
- name: Replace the second key by one that the service makes
  mlops.azureml.aml_endpoint_key_regenerate:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
    key_type: secondary

- name: Have the first key be the one from the vault
  mlops.azureml.aml_endpoint_key_regenerate:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
    key_type: primary
    key_value: "{{ endpoint_key }}"

- name: Replace a key and go on at once
  mlops.azureml.aml_endpoint_key_regenerate:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
    key_type: secondary
    wait: false
"""

RETURN = r"""
---
resource_id:
  description: The resource id of what this was done to.
  returned: success
  type: str
  sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
    ningServices/workspaces/ml-prod/onlineEndpoints/churn"
endpoint_key:
  description:
    - Empty. Read the key with M(mlops.azureml.aml_endpoint_key_info).
  returned: success
  type: dict
  sample: {}
reasons:
  description:
    - Why the key was replaced, one line each. Empty when it was not.
  returned: success
  type: list
  elements: str
  sample:
    - it is done every time
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false)
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/mfeOperationResults/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=2025-12-0\
    1"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.endpoint import REGENERATED
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(REGENERATED)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
