#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_artifact_info
short_description: Read the artifacts of a run
version_added: 0.1.0
description:
  - Lists the files that a run left behind, as the regional run history keeps them.
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
seealso:
  - module: mlops.azureml.aml_artifact
  - module: mlops.azureml.aml_run_info
  - module: mlops.azureml.aml_experiment_info
"""

EXAMPLES = r"""
---
- name: List the files that a run left behind
  mlops.azureml.aml_artifact_info:
    resource_group: rg-ml
    workspace: ml-prod
    experiment: churn
    run: churn_1
  register: found

- name: Show their paths
  ansible.builtin.debug:
    msg: "{{ found.artifacts | map(attribute='path') }}"
"""

RETURN = r"""
---
artifacts:
  description:
    - The files found.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - Always null. These have no resource id.
      type: str
      sample: null
    resource_group:
      description:
        - The resource group that was asked for.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace that was asked for.
      type: str
      sample: ml-prod
    experiment:
      description:
        - The experiment that was asked for.
      type: str
      sample: churn
    run:
      description:
        - The run that was asked for.
      type: str
      sample: churn_1
    artifact_id:
      description:
        - The id of the file. REST name C(artifactId).
      type: str
      sample: ExperimentRun/dcid.churn_1/outputs/model.pkl
    origin:
      description:
        - What kind of thing it belongs to. REST name C(origin).
      type: str
      sample: ExperimentRun
    container:
      description:
        - The id under which the files of the run are kept. REST name C(container).
      type: str
      sample: dcid.churn_1
    path:
      description:
        - The path of the file. REST name C(path).
      type: str
      sample: outputs/model.pkl
    etag:
      description:
        - The version of the file. REST name C(etag).
      type: str
      sample: '"8d1f2c3b"'
    created:
      description:
        - When it was written. REST name C(createdTime).
      type: str
      sample: '2026-11-24T00:52:40.0000000+00:00'
    data_path:
      description:
        - Where the file is, in the service's own shape. REST name C(dataPath).
      type: dict
      sample:
        dataStoreName: workspaceartifactstore
        relativePath: ExperimentRun/dcid.churn_1/outputs/model.pkl
    tags:
      description:
        - Its tags. REST name C(tags).
      type: dict
      sample: {}
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.artifact import ARTIFACT

TASK = read(ARTIFACT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
