# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every kind against the emulator's login service and identity endpoints, over real connections and its own CA."""

from __future__ import annotations

import dataclasses
import datetime
import subprocess
import sys
import time

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ansible_collections.mlops.azureml.plugins.module_utils.auth import jwt
from ansible_collections.mlops.azureml.plugins.module_utils.auth.select import select
from ansible_collections.mlops.azureml.plugins.module_utils.auth.settings import resolve
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock, Deadline
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AuthError
from ansible_collections.mlops.azureml.plugins.module_utils.exchange import Exchange
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import next_step
from ansible_collections.mlops.azureml.plugins.module_utils.session import cloud_of, wire
from ansible_collections.mlops.azureml.plugins.module_utils.transport import Transport
from tests.emulator.directory import TENANT
from tests.emulator.server import Emulator

CLIENT = "22222222-2222-2222-2222-222222222222"
SECRET = "emulator-client-secret"


@pytest.fixture(name="emulator", scope="module")
def emulator_fixture():
    with Emulator(port=0, http_port=0) as running:
        yield running


@pytest.fixture(name="log_in")
def log_in_fixture(emulator, tmp_path):
    """Log in as a task would, and return the token with its claims."""
    opened = []

    def log_in(params, environ=None, audience="arm", version="v2"):
        environ = {"AZURE_CLOUD_ENVIRONMENT": emulator.url, "AZURE_CA_PATH": emulator.ca_file, **(environ or {})}
        settings = resolve(params, environ, str(tmp_path))
        clock = Clock()
        exchange = Exchange(wire(settings), Deadline.after(clock, 30.0))
        opened.append(exchange)
        cloud = cloud_of(settings, exchange)
        credential = select(settings, cloud, clock)
        if version == "v1":
            credential = dataclasses.replace(credential, app=dataclasses.replace(credential.app, version="v1"))
        token = Transport(credential, cloud, exchange).token(audience)
        return token, jwt.claims(token.value)

    yield log_in
    for each in opened:
        each.close()


def journal(emulator):
    """What was asked so far. By http and not by its object: the emulator notes a request after it has answered it."""
    return requests.get(f"{emulator.url}/_emulator/journal", verify=emulator.ca_file, timeout=10).json()["value"]


def test_a_secret_from_the_environment_of_an_awx_credential(log_in):
    environ = {"AZURE_CLIENT_ID": CLIENT, "AZURE_TENANT": TENANT, "AZURE_SECRET": SECRET, "AZURE_AD_USER": ""}
    token, claims = log_in({}, environ)
    assert (claims["appid"], claims["tid"], claims["appidacr"]) == (CLIENT, TENANT, "1")
    assert abs(token.expires_on - time.time() - 3599) < 30


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("audience", ["arm", "ml"])
def test_a_secret_at_both_endpoints_for_both_planes(log_in, version, audience):
    token, claims = log_in({"client_id": CLIENT, "tenant": TENANT, "secret": SECRET}, {}, audience, version)
    assert claims["aud"] == token.audience


def test_a_secret_from_a_profile(log_in, tmp_path):
    (tmp_path / ".azure").mkdir()
    (tmp_path / ".azure" / "credentials").write_text(
        f"[lab]\nclient_id = {CLIENT}\ntenant = {TENANT}\nsecret = {SECRET}\n", encoding="utf-8"
    )
    assert log_in({"profile": "lab", "auth_source": "credential_file"})[1]["appid"] == CLIENT


@pytest.mark.parametrize(
    ("changes", "option", "code"),
    [
        ({"secret": "canary-wrong-secret"}, "secret", "AADSTS7000215"),
        ({"client_id": "33333333-3333-3333-3333-333333333333"}, "client_id", "AADSTS700016"),
        ({"tenant": "44444444-4444-4444-4444-444444444444"}, "tenant", "AADSTS90002"),
    ],
)
def test_a_refusal_names_the_option_and_is_not_repeated(log_in, emulator, changes, option, code):
    before = len(journal(emulator))
    with pytest.raises(AuthError) as caught:
        log_in({"client_id": CLIENT, "tenant": TENANT, "secret": SECRET, **changes})
    facts = caught.value.facts
    assert (facts["option"], facts["code"]) == (option, code)
    assert facts["request_id"] and facts["correlation_id"] and next_step(caught.value)
    assert "canary" not in str(caught.value) + str(facts)
    paths = [entry["path"] for entry in journal(emulator)[before:]]
    assert [path for path in paths if path.endswith("/token")] == [
        f"/{changes.get('tenant', TENANT)}/oauth2/v2.0/token"
    ]


