#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: aml_discovery_info
short_description: TODO
"""

from ansible_collections.mlops.azureml.plugins.module_utils.calls.discovery import DISCOVERY
from ansible_collections.mlops.azureml.plugins.module_utils.module import call, run_module

TASK = call(DISCOVERY)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
