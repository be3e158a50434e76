# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time, and whether anybody still waits for us. A leaf; tests give the engine a clock of their own.

A worker that waits on a long operation outlives a cancelled job unless it looks (design section 3): so every sleep
and every request asks :meth:`Clock.check` first, and while an answer is awaited :meth:`Clock.watched` looks.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from .errors import Cancelled

# A sleep is cut into pieces no longer than this many seconds, so that a cancelled job is noticed within it.
LONGEST_NAP = 1.0
# How often a watched task looks for its job, in seconds.
WATCH_SECONDS = 0.5
# The shells and the become program between a module and its worker; never more than this.
MOST_ANCESTORS = 16
# The commands whose workers run tasks; the id of the process that adopts what others leave behind.
CONTROLLERS = frozenset({b"ansible", b"ansible-console", b"ansible-playbook"})
INIT = 1


def deaf() -> None:
    """Leave the signals by which Ansible ends a task to the main thread; for the begin of any other one.

    The system may hand a signal to any thread, and only the main one acts on it: it would not wake up from waiting.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGALRM, signal.SIGINT, signal.SIGTERM))


def lineage() -> tuple[int, ...]:
    """The processes that this task runs for: its parent, its parent's parent and so on, up to the Ansible command.

    The parent alone where there is no such command (a remote host, an ``async`` job); empty when it is gone already.
    A module's parent is a shell that outlives a killed playbook, so the parent alone would not tell. A worker is a fork
    of the command that it works for, so both have the same command line; whatever started that command does not count,
    because a job may outlive it.
    """
    chain = [os.getpid(), os.getppid()]
    while not _is_ansible(chain[-2]):
        parent = _parent_of(chain[-1])
        if parent is None or len(chain) >= MOST_ANCESTORS:
            # A module that init adopted: an async job that lost its wrapper while this task was being started.
            return () if chain[1] == INIT else (chain[1],)
        chain.append(parent)
    if _command_of(chain[-1]) == _command_of(chain[-2]):
        return tuple(chain[1:])
    # A worker that init adopted: the job was killed while this task was being started.
    return () if chain[-1] == INIT else (chain[1],)


def _unbroken(chain: tuple[int, ...]) -> bool:
    """True while each process of ``chain`` still is the parent of the one before it, ours the first."""
    return os.getppid() == chain[0] and all(_parent_of(pid) == parent for pid, parent in zip(chain, chain[1:]))


def _is_ansible(pid: int) -> bool:
    """True when the process is one of Ansible's commands, started by itself or by a Python."""
    words = _command_of(pid)
    program = os.path.basename(words[0])
    if program.startswith(b"python"):
        script = next((word for word in words[1:] if not word.startswith(b"-")), b"")
        return os.path.basename(script) in CONTROLLERS
    return program in CONTROLLERS


def _command_of(pid: int) -> list[bytes]:
    """The words of the command line; one empty word where nobody says."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as handle:
            return handle.read().split(b"\x00")
    except OSError:
        return [b""]


def _parent_of(pid: int) -> int | None:
    """The parent's id; None at the top, and where nobody says."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as handle:
            return int(handle.read(4096).rpartition(b")")[2].split()[1]) or None
    except (OSError, ValueError, IndexError):
        return None


def children() -> list[int]:
    """The processes below this one, the nearest first."""
    parents = {int(name): _parent_of(int(name)) for name in os.listdir("/proc") if name.isdigit()}
    found = [os.getpid()]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found[1:]


def end_children() -> None:
    """End what this process started: a module that is only just being started would not find the job that it belongs
    to, and take itself for one on another host.
    """
    held: list[int] = []
    with suppress(OSError):
        # Held first, so that none of them starts another one unseen.
        while found := [pid for pid in children() if pid not in held]:
            _send(signal.SIGSTOP, found)
            held += found
    _send(signal.SIGTERM, held)
    _send(signal.SIGCONT, held)


def _send(number: signal.Signals, pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):  # gone; another user's, which looks for its job itself
            os.kill(pid, number)


def leave() -> None:
    """End this process at once, and first what it started."""
    end_children()
    os._exit(1)


class Clock:
    """The machine's clock. ``now`` is monotonic seconds, ``time`` is seconds since the epoch."""

    _stopped = False

    def __init__(self) -> None:
        self._lineage = lineage()

    def stop(self) -> None:
        """Let every later :meth:`check` raise, in all threads: nothing goes on once its task has ended."""
        self._stopped = True

    def now(self) -> float:
        """Monotonic seconds; a suspended laptop or a changed wall clock does not move it backwards."""
        return time.monotonic()

    def time(self) -> float:
        """Seconds since the epoch, for what a server compares with its own."""
        return time.time()

    def check(self) -> None:
        """:raises Cancelled: when the task has ended, or the job that it belongs to is gone."""
        if self._stopped:
            raise Cancelled("the task has ended; nothing more was sent")
        if self._orphaned():
            raise Cancelled("the job that started this task is gone; nothing more was sent")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While inside, the whole process ends soon after its job is gone, even when it waits for an answer, and at
        once when it is interrupted; nobody reads its result any more. For a front, whose process runs one task.

        Linux would tell a child of its parent's death by a signal (``PR_SET_PDEATHSIG``), but a module's parent is a
        shell that lives on.
        """
        over = threading.Event()

        def watch() -> None:
            deaf()
            while not over.wait(WATCH_SECONDS):
                if self._orphaned():
                    leave()

        thread = threading.Thread(target=watch, name="watch", daemon=True)
        thread.start()
        try:
            yield
        except KeyboardInterrupt:
            # Python's own end would wait for threads that wait for answers.
            leave()
        finally:
            over.set()
            thread.join()
            if self._orphaned():
                leave()

    def _orphaned(self) -> bool:
        return not self._lineage or not _unbroken(self._lineage)

    def sleep(self, seconds: float) -> None:
        """Sleep in short naps, looking for a cancelled job before each. :raises Cancelled: as :meth:`check`."""
        end = self.now() + max(0.0, seconds)
        while True:
            self.check()
            left = end - self.now()
            if left <= 0:
                return
            time.sleep(min(left, LONGEST_NAP))


class OwnClock(Clock):
    """The clock of what runs in an Ansible command itself and not in one of its workers. It works for nobody whose end
    would be its own: a command whose shell is gone, or that init started, goes on.
    """

    def __init__(self) -> None:
        self._lineage = ()

    def _orphaned(self) -> bool:
        return False


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
