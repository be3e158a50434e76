# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Local files that become code, data, models and build contexts (I12, I13): each once, whole, and without a word of the
signature that opens the door.
"""

from __future__ import annotations

import base64
import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import blobs, content, local, redact
from ansible_collections.mlops.azureml.plugins.module_utils.tree import dig
from tests.emulator import blob_store, sas

from ..cloud import Cloud
from ..families import HERE, WORKSPACE_PATH
from ..honeypot import Honeypot
from ..proxy import Proxy

MIB = content.MIB
REGISTRY = {"resource_group": "rg", "registry": "shared"}
REGION = {"location": "westeurope", "acr_details": [], "storage_account_details": []}
WAIT_SECONDS = 60


@dataclass(frozen=True)
class Kind:
    """A module that uploads: the option of the file or folder, and that of the address."""

    module: str
    noun: str
    option: str
    uri: str
    more: tuple[tuple[str, Any], ...] = ()
    where: tuple[tuple[str, str], ...] = tuple(HERE.items())

    def task(self, path: Path, version: str = "1", **changed: Any) -> dict[str, Any]:
        """The options of a task that uploads ``path``."""
        group, _dot, option = self.option.rpartition(".")
        own = {group: {option: str(path)}} if group else {option: str(path)}
        return {**dict(self.where), "name": "churn", "version": version, **dict(self.more), **own, **changed}


CODE = Kind("aml_code", "code", "path", "code_uri")
DATA = Kind("aml_data", "data", "path", "data_uri", (("type", "uri_folder"),))
FILE = Kind("aml_data", "data", "path", "data_uri", (("type", "uri_file"),))
MODEL = Kind("aml_model", "model", "path", "model_uri", (("model_type", "custom_model"),))
BUILD = Kind("aml_environment", "environment", "build.context", "build.context_uri")
SHARED_CODE = Kind("aml_code", "code", "path", "code_uri", where=tuple(REGISTRY.items()))
SHARED_DATA = Kind("aml_data", "data", "path", "data_uri", (("type", "uri_folder"),), tuple(REGISTRY.items()))
SHARED_MODEL = Kind(
    "aml_model", "model", "path", "model_uri", (("model_type", "custom_model"),), tuple(REGISTRY.items())
)
KINDS = (CODE, DATA, MODEL, BUILD, SHARED_CODE, SHARED_DATA, SHARED_MODEL)
every_kind = pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=() if kind in (CODE, SHARED_MODEL) else pytest.mark.everything) for kind in KINDS],
    ids=lambda kind: f"{kind.noun} {dict(kind.where).get('registry', '')}",
)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of several blocks that are quickly made."""
    monkeypatch.setattr(content, "BLOCK", MIB)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small file, a file of several blocks, an empty one, and one that is left out."""
    top = tmp_path / "src"
    (top / "deep er").mkdir(parents=True)
    (top / "score.py").write_text("def init(): pass\n")
    (top / "deep er" / "ä #?%41.bin").write_bytes(os.urandom(3 * MIB + 7))
    (top / "empty").touch()
    (top / "left.pyc").touch()
    (top / ".amlignore").write_text("*.pyc\n")
    return top


@pytest.fixture
def registry(cloud: Cloud) -> None:
    made = cloud.play(
        "aml_registry", {"resource_group": "rg", "name": "shared", "location": "westeurope", "regions": [REGION]}
    )
    assert made.get("changed"), made
    cloud.forget()


def files_of(top: Path) -> dict[str, bytes]:
    """What is to be uploaded of the folder of these tests, by the name below it."""
    found = {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if not name.endswith(".pyc")}


def stored(cloud: Cloud, below: str) -> dict[str, bytes]:
    """The blobs whose name has ``below`` in it, by what follows it."""
    rows = cloud.emulator.state.store.docs(blob_store.BLOBS)
    return {name.partition(below)[2]: blob_store.bytes_of(row) for name, row in rows.items() if below in name}


def place_of(cloud: Cloud, kind: Kind, result: dict[str, Any]) -> str:
    """A part of the names of the blobs at the address that a result has."""
    uri = str(dig(result[kind.noun], kind.uri)).rstrip("/")
    return uri.partition("/paths/")[2] or uri.split("/", 3)[3].partition("/")[2]


def uploads(cloud: Cloud) -> list[tuple[str, str]]:
    """Operation and name of every write to storage."""
    found = [entry for entry in cloud.requests("PUT") if not entry["path"].startswith("/subscriptions")]
    return [(entry["query"].get("comp", "blob"), entry["path"].rpartition("/")[2]) for entry in found]


def is_hidden(*results: Any) -> bool:
    """Whether no signature is in what a task returns."""
    return not re.search(r"sig=(?!\*)", json.dumps(results))


@pytest.mark.case("I13")
@pytest.mark.usefixtures("registry")
@every_kind
class TestAnUpload:
    def test_is_predicted_done_and_not_done_again(self, cloud: Cloud, kind: Kind, folder: Path) -> None:
        predicted = cloud.play(kind.module, kind.task(folder), check_mode=True)
        assert predicted.get("changed") and not cloud.writes(), predicted
        made = cloud.play(kind.module, kind.task(folder))
        assert made.get("changed"), made
        rows = cloud.emulator.state.store.docs(blob_store.BLOBS).values()
        assert {row["type"] for row in rows} == {"application/octet-stream"}
        assert made["diff"] == predicted["diff"] and made["reasons"] == predicted["reasons"]
        assert stored(cloud, place_of(cloud, kind, made) + "/") == files_of(folder)
        for check_mode in (False, True):
            cloud.forget()
            again = cloud.play(kind.module, kind.task(folder), check_mode=check_mode)
            assert not again["changed"] and not cloud.writes() and not uploads(cloud), again
            assert len(cloud.journal()) == 1, cloud.journal()
        given_back = {option: value for option, value in made[kind.noun].items() if value is not None}
        cloud.forget()
        spec = {**{key: given_back[key] for key in (*dict(kind.where), "name", "version")}, **dict(kind.more)}
        same = cloud.play(kind.module, {**spec, kind.uri.split(".")[0]: given_back[kind.uri.split(".")[0]]})
        assert not same["changed"], same
        assert is_hidden(predicted, made, again)

    def test_of_other_content_is_refused_by_the_name_of_the_option(
        self, cloud: Cloud, kind: Kind, folder: Path
    ) -> None:
        made = cloud.play(kind.module, kind.task(folder))
        (folder / "score.py").write_text("def init(): return 1\n")
        for check_mode in (True, False):
            cloud.forget()
            refused = cloud.play(kind.module, kind.task(folder), check_mode=check_mode)
            assert refused.get("failed") and refused["error"]["target"] == kind.option, refused
            assert refused["msg"].startswith(f"{kind.option}: the service does not change this"), refused
            assert not cloud.writes() and not uploads(cloud)
        anew = cloud.play(kind.module, kind.task(folder, on_immutable="recreate"))
        assert anew.get("changed"), anew
        assert place_of(cloud, kind, anew) != place_of(cloud, kind, made)
        assert stored(cloud, place_of(cloud, kind, anew) + "/") == files_of(folder)

    def test_goes_on_where_it_was_interrupted(self, cloud: Cloud, kind: Kind, folder: Path) -> None:
        cloud.fault("PUT", "comp=block&", {"status": 400, "headers": {"x-ms-error-code": "InvalidInput"}}, nth=3)
        broken = cloud.play(kind.module, kind.task(folder))
        assert broken.get("failed") and broken["error"]["code"] == "InvalidInput" and broken["changed"], broken
        kept = [
            entry for entry in cloud.requests("PUT") if entry["status"] == 201 and entry["query"].get("comp") == "block"
        ]
        assert kept
        cloud.heal()
        made = cloud.play(kind.module, kind.task(folder))
        assert made.get("changed"), made
        again = {
            entry["query"]["blockid"] for entry in cloud.requests("PUT", "") if entry["query"].get("comp") == "block"
        }
        assert again.isdisjoint(entry["query"]["blockid"] for entry in kept) and len(again) + len(kept) == 4
        assert stored(cloud, place_of(cloud, kind, made) + "/") == files_of(folder)
        assert is_hidden(broken, made)

    def test_whose_registration_failed_is_not_sent_again(self, cloud: Cloud, kind: Kind, folder: Path) -> None:
        cloud.fault("PUT", "/versions/1\\?", {"status": 403, "code": "AuthorizationFailed"})
        broken = cloud.play(kind.module, kind.task(folder))
        assert broken.get("failed") and broken["changed"] and broken["outcome"] == "partial", broken
        cloud.heal()
        made = cloud.play(kind.module, kind.task(folder))
        assert made.get("changed") and not uploads(cloud), uploads(cloud)
        assert stored(cloud, place_of(cloud, kind, made) + "/") == files_of(folder)

    @pytest.mark.parametrize(
        "fault",
        [
            {"drop": True},
            {"drop": True, "after": True},
            {"status": 500},
            {"status": 503, "after": True},
            {"status": 429, "headers": {"Retry-After": "1"}},
        ],
        ids=["dropped", "answer lost", "500", "503 after", "throttled"],
    )
    def test_survives_what_passes_by(self, cloud: Cloud, kind: Kind, folder: Path, fault: dict[str, Any]) -> None:
        for pattern in ("comp=block&", "comp=blocklist", "comp=metadata", "comp=list", r"score\.py\?sv"):
            cloud.fault("", pattern, fault)
        made = cloud.play(kind.module, kind.task(folder))
        assert made.get("changed"), made
        assert stored(cloud, place_of(cloud, kind, made) + "/") == files_of(folder)
        assert is_hidden(made)

    def test_carries_no_token(self, proxy: Proxy, cloud: Cloud, kind: Kind, folder: Path) -> None:
        made = cloud.play(kind.module, kind.task(folder))
        assert made.get("changed"), made
        sent = [request for request in proxy.seen if "sig=" in request.target]
        assert len(sent) >= 9
        assert not [request.target for request in sent if "authorization" in {name.lower() for name in request.headers}]


# ----- the same content ----------------------------------------------------------------------------------------------


@pytest.mark.case("I13")
class TestTheSameContent:
    def test_of_code_is_not_sent_for_another_version_or_name(self, cloud: Cloud, folder: Path) -> None:
        first = cloud.play("aml_code", CODE.task(folder))
        for changed in ({"version": "2"}, {"name": "other"}):
            cloud.forget()
            made = cloud.play("aml_code", CODE.task(folder, **changed))
            assert made.get("changed") and made["code"]["code_uri"] == first["code"]["code_uri"], made
            assert len(cloud.writes()) == 1 and not uploads(cloud)

    @pytest.mark.parametrize("kind", [DATA, MODEL, BUILD], ids=lambda kind: kind.noun)
    def test_in_a_datastore_is_sent_once(self, cloud: Cloud, kind: Kind, folder: Path) -> None:
        assert cloud.play(kind.module, kind.task(folder))["changed"]
        cloud.forget()
        assert cloud.play(kind.module, kind.task(folder, "2"))["changed"]
        assert not uploads(cloud)

    def test_that_microsofts_client_uploaded_is_taken_as_it_is(self, cloud: Cloud, folder: Path) -> None:
        """It says that all is there, and nothing more: no MD5 of what it sent in blocks, and names of its own."""
        found = local.measured("path", str(folder), content.of_tree, lambda _count: None)
        store = cloud.emulator.state.store.get(f"{WORKSPACE_PATH}/datastores/workspaceblobstore")
        base = f"stfaults/{store['properties']['containerName']}/LocalUpload/{found.hash}/"
        for number, file in enumerate(found.files):
            marks = {"upload_status": "completed", "name": "x", "version": "1"} if number == 0 else {}
            data = Path(file.place).read_bytes()
            blob_store.save(cloud.emulator.state, base + found.blob(file), data, metadata=marks)
        made = cloud.play("aml_data", DATA.task(folder))
        assert made.get("changed") and not uploads(cloud), uploads(cloud)

    def test_that_another_client_only_began_is_sent_whole(self, cloud: Cloud, folder: Path) -> None:
        """The names of its blocks have another length, which the service does not take beside ours."""
        found = local.measured("path", str(folder), content.of_tree, lambda _count: None)
        store = cloud.emulator.state.store.get(f"{WORKSPACE_PATH}/datastores/workspaceblobstore")
        base = f"stfaults/{store['properties']['containerName']}/LocalUpload/{found.hash}/"
        for file in found.files:
            block_id = base64.b64encode(b"short").decode()
            blob_store.put_block(cloud.emulator.state, base + found.blob(file), block_id, b"part")
        made = cloud.play("aml_data", DATA.task(folder))
        assert made.get("changed"), made
        assert stored(cloud, place_of(cloud, DATA, made) + "/") == files_of(folder)

    def test_of_a_single_file_keeps_its_name(self, cloud: Cloud, folder: Path) -> None:
        large = next(folder.rglob("*.bin"))
        made = cloud.play("aml_data", FILE.task(large))
        assert made["data"]["data_uri"].endswith("/" + large.name), made
        assert stored(cloud, place_of(cloud, FILE, made)) == {"": large.read_bytes()}
        code = cloud.play("aml_code", CODE.task(folder / "score.py"))
        assert code["code"]["code_uri"].endswith("/"), code
        assert stored(cloud, place_of(cloud, CODE, code) + "/") == {"score.py": (folder / "score.py").read_bytes()}

    def test_goes_to_the_datastore_that_the_task_names(self, cloud: Cloud, folder: Path) -> None:
        key = {"type": "AccountKey", "account_key": "Y2FuYXJ5LW9mLWEta2V5"}
        own = {"type": "AzureBlob", "account_name": "stfaults", "container_name": "own", "credentials": key}
        assert cloud.play("aml_datastore", {**HERE, "name": "lake", **own})["changed"]
        made = cloud.play("aml_data", DATA.task(folder, datastore="lake"))
        assert "/datastores/lake/paths/LocalUpload/" in made["data"]["data_uri"], made
        assert stored(cloud, "stfaults/own/")

    def test_comes_after_the_datastore_that_it_goes_to(self, cloud: Cloud, folder: Path) -> None:
        key = {"type": "AccountKey", "account_key": "Y2FuYXJ5LW9mLWEta2V5"}
        own = {"datastore_type": "AzureBlob", "account_name": "stfaults", "container_name": "own", "credentials": key}
        data = {**DATA.task(folder, datastore="lake"), "data_type": "uri_folder", "type": "data"}
        made = cloud.play("aml_apply", {"resources": [data, {**HERE, "type": "datastore", "name": "lake", **own}]})
        assert made.get("changed") and stored(cloud, "stfaults/own/"), made

    def test_goes_with_an_estate(self, cloud: Cloud, folder: Path) -> None:
        data = {**DATA.task(folder), "data_type": "uri_folder"}
        tasks = {
            "code": CODE.task(folder),
            "data": data,
            "model": MODEL.task(folder),
            "environment": BUILD.task(folder),
        }
        items = [{**task, "type": noun} for noun, task in tasks.items()]
        made = cloud.play("aml_apply", {"resources": items})
        assert made.get("changed"), made
        cloud.forget()
        again = cloud.play("aml_apply", {"resources": items})
        assert not again["changed"] and not cloud.writes(), again


# ----- what goes wrong -----------------------------------------------------------------------------------------------


@pytest.fixture
def behind(cloud: Cloud) -> Iterator[Callable[..., Any]]:
    """Plays a task in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda module, options: pool.submit(cloud.play, module, options)


