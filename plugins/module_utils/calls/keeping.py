# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which versions of assets are no longer wanted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from ..tree import dig

# How bodies name a version (yaml_mapping, recorded 2.6): by an id, in a registry or not, or in short. A label stands
# for whatever version the service gives it to.
_LONG = re.compile(
    r"(?:/registries/(?P<registry>[^/]+))?/(?P<word>codes|components|data|environments|models)/(?P<name>[^/]+)"
    r"/(?:versions/(?P<version>[^/]+)|labels/[^/]+)/?$",
    re.IGNORECASE,
)
_SHORT = re.compile(r"azureml:(?P<name>[^:@/]+)(?::(?P<version>[^/]+)|@[^/]+)$", re.IGNORECASE)
_ANY = "*"
#: What is named: registry, collection, name and version, each empty where nothing is said.
Named = tuple[str, str, str, str]


@dataclass(frozen=True)
class Version:
    """One version of an asset.

    :param created: seconds since the epoch; None where the service does not say.
    """

    name: str
    version: str
    created: float | None = None
    tags: Mapping[str, Any] = field(default_factory=dict)
    curated: bool = False

    @property
    def age_key(self) -> tuple[float, int, str]:
        """The larger, the newer. One that does not say when it was made counts as the newest."""
        number = int(self.version) if self.version.isdigit() else 0
        return (self.created if self.created is not None else float("inf"), number, self.version)


@dataclass(frozen=True)
class Rule:
    """What is kept. ``keep_last`` of each asset, what is younger than ``older_than`` seconds, and what has one of the
    tags: (name, value) pairs, any value where that is empty.
    """

    keep_last: int = 0
    older_than: float | None = None
    tags: tuple[tuple[str, str], ...] = ()


def version_of(name: str, body: Mapping[str, Any]) -> Version:
    """The version that a body of a list describes."""
    return Version(
        name,
        str(body.get("name")),
        moment(dig(body, "systemData.createdAt")),
        dig(body, "properties.tags") or {},
        str(dig(body, "properties.environmentType") or "").lower() == "curated",
    )


def moment(text: Any) -> float | None:
    """The seconds since the epoch of a timestamp of the service, which is in UTC; None where it is none."""
    try:
        return datetime.strptime(str(text)[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None


def judged(
    versions: Sequence[Version], rule: Rule, used: set[Named], place: tuple[str, str], now: float
) -> Iterator[tuple[Version, str]]:
    """Each version with why it is kept; with nothing where it is not.

    :param used: what is deployed.   :param place: the registry, empty in a workspace, and the collection.
    :param now: seconds since the epoch.
    """
    seen: dict[str, int] = {}
    for one in sorted(versions, key=lambda version: (version.name, *version.age_key), reverse=True):
        nth = seen[one.name] = seen.get(one.name, 0) + 1
        yield one, _reason(one, nth, rule, used, place, now)


def _reason(one: Version, nth: int, rule: Rule, used: set[Named], place: tuple[str, str], now: float) -> str:
    if nth <= rule.keep_last:
        return f"one of the last {rule.keep_last}"
    if rule.older_than is not None and (one.created is None or now - one.created < rule.older_than):
        return "too young"
    for tag, value in rule.tags:
        if tag in one.tags and value in ("", str(one.tags[tag])):
            return f"tagged {tag}"
    if one.curated:
        return "made by the service"
    return "in use" if _is_used(one, used, place) else ""


def _is_used(one: Version, used: set[Named], place: tuple[str, str]) -> bool:
    registry, word = (text.lower() for text in place)
    name, version = one.name.lower(), one.version.lower()
    words = [word] if registry else [word, ""]
    return any((registry, known, name, which) in used for known in words for which in (version, _ANY))


def named_in(bodies: Iterable[Any]) -> set[Named]:
    """Every version that the bodies name, anywhere in them."""
    found: set[Named] = set()
    for text in _texts(list(bodies)):
        match = _LONG.search(text) or _SHORT.match(text)
        if match:
            parts = match.groupdict()
            found.add(
                (
                    (parts.get("registry") or "").lower(),
                    (parts.get("word") or "").lower(),
                    parts["name"].lower(),
                    (parts["version"] or _ANY).lower(),
                )
            )
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (Mapping, list)):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(item)
