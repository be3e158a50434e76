# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one shape of a failed task (reliability R4), the same from both fronts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import redact
from .errors import AmlError, AuthError, Defect, InputError

LONGEST_MESSAGE = 500
LONGEST_STEP = 300
LONGEST_ID = 60


def failure(error: AmlError) -> dict[str, Any]:
    """The result of a task that ended in ``error``.

    ``msg`` is one line: the resource or the option, the service's code and words, the next step, the request id.
    ``warnings``, if any, are for the front to show.
    """
    # Read by tasks that fail only.
    from .remedies.table import next_step

    facts = error.facts
    message = error.message
    resource_id = facts.get("resource_id")
    # An option, or what logs in, is at fault whatever the resource is.
    named = isinstance(error, (AuthError, InputError)) or not resource_id
    if not named and str(resource_id).rpartition("/")[2].lower() not in message.lower():
        message = "/".join(str(resource_id).split("/")[-2:]) + ": " + message
    ending = "; " + redact.line(next_step(error), limit=LONGEST_STEP)
    if facts.get("request_id"):
        ending += f" (request id {redact.line(facts['request_id'], limit=LONGEST_ID)})"
    return {
        "failed": True,
        "changed": bool(facts.get("changed", False)),
        "msg": redact.line(message, limit=LONGEST_MESSAGE - len(ending)).rstrip(". ") + ending,
        "error": {
            "code": facts.get("code") or type(error).__name__,
            "target": facts.get("target") or facts.get("option"),
            **({"supported_api_versions": facts["supported"]} if facts.get("supported") else {}),
        },
        "status": facts.get("status"),
        "request_id": facts.get("request_id"),
        "correlation_id": facts.get("correlation_id"),
        "resource_id": resource_id,
        "outcome": error.outcome,
        "attempts": facts.get("attempts", 0),
        "elapsed": facts.get("elapsed", 0.0),
        **({"operation_url": facts["operation_url"]} if facts.get("operation_url") else {}),
        **({"warnings": facts["warnings"]} if facts.get("warnings") else {}),
        # What a task over many resources did before, or besides, what failed.
        **facts.get("result", {}),
    }


def defect(error: BaseException, secrets: Iterable[str] | None = None) -> dict[str, Any]:
    """The result of a task that met a bug of ours where the engine could not tell of it.

    :param secrets: None where they are not known, so that nothing of the exception's text is told.
    """
    return failure(Defect(redact.defect(error, secrets)))
