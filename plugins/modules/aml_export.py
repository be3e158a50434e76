#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_export
short_description: Read a workspace as the declaration that would make it
version_added: 0.1.0
description:
  - Returns a workspace and what is in it as the list that M(mlops.azureml.aml_apply) takes. Giving it back changes
    nothing.
  - No secret is in it. A datastore with a key, say, is there without the key, which only making it anew needs.
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
    required: true
  workspace:
    required: true
  types:
    description:
      - What to read. Everything when omitted.
    type: list
    elements: str
    choices:
      - batch_deployment
      - batch_endpoint
      - code
      - component
      - compute
      - connection
      - data
      - datastore
      - environment
      - feature_store_entity
      - featureset
      - job
      - marketplace_subscription
      - model
      - online_deployment
      - online_endpoint
      - outbound_rule
      - private_endpoint_connection
      - schedule
      - serverless_endpoint
      - workspace
notes:
  - What the service makes for itself is left out, such as the datastores of a new workspace.
seealso:
  - module: mlops.azureml.aml_apply
"""

EXAMPLES = r"""
---
- name: Read a workspace
  mlops.azureml.aml_export:
    resource_group: rg-ml
    workspace: ml-prod
  register: prod

- name: Keep it in a file
  ansible.builtin.copy:
    content: "{{ prod.resources | to_nice_yaml }}"
    dest: ml-prod.yml
    mode: "0600"

- name: See that it is as it was
  mlops.azureml.aml_apply:
    resource_group: rg-ml
    workspace: ml-prod
    resources: "{{ prod.resources }}"
  check_mode: true
"""

RETURN = r"""
---
resources:
  description:
    - One item a resource. Each has C(type) and the options of the module of that noun, as
      O(mlops.azureml.aml_apply#module:resources) says.
  returned: success
  type: list
  elements: dict
  sample:
    - type: workspace
      name: ml-prod
      location: westeurope
      kind: default
      identity:
        type: SystemAssigned
      sku: Basic
      storage_account: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.\
        Storage/storageAccounts/stmlprod"
      key_vault: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Keyvau\
        lt/vaults/kv-ml-prod"
      application_insights: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Micro\
        soft.insights/components/appi-ml-prod"
      hbi_workspace: false
      public_network_access: Enabled
      v1_legacy_mode: false
      enable_data_isolation: false
      system_datastores_auth_mode: AccessKey
      enable_service_side_cmk_encryption: false
      managed_network:
        isolation_mode: Disabled
        enable_network_monitor: false
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import export, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE

TASK = export(ESTATE)


def main() -> None:
    """Read a workspace as the declaration that would make it."""
    run_module(TASK)


if __name__ == "__main__":
    main()
