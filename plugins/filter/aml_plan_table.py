# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml_plan_table
short_description: Show a plan as a table
version_added: 0.1.0
description:
  - Turns the results of tasks into a table with one line for each resource that is, or in check mode would be, changed,
    and a last line with the sum.
  - Takes the result of M(mlops.azureml.aml_apply), that of a module that manages one resource, that of a loop over such
    a task, and lists of all these.
  - A module of one resource tells in its C(diff) whether it creates, updates or deletes. Without C(--diff) a change
    counts as an update.
author:
  - mlops.azureml contributors (@mlops-azureml)
positional: _input
options:
  _input:
    description:
      - The results.
    type: raw
    required: true
  style:
    description:
      - Whether the table is plain text with aligned columns or a table of Markdown.
    type: str
    choices:
      - text
      - markdown
    default: text
  unchanged:
    description:
      - Whether resources are listed that stay as they are. They always count in the sum.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_apply
"""

EXAMPLES = r"""
---
- name: Plan
  mlops.azureml.aml_apply:
    resource_group: rg-ml
    workspace: ml-prod
    resources:
      - type: compute
        name: planned
        compute_type: AmlCompute
        vm_size: Standard_DS3_v2
  check_mode: true
  register: plan

- name: Show the plan
  ansible.builtin.debug:
    msg: "{{ (plan | mlops.azureml.aml_plan_table).splitlines() }}"
"""

RETURN = r"""
---
_value:
  description:
    - The table, without a line break at its end.
  type: str
  sample: |-
    action  type     name  reasons
    update  compute  cpu   scale.max_nodes: 2 -> 4

    Plan: 1 update, 5 none
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import plugin
from ansible_collections.mlops.azureml.plugins.plugin_utils.plans import table


class FilterModule:
    """The filter ``aml_plan_table``."""

    def filters(self):
        return {"aml_plan_table": plugin(table)}