def wait_for_held(cloud: Cloud, count: int) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while cloud.held() < count:
        assert time.monotonic() < end, f"{cloud.held()} requests are held"
        time.sleep(0.01)


@pytest.mark.case("I12")
def test_a_file_that_changes_meanwhile_is_noticed(cloud: Cloud, tmp_path: Path, behind: Callable[..., Any]) -> None:
    large = tmp_path / "large"
    large.write_bytes(os.urandom(6 * MIB))
    cloud.fault("PUT", "comp=block&", {"hold": True}, times=4)
    playing = behind("aml_data", FILE.task(large))
    wait_for_held(cloud, 4)
    with large.open("r+b") as handle:
        handle.seek(5 * MIB)
        handle.write(b"changed")
    cloud.control("DELETE", "held")
    result = playing.result(WAIT_SECONDS)
    assert result.get("failed") and result["error"]["target"] == "path", result
    assert "large was changed after it was hashed" in result["msg"] and result["outcome"] == "partial"
    assert not [entry for entry in cloud.requests("PUT") if "/versions/1" in entry["path"]]
    assert cloud.play("aml_data", FILE.task(large))["changed"]
    assert [data for name, data in stored(cloud, "/large").items() if name == ""] == [large.read_bytes()]


@pytest.mark.case("I13")
@pytest.mark.parametrize("kind", [CODE, FILE], ids=lambda kind: kind.noun)
def test_a_signature_that_runs_out_is_asked_for_again(
    cloud: Cloud, kind: Kind, tmp_path: Path, behind: Callable[..., Any]
) -> None:
    large = tmp_path / "large"
    large.write_bytes(os.urandom(6 * MIB))
    cloud.config(sas_seconds=100)
    cloud.fault("PUT", "comp=block&", {"hold": True}, nth=3, times=1)
    playing = behind(kind.module, kind.task(large, wait_timeout=100_000))
    wait_for_held(cloud, 1)
    cloud.advance(101)
    cloud.control("DELETE", "held")
    result = playing.result(WAIT_SECONDS)
    assert result.get("changed"), result
    asked = cloud.requests("POST", "startPendingUpload|listSecrets")
    assert len(asked) == 2 and stored(cloud, "large") == {"": large.read_bytes()}
    assert is_hidden(result)


