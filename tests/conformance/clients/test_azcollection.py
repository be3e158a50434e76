# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""azure.azcollection 3.21, as released: its modules for machine learning, by a real ``ansible-playbook`` (issue 5).

Every kind of resource that they have is created, asked for once more, changed and deleted. What counts is that the
modules end well and that the emulator holds afterwards what it should; what they say of a change is written down in
:mod:`lives` as it is, because their comparison has bugs of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from emulator_process import CLIENT, SECRET, SUBSCRIPTION, TENANT, Emulator
from lives import LIVES, LOCATION, SIZE, Life, Step
from wire import Wire

# run.py makes the environment, which takes 2 GB, and says where it is.
PLACE = os.environ.get("CONFORMANCE_AZCOLLECTION", "")
API_VERSION = "2024-10-01"
PREFIX = "azure.azcollection.azure_rm_ml_"
# A life is up to a dozen tasks, and each of them imports Microsoft's client for seconds.
LONGEST_SECONDS = 900
PROXIES = ("http_proxy", "https_proxy", "all_proxy")

pytestmark = pytest.mark.skipif(not PLACE, reason="CONFORMANCE_AZCOLLECTION does not say where azure.azcollection is")


@pytest.fixture(scope="module")
def provider(wire: Wire, workspace: str) -> str:
    """The path of the provider, below which is a workspace with all that the lives refer to."""
    size = {"vmSize": SIZE, "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 1}}
    wire.make(
        f"{workspace}/computes/cluster",
        {"location": LOCATION, "properties": {"computeType": "AmlCompute", "properties": size}},
    )
    for container, properties in (
        ("codes/code", {"codeUri": "https://account.blob.core.windows.net/container/code"}),
        ("environments/environment", {"image": "mcr.microsoft.com/azureml/one:1"}),
        ("models/model", {"modelUri": "azureml://datastores/workspaceblobstore/paths/model"}),
    ):
        wire.make(f"{workspace}/{container}/versions/1", {"properties": properties})
    wire.make(f"{workspace}/jobs/pipeline", {"properties": {"jobType": "Pipeline", "jobs": {}}})
    endpoint = {"location": LOCATION, "identity": {"type": "SystemAssigned"}}
    wire.make(f"{workspace}/onlineEndpoints/online-of-blue", {**endpoint, "properties": {"authMode": "Key"}})
    wire.make(f"{workspace}/batchEndpoints/batch-of-blue", {**endpoint, "properties": {"authMode": "AADToken"}})
    return workspace.partition("/workspaces/")[0]


def variables(emulator: Emulator, home: Path) -> dict[str, str]:
    """The environment of ``ansible-playbook``: who logs in, and where the cloud is (contract 7.4).

    Nothing here is about us: these are settings of that collection and of the client below it.
    """
    inherited = {name: value for name, value in os.environ.items() if name.lower() not in PROXIES}
    return {
        **inherited,
        "PATH": os.pathsep.join((f"{PLACE}/bin", os.environ.get("PATH", os.defpath))),
        "HOME": str(home),
        "ANSIBLE_HOME": str(home / ".ansible"),
        "ANSIBLE_REMOTE_TEMP": str(home / "modules"),
        "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "AZURE_SUBSCRIPTION_ID": SUBSCRIPTION,
        "AZURE_TENANT": TENANT,
        "AZURE_CLIENT_ID": CLIENT,
        "AZURE_SECRET": SECRET,
        "AZURE_ADFS_AUTHORITY_URL": emulator.url,
        "AZURE_DISABLE_INSTANCE_DISCOVERY": "true",
        "ARM_CLOUD_METADATA_URL": f"{emulator.url}/metadata/endpoints?api-version=2019-05-01",
        "REGISTRY_DISCOVERY_ENDPOINT_URL": f"{emulator.url}/",
    }


def play(emulator: Emulator, place: Path, tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Play tasks, going on after a failure, and return the result of each."""
    home = place / "home"
    home.mkdir()
    playbook = {"hosts": "localhost", "gather_facts": False, "ignore_errors": True, "tasks": tasks}
    (place / "playbook.yml").write_text(json.dumps([{"name": "Live", **playbook}]))
    command = [f"{PLACE}/bin/ansible-playbook", "playbook.yml"]
    done = subprocess.run(
        command,
        cwd=place,
        env=variables(emulator, home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert "{" in done.stdout, done.stdout + done.stderr
    report = json.loads(done.stdout[done.stdout.index("{") :])
    return [task["hosts"]["localhost"] for task in report["plays"][0]["tasks"]]


@pytest.mark.parametrize("life", LIVES, ids=[life.name for life in LIVES])
def test_life(emulator: Emulator, wire: Wire, provider: str, life: Life, tmp_path: Path) -> None:
    (tmp_path / "request.json").write_text('{"data": [1]}')
    scope = {"resource_group": "rg", **({} if life.path.startswith("/") else {"ml_workspace": "workspace"})}
    tasks: list[dict[str, Any]] = []
    for step in life.steps:
        own = {} if step.module else life.named
        tasks.append({PREFIX + (step.module or life.module): {**scope, **own, **step.options}})
        tasks.append(look(emulator, wire, provider, step.path or life.path))
        if step.does == "create":
            tasks.append({f"{PREFIX}{life.module}_info": {**scope, **(life.asked or life.named)}})
    results = iter(play(emulator, tmp_path, tasks))
    problems: list[str] = []
    for step in life.steps:
        problems += judged(step, next(results), next(results))
        if step.does == "create":
            problems += listed(life, next(results))
    assert not problems, "\n".join(problems)


def look(emulator: Emulator, wire: Wire, provider: str, path: str) -> dict[str, Any]:
    """Return the task that asks the emulator itself what it holds now."""
    whole = f"{provider}{path}" if path.startswith("/") else f"{provider}/workspaces/workspace/{path}"
    options = {
        "url": f"{emulator.url}{whole}?api-version={API_VERSION}",
        "headers": {"Authorization": wire.session.headers["Authorization"]},
        "ca_path": emulator.ca_file,
        "status_code": [200, 404],
    }
    return {"ansible.builtin.uri": options}


def judged(step: Step, said: Mapping[str, Any], held: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong after a step."""
    if said.get("failed"):
        yield f"{step.does}: {said.get('msg')} {said.get('module_stderr', '')}"
    elif said["changed"] is not step.changed:
        yield f"{step.does}: changed is {said['changed']}: {said.get('compare')}"
    status = held.get("status")
    if status != (404 if step.holds is None else 200):
        yield f"{step.does}: the emulator answers {status} {held.get('msg')}"
        return
    for path, wanted in (step.holds or {}).items():
        found = at(held["json"], path)
        if found != wanted:
            yield f"{step.does}: {path} is {found!r}, not {wanted!r}"


def listed(life: Life, said: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with what the info module says of a resource that was just made."""
    rows = [row for value in said.values() if isinstance(value, list) for row in value if isinstance(row, dict)]
    if said.get("failed") or [row.get("name") for row in rows] != [life.named["name"]]:
        yield f"info: {said.get('msg') or rows}"


def at(body: Any, path: str) -> Any:
    """Return the value at a dotted path, None where there is none."""
    for name in path.split("."):
        body = body.get(name) if isinstance(body, dict) else None
    return body


def collection() -> Path:
    """Return where the collection is."""
    (found,) = Path(PLACE).glob("lib/python3*/site-packages/ansible_collections/azure/azcollection")
    return found


def test_the_collection_is_as_released() -> None:
    place = collection()
    assert json.loads((place / "MANIFEST.json").read_text())["collection_info"]["version"] == "3.21.0"
    rows = json.loads((place / "FILES.json").read_text())["files"]
    files = {row["name"]: row["chksum_sha256"] for row in rows if row["ftype"] == "file"}
    ours = {name: known for name, known in files.items() if name.startswith("plugins/module")}
    assert {name: hashlib.sha256((place / name).read_bytes()).hexdigest() for name in ours} == ours


def test_every_module_is_played() -> None:
    there = {path.stem.removeprefix("azure_rm_ml_") for path in collection().glob("plugins/modules/azure_rm_ml_*.py")}
    played = {life.module for life in LIVES} | {step.module for life in LIVES for step in life.steps if step.module}
    assert there == played | {f"{life.module}_info" for life in LIVES}


def test_every_kind_is_created_asked_again_changed_and_deleted() -> None:
    for life in LIVES:
        done = [step.does for step in life.steps]
        assert done[:2] == ["create", "again"]
        assert {"change", "stop"} & set(done), life.name
        assert {"delete", "archive"} & set(done), life.name
