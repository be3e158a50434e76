# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for a long-running operation to end. Knows Azure's three ways of telling (contract 2.4), not what is being
made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable
from urllib.parse import urljoin

from . import errors, redact
from .arm import Arm, envelope, sentence
from .clock import Deadline
from .response import Response
from .retry import retry_after
from .steps import Do, Pause, Steps

SUCCEEDED = frozenset({"succeeded", "completed", "active", "registered"})
FAILED = frozenset({"failed", "canceled", "cancelled", "aborted", "rejected", "error", "timedout"})
# What the services say while it goes on (recorded 1); any other word is waited out as well, and told of (L06).
GOING = frozenset(
    """
    accepted canceling created creating deleting deploying inprogress notstarted pending provisioning queued resolving
    running scheduled started starting updating
    """.split()
)
# The service sends no Retry-After (recorded 1), so the interval is ours: a tenth of what has passed.
SHORTEST_POLL, LONGEST_POLL, LONGEST_ASKED = 0.5, 10.0, 60.0

# A 409 that ends by itself, in the words of the service (verified 3 and 4). An endpoint is busy without showing it.
_BUSY = re.compile(
    r"another ?operation|operation.{0,30} in progress|provisioning state is not terminal"
    r"|\bin (?!failed|canceled|succeeded)\w+ provisioning state",
    re.IGNORECASE,
)

#: Tells the user how a wait goes: state and elapsed seconds.
Report = Callable[[str, float], None]
#: Takes one line that the user should see although the task goes on.
Warn = Callable[[str], None]


@dataclass(frozen=True)
class Operation:
    """Where to ask about a running operation. ``url`` is empty when only the resource itself tells.

    :param result: where what it led to can be read at its end, when that is elsewhere.
    """

    url: str = ""
    is_location: bool = False
    base: str = ""
    result: str = ""


def started(response: Response, resource_url: str) -> Operation | None:
    """The operation that ``response`` began, or None when it is already done.

    The Location of a 201 is the resource's own URL for endpoints, assets and datastores (recorded 1, verified 4):
    not an
    operation. Some answers say only by their body, or by a bare 202, that something goes on.
    """
    status_url = response.headers.get("azure-asyncoperation") or response.headers.get("operation-location")
    location = response.headers.get("location", "")
    if status_url:
        return Operation(status_url, False, response.url, location if response.status == 202 else "")
    if response.status == 202 and location:
        return Operation(location, True, response.url)
    if response.status == 202:
        return Operation(base=resource_url)
    body = response.json() if response.is_json else None
    state = state_of(body).lower()
    if response.status in (200, 201) and state and state not in SUCCEEDED and state not in FAILED:
        return Operation(base=resource_url)
    return None


def is_busy(error: errors.ServiceError) -> bool:
    """True when the service refused for an operation that goes on, so that asking later can help (reliability P17)."""
    return error.status == 409 and bool(_BUSY.search(error.message))


def state_of(resource: Any) -> str:
    """The provisioning state of a resource's body, empty when it has none."""
    properties = resource.get("properties") if isinstance(resource, dict) else None
    state = properties.get("provisioningState") if isinstance(properties, dict) else None
    return str(state) if state else ""


def wait(arm: Arm, operation: Operation, deadline: Deadline, report: Report, warn: Warn) -> Steps:
    """Poll until the operation ends; the steps lead to the body of its last answer.

    :returns: None when the status URL could not be asked (404, 403, a foreign host, trouble that stays, a page of a
        proxy): the caller then looks at the resource.
    :raises OperationFailed: with the service's innermost message.
    :raises OperationTimeout: when the deadline is over; ``operation_url`` tells where to look.
    """
    return _polls(arm, operation, deadline, report, warn, deadline.clock.now())


def _polls(arm: Arm, operation: Operation, deadline: Deadline, report: Report, warn: Warn, began: float) -> Steps:
    url = operation.url
    asked: float | None = None
    state, warned = "InProgress", False
    while url:
        yield until_next(deadline, began, asked, state, url)
        try:
            answer = yield Do(partial(arm.follow, url, operation.base))
        except errors.TransportError:
            return None
        if answer.status == 403:
            # The principal may start it and not read what became of it: that takes a right at the group or above
            # (reliability 0.4).
            code, message, _details = envelope(answer)
            warn(
                f"the status of its operation could not be read ({sentence(code or 'HTTP 403', message, [])}); grant "
                "that at the resource group or the subscription. The resource itself was waited for"
            )
            return None
        if answer.status == 404 or answer.status >= 500:
            # The service forgot it, or does not come round: the resource itself tells (L08, L09).
            return None
        if answer.status >= 400:
            raise failure(answer, f"HTTP {answer.status}")
        try:
            body = answer.json()
        except errors.Malformed:
            return None
        found = body.get("status") if isinstance(body, dict) else None
        state = found if isinstance(found, str) else ""
        if operation.is_location and answer.status == 202:
            url = urljoin(answer.url, answer.headers.get("location", url))
            state = state or "InProgress"
        elif state.lower() in FAILED:
            raise failure(answer, state)
        elif operation.is_location or state.lower() in SUCCEEDED:
            return body
        if state.lower() not in GOING and not warned:
            warned = True
            state = redact.line(found, limit=40) if found is not None else "in a state that the service does not name"
            warn(f"its operation is {state}, which no documentation knows; it was waited for all the same")
        asked = retry_after(answer.headers, deadline.clock.time())
        report(state, deadline.clock.now() - began)
    return None


def failure(answer: Response, state: str) -> errors.OperationFailed:
    """A failed operation as one sentence; Azure answers 200 and says it in the body (recorded 1)."""
    code, message, details = envelope(answer)
    return errors.OperationFailed(
        sentence(code or state, message or "the service gave no reason", details),
        code=code or state,
        status=answer.status if answer.status >= 400 else None,
        attempts=answer.attempts,
        **answer.ids,
    )


def until_next(deadline: Deadline, began: float, asked: float | None, state: str, url: str = "") -> Pause:
    """The pause before the next poll. :raises OperationTimeout: when the deadline comes first."""
    elapsed = deadline.clock.now() - began
    delay = (
        min(max(asked, 1.0), LONGEST_ASKED)
        if asked is not None
        else min(max(elapsed / 10, SHORTEST_POLL), LONGEST_POLL)
    )
    if delay >= deadline.left():
        raise errors.OperationTimeout(
            f"still {state} after {elapsed:.0f} s; wait_timeout is over and the operation goes on",
            operation_url=redact.url(url) if url else None,
        )
    return Pause(delay)
