# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast requests may leave, so that the service does not have to refuse them. Follows the service's own count.

Azure Resource Manager has a token bucket for each principal, subscription and kind of request, and tells with every
answer how many are left (verified 3, contract 2.3). Waiting here costs less than a 429, whose wait is longer.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping

# What flows into each bucket a second (verified 3).
REFILL = {"read": 25.0, "write": 10.0, "delete": 10.0}
_KINDS = {"GET": "read", "HEAD": "read", "DELETE": "delete"}
_LEFT = "x-ms-ratelimit-remaining-{scope}-{kind}s"


def bucket(method: str) -> str:
    """The bucket that a request of ``method`` takes from: ``read``, ``write`` or ``delete``."""
    return _KINDS.get(method, "write")


class Pace:
    """What is left in the buckets, as far as the answers so far tell. Any number of threads may share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}
        self._under_way: dict[str, int] = defaultdict(int)

    def take(self, method: str, now: float) -> float:
        """The seconds to wait before a request of ``method`` leaves; it counts as under way from here on."""
        kind = bucket(method)
        with self._lock:
            self._under_way[kind] += 1
            if kind not in self._left:
                return 0.0
            left, seen = self._left[kind]
            left += (now - seen) * REFILL[kind] - 1
            self._left[kind] = (left, now)
            return max(0.0, -left / REFILL[kind])

    def give(self, method: str, headers: Mapping[str, str], now: float) -> None:
        """The request is over, and ``headers`` (names in lower case) are what came back, empty when nothing did."""
        kind = bucket(method)
        told = [headers.get(_LEFT.format(scope=scope, kind=kind), "") for scope in ("subscription", "tenant")]
        with self._lock:
            self._under_way[kind] -= 1
            counts = [int(text) for text in told if text.isdigit()]
            if counts:
                # Those under way have left already, whether or not the service has counted them.
                self._left[kind] = (min(counts) - self._under_way[kind], now)
