#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_compute_resize
short_description: Give a compute instance another size
version_added: 0.1.0
description:
  - Gives a compute instance of Azure Machine Learning another size. It must be stopped, and stays so.
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
  name:
    description:
      - The name of the instance.
    type: str
    required: true
  vm_size:
    description:
      - The size. REST name C(targetVMSize).
    type: str
    required: true
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
  - Only preview versions of the service have this. An omitted O(api_version) is V(2025-01-01-preview).
seealso:
  - module: mlops.azureml.aml_compute
  - module: mlops.azureml.aml_vm_size_info
"""

EXAMPLES = r"""
---
- name: Stop an instance
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: ci-churn
    state: stopped

- name: Give it another size
  mlops.azureml.aml_compute_resize:
    resource_group: rg-ml
    workspace: ml-prod
    name: ci-churn
    vm_size: Standard_DS12_v2
"""

RETURN = r"""
---
resource_id:
  description: The resource id of what this was done to.
  returned: success
  type: str
  sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
    ningServices/workspaces/ml-prod/computes/ci-ada"
compute:
  description:
    - Empty. Read the compute with M(mlops.azureml.aml_compute_info).
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
    - "vm_size: STANDARD_DS3_V2 -> Standard_DS12_v2"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.compute import RESIZED
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(RESIZED)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
