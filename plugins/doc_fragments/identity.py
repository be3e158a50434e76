# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option about a resource's own identity."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside the field ``IDENTITY``, which workspaces and computes share."""

    DOCUMENTATION = r"""
options:
  identity:
    description:
      - The managed identity as which the resource acts. REST name C(identity).
    type: dict
    suboptions:
      type:
        description:
          - Which kinds of identity it has. REST name C(identity.type).
        type: str
        choices:
          - None
          - SystemAssigned
          - UserAssigned
          - SystemAssigned,UserAssigned
      user_assigned_identities:
        description:
          - The resource ids of all its user-assigned identities. The order does not matter.
          - REST name C(identity.userAssignedIdentities).
        type: list
        elements: str
"""
