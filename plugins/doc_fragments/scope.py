# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that say which workspace a module works in."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside ``argspec.SCOPE``. Every module takes both, so that one ``module_defaults`` serves all."""

    DOCUMENTATION = r"""
options:
  resource_group:
    description:
      - The name of the resource group.
      - Every module takes it, so that C(module_defaults) can set it once. One that has no use for it ignores it.
    type: str
  workspace:
    description:
      - The name of the workspace.
      - Every module takes it, so that C(module_defaults) can set it once. One that has no use for it ignores it.
    type: str
"""
