# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast requests may leave, so that the service does not have to refuse them. Follows the service's own count.

Azure Resource Manager has a token bucket for each principal, subscription and kind of request, and tells with every
answer how many are left (verified 3, contract 2.3). Waiting here costs less than a 429, whose wait is longer. The tasks
of one play are processes, so what is left is written down where all of them find it, once it is little.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from typing import Any, Protocol

from . import folder

# What flows into each bucket a second (verified 3).
REFILL = {"read": 25.0, "write": 10.0, "delete": 10.0}
# A bucket nobody used for so many seconds is full again: 200 at 10 a second.
SECONDS_TO_FILL = 20.0
# Below this many the other tasks of a play are told; above it their requests cannot empty the bucket at once.
FEW = 100
# How often a task looks whether it is its turn at the file, and how long between: others hold it for microseconds.
MOST_LOOKS = 100
NAP = 0.002
_KINDS = {"GET": "read", "HEAD": "read", "DELETE": "delete"}
_LEFT = "x-ms-ratelimit-remaining-{scope}-{kind}s"


@dataclass
class Bucket:
    """One bucket: ``left`` requests at ``seen`` (seconds since the epoch), ``under_way`` of them not answered yet."""

    left: float
    seen: float
    under_way: int = 0


Buckets = dict[str, Bucket]


class Ledger(Protocol):
    """Where the buckets are written down."""

    def opened(self, few: bool) -> Any:
        """A context in which the buckets may be read and changed by nobody else; a dict by kind.

        :param few: whether there is something that others must know.
        """


class Memory:
    """The buckets of one task, for its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: Buckets = {}

    @contextmanager
    def opened(self, few: bool) -> Iterator[Buckets]:
        """See :class:`Ledger`."""
        with self._lock:
            yield self._buckets


class Shared:
    """The buckets of all tasks of this user on this machine that have the same principal: a file below ``base``.

    :param base: from :func:`folder.base_of`.   :param name: the file's; the same for the same principal only.
    """

    def __init__(self, base: str, name: str) -> None:
        self._base = base
        self._name = name

    @contextmanager
    def opened(self, few: bool) -> Iterator[Buckets]:
        """See :class:`Ledger`. Where there is no file, or no turn at it, nothing is known and nothing is kept."""
        handle = folder.held(self._base, self._name, few, MOST_LOOKS, NAP)
        if handle is None:
            yield {}
            return
        try:
            buckets = _decoded(os.pread(handle, folder.LARGEST_FILE, 0))
            yield buckets
            content = json.dumps({kind: astuple(bucket) for kind, bucket in buckets.items()}).encode()
            with suppress(OSError):
                os.ftruncate(handle, os.pwrite(handle, content, 0))
                ends = max((bucket.seen for bucket in buckets.values()), default=0.0) + SECONDS_TO_FILL
                os.utime(handle, (ends, ends))
        finally:
            # Closing it also releases the lock.
            os.close(handle)


def _decoded(content: bytes) -> Buckets:
    """The buckets in a file; none when it is torn or not ours."""
    try:
        return {
            str(kind): Bucket(float(left), float(seen), int(flying))
            for kind, (left, seen, flying) in json.loads(content).items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}


def bucket_of(method: str) -> str:
    """The bucket that a request of ``method`` takes from: ``read``, ``write`` or ``delete``."""
    return _KINDS.get(method, "write")


class Pace:
    """What is left in the buckets, as far as the answers so far tell. Any number of threads may share one."""

    def __init__(self, ledger: Ledger | None = None) -> None:
        self._ledger = ledger or Memory()

    def take(self, method: str, now: float) -> float:
        """The seconds to wait before a request of ``method`` leaves; it counts as under way from here on.

        :param now: seconds since the epoch.
        """
        kind = bucket_of(method)
        with self._ledger.opened(few=False) as buckets:
            bucket = _current(buckets, kind, now)
            if bucket is None:
                return 0.0
            bucket.left += (now - bucket.seen) * REFILL[kind] - 1
            bucket.seen = now
            bucket.under_way += 1
            return max(0.0, -bucket.left / REFILL[kind])

    def give(self, method: str, status: int, headers: Mapping[str, str], now: float) -> None:
        """The request is over: ``status`` and ``headers`` (names in lower case) are what came back, 0 and nothing when
        the answer was lost.
        """
        kind = bucket_of(method)
        told = [headers.get(_LEFT.format(scope=scope, kind=kind), "") for scope in ("subscription", "tenant")]
        counts = [int(text) for text in told if text.isdigit()]
        if status == 429:
            counts = [0]
        with self._ledger.opened(few=bool(counts) and min(counts) < FEW) as buckets:
            bucket = _current(buckets, kind, now)
            if bucket is None:
                if counts:
                    buckets[kind] = Bucket(min(counts), now)
                return
            bucket.under_way = max(0, bucket.under_way - 1)
            if counts:
                # Those under way have left already, whether or not the service has counted them.
                bucket.left, bucket.seen = min(counts) - bucket.under_way, now


def _current(buckets: Buckets, kind: str, now: float) -> Bucket | None:
    """What is known of a bucket. Nothing when it had the time to fill, which ends what a killed task left under way,
    and when the clock was turned back.
    """
    bucket = buckets.get(kind)
    if bucket is None or not -1.0 <= now - bucket.seen <= SECONDS_TO_FILL + max(0.0, -bucket.left) / REFILL[kind]:
        buckets.pop(kind, None)
        return None
    return bucket
