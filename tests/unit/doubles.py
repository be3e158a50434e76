# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A clock that does not wait, a network that answers from a script, and a credential that only counts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils.arm import Arm
from ansible_collections.mlops.azureml.plugins.module_utils.auth.credential import Token
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock, Deadline
from ansible_collections.mlops.azureml.plugins.module_utils.clouds import AZURE_CLOUDS
from ansible_collections.mlops.azureml.plugins.module_utils.errors import Cancelled
from ansible_collections.mlops.azureml.plugins.module_utils.transport import Transport

EPOCH = 1_700_000_000.0
ARM = "https://management.azure.com"


class VirtualClock(Clock):
    """Stands at one moment; a sleep moves it and is written down. ``gone``: nobody waits any more."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = 0.0
        self.slept: list[float] = []
        self.gone = False

    def now(self) -> float:
        return self.moment

    def time(self) -> float:
        return EPOCH + self.moment

    def check(self) -> None:
        if self.gone:
            raise Cancelled("the job that started this task is gone; nothing more was sent")

    def sleep(self, seconds: float) -> None:
        self.check()
        self.slept.append(seconds)
        self.moment += seconds


class HurriedClock(VirtualClock):
    """For a service that really answers: a sleep counts in full and takes a fiftieth of a second."""

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        time.sleep(min(seconds, 0.02))

    def time(self) -> float:
        return time.time()


class PushingClock(HurriedClock):
    """For a service whose operations take as long as a task waits, however fast the machine is.

    :param push: moves the service's clock by so many seconds.
    """

    def __init__(self, push: Callable[[float], object]) -> None:
        super().__init__()
        self._push = push

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self._push(seconds)


@dataclass
class Asked:
    """One request as it left, with its body decoded."""

    method: str
    url: str
    body: Any
    headers: dict[str, str]
    at: float


#: (status, headers, body), or what to raise; or a function that makes one from the request.
Answer = tuple[int, dict[str, str], bytes] | Exception
Script = Answer | Callable[[Asked], Answer]


def answer(status: int, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """An answer with a JSON body; an underscore in a header's name stands for a dash."""
    named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    if body is None:
        return status, named, b""
    return status, {"content-type": "application/json", **named}, json.dumps(body).encode()


def error(status: int, code: str, message: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """An error answer in ARM's envelope."""
    return answer(status, {"error": {"code": code, "message": message or f"about {code}"}}, **headers)


class ScriptedExchange:
    """Answers in order what is asked and keeps it; one answer more than written down is a failure of the test.

    :param seconds: of the deadline.   :param forever: the last answer is given again and again.
    """

    def __init__(self, *script: Script, seconds: float = 3600, forever: bool = False) -> None:
        self.clock = VirtualClock()
        self.deadline = Deadline.after(self.clock, seconds)
        self.asked: list[Asked] = []
        self.closed = False
        self._script = list(script)
        self._forever = forever

    def roundtrip(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Any,
        direct: bool = False,
        timeout: float | None = None,
        sink: Any = None,
    ) -> tuple[int, dict[str, str], bytes]:
        self.clock.check()
        asked = Asked(method, url, json.loads(body) if body else None, dict(headers), self.clock.now())
        self.asked.append(asked)
        assert self._script, f"one request too many: {method} {url}"
        given = self._script[0] if self._forever and len(self._script) == 1 else self._script.pop(0)
        found = given(asked) if callable(given) else given
        if isinstance(found, Exception):
            raise found
        if sink is not None and found[0] == 200:
            sink.begin()
            sink.write(found[2])
            return (*found[:2], b"")
        return found

    def close(self) -> None:
        self.closed = True

    @property
    def left(self) -> int:
        """How many answers nobody asked for."""
        return len(self._script)

    def methods(self) -> list[str]:
        """The verbs in order."""
        return [asked.method for asked in self.asked]


@dataclass
class CountingCredential:
    """Gives a new token each time: ``<audience>#<n>``."""

    lifetime: float = 3599
    given: list[str] = field(default_factory=list)
    source: str = "counting"
    clock: Clock | None = None

    def token(self, audience: str, fetch: Any) -> Token:
        self.given.append(audience)
        now = self.clock.time() if self.clock else EPOCH
        return Token(f"token-{len(self.given)}-{audience}", int(now + self.lifetime), audience)

    def secrets(self) -> tuple[str, ...]:
        return ("credential-secret",)


def transport(exchange: ScriptedExchange, lifetime: float = 3599) -> Transport:
    """A transport for the public cloud over a script."""
    return Transport(CountingCredential(lifetime, clock=exchange.clock), AZURE_CLOUDS["AzureCloud"], exchange)


def arm(exchange: ScriptedExchange) -> Arm:
    """The public cloud's resource manager over a script."""
    return Arm(transport(exchange))
