#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_connection_secret_info
short_description: Read the credentials of a connection
version_added: 0.1.0
description:
  - Returns the credentials of a connection of an Azure Machine Learning workspace.
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
      - The workspace.
    required: true
  name:
    description:
      - The name of the connection.
    type: str
    required: true
  reveal:
    description:
      - Whether to return the secrets. The whole result is then hidden in output, and usable when registered.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_connection
  - name: The secrets of connections in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/workspace-connections/list-secrets
"""

EXAMPLES = r"""
---
- name: Get the key of a connection
  mlops.azureml.aml_connection_secret_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: openai
    reveal: true
  register: secrets

- name: See what a connection logs in with
  mlops.azureml.aml_connection_secret_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: openai
"""

RETURN = r"""
---
connection_secrets:
  description:
    - The credentials and what they are for.
  returned: success
  type: dict
  contains:
    category:
      description:
        - The kind of the other service. REST name C(properties.category).
      type: str
      sample: AzureOpenAI
    auth_type:
      description:
        - How to log in to it. REST name C(properties.authType).
      type: str
      sample: ApiKey
    target:
      description:
        - Where it is. REST name C(properties.target).
      type: str
      sample: https://openai.example/
    credentials:
      description:
        - The credentials, in the service's own shape. REST name C(properties.credentials).
        - Hidden unless O(reveal=true).
      type: dict
      sample:
        key: "********"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.secret import OF_CONNECTION
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(OF_CONNECTION)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
