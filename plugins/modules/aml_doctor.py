#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_doctor
short_description: Find out why tasks cannot reach Azure Machine Learning
version_added: 0.1.0
description:
  - Looks at everything that a task needs, one thing after another, and says of each whether it is well, and what to do
    where it is not. Fails when something is wrong; the result has every check all the same.
  - Takes the same options, variables and profiles as every module, so it sees what they see.
  - The checks are C(interpreter), C(settings), C(cache), C(proxy), C(name_resolution), C(connection), C(tls), C(cloud),
    C(clock), C(login), C(subscription), C(provider), C(api_version), C(workspace) and C(role).
  - A check that needs one that failed is left out. No request is repeated, so the first failure is told at once. Only
    what a firewall drops takes three seconds.
  - Changes nothing. Like any task it keeps the token that it gets, see O(token_cache).
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.reader
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
options:
  actions:
    description:
      - What the login must be allowed to do, with O(resource_group), in the workspace where there is one. The names are
        those of Azure's roles, such as V(Microsoft.MachineLearningServices/workspaces/computes/write).
    type: list
    elements: str
    default:
      - Microsoft.MachineLearningServices/workspaces/read
  resource_group:
    description:
      - The resource group to look at. Without it C(role) is left out.
    type: str
  workspace:
    description:
      - The workspace to look at. Without it C(workspace) is left out.
    type: str
seealso:
  - module: mlops.azureml.aml_workspace_diagnose
  - name: Workspaces behind a private endpoint
    description: What to look at where the name of a workspace leads elsewhere.
    link: https://learn.microsoft.com/azure/machine-learning/how-to-troubleshoot-secure-connection-workspace
"""

EXAMPLES = r"""
---
- name: See whether tasks can work in the workspace
  mlops.azureml.aml_doctor:
    resource_group: rg-ml
    workspace: ml-prod

- name: See whether they may make computes there, and go on in any case
  mlops.azureml.aml_doctor:
    resource_group: rg-ml
    workspace: ml-prod
    actions:
      - Microsoft.MachineLearningServices/workspaces/computes/write
  register: found
  failed_when: false

- name: Show one line for each check
  ansible.builtin.debug:
    var: found.lines
"""

RETURN = r"""
---
healthy:
  description:
    - Whether no check failed. A warning is no failure.
  returned: always
  type: bool
  sample: false
failed_checks:
  description:
    - The names of the checks that failed, in their order.
  returned: always
  type: list
  elements: str
  sample:
    - login
lines:
  description:
    - One line for each check, with its fix where something is wrong.
  returned: always
  type: list
  elements: str
  sample:
    - "ok      tls              its certificate is trusted, by the authorities of this Python"
checks:
  description:
    - The same as maps.
  returned: always
  type: list
  elements: dict
  contains:
    check:
      description: The name of the check.
      type: str
      sample: login
    status:
      description:
        - C(ok), C(failed), C(warning) where tasks work all the same, or C(skipped) where there is nothing to look at or
          something that it needs failed.
      type: str
      sample: failed
    detail:
      description: What was found.
      type: str
      sample: "AADSTS7000215: Invalid client secret provided."
    fix:
      description: The next step, or null where nothing is wrong.
      type: str
      sample: set the value of the client secret, not its id
    code:
      description: The code of the error, or null where there is none.
      type: str
      sample: AADSTS7000215
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.doctor import DOCTOR
from ansible_collections.mlops.azureml.plugins.module_utils.module import examine, run_module

TASK = examine(DOCTOR)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
