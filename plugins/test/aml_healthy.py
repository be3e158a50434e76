# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml_healthy
short_description: Whether what is there came to rest as it should
version_added: 0.1.0
description:
  - True when there is something in the result of a task, nothing of it is under way, and none of it failed.
  - Looks at what the service says of how a resource is, such as C(provisioning_state), the C(status) of a job, the
    C(state_of_instance) of a compute instance, and its C(errors).
  - A job is healthy once it is completed. A compute instance that somebody stopped is healthy. What has no state is
    healthy when it is there.
  - The result of M(mlops.azureml.aml_apply) is healthy when none of its items failed, was skipped or is not waited for.
author:
  - mlops.azureml contributors (@mlops-azureml)
options:
  _input:
    description:
      - A resource as a module or a reader returns it, the result of a task, that of a loop, or a list of these.
    type: raw
    required: true
notes:
  - What the service says of itself is not what an endpoint answers. M(mlops.azureml.aml_gate) and the probes of
    M(mlops.azureml.aml_endpoint_traffic) ask that.
seealso:
  - plugin: mlops.azureml.aml_terminal
    plugin_type: test
  - module: mlops.azureml.aml_gate
"""

EXAMPLES = r"""
---
- name: Read the computes
  mlops.azureml.aml_compute_info:
    resource_group: rg-ml
    workspace: ml-prod
  register: computes

- name: Say which of them need somebody
  ansible.builtin.debug:
    msg: "{{ computes.computes | reject('mlops.azureml.aml_healthy') | map(attribute='name') }}"

- name: Stop where the workspace is not well
  ansible.builtin.assert:
    that: workspace is mlops.azureml.aml_healthy
  vars:
    workspace:
      name: ml-prod
      provisioning_state: Succeeded
"""

RETURN = r"""
---
_value:
  description:
    - Whether it is there and came to rest as it should.
  type: bool
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.conditions import is_healthy
from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import plugin


class TestModule:
    """The test ``aml_healthy``."""

    def tests(self):
        return {"aml_healthy": plugin(is_healthy)}
