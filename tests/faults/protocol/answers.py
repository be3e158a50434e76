# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers for the fault script, and what every failed task must say."""

from __future__ import annotations

import base64
import re
from typing import Any

from ..cloud import Cloud
from ..families import Family

#: A captive portal, with what would move a terminal's cursor.
PAGE = {
    "status": 200,
    "headers": {"Content-Type": "text/html; charset=utf-8"},
    "body": "<html><title>Hotel</title>\x1b[2J<p>Sign in to go on. " + "x" * 5000,
}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ALWAYS = "changed correlation_id elapsed attempts error msg outcome request_id resource_id status".split()


def refusal(status: int, code: str, message: str = "Scripted.", **headers: Any) -> dict[str, Any]:
    """An error in ARM's envelope; an underscore in a header's name stands for a dash."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"status": status, "headers": named, "body": {"error": {"code": code, "message": message}}}


def raw(content: bytes, kind: str = "application/json", status: int = 200) -> dict[str, Any]:
    """An answer of any bytes."""
    return {"status": status, "headers": {"Content-Type": kind}, "bytes": base64.b64encode(content).decode()}


def failed(result: dict[str, Any], *words: str, outcome: str = "none", changed: bool = False) -> dict[str, Any]:
    """The result of a task that failed as it should: every field, one line, and ``words`` in it (R4, R5)."""
    assert result.get("failed"), result
    assert not set(_ALWAYS) - set(result), result
    message = result["msg"]
    assert len(message) <= 500 and not _CONTROL.search(message), message
    assert "Traceback" not in message and "defect" not in message, message
    for word in words:
        assert word.lower() in message.lower(), f"{word} is not in: {message}"
    assert (result["outcome"], result["changed"]) == (outcome, changed), result
    return result


def succeeded(result: dict[str, Any], changed: bool) -> dict[str, Any]:
    """The result of a task that ended well."""
    assert not result.get("failed") and result["changed"] is changed, result
    return result


def ready(cloud: Cloud, family: Family, made: bool = False) -> None:
    """Make what ``family`` needs, and with ``made`` itself; forget the requests that it took."""
    cloud.need(family)
    if made:
        succeeded(cloud.make(family), changed=True)
    cloud.forget()


def as_read(cloud: Cloud, family: Family) -> dict[str, Any]:
    """The resource as the service shows it, and no request of it in the journal."""
    group, _slash, below = family.id.partition("/providers/")
    result = cloud.play("aml_rest", {"path": f"{group}/providers/{below}", "reveal": True})
    assert result["status"] == 200, result
    cloud.forget()
    body: dict[str, Any] = result["json"]
    return body
