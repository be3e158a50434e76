# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How tasks meet the proxy: clocks, a measured wait, and what every failure must tell (reliability R4)."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock

from ..cloud import Cloud, SharedClock
from ..families import HERE, Family
from ..proxy import Fault, Proxy, Request

TOLD = {"failed", "changed", "msg", "error", "status", "request_id", "correlation_id", "resource_id", "outcome"}
TOLD |= {"attempts", "elapsed"}
#: Seconds that a task may take beyond its deadline, on a loaded machine too.
MOST_OVERSHOOT = 2.0
_READS = re.compile(r"/(listkeys|listsecrets|listnodes|token|query|metrics)\b|/oauth2/", re.IGNORECASE)


class Meeting(SharedClock):
    """The virtual clock of a task before the proxy. Whoever asks it waits first for what the proxy is doing to its
    connections, so that who is faster decides nothing.

    :param after: what to do after the nth sleep, by n.
    """

    def __init__(self, cloud: Cloud, proxy: Proxy, after: dict[int, Callable[[], None]] | None = None) -> None:
        self._proxy, self._after = proxy, after or {}
        super().__init__(cloud)

    def now(self) -> float:
        self._proxy.settle()
        return super().now()

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self._after.get(len(self.slept), lambda: None)()


def is_write(request: Request) -> bool:
    """Whether it could change something."""
    return request.method not in ("GET", "HEAD") and not _READS.search(request.target)


def writes(proxy: Proxy) -> list[str]:
    """Method and path of every write that reached the proxy."""
    return [f"{one.method} {one.target.partition('?')[0]}" for one in proxy.seen if is_write(one)]


@dataclass(frozen=True)
class Act:
    """A task with one write.

    :param before: makes what it needs.
    """

    kind: str
    name: str
    before: Callable[[Cloud], None]
    module: str
    options: Mapping[str, Any]

    def play(self, cloud: Cloud, clock: Clock | None, **more: Any) -> dict[str, Any]:
        """Run the task; without a clock, on the virtual one."""
        return cloud.play(self.module, {**self.options, **more}, clock=clock)


def making(family: Family) -> Act:
    """The task that makes a family's resource: a PUT, which may be repeated once it is known that it did not take."""
    return Act("making", family.name, lambda cloud: cloud.need(family), family.module, family.present)


def changing(family: Family) -> Act:
    """The task that changes it: a PATCH or a PUT."""
    return Act("changing", family.name, lambda cloud: _made(cloud, family), family.module, family.changing)


def deleting(family: Family) -> Act:
    """The task that deletes it."""
    return Act("deleting", family.name, lambda cloud: _made(cloud, family), family.module, family.absent)


def _made(cloud: Cloud, family: Family) -> None:
    cloud.need(family)
    result = cloud.make(family)
    assert result.get("changed"), result


INSTANCE = {"name": "box", "compute_type": "ComputeInstance", "vm_size": "Standard_DS3_v2"}
REGISTERED = {"plane": "regional", "name": "fraud", "model_uri": "aml://artifact/ExperimentRun/dcid.fraud_1/model.pkl"}


def _instance(state: str) -> Callable[[Cloud], None]:
    def before(cloud: Cloud) -> None:
        result = cloud.play("aml_compute", {**HERE, **INSTANCE, "state": state})
        assert result.get("changed"), result

    return before


def _posting(word: str, before: Callable[[Cloud], None], module: str, /, **options: Any) -> Act:
    return Act("posting", word, before, module, {**HERE, **options})


#: The tasks whose write is a POST that must never be sent twice (UNSAFE of rule R1).
POSTS = (
    _posting("start", _instance("stopped"), "aml_compute", name="box", state="started"),
    _posting(
        "rest", _instance("present"), "aml_rest", method="POST", path="computes/box/restart", api_version="2024-04-01"
    ),
    _posting("stop", _instance("present"), "aml_compute", name="box", state="stopped"),
    _posting("restart", _instance("present"), "aml_compute", name="box", state="restarted"),
    _posting("register", lambda cloud: None, "aml_model", **REGISTERED),
)
# By kind and name of an act: what it needs, and which request is its first write; the same every time.
_NEEDED: dict[tuple[str, str], list[dict[str, Any]]] = {}
_PLACES: dict[tuple[str, str], int] = {}


