#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_managed_network_provision
short_description: Provision the managed network of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Makes the service set the managed network of a workspace up, in place of leaving that to the first compute that
    needs it.
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
  include_spark:
    description:
      - Whether to have it ready for Spark jobs too. REST name C(includeSpark).
    type: bool
attributes:
  check_mode:
    description: Reads, and says whether it would be done. Nothing is sent.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
  idempotent:
    description: A second run finds that there is nothing to do.
    support: full
notes:
  - The request is sent once. Where its answer is lost, the task fails, and it may have taken effect.
  - How the network is isolated is an option of M(mlops.azureml.aml_workspace).
seealso:
  - module: mlops.azureml.aml_workspace
  - module: mlops.azureml.aml_outbound_rule
  - name: Provisioning managed networks in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/managed-network-provisions/provision-managed-network
"""

EXAMPLES = r"""
---
- name: Set the managed network up
  mlops.azureml.aml_managed_network_provision:
    resource_group: rg-ml
    workspace: ml-prod

- name: Have it ready for Spark
  mlops.azureml.aml_managed_network_provision:
    resource_group: rg-ml
    workspace: ml-prod
    include_spark: true
    wait: false
"""

RETURN = r"""
---
resource_id:
  description: The resource id of what this was done to.
  returned: success
  type: str
  sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
    ningServices/workspaces/ml-prod"
managed_network:
  description:
    - How far it is. Empty in check mode where it is still to be set up, and with O(wait=false).
  returned: success
  type: dict
  contains:
    status:
      description:
        - Whether it is there. REST name C(status).
      type: str
      sample: Active
    spark_ready:
      description:
        - Whether it is ready for Spark. REST name C(sparkReady).
      type: bool
      sample: false
reasons:
  description:
    - Why it was done, one line each. Empty when there was nothing to do.
  returned: success
  type: list
  elements: str
  sample:
    - "status: None"
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false)
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/workspaceOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=202\
    5-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.workspace import NETWORK_PROVISIONED
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(NETWORK_PROVISIONED)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
