#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_outbound_rule
short_description: Manage outbound rules of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Creates, changes and deletes a rule of the managed network of a workspace. A rule says where the computes may
    connect to.
  - The service loses a rule when two are written at the same time. So the tasks of one user on one machine, and the
    items of one M(mlops.azureml.aml_apply), wait for each other. For that O(wait) must be true.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.wait
  - mlops.azureml.immutable
  - mlops.azureml.extra
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace with the managed network.
    required: true
  name:
    description:
      - The name of the rule, which has 3 to 33 characters.
    type: str
    required: true
  type:
    description:
      - What the rule allows, which is a domain name, a resource by a private endpoint, or the addresses of a service.
        Needed for a new one.
      - Cannot be changed later. REST name C(properties.type).
    type: str
    aliases:
      - rule_type
    choices:
      - FQDN
      - PrivateEndpoint
      - ServiceTag
  destination:
    description:
      - The domain name, such as V(packages.contoso.com) or V(*.contoso.com).
      - Only for O(type=FQDN), which needs it. REST name C(properties.destination).
    type: str
  service_resource_id:
    description:
      - The resource to connect to, as a resource id.
      - Only for O(type=PrivateEndpoint), which needs it. REST name C(properties.destination.serviceResourceId).
    type: str
  subresource_target:
    description:
      - Which part of the resource, such as V(blob).
      - Only for O(type=PrivateEndpoint), which needs it. REST name C(properties.destination.subresourceTarget).
    type: str
  spark_enabled:
    description:
      - Whether Spark jobs may use the private endpoint too.
      - Only for O(type=PrivateEndpoint). REST name C(properties.destination.sparkEnabled).
    type: bool
  fqdns:
    description:
      - Domain names that lead to the private endpoint. The order does not matter.
      - Only for O(type=PrivateEndpoint). REST name C(properties.fqdns).
    type: list
    elements: str
  service_tag:
    description:
      - The service, such as V(DataFactory).
      - Only for O(type=ServiceTag). REST name C(properties.destination.serviceTag).
    type: str
  protocol:
    description:
      - The protocol, such as V(TCP).
      - Only for O(type=ServiceTag). REST name C(properties.destination.protocol).
    type: str
  port_ranges:
    description:
      - The ports, such as V(443) or V(80,8080-8089). The order does not matter.
      - Only for O(type=ServiceTag). REST name C(properties.destination.portRanges).
    type: str
  address_prefixes:
    description:
      - Addresses to use in place of those of the service. The order does not matter.
      - Only for O(type=ServiceTag). REST name C(properties.destination.addressPrefixes).
    type: list
    elements: str
  action:
    description:
      - Whether to allow or to deny. When omitted, the service allows.
      - Only for O(type=ServiceTag). REST name C(properties.destination.action).
    type: str
    choices:
      - Allow
      - Deny
  category:
    description:
      - Who wants the rule. When omitted, it is V(UserDefined). The service makes those of the other categories itself.
      - REST name C(properties.category).
    type: str
    choices:
      - Required
      - Recommended
      - UserDefined
      - Dependency
  state:
    description:
      - Whether the rule is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
seealso:
  - module: mlops.azureml.aml_outbound_rule_info
  - module: mlops.azureml.aml_workspace
  - name: Outbound rules in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/managed-network-settings-rule
"""

EXAMPLES = r"""
---
- name: Let the computes install packages
  mlops.azureml.aml_outbound_rule:
    resource_group: rg-ml
    workspace: ml-prod
    name: allow-pypi
    type: FQDN
    destination: packages.contoso.com

- name: Let them read a storage account, Spark jobs too
  mlops.azureml.aml_outbound_rule:
    resource_group: rg-ml
    workspace: ml-prod
    name: read-storage
    type: PrivateEndpoint
    service_resource_id: "{{ group_id }}/providers/Microsoft.Storage/storageAccounts/stmlprod"
    subresource_target: blob
    spark_enabled: true
  vars:
    group_id: /subscriptions/{{ lookup('ansible.builtin.env', 'AZURE_SUBSCRIPTION_ID') }}/resourceGroups/rg-ml

- name: Let them call a service
  mlops.azureml.aml_outbound_rule:
    resource_group: rg-ml
    workspace: ml-prod
    name: call-data-factory
    type: ServiceTag
    service_tag: DataFactory
    protocol: TCP
    port_ranges: "443"

- name: Take a rule back
  mlops.azureml.aml_outbound_rule:
    resource_group: rg-ml
    workspace: ml-prod
    name: call-data-factory
    state: absent
"""

RETURN = r"""
---
outbound_rule:
  description:
    - The rule after the task. Empty when it is absent.
  returned: success
  type: dict
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
        - See O(type).
      type: str
      sample: FQDN
    destination:
      description:
        - See O(destination).
      type: str
      sample: packages.contoso.com
    service_resource_id:
      description:
        - See O(service_resource_id).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Storage/sto\
        rageAccounts/stmlprod"
    subresource_target:
      description:
        - See O(subresource_target).
      type: str
      sample: blob
    spark_enabled:
      description:
        - See O(spark_enabled).
      type: bool
      sample: true
    fqdns:
      description:
        - See O(fqdns).
      type: list
      elements: str
      sample: []
    service_tag:
      description:
        - See O(service_tag).
      type: str
      sample: DataFactory
    protocol:
      description:
        - See O(protocol).
      type: str
      sample: TCP
    port_ranges:
      description:
        - See O(port_ranges).
      type: str
      sample: "443"
    address_prefixes:
      description:
        - See O(address_prefixes).
      type: list
      elements: str
      sample: []
    action:
      description:
        - See O(action).
      type: str
      sample: Allow
    category:
      description:
        - See O(category).
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
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "destination: packages.contoso.com -> files.contoso.com"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.outbound_rule import OUTBOUND_RULE

TASK = manage(OUTBOUND_RULE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
