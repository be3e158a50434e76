# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two playbooks that a newcomer meets first, on a subscription that has nothing yet."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import serving

README = Path(__file__).resolve().parents[2] / "README.md"
TIMEOUT_SECONDS = 300


def play(emulator: serving.Emulator, *words: str) -> str:
    done = subprocess.run(
        ["ansible-playbook", *words],
        env={**os.environ, **emulator.variables()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    assert done.returncode == 0 and "failed=0" in done.stdout, done.stdout
    return done.stdout


def writes(emulator: serving.Emulator) -> list[str]:
    entries = json.loads(emulator.call("GET", "/_emulator/journal"))["value"]
    return [entry["path"] for entry in entries if entry["method"] != "GET" and not entry["path"].endswith("/token")]


def test_the_plan_of_the_quickstart_is_whole_and_writes_nothing(emulator: serving.Emulator) -> None:
    printed = play(emulator, "mlops.azureml.quickstart", "--check", "--diff")
    assert "(to be created)" in printed, "a workspace that is not there was said to be"
    assert not writes(emulator)


def test_the_ten_lines_of_the_readme_run_and_run_again(emulator: serving.Emulator, tmp_path: Path) -> None:
    lines = README.read_text().partition("```yaml\n")[2].partition("```")[0]
    assert len(lines.splitlines()) == 10
    playbook = tmp_path / "playbook.yml"
    playbook.write_text(lines)
    play(emulator, str(playbook), "--check", "--diff")
    assert not writes(emulator)
    play(emulator, str(playbook))
    assert "changed=0" in play(emulator, str(playbook), "--diff")
