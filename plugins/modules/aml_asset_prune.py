#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_asset_prune
short_description: Archive or delete old versions of assets
version_added: 0.1.0
description:
  - Archives or deletes the versions of models, environments, components, data assets or code assets that no rule keeps,
    in a workspace or in a registry.
  - A version goes when it is not one of the last O(keep_last) of its asset, is older than O(older_than), has none of
    the tags of O(protect_tags), and no deployment and no schedule names it. Of O(keep_last) and O(older_than) one is
    required; where both are given, both must let it go.
  - Nothing goes before all versions and all deployments have been read.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
options:
  registry:
    description:
      - The registry to prune, in place of O(workspace).
    type: str
  type:
    description:
      - What kind of asset to prune.
    type: str
    choices:
      - code
      - component
      - data
      - environment
      - model
    required: true
  name:
    description:
      - The asset to prune. When omitted, all assets of the kind are.
    type: str
  keep_last:
    description:
      - How many versions of each asset are kept, the newest ones. At least 1.
      - With O(state=absent) the archived ones count too.
    type: int
  older_than:
    description:
      - How old a version must be to go, such as V(90d), V(P90D) or a number of seconds.
    type: str
  protect_tags:
    description:
      - The tags that keep a version, each as V(name) or V(name=value).
    type: list
    elements: str
  protect_deployed:
    description:
      - Whether a version is kept that a deployment of an online or batch endpoint, or a schedule, names.
    type: bool
    default: true
  deployed_in:
    description:
      - The workspaces whose deployments and schedules count, by name where they are in O(resource_group), else by
        resource id. When omitted, the O(workspace) itself. Needed for a registry, which does not know who uses it.
    type: list
    elements: str
  state:
    description:
      - What becomes of the versions that go. V(archived) hides them from lists, and they go on working where they are
        named. V(absent) deletes them, which nothing brings back.
    type: str
    choices:
      - archived
      - absent
    default: archived
  wait_timeout:
    description:
      - How long the task may take altogether, in seconds.
    type: int
    default: 3600
attributes:
  check_mode:
    description: Lists what would go and what is kept, with the reason. Changes nothing.
    support: full
  diff_mode:
    description: Returns the versions that go.
    support: full
  idempotent:
    description: A second run finds nothing that goes, until more versions come or grow old.
    support: full
notes:
  - A version that cannot be pruned does not keep the others. The task fails at the end, and names it.
  - Jobs that are over, and jobs that are submitted later, are not looked at.
seealso:
  - module: mlops.azureml.aml_model
  - module: mlops.azureml.aml_environment
  - module: mlops.azureml.aml_component
  - module: mlops.azureml.aml_data
"""

EXAMPLES = r"""
---
- name: Say which models would go
  mlops.azureml.aml_asset_prune:
    resource_group: rg-ml
    workspace: ml-prod
    type: model
    keep_last: 1
    protect_tags:
      - keep
      - stage=Production
  check_mode: true
  register: would_go

- name: Archive them
  mlops.azureml.aml_asset_prune:
    resource_group: rg-ml
    workspace: ml-prod
    type: model
    keep_last: 1
    protect_tags:
      - keep
      - stage=Production

- name: Delete old environments from the registry, but none that production runs with
  mlops.azureml.aml_asset_prune:
    resource_group: rg-ml
    workspace: null
    registry: shared
    type: environment
    name: train
    older_than: 180d
    deployed_in:
      - ml-prod
    state: absent
"""

RETURN = r"""
---
pruned:
  description:
    - The versions that went, newest first within an asset. In check mode those that would go.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: The name of the asset.
      returned: always
      type: str
      sample: churn
    version:
      description: The version.
      returned: always
      type: str
      sample: "1"
kept:
  description:
    - The versions that stay.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: The name of the asset.
      returned: always
      type: str
      sample: churn
    version:
      description: The version.
      returned: always
      type: str
      sample: "2"
    reason:
      description: The first rule that keeps it.
      returned: always
      type: str
      sample: in use
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.prune import PRUNE
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(PRUNE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
