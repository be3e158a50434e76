# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task's work as steps: a generator that says what it needs next, so that whoever drives it chooses how.

A single task takes its steps one after another (:func:`drive`). An estate takes those of many resources side by side:
one list answers many looks, and nobody's wait blocks a thread. The work itself is written once, and sends nothing.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Callable, Union

from .clock import Clock
from .errors import AmlError


@dataclass(frozen=True)
class Look:
    """Read one resource; the answer is its body, None when it is absent. ``absent``: codes as :meth:`arm.Arm.get`.

    :param managed: the work makes the resource itself; what is read of it is not what others need to know.
    """

    client: Any
    path: str
    version: str
    absent: tuple[str, ...] = ()
    managed: bool = False

    def read(self) -> dict[str, Any] | None:
        """Ask the service. :raises AmlError: as :meth:`arm.Arm.get`."""
        found: dict[str, Any] | None = self.client.get(self.path, self.version, self.absent)
        return found


@dataclass(frozen=True)
class Confirm:
    """Make sure of ``current``, which a look gave, before something is changed for it: where a list stood for the read,
    it may have left something out. The answer is the resource as a read of its own shows it.
    """

    look: Look
    current: Any


@dataclass(frozen=True)
class Do:
    """Ask or tell the service anything else: call ``work``; the answer is what it returns."""

    work: Callable[[], Any]


@dataclass(frozen=True)
class Pause:
    """Let ``seconds`` pass."""

    seconds: float


@dataclass(frozen=True)
class Finish:
    """Wait for an operation on ``look``'s resource. ``polls`` are the steps that ask for the operation's own status.

    :param shown: whether the resource itself, as it is or None, shows that the operation ended well; None when only the
        operation can tell.
    """

    look: Look
    polls: Steps
    shown: Callable[[Any], bool | None]


Step = Union[Confirm, Do, Look, Pause, Finish]
Steps = Generator[Step, Any, Any]


def drive(steps: Steps, clock: Clock) -> Any:
    """Take ``steps`` one after another, here and now, and return what they lead to. :raises AmlError: theirs."""
    answer: Any = None
    problem: AmlError | None = None
    while True:
        try:
            step = steps.throw(problem) if problem else steps.send(answer)
        except StopIteration as end:
            return end.value
        answer = problem = None
        try:
            if isinstance(step, Pause):
                clock.sleep(step.seconds)
            elif isinstance(step, Look):
                answer = step.read()
            elif isinstance(step, Confirm):
                answer = step.current
            elif isinstance(step, Do):
                answer = step.work()
            else:
                answer = drive(step.polls, clock)
        except AmlError as error:
            problem = error
