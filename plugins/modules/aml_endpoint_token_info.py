#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_endpoint_token_info
short_description: Read a token for an online endpoint
version_added: 0.1.0
description:
  - Returns a token by which an online endpoint of Azure Machine Learning is called whose
    O(mlops.azureml.aml_online_endpoint#module:auth_mode) is V(AMLToken).
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
  reveal:
    description:
      - Whether to return the secrets. The whole result is then hidden in output, and usable when registered.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_endpoint_key_info
  - module: mlops.azureml.aml_online_endpoint_invoke
  - name: The token of an online endpoint in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/online-endpoints/get-token
"""

EXAMPLES = r"""
---
- name: Get a token for an endpoint
  mlops.azureml.aml_endpoint_token_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
    reveal: true
  register: token

- name: See how long a token is good for
  mlops.azureml.aml_endpoint_token_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
"""

RETURN = r"""
---
endpoint_token:
  description:
    - The token.
  returned: success
  type: dict
  contains:
    access_token:
      description:
        - The token itself. REST name C(accessToken).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    token_type:
      description:
        - The word that goes before it in the header C(Authorization). REST name C(tokenType).
      type: str
      sample: Bearer
    expires_on:
      description:
        - When it expires, in seconds since 1970-01-01 UTC. REST name C(expiryTimeUtc).
      type: int
      sample: 1795482459
    refresh_after:
      description:
        - From when on another one should be asked for. REST name C(refreshAfterTimeUtc).
      type: int
      sample: 1795439259
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.endpoint import TOKEN
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(TOKEN)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
