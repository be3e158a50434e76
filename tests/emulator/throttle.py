# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ARM's token buckets: reads 250 and 25 a second, writes and deletes 200 and 10 a second, per caller (verified 3)."""

from __future__ import annotations

import math

from .core import EmulatorState
from .errors import ArmError, gateway

_LIMITS = {"read": (250.0, 25.0), "write": (200.0, 10.0), "delete": (200.0, 10.0)}
_GLOBAL = {"read": 3749, "write": 2999, "delete": 2999}
_KINDS = {"GET": "read", "HEAD": "read", "DELETE": "delete"}


class Throttle:
    """Buckets by caller and kind; they empty only while throttling is on."""

    def __init__(self, state: EmulatorState) -> None:
        self._state = state
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def fill(self) -> None:
        """Give every caller full buckets (reset)."""
        self._buckets.clear()

    def take(self, method: str, subscription: str, caller: str) -> dict[str, str]:
        """Take a token and return the rate headers (contract 2.3); ArmError 429 when the bucket is empty."""
        kind = _KINDS.get(method, "write")
        size, refill = _LIMITS[kind]
        size = float(self._state.config.bucket_size.get(kind, size))
        left = size
        if self._state.config.throttle:
            now = self._state.clock.now()
            left, last = self._buckets.get((caller, kind), (size, now))
            left = min(size, left + (now - last) * refill)
            # Seconds since 1970 are exact to less than a microsecond; who waited long enough has waited enough.
            if left < 1 - 1e-4:
                raise self._refuse(kind, subscription, caller, math.ceil((1 - left) / refill))
            left = max(1.0, left)
            self._buckets[(caller, kind)] = (left - 1, now)
        if not subscription:
            return {f"x-ms-ratelimit-remaining-tenant-{kind}s": str(int(left) - 1)}
        return {
            f"x-ms-ratelimit-remaining-subscription-{kind}s": str(int(left) - 1),
            f"x-ms-ratelimit-remaining-subscription-global-{kind}s": str(_GLOBAL[kind]),
        }

    def _refuse(self, kind: str, subscription: str, caller: str, seconds: int) -> ArmError:
        return gateway(
            429,
            "SubscriptionRequestsThrottled",
            f"Number of '{kind}' requests for subscription '{subscription}' actor '{caller}' exceeded. Please "
            "try again after "
            f"'{seconds}' seconds.",
            {"Retry-After": str(seconds)},
        )
