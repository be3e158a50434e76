# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option about what the service does not change."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside the ``on_immutable`` that follows from create_only fields."""

    DOCUMENTATION = r"""
options:
  on_immutable:
    description:
      - What to do when an option differs that the service does not change on an existing resource. The descriptions of
        such options say so.
      - V(fail) fails, in check mode too, and names the option with its old and its new value.
      - V(recreate) deletes the resource and creates it anew. What it contained is lost.
    type: str
    choices:
      - fail
      - recreate
    default: fail
"""
