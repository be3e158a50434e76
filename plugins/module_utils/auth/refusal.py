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
from ..remedies.login import LOGIN
from .credential import Answer

#: Stands for the option that proved the identity: the secret, the certificate or the federated token.
PROOF = "proof"

#: Which option is at fault, by AADSTS number. The next step stands in :mod:`remedies.login`.
_BY_NUMBER: Mapping[int, str] = {
    **dict.fromkeys((7000215, 7000216, 7000222, 7002137, 7002138, 700021, 700023, 700024, 700027), PROOF),
    **dict.fromkeys((700211, 700213, 70021, 50012, 50027), PROOF),
    **dict.fromkeys((7000112, 700016, 50076, 50079, 53003, 65001), "client_id"),
    **dict.fromkeys((500011, 70011, 1002012), "cloud_environment"),
    **dict.fromkeys((900023, 90002), "tenant"),
}
_BY_ERROR: Mapping[str, str] = {
    "interaction_required": "client_id",
    "invalid_client": PROOF,
    "invalid_grant": PROOF,
    "invalid_resource": "cloud_environment",
    "invalid_scope": "cloud_environment",
    "invalid_tenant": "tenant",
    "unauthorized_client": "client_id",
}
# Numbers that tell nothing of an option although the word would.
_NOBODY = frozenset({50196, 90033})
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
    option = None if number in _NOBODY else _BY_NUMBER.get(number or 0) or _BY_ERROR.get(word)
    option = proof if option == PROOF else option
    known = [f"AADSTS{number}"] if number else []
    said = _TAIL.sub("", redact.line(data.get("error_description") or "", secrets, limit=300))
    if not word:
        said = said or f"the login service answered {answer.status} with something else than a token"
    about = f"{named.get(option, option)}: " if option else ""
    if not said.startswith("AADSTS"):
        said = ": ".join([*known, said] if said else known)
    skew = _skew(answer, now) if number == 700024 else 0.0
    wrong = f"it is {abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the login service" if skew else ""
    return AuthError(
        f"{about}{f'{word}, ' if word else ''}{said}".rstrip(", "),
        option=option,
        code=known[0] if known else (word or "TokenMissing"),
        # A number that nobody explained yet.
        remedy=word if known and known[0] not in LOGIN else None,
        status=answer.status,
        request_id=_plain(data.get("trace_id") or answer.headers.get("x-ms-request-id")),
        correlation_id=_plain(data.get("correlation_id")),
        attempts=answer.attempts,
        hint="; ".join(part for part in (wrong, extra) if part) or None,
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