def furnished(cloud: Cloud, act: Act) -> None:
    """Let there be what ``act`` needs, made the first time and put there later."""
    rows = _NEEDED.get((act.kind, act.name))
    if rows is None:
        cloud.anew()
        act.before(cloud)
        _NEEDED[act.kind, act.name] = cloud.control("GET", "resources")["value"]
    else:
        cloud.control("POST", "reset")
        cloud.put(*rows)


def place_of_write(cloud: Cloud, proxy: Proxy, act: Act) -> int:
    """Which request of ``act`` is its first write, when nothing is in its way."""
    if (act.kind, act.name) not in _PLACES:
        furnished(cloud, act)
        proxy.anew()
        result = act.play(cloud, Meeting(cloud, proxy))
        assert not result.get("failed"), result
        _PLACES[act.kind, act.name] = next(nth for nth, one in enumerate(proxy.seen, 1) if is_write(one))
    return _PLACES[act.kind, act.name]


def at_the_write(
    cloud: Cloud, proxy: Proxy, act: Act, fault: Fault, *, before: bool = False, times: int = 1, after: Any = None
) -> tuple[dict[str, Any], Meeting]:
    """The result and the clock of ``act`` when its first write meets ``fault``.

    :param before: let the request before it meet the fault.  :param times: how many writes meet it, 0 for all.
    :param after: as :class:`Meeting`'s.
    """
    place = place_of_write(cloud, proxy, act)
    furnished(cloud, act)
    proxy.anew()
    if times == 1:
        proxy.on("", "", fault, nth=place - before)
    else:
        proxy.on("PUT", "", fault, times=times)
    clock = Meeting(cloud, proxy, after)
    return act.play(cloud, clock), clock


def failed(result: dict[str, Any], *words: str) -> dict[str, Any]:
    """``result``, which is a failure with every fact of R4 and these patterns in its one line."""
    assert result.get("failed") is True, result
    assert set(result) >= TOLD, TOLD - set(result)
    assert "\n" not in result["msg"] and len(result["msg"]) <= 500
    for word in words:
        assert re.search(word, result["msg"]), result["msg"]
    assert isinstance(result["elapsed"], float) and result["outcome"] in ("none", "unknown", "partial")
    return result


class Late(Clock):
    """A real clock that begins with the first fault: what was before it takes no time, however busy the machine is."""

    def __init__(self, proxy: Proxy) -> None:
        super().__init__()
        self._proxy = proxy

    def now(self) -> float:
        return 0.0 if self._proxy.struck is None else time.monotonic() - self._proxy.struck

    def sleep(self, seconds: float) -> None:
        """Before the first fault too: a busy machine may be too slow for the task's first request."""
        if self._proxy.struck is None:
            time.sleep(seconds)
        else:
            super().sleep(seconds)


def timed(
    figure: Callable[[str, float], None], cloud: Cloud, act: Act, seconds: int, proxy: Proxy | None = None
) -> dict[str, Any]:
    """The result of ``act`` with a real clock, which ends at its deadline of ``seconds``.

    :param proxy: where the time begins with its first fault, else with the task.
    """
    began = time.monotonic()
    result = act.play(cloud, Late(proxy) if proxy else Clock(), wait_timeout=seconds)
    took = time.monotonic() - ((proxy and proxy.struck) or began)
    figure("overshoot_s", round(max(took - seconds, 0.0), 3))
    assert took - seconds <= MOST_OVERSHOOT, f"{took - seconds:.1f} s over the deadline of {seconds} s"
    assert took >= seconds * 0.5, "it did not wait at all"
    return result


def resolving(monkeypatch: Any, name: str, *answers: BaseException | Sequence[str]) -> list[str]:
    """Let the machine's resolver answer for ``name``: addresses, or what it raises; the last answer stays. The other
    names are resolved as ever. Returns what is asked, as it is asked.
    """
    real, asked, script = socket.getaddrinfo, [], list(answers)

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host != name:
            return real(host, *args, **kwargs)
        asked.append(str(host))
        found = script.pop(0) if len(script) > 1 else script[0]
        if isinstance(found, BaseException):
            raise found
        return [entry for address in found for entry in real(address, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked
