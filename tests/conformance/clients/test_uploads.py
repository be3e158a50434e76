# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Local files by MLClient of azure-ai-ml 1.35.2 and by the collection: each finds what the other one has uploaded."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from azure.ai.ml import MLClient
from azure.ai.ml.entities import BuildContext, CommandComponent, Data, Environment, Model
from azure.identity import ClientSecretCredential
from azurite import SUFFIX, Tunnel
from emulator_process import CLIENT, ROOT, SECRET, SUBSCRIPTION, TENANT, Emulator
from wire import Wire

# The engine is what both fronts run; it needs no Ansible, and this environment has none.
sys.path.insert(0, str(ROOT))

from plugins.module_utils.engine import run
from plugins.module_utils.resources.code import CODE
from plugins.module_utils.resources.data import DATA
from plugins.module_utils.resources.environment import ENVIRONMENT
from plugins.module_utils.resources.model import MODEL
from plugins.module_utils.task import manage

IMAGE = "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"


@pytest.fixture(scope="module", autouse=True)
def surroundings(emulator: Emulator, wire: Wire, workspace: str) -> Iterator[None]:
    """The names of storage accounts lead to the emulator, on whatever port: stands in for a hosts entry."""
    really, port = socket.getaddrinfo, urlsplit(emulator.url).port

    def resolve(host: Any, service: Any, *arguments: Any, **options: Any) -> Any:
        ours = str(host).endswith(SUFFIX)
        return really("127.0.0.1" if ours else host, port if ours else service, *arguments, **options)

    wire.control("PATCH", "config", {"blob_endpoint": "https://{account}" + SUFFIX})
    with pytest.MonkeyPatch.context() as patch:
        for variable in [name for name in os.environ if name.lower().endswith("_proxy") or name.startswith("AZURE")]:
            patch.delenv(variable)
        patch.setattr(socket, "getaddrinfo", resolve)
        yield


@pytest.fixture(scope="module")
def client(emulator: Emulator) -> Iterator[MLClient]:
    """Microsoft's client."""
    credential = ClientSecretCredential(TENANT, CLIENT, SECRET, authority=emulator.url, disable_instance_discovery=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARM_CLOUD_METADATA_URL", emulator.url + "/metadata/endpoints?api-version=2019-05-01")
        yield MLClient(credential, SUBSCRIPTION, "rg", "workspace", enable_telemetry=False, show_progress=False)


@pytest.fixture(scope="module")
def play(emulator: Emulator) -> Iterator[Callable[..., dict[str, Any]]]:
    """Runs one task of the collection. It takes the same names to the emulator by a proxy."""
    tunnel = Tunnel(urlsplit(emulator.url).port or 0)
    common = {
        "cloud_environment": emulator.url,
        "ca_path": emulator.ca_file,
        "tenant": TENANT,
        "client_id": CLIENT,
        "secret": SECRET,
        "subscription_id": SUBSCRIPTION,
        "token_cache": False,
        "proxy": tunnel.url,
        "resource_group": "rg",
        "workspace": "workspace",
        "state": "present",
        "wait": True,
        "wait_timeout": 600,
        "on_immutable": "fail",
        "purge_tags": False,
    }
    yield lambda task, **options: run(manage(task), {**common, "version": "1", **options})
    tunnel.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files, some of which are left out."""
    top = tmp_path / "src"
    (top / "sub").mkdir(parents=True)
    (top / "Dockerfile").write_text(f"FROM {IMAGE}\n")
    (top / "sub" / "run.py").write_text(f"print({os.urandom(8).hex()!r})\n")
    (top / "sub" / "left.pyc").touch()
    (top / ".gitignore").write_text("*.pyc\n")
    (top / "large.bin").write_bytes(os.urandom(9 * 1024 * 1024))
    return top


def sent(entries: list[dict[str, Any]]) -> list[str]:
    """The blobs that were written, without what only marks them."""
    writes = [entry for entry in entries if entry["method"] == "PUT" and not entry["path"].startswith("/subscriptions")]
    return [entry["path"] for entry in writes if entry["query"].get("comp") != "metadata"]


def written(entries: list[dict[str, Any]]) -> list[str]:
    """The requests that could change a resource."""
    return [
        entry["path"] for entry in entries if entry["method"] == "PUT" and entry["path"].startswith("/subscriptions")
    ]


def theirs(client: MLClient, kind: str, name: str, folder: Path) -> Any:
    """Let Microsoft's client register the folder."""
    if kind == "data":
        return client.data.create_or_update(Data(name=name, version="1", type="uri_folder", path=str(folder)))
    if kind == "model":
        return client.models.create_or_update(Model(name=name, version="1", type="custom_model", path=str(folder)))
    build = BuildContext(path=str(folder))
    return client.environments.create_or_update(Environment(name=name, version="1", build=build))


def ours(play: Callable[..., dict[str, Any]], kind: str, name: str, folder: Path) -> dict[str, Any]:
    """The same by the collection."""
    if kind == "data":
        return play(DATA, name=name, type="uri_folder", path=str(folder))
    if kind == "model":
        return play(MODEL, name=name, model_type="custom_model", path=str(folder))
    return play(ENVIRONMENT, name=name, build={"context": str(folder)})


KINDS = ("data", "model", "environment")
Journal = Callable[[], list[dict[str, Any]]]


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_client_has_registered_is_as_declared(
    client: MLClient, play: Callable[..., dict[str, Any]], kind: str, folder: Path, journal: Journal
) -> None:
    theirs(client, kind, f"theirs-{kind}", folder)
    before = journal()
    assert sent(before)
    found = ours(play, kind, f"theirs-{kind}", folder)
    after = journal()[len(before) :]
    assert not found["changed"] and not sent(after) and not written(after)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_collection_has_uploaded_the_client_does_not_send_again(
    client: MLClient, play: Callable[..., dict[str, Any]], kind: str, folder: Path, journal: Journal
) -> None:
    made = ours(play, kind, f"ours-{kind}", folder)
    before = journal()
    assert made["changed"] and sent(before)
    theirs(client, kind, f"ours-{kind}", folder)
    assert not sent(journal()[len(before) :])


@pytest.mark.parametrize("first", ["client", "collection"])
def test_code_is_found_by_its_hash(
    client: MLClient, play: Callable[..., dict[str, Any]], first: str, folder: Path, journal: Journal
) -> None:
    component = CommandComponent(
        name=f"after_{first}",
        version="1",
        command="python sub/run.py",
        code=str(folder),
        environment="azureml://registries/azureml/environments/sklearn-1.5/versions/1",
    )
    steps = [lambda: client.components.create_or_update(component), lambda: play(CODE, name=first, path=str(folder))]
    steps = steps if first == "client" else steps[::-1]
    steps[0]()
    before = journal()
    assert sent(before)
    steps[1]()
    assert not sent(journal()[len(before) :])
