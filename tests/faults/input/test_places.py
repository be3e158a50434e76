# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that the user names (I12), the place of an upload (I13) and the address of a cloud (I14)."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import files

from ..cloud import Cloud
from ..families import BY_NAME, HERE, WORKSPACE_PATH, Family

# The options that take the name of a file, and what else the login then needs.
FILES: dict[str, dict[str, str]] = {
    "ca_path": {},
    "x509_certificate_path": {"client_id": "00000000-0000-0000-0000-00000000c11e", "secret": ""},
    "federated_token_file": {"client_id": "00000000-0000-0000-0000-00000000c11e", "secret": ""},
}
# The longest that a refusal may take, with a machine that does something else meanwhile.
SECONDS = 30


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[dict[str, Path]]:
    """Names of what is no good file."""
    found = {
        "missing": tmp_path / "missing",
        "directory": tmp_path / "directory",
        "pipe": tmp_path / "pipe",
        "device": Path("/dev/zero"),
        "loop": tmp_path / "loop",
        "dangling": tmp_path / "dangling",
        "below a file": tmp_path / "empty" / "x",
        "empty": tmp_path / "empty",
        "large": tmp_path / "large",
        "binary": tmp_path / "binary",
        "unreadable": tmp_path / "unreadable",
        "nul": tmp_path / "a\0b",
    }
    found["directory"].mkdir()
    os.mkfifo(found["pipe"])
    found["loop"].symlink_to(found["loop"])
    found["dangling"].symlink_to(found["missing"])
    found["empty"].touch()
    found["binary"].write_bytes(bytes(range(256)) * 8)
    found["unreadable"].touch(mode=0)
    with found["large"].open("wb") as handle:
        # A hole: large to read, small on the disk.
        handle.truncate(1 << 34)
    yield found


def within(seconds: float, work: Any) -> Any:
    """What ``work`` returns; a failure when it does not end."""
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(work()), daemon=True)
    thread.start()
    thread.join(seconds)
    assert not thread.is_alive(), "it hangs"
    return found[0]


KINDS = (
    "missing",
    "directory",
    "pipe",
    "device",
    "loop",
    "dangling",
    "below a file",
    "empty",
    "large",
    "binary",
    "nul",
)


