# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads to Azurite, Microsoft's own blob server: what our client sends is what storage takes, resumed or not."""

from __future__ import annotations

import base64
import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import azurite
import pytest
from azure.storage.blob import BlobServiceClient, ContainerClient
from emulator_process import CLIENT, ROOT, SECRET, SUBSCRIPTION, TENANT, Emulator
from wire import Wire

# The engine is what both fronts run; it needs no Ansible, and this environment has none.
sys.path.insert(0, str(ROOT))

from plugins.module_utils import content, local
from plugins.module_utils.engine import run
from plugins.module_utils.errors import ServiceError
from plugins.module_utils.resources.code import CODE
from plugins.module_utils.resources.data import DATA
from plugins.module_utils.resources.model import MODEL
from plugins.module_utils.task import manage

ACCOUNT = "wsstorage"
PENDING = "uploads"
MIB = content.MIB


@dataclass
class World:
    """An emulator whose storage account is in Azurite, and the way there."""

    wire: Wire
    blobs: BlobServiceClient
    tunnel: azurite.Tunnel
    options: dict[str, Any]
    datastore: str

    def play(self, task: Any, **options: Any) -> dict[str, Any]:
        """Run one task."""
        defaults = {"state": "present", "wait": True, "wait_timeout": 600, "on_immutable": "fail", "purge_tags": False}
        where = {"resource_group": "rg", "workspace": "workspace", "version": "1"}
        return run(manage(task), {**self.options, **defaults, **where, **options})

    def stored(self, container: str, below: str) -> dict[str, bytes]:
        """The blobs whose name has ``below`` in it, by what follows it."""
        client = self.blobs.get_container_client(container)
        names = [name for name in client.list_blob_names() if below in name]
        return {name.partition(below)[2]: client.download_blob(name).readall() for name in names}


