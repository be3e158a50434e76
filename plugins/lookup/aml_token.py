# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml_token
short_description: Get an access token for Azure
version_added: 0.1.0
description:
  - Logs in as the modules do and returns an access token, for whoever has to call Azure in another way.
  - The options of the task do not count here, nor does C(module_defaults). What they would say comes from the options
    of the lookup, from the environment of the controller or from a profile, as with the modules.
  - Never shows the token itself. Set C(no_log) in a task that would.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.auth
  - mlops.azureml.api
options:
  _terms:
    description:
      - What the token is for, one each. V(arm) is Azure Resource Manager and V(ml) is Azure Machine Learning, in the
        cloud of O(cloud_environment). Anything else is taken as the audience itself.
      - When omitted, V(arm).
    type: list
    elements: str
  api_version:
    description:
      - Not used by this lookup.
  endpoint:
    description:
      - Which version of the login service a service principal asks, as in O(mlops.azureml.aml_token#module:endpoint).
    type: str
    choices:
      - v1
      - v2
    default: v2
notes:
  - A variable that holds a lookup is evaluated each time it is used. Tokens are kept for that, see O(token_cache).
seealso:
  - module: mlops.azureml.aml_token
  - plugin: mlops.azureml.aml_secret
    plugin_type: lookup
"""

EXAMPLES = r"""
---
- name: Use one token in many tasks, without any other credentials
  mlops.azureml.aml_resource_group_info:
    access_token: "{{ lookup('mlops.azureml.aml_token') }}"
    auth_source: token

- name: See that there is a token for another service
  ansible.builtin.assert:
    that: lookup('mlops.azureml.aml_token', 'https://storage.azure.com/') | length > 0
"""

RETURN = r"""
---
_raw:
  description:
    - The tokens, one for each term.
  type: list
  elements: str
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.asking import Asking
from ansible_collections.mlops.azureml.plugins.plugin_utils.questions import token_question


class LookupModule(Asking):
    """The lookup ``aml_token``."""

    question = staticmethod(token_question)
    usual_terms = ("arm",)
