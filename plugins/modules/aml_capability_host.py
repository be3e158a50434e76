#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_capability_host
short_description: Manage capability hosts of an Azure Machine Learning hub or project
version_added: 0.1.0
description:
  - Creates, changes and deletes a capability host, which says where the agents of a hub or a project keep what they
    need.
  - The service never shows the description, so a changed one is not seen.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.tags
  - mlops.azureml.wait
  - mlops.azureml.immutable
  - mlops.azureml.extra
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The hub or project that the capability host belongs to.
    required: true
  name:
    description:
      - The name of the capability host.
    type: str
    required: true
  kind:
    description:
      - What it is for.
      - Cannot be changed later. REST name C(properties.capabilityHostKind).
    type: str
    choices:
      - Agents
  customer_subnet:
    description:
      - The subnet that the agents run in, as a resource id.
      - Cannot be changed later. REST name C(properties.customerSubnet).
    type: str
  ai_services_connections:
    description:
      - The names of the connections to AI services. The order does not matter.
      - REST name C(properties.aiServicesConnections).
    type: list
    elements: str
  vector_store_connections:
    description:
      - The names of the connections to stores of vectors. The order does not matter.
      - REST name C(properties.vectorStoreConnections).
    type: list
    elements: str
  storage_connections:
    description:
      - The names of the connections to storage for files. The order does not matter.
      - REST name C(properties.storageConnections).
    type: list
    elements: str
  thread_storage_connections:
    description:
      - The names of the connections to storage for threads. The order does not matter.
      - REST name C(properties.threadStorageConnections).
    type: list
    elements: str
  aca_environment_connections:
    description:
      - The names of the connections to environments of Azure Container Apps. The order does not matter.
      - REST name C(properties.acaEnvironmentConnections).
    type: list
    elements: str
  description:
    description:
      - What the capability host is for.
      - REST name C(properties.description).
    type: str
  tags:
    description:
      - The tags, as names and values. Values become text. REST name C(properties.tags).
      - Tags that the task does not name are left alone, unless O(purge_tags=true).
  properties:
    description:
      - Free properties, as names and values. They are merged like O(tags).
      - REST name C(properties.properties).
    type: dict
  state:
    description:
      - Whether the capability host is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
seealso:
  - module: mlops.azureml.aml_capability_host_info
  - module: mlops.azureml.aml_connection
  - name: Workspaces in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/workspaces
"""

EXAMPLES = r"""
---
- name: Let agents run in a project
  mlops.azureml.aml_capability_host:
    resource_group: rg-ml
    workspace: ml-prod
    name: agents
    ai_services_connections:
      - ai
    vector_store_connections:
      - search
    storage_connections:
      - workspaceblobstore

- name: Let them run no more, and do not wait for the end
  mlops.azureml.aml_capability_host:
    resource_group: rg-ml
    workspace: ml-prod
    name: agents
    state: absent
    wait: false
"""

RETURN = r"""
---
capability_host:
  description:
    - The capability host after the task. Empty when it is absent.
  returned: success
  type: dict
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
        - See O(kind).
      type: str
      sample: Agents
    customer_subnet:
      description:
        - See O(customer_subnet).
      type: str
      sample: null
    ai_services_connections:
      description:
        - See O(ai_services_connections).
      type: list
      elements: str
      sample:
        - ai
    vector_store_connections:
      description:
        - See O(vector_store_connections).
      type: list
      elements: str
      sample:
        - search
    storage_connections:
      description:
        - See O(storage_connections).
      type: list
      elements: str
      sample:
        - workspaceblobstore
    thread_storage_connections:
      description:
        - See O(thread_storage_connections).
      type: list
      elements: str
      sample: []
    aca_environment_connections:
      description:
        - See O(aca_environment_connections).
      type: list
      elements: str
      sample: []
    description:
      description:
        - See O(description).
      type: str
      sample: null
    tags:
      description:
        - See O(tags).
      type: dict
      sample: {}
    properties:
      description:
        - See O(properties).
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
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "storage_connections: [] -> ['workspaceblobstore']"
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/mfeOperationsStatus/ch:5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10:0b2f3c61-6d1c-4c1f\
    -8a45-3d7c1f6a2e90?api-version=2025-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.capability_host import CAPABILITY_HOST

TASK = manage(CAPABILITY_HOST)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
