#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_endpoint_key_info
short_description: Read the keys of an endpoint
version_added: 0.1.0
description:
  - Returns the two keys by which an endpoint of Azure Machine Learning is called.
  - An endpoint that is called with tokens has none; both are null then.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.reader
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
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
      - batch
      - serverless
    default: online
  reveal:
    description:
      - Whether to return the secrets. The whole result is then hidden in output, and usable when registered.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_endpoint_key_regenerate
  - module: mlops.azureml.aml_endpoint_token_info
  - module: mlops.azureml.aml_online_endpoint_invoke
  - name: The keys of online endpoints in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/online-endpoints/list-keys
"""

EXAMPLES = r"""
---
- name: See whether an endpoint has keys
  mlops.azureml.aml_endpoint_key_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score

- name: Get the keys of a batch endpoint
  mlops.azureml.aml_endpoint_key_info:
    resource_group: rg-ml
    workspace: ml-prod
    type: batch
    name: churn-nightly
    reveal: true
  register: keys
"""

RETURN = r"""
---
endpoint_keys:
  description:
    - The keys.
  returned: success
  type: dict
  contains:
    primary_key:
      description:
        - The first key. REST name C(primaryKey).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    secondary_key:
      description:
        - The second key. REST name C(secondaryKey).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.endpoint import KEYS
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(KEYS)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
