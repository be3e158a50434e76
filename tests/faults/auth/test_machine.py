# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity of a machine, of a service, and the login of the Azure CLI (A09 to A11)."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.auth import azure_cli
from ansible_collections.mlops.azureml.plugins.module_utils.retry import ATTEMPTS

from ..cloud import Cloud, SharedClock
from .login import CREDENTIALS, asked, log_in, names_the_next_step, refused, script, spied, without_credentials

METADATA = "/metadata/identity/oauth2/token"


@pytest.fixture
def machine(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cloud:
    """A machine with nothing but its metadata service, and an ``az`` that would tell when it is asked."""
    without_credentials(monkeypatch, AZURE_POD_IDENTITY_AUTHORITY_HOST=cloud.emulator.http_url)
    folder = script(tmp_path / "bin", f"touch {tmp_path / 'az-was-asked'}\nexit 1\n")
    (tmp_path / ".azure").mkdir()
    (tmp_path / ".azure" / "azureProfile.json").write_text("{}")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return cloud


def alone(cloud: Cloud, tmp_path: Path) -> bool:
    """Whether nobody else was asked for a token: an explicit auth_source is no beginning of a chain."""
    return not (tmp_path / "az-was-asked").exists() and not [path for path in asked(cloud) if "/v2.0/" in path]


@contextlib.contextmanager
def listening(answer: bytes | None, address: str = "127.0.0.1") -> Iterator[tuple[str, list[bytes]]]:
    """A server that gives everybody the same answer, or none at all; its URL and what was asked."""
    requests: list[bytes] = []
    held: list[socket.socket] = []
    with socket.create_server((address, 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _peer = server.accept()
                    held.append(connection)
                    requests.append(connection.recv(65536))
                    if answer is not None:
                        connection.sendall(answer)
                        connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://{address}:{server.getsockname()[1]}", requests
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(10)
            for connection in held:
                connection.close()


def page(status: str, *headers: str, body: str = "") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", body]
    return "\r\n".join(lines).encode()


@pytest.mark.case("A09")
@pytest.mark.parametrize(
    ("status", "times", "requests", "slept"),
    [(404, 2, 3, 3), (410, 5, 6, 70), (429, 2, 3, 0), (500, 2, 3, 0), (503, 2, 3, 0)],
)
def test_a_metadata_service_that_starts_is_asked_again(
    machine: Cloud, tmp_path: Path, status: int, times: int, requests: int, slept: float
) -> None:
    machine.fault("GET", METADATA + r"\?", {"status": status, "body": "{}"}, times=times)
    clock = SharedClock(machine)
    result = log_in(machine, clock, auth_source="msi")
    assert not result.get("failed"), result
    # The first one looks whether there is such a service.
    assert asked(machine) == [METADATA] * (requests + 1) and alone(machine, tmp_path)
    assert sum(clock.slept) >= slept, "410 takes up to 70 s"


@pytest.mark.case("A09")
@pytest.mark.parametrize(
    ("status", "body", "requests"),
    [
        (400, {"error": "invalid_request", "error_description": "Identity not found"}, 1),
        (404, {}, 4),
        (410, {}, 6),
        (500, {}, ATTEMPTS),
    ],
)
def test_a_metadata_service_without_an_identity_is_told(
    machine: Cloud, tmp_path: Path, status: int, body: Any, requests: int
) -> None:
    machine.fault("GET", METADATA + r"\?", {"status": status, "body": body}, times=0)
    result = log_in(machine, auth_source="msi", client_id="66666666-6666-6666-6666-666666666666")
    refused(result, body.get("error", "ManagedIdentityRefused"), "client_id")
    names_the_next_step(result, "ManagedIdentityRefused")
    assert "66666666-6666-6666-6666-666666666666" in result["msg"]
    assert len(asked(machine)) == requests + 1 and alone(machine, tmp_path)


@pytest.mark.case("A09")
@pytest.mark.parametrize("kind", ["nobody there", "a black hole"])
def test_no_metadata_service_is_known_soon(
    machine: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    with listening(None) as (url, requests):
        host = url if kind == "a black hole" else "http://127.0.0.1:1"
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", host)
        clock = SharedClock(machine)
        result = log_in(machine, clock, auth_source="msi")
    refused(result, "ManagedIdentityAbsent", "auth_source")
    names_the_next_step(result, "ManagedIdentityAbsent")
    assert len(requests) == (kind == "a black hole"), "one look, no second one"
    assert not clock.slept and alone(machine, tmp_path)


@pytest.mark.case("A09")
@pytest.mark.parametrize("kind", ["any page", "a redirect"])
def test_another_server_in_its_place_gets_nothing_and_leads_nowhere(
    machine: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    with listening(page("200 OK", body="{}")) as (elsewhere, led):
        redirect = page("302 Found", f"Location: {elsewhere}/metadata")
        answer = redirect if kind == "a redirect" else page("200 OK", "Content-Type: text/html", body="<html>Hello")
        with listening(answer) as (url, requests):
            monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", url)
            result = log_in(machine, auth_source="msi")
    row = "ManagedIdentityRefused" if kind == "a redirect" else "TokenMissing"
    assert result["failed"] and result["error"]["code"] == row, result
    names_the_next_step(result, row)
    assert "Hello" not in json.dumps(result) and not led and requests and alone(machine, tmp_path)


@pytest.mark.case("A09")
def test_a_metadata_service_is_never_asked_through_a_proxy(
    machine: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer = json.dumps({"access_token": token(machine), "expires_in": "3599", "token_type": "Bearer"})
    for variable in ("HTTP_PROXY", "HTTPS_PROXY"):
        # Nothing listens there.
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    # For the emulator; the metadata service is on another address, to which no exception applies.
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with listening(page("200 OK", "Content-Type: application/json", body=answer), "127.0.0.2") as (url, requests):
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", url)
        result = log_in(machine, auth_source="msi")
    assert not result.get("failed") and len(requests) == 2, result
    assert not (tmp_path / "az-was-asked").exists()


# What a variable in the place of an identity endpoint could lead to: another machine, in any spelling.
NOT_HERE = (
    "http://identity.example/msi/token",
    "http://10.0.0.4/msi/token",
    "https://[2001:db8::1]/msi/token",
    "http://127.0.0.1@identity.example/msi/token",
    "http://127.0.0.1.identity.example/msi/token",
    "http://127.0.0.1\\.identity.example/msi/token",
    "http://2130706433/msi/token",
    "http://0x7f.1/msi/token",
    "http://localhost.identity.example/",
    "file:///etc/passwd",
    "//identity.example/msi/token",
)


@pytest.mark.case("A10")
@pytest.mark.parametrize("variable", ["IDENTITY_ENDPOINT", "MSI_ENDPOINT", "AZURE_POD_IDENTITY_AUTHORITY_HOST"])
def test_an_identity_endpoint_on_another_machine_is_not_asked(
    machine: Cloud, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    hosts = spied(monkeypatch)
    monkeypatch.setenv("IDENTITY_HEADER", "canary-of-a-header")
    monkeypatch.setenv("MSI_SECRET", "canary-of-a-header")
    for url in NOT_HERE:
        monkeypatch.setenv(variable, url)
        result = log_in(machine, auth_source="msi")
        refused(result, "InputError", "auth_source")
        assert variable in result["msg"] and not asked(machine) and not hosts, url


@pytest.mark.case("A10")
@pytest.mark.parametrize("kind", ["outside", "link", "inside"])
def test_the_challenge_of_azure_arc_makes_nobody_read_a_file(
    machine: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    """Arc's endpoint answers 401 with the path of a file, and whoever reads it and sends what it holds gets a token. It
    is not supported: whatever path it names, nothing is read and nothing sent.
    """
    key = tmp_path / "key.key"
    key.write_text("canary-of-a-key")
    (tmp_path / "link.key").symlink_to(key)
    path = {"outside": str(key), "link": str(tmp_path / "link.key")}.get(kind, "/var/opt/azcmagent/tokens/1.key")
    with listening(page("401 Unauthorized", f"WWW-Authenticate: Basic realm={path}")) as (url, requests):
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{url}/metadata/identity/oauth2/token")
        monkeypatch.setenv("IMDS_ENDPOINT", url)
        result = log_in(machine, auth_source="msi")
        refused(result, "IdentityKindUnknown", "auth_source")
        names_the_next_step(result, "IdentityKindUnknown")
        assert not requests
        monkeypatch.setenv("IDENTITY_HEADER", "proof")
        result = log_in(machine, auth_source="msi")
        refused(result, "ManagedIdentityRefused", "auth_source")
        assert len(requests) == 1 and b"canary" not in requests[0] and b"authorization" not in requests[0].lower()


@pytest.fixture
def az(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Put a script in the place of ``az``; it can write to ``$KEPT``."""
    for name in CREDENTIALS:
        monkeypatch.delenv(name, raising=False)
    genuine = os.environ["PATH"]

    def put(text: str) -> None:
        folder = script(tmp_path / "bin", text.replace("$KEPT", str(tmp_path / "kept")))
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{genuine}")

    return put


def token(cloud: Cloud) -> str:
    """A token that the emulator takes, as az would have it."""
    body = cloud.session.post(
        f"{cloud.emulator.url}/{cloud.emulator.state.directory.tenant}/oauth2/v2.0/token",
        data={
            "grant_type": "client_credentials",
            "client_id": "22222222-2222-2222-2222-222222222222",
            "client_secret": "emulator-client-secret",
            "scope": "https://management.azure.com//.default",
        },
        verify=cloud.emulator.ca_file,
        timeout=30,
    ).json()
    return str(body["access_token"])


@pytest.mark.case("A11")
@pytest.mark.parametrize("noise", ["none", "before", "after", "around"])
def test_a_token_of_az_is_found_among_what_it_prints(
    cloud: Cloud, az: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noise: str
) -> None:
    found = token(cloud)
    answer = {"accessToken": found, "expires_on": int(cloud.emulator.state.clock.now()) + 3000, "tokenType": "Bearer"}
    (tmp_path / "answer").write_text(json.dumps(answer))
    before = "echo 'WARNING: {\"this\": 1} is no token'\n" if noise in ("before", "around") else ""
    after = "echo 'A new version is available: {}'\n" if noise in ("after", "around") else ""
    loud = "echo 'WARNING: on the other output' >&2\n"
    az(f'printf "%s\\n" "$@" > $KEPT\n{loud}{before}cat {tmp_path / "answer"}; echo\n{after}')
    monkeypatch.setenv("AZURE_TENANT", cloud.emulator.state.directory.tenant)
    result = log_in(cloud, auth_source="cli")
    assert not result.get("failed"), result
    words = (tmp_path / "kept").read_text().splitlines()
    assert words[:2] == ["account", "get-access-token"] and found not in words
    assert words[words.index("--tenant") + 1] == cloud.emulator.state.directory.tenant


@pytest.mark.case("A11")
@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1\n", "AzureCliFailed", "Please run"),
        ("echo 'ERROR: AADSTS90002: Tenant not found.' >&2; exit 1\n", "AzureCliFailed", "AADSTS90002"),
        ("exit 3\n", "AzureCliFailed", "no reason given"),
        ("echo '{}'\n", "AzureCliSilent", "without a token"),
        ('echo \'{"accessToken": "canary-cut-off\'\n', "AzureCliSilent", "without a token"),
        ("yes canary-canary\n", "AzureCliSilent", "more than 1 MiB"),
        ("yes canary-canary >&2\n", "AzureCliSilent", "more than 1 MiB"),
        ("sleep 600 & echo $! > $KEPT; wait\n", "AzureCliSilent", "within 1 s"),
        ("exec 1>&- 2>&-; echo $$ > $KEPT; exec sleep 600\n", "AzureCliSilent", "within 1 s"),
    ],
)
def test_an_az_that_gives_no_token_is_told(
    cloud: Cloud, az: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, code: str, told: str
) -> None:
    az(text)
    monkeypatch.setattr(azure_cli, "SECONDS", 1.0)
    result = log_in(cloud, auth_source="cli")
    refused(result, code, "auth_source")
    names_the_next_step(result, code)
    assert told in result["msg"] and not asked(cloud)
    if (tmp_path / "kept").exists():
        assert gone(int((tmp_path / "kept").read_text())), "what az started ends with it"


def gone(pid: int) -> bool:
    """Whether the process has ended, within a while."""
    for _look in range(500):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.mark.case("A11")
def test_no_az_is_told(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = log_in(cloud, auth_source="cli")
    refused(result, "AzureCliNotFound", "auth_source")
    names_the_next_step(result, "AzureCliNotFound")


@pytest.mark.case("A11")
@pytest.mark.parametrize("tenant", ["$(touch kept)", "a; touch kept", "--debug", "a b", "`touch kept`", "a\nb"])
def test_az_gets_words_and_no_commands(cloud: Cloud, az: Any, tmp_path: Path, tenant: str) -> None:
    az("touch $KEPT\nexit 1\n")
    result = log_in(cloud, auth_source="cli", tenant=tenant)
    assert result["failed"] and result["error"]["target"] == "tenant", result
    assert not (tmp_path / "kept").exists() and not Path("kept").exists()


@pytest.mark.case("A11")
def test_az_gets_thirty_seconds() -> None:
    assert azure_cli.SECONDS == 30
