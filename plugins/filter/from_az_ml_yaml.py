# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: from_az_ml_yaml
short_description: Turn YAML of az ml into an item of aml_apply
version_added: 0.1.0
description:
  - Translates a document in the schema of the Azure CLI (C(az ml), v2) into the options of the module that is for it,
    as an item of O(mlops.azureml.aml_apply#module:resources). So a file can be moved into variables for good.
  - To use such a file as it is, no translation is needed. Each module takes it as C(definition), and there it may name
    local files and latest versions, too.
  - What the CLI gives a new resource by default is in the item, and so is declared from then on.
  - Keys that the CLI refuses are refused. Keys that it drops are dropped, with a warning.
author:
  - mlops.azureml contributors (@mlops-azureml)
positional: _input
options:
  _input:
    description:
      - The document, as text or as a map.
    type: raw
    required: true
  type:
    description:
      - The kind of resource, as in O(mlops.azureml.aml_apply#module:resources). Needed where the document has no
        C($schema) that says it.
    type: str
  subscription_id:
    description:
      - The subscription. Needed, like O(resource_group) and O(workspace), where the document names something by a short
        name such as C(azureml:cpu).
    type: str
  resource_group:
    description:
      - The resource group. Also becomes an option of the item.
    type: str
  workspace:
    description:
      - The workspace. Also becomes an option of the item.
    type: str
  registry:
    description:
      - The registry, for an asset that is in one. Also becomes an option of the item.
    type: str
  name:
    description:
      - The name of the resource, in place of the document's own.
    type: str
  version:
    description:
      - The version of the asset, in place of the document's own.
    type: str
notes:
  - A document that names local files, latest versions, or has in it what would be registered first, cannot become
    options without looking at the disk or asking Azure. The filter says which key that is. Use C(definition) for these.
seealso:
  - module: mlops.azureml.aml_apply
  - plugin: mlops.azureml.from_terraform
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Make the cluster that the file declares, with a few more nodes
  mlops.azureml.aml_apply:
    resource_group: rg-ml
    workspace: ml-prod
    resources:
      - "{{ cluster | mlops.azureml.from_az_ml_yaml | combine({'scale': {'max_nodes': 6}}) }}"
  vars:
    cluster: |
      $schema: https://azuremlschemas.azureedge.net/latest/amlCompute.schema.json
      name: from-yaml
      type: amlcompute
      size: Standard_DS3_v2
      max_instances: 4

- name: Show what a file of another tool becomes
  ansible.builtin.debug:
    msg: "{{ endpoint | mlops.azureml.from_az_ml_yaml(type='online_endpoint', name='churn-score') }}"
  vars:
    endpoint:
      auth_mode: key
"""

RETURN = r"""
---
_value:
  description:
    - The item. It has C(type) and the options of the module, secrets of the document among them.
  type: dict
  sample:
    type: compute
    name: from-yaml
    compute_type: AmlCompute
    vm_size: Standard_DS3_v2
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.cli_documents import item
from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import with_warnings


class FilterModule:
    """The filter ``from_az_ml_yaml``."""

    def filters(self):
        return {"from_az_ml_yaml": with_warnings(item)}
