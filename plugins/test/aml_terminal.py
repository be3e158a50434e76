# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml_terminal
short_description: Whether nothing is under way any more
version_added: 0.1.0
description:
  - True when everything in the result of a task has come to its end, well or badly. Use it to wait for what another
    task began with C(wait=false).
  - Looks at what the service says of how a resource is, such as C(provisioning_state), the C(status) of a job and the
    C(state_of_instance) of a compute instance. A word that it does not know counts as under way.
  - What is not there, or has no such state, is at its end.
author:
  - mlops.azureml contributors (@mlops-azureml)
options:
  _input:
    description:
      - A resource as a module or a reader returns it, the result of a task, that of a loop, or a list of these.
    type: raw
    required: true
seealso:
  - plugin: mlops.azureml.aml_healthy
    plugin_type: test
  - module: mlops.azureml.aml_job_info
"""

EXAMPLES = r"""
---
- name: Begin to make a cluster
  mlops.azureml.aml_compute:
    resource_group: rg-ml
    workspace: ml-prod
    name: soon
    type: AmlCompute
    vm_size: Standard_DS3_v2
    scale:
      max_nodes: 2
    wait: false

- name: Wait for it later
  mlops.azureml.aml_compute_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: soon
  register: cluster
  until: cluster is mlops.azureml.aml_terminal
  retries: 60
  delay: 1
"""

RETURN = r"""
---
_value:
  description:
    - Whether nothing is under way any more.
  type: bool
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.conditions import is_terminal
from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import plugin


class TestModule:
    """The test ``aml_terminal``."""

    def tests(self):
        return {"aml_terminal": plugin(is_terminal)}
