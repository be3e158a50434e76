#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_online_endpoint_info
short_description: Read the online endpoints of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one online endpoint of a workspace, or lists them. Keys are never shown.
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
      - The name of the endpoint. When omitted, they are listed.
    type: str
  compute_type:
    description:
      - What those to list run on. Query C(computeType).
    type: str
    choices:
      - Managed
      - Kubernetes
      - AzureMLCompute
  tag:
    description:
      - The tags of those to list, as C(name=value) joined by commas. Query C(tags).
    type: str
  order_by:
    description:
      - The order of the list. Query C(orderBy).
    type: str
    choices:
      - CreatedAtDesc
      - CreatedAtAsc
      - UpdatedAtDesc
      - UpdatedAtAsc
seealso:
  - module: mlops.azureml.aml_online_endpoint
"""

EXAMPLES = r"""
---
- name: Read one endpoint
  mlops.azureml.aml_online_endpoint_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score

- name: List the endpoints of a workspace
  mlops.azureml.aml_online_endpoint_info:
    resource_group: rg-ml
    workspace: ml-prod
"""

RETURN = r"""
---
online_endpoints:
  description:
    - The endpoints found. Each has the names and forms of the options of M(mlops.azureml.aml_online_endpoint).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the endpoint.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/onlineEndpoints/churn-score"
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
        - The name of the endpoint.
      type: str
      sample: churn-score
    location:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:identity).
      type: dict
      sample:
        type: SystemAssigned
    identity_principal_id:
      description:
        - The id of the system-assigned identity. REST name C(identity.principalId).
      type: str
      sample: 33333333-3333-3333-3333-333333333333
    identity_tenant_id:
      description:
        - The tenant of the system-assigned identity. REST name C(identity.tenantId).
      type: str
      sample: 11111111-1111-1111-1111-111111111111
    tags:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:tags).
      type: dict
      sample: {}
    kind:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:kind).
      type: str
      sample: Managed
    sku:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:sku).
      type: str
      sample: null
    auth_mode:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:auth_mode).
      type: str
      sample: Key
    compute:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:compute).
      type: str
      sample: null
    public_network_access:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:public_network_access).
      type: str
      sample: Enabled
    traffic:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:traffic).
      type: dict
      sample:
        blue: 100
    mirror_traffic:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:mirror_traffic).
      type: dict
      sample: {}
    description:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:description).
      type: str
      sample: null
    properties:
      description:
        - See O(mlops.azureml.aml_online_endpoint#module:properties).
      type: dict
      sample:
        azureml.onlineendpointid: "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg-ml/providers\
          /microsoft.machinelearningservices/workspaces/ml-prod/onlineendpoints/churn-score"
    scoring_uri:
      description:
        - The address to call. REST name C(properties.scoringUri).
      type: str
      sample: https://churn-score.westeurope.inference.ml.azure.com/score
    swagger_uri:
      description:
        - Where the description of the address is. REST name C(properties.swaggerUri).
      type: str
      sample: https://churn-score.westeurope.inference.ml.azure.com/swagger.json
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.online_endpoint import ONLINE_ENDPOINT

TASK = read(ONLINE_ENDPOINT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
