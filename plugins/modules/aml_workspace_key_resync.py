#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_workspace_key_resync
short_description: Have an Azure Machine Learning workspace fetch the keys of what it depends on
version_added: 0.1.0
description:
  - Makes a workspace fetch the keys of its storage account and its other dependencies anew, after they were replaced
    there.
  - Nothing tells whether its keys are the present ones, so each run does it.
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
attributes:
  check_mode:
    description: Reads, and says whether it would be done. Nothing is sent.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
  idempotent:
    description: Each run does it again.
    support: none
notes:
  - The request is sent once. Where its answer is lost, the task fails, and it may have taken effect.
seealso:
  - module: mlops.azureml.aml_workspace
  - module: mlops.azureml.aml_workspace_key_info
  - name: Fetching keys in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/workspaces/resync-keys
"""

EXAMPLES = r"""
---
- name: Fetch the keys anew
  mlops.azureml.aml_workspace_key_resync:
    resource_group: rg-ml
    workspace: ml-prod

- name: Fetch them, and go on at once
  mlops.azureml.aml_workspace_key_resync:
    resource_group: rg-ml
    workspace: ml-prod
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
workspace_keys:
  description:
    - Empty. Read the keys with M(mlops.azureml.aml_workspace_key_info).
  returned: success
  type: dict
  sample: {}
reasons:
  description:
    - Why it was done, one line each. Empty when there was nothing to do.
  returned: success
  type: list
  elements: str
  sample:
    - it is done every time
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false)
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/workspaceOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=202\
    5-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.workspace import RESYNCED
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(RESYNCED)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
