#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_artifact
short_description: Fetch the files that a run left behind
version_added: 0.1.0
description:
  - Makes files on the machine that the task runs on the same as artifacts of a run of an Azure Machine Learning
    workspace.
  - The files come from the regional server of the workspace. Each is written beside its place first and then put there
    in one step.
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
      - The artifact to fetch, or the folder of artifacts. When omitted, all of the run.
    type: str
  dest:
    description:
      - Where to put it. A single artifact becomes this file, or goes into it where it is a folder or ends in a slash. A
        folder of artifacts goes below it, without its own name.
      - Missing folders are made.
    type: path
    required: true
  checksum:
    description:
      - The checksum that a single artifact must have, as V(sha256:) and 64 hexadecimal digits. Where the file has it,
        nothing is fetched.
    type: str
  wait_timeout:
    description:
      - How long the task may take altogether, in seconds.
    type: int
    default: 3600
attributes:
  check_mode:
    description: Reads, compares, and writes no file.
    support: full
  diff_mode:
    description: Files are not shown.
    support: none
  idempotent:
    description: A second run changes nothing.
    support: full
notes:
  - A file that is there already is compared by its content. Without O(checksum) that means to fetch the artifact once
    more, because the service does not tell its checksum.
  - Files that the run does not have are left alone.
seealso:
  - module: mlops.azureml.aml_artifact_info
  - module: mlops.azureml.aml_run_log_info
"""

EXAMPLES = r"""
---
- name: Fetch the model that a run made
  mlops.azureml.aml_artifact:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    run: churn_1
    path: outputs/model.pkl
    dest: model.pkl

- name: Fetch all that it left in a folder
  mlops.azureml.aml_artifact:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    run: churn_1
    path: outputs
    dest: from_churn_1/
"""

RETURN = r"""
---
files:
  description:
    - The files, one for each artifact.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description:
        - The artifact.
      type: str
      sample: outputs/model.pkl
    dest:
      description:
        - Its place on the machine.
      type: str
      sample: model.pkl
    checksum:
      description:
        - The checksum of the content. Null in check mode where the file is not there yet.
      type: str
      sample: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    changed:
      description:
        - Whether the file was written.
      type: bool
      sample: true
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.artifact import FETCH
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(FETCH)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
