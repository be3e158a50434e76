# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs at once, step by step in an order that a seed chooses: a race that ends the same way every time.

Each run is the engine's own steps. Between two of them any step of the other may come; only a pause has to pass first.
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments, without_nulls
from ansible_collections.mlops.azureml.plugins.module_utils.engine import manage
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError
from ansible_collections.mlops.azureml.plugins.module_utils.failure import failure
from ansible_collections.mlops.azureml.plugins.module_utils.result import result_of
from ansible_collections.mlops.azureml.plugins.module_utils.session import (
    Session,
    connect,
    settings_of,
    subscription,
)
from ansible_collections.mlops.azureml.plugins.module_utils.steps import Confirm, Do, Finish, Look, Pause, Steps
from ansible_collections.mlops.azureml.plugins.module_utils.task import Derived

from ..cloud import MODULES, Cloud, SharedClock

Task = tuple[str, Mapping[str, Any]]


@dataclass
class Run:
    """One run on its way.

    :param due: when its pause is over.
    :param asked: number and method of each of its requests, in the order of all.
    """

    session: Session
    stack: list[Steps]
    due: float = 0.0
    answer: Any = None
    problem: AmlError | None = None
    result: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[int, str]] = field(default_factory=list)

    @property
    def wrote(self) -> int:
        """The number of its last write that was taken; 0 when there was none."""
        return max((number for number, method in self.asked if method not in ("GET", "POST")), default=0)

    @property
    def looked(self) -> int:
        """The number of its last read before that write."""
        return max((number for number, method in self.asked if method == "GET" and number < self.wrote), default=0)

    @classmethod
    def of(cls, cloud: Cloud, task: Task) -> Run:
        """The run of a task that nothing has been done of."""
        module, options = task
        wanted = importlib.import_module(MODULES + module).TASK
        spec = arguments(wanted)
        checked = ArgumentSpecValidator(spec).validate(without_nulls(spec, dict(options)))
        assert not checked.error_messages, checked.error_messages
        clock = SharedClock(cloud)
        params = without_nulls(spec, checked.validated_parameters)
        settings = settings_of(params)
        params["subscription_id"] = subscription(settings, clock)
        session = connect(settings, float(params["wait_timeout"]), clock, lambda _line: None)
        declared = wanted.declaration
        resource = declared.of(params) if isinstance(declared, Derived) else declared
        return cls(session, [manage(session, resource, params, False)])

    def go_on(self) -> None:
        """Take one step."""
        try:
            step = self.stack[-1].throw(self.problem) if self.problem else self.stack[-1].send(self.answer)
        except StopIteration as end:
            self.stack.pop()
            self.answer, self.problem = end.value, None
            if not self.stack:
                self.result = result_of(end.value, True)
            return
        except AmlError as error:
            self.stack.pop()
            self.answer, self.problem = None, error
            if not self.stack:
                self.result = {**failure(error), "accepted": self.session.accepted}
            return
        self.answer = self.problem = None
        try:
            if isinstance(step, Pause):
                self.due = self.session.deadline.clock.now() + step.seconds
            elif isinstance(step, Look):
                self.answer = step.read()
            elif isinstance(step, Do):
                self.answer = step.work()
            elif isinstance(step, Confirm):
                self.answer = step.current
            elif isinstance(step, Finish):
                self.stack.append(step.polls)
        except AmlError as error:
            self.problem = error


def race(cloud: Cloud, seed: int, *tasks: Task) -> list[Run]:
    """The tasks, run side by side to their ends in the order that the seed chooses."""
    chance = random.Random(seed)
    runs = [Run.of(cloud, task) for task in tasks]
    try:
        while any(run.stack for run in runs):
            now = cloud.emulator.state.clock.now()
            ready = [run for run in runs if run.stack and run.due <= now]
            if ready:
                before = len(cloud.journal())
                run = chance.choice(ready)
                run.go_on()
                entries = enumerate(cloud.journal()[before:], before + 1)
                run.asked += [(number, entry["method"]) for number, entry in entries if entry["status"] < 400]
            else:
                cloud.advance(min(run.due for run in runs if run.stack) - now)
    finally:
        for run in runs:
            run.session.close()
    return runs