@pytest.fixture(scope="module")
def world(
    emulator: Emulator,
    wire: Wire,
    workspace: str,
    dependencies: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("azurite")
    wire.control(
        "PATCH", "config", {"blob_endpoint": "https://{account}" + azurite.SUFFIX, "upload_container": PENDING}
    )
    key = wire.send("POST", f"{dependencies['storageAccount']}/listKeys", api_version="2023-05-01").json()["keys"][0]
    store = wire.send("GET", f"{workspace}/datastores/workspaceblobstore", api_version="2025-12-01").json()
    container = store["properties"]["containerName"]
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(azurite.serving(folder, {ACCOUNT: key["value"]}))
        except azurite.Missing as reason:
            pytest.skip(str(reason))
        tunnel = stack.enter_context(contextlib.closing(azurite.Tunnel(server.port)))
        credential = {"account_name": ACCOUNT, "account_key": key["value"]}
        blobs = stack.enter_context(
            # The server is older than the client.
            BlobServiceClient(
                server.url(ACCOUNT), credential, api_version="2021-12-02", connection_verify=str(server.ca_file)
            )
        )
        for name in (container, PENDING):
            blobs.create_container(name)
        both = folder / "both.pem"
        both.write_text(Path(emulator.ca_file).read_text() + server.ca_file.read_text())
        options = {
            "cloud_environment": emulator.url,
            "ca_path": str(both),
            "proxy": tunnel.url,
            "tenant": TENANT,
            "client_id": CLIENT,
            "secret": SECRET,
            "subscription_id": SUBSCRIPTION,
            "token_cache": False,
        }
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for variable in [name for name in os.environ if name.lower().endswith("_proxy") or name.startswith("AZURE")]:
            patch.delenv(variable)
        yield World(wire, blobs, tunnel, options, container)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of no block, one and several, under names that a URL has to spell."""
    top = tmp_path / "model"
    (top / "deep er").mkdir(parents=True)
    (top / "MLmodel").write_text("flavors: {}\n")
    (top / "empty").touch()
    (top / "deep er" / "ä #?%41&+.bin").write_bytes(os.urandom(2 * content.BLOCK + 5))
    (top / "exact.bin").write_bytes(os.urandom(content.BLOCK))
    return top


def files_of(top: Path) -> dict[str, bytes]:
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}


def blobs_of(world: World, path: Path) -> tuple[content.Content, ContainerClient, str]:
    """What a path is, and the container and the beginning of the names of its blobs in the datastore."""
    found = local.measured("path", str(path), content.of_tree, lambda _count: None)
    return found, world.blobs.get_container_client(world.datastore), f"LocalUpload/{found.hash}/"


@pytest.mark.parametrize("task", [MODEL, CODE], ids=["model", "code"])
def test_a_folder_arrives_and_is_not_sent_again(world: World, folder: Path, task: Any) -> None:
    made = world.play(task, name="churn", path=str(folder))
    assert made["changed"] and "sig=" not in str(made)
    container = PENDING if task is CODE else world.datastore
    below = str(made[task.noun][f"{task.noun}_uri"]).rstrip("/").rpartition("/")[0].rpartition("/")[2] + "/model/"
    assert world.stored(container, below) == files_of(folder)
    client = world.blobs.get_container_client(container)
    name = next(name for name in client.list_blob_names() if name.endswith(below + "MLmodel"))
    properties = client.get_blob_client(name).get_blob_properties()
    # What Microsoft's client looks for before it uploads.
    assert properties.metadata == {"upload_status": "completed", "name": "churn", "version": "1"}
    assert properties.content_settings.content_type == "application/octet-stream"
    world.tunnel.forget()
    again = world.play(task, name="churn", path=str(folder))
    assert not again["changed"] and world.tunnel.visits == 0
    other = world.play(task, name="churn", path=str(folder), version="2")
    assert other["changed"] and world.tunnel.received < MIB


def test_blocks_that_arrived_are_not_sent_again(world: World, tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    large.write_bytes(os.urandom(2 * content.BLOCK + MIB))
    found, container, base = blobs_of(world, large)
    (file,) = found.files
    blob = container.get_blob_client(base + found.blob(file))
    for block in file.blocks[:2]:
        data = large.read_bytes()[block.start : block.start + block.length]
        blob.stage_block(base64.b64decode(block.id).decode(), data)
    world.tunnel.forget()
    assert world.play(DATA, name="large", type="uri_file", path=str(large))["changed"]
    assert MIB < world.tunnel.received < 2 * MIB
    assert blob.download_blob().readall() == large.read_bytes()


def test_blocks_of_another_client_do_not_stand_in_the_way(world: World, tmp_path: Path) -> None:
    """Their names have another length, beside which the server takes none of ours."""
    large = tmp_path / "other.bin"
    large.write_bytes(os.urandom(content.BLOCK + MIB))
    found, container, base = blobs_of(world, large)
    blob = container.get_blob_client(base + found.blob(found.files[0]))
    blob.stage_block("short", b"part")
    assert world.play(DATA, name="other", type="uri_file", path=str(large))["changed"]
    assert blob.download_blob().readall() == large.read_bytes()


def test_what_microsofts_client_uploaded_is_taken_as_it_is(world: World, tmp_path: Path) -> None:
    large = tmp_path / "theirs.bin"
    large.write_bytes(os.urandom(content.BLOCK + MIB))
    found, container, base = blobs_of(world, large)
    blob = container.get_blob_client(base + found.blob(found.files[0]))
    blob.upload_blob(large.read_bytes(), metadata={"upload_status": "completed", "name": "x", "version": "1"})
    world.tunnel.forget()
    assert world.play(DATA, name="theirs", type="uri_file", path=str(large))["changed"]
    assert world.tunnel.received < MIB


def test_a_signature_that_has_run_out_opens_nothing(world: World, tmp_path: Path) -> None:
    (tmp_path / "small").write_text("x")
    world.wire.control("PATCH", "config", {"sas_seconds": -60})
    try:
        with pytest.raises(ServiceError) as caught:
            world.play(DATA, name="late", type="uri_file", path=str(tmp_path / "small"))
    finally:
        world.wire.control("PATCH", "config", {"sas_seconds": 3600})
    assert caught.value.status == 403 and "sig=" not in f"{caught.value} {caught.value.facts}"


def test_a_signature_that_runs_out_under_way_is_asked_for_again(world: World, tmp_path: Path) -> None:
    """The signature ends while the first of two blocks is sent."""
    large = tmp_path / "slow.bin"
    large.write_bytes(os.urandom(content.BLOCK + MIB))
    world.wire.control("PATCH", "config", {"sas_seconds": 2})
    world.tunnel.forget()
    world.tunnel.stalls[content.BLOCK // 2] = 3.5
    world.wire.control("DELETE", "journal")
    try:
        made = world.play(DATA, name="slow", type="uri_file", path=str(large))
    finally:
        world.wire.control("PATCH", "config", {"sas_seconds": 3600})
    assert made["changed"]
    asked = [entry for entry in world.wire.control("GET", "journal")["value"] if entry["path"].endswith("/listSecrets")]
    assert len(asked) == 2
    assert world.stored(world.datastore, "/slow.bin") == {"": large.read_bytes()}
