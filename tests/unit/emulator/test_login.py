# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The login service, asked as clients ask it."""

from __future__ import annotations

import base64
import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.emulator import login, tokens
from tests.emulator.clock import Clock
from tests.emulator.config import Config
from tests.emulator.core import EmulatorState
from tests.emulator.directory import TENANT, Directory
from tests.emulator.store import Store

BASE = "https://127.0.0.1:8443"
ARM = "https://management.azure.com/"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture(name="emulator")
def emulator_fixture():
    return EmulatorState(Store(), Clock(virtual=True), Config(), Directory(), base_url=BASE)


@pytest.fixture(name="client")
def client_fixture(emulator):
    return TestClient(Starlette(routes=login.routes(emulator)), base_url=BASE)


def ask_v1(client, tenant=TENANT, **form):
    sent = {"grant_type": "client_credentials", "client_id": "app", "client_secret": "s", "resource": ARM, **form}
    return client.post(f"/{tenant}/oauth2/token", data={key: value for key, value in sent.items() if value is not None})


def ask_v2(client, tenant=TENANT, **form):
    sent = {
        "grant_type": "client_credentials",
        "client_id": "app",
        "client_secret": "s",
        "client_info": "1",
        "scope": "https://management.azure.com/.default",
        **form,
    }
    return client.post(
        f"/{tenant}/oauth2/v2.0/token", data={key: value for key, value in sent.items() if value is not None}
    )


def test_v1_answers_with_strings_as_the_seed_prints_them(client, emulator):
    answer = ask_v1(client)
    body = answer.json()
    assert answer.status_code == 200
    assert set(body) == {
        "token_type",
        "expires_in",
        "ext_expires_in",
        "expires_on",
        "not_before",
        "resource",
        "access_token",
    }
    assert all(isinstance(value, str) for value in body.values())
    assert body["resource"] == ARM
    assert int(body["expires_on"]) == int(emulator.clock.now()) + 3599


def test_v2_answers_with_numbers_and_the_claims_that_clients_decode(client, emulator):
    body = ask_v2(client).json()
    assert set(body) == {"token_type", "expires_in", "ext_expires_in", "access_token"}
    assert body["expires_in"] == 3599
    claims = tokens.claims_of(body["access_token"], emulator.clock.now())
    assert claims["aud"] == "https://management.azure.com"
    assert claims["tid"] == TENANT
    assert claims["appid"] == "app"
    assert claims["iss"] == f"https://sts.windows.net/{TENANT}/"
    assert claims["oid"] == emulator.directory.principals["app"].object_id
    assert claims["nbf"] <= emulator.clock.now() < claims["exp"]


@pytest.mark.parametrize(
    "scope, audience",
    [
        ("https://management.core.windows.net//.default", "https://management.core.windows.net/"),
        ("https://ml.azure.com/.default", "https://ml.azure.com"),
        (BASE + "/.default", BASE),
        ("https://graph.microsoft.com/.default", "https://graph.microsoft.com"),
    ],
)
def test_the_audience_is_the_scope_without_default(client, emulator, scope, audience):
    token = ask_v2(client, scope=scope).json()["access_token"]
    assert tokens.claims_of(token, emulator.clock.now())["aud"] == audience


def test_the_tenant_adfs_takes_resource_and_scope_on_the_v1_path(client):
    assert ask_v1(client, tenant="adfs").json()["resource"] == ARM
    by_scope = ask_v1(client, tenant="adfs", resource=None, scope="https://management.azure.com/.default")
    assert by_scope.json()["expires_in"] == 3599


@pytest.mark.parametrize(
    "form, status, error, code, text",
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", 7000215, "for a secret added to app 'app'."),
        ({"client_secret": None}, 401, "invalid_client", 7000216, "is required for the 'client_credentials' grant"),
        ({"client_secret": "old"}, 401, "invalid_client", 7000222, "secret keys for app 'app' are expired"),
        ({"client_id": "nobody"}, 400, "unauthorized_client", 700016, "'nobody' was not found in the directory"),
        ({"client_id": None}, 400, "invalid_request", 900144, "parameter: 'client_id'."),
        ({"grant_type": None}, 400, "invalid_request", 900144, "parameter: 'grant_type'."),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003, "'password'"),
        ({"scope": "https://management.azure.com/user"}, 400, "invalid_scope", 1002012, "with /.default suffixed"),
        ({"scope": None}, 400, "invalid_request", 90014, "'scope' is missing"),
        (
            {"scope": "https://nowhere.example/.default"},
            400,
            "invalid_resource",
            500011,
            "named https://nowhere.example was not found in the tenant named",
        ),
    ],
)
def test_a_refusal_has_the_status_word_number_and_text_of_entra_id(client, emulator, form, status, error, code, text):
    emulator.directory.principals["app"].expired_secret = "old"
    answer = ask_v2(client, **form)
    body = answer.json()
    assert (answer.status_code, body["error"], body["error_codes"]) == (status, error, [code])
    assert body["error_description"].startswith(f"AADSTS{code}: ")
    assert text in body["error_description"]
    assert body["error_uri"] == f"{BASE}/error?code={code}"
    assert body["trace_id"] in body["error_description"]


def test_an_unknown_tenant_fails_at_discovery_and_at_the_token_endpoint(client):
    for answer in (
        client.get("/nowhere.example/v2.0/.well-known/openid-configuration"),
        ask_v1(client, tenant="nowhere.example"),
        ask_v2(client, tenant="nowhere.example"),
    ):
        assert answer.status_code == 400
        assert answer.json()["error"] == "invalid_tenant"
        assert answer.json()["error_codes"] == [90002]
        assert "Tenant 'nowhere.example' not found." in answer.json()["error_description"]


