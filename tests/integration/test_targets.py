# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run every integration target with a real ``ansible-playbook`` against the emulator, through both fronts.

The targets are ordinary roles as ``ansible-test integration`` knows them. They are told where to go in two ways, of
which each uses what it likes: the AZURE_* environment variables, and the variables of ``integration_config.yml``
(``aml_connection``, the connection options of every module, and ``emulator_url``, absent when the cloud is real).
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import serving

TARGETS = Path(__file__).resolve().with_name("targets")
# ansible-test's own words for targets that are not run by themselves.
NOT_RUN = {"hidden", "disabled", "unsupported"}
TIMEOUT_SECONDS = 600


def names() -> list[str]:
    """Return the names of the targets to run, as ``ansible-test integration`` chooses them."""
    found = []
    for target in sorted(path for path in TARGETS.iterdir() if path.is_dir()):
        aliases = target / "aliases"
        words = set(aliases.read_text().split()) if aliases.is_file() else set()
        if not words & NOT_RUN and not target.name.startswith(("prepare_", "setup_")):
            found.append(target.name)
    return found


@pytest.mark.parametrize("execution", ["auto", "module"])
@pytest.mark.parametrize("target", names())
def test_target(target: str, execution: str, emulator: serving.Emulator, tmp_path: Path) -> None:
    assert (TARGETS / target / "tasks" / "main.yml").is_file(), "a target without tasks tests nothing"
    playbook = [{"name": target, "hosts": "testhost", "gather_facts": False, "roles": [target]}]
    host = {
        "ansible_connection": "local",
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        "aml_execution": execution,  # A host's variable, so that a task of the target can choose otherwise.
    }
    config = {
        "aml_connection": emulator.options(),
        "emulator_url": emulator.url,
        "emulator_http_url": emulator.http_url,
        "output_dir": str(tmp_path / "output"),
    }
    (tmp_path / "output").mkdir()
    # JSON is YAML, and needs no library.
    for name, content in (
        ("playbook.yml", playbook),
        ("inventory.yml", {"all": {"hosts": {"testhost": host}}}),
        ("integration_config.yml", config),
    ):
        (tmp_path / name).write_text(json.dumps(content))

    done = subprocess.run(
        ["ansible-playbook", "-i", "inventory.yml", "-e", "@integration_config.yml", "-v", "playbook.yml"],
        cwd=tmp_path,
        env={**os.environ, **emulator.variables(), "ANSIBLE_ROLES_PATH": str(TARGETS)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode or "PLAY RECAP" not in done.stdout:
        pytest.fail(f"ansible-playbook ended with status {done.returncode}:\n{done.stdout}", pytrace=False)
    assert serving.CLIENT_SECRET not in done.stdout, "the client's secret was printed"
