#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_featureset_backfill
short_description: Materialize a window of time of a feature set anew
version_added: 0.1.0
description:
  - Starts the jobs that compute the features of a window of time, for data that came late or that failed before.
  - Each run starts them again.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.wait
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The feature store.
    required: true
  name:
    description:
      - The name of the feature set.
    type: str
    required: true
  version:
    description:
      - Its version.
    type: str
    required: true
  window_start:
    description:
      - From when on, such as V(2026-11-01T00:00:00Z). REST name C(featureWindow.featureWindowStart).
    type: str
  window_end:
    description:
      - Until when. REST name C(featureWindow.featureWindowEnd).
    type: str
  data_availability_status:
    description:
      - Which parts of the window to compute, by how far they are. REST name C(dataAvailabilityStatus).
    type: list
    elements: str
    choices:
      - "None"
      - Pending
      - Incomplete
      - Complete
  job_id:
    description:
      - The job that failed and is to be tried again. REST name C(jobId).
    type: str
  instance_type:
    description:
      - The size of machine to compute on. REST name C(resource.instanceType).
    type: str
  spark_configuration:
    description:
      - Settings of Spark, as names and values. REST name C(sparkConfiguration).
    type: dict
  display_name:
    description:
      - The name of the jobs that people see. REST name C(displayName).
    type: str
  description:
    description:
      - What they are for. REST name C(description).
    type: str
  tags:
    description:
      - Tags of the jobs, as names and values. REST name C(tags).
    type: dict
  properties:
    description:
      - Free properties of the jobs. REST name C(properties).
    type: dict
attributes:
  check_mode:
    description: Reads, and says whether it would be done. Nothing is sent.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
  idempotent:
    description: Each run does it again.
    support: none
notes:
  - The request is sent once. Where its answer is lost, the task fails, and it may have taken effect.
seealso:
  - module: mlops.azureml.aml_featureset
  - name: Backfilling in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/featureset-versions/backfill
"""

EXAMPLES = r"""
---
- name: Compute the features of November again
  mlops.azureml.aml_featureset_backfill:
    resource_group: rg-ml
    workspace: ml-prod
    name: customers
    version: "1"
    window_start: "2026-11-01T00:00:00Z"
    window_end: "2026-12-01T00:00:00Z"
    data_availability_status:
      - Incomplete

- name: Start them and go on at once
  mlops.azureml.aml_featureset_backfill:
    resource_group: rg-ml
    workspace: ml-prod
    name: customers
    version: "1"
    data_availability_status:
      - None
    wait: false
"""

RETURN = r"""
---
resource_id:
  description: The resource id of what this was done to.
  returned: success
  type: str
  sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
    ningServices/workspaces/ml-prod/featuresets/transactions/versions/1"
backfill:
  description:
    - What was started. Empty in check mode.
  returned: success
  type: dict
  contains:
    job_ids:
      description:
        - The jobs. REST name C(jobIds).
      type: list
      elements: str
      sample:
        - b1f7d1f2-6a43-4b0e-9f3c-2f5b7f3a9d10
reasons:
  description:
    - Why it was done, one line each. Empty when there was nothing to do.
  returned: success
  type: list
  elements: str
  sample:
    - it is done every time
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false)
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/workspaceOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=202\
    5-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.actions.featureset import BACKFILLED
from ansible_collections.mlops.azureml.plugins.module_utils.module import act, run_module

TASK = act(BACKFILLED)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
