#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_workspace_key_info
short_description: Read the keys of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns the keys that a workspace keeps for what it depends on, or those of its notebooks.
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
  kind:
    description:
      - Which keys. V(workspace) are those of all that it depends on, V(notebook) those of the notebooks,
        V(notebook_token) a token for them, V(storage) that of the storage account.
    type: str
    choices:
      - workspace
      - notebook
      - notebook_token
      - storage
    default: workspace
  reveal:
    description:
      - Whether to return the secrets. The whole result is then hidden in output, and usable when registered.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_workspace
  - module: mlops.azureml.aml_workspace_key_resync
  - name: The keys of workspaces in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/workspaces/list-keys
"""

EXAMPLES = r"""
---
- name: See which keys a workspace keeps
  mlops.azureml.aml_workspace_key_info:
    resource_group: rg-ml
    workspace: ml-prod

- name: Get the key of its storage account
  mlops.azureml.aml_workspace_key_info:
    resource_group: rg-ml
    workspace: ml-prod
    kind: storage
    reveal: true
  register: keys

- name: See how long a token for the notebooks is good for
  mlops.azureml.aml_workspace_key_info:
    resource_group: rg-ml
    workspace: ml-prod
    kind: notebook_token
"""

RETURN = r"""
---
workspace_keys:
  description:
    - The keys. What the O(kind) has not is null.
  returned: success
  type: dict
  contains:
    user_storage_key:
      description:
        - The key of the storage account. REST name C(userStorageKey).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    user_storage_arm_id:
      description:
        - The storage account. REST name C(userStorageArmId).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Storage/sto\
        rageAccounts/stmlprod"
    app_insights_instrumentation_key:
      description:
        - The key of the application insights. REST name C(appInsightsInstrumentationKey).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    container_registry_credentials:
      description:
        - The user and the passwords of the container registry. REST name C(containerRegistryCredentials).
        - Hidden unless O(reveal=true).
      type: dict
      sample: null
    notebook_access_keys:
      description:
        - The keys of the notebooks. REST name C(notebookAccessKeys).
        - Hidden unless O(reveal=true).
      type: dict
      sample:
        primaryAccessKey: "********"
        secondaryAccessKey: "********"
    primary_access_key:
      description:
        - The first key of the notebooks. REST name C(primaryAccessKey).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    secondary_access_key:
      description:
        - The second key of the notebooks. REST name C(secondaryAccessKey).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    notebook_resource_id:
      description:
        - The notebooks, to their own service. REST name C(notebookResourceId).
      type: str
      sample: 3090ab73da144befb76fcecac89af6f4
    host_name:
      description:
        - Whose notebooks they are. REST name C(hostName).
      type: str
      sample: Azure Machine Learning
    public_dns:
      description:
        - The host of the notebooks. REST name C(publicDns).
      type: str
      sample: "ml-ml-prod-westeurope-3090ab73-da14-4bef-b76f-cecac89af6f4.westeurope.notebooks.azure.net"
    access_token:
      description:
        - The token for the notebooks. REST name C(access_token).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    refresh_token:
      description:
        - What gets another token. REST name C(refresh_token).
        - Hidden unless O(reveal=true).
      type: str
      sample: "********"
    token_type:
      description:
        - The word that goes before the token. REST name C(token_type).
      type: str
      sample: Bearer
    expires_in:
      description:
        - How long the token is good for, in seconds. REST name C(expires_in).
      type: float
      sample: 28800.0
    scope:
      description:
        - What the token is for. REST name C(scope).
      type: str
      sample: aznb_identity
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.workspace import KEYS
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(KEYS)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
