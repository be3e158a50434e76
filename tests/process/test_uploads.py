# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads by a real playbook: one that is killed is taken up again, and nothing that is written down opens the door."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Any

from cloud import DEFAULTS, Cloud
from playing import play, start

MIB = 1024 * 1024
# A signature that nothing stands for.
SIGNATURE = re.compile(r"sig=(?!\*)[^&\s\"']{6}|sig%3D")


def prepared(cloud: Cloud, place: Path, size: int) -> list[dict[str, Any]]:
    """The task that uploads a file of that size as code, and the file in the playbook's folder."""
    account = "/subscriptions/{}/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/stuploads"
    own = account.format(cloud.emulator.variables()["AZURE_SUBSCRIPTION_ID"])
    cloud.ask("PUT", "resources", [{"id": own, "location": "westeurope", "properties": {}}])
    place.mkdir(parents=True, exist_ok=True)
    (place / "large.bin").write_bytes(os.urandom(size))
    return [{"mlops.azureml.aml_code": {"name": "scoring", "version": "1", "path": "large.bin"}}]


def blocks(cloud: Cloud) -> list[str]:
    """The ids of the blocks that storage has taken."""
    return [
        entry["query"]["blockid"]
        for entry in cloud.requests()
        if entry["query"].get("comp") == "block" and entry["status"] == 201
    ]


def test_a_killed_upload_is_taken_up_again(cloud: Cloud, front: str, tmp_path: Path) -> None:
    tasks = prepared(cloud, tmp_path, 40 * MIB)
    environment = {**cloud.emulator.variables(), "AML_EXECUTION": front}
    # The first blocks arrive, the others are kept waiting until the job is gone.
    match = {"method": "PUT", "path": "comp=block&", "nth": 3, "times": 0}
    cloud.ask("POST", "faults", {"match": match, "action": {"hold": True}})
    process = start(tmp_path, tasks, environment, keys=DEFAULTS)
    cloud.wait_for(lambda entries: sum(entry["query"].get("comp") == "block" for entry in entries) == 2)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    arrived = blocks(cloud)
    assert len(arrived) == 2
    cloud.ask("DELETE", "faults")
    again = play(tmp_path, tasks, environment, keys=DEFAULTS)
    assert again.only["changed"], again.printed
    assert len(blocks(cloud)) == len(set(blocks(cloud))) == 5


def test_nothing_that_is_written_down_opens_the_door(cloud: Cloud, front: str, tmp_path: Path) -> None:
    """At the highest verbosity, with Ansible's log and its debug output, when it goes well and when storage refuses."""
    tasks = prepared(cloud, tmp_path, MIB)
    log = tmp_path / "ansible.log"
    environment = {
        **cloud.emulator.variables(),
        "AML_EXECUTION": front,
        "ANSIBLE_LOG_PATH": str(log),
        "ANSIBLE_DEBUG": "true",
        "ANSIBLE_KEEP_REMOTE_FILES": "true",
    }
    refused = {"match": {"method": "PUT", "path": r"/large\.bin", "times": 1}, "action": {"status": 403, "echo": True}}
    cloud.ask("POST", "faults", refused)
    for changed in (False, True):
        played = play(tmp_path, tasks, environment, ["-vvvvv", "--diff"], keys=DEFAULTS)
        assert bool(played.only.get("changed")) is changed, played.printed
        written = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".bin"]
        texts = {str(path): path.read_bytes().decode("utf-8", "replace") for path in written}
        found = [name for name, text in {**texts, "printed": played.printed}.items() if SIGNATURE.search(text)]
        # What is kept of the module's own source has the pattern by which it is looked for.
        assert not [name for name in found if "/modules/" not in name], found
    assert "large.bin" in log.read_text()
