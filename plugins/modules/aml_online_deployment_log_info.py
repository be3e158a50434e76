#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_online_deployment_log_info
short_description: Read the logs of an online endpoint's deployment
version_added: 0.1.0
description:
  - Returns what the containers of a deployment of an online endpoint wrote, the newest lines last.
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
  endpoint:
    description:
      - The name of the endpoint.
    type: str
    required: true
  name:
    description:
      - The name of the deployment.
    type: str
    required: true
  container:
    description:
      - Whose lines to return. V(StorageInitializer) fetches the model and the code, V(InferenceServer) scores.
      - When omitted, those of the one that scores. REST name C(containerType).
    type: str
    choices:
      - StorageInitializer
      - InferenceServer
  tail:
    description:
      - How many lines at most. REST name C(tail).
    type: int
notes:
  - What looks like a token or a key in the lines is hidden. What else a program writes there is shown.
seealso:
  - module: mlops.azureml.aml_online_deployment
  - name: The logs of deployments in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/online-deployments/get-logs
"""

EXAMPLES = r"""
---
- name: Read the last lines of a deployment
  mlops.azureml.aml_online_deployment_log_info:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-score
    name: blue
    tail: 50
  register: log

- name: Show them
  ansible.builtin.debug:
    var: log.logs.content
"""

RETURN = r"""
---
logs:
  description:
    - The logs.
  returned: success
  type: dict
  contains:
    content:
      description:
        - The lines, and before them how far the instance is. REST name C(content).
      type: str
      sample: "Instance status:\nSystemSetup: Succeeded\n"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.online_deployment import LOGS
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(LOGS)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
