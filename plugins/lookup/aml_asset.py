# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml_asset
short_description: Find the latest version of an asset
version_added: 0.1.0
description:
  - Returns the id of the latest version of a model, an environment, a component, data or code, in a workspace or in a
    registry, so that a task names exactly one version. It takes one request.
  - Which version is the latest one is what the service says. Archived versions do not count there.
  - The options of the task do not count here, nor does C(module_defaults). Where to connect comes from the options of
    the lookup, from the environment of the controller or from a profile, as with the modules.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
options:
  _terms:
    description:
      - The names of the assets.
    type: list
    elements: str
    required: true
  type:
    description:
      - The kind of the assets.
    type: str
    required: true
    choices:
      - code
      - component
      - data
      - environment
      - model
  resource_group:
    description:
      - The resource group of the workspace or the registry.
    required: true
  workspace:
    description:
      - The workspace. Either this or O(registry) is required.
  registry:
    description:
      - The registry. Either this or O(workspace) is required.
    type: str
  form:
    description:
      - What to return of the version. V(id) is its resource id, V(reference) is what jobs and deployments call it, as
        in C(azureml:churn:3), and V(version) is the version alone.
    type: str
    choices:
      - id
      - reference
      - version
    default: id
seealso:
  - module: mlops.azureml.aml_model_info
  - module: mlops.azureml.aml_environment_info
"""

EXAMPLES = r"""
---
- name: Say which version of the model is the latest one
  ansible.builtin.debug:
    msg: "{{ lookup('mlops.azureml.aml_asset', 'churn', type='model', resource_group='rg-ml', workspace='ml-prod') }}"

- name: Say what a job would call it
  ansible.builtin.debug:
    msg: "{{ lookup('mlops.azureml.aml_asset', 'churn', form='reference', **where) }}"
  vars:
    where:
      type: model
      resource_group: rg-ml
      workspace: ml-prod
"""

RETURN = r"""
---
_raw:
  description:
    - The ids, one for each term.
  type: list
  elements: str
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.asking import Asking
from ansible_collections.mlops.azureml.plugins.plugin_utils.questions import asset_question


class LookupModule(Asking):
    """The lookup ``aml_asset``."""

    question = staticmethod(asset_question)
