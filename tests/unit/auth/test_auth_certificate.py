# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logging in with a certificate: the assertion is taken apart and its signature checked with the public key."""

from __future__ import annotations

import base64
import builtins
import datetime
import hashlib
import json

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from ansible_collections.mlops.azureml.plugins.module_utils.auth.certificate import Certificate
from ansible_collections.mlops.azureml.plugins.module_utils.auth.oauth import App
from ansible_collections.mlops.azureml.plugins.module_utils.clouds import AZURE_CLOUDS
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AuthError, InputError
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import next_step

ARM = "https://management.azure.com/"
GOOD = {"access_token": "the-token", "expires_in": 3599}
PASSWORD = "canary-password"


def key_pem(key, password=None):
    encryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def certify(key, name="app"):
    """A certificate of our own for ``key``."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    start = datetime.datetime(2026, 1, 1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=365))
        .sign(key, SHA256())
    )


@pytest.fixture(name="key", scope="module")
def key_fixture():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(name="other", scope="module")
def other_fixture():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(name="certificate", scope="module")
def certificate_fixture(key):
    return certify(key)


@pytest.fixture(name="app")
def app_fixture(clock):
    return App(AZURE_CLOUDS["AzureCloud"], "contoso.example", "app", clock)


@pytest.fixture(name="write")
def write_fixture(tmp_path):
    """Write parts to one file and return its path."""

    def write(*parts):
        path = tmp_path / "app.pem"
        path.write_bytes(
            b"".join(part if isinstance(part, bytes) else part.public_bytes(Encoding.PEM) for part in parts)
        )
        return str(path)

    return write


def part(text):
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def sent(credential, script):
    """The header, the claims, what was signed and the signature of the assertion that a login sends."""
    fetch = script((200, GOOD))
    assert credential.token(ARM, fetch).value == "the-token"
    form = fetch.asked[0].form
    assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert form["client_id"] == "app" and "client_secret" not in form
    header, claims, signature = form["client_assertion"].split(".")
    raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    return part(header), part(claims), f"{header}.{claims}".encode(), raw


def thumb(certificate, digest):
    return base64.urlsafe_b64encode(digest(certificate.public_bytes(Encoding.DER)).digest()).rstrip(b"=").decode()


PSS = padding.PSS(padding.MGF1(SHA256()), 32)


class TestAssertion:
    def test_is_signed_by_the_key_and_says_what_azure_checks(self, app, write, script, key, certificate, clock):
        path = write(key_pem(key), certificate)
        header, claims, signed, signature = sent(Certificate(app, path), script)
        assert header == {"alg": "PS256", "typ": "JWT", "x5t#S256": thumb(certificate, hashlib.sha256)}
        key.public_key().verify(signature, signed, PSS, SHA256())
        with pytest.raises(InvalidSignature):
            key.public_key().verify(signature, signed + b"x", PSS, SHA256())
        assert claims.pop("jti")
        assert claims == {
            "aud": "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token",
            "iss": "app",
            "sub": "app",
            "iat": int(clock.time()),
            "nbf": int(clock.time()) - 300,
            "exp": int(clock.time()) + 600,
        }

    def test_is_made_anew_for_each_login(self, app, write, script, key, certificate):
        credential = Certificate(app, write(key_pem(key), certificate))
        assert sent(credential, script)[1]["jti"] != sent(credential, script)[1]["jti"]

    def test_is_meant_for_the_endpoint_that_it_is_sent_to(self, app, write, script, key, certificate):
        path = write(key_pem(key), certificate)
        older = App(app.cloud, app.tenant, app.client_id, app.clock, version="v1")
        assert sent(Certificate(older, path), script)[1]["aud"].endswith("/contoso.example/oauth2/token")

    def test_for_ad_fs_has_the_older_form(self, app, write, script, key, certificate):
        adfs = App(app.cloud, "adfs", "app", app.clock)
        header, _claims, signed, signature = sent(Certificate(adfs, write(key_pem(key), certificate)), script)
        assert header == {"alg": "RS256", "typ": "JWT", "x5t": thumb(certificate, hashlib.sha1)}
        key.public_key().verify(signature, signed, padding.PKCS1v15(), SHA256())

    @pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
    def test_of_a_key_alone_names_the_given_thumbprint(self, app, write, script, key, certificate, algorithm):
        digest = hashlib.sha1 if algorithm == "RS256" else hashlib.sha256
        raw = digest(certificate.public_bytes(Encoding.DER)).hexdigest().upper()
        spelled = ":".join(raw[at : at + 2] for at in range(0, len(raw), 2))
        credential = Certificate(app, write(key_pem(key)), thumbprint=spelled)
        header, _claims, signed, signature = sent(credential, script)
        assert header["alg"] == algorithm
        assert header["x5t" if algorithm == "RS256" else "x5t#S256"] == thumb(certificate, digest)
        key.public_key().verify(signature, signed, padding.PKCS1v15() if algorithm == "RS256" else PSS, SHA256())

    def test_finds_its_certificate_in_a_chain_in_any_order(self, app, write, script, key, other, certificate):
        path = write(certify(other, "issuer"), certificate, key_pem(key), certify(other, "root"))
        assert sent(Certificate(app, path), script)[0]["x5t#S256"] == thumb(certificate, hashlib.sha256)

    def test_opens_an_encrypted_key(self, app, write, script, key, certificate):
        credential = Certificate(app, write(key_pem(key, PASSWORD), certificate), PASSWORD)
        _header, _claims, signed, signature = sent(credential, script)
        key.public_key().verify(signature, signed, PSS, SHA256())
        assert credential.secrets() == (PASSWORD,)
        assert "canary" not in repr(credential)


class TestFailure:
    """Nothing is sent in any of these: the script has no answer to give."""

    def fails(self, credential, script, words, option, kind=AuthError):
        with pytest.raises(kind, match=words) as caught:
            credential.token(ARM, script())
        assert caught.value.facts["option"] == option
        assert "canary" not in str(caught.value) + str(caught.value.facts)

    def test_no_file(self, app, script, tmp_path):
        self.fails(Certificate(app, str(tmp_path / "no.pem")), script, "there is no file", "x509_certificate_path")
        self.fails(Certificate(app, str(tmp_path)), script, "cannot read", "x509_certificate_path")

    def test_no_key_in_the_file(self, app, write, script, certificate):
        path = write(certificate, b"canary")
        self.fails(Certificate(app, path), script, "holds no private key in PEM form", "x509_certificate_path")

    @pytest.mark.parametrize("password", [None, "canary-wrong"], ids=["none", "wrong"])
    def test_wrong_password(self, app, write, script, key, certificate, password):
        credential = Certificate(app, write(key_pem(key, PASSWORD), certificate), password)
        self.fails(credential, script, "cannot be opened", "x509_certificate_password")

    def test_password_for_a_key_that_has_none(self, app, write, script, key, certificate):
        credential = Certificate(app, write(key_pem(key), certificate), PASSWORD)
        self.fails(credential, script, "cannot be opened", "x509_certificate_password")

    def test_damaged_key(self, app, write, script):
        text = b"-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----\n"  # pragma: allowlist secret: no key
        self.fails(Certificate(app, write(text)), script, "cannot be opened", "x509_certificate_password")

    def test_damaged_certificate(self, app, write, script, key):
        path = write(key_pem(key), b"-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n")
        self.fails(Certificate(app, path), script, "a certificate in the file is damaged", "x509_certificate_path")

    def test_key_of_another_kind(self, app, write, script):
        path = write(key_pem(ec.generate_private_key(ec.SECP256R1())))
        self.fails(Certificate(app, path), script, "is not an RSA key", "x509_certificate_path")

    def test_no_certificate_and_no_thumbprint(self, app, write, script, key, other):
        for parts in ((key_pem(key),), (key_pem(key), certify(other))):
            self.fails(Certificate(app, write(*parts)), script, "is needed, because", "thumbprint", InputError)

    def test_thumbprint_of_another_certificate(self, app, write, script, key, certificate):
        credential = Certificate(app, write(key_pem(key), certificate), thumbprint="AB" * 20)
        self.fails(credential, script, "is not that of the certificate", "thumbprint", InputError)

    @pytest.mark.parametrize("text", ["xyz", "AB" * 19, "AB" * 33])
    def test_thumbprint_that_is_none(self, app, write, script, key, text):
        credential = Certificate(app, write(key_pem(key)), thumbprint=text)
        self.fails(credential, script, "is not the SHA-1 or SHA-256 thumbprint", "thumbprint", InputError)

    def test_strong_thumbprint_for_ad_fs(self, app, write, script, key):
        adfs = App(app.cloud, "adfs", "app", app.clock)
        credential = Certificate(adfs, write(key_pem(key)), thumbprint="AB" * 32)
        self.fails(credential, script, "AD FS needs the SHA-1 thumbprint", "thumbprint", InputError)

    def test_without_cryptography_says_what_to_install(self, app, write, script, key, certificate, monkeypatch):
        genuine = builtins.__import__

        def without(name, *args, **kwargs):
            if name.partition(".")[0] == "cryptography":
                raise ImportError(name)
            return genuine(name, *args, **kwargs)

        credential = Certificate(app, write(key_pem(key), certificate))
        monkeypatch.setattr(builtins, "__import__", without)
        with pytest.raises(AuthError, match="x509_certificate_path: logging in with a certificate needs") as caught:
            credential.token(ARM, script())
        assert next_step(caught.value).startswith("install cryptography for the Python that runs the module")

    def test_refused_certificate_names_the_option(self, app, write, script, key, certificate):
        data = {"error": "invalid_client", "error_description": "AADSTS700027: not registered", "error_codes": [700027]}
        with pytest.raises(AuthError) as caught:
            Certificate(app, write(key_pem(key), certificate)).token(ARM, script((401, data)))
        assert caught.value.facts["option"] == "x509_certificate_path"
        assert next_step(caught.value) == "add this certificate to the application, or use the one that it has"
