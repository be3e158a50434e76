#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_feature_info
short_description: Read the features of a feature set of an Azure Machine Learning feature store
version_added: 0.1.0
description:
  - Returns one feature of a version of a feature set, or lists them. The service makes them from the specification of
    the version.
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
      - The resource group of the feature store.
    required: true
  workspace:
    description:
      - The feature store to look in.
    required: true
  featureset:
    description:
      - The feature set.
    type: str
    required: true
  version:
    description:
      - The version of the feature set.
    type: str
    required: true
  name:
    description:
      - The name of the feature. When omitted, they are listed.
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
  tag:
    description:
      - A tag that those to list have, as C(name) or C(name=value). Query C(tags).
    type: str
seealso:
  - module: mlops.azureml.aml_featureset
"""

EXAMPLES = r"""
---
- name: Read one feature
  mlops.azureml.aml_feature_info:
    resource_group: rg-ml
    workspace: features
    featureset: transactions
    version: "1"
    name: amount_3d_sum

- name: List the features
  mlops.azureml.aml_feature_info:
    resource_group: rg-ml
    workspace: features
    featureset: transactions
    version: "1"
"""

RETURN = r"""
---
features:
  description:
    - The features found.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the feature.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/features/featuresets/transactions/versions/1/features/amount_3d_sum"
    resource_group:
      description:
        - The resource group.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace.
      type: str
      sample: features
    featureset:
      description:
        - The feature set.
      type: str
      sample: transactions
    version:
      description:
        - The version of the feature set.
      type: str
      sample: "1"
    name:
      description:
        - The name of the feature.
      type: str
      sample: amount_3d_sum
    data_type:
      description:
        - The type of its values. REST name C(properties.dataType).
      type: str
      sample: Double
    description:
      description:
        - What it is. REST name C(properties.description).
      type: str
      sample: null
    tags:
      description:
        - Its tags. REST name C(properties.tags).
      type: dict
      sample: {}
    properties:
      description:
        - Its free properties. REST name C(properties.properties).
      type: dict
      sample: {}
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.featureset import FEATURE

TASK = read(FEATURE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
