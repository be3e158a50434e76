#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_registry_region_remove
short_description: Take an Azure Machine Learning registry out of a region
version_added: 0.1.0
description:
  - Takes a registry out of regions. What it keeps there is deleted.
  - Adding regions is done by M(mlops.azureml.aml_registry).
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
      - The resource group of the registry.
    required: true
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  name:
    description:
      - The name of the registry.
    type: str
    required: true
  regions:
    description:
      - The regions to leave, which cannot be the one that the registry lives in. REST name C(properties.regionDetails).
    type: list
    elements: dict
    required: true
    suboptions:
      location:
        description:
          - The region. REST name C(properties.regionDetails.location).
        type: str
  force:
    description:
      - Must be true where the registry is in one of the regions, because what it keeps there is deleted.
    type: bool
    default: false
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
  - Microsoft's description of this request does not say which regions its body names. This module names those that go,
    as its title says, and fails when they are still there afterwards.
seealso:
  - module: mlops.azureml.aml_registry
  - name: Removing regions in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/registries/remove-regions
"""

EXAMPLES = r"""
---
- name: Leave a region
  mlops.azureml.aml_registry_region_remove:
    resource_group: rg-ml
    name: shared
    regions:
      - location: northeurope
    force: true
"""

RETURN = r"""
---
resource_id:
  description: The resource id of what this was done to.
  returned: success
  type: str
  sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
    ningServices/registries/shared"
registry:
  description:
    - Empty. Read the registry with M(mlops.azureml.aml_registry_info).
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
    - "regions: northeurope is there"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.registry import REGIONS_REMOVED
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(REGIONS_REMOVED)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
