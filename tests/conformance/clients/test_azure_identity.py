# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""azure-identity: every credential that can be pointed at a login service of our own (contract 0.2, 1, 7.1)."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import (
    CertificateCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    DefaultAzureCredential,
    EnvironmentCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)
from certificates import key_and_certificate
from emulator_process import CLIENT, SECRET, TENANT, Emulator

SCOPE = "https://management.azure.com/.default"
# These two travel in the journal: which URL was asked, in which order.
CONFIGURATION = f"/{TENANT}/v2.0/.well-known/openid-configuration"
TOKEN = f"/{TENANT}/oauth2/v2.0/token"


def secret_of(emulator: Emulator, tenant: str = TENANT, client: str = CLIENT, secret: str = SECRET) -> Any:
    """Return a credential with a secret that asks the emulator, and nobody else where it leads."""
    return ClientSecretCredential(tenant, client, secret, authority=emulator.url, disable_instance_discovery=True)


def claims_of(credential: Any, scope: str = SCOPE) -> dict[str, Any]:
    """Return the claims of the token that a credential gets, after a look at its lifetime."""
    token = credential.get_token(scope)
    assert time.time() + 60 < token.expires_on < time.time() + 90_000
    return jwt.decode(token.token, options={"verify_signature": False})


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private key and its certificate in one file."""
    path = tmp_path_factory.mktemp("certificate") / "principal.pem"
    path.write_bytes(key_and_certificate("principal"))
    return path


def test_secret(emulator: Emulator, journal: Callable[[], list[dict[str, Any]]]) -> None:
    credential = secret_of(emulator)
    claims = claims_of(credential)
    assert (claims["aud"], claims["appid"], claims["tid"]) == ("https://management.azure.com", CLIENT, TENANT)
    assert [entry["path"] for entry in journal()] == [CONFIGURATION, TOKEN]


def test_the_token_is_cached(emulator: Emulator, journal: Callable[[], list[dict[str, Any]]]) -> None:
    credential = secret_of(emulator)
    assert credential.get_token(SCOPE).token == credential.get_token(SCOPE).token
    assert [entry["path"] for entry in journal()].count(TOKEN) == 1


def test_secret_with_a_bare_host_as_authority(emulator: Emulator) -> None:
    host = emulator.url.removeprefix("https://")
    claims = claims_of(ClientSecretCredential(TENANT, CLIENT, SECRET, authority=host, disable_instance_discovery=True))
    assert claims["appid"] == CLIENT


def test_secret_for_an_audience_that_ends_in_a_slash(emulator: Emulator) -> None:
    credential = secret_of(emulator)
    claims = claims_of(credential, "https://management.core.windows.net//.default")
    assert claims["aud"].rstrip("/") == "https://management.core.windows.net"


def test_wrong_secret(emulator: Emulator) -> None:
    credential = secret_of(emulator, secret="wrong")
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215: Invalid client secret provided"):
        credential.get_token(SCOPE)


def test_unknown_application(emulator: Emulator) -> None:
    credential = secret_of(emulator, client="nobody")
    with pytest.raises(ClientAuthenticationError, match="AADSTS700016"):
        credential.get_token(SCOPE)


def test_unknown_tenant(emulator: Emulator) -> None:
    credential = secret_of(emulator, tenant="99999999-9999-9999-9999-999999999999")
    with pytest.raises((ClientAuthenticationError, ValueError), match="Unable to get authority configuration"):
        credential.get_token(SCOPE)


def test_tenant_adfs_needs_no_flag(emulator: Emulator) -> None:
    assert claims_of(ClientSecretCredential("adfs", CLIENT, SECRET, authority=emulator.url))["appid"] == CLIENT


@pytest.mark.parametrize("chain", [False, True], ids=["thumbprint", "x5c"])
def test_certificate(emulator: Emulator, pem: Path, chain: bool) -> None:
    credential = CertificateCredential(
        TENANT,
        CLIENT,
        str(pem),
        authority=emulator.url,
        disable_instance_discovery=True,
        send_certificate_chain=chain,
    )
    assert claims_of(credential)["appid"] == CLIENT


def assertion() -> str:
    """A token as another identity provider would issue it; nobody here checks the signature."""
    now = int(time.time())
    parts = ({"alg": "RS256", "typ": "JWT"}, {"iss": "https://elsewhere", "sub": "job", "aud": "api", "exp": now + 600})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, "x"])


def test_client_assertion(emulator: Emulator, journal: Callable[[], list[dict[str, Any]]]) -> None:
    credential = ClientAssertionCredential(
        TENANT, CLIENT, assertion, authority=emulator.url, disable_instance_discovery=True
    )
    assert claims_of(credential)["appid"] == CLIENT
    assert TOKEN in [entry["path"] for entry in journal()]


def test_workload_identity(emulator: Emulator, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(assertion())
    credential = WorkloadIdentityCredential(
        tenant_id=TENANT,
        client_id=CLIENT,
        token_file_path=str(tmp_path / "token"),
        authority=emulator.url,
        disable_instance_discovery=True,
    )
    assert claims_of(credential)["appid"] == CLIENT


@pytest.mark.parametrize("arguments", [{}, {"client_id": "cid"}], ids=["system", "client_id"])
def test_app_service(emulator: Emulator, monkeypatch: pytest.MonkeyPatch, arguments: dict[str, str]) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", emulator.http_url + "/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header")
    claims = claims_of(ManagedIdentityCredential(**arguments))
    assert claims["aud"].rstrip("/") == "https://management.azure.com"
    assert claims["appid"] == arguments.get("client_id", claims["appid"])


def test_app_service_without_such_an_identity(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", emulator.http_url + "/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header")
    with pytest.raises(ClientAuthenticationError):
        ManagedIdentityCredential(client_id="nobody").get_token(SCOPE)


def test_azureml_compute(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSI_ENDPOINT", emulator.http_url + "/msi/token")
    monkeypatch.setenv("MSI_SECRET", "secret")
    assert claims_of(ManagedIdentityCredential())["aud"].rstrip("/") == "https://management.azure.com"


def test_instance_metadata(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", emulator.http_url)
    assert claims_of(ManagedIdentityCredential())["aud"].rstrip("/") == "https://management.azure.com"


@pytest.fixture()
def principal_variables(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment variables of a service principal; the tenant is the one that needs no instance discovery."""
    monkeypatch.setenv("AZURE_TENANT_ID", "adfs")
    monkeypatch.setenv("AZURE_CLIENT_ID", CLIENT)
    monkeypatch.setenv("AZURE_CLIENT_SECRET", SECRET)
    monkeypatch.setenv("AZURE_AUTHORITY_HOST", emulator.url)
    return monkeypatch


@pytest.mark.usefixtures("principal_variables")
def test_environment() -> None:
    assert claims_of(EnvironmentCredential())["appid"] == CLIENT


def test_default_credential_takes_the_environment(principal_variables: pytest.MonkeyPatch) -> None:
    principal_variables.setenv("AZURE_TENANT_ID", TENANT)
    assert claims_of(DefaultAzureCredential(disable_instance_discovery=True))["appid"] == CLIENT


def test_default_credential_takes_a_managed_identity(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", emulator.http_url + "/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header")
    assert claims_of(DefaultAzureCredential())["appid"] != CLIENT
