# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the authentication cases share: a task that logs in, what it was refused with, what left this machine."""

from __future__ import annotations

import datetime
import json
import re
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ansible_collections.mlops.azureml.plugins.module_utils.auth import jwt
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import REMEDIES

from ..cloud import Cloud
from ..families import COMPUTE

CLIENT = "22222222-2222-2222-2222-222222222222"
CREDENTIALS = ("AZURE_CLIENT_ID", "AZURE_SECRET", "AZURE_TENANT", "AZURE_TENANT_ID")
ISSUER = {"issuer": "https://issuer.example", "subject": "ns:name", "audience": "api://AzureADTokenExchange"}


def log_in(cloud: Cloud, clock: Clock | None = None, **options: Any) -> dict[str, Any]:
    """A task that needs a token, with connection options of its own: a reader."""
    return cloud.play("aml_compute_info", {**COMPUTE.where, **options}, clock=clock)


def asked(cloud: Cloud) -> list[str]:
    """The paths of all requests for tokens, at the login service and at the identity endpoints."""
    return [entry["path"] for entry in cloud.emulator.journal() if re.search("/oauth2/|/msi/", entry["path"])]


def refusal(word: str, number: int | None = None, text: str = "About it.", **more: Any) -> dict[str, Any]:
    """The body with which the login service refuses (verified 1)."""
    code = f"AADSTS{number}: " if number else ""
    told = f"{code}{text} Trace ID: t-1 Correlation ID: c-1 Timestamp: 2026-01-01 00:00:00Z"
    codes = [number] if number else []
    ids = {"trace_id": "t-1", "correlation_id": "c-1"}
    return {"error": word, "error_description": told, "error_codes": codes, **ids, **more}


def refuse(cloud: Cloud, status: int, body: Any, times: int = 0, **headers: str) -> None:
    """Let the login service answer so, for ever or so many times."""
    cloud.fault("POST", "/oauth2/", {"status": status, "body": body, "headers": headers}, times=times)


def refused(result: dict[str, Any], code: str, option: str | None) -> None:
    """Assert that the task failed without an effect, with this code, naming this option and the next step."""
    assert result["failed"] and not result["changed"] and result["outcome"] == "none", result
    assert (result["error"]["code"], result["error"]["target"]) == (code, option), result
    assert "\n" not in result["msg"] and len(result["msg"]) <= 500
    assert option is None or result["msg"].startswith(option), result["msg"]
    assert not re.search("canary|emulator-client-secret", json.dumps(result)), result


def names_the_next_step(result: dict[str, Any], row: str) -> None:
    assert f"; {REMEDIES[row].remedy}" in result["msg"], result["msg"]


def without_credentials(patch: pytest.MonkeyPatch, **changed: str) -> None:
    """An environment with no credentials but those given."""
    for name in CREDENTIALS:
        patch.delenv(name, raising=False)
    for name, value in changed.items():
        patch.setenv(name, value)


def spied(patch: pytest.MonkeyPatch) -> set[str]:
    """Every host whose address is asked for from now on, other than this machine's; none of them has one."""
    hosts: set[str] = set()
    genuine = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        if name == "127.0.0.1":
            return genuine(host, *args, **kwargs)
        hosts.add(name)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    return hosts


def pem() -> tuple[bytes, str]:
    """A new key with its certificate, as one text, and the certificate alone."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "app")])
    start = datetime.datetime(2026, 1, 1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(start).not_valid_after(start + datetime.timedelta(days=3650))
    public = builder.sign(key, SHA256()).public_bytes(Encoding.PEM)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + public, public.decode()


def assertion(now: float, **changed: Any) -> str:
    """A federated token as an identity provider issues it; the emulator holds its claims against ``ISSUER``."""
    claims = {"iss": ISSUER["issuer"], "sub": ISSUER["subject"], "aud": ISSUER["audience"]}
    parts = ({"alg": "RS256", "kid": "k"}, {**claims, "exp": int(now) + 600, **changed})
    return ".".join([*(jwt.encode_object(part) for part in parts), "Y2FuYXJ5LWNhbmFyeS1jYW5hcnk"])


def script(folder: Path, text: str) -> Path:
    """A command ``az`` in a folder of its own, by the shell; returns the folder."""
    folder.mkdir(exist_ok=True)
    (folder / "az").write_text("#!/bin/sh\n" + text)
    (folder / "az").chmod(0o755)
    return folder


class Skewed(Clock):
    """A machine whose clock is so many seconds ahead of everybody's."""

    def __init__(self, ahead: float) -> None:
        super().__init__()
        self._ahead = ahead

    def time(self) -> float:
        return time.time() + self._ahead
