# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the login service means when it refuses: which option is at fault, and the next step. Pure.

The OAuth word ``error`` decides; the AADSTS number only makes the advice better, because Microsoft may renumber
(reliability A01). Numbers and their meaning: verified 1, contract 1.3, reliability A01 to A06.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from .. import redact
from ..errors import AuthError
from .credential import Answer

#: Stands for the option that proved the identity: the secret, the certificate or the federated token.
PROOF = "proof"

_NO_PROMPT = "a playbook cannot answer a prompt: use a service principal, or exempt this one from the policy"
_NOT_MATCHED = "the application needs a federated credential with exactly this issuer, subject and audience"
_CLOCK = "set this machine's clock; an assertion is valid only for some minutes"

#: AADSTS number -> (option, next step).
_BY_NUMBER: Mapping[int, tuple[str | None, str]] = {
    7000112: ("client_id", "the application is disabled in this tenant; enable it"),
    7000215: (PROOF, "set the value of the client secret, not its id"),
    7000216: (PROOF, "nothing that proves the identity was sent; set a secret, a certificate or a federated token"),
    7000222: (PROOF, "the client secret has expired; add a new one to the application"),
    7002137: (PROOF, _NOT_MATCHED),
    7002138: (PROOF, _NOT_MATCHED),
    700016: ("client_id", "check client_id, tenant and cloud_environment: this tenant has no such application"),
    700021: (PROOF, "the assertion is another application's; check client_id"),
    700023: (PROOF, "the assertion is meant for another login service; check cloud_environment"),
    700024: (PROOF, _CLOCK),
    700027: (PROOF, "add this certificate to the application, or use the one that it has"),
    700211: (PROOF, _NOT_MATCHED),
    700213: (PROOF, _NOT_MATCHED),
    70021: (PROOF, _NOT_MATCHED),
    500011: (
        "cloud_environment",
        "the tenant does not know what the token was asked for; check cloud_environment and tenant",
    ),
    900023: ("tenant", "the tenant is a GUID or a domain name"),
    90002: ("tenant", "check tenant and cloud_environment"),
    50012: (PROOF, "the certificate does not fit the application's; add it there"),
    50027: (PROOF, "the assertion is not a valid JWT"),
    50076: ("client_id", _NO_PROMPT),
    50079: ("client_id", _NO_PROMPT),
    53003: ("client_id", _NO_PROMPT),
    65001: ("client_id", "an administrator of the tenant must consent to the application"),
    50196: (None, "the login service saw too many equal requests; wait some minutes"),
    90033: (None, "the login service is unavailable for the moment; run the task again"),
}
_BY_ERROR: Mapping[str, tuple[str | None, str]] = {
    "interaction_required": ("client_id", _NO_PROMPT),
    "invalid_client": (PROOF, "check what proves the identity of the application"),
    "invalid_grant": (PROOF, "check what proves the identity of the application"),
    "invalid_resource": ("cloud_environment", "check cloud_environment, and the audience when one was named"),
    "invalid_scope": ("cloud_environment", "check cloud_environment, and the audience when one was named"),
    "invalid_tenant": ("tenant", "check tenant and cloud_environment"),
    "server_error": (None, "the login service has a problem; run the task again"),
    "temporarily_unavailable": (None, "the login service is unavailable for the moment; run the task again"),
    "unauthorized_client": ("client_id", "check client_id and tenant"),
}
# The tail that repeats, in either of its forms, what the fields of the answer say (verified 1).
_TAIL = re.compile(r"\s*Trace ID:.*", re.DOTALL)
# What a skew must exceed to be worth a word, in seconds: less is the network's.
_SKEW = 60.0


def refusal(
    answer: Answer, proof: str, named: Mapping[str, str], secrets: Iterable[str], now: float, extra: str = ""
) -> AuthError:
    """The failure that a refusing ``answer`` of the login service is.

    :param proof: the option that proved the identity.
    :param named: option -> how to name it in a message, with the place its value came from.
    :param now: seconds since the epoch, to tell how wrong this machine's clock is.
    :param extra: a further fact for the next step, such as what a federated token says of itself.
    """
    data = answer.data if isinstance(answer.data, dict) else {}
    word = redact.line(data.get("error") or "", secrets, limit=60)
    number = _number(data)
    option, hint = _BY_NUMBER.get(number or 0) or _BY_ERROR.get(word) or (None, "")
    option = proof if option == PROOF else option
    known = [f"AADSTS{number}"] if number else []
    said = _TAIL.sub("", redact.line(data.get("error_description") or "", secrets, limit=300))
    if not word:
        said = said or f"the login service answered {answer.status} with something else than a token"
    about = f"{named.get(option, option)}: " if option else ""
    if not said.startswith("AADSTS"):
        said = ": ".join([*known, said] if said else known)
    skew = _skew(answer, now)
    if number == 700024 and skew:
        hint = f"{hint}; it is {abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the login service"
    return AuthError(
        f"{about}{f'{word}, ' if word else ''}{said}".rstrip(", "),
        option=option,
        code=known[0] if known else (word or None),
        status=answer.status,
        request_id=_plain(data.get("trace_id") or answer.headers.get("x-ms-request-id")),
        correlation_id=_plain(data.get("correlation_id")),
        attempts=1,
        hint="; ".join(part for part in (hint, extra) if part) or None,
    )


def _number(data: Mapping[str, Any]) -> int | None:
    """The AADSTS number: the first of ``error_codes``, else the one that the description starts with."""
    codes = data.get("error_codes")
    if isinstance(codes, list) and codes and str(codes[0]).isdigit():
        return int(codes[0])
    found = re.match(r"AADSTS(\d{4,9})\b", str(data.get("error_description") or ""))
    return int(found.group(1)) if found else None


def _plain(value: Any) -> str | None:
    return redact.line(value, limit=80) if value else None


def _skew(answer: Answer, now: float) -> float:
    """How far this machine's clock is ahead, in seconds; 0.0 when that is little or not known."""
    try:
        skew = now - parsedate_to_datetime(answer.headers.get("date", "")).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    return skew if abs(skew) > _SKEW else 0.0
