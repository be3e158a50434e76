# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible prints of a task's own arguments at the highest verbosity."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import serving

CANARY = "canary-of-a-free-body"


@pytest.mark.parametrize("execution", ["in_process", "module"])
def test_a_secret_in_a_free_body_is_not_printed(execution: str, emulator: serving.Emulator, tmp_path: Path) -> None:
    body = {"properties": {"target": "https://shown.example", "credentials": {"password": "{{ canary }}"}}}
    rest = {"method": "PUT", "path": "/subscriptions/x", "body": body}
    play = {
        "hosts": "localhost",
        "gather_facts": False,
        "vars": {"canary": CANARY[:7] + "{{ '' }}" + CANARY[7:]},  # The play itself is printed where it is wrong.
        "tasks": [{"mlops.azureml.aml_rest": rest, "check_mode": True}],
    }
    (tmp_path / "playbook.yml").write_text(json.dumps([play]))  # JSON is YAML.
    done = subprocess.run(
        ["ansible-playbook", "-vvvv", "playbook.yml"],
        cwd=tmp_path,
        env={**os.environ, **emulator.variables(), "AML_EXECUTION": execution},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0 and "https://shown.example" in done.stdout, done.stdout
    assert CANARY not in done.stdout
