#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_token
short_description: Get an access token for Azure
version_added: 0.1.0
description:
  - Logs in as the other modules do and returns the access token, for whoever has to call Azure in another way.
  - The result is hidden in output at every verbosity and usable when registered.
  - The token may be one that an earlier task got, see O(token_cache). It then is valid for five more minutes at least.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.reader
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
options:
  api_version:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  resource_group:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  audience:
    description:
      - What the token is for. V(arm) is Azure Resource Manager and V(ml) is Azure Machine Learning, in the cloud of
        O(cloud_environment).
      - Anything else is taken as the audience itself, such as V(https://storage.azure.com/).
    type: str
    default: arm
  endpoint:
    description:
      - Which version of the login service a service principal asks. V(v1) is C(/oauth2/token) with C(resource), V(v2)
        is C(/oauth2/v2.0/token) with C(scope).
    type: str
    choices:
      - v1
      - v2
    default: v2
notes:
  - With C(async) the result comes from C(ansible.builtin.async_status), which does not hide it. Set C(no_log) there.
seealso:
  - module: mlops.azureml.aml_rest
  - name: The client credentials flow
    description: How a service principal gets a token.
    link: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

EXAMPLES = r"""
---
- name: Get a token for Azure Resource Manager
  mlops.azureml.aml_token:
  register: arm

- name: Get a token for the regional servers of Azure Machine Learning
  mlops.azureml.aml_token:
    audience: ml
  register: ml

- name: Get a token from the older login service
  mlops.azureml.aml_token:
    endpoint: v1

- name: Use a token in place of the credentials
  mlops.azureml.aml_resource_group_info:
    access_token: "{{ arm.token }}"
    auth_source: token
"""

RETURN = r"""
---
token:
  description:
    - The access token. Hidden in output.
  returned: success
  type: str
  sample: "********"
token_type:
  description:
    - The word that goes before the token in the header C(Authorization).
  returned: success
  type: str
  sample: Bearer
expires_on:
  description:
    - When the token expires, in seconds since 1970-01-01 UTC.
  returned: success
  type: int
  sample: 1795482459
audience:
  description:
    - The audience that the token was asked for.
  returned: success
  type: str
  sample: https://management.azure.com/
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.token import TOKEN
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(TOKEN)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