def test_discovery_leads_back_to_the_host_that_was_called(client):
    body = client.get(f"/{TENANT}/v2.0/.well-known/openid-configuration", headers={"host": "localhost:9"}).json()
    assert body["issuer"] == f"https://localhost:9/{TENANT}/v2.0"
    assert body["token_endpoint"] == f"https://localhost:9/{TENANT}/oauth2/v2.0/token"
    adfs = client.get("/adfs/.well-known/openid-configuration").json()
    assert adfs["token_endpoint"] == BASE + "/adfs/oauth2/token"


def test_instance_discovery_names_the_authority_that_was_asked_about(client):
    asked = {"api-version": "1.1", "authorization_endpoint": f"{BASE}/{TENANT}/oauth2/v2.0/authorize"}
    body = client.get("/common/discovery/instance", params=asked).json()
    assert body["tenant_discovery_endpoint"] == f"{BASE}/{TENANT}/v2.0/.well-known/openid-configuration"
    assert body["metadata"][0]["aliases"] == ["127.0.0.1:8443"]


def test_a_token_is_refused_when_malformed_expired_or_for_another_audience(client, emulator):
    emulator.config.token_seconds = 60
    token = ask_v1(client).json()["access_token"]
    now = emulator.clock.now()
    assert tokens.claims_of(token, now, tokens.arm_audiences([BASE]))["aud"] == ARM
    assert tokens.claims_of(token, now, tokens.regional_audiences([BASE], strict=True)).reason == "audience"
    assert tokens.claims_of(token, now, tokens.regional_audiences([BASE], strict=False))["aud"] == ARM
    assert tokens.claims_of(token, now + 61).reason == "expired"
    assert tokens.claims_of(token, now + 61).claims["appid"] == "app"
    for text in ("tok", "a.b.c", "", "%%.%%.%%"):
        assert tokens.claims_of(text, now).reason == "malformed"


def certificate(name="sp"):
    """A throw-away key and its self-signed certificate."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    start = datetime.datetime(2026, 1, 1)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(start).not_valid_after(start + datetime.timedelta(days=3650))
    return key, builder.sign(key, SHA256())


def signed(key, cert, now, algorithm="RS256", **claims):
    """A client assertion as msal writes it."""
    digest = SHA1() if algorithm == "RS256" else SHA256()
    thumbprint = base64.urlsafe_b64encode(cert.fingerprint(digest)).rstrip(b"=").decode()
    header = {"alg": algorithm, "typ": "JWT", ("x5t" if algorithm == "RS256" else "x5t#S256"): thumbprint}
    payload = {
        "aud": f"{BASE}/{TENANT}/oauth2/v2.0/token",
        "iss": "app",
        "sub": "app",
        "jti": "1",
        "iat": now,
        "exp": now + 600,
        **claims,
    }
    text = tokens.encode_part(header) + "." + tokens.encode_part(payload)
    pss = padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size)
    signature = key.sign(text.encode(), padding.PKCS1v15() if algorithm == "RS256" else pss, SHA256())
    return text + "." + base64.urlsafe_b64encode(signature).rstrip(b"=").decode()


def with_assertion(client, assertion):
    return ask_v2(client, client_secret=None, client_assertion_type=ASSERTION_TYPE, client_assertion=assertion)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_a_registered_certificate_is_checked_by_its_signature(client, emulator, algorithm):
    now = emulator.clock.now()
    key, cert = certificate()
    other_key, other_cert = certificate("other")
    assert with_assertion(client, signed(key, cert, now, algorithm)).status_code == 200
    emulator.config.extra["certificates"] = {"app": [cert.public_bytes(Encoding.PEM).decode()]}
    assert with_assertion(client, signed(key, cert, now, algorithm)).status_code == 200
    unknown = with_assertion(client, signed(other_key, other_cert, now, algorithm))
    forged = with_assertion(client, signed(other_key, cert, now, algorithm))
    for answer in (unknown, forged):
        assert (answer.status_code, answer.json()["error_codes"]) == (401, [700027])
    assert "The key was not found." in unknown.json()["error_description"]
    assert "expected signature value" in forged.json()["error_description"]


@pytest.mark.parametrize(
    "claims, code",
    [({"aud": "https://elsewhere/token"}, 700023), ({"sub": "other"}, 700021), ({"exp": 1}, 700024)],
)
def test_an_assertion_for_someone_else_or_too_late_is_refused(client, emulator, claims, code):
    key, cert = certificate()
    answer = with_assertion(client, signed(key, cert, emulator.clock.now(), **claims))
    assert (answer.status_code, answer.json()["error_codes"]) == (401, [code])


def test_a_federated_assertion_is_held_against_the_credential_of_the_application(client, emulator):
    assert with_assertion(client, "fed.jwt.x").status_code == 200
    trusted = {"issuer": "https://issuer.example", "subject": "pod", "audience": "api://AzureADTokenExchange"}
    emulator.config.extra["federated"] = {"app": [trusted]}
    claims = {
        "iss": "https://issuer.example",
        "sub": "pod",
        "aud": ["api://AzureADTokenExchange"],
        "exp": emulator.clock.now() + 60,
    }

    def assertion(**changes):
        return ".".join((tokens.encode_part({"alg": "RS256"}), tokens.encode_part({**claims, **changes}), "sig"))

    assert with_assertion(client, assertion()).status_code == 200
    refused = with_assertion(client, assertion(sub="other")).json()
    assert refused["error_codes"] == [700213]
    assert "subject 'other'" in refused["error_description"]
    assert with_assertion(client, assertion(exp=1)).json()["error_codes"] == [700024]
    assert with_assertion(client, "fed.jwt.x").json()["error_codes"] == [50027]
