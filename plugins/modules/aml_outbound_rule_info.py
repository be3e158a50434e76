#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_outbound_rule_info
short_description: Read the outbound rules of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one outbound rule of the managed network of a workspace, or lists them.
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
  name:
    description:
      - The name of the rule. When omitted, they are listed.
    type: str
seealso:
  - module: mlops.azureml.aml_outbound_rule
"""

EXAMPLES = r"""
---
- name: Read one rule
  mlops.azureml.aml_outbound_rule_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: allow-pypi

- name: List the rules
  mlops.azureml.aml_outbound_rule_info:
    resource_group: rg-ml
    workspace: ml-prod
"""

RETURN = r"""
---
outbound_rules:
  description:
    - The rules found. Each has the names and forms of the options of M(mlops.azureml.aml_outbound_rule).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the rule.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/outboundRules/allow-pypi"
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
    name:
      description:
        - The name of the rule.
      type: str
      sample: allow-pypi
    type:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:type).
      type: str
      sample: FQDN
    destination:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:destination).
      type: str
      sample: packages.contoso.com
    service_resource_id:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:service_resource_id).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Storage/sto\
        rageAccounts/stmlprod"
    subresource_target:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:subresource_target).
      type: str
      sample: blob
    spark_enabled:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:spark_enabled).
      type: bool
      sample: true
    fqdns:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:fqdns).
      type: list
      elements: str
      sample: []
    service_tag:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:service_tag).
      type: str
      sample: DataFactory
    protocol:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:protocol).
      type: str
      sample: TCP
    port_ranges:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:port_ranges).
      type: str
      sample: "443"
    address_prefixes:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:address_prefixes).
      type: list
      elements: str
      sample: []
    action:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:action).
      type: str
      sample: Allow
    category:
      description:
        - See O(mlops.azureml.aml_outbound_rule#module:category).
      type: str
      sample: UserDefined
    status:
      description:
        - Whether the rule is in force. V(Inactive) as long as the managed network is not provisioned. REST name
          C(properties.status).
      type: str
      sample: Inactive
    spark_status:
      description:
        - The same for Spark jobs. REST name C(properties.destination.sparkStatus).
      type: str
      sample: Inactive
    error_information:
      description:
        - What is wrong with the rule. REST name C(properties.errorInformation).
      type: str
      sample: null
    parent_rule_names:
      description:
        - The rules that this one is needed for. REST name C(properties.parentRuleNames).
      type: list
      elements: str
      sample: []
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.outbound_rule import OUTBOUND_RULE

TASK = read(OUTBOUND_RULE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