@pytest.mark.case("I13")
@pytest.mark.parametrize("kind", [CODE, FILE], ids=lambda kind: kind.noun)
def test_a_signature_that_never_was_good_is_asked_for_once(cloud: Cloud, kind: Kind, tmp_path: Path) -> None:
    (tmp_path / "small").write_text("x")
    cloud.config(sas_seconds=-1)
    result = cloud.play(kind.module, kind.task(tmp_path / "small"))
    assert result.get("failed") and result["error"]["code"] == "AuthenticationFailed", result
    assert len(cloud.requests("POST", "startPendingUpload|listSecrets")) == 1
    assert is_hidden(result)


@pytest.mark.case("I13")
def test_a_lost_answer_to_the_question_for_the_place_is_not_repeated(cloud: Cloud, folder: Path) -> None:
    cloud.fault("POST", "startPendingUpload", {"drop": True, "after": True})
    result = cloud.play("aml_code", CODE.task(folder))
    assert result.get("failed") and result["error"]["code"] == "AnswerLost" and result["outcome"] == "unknown", result
    assert len(cloud.requests("POST", "startPendingUpload")) == 1
    cloud.heal()
    assert cloud.play("aml_code", CODE.task(folder))["changed"]


@pytest.mark.case("I13")
def test_a_place_that_is_cleared_away_is_asked_for_anew(cloud: Cloud, folder: Path) -> None:
    gone = {"status": 404, "headers": {"x-ms-error-code": "ContainerNotFound"}}
    cloud.fault("GET", "comp=list", gone, times=1)
    made = cloud.play("aml_code", CODE.task(folder))
    assert made.get("changed"), made
    assert len(cloud.requests("POST", "startPendingUpload")) == 2


