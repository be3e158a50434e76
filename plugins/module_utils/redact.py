# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be shown. Pure functions over text and trees; everything that a user can see passes through here.

Two ways, because each misses what the other finds: known secrets by value (raw and encoded), unknown ones by shape
(a token, a SAS signature, a key in a connection string) or by the name of the key that holds them.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "********"

# Below this length a value also occurs inside ordinary words; masking it would shred the text (reliability S03).
SHORTEST_MASKED = 6

# Keys whose value is a secret wherever they occur in an answer: the 40 of the 2026-05-01 schema (reliability 0.4),
# the dependants' and the login service's; in a definition those of the CLI. Compared without case and separators.
SECRET_KEYS = frozenset(
    """
    accesstoken accountkey accountsastoken adminkubeconfig adminpassword adminuserpassword adminusersshprivatekey
    adminusersshpublickey appinsightsinstrumentationkey awssecretaccesskey
    certificate clientassertion clientsecret clustersshpublickeydata containerregistrycredentials
    databricksaccesstoken apikey developertoken instrumentationkey key1 key2 keyvalue notebookaccesskeys pat password
    passwords primaryaccesskey primarykey
    primaryconnectionstring privatekey privatekeydata publickeydata refreshtoken relayconnectionstring sas sastoken
    sasuri
    secondaryaccesskey secondarykey secondaryconnectionstring secret secretaccesskey secrets securitytoken
    servicebusconnectionstring servicesastoken sessiontoken sig sshkeyvalue sshprivatekey sslkey userkubeconfig
    userstoragekey connectionstring userstoragearmkey
    """.split()
)

# Names too common to be secrets everywhere, each with the member beside it that makes it one: the keys of a storage
# account are {keyName, value}, the secrets of a datastore {secretsType, key}.
_SECRET_BESIDE = {"value": "keyname", "key": "secretstype"}
# The same with the member that holds them. The credentials of a workspace's connection: an ApiKey one has one key, a
# CustomKeys one a map of them.
_SECRET_IN = {"credentials": ("key", "keys"), "sslconfiguration": ("cert", "key")}
# Free maps in which users put secrets, and the service shows them: the environment of a job, a deployment or a service
# of an instance, the headers that an endpoint takes.
_MAPS = frozenset(("environmentvariables", "headers"))
# The metadata of a connection is one of them; other resources have harmless metadata.
_MAPS_BESIDE = {"metadata": {"authtype", "category"}}
_SOUNDS_SECRET = re.compile("pass|pwd|secret|token|key|cred|sas|auth|conn", re.IGNORECASE)

