# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was asked of the emulator, for assertions such as 'the second run sends only GET'."""

from __future__ import annotations

import hashlib
from collections import deque
from typing import Any

# A long demo must not eat the machine; tests read the journal long before this.
_KEPT = 20000
_SECRET_QUERY = frozenset({"sig", "s", "client_secret", "code", "access_token"})


class Journal:
    """The requests in order. Bodies and tokens are not kept, only a hash of the body."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._count = 0

    def add(self, **entry: Any) -> None:
        """Note one request; `n` counts from 1 and goes on after a clear."""
        self._count += 1
        self._entries.append({"n": self._count, **entry})

    def entries(self, since: int = 0) -> list[dict[str, Any]]:
        """Return the requests after number `since`."""
        return [dict(entry) for entry in self._entries.copy() if entry["n"] > since]

    def clear(self) -> None:
        """Forget the requests."""
        self._entries.clear()


def safe_query(query: dict[str, str]) -> dict[str, str]:
    """Return the query without the values that are secret."""
    return {name: "***" if name.lower() in _SECRET_QUERY and value else value for name, value in query.items()}


def digest(content: bytes) -> str:
    """Return a short hash of a body, '' for none: equal bodies have equal hashes."""
    return hashlib.sha256(content).hexdigest()[:16] if content else ""
