#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_provider
short_description: Register resource providers with a subscription
version_added: 0.1.0
description:
  - Registers or unregisters a resource provider, which is the service behind a kind of resources, with the
    subscription.
  - A subscription can hold only resources of providers that are registered.
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
  resource_group:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  name:
    description:
      - The namespace of the provider, such as V(Microsoft.MachineLearningServices).
    type: str
    required: true
  state:
    description:
      - What the registration is to be. Unregistering fails while the subscription holds resources of the provider.
    type: str
    choices:
      - registered
      - unregistered
    default: registered
seealso:
  - module: mlops.azureml.aml_provider_info
"""

EXAMPLES = r"""
---
- name: Register the provider of Azure Machine Learning
  mlops.azureml.aml_provider:
    name: Microsoft.MachineLearningServices

- name: Register the providers of what a workspace depends on
  mlops.azureml.aml_provider:
    name: "{{ item }}"
  loop:
    - Microsoft.Storage
    - Microsoft.KeyVault
    - Microsoft.Insights
    - Microsoft.OperationalInsights
    - Microsoft.ContainerRegistry
    - Microsoft.ManagedIdentity

- name: Begin to register a provider and do not wait for it
  mlops.azureml.aml_provider:
    name: Microsoft.Search
    wait: false

- name: Unregister a provider
  mlops.azureml.aml_provider:
    name: Microsoft.Search
    state: unregistered
"""

RETURN = r"""
---
provider:
  description:
    - The provider after the task.
  returned: success
  type: dict
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
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - 'state: registered'
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.provider import PROVIDER

TASK = manage(PROVIDER)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
