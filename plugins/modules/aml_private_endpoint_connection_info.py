#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_private_endpoint_connection_info
short_description: Read the private endpoint connections of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one private endpoint connection of a workspace, or lists them.
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
      - The workspace to look in.
    required: true
  name:
    description:
      - The name of the connection. When omitted, they are listed.
    type: str
seealso:
  - module: mlops.azureml.aml_private_endpoint_connection
"""

EXAMPLES = r"""
---
- name: Read one connection
  mlops.azureml.aml_private_endpoint_connection_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: pe-ml.0f5e1bd2-8d5c-4f1e-9d0e-1f7f6a1a3b55

- name: List those of the workspace
  mlops.azureml.aml_private_endpoint_connection_info:
    resource_group: rg-ml
    workspace: ml-prod
  register: listed

- name: Approve all that wait
  mlops.azureml.aml_private_endpoint_connection:
    resource_group: rg-ml
    workspace: ml-prod
    name: "{{ item.name }}"
    status: Approved
  loop: "{{ listed.private_endpoint_connections | selectattr('status', 'eq', 'Pending') }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
---
private_endpoint_connections:
  description:
    - The connections found. Each has the names and forms of the options of
      M(mlops.azureml.aml_private_endpoint_connection).
  returned: success
  type: list
  elements: dict
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
        - See O(mlops.azureml.aml_private_endpoint_connection#module:status).
      type: str
      sample: Approved
    description:
      description:
        - See O(mlops.azureml.aml_private_endpoint_connection#module:description).
      type: str
      sample: Asked for by the data team
    actions_required:
      description:
        - See O(mlops.azureml.aml_private_endpoint_connection#module:actions_required).
      type: str
      sample: "None"
    location:
      description:
        - See O(mlops.azureml.aml_private_endpoint_connection#module:location).
      type: str
      sample: null
    identity:
      description:
        - See O(mlops.azureml.aml_private_endpoint_connection#module:identity).
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
        - See O(mlops.azureml.aml_private_endpoint_connection#module:sku).
      type: str
      sample: null
    tags:
      description:
        - See O(mlops.azureml.aml_private_endpoint_connection#module:tags).
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
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.private_endpoint_connection import (
    PRIVATE_ENDPOINT_CONNECTION,
)

TASK = read(PRIVATE_ENDPOINT_CONNECTION)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
