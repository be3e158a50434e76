#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_metric_info
short_description: Read the metrics of a run
version_added: 0.1.0
description:
  - Returns what a run of an Azure Machine Learning workspace measured, with all values and the newest one of each.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.reader
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
      - The workspace that the run belongs to.
    required: true
  run:
    description:
      - The id of the run.
    type: str
    required: true
  names:
    description:
      - Which metrics to return. When omitted, all.
    type: list
    elements: str
seealso:
  - module: mlops.azureml.aml_run_info
"""

EXAMPLES = r"""
---
- name: Read the metrics of a run
  mlops.azureml.aml_metric_info:
    resource_group: rg-ml
    workspace: ml-prod
    run: churn_1
  register: measured

- name: Stop the play unless the model is good enough
  ansible.builtin.assert:
    that: measured.latest.auc >= 0.9

- name: Read two of them
  mlops.azureml.aml_metric_info:
    resource_group: rg-ml
    workspace: ml-prod
    run: churn_1
    names:
      - auc
      - loss
"""

RETURN = r"""
---
latest:
  description:
    - The newest value by name of the metric. Of a metric with several columns, the values by name of the column.
  returned: success
  type: dict
  sample:
    auc: 0.93
    loss: 0.2
metrics:
  description:
    - The metrics, in the order in which they were made.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description:
        - The name. REST name C(metricKey.name).
      type: str
      sample: auc
    type:
      description:
        - What kind of metric it is. REST name C(properties.uxMetricType).
      type: str
      sample: azureml.v1.scalar
    columns:
      description:
        - The types of the columns by name.
      type: dict
      sample:
        auc: Double
    values:
      description:
        - The values, oldest first.
      type: list
      elements: dict
      contains:
        step:
          description:
            - The number of the value.
          type: int
          sample: 0
        created:
          description:
            - When it was measured. REST name C(createdUtc).
          type: str
          sample: "2026-11-24T00:47:39.7859680+00:00"
        data:
          description:
            - The value of each column.
          type: dict
          sample:
            auc: 0.93
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.metrics import METRICS
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(METRICS)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
