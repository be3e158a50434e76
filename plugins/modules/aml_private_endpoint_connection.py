#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_private_endpoint_connection
short_description: Manage private endpoint connections of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Approves, rejects and deletes a connection of a private endpoint to a workspace.
  - A connection comes into being when somebody creates a private endpoint for the workspace. Approving one that is
    approved changes nothing.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.tags
  - mlops.azureml.identity
  - mlops.azureml.wait
  - mlops.azureml.extra
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace that the private endpoint leads to.
    required: true
  name:
    description:
      - The name of the connection.
    type: str
    required: true
  status:
    description:
      - Whether the private endpoint may lead to the workspace.
      - REST name C(properties.privateLinkServiceConnectionState.status).
    type: str
    choices:
      - Approved
      - Pending
      - Rejected
      - Disconnected
      - Timeout
  description:
    description:
      - Why. The owner of the private endpoint sees it.
      - REST name C(properties.privateLinkServiceConnectionState.description).
    type: str
  actions_required:
    description:
      - What the owner of the private endpoint has to do.
      - REST name C(properties.privateLinkServiceConnectionState.actionsRequired).
    type: str
  location:
    description:
      - The region of the connection.
      - REST name C(location).
    type: str
  sku:
    description:
      - A plan of the service's own.
      - REST name C(sku.name).
    type: str
  state:
    description:
      - Whether the connection is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
seealso:
  - module: mlops.azureml.aml_private_endpoint_connection_info
  - module: mlops.azureml.aml_workspace
  - name: Private endpoint connections in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/private-endpoint-connections
"""

EXAMPLES = r"""
---
- name: Let a private endpoint lead to the workspace
  mlops.azureml.aml_private_endpoint_connection:
    resource_group: rg-ml
    workspace: ml-prod
    name: pe-ml.0f5e1bd2-8d5c-4f1e-9d0e-1f7f6a1a3b55
    status: Approved
    description: Asked for by the data team

- name: Cut it off again
  mlops.azureml.aml_private_endpoint_connection:
    resource_group: rg-ml
    workspace: ml-prod
    name: pe-ml.0f5e1bd2-8d5c-4f1e-9d0e-1f7f6a1a3b55
    status: Rejected

- name: Delete it
  mlops.azureml.aml_private_endpoint_connection:
    resource_group: rg-ml
    workspace: ml-prod
    name: pe-ml.0f5e1bd2-8d5c-4f1e-9d0e-1f7f6a1a3b55
    state: absent
"""

RETURN = r"""
---
private_endpoint_connection:
  description:
    - The connection after the task. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the connection.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/privateEndpointConnections/pe-ml.0f5e1bd2-8d5c-4f1e-9d0e-1f7f6a1a3b55"
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
        - The name of the connection.
      type: str
      sample: pe-ml.0f5e1bd2-8d5c-4f1e-9d0e-1f7f6a1a3b55
    status:
      description:
        - See O(status).
      type: str
      sample: Approved
    description:
      description:
        - See O(description).
      type: str
      sample: Asked for by the data team
    actions_required:
      description:
        - See O(actions_required).
      type: str
      sample: "None"
    location:
      description:
        - See O(location).
      type: str
      sample: null
    identity:
      description:
        - See O(identity).
      type: dict
      sample: null
    identity_principal_id:
      description:
        - The id of the system-assigned identity. REST name C(identity.principalId).
      type: str
      sample: null
    identity_tenant_id:
      description:
        - The tenant of the system-assigned identity. REST name C(identity.tenantId).
      type: str
      sample: null
    sku:
      description:
        - See O(sku).
      type: str
      sample: null
    tags:
      description:
        - See O(tags).
      type: dict
      sample: {}
    private_endpoint_id:
      description:
        - The private endpoint. REST name C(properties.privateEndpoint.id).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Network/pri\
        vateEndpoints/pe-ml"
    subnet_id:
      description:
        - The subnet that the private endpoint is in. REST name C(properties.privateEndpoint.subnetArmId).
      type: str
      sample: null
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
    - "status: Pending -> Approved"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.private_endpoint_connection import (
    PRIVATE_ENDPOINT_CONNECTION,
)

TASK = manage(PRIVATE_ENDPOINT_CONNECTION)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
