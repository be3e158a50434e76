# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client credentials grant: where it is sent, what is sent, and what an answer with a token looks like.

The three kinds that log in as an application (secret, certificate, federated token) differ only in what they prove
it with. Wire facts: contract 1.1, verified 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ..clock import Clock
from ..clouds import Cloud
from ..errors import AuthError, InputError
from . import jwt
from .credential import Answer, Ask, Fetch, Token

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

# Seconds that a token is taken to live when nothing says how long: longer than the margin before which it is renewed.
UNKNOWN_LIFETIME = 600
# A tenant stands in the path of the URL that a secret is sent to: a GUID, a domain name or a word such as "adfs".
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")


@dataclass(frozen=True)
class App:
    """An application that logs in.

    :param version: the token endpoint: ``v2``, or ``v1`` which names a resource instead of a scope.
    :param named: option -> how a message names it.
    """

    cloud: Cloud
    tenant: str
    client_id: str
    clock: Clock
    version: str = "v2"
    named: Mapping[str, str] = field(default_factory=dict)


def endpoint(app: App) -> str:
    """The URL of the token endpoint.

    :raises InputError: a tenant that cannot stand in a path, or a login service that is not plain https: whatever
        proves the identity goes to this URL and nowhere else (reliability A15).
    """
    parts = urlsplit(app.cloud.login)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or parts.path.strip("/") or parts.query:
        raise InputError("cloud_environment", f"the login service of {app.cloud.name} is not an https origin")
    if not _TENANT.fullmatch(app.tenant):
        raise InputError("tenant", f"{app.tenant[:60]!r} is neither a tenant id nor a domain name")
    path = "oauth2/token" if app.version == "v1" else "oauth2/v2.0/token"
    return f"https://{parts.netloc}/{app.tenant}/{path}"


def redeem(
    app: App,
    audience: str,
    proof: str,
    form: Mapping[str, str],
    secrets: tuple[str, ...],
    fetch: Fetch,
    extra: str = "",
) -> Token:
    """A token for ``audience``, by exactly one request: a repeated refusal can lock an account (reliability A01).

    :param proof: the option that proves the identity.   :param form: what proves it.
    :raises AuthError: when the login service gives none.
    """
    # A resource that ends in a slash gives a double one, which keeps the slash in the token's audience (contract 1.1).
    what = {"resource": audience} if app.version == "v1" else {"scope": f"{audience}/.default"}
    sent = {"grant_type": "client_credentials", "client_id": app.client_id, **what, **form}
    answer = fetch(Ask("POST", endpoint(app), form=sent))
    data = answer.data if isinstance(answer.data, dict) else {}
    if answer.status != 200 or data.get("error") or not data.get("access_token"):
        from .refusal import refusal

        raise refusal(answer, proof, app.named, secrets, app.clock.time(), extra)
    return token_in(answer, audience, app.clock.time(), "the login service")


def token_in(answer: Answer, audience: str, now: float, who: str) -> Token:
    """The token in a good answer. Its end comes from ``expires_in`` and our clock, so that a wrong clock does no harm.

    :param now: seconds since the epoch.   :param who: names the answering service in the message.
    :raises AuthError: no token in it, or one that has already ended. The answer is never quoted, it may hold a token.
    """
    data: Any = answer.data
    value = data.get("access_token") if isinstance(data, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise AuthError(f"{who} answered {answer.status} without a token", code="TokenMissing", status=answer.status)
    lifetime = jwt.number(data.get("expires_in"))
    if lifetime is None:
        ends = jwt.number(data.get("expires_on")) or jwt.number(jwt.claims(value).get("exp"))
        lifetime = UNKNOWN_LIFETIME if ends is None else ends - now
    if lifetime <= 0:
        raise AuthError(f"{who} gave a token that has already expired", code="TokenExpired")
    return Token(value=value, expires_on=int(now + lifetime), audience=audience)
