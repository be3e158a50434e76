#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_online_endpoint
short_description: Manage online endpoints of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Creates, changes and deletes an online endpoint, which is an address at which models answer.
  - What answers are its deployments, see M(mlops.azureml.aml_online_deployment). O(traffic) says which of them gets how
    much.
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
  - mlops.azureml.immutable
  - mlops.azureml.secrets
  - mlops.azureml.extra
  - mlops.azureml.definition
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace that the endpoint belongs to.
    required: true
  name:
    description:
      - The name of the endpoint, 3 to 32 lower-case letters, digits and V(-), unique in the region.
      - Required, here or in O(definition).
    type: str
  location:
    description:
      - The region. When omitted, a new one takes that of the workspace.
      - Cannot be changed later. REST name C(location).
    type: str
  kind:
    description:
      - A word of the service's own for the kind of resource.
      - REST name C(kind).
    type: str
  sku:
    description:
      - A plan of the service's own.
      - REST name C(sku.name).
    type: str
  auth_mode:
    description:
      - How callers prove who they are. Needed for a new one.
      - REST name C(properties.authMode).
    type: str
    choices:
      - AADToken
      - AMLToken
      - Key
  compute:
    description:
      - The resource id of the Kubernetes compute that its deployments run on. Not for managed ones.
      - Cannot be changed later. REST name C(properties.compute).
    type: str
  public_network_access:
    description:
      - Whether it can be reached from outside of private networks.
      - REST name C(properties.publicNetworkAccess).
    type: str
    choices:
      - Disabled
      - Enabled
  traffic:
    description:
      - How many of 100 requests each deployment gets, as names and percentages that are 100 or 0 together.
      - A deployment that the map does not name gets none.
      - REST name C(properties.traffic).
    type: dict
  mirror_traffic:
    description:
      - How many of 100 requests are copied to a deployment, whose answers nobody sees.
      - REST name C(properties.mirrorTraffic).
    type: dict
  primary_key:
    description:
      - The first key of a new endpoint that is called with keys. When omitted, the service makes one.
      - Never shown and never compared, see O(update_secret). REST name C(properties.keys.primaryKey).
    type: str
  secondary_key:
    description:
      - The second key of a new endpoint that is called with keys. When omitted, the service makes one.
      - Never shown and never compared, see O(update_secret). REST name C(properties.keys.secondaryKey).
    type: str
  description:
    description:
      - What the endpoint is for.
      - REST name C(properties.description).
    type: str
  properties:
    description:
      - Free properties, as names and values. They are merged like O(tags).
      - REST name C(properties.properties).
    type: dict
  state:
    description:
      - Whether the endpoint is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  force:
    description:
      - Delete it although it has deployments.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_online_endpoint_info
  - module: mlops.azureml.aml_online_deployment
  - name: Online endpoints in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/online-endpoints
"""

EXAMPLES = r"""
---
- name: Create an endpoint that is called with keys
  mlops.azureml.aml_online_endpoint:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
    auth_mode: Key

- name: Let only private networks reach it
  mlops.azureml.aml_online_endpoint:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
    public_network_access: Disabled

- name: Delete it with its deployments
  mlops.azureml.aml_online_endpoint:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
    state: absent
    force: true
"""

RETURN = r"""
---
online_endpoint:
  description:
    - The endpoint after the task, without secrets. Empty when it is absent.
  returned: success
  type: dict
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
        - See O(location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(identity).
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
        - See O(tags).
      type: dict
      sample: {}
    kind:
      description:
        - See O(kind).
      type: str
      sample: Managed
    sku:
      description:
        - See O(sku).
      type: str
      sample: null
    auth_mode:
      description:
        - See O(auth_mode).
      type: str
      sample: Key
    compute:
      description:
        - See O(compute).
      type: str
      sample: null
    public_network_access:
      description:
        - See O(public_network_access).
      type: str
      sample: Enabled
    traffic:
      description:
        - See O(traffic).
      type: dict
      sample:
        blue: 100
    mirror_traffic:
      description:
        - See O(mirror_traffic).
      type: dict
      sample: {}
    description:
      description:
        - See O(description).
      type: str
      sample: null
    properties:
      description:
        - See O(properties).
      type: dict
      sample:
        azureml.onlineendpointid: "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg-ml/providers\
          /microsoft.machinelearningservices/workspaces/ml-prod/onlineendpoints/other-score"
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
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "traffic: {} -> {'blue': 100}"
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/mfeOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=2025-12-0\
    1"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.online_endpoint import ONLINE_ENDPOINT

TASK = manage(ONLINE_ENDPOINT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
