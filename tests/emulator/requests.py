# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is checked of a request's body and headers before a type sees it."""

from __future__ import annotations

import json
import re

from .call import Call
from .errors import bad_content, gateway, plain
from .ids import ResourceId
from .spec import Body

_MEMBERS = (("properties", dict), ("tags", dict), ("location", str), ("identity", dict))


def at(call: Call, own: ResourceId, body: Body | None = None) -> Call:
    """Return the call as one on another id, with another body where one is given."""
    kept = call.body if body is None else body
    return Call(call.state, call.method, own, kept, call.query, call.headers, call.claims, call.base_url)


def with_body(call: Call, content: bytes) -> Call:
    """Return the call with its body read; ArmError 400 when it is not the JSON object that ARM wants."""
    if not content.strip():
        if call.method in ("PUT", "PATCH"):
            raise bad_content("The request body is empty.")
        return call
    try:
        body = json.loads(content)
    except ValueError as exc:
        raise bad_content(f"Unable to parse the body as JSON: {exc}") from exc
    if body is None and call.method == "POST":
        return call
    if not isinstance(body, dict):
        raise bad_content("The root of the body must be a JSON object.")
    for member, wanted in _MEMBERS:
        if body.get(member) is not None and not isinstance(body[member], wanted):
            raise bad_content(f"The member '{member}' of the body has the wrong type.")
    return at(call, call.id, body)


def same_location(call: Call, current: Body | None) -> None:
    """Refuse another region for a name that is taken: 409."""
    wanted, present = call.body.get("location"), (current or {}).get("location")
    if not wanted or not present or wanted.replace(" ", "").lower() == present.replace(" ", "").lower():
        return
    raise gateway(
        409,
        "InvalidResourceLocation",
        f"The resource '{call.id.name}' already exists in location '{present}' in resource group '{call.id.group}'. A "
        f"resource with the same name cannot be created in location '{wanted}'. Please select a new resource name.",
    )


def check_match(call: Call, current: Body | None) -> None:
    """Types with an etag honour If-Match and If-None-Match: 412 (contract 2.5, not verified)."""
    etag = (current or {}).get("etag")
    wanted, unwanted = call.headers.get("if-match"), call.headers.get("if-none-match")
    if current is not None and not etag:
        return
    stale = bool(wanted) and wanted not in ("*", etag)
    absent = bool(wanted) and current is None
    if stale or absent or (unwanted == "*" and current is not None):
        raise plain(412, "PreconditionFailed", "The condition of the request headers is not met.")


def scripted_failure(call: Call, verb: str) -> Body | None:
    """Return the failure that the fault script or the configuration has for the operation about to start."""
    scripted = call.state.faults.take_failure()
    if scripted:
        return scripted
    for rule in call.state.config.failures:
        if rule.get("type", "").lower() not in ("", "*", call.id.type.lower()) or rule.get("verb", verb) != verb:
            continue
        if re.search(str(rule.get("name", "")), call.id.name):
            message = rule.get("message", "The operation failed.")
            return {"code": rule.get("code", "InternalServerError"), "message": message}
    return None
