#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_compute_key_info
short_description: Read the keys of an attached compute
version_added: 0.1.0
description:
  - Returns the keys that a workspace keeps for a compute that was attached to it. The computes that Azure Machine
    Learning makes itself have none; the service refuses to list them.
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
      - The name of the compute.
    type: str
    required: true
  reveal:
    description:
      - Whether to return the secrets. The whole result is then hidden in output, and usable when registered.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_compute
  - module: mlops.azureml.aml_compute_info
  - name: The keys of computes in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/compute/list-keys
"""

EXAMPLES = r"""
---
- name: Get the token of an attached Databricks workspace
  mlops.azureml.aml_compute_key_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: databricks
    reveal: true
  register: keys
"""

RETURN = r"""
---
compute_keys:
  description:
    - The keys. What the type of compute has not is null.
  returned: success
  type: dict
  contains:
    type:
      description:
        - The type of compute. REST name C(computeType).
      type: str
      sample: Databricks
    user_kube_config:
      description:
        - The configuration of a user of the Kubernetes cluster. REST name C(userKubeConfig).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    admin_kube_config:
      description:
        - The configuration of its administrator. REST name C(adminKubeConfig).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    image_pull_secret_name:
      description:
        - The secret of the cluster that images are pulled with. REST name C(imagePullSecretName).
      type: str
      sample: null
    databricks_access_token:
      description:
        - The token. REST name C(databricksAccessToken).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    user_name:
      description:
        - Who logs in to the machine. REST name C(administratorAccount.username).
      type: str
      sample: null
    password:
      description:
        - That user's password. REST name C(administratorAccount.password).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    public_key_data:
      description:
        - That user's public key. REST name C(administratorAccount.publicKeyData).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    private_key_data:
      description:
        - That user's private key. REST name C(administratorAccount.privateKeyData).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.compute import KEYS
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(KEYS)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
