# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option of readers for less than all."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside the ``fields`` of every module that reads resources."""

    DOCUMENTATION = r"""
options:
  fields:
    description:
      - The members to return of each of what is found, such as V(name) and V(id). When omitted, all are.
      - AWX drops the result of a task that is longer than 700,000 characters, about 600 computes with all their
        members. The module then warns, and this option helps.
    type: list
    elements: str
"""
