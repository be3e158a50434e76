#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_batch_endpoint
short_description: Manage batch endpoints of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Creates, changes and deletes a batch endpoint, which is an address that starts jobs over many files.
  - What the jobs do is said by its deployments, see M(mlops.azureml.aml_batch_deployment).
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
  default_deployment:
    description:
      - The deployment that a call gets when it names none. It must be there.
      - REST name C(properties.defaults.deploymentName).
    type: str
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
  - module: mlops.azureml.aml_batch_endpoint_info
  - module: mlops.azureml.aml_batch_deployment
  - name: Batch endpoints in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/batch-endpoints
"""

EXAMPLES = r"""
---
- name: Create a batch endpoint
  mlops.azureml.aml_batch_endpoint:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-nightly
    auth_mode: AADToken

- name: Tag it
  mlops.azureml.aml_batch_endpoint:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-nightly
    tags:
      team: churn
"""

RETURN = r"""
---
batch_endpoint:
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
        ningServices/workspaces/ml-prod/batchEndpoints/churn-nightly"
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
      sample: churn-nightly
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
        user_assigned_identities: []
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
      sample:
        team: churn
    kind:
      description:
        - See O(kind).
      type: str
      sample: null
    sku:
      description:
        - See O(sku).
      type: str
      sample: null
    auth_mode:
      description:
        - See O(auth_mode).
      type: str
      sample: AADToken
    default_deployment:
      description:
        - See O(default_deployment).
      type: str
      sample: nightly
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
        BatchEndpointCreationApiVersion: '2025-12-01'
        azureml.onlineendpointid: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers\
          /Microsoft.MachineLearningServices/workspaces/ml-prod/batchEndpoints/other-nightly"
    scoring_uri:
      description:
        - The address to call. REST name C(properties.scoringUri).
      type: str
      sample: https://churn-nightly.westeurope.inference.ml.azure.com/jobs
    swagger_uri:
      description:
        - Where the description of the address is. REST name C(properties.swaggerUri).
      type: str
      sample: https://churn-nightly.westeurope.inference.ml.azure.com/swagger.json
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
    - "default_deployment: None -> nightly"
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
from ansible_collections.mlops.azureml.plugins.module_utils.resources.batch_endpoint import BATCH_ENDPOINT

TASK = manage(BATCH_ENDPOINT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
