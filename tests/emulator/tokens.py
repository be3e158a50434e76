# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Access tokens of the emulator: how they are written, read back and judged.

A token is a JWT in three parts with the claims that clients decode (contract 1.1) and a signature that means nothing:
no client checks it, and the emulator is not a security boundary.
"""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

#: What the Azure Resource Manager accepts, with and without the slash (verified 3, "wrong audience").
ARM_AUDIENCES = (
    "https://management.core.windows.net/",
    "https://management.core.windows.net",
    "https://management.azure.com/",
    "https://management.azure.com",
)
#: What the regional plane accepts, one for each cloud (contract 1.5).
ML_AUDIENCES = ("https://ml.azure.com", "https://ml.azure.us", "https://ml.azure.cn")
#: Other resources that clients ask tokens for while they talk to a workspace.
OTHER_AUDIENCES = ("https://graph.microsoft.com", "https://storage.azure.com")

#: The service dates a token five minutes back, so that a client whose clock is late accepts it (the seed's answer:
#: expires_on - not_before = 3900 with expires_in 3599).
BACKDATE_S = 300


@dataclass(frozen=True)
class Refusal:
    """Why a token is not accepted.

    `reason` is one of `malformed`, `expired`, `audience`; `claims` is what could be read (empty when malformed).
    """

    reason: str
    claims: dict[str, Any]


def with_and_without_slash(urls: Iterable[str]) -> frozenset[str]:
    """Every URL in both spellings: a resource keeps its own slash in `aud` (contract 1.1)."""
    bare = {url.rstrip("/") for url in urls if url}
    return frozenset(bare | {url + "/" for url in bare})


def arm_audiences(own_urls: Iterable[str]) -> frozenset[str]:
    """The audiences of the ARM plane; a custom cloud also takes its own base URL (contract 1.5)."""
    return frozenset(ARM_AUDIENCES) | with_and_without_slash(own_urls)


def regional_audiences(own_urls: Iterable[str], *, strict: bool) -> frozenset[str]:
    """The audiences of the regional plane. `strict` refuses ARM tokens, which the seed sends and Azure still takes."""
    ml = with_and_without_slash(ML_AUDIENCES)
    return ml if strict else ml | arm_audiences(own_urls)


def known_audiences(own_urls: Iterable[str]) -> frozenset[str]:
    """Every resource that the login service has a principal for; any other is AADSTS500011."""
    return arm_audiences(own_urls) | with_and_without_slash((*ML_AUDIENCES, *OTHER_AUDIENCES))


def issue(
    *, tenant: str, client_id: str, object_id: str, audience: str, now: float, lifetime_s: int, proof: str = "1"
) -> str:
    """A new access token.

    `now` is seconds since 1970, `lifetime_s` seconds, `proof` the `appidacr` claim: "1" a secret, "2" an assertion.
    """
    claims = {
        "aud": audience,
        "iss": f"https://sts.windows.net/{tenant}/",
        "iat": int(now) - BACKDATE_S,
        "nbf": int(now) - BACKDATE_S,
        "exp": int(now) + lifetime_s,
        "appid": client_id,
        "appidacr": proof,
        "idp": f"https://sts.windows.net/{tenant}/",
        "idtyp": "app",
        "oid": object_id,
        "sub": object_id,
        "tid": tenant,
        "uti": uuid.uuid4().hex,
        "ver": "1.0",
    }
    header = {"typ": "JWT", "alg": "RS256", "kid": "emulator"}
    return ".".join((encode_part(header), encode_part(claims), "ZW11bGF0b3I"))


def claims_of(token: str, now: float, audiences: Collection[str] | None = None) -> dict[str, Any] | Refusal:
    """The claims of a token, or why it is refused.

    `now` is seconds since 1970. Without `audiences` any audience passes.
    """
    claims = read_claims(token)
    if claims is None or not isinstance(claims.get("exp"), (int, float)):
        return Refusal("malformed", {})
    if claims["exp"] <= now:
        return Refusal("expired", claims)
    if audiences is not None and claims.get("aud") not in audiences:
        return Refusal("audience", claims)
    return claims


def read_claims(token: str) -> dict[str, Any] | None:
    """The payload of a JWT, unchecked; None when it is not one."""
    parts = token.split(".")
    return decode_part(parts[1]) if len(parts) == 3 and decode_part(parts[0]) is not None else None


def encode_part(value: dict[str, Any]) -> str:
    """One part of a JWT: compact JSON in base64url without padding."""
    text = json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def decode_part(text: str) -> dict[str, Any] | None:
    """The JSON object in one part of a JWT, or None when it holds none."""
    try:
        value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        return None
    return value if isinstance(value, dict) else None
