# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers whose TLS proves nothing, each in one way."""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import ssl
import tempfile
from pathlib import Path
from typing import Any

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
DER = serialization.Encoding.DER
# The names of both algorithms as they stand in a certificate (RFC 8017, A.2.4).
RSA = bytes.fromhex("06092a864886f70d0101")  # pragma: allowlist secret: a name
RSA_SHA256, RSA_SHA1 = (RSA + last for last in (b"\x0b", b"\x05"))


def serving(kind: str, authority: trustme.CA) -> ssl.SSLContext:
    """The TLS of a server that is wrong in the way that ``kind`` names."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # What is wrong is the client's to find.
    made.set_ciphers("ALL:@SECLEVEL=0")
    if kind == "TLS 1.0":
        made.minimum_version, made.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, ssl.TLSVersion.TLSv1
    trusted = {
        "unknown CA": lambda: trustme.CA().issue_cert("127.0.0.1", "localhost"),
        "expired": lambda: authority.issue_cert("127.0.0.1", not_before=NOW - 9 * DAY, not_after=NOW - DAY),
        "not yet valid": lambda: authority.issue_cert("127.0.0.1", not_before=NOW + DAY, not_after=NOW + 9 * DAY),
        "wrong host": lambda: authority.issue_cert("management.example.org"),
        "TLS 1.0": lambda: authority.issue_cert("127.0.0.1"),
    }.get(kind)
    if trusted:
        trusted().configure_cert(made)
    else:
        _load(made, *_own(kind, authority))
    return made


def _own(kind: str, authority: trustme.CA) -> tuple[list[bytes], Any]:
    """A chain that trustme does not make, as DER, and its key: signed by its own key, by SHA-1, or of 1024 bits."""
    key = rsa.generate_private_key(65537, 1024 if kind == "1024 bits" else 2048)
    above = x509.load_pem_x509_certificate(authority.cert_pem.bytes())
    signer = serialization.load_pem_private_key(authority.private_key_pem.bytes(), None)
    if kind == "self-signed":
        return [_signed(key, "faults", key, "faults").public_bytes(DER)], key
    if kind == "1024 bits":
        return [_signed(key, "faults", signer, above.subject).public_bytes(DER)], key
    between = rsa.generate_private_key(65537, 2048)
    middle = _signed(between, "between", signer, above.subject, signs=True)
    leaf = _signed(key, "faults", between, middle.subject)
    return [_by_sha1(leaf, between), middle.public_bytes(DER)], key


def _signed(key: Any, name: str, signer: Any, issuer: x509.Name | str, signs: bool = False) -> x509.Certificate:
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer) if isinstance(issuer, str) else issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + 9 * DAY)
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=signs, path_length=None), critical=True)
        .sign(signer, hashes.SHA256())
    )


def _name(word: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, word)])


def _by_sha1(certificate: x509.Certificate, signer: rsa.RSAPrivateKey) -> bytes:
    """The same certificate signed by SHA-1, which the library does not do any more: another last byte of the
    algorithm's name, and the signature anew.
    """
    told = certificate.tbs_certificate_bytes
    changed = told.replace(RSA_SHA256, RSA_SHA1)
    whole = certificate.public_bytes(DER).replace(told, changed).replace(RSA_SHA256, RSA_SHA1)
    return whole.replace(certificate.signature, signer.sign(changed, padding.PKCS1v15(), hashes.SHA1()))


def _load(context: ssl.SSLContext, chain: list[bytes], key: Any) -> None:
    plain, form = serialization.NoEncryption(), serialization.PrivateFormat.TraditionalOpenSSL
    lines = [key.private_bytes(serialization.Encoding.PEM, form, plain).decode()]
    lines += [ssl.DER_cert_to_PEM_cert(one) for one in chain]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "server.pem")
        path.write_text("".join(lines), encoding="ascii")
        context.load_cert_chain(path)


def folder_of(place: Path, ca_file: str) -> str:
    """A folder in which OpenSSL finds that authority: its file has the hash of its name, spelled in lower case, as
    OpenSSL's X509_NAME_hash has it.
    """
    pem = Path(ca_file).read_bytes()
    subject = x509.load_pem_x509_certificate(pem).subject
    lower = x509.Name([x509.NameAttribute(one.oid, str(one.value).lower()) for one in subject]).public_bytes()
    inner = lower[2 if lower[1] < 0x80 else 3 :]
    made = place / "authorities"
    made.mkdir()
    number = int.from_bytes(hashlib.sha1(inner, usedforsecurity=False).digest()[:4], "little")
    (made / f"{number:08x}.0").write_bytes(pem)
    return str(made)
