# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fault script: answers, delays and broken connections on demand.

A fault is {"match": {"method"?, "path"?, "nth"?, "times"?}, "action": {...}}.
match   method by name; path a regular expression searched in path?query without case; nth: the first request that it
        hits, counted from 1; times: how many requests it hits, for ever when absent or 0
action  status, code, message, headers, body: the answer; a header that is a list comes once for each; bytes: the body
        in base64, for one that is no text; delay: seconds to wait first (alone: then go on as usual); drop: true
        closes the connection without an answer; after: true applies an answer, a drop or a hold after the request has
        been carried out; hold: true waits until the held requests are released, then goes on as usual; fail_operation:
        {code, message} lets the operation that the request starts end Failed; echo: true lets the message of an answer
        or of such a failure quote the whole request, as some services do;
        alter: {status, body, headers} replaces these of the request's own answer, and of its headers those named: by a
        text, by [pattern, replacement] in the text that is there, or by null, which takes the header away
"""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import Callable
from typing import Any

from .call import Answer


class Faults:
    """The script and how far it has got."""

    def __init__(self) -> None:
        self._faults: list[dict[str, Any]] = []
        self._hit: dict[str, Any] | None = None
        self._quote: Callable[[], str] = str
        self._held: list[asyncio.Future[bool]] = []

    def add(self, faults: list[dict[str, Any]]) -> None:
        """Append to the script; ValueError names what is wrong with a fault."""
        for fault in faults:
            if not isinstance(fault, dict) or not isinstance(fault.get("action"), dict):
                raise ValueError("a fault is an object with 'match' and 'action'")
            match = fault.get("match") or {}
            try:
                pattern = re.compile(match.get("path", ""), re.IGNORECASE)
            except re.error as exc:
                raise ValueError(f"the path pattern '{match.get('path')}' is wrong: {exc}") from exc
            self._faults.append({"match": match, "pattern": pattern, "action": fault["action"], "seen": 0, "hits": 0})

    def clear(self) -> None:
        """Drop the script, and the held requests with it."""
        self._faults.clear()
        self._hit = None
        self.release(carried_out=False)

    async def hold(self) -> bool:
        """Wait until the held requests are released, and return whether this one is to go on."""
        waiting: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._held.append(waiting)
        return await waiting

    def release(self, carried_out: bool = True) -> int:
        """Let the held requests go on, or end unanswered, and return how many they were. Later ones are held again."""
        released = [waiting for waiting in self._held if not waiting.done()]
        self._held.clear()
        for waiting in released:
            waiting.set_result(carried_out)
        return len(released)

    @property
    def held(self) -> int:
        """How many requests are held now."""
        return len(self._held)

    def state(self) -> list[dict[str, Any]]:
        """Return the script with the number of requests seen and hit by each fault."""
        return [{key: fault[key] for key in ("match", "action", "seen", "hits")} for fault in self._faults]

    def take(self, method: str, target: str, quote: Callable[[], str] = str) -> dict[str, Any] | None:
        """Return the action for a request, None to go on as usual. `target` is path and query, `quote` gives
        what an echo says of the request.
        """
        self._hit, self._quote = None, quote
        for fault in self._faults:
            match = fault["match"]
            if match.get("method", method).upper() != method or not fault["pattern"].search(target):
                continue
            fault["seen"] += 1
            limit = match.get("times") or 0
            if fault["seen"] < match.get("nth", 1) or (limit and fault["hits"] >= limit):
                continue
            fault["hits"] += 1
            self._hit = fault["action"]
            if self._hit.get("echo"):
                return {**self._hit, "message": self._hit.get("message", "Wrong request: ") + quote()}
            return self._hit
        return None

    def take_failure(self) -> dict[str, Any] | None:
        """Return the failure scripted for the operation that the present request starts."""
        hit, self._hit = self._hit, None
        failure = (hit or {}).get("fail_operation")
        if not failure:
            return None
        message = failure.get("message", "The operation failed.")
        return {
            "code": failure.get("code", "InternalServerError"),
            "message": message + self._quote() if (hit or {}).get("echo") else message,
        }


def altered(answer: Answer, changes: dict[str, Any]) -> Answer:
    """Return `answer` with what an `alter` changes."""
    headers = dict(answer.headers)
    for name, value in (changes.get("headers") or {}).items():
        present = next((known for known in headers if known.lower() == name.lower()), name)
        old = headers.pop(present, "")
        if isinstance(value, list):
            headers[present] = re.sub(value[0], value[1], old)
        elif value is not None:
            headers[present] = str(value)
    kept = {name: changes[name] for name in ("status", "body") if name in changes}
    return dataclasses.replace(answer, headers=headers, **kept)