@pytest.mark.case("I13")
@pytest.mark.parametrize(
    "place",
    [
        "https://{pot}/stfaults/c",
        "https://stfaults.blob.core.windows.net/c",
        "http://{own}/stfaults/c",
        "https://user@{own}/stfaults/c",
        "https://{own}.evil.example/stfaults/c",
        "https://{own}/stfaults/c/../../subscriptions",
        "//{pot}/c",
        "",
    ],
)
def test_a_place_elsewhere_is_not_gone_to(cloud: Cloud, honeypot: Honeypot, folder: Path, place: str) -> None:
    own, pot = (url.partition("://")[2] for url in (cloud.emulator.url, honeypot.url))
    uri = place.format(own=own, pot=pot)
    body = {"blobReferenceForConsumption": {"blobUri": uri, "credential": {"sasUri": f"{uri}?sv=1&sig=canary"}}}
    cloud.fault("POST", "startPendingUpload", {"status": 200, "body": body}, times=0)
    result = cloud.play("aml_code", CODE.task(folder))
    assert result.get("failed") and result["error"]["code"] == "ForeignUrl", result
    assert not honeypot.seen and not uploads(cloud) and "canary" not in json.dumps(result)


@pytest.mark.case("I13")
def test_a_redirect_is_not_followed(cloud: Cloud, honeypot: Honeypot, folder: Path) -> None:
    cloud.fault("PUT", r"score\.py", {"status": 307, "headers": {"Location": f"{honeypot.url}/c/score.py?sig=canary"}})
    result = cloud.play("aml_code", CODE.task(folder))
    assert result.get("failed") and result["error"]["code"] == "Redirected", result
    assert not honeypot.seen and "canary" not in json.dumps(result)


