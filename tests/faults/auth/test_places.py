# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a login is sent, and whose it is when several places say (A15, A16)."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.emulator.directory import SUBSCRIPTION, TENANT

from ..cloud import Cloud
from .login import CLIENT, asked, log_in, names_the_next_step, refused, spied, without_credentials

SECRET = "emulator-client-secret"
PUBLIC, GOVERNMENT = "https://login.microsoftonline.com", "https://login.microsoftonline.us"


def document(cloud: Cloud, **changed: str) -> None:
    """Let the metadata document of the cloud name other places; ``{port}`` stands for the emulator's own."""
    cloud.heal()
    url = f"{cloud.emulator.url}/metadata/endpoints"
    answer = requests.get(url, params={"api-version": "2019-05-01"}, verify=cloud.emulator.ca_file, timeout=30)
    found = copy.deepcopy(answer.json())
    entry = found[0] if isinstance(found, list) else found
    port = cloud.emulator.url.rpartition(":")[2]
    entry["authentication"]["loginEndpoint"] = changed.get("login", cloud.emulator.url).replace("{port}", port)
    entry["resourceManager"] = changed.get("arm", cloud.emulator.url).replace("{port}", port)
    cloud.fault("GET", "/metadata/endpoints", {"status": 200, "body": found}, times=0)
    cloud.forget()


# Where a document must not lead; ``{port}`` stands for the emulator's own.
ASTRAY = (
    "http://127.0.0.1:{port}",
    "https://user:word@127.0.0.1:{port}",
    "https://127.0.0.1:{port}@login.example",
    "https://127.0.0.1:1",
    "https://10.0.0.4",
    "https://169.254.169.254",
    "https://[::1]:{port}",
    "https://localhost:{port}",
    "https://login.example:8443",
    "https://login.example?x=",
    "https://login.example#x",
    "https://login.example\\@127.0.0.1",
    "ftp://login.example",
    "login.example",
    "",
)


