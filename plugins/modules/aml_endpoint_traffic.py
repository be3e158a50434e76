#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_endpoint_traffic
short_description: Shift the traffic of an online endpoint between its deployments
version_added: 0.1.0
description:
  - Brings the traffic of an online endpoint to a split, over steps if there are any, for blue and green deployments.
  - With O(probe) it asks the deployments that are to get the traffic before each step and after the last one. When a
    probe or an update fails, the traffic goes back to where it was.
  - Where the wanted split is there, nothing is sent, not even a probe.
  - A run that was ended on the way is taken up where it stands by the next one with the same steps. If that fails, the
    traffic goes back to where the first one began. The tag C(mlops.azureml.traffic_before) of the endpoint keeps this
    until the wanted split is there.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace that the endpoint is in.
    required: true
  endpoint:
    description:
      - The name of the online endpoint.
    type: str
    required: true
  traffic:
    description:
      - The split to bring about, as the name of each deployment and its percentage. They must be 100 in all, or 0 to
        take all traffic away. A deployment that gets nothing need not be named.
    type: dict
    required: true
  steps:
    description:
      - What to pass through on the way, in order. Each is a split like O(traffic), or a percentage of the way from what
        was there to O(traffic). With V(10) the deployments that are to get all traffic have a tenth of it.
      - Percentages are left out where there was no traffic, or is to be none.
    type: list
    elements: raw
  pause:
    description:
      - How long each split is left to work before what comes next, in seconds.
    type: int
    default: 0
  probe:
    description:
      - What to ask the deployments. When omitted, nothing is asked and only a failed update leads back.
      - The request goes to the host of the endpoint's own scoring URI, with the endpoint's key or token, and only where
        the chosen cloud runs endpoints. An endpoint with the mode V(AADToken) gets this task's token for Azure Machine
        Learning, as it does from any other client.
    type: dict
    suboptions:
      body:
        description:
          - The body, sent as JSON. A text is sent as it is.
        type: raw
      path:
        description:
          - A path on the endpoint's host, such as V(/health), in place of the V(/score) of the scoring URI.
        type: str
      method:
        description:
          - The verb. When omitted, V(GET) for an O(probe.path) without an O(probe.body), else V(POST).
        type: str
        choices:
          - GET
          - POST
      status_code:
        description:
          - The statuses that are a success.
        type: list
        elements: int
        default:
          - 200
      deployments:
        description:
          - Which deployments to ask. When omitted, those that O(traffic) gives a share to.
        type: list
        elements: str
      attempts:
        description:
          - How often each is asked until it answers as expected.
        type: int
        default: 3
      delay:
        description:
          - How long to wait between two attempts, in seconds.
        type: int
        default: 5
      timeout:
        description:
          - How long to wait for an answer, in seconds.
        type: int
        default: 30
  rollback:
    description:
      - Whether the traffic goes back to where it was when a probe or an update fails.
    type: bool
    default: true
  wait_timeout:
    description:
      - How long the task may take altogether, in seconds. The last five minutes, or a third of a shorter time, are kept
        for going back.
    type: int
    default: 3600
attributes:
  check_mode:
    description: Predicts the final split and the steps to it. Sends nothing, and asks no deployment.
    support: full
  diff_mode:
    description: Returns the split before and after.
    support: full
  idempotent:
    description: A second run finds the wanted split and sends nothing.
    support: full
notes:
  - A failure returns C(steps) and C(probes) as far as they went. Its C(changed) is true once an update was accepted,
    also when the traffic is back.
  - The scoring URI of a Kubernetes endpoint is in a cluster that is no part of the cloud, so it cannot be probed.
seealso:
  - module: mlops.azureml.aml_online_endpoint
  - module: mlops.azureml.aml_online_deployment
  - module: mlops.azureml.aml_gate
  - name: Safe rollout for online endpoints
    description: Blue and green deployments in the service's own documentation.
    link: https://learn.microsoft.com/azure/machine-learning/how-to-safely-rollout-online-endpoints
"""

EXAMPLES = r"""
---
- name: Give all traffic to the first deployment
  mlops.azureml.aml_endpoint_traffic:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-score
    traffic:
      blue: 100

- name: Shift it to the second one in three steps, and back if that does not answer
  mlops.azureml.aml_endpoint_traffic:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-score
    traffic:
      green: 100
    steps:
      - 10
      - 50
    pause: 1
    probe:
      body:
        input_data: [[0.1, 0.2]]
      timeout: 10

- name: Let a small part of the traffic go back, the half of it first
  mlops.azureml.aml_endpoint_traffic:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-score
    traffic:
      blue: 10
      green: 90
    steps:
      - {blue: 5, green: 95}
    probe:
      path: /health
      deployments:
        - blue
"""

RETURN = r"""
---
resource_id:
  description: The resource id of what this was done to.
  returned: success
  type: str
  sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
    ningServices/workspaces/ml-prod/onlineEndpoints/churn"
traffic:
  description:
    - The split of the traffic. In check mode the one that the real run leads to.
  returned: success
  type: dict
  sample:
    green: 100
traffic_before:
  description:
    - The split before the task.
  returned: success
  type: dict
  sample:
    blue: 100
steps:
  description:
    - The splits that were set, in order. In check mode those that would be.
  returned: always
  type: list
  elements: dict
  sample:
    - {blue: 90, green: 10}
    - {blue: 50, green: 50}
    - {green: 100}
probes:
  description:
    - What the deployments answered, in order.
  returned: always
  type: list
  elements: dict
  sample:
    - deployment: green
      status: 200
      attempts: 1
      seconds: 0.213
reasons:
  description:
    - What changes, in one line. Empty where nothing does.
  returned: success
  type: list
  elements: str
  sample:
    - "traffic: blue 100 -> green 100"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.traffic import TRAFFIC
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(TRAFFIC)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
