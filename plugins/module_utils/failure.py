# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one shape of a failed task (reliability R4), the same from both fronts. Pure."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable
from typing import Any

from . import redact
from .errors import AmlError

LONGEST_MESSAGE = 500


def failure(error: AmlError) -> dict[str, Any]:
    """The result of a task that ended in ``error``.

    ``msg`` is one line: the resource, the service's code and words, the next step, the request id. ``warnings``, if
    any, are for the front to show.
    """
    facts = error.facts
    message = error.message
    resource_id = facts.get("resource_id")
    if resource_id and str(resource_id).rpartition("/")[2].lower() not in message.lower():
        message = "/".join(str(resource_id).split("/")[-2:]) + ": " + message
    ending = f"; {facts['hint']}" if facts.get("hint") else ""
    ending += f" (request id {facts['request_id']})" if facts.get("request_id") else ""
    ending = redact.line(ending, limit=LONGEST_MESSAGE // 2)
    message = message.rstrip(". ") if ending.startswith(";") else message
    return {
        "failed": True,
        "changed": bool(facts.get("changed", False)),
        "msg": redact.line(message, limit=LONGEST_MESSAGE - len(ending) - 1)
        + (ending if ending.startswith(";") else f" {ending}" if ending else ""),
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
        "attempts": facts.get("attempts"),
        "elapsed": facts.get("elapsed"),
        **({"operation_url": facts["operation_url"]} if facts.get("operation_url") else {}),
        **({"warnings": facts["warnings"]} if facts.get("warnings") else {}),
        # What a task over many resources did before, or besides, what failed.
        **facts.get("result", {}),
    }


def defect(error: BaseException, secrets: Iterable[str]) -> dict[str, Any]:
    """The result of a task that met a bug of ours: where it is, without the traceback whose lines may quote a
    secret.
    """
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "unknown"
    text = redact.line(f"{type(error).__name__} at {where}: {error}", secrets, limit=LONGEST_MESSAGE - 120)
    known = AmlError(f"this is a defect of mlops.azureml, please report it: {text}", code=type(error).__name__)
    known.outcome = "unknown"
    return failure(known)
