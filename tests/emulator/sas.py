# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shared access signatures of blob storage: made for whoever asks the service for one, checked on every request.

learn.microsoft.com, rest/api/storageservices: create-service-sas, create-account-sas.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlencode, urlsplit

from .core import EmulatorState, base_url_of

VERSION = "2022-11-02"
#: Since this version the encryption scope is part of what is signed.
_WITH_SCOPE = "2020-12-06"
_KEYS = (1, 2)


def account_key(name: str, number: int) -> str:
    """Return one of the two keys of an account: 64 bytes that depend on the name only, like a real key in form."""
    return base64.b64encode(hashlib.sha512(f"emulator/{name}/{number}".encode()).digest()).decode()


def container_query(account: str, container: str, permissions: str, ends: float, blob: str = "") -> str:
    """The query of a URL that may do what `permissions` say in one container, or with one blob of it, until `ends`."""
    words = {
        "sv": VERSION,
        "spr": "https",
        "se": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ends)),
        "sr": "b" if blob else "c",
        "sp": permissions,
    }
    return urlencode({**words, "sig": _service_signature(account, 1, container, blob, words)})


def problem(account: str, container: str, blob: str, query: Mapping[str, str], now: float) -> str:
    """Why a request with this query is not authenticated; empty when it is."""
    try:
        begins, ends = _moment(query.get("st", "")), _moment(query.get("se", ""))
    except ValueError:
        return "Signature fields not well formed."
    if ends is None:
        return "se is mandatory. Cannot be empty"
    if now >= ends or (begins is not None and now < begins):
        shown = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(now))
        return f"Signature not valid in the specified time frame: Expiry [{query['se']}] - Current [{shown}]"
    if "ss" in query:
        expected = [_account_signature(account, number, query) for number in _KEYS]
        covers = "b" in query["ss"] and (("o" if blob else "c") in query.get("srt", ""))
    else:
        own = blob if query.get("sr") == "b" else ""
        expected = [_service_signature(account, number, container, own, query) for number in _KEYS]
        covers = query.get("sr") in ("c", "b") and (query["sr"] == "c" or bool(blob))
    if not covers or not any(hmac.compare_digest(query.get("sig", ""), one) for one in expected):
        return "Signature did not match."
    return ""


def _moment(text: str) -> float | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()


def _service_signature(account: str, number: int, container: str, blob: str, words: Mapping[str, str]) -> str:
    place = f"/blob/{account}/{container}" + (f"/{blob}" if blob else "")
    lines = [*(words.get(name, "") for name in ("sp", "st", "se")), place]
    lines += [words.get(name, "") for name in ("si", "sip", "spr", "sv", "sr")]
    # The time of a snapshot, of which there are none here.
    lines += ["", *([words.get("ses", "")] if words.get("sv", "") >= _WITH_SCOPE else [])]
    lines += [words.get(name, "") for name in ("rscc", "rscd", "rsce", "rscl", "rsct")]
    return _signed(account, number, "\n".join(lines))


def _account_signature(account: str, number: int, words: Mapping[str, str]) -> str:
    lines = [account, *(words.get(name, "") for name in ("sp", "ss", "srt", "st", "se", "sip", "spr", "sv"))]
    lines += [words.get("ses", "")] if words.get("sv", "") >= _WITH_SCOPE else []
    return _signed(account, number, "\n".join(lines) + "\n")


def _signed(account: str, number: int, text: str) -> str:
    key = base64.b64decode(account_key(account, number))
    return base64.b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode()


# ----- addresses ---------------------------------------------------------------------------------------------------


def place_of(emulator: EmulatorState, base_url: str, account: str) -> str:
    """Where an account's containers are, for whoever reached us at `base_url`; the knob `blob_endpoint`."""
    return (emulator.config.blob_endpoint or f"{base_url}/{{account}}").replace("{account}", account)


def suffix_of(emulator: EmulatorState, request: Any) -> str:
    """What the cloud's document names as the suffix of storage: where the account is in the path, the host itself."""
    own = urlsplit(base_url_of(emulator, request)).netloc
    return emulator.config.storage_suffix if emulator.config.blob_endpoint else own


def ends(emulator: EmulatorState) -> float:
    """When a signature that is given now runs out."""
    return emulator.clock.now() + emulator.config.sas_seconds
