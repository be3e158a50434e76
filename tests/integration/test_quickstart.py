# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped playbook as a plan: check mode on a subscription that has nothing yet."""

from __future__ import annotations

import json
import os
import subprocess

import serving

TIMEOUT_SECONDS = 300


def test_the_plan_of_the_quickstart_is_whole_and_writes_nothing(emulator: serving.Emulator) -> None:
    done = subprocess.run(
        ["ansible-playbook", "mlops.azureml.quickstart", "--check", "--diff"],
        env={**os.environ, **emulator.variables()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    assert done.returncode == 0 and "failed=0" in done.stdout, done.stdout
    assert "(to be created)" in done.stdout, "a workspace that is not there was said to be"
    entries = json.loads(emulator.call("GET", "/_emulator/journal"))["value"]
    sent = [entry for entry in entries if entry["method"] != "GET" and not entry["path"].endswith("/token")]
    assert not sent, "check mode wrote"
