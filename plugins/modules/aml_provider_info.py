#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_provider_info
short_description: Read resource providers
version_added: 0.1.0
description:
  - Returns one resource provider, or lists those that there are, with their resource types, locations and API
    versions.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.reader
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.fields
options:
  resource_group:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  name:
    description:
      - The namespace of the provider, such as V(Microsoft.MachineLearningServices). When omitted, they are listed.
    type: str
seealso:
  - module: mlops.azureml.aml_provider
"""

EXAMPLES = r"""
---
- name: Read the provider of Azure Machine Learning
  mlops.azureml.aml_provider_info:
    name: Microsoft.MachineLearningServices

- name: List all providers
  mlops.azureml.aml_provider_info:
  register: found

- name: Show which ones are registered
  ansible.builtin.debug:
    msg: "{{ found.providers | selectattr('registration_state', 'eq', 'Registered') | map(attribute='namespace') }}"
"""

RETURN = r"""
---
providers:
  description:
    - The providers found.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the provider.
      type: str
      sample: /subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineLearningServices
    name:
      description:
        - The namespace of the provider.
      type: str
      sample: Microsoft.MachineLearningServices
    namespace:
      description:
        - The namespace as the service spells it. REST name C(namespace).
      type: str
      sample: Microsoft.MachineLearningServices
    registration_state:
      description:
        - Whether it is registered. REST name C(registrationState).
      type: str
      sample: Registered
    resource_types:
      description:
        - Its resource types, each with its C(type), its C(locations) and its C(api_versions). REST name
          C(resourceTypes).
      type: list
      elements: dict
      sample:
        - type: workspaces
          locations:
            - West Europe
          api_versions:
            - '2025-12-01'
            - '2025-09-01'
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.provider import PROVIDER

TASK = read(PROVIDER)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
