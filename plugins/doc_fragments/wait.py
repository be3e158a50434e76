# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options about long-running operations."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside ``argspec.WAIT``."""

    DOCUMENTATION = r"""
options:
  wait:
    description:
      - Whether to wait until the service has finished, and then to read back what it made.
      - With V(false) the task ends with the accepted write, C(operation_url) says where the operation goes on, and
        nothing is verified. A later run finds the operation, waits for it and does not repeat it.
    type: bool
    default: true
  wait_timeout:
    description:
      - How long the task may take altogether, in seconds. After that it fails, and the operation goes on.
    type: int
    default: 3600
"""
