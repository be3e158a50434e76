#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_online_endpoint_invoke
short_description: Call an online endpoint
version_added: 0.1.0
description:
  - Sends data to an online endpoint of Azure Machine Learning at the address that the endpoint names, and returns what
    its model answers.
  - The task reads the key or the token that the endpoint asks for, sends it to that address alone, and never shows it.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
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
  deployment:
    description:
      - The deployment to call. When omitted, the endpoint chooses one by its traffic.
    type: str
  body:
    description:
      - The data, sent as JSON.
    type: raw
  status_code:
    description:
      - The statuses that are a success. With any other the task fails, and shows the beginning of the answer.
    type: list
    elements: int
    default:
      - 200
  read_only:
    description:
      - Whether calling the model changes nothing anywhere. The request is then sent in check mode too, and repeated
        when its answer is lost.
      - With V(false) it is sent once.
    type: bool
    default: false
attributes:
  check_mode:
    description: Calls the endpoint only with O(read_only=true). Else it finds the endpoint and sends nothing.
    support: full
  diff_mode:
    description: Changes nothing, so there is nothing to show.
    support: N/A
  idempotent:
    description: Calls the endpoint each time.
    support: N/A
notes:
  - An endpoint whose address is none of this cloud's hosts for endpoints, such as that of a Kubernetes cluster, is not
    called.
  - An endpoint with O(mlops.azureml.aml_online_endpoint#module:auth_mode=AADToken) is called with a token of the task's
    own login, as it asks for.
  - A read of the answer that takes longer than a minute is given up.
seealso:
  - module: mlops.azureml.aml_online_endpoint
  - module: mlops.azureml.aml_endpoint_key_info
"""

EXAMPLES = r"""
---
- name: Ask the model
  mlops.azureml.aml_online_endpoint_invoke:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
    body:
      data:
        - [1, 2, 3]
  register: answer

- name: Probe the new deployment, in check mode too
  mlops.azureml.aml_online_endpoint_invoke:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
    deployment: blue
    body:
      data: []
    read_only: true
    status_code:
      - 200
"""

RETURN = r"""
---
sent:
  description:
    - Whether the endpoint was called.
  returned: success
  type: bool
  sample: true
status:
  description:
    - The status of the answer. Null when it was not called.
  returned: success
  type: int
  sample: 200
deployment:
  description:
    - The deployment that answered.
  returned: success
  type: str
  sample: blue
json:
  description:
    - The answer, where the model says that it is JSON.
  returned: success
  type: raw
  sample:
    - 5215.1
    - 3726.9
content:
  description:
    - The answer as text, where it is not.
  returned: success
  type: str
  sample: null
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.invoke import SCORE
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(SCORE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