@pytest.mark.case("I13")
def test_an_error_that_quotes_the_signature_does_not_tell_it(cloud: Cloud, tmp_path: Path) -> None:
    """As it stands in the URL, as it is, and alone."""
    (tmp_path / "small").write_text("x")
    state = cloud.emulator.state
    store = state.store.get(f"{WORKSPACE_PATH}/datastores/workspaceblobstore")
    query = sas.container_query("stfaults", store["properties"]["containerName"], "racwl", state.clock.now() + 3600)
    encoded = query.partition("sig=")[2]
    quoted = f"{query.replace('&', '&amp;')} {encoded} {unquote(encoded)}"
    error = f"<Error><Code>Wrong</Code><Message>about {quoted}</Message></Error>".encode()
    cloud.fault("PUT", "/small", {"status": 400, "bytes": base64.b64encode(error).decode()}, times=0)
    result = cloud.play("aml_data", FILE.task(tmp_path / "small"))
    assert result.get("failed") and "Wrong: storage did not take" in result["msg"], result
    assert redact.MASK in result["msg"], result
    assert encoded not in json.dumps(result) and unquote(encoded) not in json.dumps(result)


@pytest.mark.case("I12")
@pytest.mark.parametrize(
    ("task", "option", "told"),
    [
        (lambda top: CODE.task(top / "nowhere"), "path", "there is no file and no folder"),
        (lambda top: CODE.task(Path("/dev/zero")), "path", "is not a regular file"),
        (lambda top: CODE.task(top, code_uri="https://x/y"), "path", "takes the place of code_uri"),
        (lambda top: DATA.task(top / "score.py"), "path", "is a file, and the type is uri_folder"),
        (FILE.task, "path", "is a folder, and the type is uri_file"),
        (lambda top: BUILD.task(top / "score.py"), "build.context", "is a file; it must be a folder"),
        (
            lambda top: {**BUILD.task(top), **REGISTRY, "workspace": None},
            "build.context",
            "a registry takes no upload of it; name in build.context_uri",
        ),
        (
            lambda top: {**DATA.task(top, datastore="d"), **REGISTRY, "workspace": None},
            "datastore",
            "is of a workspace",
        ),
        (
            lambda top: {
                **HERE,
                "name": "x",
                "version": "1",
                "type": "uri_file",
                "data_uri": "https://x",
                "datastore": "d",
            },
            "datastore",
            "says where to upload to, and there is no path",
        ),
        (lambda top: {**CODE.task(top), "version": None}, "path", "is of one version"),
        (
            lambda top: {**MODEL.task(top), "plane": "regional", "version": None, "model_type": None},
            "path",
            "exists only on the arm plane",
        ),
    ],
)
def test_what_cannot_be_uploaded_is_refused_before_any_request(
    cloud: Cloud, folder: Path, task: Callable[[Path], dict[str, Any]], option: str, told: str
) -> None:
    made = task(folder)
    options = {name: value for name, value in made.items() if value is not None}
    told_apart = {"build": "aml_environment", "model_type": "aml_model", "type": "aml_data"}
    module = next((module for name, module in told_apart.items() if name in made), "aml_code")
    result = cloud.play(module, options)
    assert result.get("failed") and result["error"]["target"] == option and told in result["msg"], result
    assert not cloud.journal()


