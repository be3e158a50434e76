# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy in the way: its failures are told as its own, its password never is, and it sees nothing it must not (N17,
N20).
"""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from ..cloud import Cloud
from ..families import Family
from ..proxy import Proxy
from .certificates import serving
from .forward import Forward
from .meeting import Meeting, failed, furnished, making, resolving, writes

LOGIN = "someone:canary-of-the-proxy"
CANARY = "canary-of-the-proxy"
variables = pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "AZURE_PROXY"])


@pytest.fixture(autouse=True)
def parents(cloud: Cloud, proxy: Proxy, family: Family) -> None:
    """What is read has a place to be absent from."""
    furnished(cloud, making(family))
    proxy.anew()


def _read(cloud: Cloud, proxy: Proxy, family: Family, **options: Any) -> tuple[dict[str, Any], Meeting]:
    clock = Meeting(cloud, proxy)
    return cloud.play(family.reader[0], {**family.reading, **options}, clock=clock), clock


@pytest.mark.case("N17")
@pytest.mark.spread
@variables
def test_a_proxy_that_lets_through(
    variable: str, cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Forward() as forward:
        monkeypatch.setenv(variable, forward.url(LOGIN))
        result = cloud.make(family)
        assert result.get("changed") and not result.get("failed"), result
        proxy.drop()
    assert set(forward.asked) == {f"CONNECT 127.0.0.1:{proxy.port} HTTP/1.{minor}" for minor in _minor(forward)}
    told = " ".join(forward.headers).lower()
    assert "proxy-authorization: basic" in told and "bearer" not in told, "the token is for the service alone"
    assert not [name for one in proxy.seen for name in one.headers if name.lower() == "proxy-authorization"]


def _minor(forward: Forward) -> set[str]:
    return {line.rpartition(".")[2] for line in forward.asked}


@pytest.mark.case("N17")
def test_a_proxy_that_refuses_connections(
    cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Forward() as forward:
        monkeypatch.setenv("HTTPS_PROXY", forward.url(LOGIN))
    result, clock = _read(cloud, proxy, family)
    failed(result, "the proxy did not let us reach 127", "HTTPS_PROXY")
    assert (result["changed"], result["outcome"], result["attempts"]) == (False, "none", 5) and len(clock.slept) == 4
    assert CANARY not in json.dumps(result) and not proxy.connections


@pytest.mark.case("N17")
@pytest.mark.spread
@pytest.mark.parametrize("status", ["407", "403"])
def test_a_proxy_that_refuses_us(
    status: str, cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second try with the same password locks the account, and what is forbidden stays so."""
    with Forward(status) as forward:
        monkeypatch.setenv("HTTPS_PROXY", forward.url(LOGIN))
        result, clock = _read(cloud, proxy, family)
    failed(result, "the proxy did not let us reach 127", status)
    assert (result["changed"], result["outcome"], result["attempts"]) == (False, "none", 1) and not clock.slept
    assert len(forward.asked) == 1 and CANARY not in json.dumps(result) and not proxy.connections


