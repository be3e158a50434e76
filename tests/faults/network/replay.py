# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A network that gives the answers of another one again, except where a fault is drawn: thousands of tasks a minute."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils import errors
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Deadline
from ansible_collections.mlops.azureml.plugins.module_utils.exchange import Exchange

Triple = tuple[int, dict[str, str], bytes]

JSON = {"content-type": "application/json"}
# Faults after which the request may have taken effect: sent again, it would be twice.
AMBIGUOUS: dict[str, Any] = {
    "reset": lambda: errors.Ambiguous("the connection to here broke"),
    "silence": lambda: errors.Ambiguous("here did not answer within 60 s"),
    "cut": lambda: errors.Ambiguous("the answer of here was cut off"),
    "too large": lambda: errors.Malformed("here answered with more than 32 MiB", code="AnswerTooLarge"),
    **{
        f"answer {status}": (status, JSON, b'{"error": {"code": "Broken"}}')
        for status in (408, 500, 502, 503, 504, 520)
    },
    "503 that says when": (503, {**JSON, "retry-after": "1"}, b""),
    "500 of a page": (500, {"content-type": "text/html"}, b"<html>Bad gateway</html>"),
    "200 of a page": (200, {"content-type": "text/html"}, b"<html>Sign in</html>"),
    "200 that is no JSON": (200, JSON, b'{"id": "/subscr'),
    "200 of nothing": (200, JSON, b""),
    "200 of a list": (200, JSON, b"[]"),
    "202 of nothing": (202, {}, b""),
}
# Faults after which it has not: the service refused it or pointed elsewhere, or it never left.
HARMLESS: dict[str, Any] = {
    "redirect": (307, {"location": "https://elsewhere.invalid/"}, b""),
    "unsent": lambda: errors.Unsent("cannot connect to here: refused"),
    "401": (401, JSON, b'{"error": {"code": "ExpiredAuthenticationToken", "message": "It has ended."}}'),
    "403": (403, JSON, b'{"error": {"code": "AuthorizationFailed", "message": "No."}}'),
    "409": (409, JSON, b'{"error": {"code": "Conflict", "message": "Busy."}}'),
    "412": (412, JSON, b'{"error": {"code": "PreconditionFailed", "message": "Changed."}}'),
    "429": (429, {**JSON, "retry-after": "1"}, b'{"error": {"code": "TooManyRequests", "message": "Later."}}'),
}
FAULTS = {**AMBIGUOUS, **HARMLESS}


class Recorder(Exchange):
    """The real exchange, which writes down what was answered."""

    tape: dict[tuple[str, str], list[Triple]]
    order: list[str]

    def roundtrip(self, method: str, url: str, *args: Any, **kwargs: Any) -> Triple:
        found = super().roundtrip(method, url, *args, **kwargs)
        self.tape[method, url].append(found)
        self.order.append(f"{method} {url}")
        return found


def recorder() -> type[Recorder]:
    """An exchange that records: on its tape by method and URL the answers in order, and in which order all came."""
    return type("Recording", (Recorder,), {"tape": defaultdict(list), "order": []})


class Replay:
    """Gives the answers of a tape; what is asked oftener than it was gets the last one again.

    :param drawn: by number of the request, counted from 0, the name of the fault that it meets.
    :param posts: for each UNSAFE POST that arrived what it met, empty when it was answered.
    """

    def __init__(
        self, tape: dict[tuple[str, str], list[Triple]], drawn: dict[int, str], unsafe: Callable[[str, str], bool]
    ) -> None:
        self._tape = {key: list(answers) for key, answers in tape.items()}
        self._drawn, self._unsafe = drawn, unsafe
        self.asked = 0
        self.met: list[str] = []
        self.posts: list[str] = []
        self.deadline: Deadline

    def __call__(self, _wire: Any, deadline: Deadline) -> Replay:
        self.deadline = deadline
        return self

    def close(self) -> None:
        """As an exchange's."""

    def roundtrip(self, method: str, url: str, *_args: Any, **_kwargs: Any) -> Triple:
        self.deadline.clock.check()
        if self.deadline.left() <= 0:
            raise errors.OperationTimeout("the task's time is over")
        name = self._drawn.get(self.asked, "")
        self.asked += 1
        fault = FAULTS.get(name)
        if name:
            self.met.append(name)
        if self._unsafe(method, url) and name != "unsent":
            self.posts.append(name)
        if callable(fault):
            raise fault()
        if fault:
            return fault
        answers = self._tape.get((method, url))
        if not answers:
            # A fault led where the task does not go otherwise.
            return 404, JSON, b'{"error": {"code": "ResourceNotFound", "message": "It is not there."}}'
        return answers.pop(0) if len(answers) > 1 else answers[0]

    @property
    def repeats(self) -> int:
        """How many UNSAFE POSTs arrived although one had arrived that may have taken effect."""
        first = next((nth for nth, met in enumerate(self.posts) if met not in HARMLESS), len(self.posts))
        return max(0, len(self.posts) - first - 1)


def draw(chance: random.Random, requests: int, post: int) -> dict[int, str]:
    """Which requests of a task meet which faults: mostly one, sometimes several, sometimes one after another the same.
    Half of them hit the POST.

    :param requests: how many it sends without a fault.  :param post: which of them is the POST, counted from 0.
    """
    names = list(FAULTS)
    drawn = {chance.randrange(requests + 2): chance.choice(names) for _fault in range(chance.choice((0, 1, 2)))}
    if chance.random() < 0.5 or not drawn:
        drawn[post] = chance.choice(names)
    if chance.random() < 0.2:
        place, name = chance.choice(list(drawn.items()))
        drawn.update(dict.fromkeys(range(place, place + chance.randrange(2, 8)), name))
    return drawn