@pytest.mark.case("I12")
@pytest.mark.parametrize(
    ("where", "limit", "most", "told"),
    [
        (content, "LARGEST_FILE", 100, "the largest file that can be uploaded has 100"),
        (local, "MOST_ENTRIES", 2, "more than 2 files and folders"),
        (blobs, "LONGEST_NAME", 90, "holds a file whose name is too long for storage"),
    ],
)
def test_limits_name_the_option(
    cloud: Cloud, folder: Path, monkeypatch: pytest.MonkeyPatch, where: Any, limit: str, most: int, told: str
) -> None:
    monkeypatch.setattr(where, limit, most)
    result = cloud.play("aml_code", CODE.task(folder))
    assert result["failed"] and result["msg"].startswith("path: ") and told in result["msg"], result
    assert not cloud.journal()


@pytest.mark.case("I13")
@pytest.mark.parametrize(
    ("datastore", "told"),
    [
        ("workspacefilestore", "is of type AzureFile; only AzureBlob ones take uploads"),
        ("nowhere", "nowhere is not in the workspace"),
        ("keyless", "has no key that a signature could be made with"),
    ],
)
def test_a_datastore_that_takes_no_upload_is_named(cloud: Cloud, folder: Path, datastore: str, told: str) -> None:
    none = {"type": "AzureBlob", "account_name": "stfaults", "container_name": "c", "credentials": {"type": "None"}}
    assert cloud.play("aml_datastore", {**HERE, "name": "keyless", **none})["changed"]
    result = cloud.play("aml_data", DATA.task(folder, datastore=datastore))
    assert result.get("failed") and result["error"]["target"] == "datastore" and told in result["msg"], result


