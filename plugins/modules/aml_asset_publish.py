#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_asset_publish
short_description: Publish a version of an asset to a registry
version_added: 0.1.0
description:
  - Copies one version of a model, an environment, a component, a data asset or a code asset from a workspace to a
    registry, where every workspace of the organisation can use it.
  - A version that the registry has already is left as it is, whatever it was made from, because a published version
    does not change. Take a new version to publish something new.
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
      - The workspace that has the asset.
    required: true
  type:
    description:
      - What kind of asset it is.
    type: str
    choices:
      - code
      - component
      - data
      - environment
      - model
    required: true
  name:
    description:
      - The name of the asset.
    type: str
    required: true
  version:
    description:
      - The version to publish.
    type: str
    required: true
  registry:
    description:
      - The name of the registry.
    type: str
    required: true
  registry_resource_group:
    description:
      - The resource group of the registry. When omitted, that of the workspace.
    type: str
  registry_subscription_id:
    description:
      - The subscription of the registry. When omitted, that of the workspace.
    type: str
  destination_name:
    description:
      - The name in the registry. When omitted, the same.
    type: str
  destination_version:
    description:
      - The version in the registry. When omitted, the same.
    type: str
attributes:
  check_mode:
    description: Looks whether the registry has the version, and publishes nothing.
    support: full
  diff_mode:
    description: Returns what the registry gets.
    support: full
  idempotent:
    description: A version that the registry has already is not published again.
    support: full
seealso:
  - module: mlops.azureml.aml_gate
  - module: mlops.azureml.aml_registry
  - module: mlops.azureml.aml_model
  - name: Share models, components and environments with registries
    description: The service's own description.
    link: https://learn.microsoft.com/azure/machine-learning/how-to-share-models-pipelines-across-workspaces-with-registries
notes:
  - The request is sent once. When its answer is lost, the module looks whether the registry gets the version.
"""

EXAMPLES = r"""
---
- name: Publish a model
  mlops.azureml.aml_asset_publish:
    resource_group: rg-ml
    workspace: ml-prod
    type: model
    name: churn
    version: "1"
    registry: shared
  register: published

- name: Publish an environment under another name
  mlops.azureml.aml_asset_publish:
    resource_group: rg-ml
    workspace: ml-prod
    type: environment
    name: train
    version: "3"
    registry: shared
    registry_resource_group: rg-ml
    destination_name: churn-train
    destination_version: "1"
"""

RETURN = r"""
---
asset:
  description:
    - The version in the registry, as the module of its kind returns it. Only its names where it is not there yet.
  returned: success
  type: dict
  sample:
    id: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLearningSe\
      rvices/registries/shared/models/churn/versions/1"
    name: churn
    registry: shared
    resource_group: rg-ml
    version: "1"
reference:
  description:
    - How jobs and deployments of any workspace name the version.
  returned: success
  type: str
  sample: azureml://registries/shared/models/churn/versions/1
reasons:
  description:
    - Why something changes. Empty where nothing does.
  returned: success
  type: list
  elements: str
  sample:
    - it is absent
operation_url:
  description:
    - Where the operation goes on.
  returned: O(wait=false)
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineLe\
    arningServices/locations/westeurope/mfeOperationResults/pub:1?api-version=2025-12-01"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.publish import PUBLISH
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(PUBLISH)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
