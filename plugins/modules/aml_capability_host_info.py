#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_capability_host_info
short_description: Read a capability host of an Azure Machine Learning hub or project
version_added: 0.1.0
description:
  - Returns one capability host. The service has no list of them.
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
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The hub or project to look in.
    required: true
  name:
    description:
      - The name of the capability host.
    type: str
    required: true
seealso:
  - module: mlops.azureml.aml_capability_host
"""

EXAMPLES = r"""
---
- name: Read a capability host
  mlops.azureml.aml_capability_host_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: agents
"""

RETURN = r"""
---
capability_hosts:
  description:
    - The capability hosts found. Each has the names and forms of the options of M(mlops.azureml.aml_capability_host).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the capability host.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/capabilityHosts/agents"
    resource_group:
      description:
        - The resource group.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace.
      type: str
      sample: ml-prod
    name:
      description:
        - The name of the capability host.
      type: str
      sample: agents
    kind:
      description:
        - See O(mlops.azureml.aml_capability_host#module:kind).
      type: str
      sample: Agents
    customer_subnet:
      description:
        - See O(mlops.azureml.aml_capability_host#module:customer_subnet).
      type: str
      sample: null
    ai_services_connections:
      description:
        - See O(mlops.azureml.aml_capability_host#module:ai_services_connections).
      type: list
      elements: str
      sample:
        - ai
    vector_store_connections:
      description:
        - See O(mlops.azureml.aml_capability_host#module:vector_store_connections).
      type: list
      elements: str
      sample:
        - search
    storage_connections:
      description:
        - See O(mlops.azureml.aml_capability_host#module:storage_connections).
      type: list
      elements: str
      sample:
        - workspaceblobstore
    thread_storage_connections:
      description:
        - See O(mlops.azureml.aml_capability_host#module:thread_storage_connections).
      type: list
      elements: str
      sample: []
    aca_environment_connections:
      description:
        - See O(mlops.azureml.aml_capability_host#module:aca_environment_connections).
      type: list
      elements: str
      sample: []
    description:
      description:
        - See O(mlops.azureml.aml_capability_host#module:description).
      type: str
      sample: null
    tags:
      description:
        - See O(mlops.azureml.aml_capability_host#module:tags).
      type: dict
      sample: {}
    properties:
      description:
        - See O(mlops.azureml.aml_capability_host#module:properties).
      type: dict
      sample: {}
    messages:
      description:
        - What the service has to say about it. REST name C(properties.messages).
      type: list
      elements: str
      sample: []
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.capability_host import CAPABILITY_HOST

TASK = read(CAPABILITY_HOST)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
