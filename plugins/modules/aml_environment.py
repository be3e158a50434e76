#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_environment
short_description: Manage environments of an Azure Machine Learning workspace or registry
version_added: 0.1.0
description:
  - Creates, changes, archives and deletes a version of an environment, which is the image that jobs and deployments run
    in.
  - What a version is made of cannot be changed. A changed image or a changed conda file takes a new version.
  - Without O(version) the task is about the environment with all its versions, which has a description and tags and can
    be archived itself.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.tags
  - mlops.azureml.wait
  - mlops.azureml.immutable
  - mlops.azureml.extra
  - mlops.azureml.definition
options:
  resource_group:
    description:
      - The resource group of the workspace or registry.
    required: true
  workspace:
    description:
      - The workspace that the environment belongs to. Either this or O(registry) is needed.
  registry:
    description:
      - The registry that the environment belongs to. Excludes O(workspace).
    type: str
  name:
    description:
      - The name of the environment.
      - Required, here or in O(definition).
    type: str
  version:
    description:
      - The version. When omitted, the task is about all versions together.
    type: str
  image:
    description:
      - The image to start from.
      - Cannot be changed later. REST name C(properties.image).
    type: str
  conda_file:
    description:
      - The packages to install on O(image), as the members of a conda file, or as the path of such a file on the
        machine that the task runs on. A relative path is relative to the playbook's folder.
      - The file is read, and nothing of it is uploaded. What it says is compared, not how it is written.
      - Cannot be changed later. REST name C(properties.condaFile).
    type: raw
  build:
    description:
      - The folder to build the image from, in place of O(image).
      - Cannot be changed later. REST name C(properties.build).
    type: dict
    suboptions:
      context_uri:
        description:
          - Where the folder is. This or O(build.context) is needed with O(build).
          - REST name C(properties.build.contextUri).
        type: str
      context:
        description:
          - A folder of the machine that the task runs on, in place of O(build.context_uri). A relative path is relative
            to the playbook's folder. Not in a registry.
          - It is hashed as the Azure CLI hashes it, and uploaded to O(datastore) unless the same content is there
            already. Other content than that of the version is a change of O(build.context_uri), which cannot be.
          - What a file C(.amlignore) in the folder names is left out, or without that file what C(.gitignore) names.
        type: path
      dockerfile_path:
        description:
          - The Dockerfile in it. When omitted, the service takes V(Dockerfile).
          - REST name C(properties.build.dockerfilePath).
        type: str
  datastore:
    description:
      - The datastore of the workspace that O(build.context) is uploaded to. It must hold blobs, and have a key or a
        shared access signature. When omitted, it is V(workspaceblobstore).
    type: str
  os_type:
    description:
      - The operating system of the image. When omitted, the service takes V(Linux).
      - Cannot be changed later. REST name C(properties.osType).
    type: str
    choices:
      - Linux
      - Windows
  auto_rebuild:
    description:
      - Whether the image is built anew when the one that it starts from was.
      - Cannot be changed later. REST name C(properties.autoRebuild).
    type: str
    choices:
      - Disabled
      - OnBaseImageUpdate
  inference_config:
    description:
      - Where a server in the image answers. For images that bring their own server.
      - Cannot be changed later. REST name C(properties.inferenceConfig).
    type: dict
    suboptions:
      liveness_route:
        description:
          - Where it answers whether it lives.
          - REST name C(properties.inferenceConfig.livenessRoute).
        type: dict
        suboptions:
          path:
            description:
              - The path. Needed with the route.
              - REST name C(properties.inferenceConfig.livenessRoute.path).
            type: str
          port:
            description:
              - The port. Needed with the route.
              - REST name C(properties.inferenceConfig.livenessRoute.port).
            type: int
      readiness_route:
        description:
          - Where it answers whether it is ready.
          - REST name C(properties.inferenceConfig.readinessRoute).
        type: dict
        suboptions:
          path:
            description:
              - The path. Needed with the route.
              - REST name C(properties.inferenceConfig.readinessRoute.path).
            type: str
          port:
            description:
              - The port. Needed with the route.
              - REST name C(properties.inferenceConfig.readinessRoute.port).
            type: int
      scoring_route:
        description:
          - Where it answers with predictions.
          - REST name C(properties.inferenceConfig.scoringRoute).
        type: dict
        suboptions:
          path:
            description:
              - The path. Needed with the route.
              - REST name C(properties.inferenceConfig.scoringRoute.path).
            type: str
          port:
            description:
              - The port. Needed with the route.
              - REST name C(properties.inferenceConfig.scoringRoute.port).
            type: int
      startup_route:
        description:
          - Where it answers whether it has started.
          - REST name C(properties.inferenceConfig.startupRoute).
        type: dict
        suboptions:
          path:
            description:
              - The path. Needed with the route.
              - REST name C(properties.inferenceConfig.startupRoute.path).
            type: str
          port:
            description:
              - The port. Needed with the route.
              - REST name C(properties.inferenceConfig.startupRoute.port).
            type: int
  stage:
    description:
      - How far the version has come, such as V(Production).
      - REST name C(properties.stage).
    type: str
  description:
    description:
      - What the environment is for.
      - REST name C(properties.description).
    type: str
  tags:
    description:
      - The tags, as names and values. Values become text. REST name C(properties.tags).
      - Tags that the task does not name are left alone, unless O(purge_tags=true).
  properties:
    description:
      - Free properties, as names and values. They are merged like O(tags).
      - REST name C(properties.properties).
    type: dict
  is_anonymous:
    description:
      - Whether the service made the version for one job alone.
      - Cannot be changed later. REST name C(properties.isAnonymous).
    type: bool
  state:
    description:
      - Whether the version is to be there.
      - V(archived) hides it from lists. It stays usable, and V(present) shows it again.
    type: str
    choices:
      - present
      - absent
      - archived
    default: present
