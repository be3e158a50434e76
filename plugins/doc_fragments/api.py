# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option that chooses the version of the service's API."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside ``argspec.API_VERSION``."""

    DOCUMENTATION = r"""
options:
  api_version:
    description:
      - The version of the service's REST API, such as V(2025-12-01). When omitted, the one that the module is for.
      - A version that the service does not have fails with the list of those that it has.
      - The regional servers have no such versions and are not asked for one.
    type: str
"""
