# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: archives
type: aggregate
short_description: Keeps the archives of modules for the next play
description:
  - Ansible packs a module and what it imports once in each run of C(ansible-playbook), which takes a second for one of
    this collection, and forgets it at the end. The tests play hundreds of times from the same files.
options:
  path:
    description: The directory to keep them in. What plays at the same time has one of its own.
    required: true
    env:
      - name: AML_ARCHIVES_PATH
"""

import os
from typing import Any

from ansible import constants
from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "archives"
    CALLBACK_NEEDS_ENABLED = True

    def v2_playbook_on_start(self, playbook: Any) -> None:
        # ansible-core has no setting for the directory; it removes the link at the end, and not what is there.
        os.symlink(self.get_option("path"), os.path.join(constants.DEFAULT_LOCAL_TMP, "ansiballz_cache"))
