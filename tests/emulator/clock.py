# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator's time, real or virtual."""

from __future__ import annotations

import datetime
import time


class Clock:
    """Seconds since 1970 as a float.

    A real clock follows the machine; a virtual one stands still until it is advanced, so that a test decides how
    long an operation runs. Both can be pushed forward, which is how a test reaches the end of a token's hour.
    """

    def __init__(self, virtual: bool = False) -> None:
        self.virtual = virtual
        self._start = time.time()
        self._offset = 0.0

    def now(self) -> float:
        """Return the current time in seconds since 1970."""
        base = self._start if self.virtual else time.time()
        return base + self._offset

    def advance(self, seconds: float) -> float:
        """Push the clock forward by `seconds` (never back) and return the new time; ValueError when negative."""
        if seconds < 0:
            raise ValueError("a clock cannot be turned back")
        self._offset += seconds
        return self.now()

    def moment(self) -> datetime.datetime:
        """Return the current time as an aware UTC datetime."""
        return datetime.datetime.fromtimestamp(self.now(), datetime.timezone.utc)

    def iso(self, zone: str = "Z") -> str:
        """Return the current time the way Azure ML prints it: 7 decimals, ending in 'Z' or '+00:00' (contract 2.5)."""
        return iso_time(self.now(), zone)


def iso_time(seconds: float, zone: str = "Z") -> str:
    """Return `seconds` since 1970 as an Azure timestamp with 7 decimals and the given zone ending."""
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0" + zone
