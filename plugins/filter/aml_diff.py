# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml_diff
short_description: List where two documents differ
version_added: 0.1.0
description:
  - Compares two documents, such as what two readers or two exports returned, and lists the paths at which they differ.
  - Maps in a list are compared with the one that has the same C(id), C(name) or C(key), where that tells them apart.
    Other lists of maps are compared by position, and lists of plain values as a whole.
  - What the name of its key says is a secret is masked in the list. That it differs is told.
author:
  - mlops.azureml contributors (@mlops-azureml)
positional: _input, after
options:
  _input:
    description:
      - The document as it was.
    type: raw
    required: true
  after:
    description:
      - The document as it is.
    type: raw
    required: true
  ignore:
    description:
      - Paths whose differences do not count, nor those of what is below them.
    type: list
    elements: str
    default: []
seealso:
  - module: mlops.azureml.aml_export
  - plugin: mlops.azureml.aml_drifted
    plugin_type: test
"""

EXAMPLES = r"""
---
- name: Read the workspace
  mlops.azureml.aml_export:
    resource_group: rg-ml
    workspace: ml-prod
    types:
      - compute
  register: found

- name: Show what differs from the export that was kept
  ansible.builtin.debug:
    msg: "{{ kept | mlops.azureml.aml_diff(found.resources, ignore=['[cpu].tags']) }}"
  vars:
    kept: []
"""

RETURN = r"""
---
_value:
  description:
    - One map for each path, with C(path), C(change), C(before) and C(after). C(change) is C(added), C(removed) or
      C(changed).
    - A path has dots between the keys of maps, and in brackets what tells the elements of a list apart, as in
      C([cpu].scale.max_nodes).
  type: list
  elements: dict
  sample:
    - path: "[cpu].scale.max_nodes"
      change: changed
      before: 2
      after: 4
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.differences import differences
from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import plugin


class FilterModule:
    """The filter ``aml_diff``."""

    def filters(self):
        return {"aml_diff": plugin(differences)}
