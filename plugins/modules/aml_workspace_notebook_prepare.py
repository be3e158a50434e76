#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_workspace_notebook_prepare
short_description: Prepare the notebooks of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Makes the service prepare the notebooks of a workspace, where it has none yet or failed before.
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
    description: A second run finds that there is nothing to do.
    support: full
notes:
  - The request is sent once. Where its answer is lost, the task fails, and it may have taken effect.
seealso:
  - module: mlops.azureml.aml_workspace
  - module: mlops.azureml.aml_workspace_key_info
  - name: Preparing notebooks in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/workspaces/prepare-notebook
"""

EXAMPLES = r"""
---
- name: Make sure that there are notebooks
  mlops.azureml.aml_workspace_notebook_prepare:
    resource_group: rg-ml
    workspace: ml-prod
"""

RETURN = r"""
---
resource_id:
  description: The resource id of what this was done to.
  returned: success
  type: str
  sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
    ningServices/workspaces/ml-prod"
notebook:
  description:
    - The notebooks. Empty in check mode where they are still to be prepared.
  returned: success
  type: dict
  contains:
    resource_id:
      description:
        - The notebooks, to their own service. REST name C(resourceId).
      type: str
      sample: a3c5e7f9a3c5e7f9a3c5e7f9a3c5e7f9
    fqdn:
      description:
        - Their host. REST name C(fqdn).
      type: str
      sample: ml-ml-prod-westeurope-a3c5e7f9.westeurope.notebooks.azure.net
    is_private_link_enabled:
      description:
        - Whether they are reached by a private link only. REST name C(isPrivateLinkEnabled).
      type: bool
      sample: false
    notebook_preparation_error:
      description:
        - Why it failed, if it did. REST name C(notebookPreparationError).
      type: dict
      sample: null
reasons:
  description:
    - Why it was done, one line each. Empty when there was nothing to do.
  returned: success
  type: list
  elements: str
  sample:
    - "notebookPreparationError: {'errorMessage': 'failed'}"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.workspace import NOTEBOOK_PREPARED
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(NOTEBOOK_PREPARED)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