_SHAPES = (
    re.compile(r"(?i)(bearer\s+)[A-Za-z0-9._~+/=-]{8,}"),
    re.compile(r"()\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*\.?[A-Za-z0-9_-]*"),
    re.compile(r"(?i)(\b(?:sig|code|client_secret|client_assertion|password|access_token|refresh_token)=)[^&\s\"']+"),
    re.compile(r"(?i)(\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|InstrumentationKey)=)[^;\s\"']+"),
    re.compile(r"()-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL),
)
_ESCAPE = re.compile("%[0-9A-F]{2}")
# Terminal control characters and the bidirectional overrides (reliability S15); a newline would break "one line".
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def spellings(secret: str) -> set[str]:
    """``secret`` as it may turn up in an answer, a URL or a text of ours: raw, escaped as JSON or by Python,
    percent-encoded, in hex, base64 at its three offsets, and on one line.
    """
    raw = secret.encode("utf-8", "surrogatepass")
    found = {
        secret,
        _flat(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
    }
    percent = {quote(raw, safe=""), quote(raw), quote_plus(raw)}
    # .NET writes its escapes in lower case.
    percent |= {_ESCAPE.sub(lambda match: match.group().lower(), form) for form in percent}
    found |= {*percent, raw.hex(), raw.hex().upper()}
    for offset in range(3):
        encoded = base64.b64encode(b"\x00" * offset + raw).decode("ascii").rstrip("=")
        # The first and last character of a base64 run mix in the neighbouring bytes; what lies between is the secret's
        # own.
        core = encoded[(0, 2, 3)[offset] : len(encoded) - 1]
        found.update({core, core.replace("+", "-").replace("/", "_")})
    return {text for text in found if len(text) >= SHORTEST_MASKED}


def text(value: Any, secrets: Iterable[str] = ()) -> str:
    """``value`` as text without any of ``secrets``, without anything shaped like one; still with its line breaks."""
    shown = _replaced(str(value), _forms(secrets))
    for shape in _SHAPES:
        shown = shape.sub(lambda match: match.group(1) + MASK, shown)
    return shown


def without(value: Any, secrets: Iterable[str]) -> Any:
    """A copy of ``value`` in which ``secrets``, and nothing else, are masked in every text."""
    return _replaced(value, _forms(secrets))


def _forms(secrets: Iterable[str]) -> list[str]:
    return sorted({form for item in secrets for form in spellings(item)}, key=len, reverse=True)


def _replaced(value: Any, forms: list[str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _replaced(item, forms) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_replaced(item, forms) for item in value]
    if isinstance(value, str):
        for form in forms:
            value = value.replace(form, MASK)
    return value


def line(value: Any, secrets: Iterable[str] = (), limit: int | None = 500) -> str:
    """One printable line of at most ``limit`` characters (rule R4): redacted, no control characters, cut with an
    ellipsis.

    :param limit: None for what is still to be searched for secrets: half of one would not be found.
    """
    shown = _flat(text(value, secrets)).encode("utf-8", "replace").decode("utf-8")
    return shown if limit is None or len(shown) <= limit else shown[: limit - 3].rstrip() + "..."


def _flat(shown: str) -> str:
    return " ".join(_CONTROL.sub(" ", shown).split())


def defect(error: BaseException, secrets: Iterable[str] | None, limit: int = 350) -> str:
    """An exception that nobody expected, as one line: what and where it is, without the traceback whose lines may quote
    a secret.

    :param secrets: None while they are not known; then nothing of its text can be told.
    """
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "unknown"
    said = f": {error}" if secrets is not None else ""
    told = line(f"{type(error).__name__} at {where}{said}", secrets or (), limit)
    return f"this is a defect of mlops.azureml: {told}"


def tree(value: Any, secrets: Iterable[str] = (), name: str = "") -> Any:
    """A copy of ``value`` in which every secret is masked: by value in any text, by key name anywhere.

    :param name: the key that holds ``value``, where it is known.
    """
    known = tuple(secrets)
    if isinstance(value, Mapping):
        hidden = hidden_members(value, name)
        return {
            key: _masked(item, key) if key in hidden else tree(item, known, str(key)) for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [tree(item, known, name) for item in value]
    return text(value, known) if isinstance(value, str) else value


def _masked(value: Any, key: Any) -> Any:
    """``value``, the member ``key``, hidden; of a map whose names are no secrets, those stay."""
    if value in (None, "", [], {}):
        return value
    plain = _bare(key)
    if isinstance(value, Mapping) and (plain in _MAPS or plain in _MAPS_BESIDE):
        return {name: _masked(item, "") for name, item in value.items()}
    return MASK


def hidden_members(holder: Mapping[Any, Any], name: str = "") -> set[Any]:
    """The keys of ``holder``, itself the value of ``name``, whose values are not shown: secrets, and the free maps that
    may hold some and that the service shows.
    """
    found = secret_members(holder, name)
    for key, value in holder.items():
        if isinstance(value, Mapping):
            plain = _bare(key)
            beside = _MAPS_BESIDE.get(plain)
            if plain in _MAPS or (beside and not beside.isdisjoint(map(_bare, holder))):
                found.add(key)
    return found


def secret_members(holder: Mapping[Any, Any], name: str = "") -> set[Any]:
    """The keys of ``holder``, itself the value of ``name``, that hold secrets by their own name or by their company.
    The service takes them and does not show them.
    """
    bare = {key: _bare(key) for key in holder}
    present = set(bare.values())
    return {
        key
        for key, plain in bare.items()
        if plain in SECRET_KEYS or _SECRET_BESIDE.get(plain) in present or plain in _SECRET_IN.get(_bare(name), ())
    }


def held(value: Any, name: str = "") -> Iterator[str]:
    """Every text in ``value`` that :func:`tree` would mask for the name of its key, as far as it is long enough to be
    looked for elsewhere. Of a free map those whose own name sounds like a secret: a variable may well hold a region.

    :param name: the key that holds ``value``, where it is known.
    """
    if isinstance(value, Mapping):
        secret, hidden = secret_members(value, name), hidden_members(value, name)
        for key, item in value.items():
            if key in secret:
                yield from _texts(item)
            elif key in hidden:
                yield from _texts([one for word, one in item.items() if _SOUNDS_SECRET.search(str(word))])
            else:
                yield from held(item, str(key))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from held(item, name)


def _texts(value: Any) -> Iterator[str]:
    """Every text in ``value``."""
    if isinstance(value, Mapping):
        value = list(value.values())
    for item in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(item, (Mapping, list, tuple)):
            yield from _texts(item)
        elif isinstance(item, str) and len(item) >= SHORTEST_MASKED:
            yield item


def is_secret_key(key: Any) -> bool:
    """True when a member of this name holds a secret in some answer that this collection reads."""
    return _bare(key) in SECRET_KEYS


@functools.lru_cache(maxsize=4096)
def _bare(key: Any) -> str:
    return re.sub(r"[^a-z0-9]", "", str(key).lower())


def url(value: str) -> str:
    """``value`` with its query cut down to ``api-version``: poll URLs carry a signature of 3.5 kB (recorded 1)."""
    base, _question, query = value.partition("?")
    kept = [part for part in query.split("&") if part.lower().startswith("api-version=")]
    return text(base + ("?" + "&".join(kept) if kept else ""))
