#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_rest
short_description: Send any request to Azure Resource Manager or to the regional servers of a workspace
version_added: 0.1.0
description:
  - Sends one request with this collection's login, retries, waiting, paging and redaction, for what no other module
    does.
  - A request that changes something is sent each time the task runs. Use M(mlops.azureml.aml_resource) to ensure
    something.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.wait
options:
  method:
    description:
      - The verb of the request.
    type: str
    choices:
      - GET
      - HEAD
      - PUT
      - POST
      - PATCH
      - DELETE
    default: GET
  path:
    description:
      - The path of the request. One that begins with a slash is taken as it is. Any other is below the narrowest
        scope that the task names, which is the workspace, the resource group or the subscription.
      - It must be a plain path. Put a query into O(query).
    type: str
    required: true
  plane:
    description:
      - Where the request goes. V(regional) finds the server of the workspace by its discovery document and needs
        O(resource_group) and O(workspace).
    type: str
    choices:
      - arm
      - regional
    default: arm
  service:
    description:
      - The service of the regional server, such as V(history/v1.0), V(modelmanagement/v1.0) or V(artifact/v2.0). It
        goes before the scope when O(path) does not begin with a slash.
    type: str
  query:
    description:
      - The query, as names and values. The C(api-version) is added on the plane V(arm).
    type: dict
  body:
    description:
      - The body of the request, sent as JSON.
    type: raw
  read_only:
    description:
      - Whether a request that is neither V(GET) nor V(HEAD) only reads, like the listing of keys or of nodes. It is
        then sent in check mode too.
    type: bool
    default: false
  paging:
    description:
      - Whether to follow the pages of a list and to return all its items.
    type: bool
    default: false
  items:
    description:
      - The member of each page that holds the items.
    type: str
    default: value
  status_code:
    description:
      - The statuses that are a success. When omitted, every status below 400 is.
    type: list
    elements: int
  reveal:
    description:
      - Whether to return what looks like a secret. The whole result is then hidden in output, and usable when
        registered.
    type: bool
    default: false
attributes:
  check_mode:
    description: Sends only what reads. The result says that a request which may change something would be sent.
    support: full
  diff_mode:
    description: Knows nothing of what a request changes.
    support: none
  idempotent:
    description: Sends a request that may change something each time.
    support: none
notes:
  - An omitted O(api_version) is V(2025-12-01) on the plane V(arm), which is one of Azure Machine Learning. Other
    providers need their own.
  - The result says C(changed) for every request that was accepted, except for V(GET), V(HEAD), O(read_only=true) and
    O(paging=true).
seealso:
  - module: mlops.azureml.aml_resource
  - module: mlops.azureml.aml_resource_info
  - module: mlops.azureml.aml_discovery_info
  - name: Azure Machine Learning in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/
"""

EXAMPLES = r"""
---
- name: Read the quota of a region
  mlops.azureml.aml_rest:
    path: providers/Microsoft.MachineLearningServices/locations/westeurope/usages
    paging: true

- name: List the computes of a workspace, page by page
  mlops.azureml.aml_rest:
    resource_group: rg-ml
    workspace: ml-prod
    path: computes
    paging: true

- name: Read the keys of a workspace
  mlops.azureml.aml_rest:
    resource_group: rg-ml
    workspace: ml-prod
    method: POST
    path: listKeys
    read_only: true
    reveal: true
  register: keys

- name: Tag a workspace and wait for it
  mlops.azureml.aml_rest:
    resource_group: rg-ml
    method: PATCH
    path: providers/Microsoft.MachineLearningServices/workspaces/ml-prod
    body:
      tags:
        team: churn

- name: List the experiments that the regional server keeps
  mlops.azureml.aml_rest:
    plane: regional
    service: history/v1.0
    resource_group: rg-ml
    workspace: ml-prod
    path: experiments

- name: Ask for something that may be absent
  mlops.azureml.aml_rest:
    resource_group: rg-ml
    workspace: ml-prod
    path: computes/no-such-compute
    status_code:
      - 200
      - 404
"""

RETURN = r"""
---
json:
  description:
    - The body of the answer, without its secrets unless O(reveal=true). With O(paging=true) the items of all pages.
      After a V(PUT) or V(PATCH) that was waited for, the resource as it is then.
  returned: success
  type: raw
  sample:
    value: []
status:
  description:
    - The status of the answer. Null when nothing was sent.
  returned: success
  type: int
  sample: 200
url:
  description:
    - The path that was asked for.
  returned: success
  type: str
  sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLearni\
    ngServices/workspaces/ml-prod/computes"
sent:
  description:
    - Whether the request was sent. In check mode only what reads is.
  returned: success
  type: bool
  sample: true
request_id:
  description:
    - The id that the service gave the request, for its support.
  returned: when it was sent and O(paging=false)
  type: str
  sample: 3e0c4c0e-6b0a-4e0d-8f0a-7d1c2b3a4f55
correlation_id:
  description:
    - The id of the requests that belong together.
  returned: when it was sent and O(paging=false)
  type: str
  sample: 9b7a4c1d-2e3f-4a5b-8c6d-7e8f9a0b1c2d
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.rest import REST
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(REST)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
