# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service principal with a certificate: a short-lived JWT signed by its key stands in for the secret (contract 1.1).

Signing needs the package ``cryptography``; nothing else in the collection does, so it is imported only here and late.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from .. import files
from ..errors import AuthError, InputError
from . import jwt
from .credential import Fetch, Holder, Token
from .oauth import ASSERTION_TYPE, App, endpoint, redeem

# Seconds that an assertion lives, and that it is dated back: the clocks here and there differ (reliability A03).
LIFETIME = 600
MARGIN = 300

_OPTION = "x509_certificate_path"
# A key and a chain of certificates have some kB; a file beyond this is something else.
_LARGEST_FILE = 1024 * 1024
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_PRIVATE_KEY = re.compile(rb"-----BEGIN ([A-Z ]*)PRIVATE KEY-----.+?-----END \1PRIVATE KEY-----", re.DOTALL)


@dataclass(frozen=True)
class Certificate:
    """Logs in with the key and the certificate in one PEM file.

    :param thumbprint: hexadecimal SHA-1 or SHA-256; needed only when the file holds the key alone.
    """

    app: App
    path: str
    password: str | None = field(default=None, repr=False)
    thumbprint: str | None = None
    source: str = "certificate"

    def token(self, audience: str, fetch: Fetch) -> Token:
        """Sign an assertion and log in with it.

        :raises AuthError: no usable key, or the login service refuses.
        :raises InputError: the thumbprint of another certificate.
        """
        form = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion(self)}
        return redeem(self.app, audience, _OPTION, form, self.secrets(), fetch)

    def secrets(self) -> tuple[str, ...]:
        """The password of the key; the key itself is read for each login and not kept."""
        return (self.password,) if self.password else ()

    def holder(self) -> Holder:
        """The application; another key, certificate or password is another holder, wherever the file lies."""
        whose = (self.source, endpoint(self.app), self.app.client_id, self.thumbprint or "")
        return Holder(whose, (self.password or "").encode() + b"\0" + _read(self.path))


def assertion(credential: Certificate) -> str:
    """A signed JWT for the token endpoint of ``credential``.

    PS256 with the SHA-256 thumbprint; RS256 with the SHA-1 one where only that is known, and for AD FS, which knows no
    other (verified 1).
    """
    padding, sha256 = _library()
    key, digests = _load(credential)
    strong = "x5t#S256" in digests and credential.app.tenant.lower() != "adfs"
    name, algorithm = ("x5t#S256", "PS256") if strong else ("x5t", "RS256")
    if name not in digests:
        raise InputError("thumbprint", "AD FS needs the SHA-1 thumbprint of the certificate")
    header = {"alg": algorithm, "typ": "JWT", name: jwt.encode(digests[name])}
    now = int(credential.app.clock.time())
    claims = {
        "aud": endpoint(credential.app),
        "exp": now + LIFETIME,
        "iat": now,
        "iss": credential.app.client_id,
        "jti": str(uuid.uuid4()),
        "nbf": now - MARGIN,
        "sub": credential.app.client_id,
    }
    signed = f"{jwt.encode_object(header)}.{jwt.encode_object(claims)}"
    scheme = padding.PSS(padding.MGF1(sha256), sha256.digest_size) if strong else padding.PKCS1v15()
    return f"{signed}.{jwt.encode(key.sign(signed.encode('ascii'), scheme, sha256))}"


def _library() -> tuple[Any, Any]:
    """The padding schemes and SHA-256 of ``cryptography``. :raises AuthError: when it is not installed."""
    try:
        from cryptography.hazmat.primitives.asymmetric import padding
        from cryptography.hazmat.primitives.hashes import SHA256
    except ImportError as error:
        raise AuthError(
            f"{_OPTION}: logging in with a certificate needs the Python package cryptography, which is not here",
            option=_OPTION,
            code="CryptographyMissing",
        ) from error
    return padding, SHA256()


def _load(credential: Certificate) -> tuple[Any, dict[str, bytes]]:
    """The private key, and the thumbprints by the name of their JWT header.

    :raises AuthError: an unreadable file.  :raises InputError: no thumbprint to be had, or a wrong one.
    """
    text = _read(credential.path)
    key = _private_key(text, credential)
    der = _certificate_of(key, text)
    digests = {}
    if der is not None:
        # SHA-1 names the certificate here (RFC 7515, x5t); it protects nothing.
        digests = {"x5t": hashlib.sha1(der, usedforsecurity=False).digest(), "x5t#S256": hashlib.sha256(der).digest()}
    if credential.thumbprint:
        given = _thumbprint(credential.thumbprint)
        if digests and given not in digests.values():
            raise InputError("thumbprint", f"is not that of the certificate in {credential.path}")
        digests = digests or {"x5t" if len(given) == 20 else "x5t#S256": given}
    if not digests:
        raise InputError(
            "thumbprint",
            f"is needed, because {credential.path} holds no certificate that belongs to its key",
            code="CredentialsIncomplete",
            hint="append the certificate to the file, or set thumbprint (AZURE_THUMBPRINT)",
        )
    return key, digests


def _read(path: str) -> bytes:
    try:
        found = files.read(path, _LARGEST_FILE)
    except OSError as error:
        raise AuthError(
            f"{_OPTION}: {files.problem(path, error)}", option=_OPTION, code="PrivateKeyUnusable"
        ) from error
    if len(found) > _LARGEST_FILE:
        raise AuthError(
            f"{_OPTION}: {path} is too large for a key and its certificates", option=_OPTION, code="PrivateKeyUnusable"
        )
    return found


def _private_key(text: bytes, credential: Certificate) -> Any:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    found = _PRIVATE_KEY.search(text)
    if not found:
        raise AuthError(
            f"{_OPTION}: {credential.path} holds no private key in PEM form",
            option=_OPTION,
            code="PrivateKeyUnusable",
        )
    password = credential.password.encode("utf-8") if credential.password else None
    try:
        # A password for a key that has none is refused as a TypeError; without one an encrypted key is, too.
        key = load_pem_private_key(found.group(0), password)
    except (TypeError, ValueError) as error:
        raise AuthError(
            f"{_OPTION}: the private key in {credential.path} cannot be opened",
            option="x509_certificate_password",
            code="PrivateKeyLocked",
        ) from error
    if not isinstance(key, RSAPrivateKey):
        text = f"{_OPTION}: the key in {credential.path} is not an RSA key, which Azure needs"
        raise AuthError(text, option=_OPTION, code="PrivateKeyUnusable")
    return key


def _certificate_of(key: Any, text: bytes) -> bytes | None:
    """The certificate of ``key`` among those in ``text``, as DER; a file may hold its issuers too."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificate

    wanted = key.public_key().public_numbers()
    for pem in _CERTIFICATE.findall(text):
        try:
            found = load_pem_x509_certificate(pem)
            numbers = getattr(found.public_key(), "public_numbers", None)
        except ValueError as error:
            text = f"{_OPTION}: a certificate in the file is damaged"
            raise AuthError(text, option=_OPTION, code="PrivateKeyUnusable") from error
        if numbers is not None and numbers() == wanted:
            return found.public_bytes(Encoding.DER)
    return None


def _thumbprint(text: str) -> bytes:
    plain = re.sub(r"[\s:]", "", text)
    if not re.fullmatch(r"[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}", plain):
        raise InputError(
            "thumbprint", f"{text[:80]!r} is not the SHA-1 or SHA-256 thumbprint of a certificate in hexadecimal"
        )
    return bytes.fromhex(plain)
