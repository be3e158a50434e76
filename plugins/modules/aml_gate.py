#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_gate
short_description: Go on only when a job, a run or a model is good enough
version_added: 0.1.0
description:
  - Compares the metrics of a job, of a run or of the job that made a model with bounds, and tags with values, and fails
    when one of them is not as wanted. The result has every number.
  - Only reads, so it stands between any two tasks or between two nodes of a workflow.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.reader
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
options:
  registry:
    description:
      - The registry that O(model) is in, in place of O(workspace). A model of a registry has tags and no metrics.
    type: str
  job:
    description:
      - The name of a job. One of O(job), O(run) and O(model) is required.
    type: str
  run:
    description:
      - The id of a run, which is not that of a job. Needs O(experiment).
    type: str
  experiment:
    description:
      - The experiment of the O(run).
    type: str
  model:
    description:
      - The name of a model. Its metrics are those of the job that it was registered from. Needs O(version).
    type: str
  version:
    description:
      - The version of the O(model).
    type: str
  metrics:
    description:
      - The bounds of metrics. Each needs O(metrics[].minimum) or O(metrics[].maximum). A metric that was not logged is
        not within its bounds.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name of the metric, as the run logs it.
        type: str
        required: true
      minimum:
        description:
          - The smallest value that passes.
        type: float
      maximum:
        description:
          - The largest value that passes.
        type: float
      value:
        description:
          - Which value counts of a metric that was logged several times.
        type: str
        choices:
          - last
          - max
          - mean
          - min
        default: last
  tags:
    description:
      - The tags that there must be, as names and values.
    type: dict
  completed:
    description:
      - Whether the job or the run must have completed as well.
    type: bool
    default: true
  fail:
    description:
      - Whether the task fails when something is not as wanted. With V(false) only RV(passed) says so.
    type: bool
    default: true
seealso:
  - module: mlops.azureml.aml_job
  - module: mlops.azureml.aml_model
  - module: mlops.azureml.aml_asset_publish
  - module: mlops.azureml.aml_endpoint_traffic
notes:
  - In check mode RV(passed) is false, with a warning, where a task before this one must create what is judged.
"""

EXAMPLES = r"""
---
- name: Go on only with a model that is accurate and not too slow
  mlops.azureml.aml_gate:
    resource_group: rg-ml
    workspace: ml-prod
    job: train_churn_1
    metrics:
      - name: accuracy
        minimum: 0.9
      - name: latency_ms
        maximum: 50
        value: mean

- name: Go on only with a model that somebody has approved
  mlops.azureml.aml_gate:
    resource_group: rg-ml
    workspace: ml-prod
    model: churn
    version: "1"
    tags:
      approved: "true"
    metrics:
      - name: accuracy
        minimum: 0.9

- name: Look whether another run is better
  mlops.azureml.aml_gate:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    run: churn_1
    metrics:
      - name: accuracy
        minimum: 0.99
    fail: false
  register: better
"""

RETURN = r"""
---
passed:
  description:
    - Whether everything is as wanted.
  returned: success, and when the gate is not passed
  type: bool
  sample: true
checks:
  description:
    - What was looked at, one by one.
  returned: success, and when the gate is not passed
  type: list
  elements: dict
  contains:
    kind:
      description: V(metric), V(tag) or V(status).
      returned: always
      type: str
      sample: metric
    name:
      description: The name of the metric or of the tag.
      returned: always
      type: str
      sample: accuracy
    found:
      description: What is there. Null where there is nothing.
      returned: always
      type: raw
      sample: 0.93
    wanted:
      description: What is wanted.
      returned: always
      type: str
      sample: at least 0.9
    passed:
      description: Whether both agree.
      returned: always
      type: bool
      sample: true
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.gate import GATE
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(GATE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
