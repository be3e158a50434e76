# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client assertions: what stands in for a secret, signed by a certificate or issued by another identity provider.

An application of which the emulator knows no certificate and no federated credential accepts any assertion, because the
clients are proven with throw-away keys (contract 1.1). As soon as it knows one, the assertion has to match it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from . import tokens
from .directory import Principal

REVIEW = "Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials."


@dataclass(frozen=True)
class Problem:
    """The AADSTS number and text with which an assertion is refused."""

    code: int
    text: str


@dataclass(frozen=True)
class Trust:
    """What one application's assertions are held against; None means that anything goes.

    thumbprints    hexadecimal SHA-1 or SHA-256 thumbprints of its certificates
    certificates   PEM texts of its certificates; the signature is checked against them
    federated      mappings with `issuer`, `subject` and `audience`
    """

    client_id: str
    thumbprints: frozenset[str] | None = None
    certificates: tuple[x509.Certificate, ...] = ()
    federated: tuple[Mapping[str, str], ...] | None = None


def trust_of(principal: Principal, extra: Mapping[str, Any]) -> Trust:
    """What the directory and the configuration say about an application.

    `extra` is the free part of the configuration: `certificates` and `federated` map client ids to lists.
    """
    certificates = tuple(
        x509.load_pem_x509_certificate(pem.encode())
        for pem in extra.get("certificates", {}).get(principal.client_id, ())
    )
    known = principal.thumbprints
    if certificates:
        known = [*(known or ()), *(print_ for each in certificates for print_ in thumbprints_of(each))]
    federated = extra.get("federated", {}).get(principal.client_id)
    return Trust(
        principal.client_id,
        None if known is None else frozenset(each.replace(":", "").upper() for each in known),
        certificates,
        None if federated is None else tuple(federated),
    )


def problem_of(assertion: str, trust: Trust, audiences: frozenset[str], now: float) -> Problem | None:
    """Why an assertion is refused, None when it is good.

    `audiences` are the URLs that a self-signed one may be addressed to, `now` is seconds since 1970.
    """
    header = tokens.decode_part(assertion.partition(".")[0]) or {}
    if "x5t" in header or "x5t#S256" in header:
        return certificate_problem(assertion, header, trust, audiences, now)
    return federated_problem(assertion, trust, now)


def certificate_problem(
    assertion: str, header: Mapping[str, Any], trust: Trust, audiences: frozenset[str], now: float
) -> Problem | None:
    """Why a self-signed assertion is refused; RS256 with `x5t` and PS256 with `x5t#S256` both pass (verified 1)."""
    claims = tokens.read_claims(assertion)
    if claims is None:
        return Problem(50027, "JWT token is invalid or malformed.")
    if (claims.get("iss"), claims.get("sub")) != (trust.client_id, trust.client_id):
        return Problem(700021, "Client assertion application identifier doesn't match 'client_id' parameter. " + REVIEW)
    if claims.get("aud") not in audiences:
        return Problem(700023, "Client assertion audience claim does not match Realm issuer. " + REVIEW)
    if not is_in_time(claims, now):
        return Problem(700024, "Client assertion is not within its valid time range. " + REVIEW)
    thumbprint = thumbprint_in(header)
    if trust.thumbprints is not None and thumbprint not in trust.thumbprints:
        return unregistered(thumbprint, trust.client_id, "The key was not found.")
    for certificate in trust.certificates:
        if thumbprint in thumbprints_of(certificate) and not is_signed_by(assertion, header.get("alg"), certificate):
            return unregistered(
                thumbprint, trust.client_id, "The provided signature value did not match the expected signature value."
            )
    return None


def federated_problem(assertion: str, trust: Trust, now: float) -> Problem | None:
    """Why an assertion of another identity provider is refused."""
    if trust.federated is None:
        return None
    claims = tokens.read_claims(assertion)
    if claims is None:
        return Problem(50027, "JWT token is invalid or malformed.")
    if not is_in_time(claims, now):
        return Problem(700024, "Client assertion is not within its valid time range. " + REVIEW)
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    for each in trust.federated:
        presented = (claims.get("iss"), claims.get("sub"))
        if (each["issuer"], each["subject"]) == presented and each["audience"] in audiences:
            return None
    return Problem(
        700213,
        "No matching federated identity record found for presented assertion subject "
        f"'{claims.get('sub')}'. Check your federated identity credential Subject, Audience and "
        "Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/"
        "workload-identity-federation",
    )


def is_in_time(claims: dict[str, Any], now: float) -> bool:
    """Whether `now` lies between the start and the end of an assertion; some clients write the times as floats."""
    start, end = claims.get("nbf", 0), claims.get("exp")
    # Five minutes of grace on the start only: the clocks of client and service are never the same.
    return isinstance(end, (int, float)) and isinstance(start, (int, float)) and start - 300 <= now < end


def unregistered(thumbprint: str, client_id: str, reason: str) -> Problem:
    """The refusal of a certificate that the application does not have (verified 1, 700027)."""
    return Problem(
        700027,
        "The certificate with identifier used to sign the client assertion is not registered on "
        f"application. [Reason - {reason}, Thumbprint of key used by client: '{thumbprint}', Please "
        "visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for "
        f"app Id '{client_id}'.]",
    )


def thumbprint_in(header: Mapping[str, Any]) -> str:
    """The thumbprint that an assertion names, as upper-case hex; '' when it is not base64url."""
    return bytes_of(str(header.get("x5t#S256") or header.get("x5t") or "")).hex().upper()


def bytes_of(text: str) -> bytes:
    """What a base64url text without padding holds; nothing when it is malformed."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return b""


def thumbprints_of(certificate: x509.Certificate) -> frozenset[str]:
    """The SHA-1 and SHA-256 thumbprints of a certificate, as upper-case hex."""
    der = certificate.public_bytes(Encoding.DER)
    # SHA-1 is an identifier here (RFC 7515 x5t), not a protection.
    digests = (hashlib.sha1(der, usedforsecurity=False), hashlib.sha256(der))
    return frozenset(digest.hexdigest().upper() for digest in digests)


def is_signed_by(assertion: str, algorithm: Any, certificate: x509.Certificate) -> bool:
    """Whether the signature of an assertion (RS256 or PS256) is that of the certificate's key."""
    key = certificate.public_key()
    if algorithm not in ("RS256", "PS256") or not isinstance(key, rsa.RSAPublicKey):
        return False
    signed, _dot, text = assertion.rpartition(".")
    scheme = padding.PKCS1v15() if algorithm == "RS256" else padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size)
    try:
        key.verify(bytes_of(text), signed.encode(), scheme, SHA256())
    except InvalidSignature:
        return False
    return True
