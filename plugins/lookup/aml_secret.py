# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml_secret
short_description: Read a secret of a connection, a datastore or an endpoint
version_added: 0.1.0
description:
  - Returns one secret that Azure Machine Learning keeps. That is a credential of a connection or a datastore, or a key
    or token of an endpoint.
  - The options of the task do not count here, nor does C(module_defaults). Where to connect comes from the options of
    the lookup, from the environment of the controller or from a profile, as with the modules.
  - Never shows the secret itself, in errors and logs neither. Set C(no_log) in a task that would, and hand it to an
    option that is secret itself where there is one.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
options:
  _terms:
    description:
      - The names of the connections, datastores or endpoints.
    type: list
    elements: str
    required: true
  of:
    description:
      - What the names are of. V(endpoint) is for the keys of one, V(endpoint_token) for the token of an online endpoint
        that takes tokens.
    type: str
    required: true
    choices:
      - connection
      - datastore
      - endpoint
      - endpoint_token
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace.
    required: true
  member:
    description:
      - Which secret, where there is more than one.
      - For V(of=endpoint) V(primary_key), which is meant when this is omitted, or V(secondary_key). For V(of=datastore)
        a result of M(mlops.azureml.aml_datastore_secret_info). For V(of=connection) the service's own name of a member
        of the credentials, such as V(key), or that of a custom key.
    type: str
  endpoint_type:
    description:
      - The kind of the endpoint, with V(of=endpoint).
    type: str
    choices:
      - online
      - batch
      - serverless
    default: online
notes:
  - It is read each time a variable that holds the lookup is used.
  - The secrets of a key vault are read by P(azure.azcollection.azure_keyvault_secret#lookup). This collection sends its
    tokens to hosts of Azure Machine Learning and the resource manager only.
seealso:
  - module: mlops.azureml.aml_connection_secret_info
  - module: mlops.azureml.aml_datastore_secret_info
  - module: mlops.azureml.aml_endpoint_key_info
  - module: mlops.azureml.aml_endpoint_token_info
"""

EXAMPLES = r"""
---
- name: Keep the key of an endpoint for later tasks
  ansible.builtin.set_fact:
    score_key: "{{ lookup('mlops.azureml.aml_secret', 'churn-score', of='endpoint', resource_group='rg-ml',
      workspace='ml-prod') }}"
  no_log: true

- name: Copy the key of a connection
  mlops.azureml.aml_connection:
    resource_group: rg-ml
    workspace: ml-prod
    name: openai-copy
    category: AzureOpenAI
    target: https://openai.example/
    credentials:
      type: ApiKey
      api_key: "{{ lookup('mlops.azureml.aml_secret', 'openai', of='connection', resource_group='rg-ml',
        workspace='ml-prod') }}"
"""

RETURN = r"""
---
_raw:
  description:
    - The secrets, one for each term.
  type: list
  elements: str
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.asking import Asking
from ansible_collections.mlops.azureml.plugins.plugin_utils.questions import secret_question


class LookupModule(Asking):
    """The lookup ``aml_secret``."""

    question = staticmethod(secret_question)
