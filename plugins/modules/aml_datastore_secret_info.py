#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_datastore_secret_info
short_description: Read the secrets of a datastore
version_added: 0.1.0
description:
  - Returns the secret by which a datastore of Azure Machine Learning reaches its storage. One that uses an identity has
    none; the service refuses to list it.
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
      - The name of the datastore.
    type: str
    required: true
  reveal:
    description:
      - Whether to return the secrets. The whole result is then hidden in output, and usable when registered.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_datastore
  - name: The secrets of datastores in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/datastores/list-secrets
"""

EXAMPLES = r"""
---
- name: Get the key of the default datastore
  mlops.azureml.aml_datastore_secret_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: workspaceblobstore
    reveal: true
  register: secrets

- name: See what kind of secret it is
  mlops.azureml.aml_datastore_secret_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: workspaceblobstore
"""

RETURN = r"""
---
datastore_secrets:
  description:
    - The secrets. What the kind has not is null.
  returned: success
  type: dict
  contains:
    type:
      description:
        - The kind of secret. REST name C(secretsType).
      type: str
      sample: AccountKey
    account_key:
      description:
        - The key of the account. REST name C(key).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    sas_token:
      description:
        - The shared access signature. REST name C(sasToken).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    client_secret:
      description:
        - The secret of the service principal. REST name C(clientSecret).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    certificate:
      description:
        - Its certificate. REST name C(certificate).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.secret import OF_DATASTORE
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(OF_DATASTORE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
