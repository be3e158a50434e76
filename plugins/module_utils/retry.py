# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a request is sent again, and how long before (reliability R3). Knows nothing of what is sent."""

from __future__ import annotations

import random
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Callable

from . import errors
from .clock import Deadline

ATTEMPTS = 5
BACKOFF_SECONDS = 60.0
#: What stands between two attempts: it sleeps, or raises the problem. As :func:`pause`.
Again = Callable[..., None]


def pause(
    deadline: Deadline, attempt: int, asked: float | None, problem: errors.AmlError, forever: bool = False
) -> None:
    """Sleep before the next attempt, or raise ``problem`` when there must be none (rule R3)."""
    deadline.clock.sleep(backoff(deadline, attempt, asked, problem, forever))


def never(
    _deadline: Deadline, attempt: int, _asked: float | None, problem: errors.AmlError, forever: bool = False
) -> None:
    """For who asks how things are now: raise ``problem`` at once."""
    problem.facts["attempts"] = attempt
    raise problem


def backoff(
    deadline: Deadline, attempt: int, asked: float | None, problem: errors.AmlError, forever: bool = False
) -> float:
    """The seconds to wait before the next attempt. :raises AmlError: ``problem``, when there must be none (rule R3)."""
    left = deadline.left()
    problem.facts["attempts"] = attempt
    if isinstance(problem, errors.Unsent) and problem.facts.get("final"):
        raise problem
    if asked is not None and asked > left:
        problem.message += (
            f"; it asked to wait {asked:g} s and {left:.0f} s are left of the task's {deadline.seconds:g} s"
        )
        raise problem
    longest = min(BACKOFF_SECONDS, 2.0 ** min(attempt - 1, 10))
    delay = asked if asked else random.uniform(0, longest)  # nosec B311 # a jitter is no secret
    if (attempt >= ATTEMPTS and not forever) or delay >= left:
        raise problem
    return delay


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds that a server asks to wait, or None when it says nothing usable (reliability P21, P22).

    :param now: seconds since the epoch, for the date form.
    """
    value = headers.get("retry-after", "").strip()
    for text, unit in (
        (value, 1.0),
        (headers.get("retry-after-ms", ""), 0.001),
        (headers.get("x-ms-retry-after-ms", ""), 0.001),
    ):
        try:
            # A header that came twice arrives joined by a comma: the longer wait is right for both.
            seconds = max(float(part) for part in text.split(",")) * unit
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now) if value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
