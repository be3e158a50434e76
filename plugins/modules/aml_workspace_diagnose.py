#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_workspace_diagnose
short_description: Diagnose an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Has the service look for what is wrong with a workspace, its network and what it depends on, and returns what it
    found.
  - With O(fail_on) the task fails when that is too bad.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.wait
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace.
    required: true
  checks:
    description:
      - What to look at. When omitted, everything. REST name C(value).
    type: list
    elements: str
    choices:
      - applicationInsights
      - containerRegistry
      - dnsResolution
      - keyVault
      - nsg
      - others
      - requiredResourceProviders
      - resourceLock
      - storageAccount
      - udr
  fail_on:
    description:
      - From which level on the task fails.
    type: str
    choices:
      - "none"
      - warning
      - error
    default: "none"
attributes:
  check_mode:
    description: A diagnosis begins an operation, so it is not asked for.
    support: full
  diff_mode:
    description: Changes nothing, so there is nothing to show.
    support: N/A
  idempotent:
    description: Changes nothing, and asks each time.
    support: full
seealso:
  - module: mlops.azureml.aml_workspace
  - module: mlops.azureml.aml_workspace_network_info
  - name: Diagnosing workspaces in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/workspaces/diagnose
"""

EXAMPLES = r"""
---
- name: Diagnose a workspace
  mlops.azureml.aml_workspace_diagnose:
    resource_group: rg-ml
    workspace: ml-prod
  register: found

- name: Stop the play unless storage and vault are well
  mlops.azureml.aml_workspace_diagnose:
    resource_group: rg-ml
    workspace: ml-prod
    checks:
      - storageAccount
      - keyVault
    fail_on: error

- name: Begin a diagnosis and go on at once
  mlops.azureml.aml_workspace_diagnose:
    resource_group: rg-ml
    workspace: ml-prod
    wait: false
"""

RETURN = r"""
---
diagnosis:
  description:
    - What was found, by what was looked at. Empty in check mode.
  returned: success
  type: dict
  contains:
    user_defined_routes:
      description:
        - About routes. REST name C(value.userDefinedRouteResults).
      type: list
      elements: dict
      sample: []
    network_security_rules:
      description:
        - About rules of the network. REST name C(value.networkSecurityRuleResults).
      type: list
      elements: dict
      sample: []
    resource_locks:
      description:
        - About locks. REST name C(value.resourceLockResults).
      type: list
      elements: dict
      sample: []
    dns_resolution:
      description:
        - About names of hosts. REST name C(value.dnsResolutionResults).
      type: list
      elements: dict
      sample: []
    storage_account:
      description:
        - About the storage account. REST name C(value.storageAccountResults).
      type: list
      elements: dict
      sample: []
    key_vault:
      description:
        - About the key vault. REST name C(value.keyVaultResults).
      type: list
      elements: dict
      sample: []
    container_registry:
      description:
        - About the container registry. REST name C(value.containerRegistryResults).
      type: list
      elements: dict
      contains:
        code:
          description:
            - What was found.
          type: str
          sample: ImageBuildComputeNotValid
        level:
          description:
            - How bad it is, V(Information), V(Warning) or V(Error).
          type: str
          sample: Error
        message:
          description:
            - What it means.
          type: str
          sample: "The compute 'cpu' is invalid."
    application_insights:
      description:
        - About the application insights. REST name C(value.applicationInsightsResults).
      type: list
      elements: dict
      sample: []
    others:
      description:
        - About anything else. REST name C(value.otherResults).
      type: list
      elements: dict
      sample: []
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false)
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/workspaceOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=202\
    5-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.workspace import DIAGNOSED
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(DIAGNOSED)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
