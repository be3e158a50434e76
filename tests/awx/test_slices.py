# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hundred workspaces as the hosts of an inventory, and a job that AWX cuts into slices."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from job import TIMEOUT_SECONDS, Job, principal

from tests.process.cloud import GROUP, ML_PATH, WORKSPACE, Cloud

PROJECT = Path(__file__).resolve().parents[2] / "extensions" / "awx" / "project"
WORKSPACES = sorted([*(f"team{number:03}" for number in range(199)), WORKSPACE])
SLICES = 4
TASK = {
    "mlops.azureml.aml_datastore": {
        "name": "shared",
        "type": "AzureBlob",
        "account_name": "stshared",
        "container_name": "{{ workspace }}",
        "credentials": {"type": "None"},
    }
}
PLAY = {
    "name": "Give each workspace the same datastore",
    "hosts": "all",
    "gather_facts": False,
    "module_defaults": {
        "group/mlops.azureml.aml": {"resource_group": "{{ resource_group }}", "workspace": "{{ workspace }}"}
    },
    "tasks": [TASK],
}


def updated(cloud: Cloud, place: Path) -> dict[str, Any]:
    """The variables of each host after an inventory update, whose source is the shipped project."""
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
        "HOME": str(place / "home"),
        "ANSIBLE_JINJA2_NATIVE": "True",
        "ANSIBLE_INVENTORY_ENABLED": "auto",
        "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True",
        "ANSIBLE_INVENTORY_EXPORT": "True",
        "INVENTORY_UPDATE_ID": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        **principal(cloud.emulator),
    }
    command = ["ansible-inventory", "-i", str(PROJECT / "fleet.aml.yml"), "--list", "--export"]
    done = subprocess.run(
        command, env=environment, cwd=place, capture_output=True, text=True, check=False, timeout=TIMEOUT_SECONDS
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)["_meta"]["hostvars"]
    return found


def script(hosts: dict[str, Any]) -> str:
    """The inventory of a job, which is a program that prints it."""
    content = json.dumps({"all": {"hosts": list(hosts)}, "_meta": {"hostvars": hosts}})
    return f"#!{sys.executable}\nprint({content!r})\n"


def test_slices_share_the_work_and_nothing_else(cloud: Cloud, tmp_path: Path) -> None:
    own = {"location": "westeurope", "kind": "Default", "identity": {"type": "SystemAssigned"}}
    made = {"provisioningState": "Succeeded", "workspaceId": "4" * 8}
    rows = [{"id": f"{ML_PATH}/workspaces/{name}", **own, "properties": made} for name in WORKSPACES]
    cloud.ask("PUT", "resources", rows)
    hosts = updated(cloud, tmp_path)
    assert sorted(hosts) == WORKSPACES and {host["resource_group"] for host in hosts.values()} == {GROUP}

    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "site.yml").write_text(json.dumps([PLAY]))
    written: list[list[str]] = []
    for number in range(1, SLICES + 1):
        cloud.ask("DELETE", "journal")
        # The last slice first: none waits for what another one leaves behind.
        names = sorted(hosts)[SLICES - number :: SLICES]
        inventory = script({name: hosts[name] for name in names})
        job = Job(
            tmp_path,
            "site.yml",
            principal(cloud.emulator),
            arguments=["--forks", "5"],
            inventory=inventory,
            project=tmp_path / "project",
        )
        done = job.done()
        assert done.status == "successful", done.printed
        assert sorted(one.host for one in done.results if one.how == "ok") == names
        written.append(sorted(write.split("/workspaces/")[1].partition("/")[0] for write in cloud.writes()))
        assert written[-1] == names
    assert sorted(name for names in written for name in names) == WORKSPACES
    assert [len(names) for names in written] == [50] * SLICES
