# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Probes a deployment: asks it until it answers as expected, or has been asked often enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from .. import errors, redact
from ..session import Session
from ..steps import Do, Pause, Steps
from . import scoring

METHODS = ("GET", "POST")
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "body": {"type": "raw"},
    "path": {"type": "str"},
    "method": {"type": "str", "choices": list(METHODS)},
    "status_code": {"type": "list", "elements": "int", "default": [200]},
    "deployments": {"type": "list", "elements": "str"},
    "attempts": {"type": "int", "default": 3},
    "delay": {"type": "int", "default": 5},
    "timeout": {"type": "int", "default": 30},
}


@dataclass(frozen=True)
class Probe:
    """What is asked, and what is expected.

    :param attempts: how often at most.   :param delay: seconds between two.   :param timeout: seconds for an answer.
    """

    body: Any
    path: str
    method: str
    expected: tuple[int, ...]
    attempts: int
    delay: int
    timeout: int


def probe(options: Mapping[str, Any]) -> Probe:
    """The probe that the options declare. :raises InputError: when they declare none."""
    if options.get("path"):
        scoring.check_path(options["path"])
    for option in ("attempts", "timeout"):
        if int(options[option]) < 1:
            raise errors.InputError(f"probe.{option}", "must be at least 1")
    body = options.get("body")
    return Probe(
        body,
        options.get("path") or "",
        options.get("method") or ("POST" if body is not None or not options.get("path") else "GET"),
        tuple(int(status) for status in options["status_code"]),
        int(options["attempts"]),
        int(options["delay"]),
        int(options["timeout"]),
    )


def passed(session: Session, at: scoring.Door, asked: Probe, deployment: str) -> Steps:
    """Ask ``deployment``; the steps lead to what is told of it.

    :raises NotPassed: it did not answer as expected. No more is asked once the session's time is over.
    """
    clock, began = session.deadline.clock, session.deadline.clock.now()
    found = ""
    for attempt in range(1, asked.attempts + 1):
        try:
            answer = yield Do(
                partial(
                    scoring.call,
                    session,
                    at,
                    deployment=deployment,
                    body=asked.body,
                    method=asked.method,
                    path=asked.path,
                    seconds=asked.timeout,
                )
            )
            found = scoring.said(answer)
            if answer.status in asked.expected:
                return {
                    "deployment": deployment,
                    "status": answer.status,
                    "attempts": attempt,
                    "seconds": round(clock.now() - began, 3),
                }
        except errors.TransportError as error:
            found = error.message
        session.report(f"the probe of {deployment} failed {attempt} times: {redact.line(found, limit=80)}")
        if attempt == asked.attempts or asked.delay >= session.deadline.left():
            break
        yield Pause(asked.delay)
    expected = " or ".join(str(status) for status in asked.expected)
    raise errors.NotPassed(
        f"{deployment} did not answer its probe with {expected}: {found}", attempts=attempt, target=deployment
    )