@pytest.mark.case("A15")
@pytest.mark.parametrize("place", ["login", "arm"])
def test_a_cloud_whose_document_leads_astray_gets_no_secret(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    hosts = spied(monkeypatch)
    for url in ASTRAY:
        document(cloud, **{place: url})
        result = log_in(cloud)
        refused(result, "InputError", "cloud_environment")
        names_the_next_step(result, "InputError")
        assert not asked(cloud) and not cloud.journal() and not hosts, url


@pytest.mark.case("A15")
def test_a_login_service_has_no_path(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    document(cloud, login=f"{cloud.emulator.url}/somebody/else")
    hosts = spied(monkeypatch)
    result = log_in(cloud)
    refused(result, "InputError", "cloud_environment")
    assert not asked(cloud) and not hosts


@pytest.mark.case("A15")
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}",
        "https://user:word@127.0.0.1:{port}",
        "https://127.0.0.1:{port}/somewhere",
        "https://127.0.0.1:{port}#x",
        "https://127.0.0.1:no",
        "login.microsoftonline.com",
        "AzureMoonCloud",
    ],
)
def test_a_cloud_that_is_none_is_refused_before_anything_is_sent(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    hosts = spied(monkeypatch)
    result = log_in(cloud, cloud_environment=url.replace("{port}", cloud.emulator.url.rpartition(":")[2]))
    refused(result, "InputError", "cloud_environment")
    assert "user:word" not in result["msg"]
    assert not cloud.emulator.journal() and not hosts


@pytest.mark.case("A15")
def test_the_login_of_one_cloud_is_never_mixed_with_the_resources_of_another(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that names the public cloud's resource manager means the public cloud, whatever login it names."""
    document(cloud, login=GOVERNMENT, arm="https://management.azure.com")
    hosts = spied(monkeypatch)
    result = log_in(cloud)
    refused(result, "NameNotResolved", None)
    assert hosts == {PUBLIC.rpartition("/")[2]} and not asked(cloud)


@pytest.mark.case("A16")
@pytest.mark.parametrize(
    ("options", "environment", "works"),
    [
        ({"secret": SECRET}, {"AZURE_SECRET": "canary-of-a-variable"}, True),
        ({"secret": "canary-of-an-option"}, {"AZURE_SECRET": SECRET}, False),
        ({"client_id": CLIENT, "tenant": TENANT}, {"AZURE_CLIENT_ID": "other", "AZURE_TENANT": "other"}, True),
        ({"tenant": ""}, {}, True),
        ({}, {"AZURE_SECRET": "", "AZURE_CLIENT_SECRET": SECRET}, True),
        ({}, {"AZURE_SECRET": SECRET, "AZURE_CLIENT_SECRET": "canary-of-the-second-name"}, True),
        ({"auth_source": "env", "secret": "canary-of-an-option"}, {}, True),
    ],
)
def test_of_two_values_the_documented_one_counts(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, options: dict[str, str], environment: dict[str, str], works: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    result = log_in(cloud, **options)
    assert result.get("failed", False) is not works, result
    assert works or result["msg"].startswith("secret: "), "the option is named, and no variable"
    assert asked(cloud) == [f"/{TENANT}/oauth2/v2.0/token"]


@pytest.mark.case("A16")
def test_a_refused_value_is_named_with_its_place(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AZURE_SECRET", "canary-of-a-variable")
    assert log_in(cloud)["msg"].startswith("secret (from AZURE_SECRET): invalid_client, AADSTS7000215: ")
    monkeypatch.delenv("AZURE_SECRET")
    (tmp_path / ".azure").mkdir()
    (tmp_path / ".azure" / "credentials").write_text("[default]\nsecret = canary-of-a-profile\n")
    told = log_in(cloud)["msg"]
    assert told.startswith("secret (from profile 'default' of ~/.azure/credentials): invalid_client, "), told


HALVES: dict[str, tuple[dict[str, str], str]] = {
    "client_id": ({"client_id": CLIENT}, "secret"),
    "client_id and tenant": ({"client_id": CLIENT, "tenant": TENANT}, "secret"),
    "client_id and secret": ({"client_id": CLIENT, "secret": SECRET}, "tenant"),
    "tenant and secret": ({"tenant": TENANT, "secret": SECRET}, "client_id"),
    "secret": ({"secret": SECRET}, "tenant"),
    "certificate": ({"x509_certificate_path": "/app.pem", "tenant": TENANT}, "client_id"),
    "federated token": ({"federated_token": "canary.federated.token", "client_id": CLIENT}, "tenant"),
}
VARIABLES = {
    "client_id": "AZURE_CLIENT_ID",
    "tenant": "AZURE_TENANT",
    "secret": "AZURE_SECRET",
    "x509_certificate_path": "AZURE_CERTIFICATE_PATH",
}


@pytest.mark.case("A16")
@pytest.mark.parametrize("way", ["options", "variables"])
@pytest.mark.parametrize("half", HALVES)
def test_half_of_a_credential_is_told_by_what_is_missing(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, half: str, way: str
) -> None:
    given, missing = HALVES[half]
    without_credentials(monkeypatch)
    # No other kind of login is here to be taken in its place.
    monkeypatch.setenv("PATH", str(tmp_path))
    options = dict(given)
    if way == "variables":
        for name in VARIABLES.keys() & given.keys():
            monkeypatch.setenv(VARIABLES[name], options.pop(name))
    result = log_in(cloud, **options)
    refused(result, "CredentialsIncomplete", missing)
    names_the_next_step(result, "CredentialsIncomplete")
    assert f"set {missing} ({VARIABLES[missing]}" in result["msg"]
    assert not asked(cloud)


@pytest.mark.case("A16")
def test_the_credential_of_awx_works_as_it_comes(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWX sets what it has nothing for to ''."""
    injected: dict[str, Any] = {
        "AZURE_CLIENT_ID": CLIENT,
        "AZURE_TENANT": TENANT,
        "AZURE_SECRET": SECRET,
        "AZURE_SUBSCRIPTION_ID": SUBSCRIPTION,
        "AZURE_AD_USER": "",
        "AZURE_PASSWORD": "",
    }
    without_credentials(monkeypatch, **injected)
    result = log_in(cloud)
    assert not result.get("failed") and len(asked(cloud)) == 1, result
