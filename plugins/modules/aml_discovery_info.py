#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_discovery_info
short_description: Find the regional servers of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns the URLs of the servers of a workspace, from the discovery document that the workspace names. The regional
    modules find their server in the same way.
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
  - module: mlops.azureml.aml_rest
  - module: mlops.azureml.aml_workspace_info
"""

EXAMPLES = r"""
---
- name: Find the servers of a workspace
  mlops.azureml.aml_discovery_info:
    resource_group: rg-ml
    workspace: ml-prod
  register: found

- name: Show the main one
  ansible.builtin.debug:
    var: found.endpoints.api
"""

RETURN = r"""
---
endpoints:
  description:
    - The URLs by the name of the service. The names are the service's own, and C(api) is always there.
  returned: success
  type: dict
  sample:
    api: https://westeurope.api.azureml.ms
    history: https://westeurope.api.azureml.ms/history
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.discovery import DISCOVERY
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(DISCOVERY)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
