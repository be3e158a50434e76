# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of the same name in Ansible's own process where that is the same thing."""

from __future__ import annotations

from ansible_collections.mlops.azureml.plugins.modules.aml_report import TASK
from ansible_collections.mlops.azureml.plugins.plugin_utils.in_process import InProcess


class ActionModule(InProcess):
    task = TASK