@pytest.mark.case("I13")
def test_progress_is_told(cloud: Cloud, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is due is told, without the signature."""
    from ansible_collections.mlops.azureml.plugins.module_utils import session

    lines: list[str] = []
    monkeypatch.setattr(session, "seldom", lambda _report, _clock: lines.append)
    assert cloud.play("aml_code", CODE.task(folder))["changed"]
    assert any(re.fullmatch(r".*src: \d+ MiB read", line) for line in lines), lines
    assert any(re.fullmatch(r"code churn:1: 3 of 3 MiB uploaded, \d+ s", line) for line in lines), lines
    assert threading.active_count() < 50 and is_hidden(lines)


CONDA = {"channels": ["conda-forge"], "dependencies": ["python=3.11", {"pip": ["scikit-learn==1.5.2"]}]}
IMAGE = "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"


class TestACondaFile:
    def task(self, conda: Any) -> dict[str, Any]:
        return {**HERE, "name": "train", "version": "1", "image": IMAGE, "conda_file": conda}

    def test_is_what_it_says_however_it_is_given(self, cloud: Cloud, tmp_path: Path) -> None:
        path = tmp_path / "conda.yml"
        path.write_text(
            "# a comment\ndependencies:\n- python=3.11\n- pip: ['scikit-learn==1.5.2']\nchannels: [conda-forge]\n"
        )
        predicted = cloud.play("aml_environment", self.task(str(path)), check_mode=True)
        assert predicted.get("changed") and not cloud.writes(), predicted
        made = cloud.play("aml_environment", self.task(str(path)))
        assert made.get("changed") and made["diff"] == predicted["diff"], made
        assert made["environment"]["conda_file"] == CONDA
        for conda in (str(path), CONDA, json.loads(json.dumps(CONDA))):
            cloud.forget()
            again = cloud.play("aml_environment", self.task(conda))
            assert not again["changed"] and not cloud.writes(), again
        path.write_text("dependencies: [python=3.12]\n")
        refused = cloud.play("aml_environment", self.task(str(path)))
        assert refused.get("failed") and refused["error"]["target"] == "conda_file", refused

    @pytest.mark.case("I12")
    @pytest.mark.parametrize(
        ("made", "told"),
        [
            (None, "there is no file"),
            ("", "is empty"),
            ("- a\n", "holds no map"),
            ("a: [", "is no valid YAML"),
            ("a: 1\na: 2\n", "a key that is there twice"),
            ("a: !!python/object/apply:os.system [id]\n", "is no valid YAML"),
            (b"\xff\xfe\xff", "is no text in UTF-8"),
        ],
    )
    def test_that_is_none_is_refused_before_any_request(
        self, cloud: Cloud, tmp_path: Path, made: str | bytes | None, told: str
    ) -> None:
        path = tmp_path / "conda.yml"
        if made is not None:
            path.write_bytes(made if isinstance(made, bytes) else made.encode())
        result = cloud.play("aml_environment", self.task(str(path)))
        assert result.get("failed") and result["error"]["target"] == "conda_file" and told in result["msg"], result
        assert not cloud.journal()

    def test_that_is_neither_a_map_nor_a_path_is_refused(self, cloud: Cloud) -> None:
        for given in (["a"], 5, True):
            result = cloud.play("aml_environment", self.task(given))
            assert result.get("failed") and result["msg"].startswith("conda_file: must be a map or the path"), result
        assert not cloud.journal()
