# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options about tags."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside the ``tags`` of the declarations and the ``purge_tags`` that follows from them."""

    DOCUMENTATION = r"""
options:
  tags:
    description:
      - The tags, as names and values. Values become text. REST name C(tags).
      - Tags that the task does not name are left alone, unless O(purge_tags=true).
    type: dict
  purge_tags:
    description:
      - Whether to remove the tags that O(tags) does not name, and the same for every other map that is merged.
      - With V(true), an empty O(tags) removes them all.
    type: bool
    default: false
"""
