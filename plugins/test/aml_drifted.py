# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml_drifted
short_description: Whether what is there differs from what is declared
version_added: 0.1.0
description:
  - True when a task, or one of several, changed something or in check mode would. Over the results of a run in check
    mode that is whether anybody else changed what the tasks declare.
  - An error when one of the tasks failed, because then nobody knows.
author:
  - mlops.azureml contributors (@mlops-azureml)
options:
  _input:
    description:
      - The result of a task of this collection, that of a loop, or a list of these.
    type: raw
    required: true
seealso:
  - plugin: mlops.azureml.aml_plan_table
    plugin_type: filter
  - module: mlops.azureml.aml_apply
"""

EXAMPLES = r"""
---
- name: Look whether the workspace is as declared
  mlops.azureml.aml_workspace:
    resource_group: rg-ml
    name: ml-prod
    location: westeurope
    description: Somebody changed this
  check_mode: true
  register: looked

- name: Tell what differs
  ansible.builtin.debug:
    msg: "{{ looked | mlops.azureml.aml_plan_table }}"
  when: looked is mlops.azureml.aml_drifted
"""

RETURN = r"""
---
_value:
  description:
    - Whether something is not as declared.
  type: bool
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.conditions import is_drifted
from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import plugin


class TestModule:
    """The test ``aml_drifted``."""

    def tests(self):
        return {"aml_drifted": plugin(is_drifted)}
