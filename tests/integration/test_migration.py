# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moving in and out by the shipped playbooks: what was written for azure.azcollection is moved, runs, changes nothing
when it runs again; the workspace is exported, and what was exported changes nothing either.

The tasks are those that ``tests/conformance`` plays with azure.azcollection itself, so these are known to work there.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import serving
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "conformance" / "clients"))

from lives import LIVES, LOCATION, SIZE  # noqa: E402  # it is no package

TIMEOUT_SECONDS = 300
GROUP = f"/subscriptions/{serving.SUBSCRIPTION}/resourceGroups/rg"
WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/workspace"
STORAGE, VAULT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts", f"{GROUP}/providers/Microsoft.KeyVault/vaults"
# The states that do something of their own.
VERBS = frozenset({"stop", "start", "disabled", "enabled", "archive", "restore", "regenerate_keys"})
RECAP = re.compile(r"^localhost\s*:\s*ok=(\d+)\s+changed=(\d+)\s+unreachable=0\s+failed=(\d+)", re.MULTILINE)
# What a person has to do after the codemod, by what it tells of: it is told of nothing else.
BY_HAND = {
    "all_traffic": (re.compile(r"\n +all_traffic: true(?=\n)"), ""),
    "set_default": (re.compile(r"\n +set_default: true(?=\n)"), ""),
    "storage_account": (
        re.compile(r"(\n +)location: westeurope(?=\n)"),
        rf"\g<0>\g<1>storage_account: {STORAGE}/st\g<1>key_vault: {VAULT}/kv",
    ),
}


def tasks(state: bool) -> list[dict[str, Any]]:
    """The tasks that create everything; with ``state`` those that do more to it."""
    found = []
    for life in LIVES:
        scope = {"resource_group": "rg", **({} if life.path.startswith("/") else {"ml_workspace": "workspace"})}
        for number, step in enumerate(life.steps):
            if (step.options.get("state") in VERBS) if state else not number:
                extra = {"key_type": "primary"} if step.options.get("state") == "regenerate_keys" else {}
                named = life.named
                if step.options.get("state") in ("archive", "restore"):
                    named = {"name": life.named["name"]}
                options = {**scope, **named, **extra, **step.options}
                found.append(
                    {"name": f"{life.name} {step.does}", f"azure.azcollection.azure_rm_ml_{life.module}": options}
                )
    return found


def prepare(emulator: serving.Emulator) -> None:
    """Put into the emulator what the tasks refer to."""
    made = {"location": LOCATION, "properties": {"provisioningState": "Succeeded"}}
    size = {"vmSize": SIZE, "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 1}}
    endpoint = {"location": LOCATION, "identity": {"type": "SystemAssigned"}}
    state = {"provisioningState": "Succeeded"}
    held: dict[str, dict[str, Any]] = {
        GROUP: made,
        f"{STORAGE}/st": made,
        f"{VAULT}/kv": made,
        WORKSPACE: {
            **made,
            "identity": {"type": "SystemAssigned"},
            "kind": "Default",
            "properties": {**state, "workspaceId": "44444444-4444-4444-4444-444444444444"},
        },
        f"{WORKSPACE}/computes/cluster": {
            "location": LOCATION,
            "properties": {"computeType": "AmlCompute", "properties": size, **state},
        },
        f"{WORKSPACE}/codes/code/versions/1": {"properties": {"codeUri": "https://a.blob.core.windows.net/c/code"}},
        f"{WORKSPACE}/environments/environment/versions/1": {
            "properties": {"image": "mcr.microsoft.com/azureml/one:1"}
        },
        f"{WORKSPACE}/models/model/versions/1": {"properties": {"modelUri": "azureml://datastores/d/paths/model"}},
        f"{WORKSPACE}/jobs/pipeline": {"properties": {"jobType": "Pipeline", "jobs": {}, "status": "Completed"}},
        f"{WORKSPACE}/onlineEndpoints/online-of-blue": {**endpoint, "properties": {"authMode": "Key", **state}},
        f"{WORKSPACE}/batchEndpoints/batch-of-blue": {**endpoint, "properties": {"authMode": "AADToken", **state}},
    }
    body = [{"id": name, **content} for name, content in held.items()]
    emulator.call("PUT", "/_emulator/resources", json.dumps(body).encode())
    emulator.call("PATCH", "/_emulator/config", json.dumps({"registered": ["*"]}).encode())


def play(emulator: serving.Emulator, place: Path, *words: str) -> tuple[int, int, str]:
    """How many tasks were fine, how many changed something, and what was printed."""
    done = subprocess.run(
        ["ansible-playbook", *words],
        cwd=place,
        env={**os.environ, **emulator.variables(), "PWD": str(place)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    found = RECAP.search(done.stdout)
    assert done.returncode == 0 and found, done.stdout
    return int(found[1]), int(found[2]), done.stdout


def test_a_playbook_moves_in_and_a_workspace_moves_out(emulator: serving.Emulator, tmp_path: Path) -> None:
    prepare(emulator)
    books = {"site.yml": tasks(False), "verbs.yml": tasks(True)}
    for name, listed in books.items():
        head = {"name": "Live", "hosts": "localhost", "gather_facts": False, "tasks": listed}
        (tmp_path / name).write_text("---\n# Ours\n" + yaml.safe_dump([head], sort_keys=False))
    before = {name: (tmp_path / name).read_bytes() for name in books}
    places = json.dumps({"migrate_places": [str(tmp_path / name) for name in books]})
    _ok, changed, printed = play(emulator, tmp_path, "mlops.azureml.migrate", "-e", places)
    assert changed == 1 and {name: (tmp_path / name).read_bytes() for name in books} == before, printed
    apply = json.dumps({"migrate_apply": True})
    _ok, changed, printed = play(emulator, tmp_path, "mlops.azureml.migrate", "-e", places, "-e", apply)
    assert changed == 1, printed
    told = re.findall(rf"{re.escape(str(tmp_path))}/site\.yml:\d+: (\w+)", printed)
    assert sorted(told) == sorted(BY_HAND), printed
    moved = (tmp_path / "site.yml").read_text()
    for pattern, replacement in BY_HAND.values():
        moved, times = pattern.subn(replacement, moved)
        assert times == 1, moved
    (tmp_path / "site.yml").write_text(moved)

    created = len(books["site.yml"])
    assert play(emulator, tmp_path, "site.yml", "--check")[:2] == (created, created)
    assert play(emulator, tmp_path, "site.yml")[:2] == (created, created)
    ok, changed, printed = play(emulator, tmp_path, "site.yml", "--diff")
    assert (ok, changed) == (created, 0), printed
    ok, _changed, printed = play(emulator, tmp_path, "verbs.yml")
    assert ok == len(books["verbs.yml"]), printed

    asked = ("-e", "export_resource_group=rg", "-e", "export_workspace=workspace", "-e", "export_dest=out")
    play(emulator, tmp_path, "mlops.azureml.export", *asked)
    listed = yaml.safe_load((tmp_path / "out" / "resources.yml").read_text())
    assert {"compute", "datastore", "job", "online_deployment", "workspace"} <= {row["type"] for row in listed}
    ok, changed, printed = play(emulator, tmp_path, "out/site.yml", "--check", "--diff")
    assert (ok, changed) == (1, 0), printed
