#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_environment_info
short_description: Read the environments of an Azure Machine Learning workspace or registry
version_added: 0.1.0
description:
  - Returns one version of an environment, lists its versions, or lists the environments.
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
      - The resource group of the workspace or registry.
    required: true
  workspace:
    description:
      - The workspace to look in. Either this or O(registry) is needed.
  registry:
    description:
      - The registry to look in. Excludes O(workspace).
    type: str
  name:
    description:
      - The name of the environment. When omitted, the environments are listed.
    type: str
  version:
    description:
      - The version to read. When omitted, the versions are listed.
    type: str
  stage:
    description:
      - The stage of the versions to list. Query C(stage).
    type: str
  list_view:
    description:
      - Which ones to list. Query C(listViewType).
    type: str
    choices:
      - ActiveOnly
      - ArchivedOnly
      - All
    default: ActiveOnly
seealso:
  - module: mlops.azureml.aml_environment
"""

EXAMPLES = r"""
---
- name: Read one version
  mlops.azureml.aml_environment_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: train
    version: "1"

- name: List the versions, archived ones too
  mlops.azureml.aml_environment_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: train
    list_view: All

- name: List the environments
  mlops.azureml.aml_environment_info:
    resource_group: rg-ml
    workspace: ml-prod
"""

RETURN = r"""
---
environments:
  description:
    - The environments found. Each has the names and forms of the options of M(mlops.azureml.aml_environment).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the environment.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/environments/train/versions/1"
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
    registry:
      description:
        - The registry, where it is in one.
      type: str
      sample: shared
    name:
      description:
        - The name of the environment.
      type: str
      sample: train
    version:
      description:
        - The version of the environment.
      type: str
      sample: "1"
    image:
      description:
        - See O(mlops.azureml.aml_environment#module:image).
      type: str
      sample: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04
    conda_file:
      description:
        - See O(mlops.azureml.aml_environment#module:conda_file).
      type: dict
      sample:
        dependencies:
          - python=3.11
          - pip:
              - scikit-learn==1.5.2
    build:
      description:
        - See O(mlops.azureml.aml_environment#module:build).
      type: dict
      sample:
        context_uri: "https://stmlprod.blob.core.windows.net/azureml-blobstore-b6741911-0bf0-4c36-ad30-b86f25bc12e7/L\
          ocalUpload/22a8bc30479981a5640e894136e4ee8af62023b775c14d5c3f2024f01a82f014/docker/"
        dockerfile_path: null
    os_type:
      description:
        - See O(mlops.azureml.aml_environment#module:os_type).
      type: str
      sample: Linux
    auto_rebuild:
      description:
        - See O(mlops.azureml.aml_environment#module:auto_rebuild).
      type: str
      sample: Disabled
    inference_config:
      description:
        - See O(mlops.azureml.aml_environment#module:inference_config).
      type: dict
      sample: null
    stage:
      description:
        - See O(mlops.azureml.aml_environment#module:stage).
      type: str
      sample: Development
    description:
      description:
        - See O(mlops.azureml.aml_environment#module:description).
      type: str
      sample: For training
    tags:
      description:
        - See O(mlops.azureml.aml_environment#module:tags).
      type: dict
      sample:
        team: churn
    properties:
      description:
        - See O(mlops.azureml.aml_environment#module:properties).
      type: dict
      sample:
        azureml.labels: latest
    is_anonymous:
      description:
        - See O(mlops.azureml.aml_environment#module:is_anonymous).
      type: bool
      sample: false
    is_archived:
      description:
        - Whether it is hidden from lists. REST name C(properties.isArchived).
      type: bool
      sample: false
    environment_type:
      description:
        - Whether a user or the service made it. REST name C(properties.environmentType).
      type: str
      sample: UserCreated
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
    latest_version:
      description:
        - Of the environment as a whole, the version that was made last. REST name C(properties.latestVersion).
      type: str
      sample: '1'
    next_version:
      description:
        - Of the environment as a whole, what the service would call the next version. REST name
          C(properties.nextVersion).
      type: str
      sample: 2026-11-26-07-03-48-1930800
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.environment import ENVIRONMENT

TASK = read(ENVIRONMENT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
