# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the front in process gets ready before Ansible forks. What it does then is tested by real playbooks."""

from __future__ import annotations

import os
import subprocess
import sys

PACKAGE = "ansible_collections.mlops.azureml.plugins"


def printed(code: str) -> str:
    """What a new Python prints: the front is loaded once in a process."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_public_authorities_are_read_before_the_fork():
    code = (
        f"from {PACKAGE}.action import aml_compute\n"
        f"from {PACKAGE}.module_utils import exchange\n"
        "print(exchange.public_trust.cache_info().currsize)"
    )
    assert printed(code) == "1\n"


def test_a_machine_without_them_can_still_use_its_own():
    code = (
        "import requests; requests.certs.where = lambda: '/nowhere.pem'\n"
        f"from {PACKAGE}.action import aml_compute\n"
        f"from {PACKAGE}.module_utils import exchange\n"
        "print(exchange.public_trust.cache_info().currsize)"
    )
    assert printed(code) == "0\n"
