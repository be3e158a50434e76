# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option about secrets, which the service never shows."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside the ``update_secret`` that follows from write_only fields."""

    DOCUMENTATION = r"""
options:
  update_secret:
    description:
      - When to send the secrets that the task gives. The service never shows them, so they cannot be compared.
      - V(on_create) sends them with a new resource, and with every change that replaces the resource.
      - V(always) sends them every time, and the task is then always changed. Use it to rotate a secret.
    type: str
    choices:
      - always
      - on_create
    default: on_create
"""