seealso:
  - module: mlops.azureml.aml_environment_info
  - module: mlops.azureml.aml_model
  - name: Environment versions in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/environment-versions
"""

EXAMPLES = r"""
---
- name: Register an image with packages of its own
  mlops.azureml.aml_environment:
    resource_group: rg-ml
    workspace: ml-prod
    name: train
    version: "1"
    image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04
    conda_file:
      channels:
        - conda-forge
      dependencies:
        - python=3.11
        - pip:
            - scikit-learn==1.5.2

- name: Register an image with the packages that a file beside the playbook names
  mlops.azureml.aml_environment:
    resource_group: rg-ml
    workspace: ml-prod
    name: from-file
    version: "1"
    image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04
    conda_file: conda.yml

- name: Register an image that is built from a folder beside the playbook
  mlops.azureml.aml_environment:
    resource_group: rg-ml
    workspace: ml-prod
    name: serve
    version: "1"
    build:
      context: docker

- name: Say how far it has come
  mlops.azureml.aml_environment:
    resource_group: rg-ml
    workspace: ml-prod
    name: train
    version: "1"
    stage: Production
    tags:
      approved_by: risk

- name: Describe all its versions together
  mlops.azureml.aml_environment:
    resource_group: rg-ml
    workspace: ml-prod
    name: train
    description: For training

- name: Hide the version from lists
  mlops.azureml.aml_environment:
    resource_group: rg-ml
    workspace: ml-prod
    name: train
    version: "1"
    state: archived

- name: Delete it
  mlops.azureml.aml_environment:
    resource_group: rg-ml
    workspace: ml-prod
    name: train
    version: "1"
    state: absent
"""

RETURN = r"""
---
environment:
  description:
    - The environment after the task. Empty when it is absent.
  returned: success
  type: dict
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
        - See O(image).
      type: str
      sample: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04
    conda_file:
      description:
        - See O(conda_file).
      type: dict
      sample:
        dependencies:
          - python=3.11
          - pip:
              - scikit-learn==1.5.2
    build:
      description:
        - See O(build).
      type: dict
      sample:
        context_uri: "https://stmlprod.blob.core.windows.net/azureml-blobstore-b6741911-0bf0-4c36-ad30-b86f25bc12e7/L\
          ocalUpload/22a8bc30479981a5640e894136e4ee8af62023b775c14d5c3f2024f01a82f014/docker/"
        dockerfile_path: null
    os_type:
      description:
        - See O(os_type).
      type: str
      sample: Linux
    auto_rebuild:
      description:
        - See O(auto_rebuild).
      type: str
      sample: Disabled
    inference_config:
      description:
        - See O(inference_config).
      type: dict
      sample: null
    stage:
      description:
        - See O(stage).
      type: str
      sample: Development
    description:
      description:
        - See O(description).
      type: str
      sample: For training
    tags:
      description:
        - See O(tags).
      type: dict
      sample:
        approved_by: risk
    properties:
      description:
        - See O(properties).
      type: dict
      sample:
        azureml.labels: latest
    is_anonymous:
      description:
        - See O(is_anonymous).
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
      sample: 2026-11-26-07-03-45-5126440
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "stage: Development -> Production"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.environment import ENVIRONMENT

TASK = manage(ENVIRONMENT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
