# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands for every way to become another user: becomes the same one, which needs no right."""

from __future__ import annotations

from typing import Any

from ansible.plugins.become import BecomeBase

DOCUMENTATION = """
name: same
short_description: Become the same user
description: For the tests of the collection.
options:
  become_user:
    description: Not used.
    default: ''
    vars:
      - name: ansible_become_user
"""


class BecomeModule(BecomeBase):
    name = "same"

    def build_become_command(self, cmd: str, shell: Any) -> str:
        super().build_become_command(cmd, shell)
        return self._build_success_command(cmd, shell)
