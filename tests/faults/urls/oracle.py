# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which URLs of a server may be followed: a second opinion, written from the rule and from RFC 3986, not from the code.

The rule (design section 6, reliability S11): https, a host of the chosen cloud, no user part, no other port, no other
subscription; an address or a port only where the user's own URL named that origin. What two parsers could read in two
ways may not be followed at all.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from urllib.parse import unquote

_ABSOLUTE = re.compile(
    r"https://(?P<host>[a-z0-9.-]+)(?P<port>:[0-9]*)?(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?", re.IGNORECASE
)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_VISIBLE = re.compile(r"[!-\[\]-~]*")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Owner:
    """What belongs to a cloud. ``named``: the host and port of the URL that the user gave, for a cloud that has one."""

    hosts: tuple[str, ...]
    suffixes: tuple[str, ...]
    named: tuple[str, int] | None = None

    def owns(self, host: str, port: int) -> bool:
        """Whether a token may go there."""
        if (host, port) == self.named:
            return True
        if port != 443:
            return False
        ends = [suffix for suffix in self.suffixes if host.endswith(f".{suffix}")]
        return host in self.hosts or bool(ends and all(_LABEL.fullmatch(label) for label in host.split(".")))


def origin(url: str) -> tuple[str, int] | None:
    """Host and port of an absolute https URL that every parser reads in one way; None for any other text."""
    found = _ABSOLUTE.fullmatch(url) if _VISIBLE.fullmatch(url) else None
    if found is None:
        return None
    port = (found["port"] or ":").lstrip(":")
    return found["host"].lower(), int(port) if port else 443


def whole(base: str, given: str) -> str:
    """``given`` as an absolute URL (RFC 3986, 5.2); empty for what is neither absolute nor relative."""
    if not _VISIBLE.fullmatch(given):
        return ""
    if _SCHEME.match(given):
        return given
    scheme, _colon, rest = base.partition("://")
    place, _slash, tail = rest.partition("/")
    path = "/" + tail.partition("#")[0].partition("?")[0]
    if given.startswith("//"):
        return f"{scheme}:{given}"
    given = given.partition("#")[0]
    reference, mark, query = given.partition("?")
    if not reference:
        return f"{scheme}://{place}{path}{mark}{query}"
    joined = reference if reference.startswith("/") else path.rpartition("/")[0] + "/" + reference
    return f"{scheme}://{place}{_without_dots(joined)}{mark}{query}"


def _without_dots(path: str) -> str:
    kept: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == ".." and len(kept) > 1:
            kept.pop()
        elif part not in (".", ".."):
            kept.append(part)
    return "/".join(kept) + ("/" if parts[-1] in (".", "..") else "")


def subscriptions(url: str) -> set[str] | None:
    """The subscriptions in the path, however it is encoded; None when it climbs."""
    found = _ABSOLUTE.fullmatch(url)
    path = (found["path"] or "") if found else ""
    for _turn in range(9):
        path = unquote(path)
    parts = [part for part in path.replace("\\", "/").lower().split("/") if part]
    if {".", ".."}.intersection(parts):
        return None
    return {after for part, after in itertools.pairwise(parts) if part == "subscriptions"}


def may_follow(owner: Owner, base: str, given: str) -> bool:
    """Whether a URL that the answer of ``base`` gave may be asked with a token."""
    target = whole(base, given)
    place = origin(target)
    if place is None or not owner.owns(*place):
        return False
    asked, named = subscriptions(base), subscriptions(target)
    return named is not None and (not asked or named <= asked)


def may_name(owner: Owner, url: str) -> bool:
    """Whether a cloud's document may name a login or a resource manager there: any host of a public name, on the
    ordinary port, or the very origin that the user named.
    """
    place = origin(url)
    if place is None or "?" in url or "#" in url:
        return False
    host, port = place
    labels = host.split(".")
    here = host == "localhost" or labels[-1] in ("localhost", "localdomain")
    # The last label of an address begins with a digit, in each of its notations.
    public = len(labels) > 1 and not here and labels[-1][:1].isalpha() and all(map(_LABEL.fullmatch, labels))
    return place == owner.named or (port == 443 and public)