def make_pem():
    """A new key with its certificate, as one text, and the certificate alone."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "app")])
    start = datetime.datetime(2026, 1, 1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=3650))
        .sign(key, SHA256())
    )
    public = certificate.public_bytes(Encoding.PEM)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + public, public.decode()


@pytest.fixture(name="pem", scope="module")
def pem_fixture():
    return make_pem()


@pytest.fixture(name="trusts")
def trusts_fixture(emulator):
    """Tell the emulator what it knows about the application, until the test is over."""
    extra = emulator.state.config.extra

    def trusts(**more):
        extra.update(more)

    yield trusts
    extra.clear()


class TestCertificate:
    PARAMS = {"client_id": CLIENT, "tenant": TENANT}

    @pytest.mark.parametrize("version", ["v1", "v2"])
    def test_that_the_application_has_is_taken(self, log_in, trusts, pem, tmp_path, version):
        trusts(certificates={CLIENT: [pem[1]]})
        (tmp_path / "app.pem").write_bytes(pem[0])
        params = {**self.PARAMS, "x509_certificate_path": str(tmp_path / "app.pem")}
        assert log_in(params, version=version)[1]["appidacr"] == "2"

    def test_that_it_does_not_have_is_refused(self, log_in, trusts, pem, tmp_path):
        trusts(certificates={CLIENT: [make_pem()[1]]})
        (tmp_path / "app.pem").write_bytes(pem[0])
        with pytest.raises(AuthError) as caught:
            log_in({**self.PARAMS, "x509_certificate_path": str(tmp_path / "app.pem")})
        assert (caught.value.facts["option"], caught.value.facts["code"]) == ("x509_certificate_path", "AADSTS700027")


class TestFederatedToken:
    FEDERATED = {"issuer": "https://issuer.example", "subject": "ns:name", "audience": "api://AzureADTokenExchange"}

    def assertion(self, **changes):
        claims = {"iss": "https://issuer.example", "sub": "ns:name", "aud": "api://AzureADTokenExchange"}
        claims.update({"exp": int(time.time()) + 600, **changes})
        return f"{jwt.encode_object({'alg': 'RS256', 'kid': 'k'})}.{jwt.encode_object(claims)}.c2ln"

    def test_in_a_file_as_kubernetes_gives_it(self, log_in, trusts, tmp_path):
        trusts(federated={CLIENT: [self.FEDERATED]})
        (tmp_path / "token").write_text(self.assertion(), encoding="ascii")
        environ = {
            "AZURE_CLIENT_ID": CLIENT,
            "AZURE_TENANT_ID": TENANT,
            "AZURE_FEDERATED_TOKEN_FILE": str(tmp_path / "token"),
        }
        assert log_in({}, environ)[1]["appid"] == CLIENT

    def test_of_another_subject_is_refused_with_what_to_enter_in_azure(self, log_in, trusts):
        trusts(federated={CLIENT: [self.FEDERATED]})
        given = self.assertion(sub="ns:other")
        with pytest.raises(AuthError) as caught:
            log_in({"client_id": CLIENT, "tenant": TENANT, "federated_token": given})
        assert caught.value.facts["option"] == "federated_token"
        assert "subject 'ns:other'" in next_step(caught.value)
        assert given not in str(caught.value) + str(caught.value.facts)


class TestManagedIdentity:
    def test_of_a_machine_when_a_subscription_is_all_that_is_set(self, log_in, emulator):
        environ = {"AZURE_POD_IDENTITY_AUTHORITY_HOST": emulator.http_url, "AZURE_SUBSCRIPTION_ID": "sub"}
        token, claims = log_in({}, environ, "ml")
        assert claims["aud"] == token.audience

    def test_that_is_user_assigned(self, log_in, emulator):
        environ = {"AZURE_POD_IDENTITY_AUTHORITY_HOST": emulator.http_url, "AZURE_CLIENT_ID": "cid"}
        assert log_in({"auth_source": "msi"}, environ)[1]["appid"] == "cid"

    def test_that_does_not_exist(self, log_in, emulator):
        environ = {"AZURE_POD_IDENTITY_AUTHORITY_HOST": emulator.http_url, "AZURE_CLIENT_ID": "nobody"}
        with pytest.raises(AuthError, match="answered 400: Identity not found") as caught:
            log_in({"auth_source": "msi"}, environ)
        assert caught.value.facts["option"] == "client_id"

    def test_never_goes_through_the_proxy(self, log_in, emulator):
        environ = {
            "AZURE_POD_IDENTITY_AUTHORITY_HOST": emulator.http_url,
            "AZURE_SUBSCRIPTION_ID": "sub",
            # Nothing listens there; the emulator's own https listener is exempt.
            "HTTPS_PROXY": "http://127.0.0.1:1",
            "NO_PROXY": "127.0.0.1",
        }
        assert log_in({}, environ)[1]["idtyp"] == "app"

    @pytest.mark.parametrize("pair", [("IDENTITY_ENDPOINT", "IDENTITY_HEADER"), ("MSI_ENDPOINT", "MSI_SECRET")])
    def test_of_app_service_and_of_an_azure_ml_compute(self, log_in, emulator, pair):
        token, _claims = log_in({}, {pair[0]: f"{emulator.http_url}/msi/token", pair[1]: "proof"})
        assert abs(token.expires_on - time.time() - 3599) < 30

    def test_with_a_wrong_proof_is_refused(self, log_in, emulator, trusts):
        trusts(msi_secret="right")
        with pytest.raises(AuthError, match="the identity endpoint of this service answered 401"):
            log_in({}, {"MSI_ENDPOINT": f"{emulator.http_url}/msi/token", "MSI_SECRET": "wrong"})

    def test_where_there_is_none_is_known_within_a_second(self, log_in):
        started = time.monotonic()
        with pytest.raises(AuthError, match=r"No Azure credentials\. Looked at: .*managed identity \(no answer"):
            # Nothing listens on this port.
            log_in({"subscription_id": "sub"}, {"AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1"})
        assert time.monotonic() - started < 1.0


def test_no_credentials_at_all_is_known_within_a_second(log_in):
    started = time.monotonic()
    with pytest.raises(AuthError, match=r"No Azure credentials\. Looked at: "):
        log_in({})
    assert time.monotonic() - started < 1.0


def test_a_token_that_is_there_already(log_in):
    given, _claims = log_in({"client_id": CLIENT, "tenant": TENANT, "secret": SECRET})
    token, _claims = log_in({"access_token": given.value}, {}, "ml")
    assert (token.value, token.expires_on) == (given.value, given.expires_on)


def test_the_azure_cli_by_a_command_that_answers_as_it_does(log_in, tmp_path):
    # A script in the place of az: real processes, real pipes, and a check of what it is called with.
    body = (
        "import json, sys, time\n"
        "assert sys.argv[1:3] == ['account', 'get-access-token'], sys.argv\n"
        "sys.stderr.write('WARNING: an upgrade is available\\n')\n"
        "value = sys.argv[sys.argv.index('--resource') + 1]\n"
        "print(json.dumps({'accessToken': value, 'expires_on': int(time.time()) + 900, 'tokenType': 'Bearer'}))\n"
    )
    (tmp_path / "az.py").write_text(body, encoding="utf-8")
    # By way of a shell, because the path of an interpreter after "#!" must not hold a space.
    command = f"#!/bin/sh\nexec '{sys.executable}' '{tmp_path / 'az.py'}' \"$@\"\n"
    (tmp_path / "az").write_text(command, encoding="utf-8")
    (tmp_path / "az").chmod(0o755)
    token, _claims = log_in({"auth_source": "cli"}, {"PATH": str(tmp_path)})
    assert token.value == token.audience
    assert subprocess.run([tmp_path / "az"], capture_output=True, check=False).returncode != 0
