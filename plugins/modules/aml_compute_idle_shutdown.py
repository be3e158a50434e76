#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_compute_idle_shutdown
short_description: Set when an idle compute instance stops
version_added: 0.1.0
description:
  - Sets after how long an idle compute instance of Azure Machine Learning stops by itself, without touching anything
    else of it.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
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
      - The name of the instance.
    type: str
    required: true
  idle_time_before_shutdown:
    description:
      - The time, as V(PT1H), V(60m) or a number of seconds. REST name C(idleTimeBeforeShutdown).
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
"""

EXAMPLES = r"""
---
- name: Stop it when nobody uses it for an hour
  mlops.azureml.aml_compute_idle_shutdown:
    resource_group: rg-ml
    workspace: ml-prod
    name: ci-churn
    idle_time_before_shutdown: PT1H
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
    - "idle_time_before_shutdown: None -> PT1H"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.compute import IDLE_SHUTDOWN
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(IDLE_SHUTDOWN)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
