#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_model
short_description: Manage the models of an Azure Machine Learning workspace or registry
version_added: 0.1.0
description:
  - Registers, changes, archives and deletes a version of a model.
  - With O(plane=arm) it is a model version of Azure Resource Manager, whose version the task chooses. Without
    O(version) the task is about the model with all its versions, which has a description and tags and can be archived
    itself.
  - With O(plane=regional) it is a model of the regional model management, as the first Python SDK registers it. The
    service numbers the versions. Without O(version) the task ensures that one of them is as declared, and registers a
    new one when none has its content.
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
      - The workspace that the model belongs to. Either this or O(registry) is needed.
  registry:
    description:
      - The registry that the model belongs to. Excludes O(workspace). Only for O(plane=arm).
    type: str
  name:
    description:
      - The name of the model.
      - Required, here or in O(definition).
    type: str
  version:
    description:
      - The version. When omitted with O(plane=arm), the task is about all versions together. REST
        C(models/{name}/versions/{version}), on the regional plane C(models/{name}:{version}).
      - With O(plane=regional) it is needed with O(state=absent). Otherwise it must be one that exists,
        because the service gives a new model its version itself.
    type: str
  model_uri:
    description:
      - Where the files of the model are, such as V(azureml://datastores/training/paths/churn). This or O(path) is
        needed for a new version. Cannot be changed later. REST name C(properties.modelUri), on the regional plane
        C(url).
    type: str
  path:
    description:
      - A file, or a folder, of the machine that the task runs on, in place of O(model_uri). A relative path is relative
        to the playbook's folder. Only for O(plane=arm).
      - It is hashed as the Azure CLI hashes it, and uploaded to O(datastore) unless the same content is there already.
        In a registry it is uploaded to a place that the service gives, and the hash stays in O(properties). Other
        content than that of the version is a change of O(model_uri), which cannot be.
      - What a file C(.amlignore) in the folder names is left out, or without that file what C(.gitignore) names.
    type: path
  datastore:
    description:
      - The datastore of the workspace that O(path) is uploaded to. It must hold blobs, and have a key or a shared
        access signature. When omitted, it is V(workspaceblobstore). Only for O(plane=arm).
    type: str
  mime_type:
    description:
      - The media type of the files. Only for O(plane=regional). When omitted, a new one gets V(application/json).
        Cannot be changed later. REST name C(mimeType).
    type: str
  framework:
    description:
      - The framework of the model, such as V(ScikitLearn). Only for O(plane=regional). Cannot be changed later. REST
        name C(framework).
    type: str
  framework_version:
    description:
      - The version of the framework. Only for O(plane=regional). Cannot be changed later. REST name
        C(frameworkVersion).
    type: str
  unpack:
    description:
      - Whether the file is an archive to unpack. Only for O(plane=regional). Cannot be changed later. REST name
        C(unpack).
    type: bool
  run_id:
    description:
      - The id of the run that made the model. Only for O(plane=regional). Cannot be changed later. REST name
        C(runId).
    type: str
  experiment_name:
    description:
      - The experiment of that run. Only for O(plane=regional). Cannot be changed later. REST name C(experimentName).
    type: str
  description:
    description:
      - What the model is for. REST name C(properties.description), on the regional plane C(description).
    type: str
  tags:
    description:
      - The tags, as names and values. Values become text. REST name C(properties.tags), on the regional plane
        C(kvTags).
      - Tags that the task does not name are left alone, unless O(purge_tags=true).
  properties:
    description:
      - Free properties, as names and values. They are merged like O(tags). REST name C(properties.properties), on the
        regional plane C(properties).
    type: dict
  state:
    description:
      - Whether the version is to be there.
      - V(archived) hides it from lists and is only for O(plane=arm). V(present) brings it back. REST name
        C(properties.isArchived).
    type: str
    choices:
      - present
      - absent
      - archived
    default: present
  model_type:
    description:
      - How the files are to be read, such as V(custom_model), V(mlflow_model) or V(triton_model). Only for
        O(plane=arm). Cannot be changed later. REST name C(properties.modelType).
    type: str
  flavors:
    description:
      - The flavors of an MLflow model, in the service's own shape. Only for O(plane=arm). Cannot be changed later.
        REST name C(properties.flavors).
    type: dict
  job_name:
    description:
      - The job that made the model. Only for O(plane=arm). Cannot be changed later. REST name C(properties.jobName).
    type: str
  stage:
    description:
      - The stage of the model's life, such as V(Development) or V(Production). Only for O(plane=arm). REST name
        C(properties.stage).
    type: str
  datasets:
    description:
      - The datasets that the model was made from. Only for O(plane=arm). Cannot be changed later. REST name
        C(properties.datasets).
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name of the dataset.
          - REST name C(properties.datasets.name).
        type: str
      id:
        description:
          - The id of the dataset.
          - REST name C(properties.datasets.id).
        type: str
  is_anonymous:
    description:
      - Whether the version has no name of its own. Only for O(plane=arm). Cannot be changed later. REST name
        C(properties.isAnonymous).
    type: bool
  plane:
    description:
      - Which of the two services keeps the model.
    type: str
    choices:
      - arm
      - regional
    default: arm
seealso:
  - module: mlops.azureml.aml_model_info
  - module: mlops.azureml.aml_datastore
  - name: Model versions in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/model-versions
"""

EXAMPLES = r"""
---
- name: Register a model
  mlops.azureml.aml_model:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    version: "1"
    model_uri: azureml://datastores/workspaceblobstore/paths/models/churn
    model_type: custom_model

- name: Upload a folder beside the playbook, and register it
  mlops.azureml.aml_model:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-mlflow
    version: "1"
    path: model
    model_type: mlflow_model

- name: Promote it
  mlops.azureml.aml_model:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    version: "1"
    stage: Production
    tags:
      approved_by: risk

- name: Describe all its versions together
  mlops.azureml.aml_model:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    description: Who is about to leave

- name: Share it with other workspaces
  mlops.azureml.aml_model:
    resource_group: rg-ml
    registry: shared
    name: churn
    version: "1"
    model_uri: https://stmlprod.blob.core.windows.net/models/churn
    model_type: custom_model

- name: Hide it from lists
  mlops.azureml.aml_model:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    version: "1"
    state: archived

- name: Delete it
  mlops.azureml.aml_model:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn
    version: "1"
    state: absent

- name: Register a model with the regional service, which numbers it
  mlops.azureml.aml_model:
    resource_group: rg-ml
    workspace: ml-prod
    plane: regional
    name: fraud
    model_uri: aml://artifact/ExperimentRun/dcid.fraud_1/outputs/model.pkl
    mime_type: application/octet-stream
    framework: ScikitLearn
    framework_version: "1.5"
    tags:
      area: cards
  register: registered

- name: Delete what was just registered
  mlops.azureml.aml_model:
    resource_group: rg-ml
    workspace: ml-prod
    plane: regional
    name: fraud
    version: "{{ registered.model.version }}"
    state: absent
"""

RETURN = r"""
---
model:
  description:
    - The version after the task. Empty when it is absent. Has the members of its O(plane), with the names and forms
      of the options.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the version, on the regional plane its name and number.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLe\
        arningServices/workspaces/ml-prod/models/churn/versions/1"
    resource_group:
      description:
        - The resource group of the workspace or registry. Not on the regional plane.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace. Not on the regional plane.
      type: str
      sample: ml-prod
    registry:
      description:
        - The registry, where it is in one.
      type: str
      sample: shared
    name:
      description:
        - The name of the model.
      type: str
      sample: churn
    version:
      description:
        - The version. On the regional plane it is a number.
      type: str
      sample: '1'
    model_uri:
      description:
        - See O(model_uri).
      type: str
      sample: "azureml://subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg-ml/workspaces/ml-prod/d\
        atastores/workspaceblobstore/paths/models/churn"
    model_type:
      description:
        - See O(model_type).
      type: str
      sample: custom_model
    flavors:
      description:
        - See O(flavors).
      type: dict
      sample: {}
    job_name:
      description:
        - See O(job_name).
      type: str
      sample: null
    description:
      description:
        - See O(description).
      type: str
      sample: Who is about to leave
    stage:
      description:
        - See O(stage).
      type: str
      sample: Production
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
      sample: {}
    datasets:
      description:
        - See O(datasets).
      type: list
      elements: dict
      sample: []
    is_anonymous:
      description:
        - See O(is_anonymous).
      type: bool
      sample: false
    is_archived:
      description:
        - Whether it is archived. Not on the regional plane. REST name C(properties.isArchived).
      type: bool
      sample: false
    latest_version:
      description:
        - Of the model as a whole, the version that was made last. Not on the regional plane. REST name
          C(properties.latestVersion).
      type: str
      sample: '1'
    next_version:
      description:
        - Of the model as a whole, what the service would call the next version. Not on the regional plane. REST name
          C(properties.nextVersion).
      type: str
      sample: '2'
    provisioning_state:
      description:
        - How far the service is, such as V(Succeeded). Not on the regional plane. REST name
          C(properties.provisioningState).
      type: str
      sample: Succeeded
    mime_type:
      description:
        - See O(mime_type).
      type: str
      sample: application/octet-stream
    framework:
      description:
        - See O(framework).
      type: str
      sample: ScikitLearn
    framework_version:
      description:
        - See O(framework_version).
      type: str
      sample: '1.5'
    unpack:
      description:
        - See O(unpack).
      type: bool
      sample: false
    run_id:
      description:
        - See O(run_id).
      type: str
      sample: null
    experiment_name:
      description:
        - See O(experiment_name).
      type: str
      sample: null
    model_id:
      description:
        - The name and the number. Regional plane only. REST name C(id).
      type: str
      sample: fraud:1
    created_time:
      description:
        - When it was registered. Regional plane only. REST name C(createdTime).
      type: str
      sample: '2026-11-24T00:47:40.7725810+00:00'
    modified_time:
      description:
        - When it was changed. Regional plane only. REST name C(modifiedTime).
      type: str
      sample: '2026-11-24T00:47:40.7725810+00:00'
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - 'stage: Development -> Production'
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.model import MODEL

TASK = manage(MODEL)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