@pytest.mark.case("N17")
@pytest.mark.spread
@pytest.mark.parametrize("answer", ["502", "503", "close", "garbage"])
def test_a_proxy_that_stumbles(
    answer: str, cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Forward(answer, answer, "pass") as forward:
        monkeypatch.setenv("HTTPS_PROXY", forward.url(LOGIN))
        result, clock = _read(cloud, proxy, family)
        assert not result.get("failed") and len(clock.slept) == 2, result
        proxy.drop()
    proxy.anew()
    with Forward(answer) as forward:
        monkeypatch.setenv("HTTPS_PROXY", forward.url(LOGIN))
        result = failed(making(family).play(cloud, Meeting(cloud, proxy)), "127")
    assert (result["changed"], result["outcome"], result["attempts"]) == (False, "none", 5)
    assert len(forward.asked) == 5 and CANARY not in json.dumps(result) and not proxy.connections


@pytest.mark.case("N17")
@pytest.mark.spread
@pytest.mark.parametrize("kind", ["", "unknown CA", "expired", "wrong host"])
def test_a_proxy_that_speaks_tls(
    kind: str, cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = serving(kind, cloud.emulator.authority) if kind else proxy.own_tls
    with Forward(tls=tls) as forward:
        monkeypatch.setenv("HTTPS_PROXY", forward.url(LOGIN))
        result, clock = _read(cloud, proxy, family)
        proxy.drop()
    if not kind:
        assert not result.get("failed") and forward.asked, result
        return
    failed(result, "proxy", "certificate", "ca_path")
    assert (result["changed"], result["outcome"], result["attempts"]) == (False, "none", 1) and not clock.slept
    assert not forward.asked and CANARY not in json.dumps(result), "not even its password was sent"


@pytest.mark.case("N17")
@pytest.mark.spread
@pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize(
    ("hosts", "past"),
    [
        ("faults.invalid", True),
        (".faults.invalid", True),
        ("example.org, .FAULTS.invalid", True),
        ("management.faults.invalid", True),
        ("*", True),
        ("aults.invalid", False),
        ("other.faults.invalid", False),
        ("faults.invalid.example.org", False),
    ],
)
def test_hosts_that_are_reached_without_a_proxy(
    hosts: str, past: bool, variable: str, cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_CLOUD_ENVIRONMENT", f"https://management.faults.invalid:{proxy.port}")
    resolving(monkeypatch, "management.faults.invalid", ["127.0.0.1"])
    monkeypatch.setenv(variable, hosts)
    with Forward() as forward:
        monkeypatch.setenv("HTTPS_PROXY", forward.url())
        result, _clock = _read(cloud, proxy, family)
        assert not result.get("failed") and proxy.seen, result
        proxy.drop()
    assert (not forward.connections) == past


@pytest.mark.case("N17")
def test_metadata_of_this_machine_never_goes_through_a_proxy(
    cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AZURE_CLIENT_ID", "AZURE_SECRET", "AZURE_TENANT", "AZURE_TENANT_ID"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", cloud.emulator.http_url)
    monkeypatch.setenv("AZURE_CLOUD_ENVIRONMENT", cloud.emulator.url)
    with Forward() as forward:
        for variable in ("HTTPS_PROXY", "HTTP_PROXY", "http_proxy", "AZURE_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(variable, forward.url())
        result, _clock = _read(cloud, proxy, family, auth_source="msi")
        assert not result.get("failed"), result
        proxy.drop()
    assert any(entry["path"].startswith("/metadata/identity") for entry in cloud.emulator.journal())
    assert forward.asked and all(line.startswith(f"CONNECT {cloud.emulator.url[8:]} ") for line in forward.asked)


@pytest.mark.case("N17")
def test_the_address_of_the_metadata_service_is_asked_directly(
    cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AZURE_CLIENT_ID", "AZURE_SECRET", "AZURE_TENANT", "AZURE_TENANT_ID"):
        monkeypatch.delenv(name)
    asked = resolving(monkeypatch, "169.254.169.254", socket.gaierror(socket.EAI_NONAME, "Not here"))
    resolving(monkeypatch, "168.63.129.16", AssertionError("nobody asks the wire server"))
    with Forward() as forward:
        for variable in ("HTTPS_PROXY", "HTTP_PROXY"):
            monkeypatch.setenv(variable, forward.url())
        result, _clock = _read(cloud, proxy, family, auth_source="msi")
        proxy.drop()
    failed(result, "no managed identity here")
    assert asked and not [line for line in forward.asked if "169.254" in line]


@pytest.mark.case("N20")
@pytest.mark.spread
@pytest.mark.parametrize("where", [".netrc", "_netrc", "NETRC"])
def test_the_machines_netrc_does_not_count(
    where: str, cloud: Cloud, proxy: Proxy, family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / where
    path.write_text(f"machine 127.0.0.1 login someone password {CANARY}\ndefault login x password {CANARY}\n")
    path.chmod(0o600)
    if where == "NETRC":
        monkeypatch.setenv("NETRC", str(path))
    proxy.anew()
    result = cloud.make(family)
    assert result.get("changed") and not result.get("failed"), result
    held = [one.headers.get("Authorization", "") for one in proxy.seen]
    assert writes(proxy) and CANARY not in str(proxy.seen) and not [one for one in held if one.startswith("Basic")]
    asked = [one for one in proxy.seen if one.target.startswith("/subscriptions/")]
    assert all(one.headers["Authorization"].startswith("Bearer ") for one in asked)


@pytest.mark.case("N20")
@pytest.mark.spread
@variables
@pytest.mark.parametrize(
    "value",
    [
        "://",
        "http://",
        "ftp://proxy.example.org:3128",
        "socks5://proxy.example.org:1080",
        "http://proxy.example.org:port",
        "http://proxy.example.org:99999",
        f"http://{LOGIN}@:3128",
        f"http://{LOGIN}@[::1",
        f"http://{LOGIN}@proxy example org:3128",
        f"http://{LOGIN}@proxy.example.org\r\nX-Evil: 1:3128",
        f"{LOGIN}@",
        "a/b",
    ],
)
def test_a_proxy_that_is_none(
    value: str, variable: str, cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    result, clock = _read(cloud, proxy, family)
    failed(result, "proxy", variable)
    assert result["error"]["code"] == "InputError" and result["outcome"] == "none" and not clock.slept
    assert CANARY not in json.dumps(result) and not proxy.connections


@pytest.mark.case("N20")
def test_a_variable_that_is_for_plain_http_does_not_count(
    cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "FTP_PROXY"):
        monkeypatch.setenv(variable, "no proxy at all")
    result, _clock = _read(cloud, proxy, family)
    assert not result.get("failed"), result
