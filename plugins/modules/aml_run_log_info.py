#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_run_log_info
short_description: Read the logs of a run
version_added: 0.1.0
description:
  - Returns what a run of an Azure Machine Learning workspace printed, file by file.
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
      - The workspace that the experiment belongs to.
    required: true
  experiment:
    description:
      - The name of the experiment.
    type: str
    required: true
  run:
    description:
      - The id of the run.
    type: str
    required: true
  path:
    description:
      - The file or folder to read. When omitted, the folders in which runs keep their logs, which are C(azureml-logs),
        C(logs), C(system_logs) and C(user_logs).
    type: str
  content:
    description:
      - Whether to read the lines, and not only which files there are.
    type: bool
    default: true
  tail:
    description:
      - How many lines of each file at most, the newest ones. With V(0) all of them.
    type: int
    default: 100
notes:
  - What looks like a token or a key in the lines is hidden. What else a program prints there is shown.
seealso:
  - module: mlops.azureml.aml_artifact
  - module: mlops.azureml.aml_run_info
"""

EXAMPLES = r"""
---
- name: Read the last lines of a run
  mlops.azureml.aml_run_log_info:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    run: churn_1
    tail: 20
  register: printed

- name: See which files there are
  mlops.azureml.aml_run_log_info:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    run: churn_1
    content: false
"""

RETURN = r"""
---
logs:
  description:
    - The files.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description:
        - The file.
      type: str
      sample: user_logs/std_log.txt
    lines:
      description:
        - Its lines. Null with O(content=false).
      type: list
      elements: str
      sample:
        - epoch 1
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.artifact import READ_LOGS
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(READ_LOGS)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
