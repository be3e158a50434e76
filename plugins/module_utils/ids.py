# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Azure resource ids and names: parsing, comparing, building paths that cannot climb. Pure text, no requests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .errors import InputError

_SEGMENT = re.compile(r"\{([a-z_]+)\}")
_GUID = re.compile(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
# Names no service accepts, whatever its own pattern: they would change which path is addressed (reliability 0.2.2), or
# cannot be sent.
_CLIMBS = re.compile(r"[/\\?#%;\x00-\x1f\x7f\ud800-\udfff]|^\s|\s$|^\.{0,2}$")


@dataclass(frozen=True)
class ArmId:
    """A parsed ARM id. ``types`` and ``names`` run in parallel: ``workspaces/ws/computes/c`` is two of each."""

    subscription: str
    resource_group: str
    provider: str
    types: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def type(self) -> str:
        """The full type, such as ``Microsoft.Storage/storageAccounts``."""
        return "/".join((self.provider, *self.types))


def parse(text: str) -> ArmId | None:
    """The parts of an ARM resource id, or None when ``text`` is not one. A missing leading slash is accepted (seed)."""
    parts = text.strip().strip("/").split("/")
    found: dict[str, str] = {}
    while len(parts) >= 2 and parts[0].lower() in ("subscriptions", "resourcegroups") and parts[0].lower() not in found:
        found[parts[0].lower()] = parts[1]
        parts = parts[2:]
    if "subscriptions" not in found:
        return None
    provider, kinds, names = "", [], []
    if parts:
        if parts[0].lower() != "providers" or len(parts) < 4 or len(parts) % 2:
            return None
        provider, kinds, names = parts[1], parts[2::2], parts[3::2]
    return ArmId(found["subscriptions"], found.get("resourcegroups", ""), provider, tuple(kinds), tuple(names))


def same(one: Any, other: Any) -> bool:
    """True when two ids name one resource: case, a trailing slash and a missing leading one do not count (recorded
    2.1).
    """
    return str(one).strip().strip("/").lower() == str(other).strip().strip("/").lower()


def describes(body: Any, path: str) -> bool:
    """True when ``body`` can be the resource at ``path``: a write must not start from another one (reliability P03)."""
    own = parse(path)
    if own is None or not own.types or not isinstance(body, Mapping):
        return isinstance(body, Mapping)
    told = body.get("id")
    # Schedules have no id (recorded); every resource has properties, but no provider and no subscription.
    other = isinstance(told, str) and parse(told) is not None and not same(told, path)
    return not other and isinstance(body.get("properties"), Mapping)


def names(text: str, path: str) -> bool:
    """True when the ``{type}/{name}`` of a not-found message is the resource at ``path`` and not one of its parents."""
    own = parse(path)
    if own is None:
        return True
    words = sorted(word.lower() for word in (own.provider, *own.types, *own.names))
    return sorted(word.lower() for word in text.strip("/").split("/")) == words


def is_guid(text: str) -> bool:
    """True for the usual 8-4-4-4-12 form."""
    return bool(_GUID.match(text))


def check_name(option: str, name: Any, pattern: str, example: str) -> str:
    """``name`` when it may stand in a path.

    :param pattern: the service's own rule, matched against the whole name.
    :raises InputError: naming the option, the rule and an example.
    """
    text = str(name)
    if _CLIMBS.search(text) or not re.fullmatch(pattern, text):
        raise InputError(option, f"{text[:80]!r} is not a valid name; it must match {pattern}, for example {example}")
    return text


def encoded(text: str) -> str:
    """``text`` as one segment of a path."""
    return quote(text, safe="-._~:()@!$&'*+,=")


def fill(template: str, values: Mapping[str, Any]) -> str:
    """``template`` with each ``{word}`` replaced by its percent-encoded value.

    :raises InputError: when a value is missing, or would add, remove or climb a path segment.
    """

    def filled(match: re.Match[str]) -> str:
        value = values.get(match.group(1))
        if value is None or value == "":
            raise InputError(match.group(1), "is required here")
        text = str(value)
        if _CLIMBS.search(text):
            raise InputError(match.group(1), f"{text[:80]!r} cannot stand in a path")
        return encoded(text)

    return _SEGMENT.sub(filled, template)
