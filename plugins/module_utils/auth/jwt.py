# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a JSON Web Token (RFC 7519). Reads what a token says; checks no signature, the service does."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any


def encode(part: bytes) -> str:
    """base64url without padding, as every part of a token is written."""
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode("ascii")


def encode_object(value: Mapping[str, Any]) -> str:
    """A header or a payload."""
    return encode(json.dumps(value, separators=(",", ":")).encode("utf-8"))


def claims(token: str) -> dict[str, Any]:
    """The payload of ``token``; empty when it is no JWT, because an access token need not be one."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        found = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def number(value: Any) -> float | None:
    """A time in seconds that services write as a number or as text; None when it is neither."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    # Beyond this nothing is a time, and int() of an infinity raises.
    return found if -1e12 < found < 1e12 else None
