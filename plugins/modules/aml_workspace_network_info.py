#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_workspace_network_info
short_description: Read what an Azure Machine Learning workspace needs of the network
version_added: 0.1.0
description:
  - Returns the hosts that a workspace and its computes must be able to reach, as a firewall takes them, and what
    private endpoints of the workspace are for.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.reader
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
      - The workspace.
    required: true
seealso:
  - module: mlops.azureml.aml_workspace
  - module: mlops.azureml.aml_managed_network_provision
  - name: Outbound dependencies in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/workspaces/list-outbound-network-dependencies-endpoints
"""

EXAMPLES = r"""
---
- name: Read what the firewall must let through
  mlops.azureml.aml_workspace_network_info:
    resource_group: rg-ml
    workspace: ml-prod
  register: network

- name: Show the hosts
  ansible.builtin.debug:
    msg: "{{ network.outbound_endpoints | map(attribute='domain_name') | unique }}"
"""

RETURN = r"""
---
outbound_endpoints:
  description:
    - The hosts, one row each.
  returned: success
  type: list
  elements: dict
  contains:
    category:
      description:
        - What it is needed for.
      type: str
      sample: Storage
    domain_name:
      description:
        - The host, possibly with an asterisk.
      type: str
      sample: "*.blob.core.windows.net"
    ports:
      description:
        - The ports.
      type: list
      elements: int
      sample:
        - 443
private_link_resources:
  description:
    - What private endpoints can be made for.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/privateLinkResources/amlworkspace"
    name:
      description:
        - The name.
      type: str
      sample: amlworkspace
    group_id:
      description:
        - The word that a private endpoint names it by.
      type: str
      sample: amlworkspace
    required_members:
      description:
        - Its members.
      type: list
      elements: str
      sample:
        - default
    required_zone_names:
      description:
        - The private DNS zones that it needs.
      type: list
      elements: str
      sample:
        - privatelink.api.azureml.ms
        - privatelink.notebooks.azure.net
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.network import NETWORK
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(NETWORK)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
