# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time, and whether anybody still waits for us. A leaf; tests give the engine a clock of their own.

A worker that waits on a long operation outlives a cancelled job unless it looks (design section 3): so every sleep
and every write asks :meth:`Clock.check` first.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from .errors import Cancelled

# A sleep is cut into pieces no longer than this many seconds, so that a cancelled job is noticed within it.
LONGEST_NAP = 1.0


def lineage() -> tuple[int, ...]:
    """The ids of this process' ancestors up to the topmost one that is Ansible's; the parent alone where none is.

    A module's parent is a shell that outlives a killed playbook, so the parent alone would not tell.
    """
    chain = [os.getppid()]
    deepest = 1
    while chain[-1] > 1 and len(chain) < 8:
        if _is_ansible(chain[-1]):
            deepest = len(chain)
        parent = _parent_of(chain[-1])
        if parent is None:
            break
        chain.append(parent)
    return tuple(chain[:deepest])


def _is_ansible(pid: int) -> bool:
    """True when the program or its first argument is one of Ansible's commands."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as handle:
            words = handle.read(4096).split(b"\x00")[:3]
    except OSError:
        return False
    return any(os.path.basename(word).startswith(b"ansible") for word in words)


def _parent_of(pid: int) -> int | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as handle:
            return int(handle.read(4096).rpartition(b")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return None


class Clock:
    """The machine's clock. ``now`` is monotonic seconds, ``time`` is seconds since the epoch."""

    def __init__(self) -> None:
        self._lineage = lineage()

    def now(self) -> float:
        """Monotonic seconds; a suspended laptop or a changed wall clock does not move it backwards."""
        return time.monotonic()

    def time(self) -> float:
        """Seconds since the epoch, for what a server compares with its own."""
        return time.time()

    def check(self) -> None:
        """:raises Cancelled: when the process that started this task is gone."""
        if os.getppid() != self._lineage[0] or (len(self._lineage) > 1 and lineage() != self._lineage):
            raise Cancelled("the job that started this task is gone; nothing more was sent")

    def sleep(self, seconds: float) -> None:
        """Sleep in short naps, looking for a cancelled job before each. :raises Cancelled: as :meth:`check`."""
        end = self.now() + max(0.0, seconds)
        while True:
            self.check()
            left = end - self.now()
            if left <= 0:
                return
            time.sleep(min(left, LONGEST_NAP))


@dataclass(frozen=True)
class Deadline:
    """One end for everything a task does: sleeping, reading a body, fetching a token, polling."""

    clock: Clock
    end: float
    seconds: float

    @classmethod
    def after(cls, clock: Clock, seconds: float) -> Deadline:
        """The deadline ``seconds`` from now."""
        return cls(clock, clock.now() + seconds, seconds)

    def left(self) -> float:
        """Seconds until the end, never negative."""
        return max(0.0, self.end - self.clock.now())

    def elapsed(self) -> float:
        """Seconds since the start."""
        return self.seconds - (self.end - self.clock.now())
