#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_apply
short_description: Make many resources as declared, in one task
version_added: 0.1.0
description:
  - Takes a list of resources of any kind that this collection manages and makes each as declared, as its own module
    would, side by side and in the order in which they need each other.
  - It reads by listing. Resources that are as declared cost pages of a list and not a request each.
  - Long-running operations of any number are waited for together, and requests are paced by what the service says is
    left, so that it does not have to refuse any.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.wait
options:
  api_version:
    description:
      - The api-version of the Azure ML resources that have none of their own.
  resource_group:
    description:
      - The resource group of the items that have none of their own.
  workspace:
    description:
      - The workspace of the items that have none of their own.
  resources:
    description:
      - What there is to be. Each item has C(type), the noun of a module, such as C(workspace), C(compute),
        C(datastore), C(model), C(resource_group), C(provider) or C(resource), and that module's own options. The parts
        of M(mlops.azureml.aml_dependencies) are types of their own, C(storage_account), C(key_vault), C(log_analytics),
        C(application_insights), C(container_registry) and C(identity).
      - The option C(type) of a module is C(compute_type), C(datastore_type) or C(resource_type) here.
      - Items do not take the options of the connection, nor O(wait_timeout), which are the task's.
      - An item comes after what it lives in and after what it names in any of its options, or in its C(definition), by
        a resource id, C(azureml:name:version), C(azureml:name@latest) or C(azureml://datastores/name/paths/...). With
        C(state=absent) it goes before them.
      - C(definition) is the YAML of C(az ml), as in the module of the type.
    type: list
    elements: dict
    required: true
  concurrency:
    description:
      - How many requests may be under way at once, from 1 to 64. Operations that run do not count.
    type: int
    default: 16
  prune:
    description:
      - The types of which everything in the scope of O(resource_group) and O(workspace) is deleted that O(resources)
        does not declare. What the service makes for itself is kept, such as the datastores of a new workspace.
      - Nothing is deleted when a list cannot be read whole.
      - Of an asset that a C(definition) declares without a version, all versions are kept. A type of which definitions
        bring some along, such as the code of a job, is refused here.
    type: list
    elements: str
    default: []
    choices:
      - application_insights
      - batch_deployment
      - batch_endpoint
      - code
      - component
      - compute
      - connection
      - container_registry
      - data
      - datastore
      - environment
      - feature_store_entity
      - featureset
      - identity
      - job
      - key_vault
      - log_analytics
      - marketplace_subscription
      - model
      - online_deployment
      - online_endpoint
      - outbound_rule
      - private_endpoint_connection
      - registry
      - resource_group
      - schedule
      - serverless_endpoint
      - storage_account
      - workspace
  prune_confirm:
    description:
      - Must be V(true) for O(prune), in check mode too.
    type: bool
    default: false
notes:
  - An item that fails does not stop those that do not need it. Those that do are skipped. The task fails at the end and
    returns what became of each.
  - In check mode the result is the plan, and C(--diff) shows every change in it.
  - A model of the regional plane needs its C(version) here.
seealso:
  - module: mlops.azureml.aml_export
  - module: mlops.azureml.aml_compute
  - module: mlops.azureml.aml_workspace
"""

EXAMPLES = r"""
---
- name: Make a workspace with all that is in it
  mlops.azureml.aml_apply:
    resource_group: rg-ml
    workspace: ml-team
    resources:
      - type: storage_account
        name: stmlteam
      - type: key_vault
        name: kv-ml-team
      - type: workspace
        name: ml-team
        storage_account: "{{ group_id }}/providers/Microsoft.Storage/storageAccounts/stmlteam"
        key_vault: "{{ group_id }}/providers/Microsoft.KeyVault/vaults/kv-ml-team"
      - type: compute
        name: cpu-cluster
        compute_type: AmlCompute
        vm_size: Standard_DS3_v2
        scale:
          max_nodes: 4
      - type: datastore
        name: training
        datastore_type: AzureBlob
        account_name: stmlteam
        container_name: training
      - type: model
        name: churn
        version: 1
        model_type: custom_model
        model_uri: azureml://datastores/training/paths/churn
  vars:
    group_id: /subscriptions/{{ lookup('ansible.builtin.env', 'AZURE_SUBSCRIPTION_ID') }}/resourceGroups/rg-ml

- name: Show what would change, and what would go
  mlops.azureml.aml_apply:
    resource_group: rg-ml
    workspace: ml-team
    resources:
      - type: compute
        name: gpu-cluster
        compute_type: AmlCompute
        vm_size: Standard_NC6s_v3
        scale:
          max_nodes: 2
    prune:
      - compute
    prune_confirm: true
  check_mode: true
  diff: true
"""

RETURN = r"""
---
resources:
  description:
    - What became of each item, in their order, and then of each resource that O(prune) found. Also returned when the
      task fails.
    - One that failed has also C(error), with C(message), C(code), C(status), C(request_id) and C(hint) as far as there
      are any. One that was not waited for has C(operation_url).
  returned: always
  type: list
  elements: dict
  contains:
    type:
      description: The type of the item.
      type: str
      sample: compute
    name:
      description: Its name, with the version where it has one.
      type: str
      sample: cpu-cluster
    id:
      description: Its resource id, or its path on the regional plane.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-team/computes/cpu-cluster"
    action:
      description:
        - What was done, or in check mode would be done. V(none), V(create), V(update), V(delete), V(recreate), V(act)
          for a state such as C(stopped), V(fail), or V(skip) when something that it needs failed.
      type: str
      sample: update
    changed:
      description: Whether it was changed, or would be.
      type: bool
      sample: true
    reasons:
      description: One line for each difference, or what it was skipped for.
      type: list
      elements: str
      sample:
        - "scale.max_nodes: 2 -> 4"
    seconds:
      description: How long it took, from its first request to its end.
      type: float
      sample: 12.345
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import reconcile, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE

TASK = reconcile(ESTATE)


def main() -> None:
    """Make many resources as declared, in one task."""
    run_module(TASK)


if __name__ == "__main__":
    main()