@pytest.mark.case("I12")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("option", FILES)
def test_a_file_that_is_none_is_refused_at_once(
    cloud: Cloud, odd: dict[str, Path], option: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AML_TOKEN_CACHE", "false")
    if option != "ca_path":
        monkeypatch.delenv("AZURE_SECRET")
    family = BY_NAME["model"]
    options = {**family.present, **FILES[option], option: str(odd[kind])}
    result = within(SECONDS, lambda: cloud.play(family.module, options))
    assert result["failed"] and not result["changed"], result
    if option == "ca_path" and kind == "directory":
        # A folder of certificates is one; this one has none, so nobody is trusted.
        assert "certificate" in result["msg"].lower(), result
        return
    assert result["msg"].startswith(option + ": ") or f"{option}:" in result["msg"], result
    assert result["error"]["target"] in (option, "x509_certificate_password"), result
    assert not cloud.journal() and not cloud.tokens()


@pytest.mark.case("I12")
def test_what_cannot_be_read_is_told(odd: dict[str, Path]) -> None:
    if os.geteuid():
        with pytest.raises(PermissionError):
            files.read(str(odd["unreadable"]), 10)
    assert files.problem("x", PermissionError(13, "Permission denied")) == "cannot read x: permission denied"
    with pytest.raises(OSError, match="not a regular file"):
        files.read(str(odd["pipe"]), 10)


@pytest.mark.case("I12")
def test_a_link_to_a_file_is_followed(cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The projected token of a pod is one, and so is the CA bundle of many distributions."""
    link = tmp_path / "ca.pem"
    link.symlink_to(os.environ["AZURE_CA_PATH"])
    monkeypatch.setenv("AZURE_CA_PATH", str(link))
    assert cloud.make(BY_NAME["model"])["changed"]


@pytest.mark.case("I12")
@pytest.mark.parametrize("kind", ["pipe", "device", "directory", "large", "binary"])
def test_a_credentials_file_that_is_none_is_passed_over(
    cloud: Cloud, odd: dict[str, Path], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / ".azure").mkdir(parents=True)
    (home / ".azure" / "credentials").symlink_to(odd[kind])
    monkeypatch.setenv("HOME", str(home))
    model = BY_NAME["model"]
    assert within(SECONDS, lambda: cloud.make(model))["changed"]
    named = within(SECONDS, lambda: cloud.make(model, profile="default"))
    assert named["failed"] and named["error"]["target"] == "profile" and "file" in named["msg"], named


@pytest.mark.case("I13")
def test_where_to_upload_is_asked_once_and_never_told(cloud: Cloud) -> None:
    """Where the user asks for it, too: the key to it is hidden, and a lost answer is not repeated."""
    path = f"{WORKSPACE_PATH}/codes/churn/versions/1/startPendingUpload"
    asked = {"path": path, "method": "POST", "body": {"pendingUploadType": "TemporaryBlobReference"}}
    result = cloud.play("aml_rest", asked)
    assert not result.get("failed"), result
    assert "sasUri" in json.dumps(result) and "sig=" not in json.dumps(result).replace("sig=********", ""), result
    assert [line.partition(" ")[0] for line in cloud.writes()] == ["POST"]
    cloud.forget()
    cloud.fault("POST", "startPendingUpload", {"drop": True, "after": True}, times=0)
    lost = cloud.play("aml_rest", asked)
    assert lost["failed"] and lost["outcome"] == "unknown" and len(cloud.writes()) == 1, lost


def variants(url: str) -> dict[str, str]:
    """Spellings of the address of a cloud that are right."""
    return {
        "base": url,
        "slash": url + "/",
        "document": url + "/metadata/endpoints",
        "document/": url + "/metadata/endpoints/",
        "versioned": url + "/metadata/endpoints?api-version=2022-09-01",
        "upper": url.replace("https", "HTTPS"),
        "blank": f" {url} ",
    }


@pytest.mark.case("I14")
@pytest.mark.parametrize("spelled", variants(""))
def test_the_address_of_a_cloud_has_many_spellings(
    cloud: Cloud, family: Family, spelled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.need(family)
    monkeypatch.delenv("AZURE_CLOUD_ENVIRONMENT")
    result = cloud.play(family.module, {**family.present, "cloud_environment": variants(cloud.emulator.url)[spelled]})
    assert result.get("changed"), result


WRONG = [
    "http://127.0.0.1:{port}",
    "http://management.azure.com",
    "ftp://127.0.0.1:{port}",
    "127.0.0.1:{port}",
    "//127.0.0.1:{port}",
    "https://user@127.0.0.1:{port}",
    "https://user:word@127.0.0.1:{port}",
    "https://127.0.0.1:{port}/subscriptions",
    "https://127.0.0.1:{port}/metadata/endpoints/../x",
    "https://127.0.0.1:{port}/?x=1",
    "https://127.0.0.1:{port}#x",
    "https://127.0.0.1:99999",
    "https://127.0.0.1:port",
    "https://[::1",
    "https://",
    "https:///metadata/endpoints",
    "AzureGermanCloud",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://a b",
    "https://127.0.0.1:{port}\r\nHost: evil",
    "https://127.0.0.1:{port}\\@evil.example",  # pragma: allowlist secret: none
    "https://m\u00e4nagement.azure.com",
]


@pytest.mark.case("I14")
@pytest.mark.parametrize("given", WRONG, ids=ascii)
def test_what_is_no_address_of_a_cloud_is_refused(cloud: Cloud, family: Family, given: str) -> None:
    port = cloud.emulator.url.rpartition(":")[2]
    result = cloud.play(family.module, {**family.present, "cloud_environment": given.replace("{port}", port)})
    assert result["failed"] and result["error"]["target"] == "cloud_environment", result
    assert result["error"]["code"] == "InputError" and "user:" not in result["msg"], result
    assert not cloud.emulator.journal()


@pytest.mark.case("I14")
@pytest.mark.parametrize("elsewhere", ["https://127.0.0.1:1", "https://localhost:{port}", "https://127.0.0.2:{port}"])
def test_another_port_or_loopback_address_is_not_the_one_that_was_named(
    cloud: Cloud, family: Family, elsewhere: str
) -> None:
    """Trust in a private address goes as far as the user's own URL: this host, this port."""
    cloud.need(family)
    cloud.forget()
    link = elsewhere.replace("{port}", cloud.emulator.url.rpartition(":")[2]) + WORKSPACE_PATH
    # Every read of the resource is sent on to the other place.
    module, options = "aml_compute_info", HERE
    cloud.fault("GET", r"/computes(\?|$)", {"status": 200, "body": {"value": [], "nextLink": link + "/computes?x=1"}})
    result = cloud.play(module, options)
    assert result["failed"] and result["error"]["code"] == "ForeignUrl", result
    assert len(cloud.requests(path="/computes")) == 1
