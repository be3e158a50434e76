# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a look at the connection found: its words, and what is told of it. Pure."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from ...errors import AmlError

OK, FAILED, WARNING, SKIPPED = "ok", "failed", "warning", "skipped"
# What the login service lets a clock be wrong by (contract 1: an assertion is refused then, AADSTS700024).
MOST_SECONDS_WRONG = 300
OLDEST_REQUESTS = (2, 25)


@dataclass(frozen=True)
class Found:
    """What one check found. ``fix`` is the next step where something is wrong, ``code`` is that of the error."""

    check: str
    status: str
    detail: str
    fix: str = ""
    code: str = ""

    @property
    def line(self) -> str:
        """All of it in one line."""
        return f"{self.status:<8}{self.check:<17}{self.detail}{'; ' + self.fix if self.fix else ''}"

    def row(self) -> dict[str, Any]:
        """As a part of a result."""
        return {
            "check": self.check,
            "status": self.status,
            "detail": self.detail,
            "fix": self.fix or None,
            "code": self.code or None,
        }


class Warned(AmlError):
    """Something is not as it should be, and tasks work all the same. ``fix`` says what would be better."""


class Skipped(AmlError):
    """There is nothing to look at, or no way to."""


def result(found: Sequence[Found]) -> dict[str, Any]:
    """The result of the task."""
    failed = [one for one in found if one.status == FAILED]
    return {
        "changed": False,
        "healthy": not failed,
        "checks": [one.row() for one in found],
        "lines": [one.line for one in found],
        "failed_checks": [one.check for one in failed],
    }


def seconds_wrong(date: str, now: float) -> float | None:
    """By how many seconds this machine's clock is ahead of a server's; None where the server did not say.

    :param date: its header ``Date``.   :param now: seconds since the epoch.
    """
    try:
        return now - parsedate_to_datetime(date).timestamp() if date else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def lacking(actions: Iterable[str], granted: Any) -> list[str]:
    """Which of ``actions`` no role grants.

    :param granted: the roles: maps with ``actions`` and ``notActions``, patterns in which a star stands for anything.
        What one role takes away another may grant (learn.microsoft.com, understand role definitions).
    """
    roles = [role for role in granted if isinstance(role, Mapping)] if isinstance(granted, list) else []
    return [action for action in actions if not any(_grants(role, action) for role in roles)]


def _grants(role: Mapping[str, Any], action: str) -> bool:
    return _matches(action, role.get("actions")) and not _matches(action, role.get("notActions"))


def _matches(action: str, patterns: Any) -> bool:
    known = [str(pattern).lower() for pattern in patterns] if isinstance(patterns, list) else []
    # No action and no pattern has brackets, which fnmatch would read.
    return any(fnmatch.fnmatchcase(action.lower(), pattern) for pattern in known)


def version_of(text: str) -> tuple[int, ...]:
    """The numbers that a version begins with."""
    numbers = []
    for part in text.split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    return tuple(numbers)


def versions_in(provider: Any, kind: str) -> list[str]:
    """The api-versions of a resource type of a provider, as the resource manager lists them."""
    types = provider.get("resourceTypes") if isinstance(provider, Mapping) else None
    for one in types if isinstance(types, list) else []:
        if isinstance(one, Mapping) and str(one.get("resourceType")).lower() == kind.lower():
            return [str(version) for version in one.get("apiVersions") or []]
    return []
