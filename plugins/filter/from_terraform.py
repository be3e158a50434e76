# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: from_terraform
short_description: Turn the state of Terraform into items of aml_apply
version_added: 0.1.0
description:
  - Translates what C(terraform show -json) prints into items of O(mlops.azureml.aml_apply#module:resources).
  - Knows the resources C(azurerm_machine_learning_*), C(azurerm_ai_foundry) and C(azurerm_ai_foundry_project) of the
    provider C(azurerm), and C(azapi_resource) of the types of C(Microsoft.MachineLearningServices).
  - What is not translated is listed with the reason. That is every secret, too, although the state has it. Give the
    item those from your vault.
  - Run the items in check mode before you let go of the state. When M(mlops.azureml.aml_apply) would change nothing,
    they say what is there.
author:
  - mlops.azureml contributors (@mlops-azureml)
positional: _input
options:
  _input:
    description:
      - What C(terraform show -json) prints, as text or parsed. The file C(terraform.tfstate) has another form.
    type: raw
    required: true
  subscription_id:
    description:
      - The subscription whose resources are wanted. Needed where the state has resources in several, because a task
        works in one.
    type: str
notes:
  - The state of Terraform holds secrets in plain text. Keep the file out of your repository.
seealso:
  - module: mlops.azureml.aml_apply
  - plugin: mlops.azureml.from_az_ml_yaml
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Read what Terraform knows
  ansible.builtin.set_fact:
    moved: "{{ state | mlops.azureml.from_terraform }}"
  vars:
    state:
      format_version: "1.0"
      values:
        root_module:
          resources:
            - address: azurerm_machine_learning_datastore_blobstorage.lake
              mode: managed
              type: azurerm_machine_learning_datastore_blobstorage
              name: lake
              values:
                id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/\
                  Microsoft.MachineLearningServices/workspaces/ml-prod/dataStores/lake"
                name: lake
                storage_container_id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/\
                  providers/Microsoft.Storage/storageAccounts/stmlprod/blobServices/default/containers/lake"

- name: Show what is left to do by hand
  ansible.builtin.debug:
    var: moved.untranslated

- name: See whether the items say what is there
  mlops.azureml.aml_apply:
    subscription_id: "{{ moved.subscription_id }}"
    resources: "{{ moved.resources }}"
  check_mode: true
  diff: true
"""

RETURN = r"""
---
_value:
  description:
    - A map with three keys.
    - C(resources) is the list of items, in the order of the state.
    - C(untranslated) has one map for each resource or attribute that is in none of them, with C(address), C(type),
      C(attribute) (null for a whole resource) and C(reason).
    - C(subscription_id) is the subscription that they are in, or null where there are none.
  type: dict
  sample:
    resources:
      - type: datastore
        resource_group: rg-ml
        workspace: ml-prod
        name: lake
        datastore_type: AzureBlob
        account_name: stmlprod
        container_name: lake
    untranslated:
      - address: azurerm_machine_learning_datastore_blobstorage.lake
        type: azurerm_machine_learning_datastore_blobstorage
        attribute: account_key
        reason: is a secret; give it to the item, from your vault
    subscription_id: 00000000-0000-0000-0000-000000000001
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import plugin
from ansible_collections.mlops.azureml.plugins.plugin_utils.terraform import translated


class FilterModule:
    """The filter ``from_terraform``."""

    def filters(self):
        return {"from_terraform": plugin(translated)}
