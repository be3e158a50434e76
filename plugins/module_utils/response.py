# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What came back from a request, and what of it can be believed. Pure; knows HTTP and JSON, no Azure."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from . import errors, redact
from .tree import nests

# No answer of Azure nests a fifth as deep; what walks through one must come to its end (reliability P02).
DEEPEST = 100
_TAG = re.compile("<[^>]*>")
_CHALLENGE = re.compile(r'(?i)\bclaims="([A-Za-z0-9+/_-]+=*)"')


@dataclass(frozen=True)
class Response:
    """One answer; header names are in lower case. ``attempts`` counts the requests that were sent for it."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    url: str = ""
    attempts: int = 1

    @property
    def ids(self) -> dict[str, str | None]:
        """The two ids that Microsoft's support asks for."""
        return {
            "request_id": self.headers.get("x-ms-request-id"),
            "correlation_id": self.headers.get("x-ms-correlation-request-id"),
        }

    @property
    def is_json(self) -> bool:
        """True when the answer says that it is JSON."""
        return "json" in self.headers.get("content-type", "").lower()

    @property
    def is_page(self) -> bool:
        """True for a success that is a web page: a captive portal or a proxy answered in the service's place."""
        kind = self.headers.get("content-type", "").lower()
        return self.status < 300 and "text/html" in kind and bool(self.content.strip())

    @property
    def claims(self) -> str:
        """The claims that a token must have to be accepted, as JSON text; empty when the answer asks for none.

        Source: Microsoft's description of continuous access evaluation, "claims challenges".
        """
        asked = self.headers.get("www-authenticate", "")
        found = _CHALLENGE.search(asked) if "insufficient_claims" in asked else None
        if found is None:
            return ""
        text = found.group(1).rstrip("=").replace("+", "-").replace("/", "_")
        try:
            claims = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-8")
            return claims if isinstance(decoded(claims.encode()), dict) else ""
        except ValueError:
            return ""

    def json(self) -> Any:
        """The decoded body; None when it is empty.

        :raises Malformed: when it is not JSON: a proxy's or a captive portal's page must not pass for an answer.
        """
        if not self.content.strip():
            return None
        host = urlsplit(self.url).hostname
        if not self.is_json:
            raise errors.Malformed(
                f"{host} answered {self.status} with {self.described}",
                code="NotJson",
                status=self.status,
                attempts=self.attempts,
                **self.ids,
            )
        try:
            return decoded(self.content)
        except ValueError as error:
            raise errors.Malformed(
                f"{host} answered {self.status} with malformed JSON: {redact.line(error, limit=80)}",
                status=self.status,
                attempts=self.attempts,
                **self.ids,
            ) from error

    @property
    def described(self) -> str:
        """What an answer that is not JSON is, with its beginning, for a message."""
        kind = redact.line(self.headers.get("content-type", "no content type"), limit=60)
        begins = redact.line(_TAG.sub(" ", self.content[:2000].decode("utf-8", "replace")), limit=200)
        return f"{kind}, not JSON; it begins: {begins}"


def decoded(content: bytes) -> Any:
    """The value of a JSON text in UTF-8, with or without a byte order mark.

    Stricter than Python, which takes numbers that are none, and nesting that nothing can walk through afterwards. Half
    a surrogate pair, which no terminal can show, becomes a question mark.

    :raises ValueError: when it is not such a text.
    """
    try:
        value = json.loads(content.decode("utf-8-sig"), parse_constant=_refused, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("it nests too deep") from error
    if nests(value, DEEPEST):
        raise ValueError(f"it nests deeper than {DEEPEST} levels")
    if b"\\ud" in content or b"\\uD" in content:
        whole: Any = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
        return whole
    return value


def _refused(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text[:40]} is out of range")
    return number
