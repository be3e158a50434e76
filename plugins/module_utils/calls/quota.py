# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many cores of a family of machines a workspace, or a whole subscription, may use in a region (recorded 2.7).

There always is a quota: it is set, or taken back to what the service gives by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import absence, errors, operation
from ..address import locate
from ..resources.location import QUOTA
from ..session import Session
from ..shape import to_result
from ..task import Call
from ..transport import UNSAFE
from ..tree import dig

SECONDS_TO_CONVERGE = 60.0
MOST_LISTED = 10
#: What takes a limit back (features 2.3).
RESET = -1


def check(params: Mapping[str, Any]) -> None:
    """:raises InputError: an option that is missing, or that goes with another one."""
    locate(QUOTA, params)
    if params["state"] == "present" and params.get("limit") is None:
        raise errors.InputError("limit", "is required to set a quota")
    if params.get("workspace") and not params.get("resource_group"):
        raise errors.InputError("resource_group", "is required together with workspace")


def ensure(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Set the limit, or take it back, where it is not so.

    :raises InputError: no family of that name.  :raises OperationFailed: the service did not take the limit.
    :raises Ambiguous: the answer was lost; it may have taken effect and is not repeated.
    """
    path = locate(QUOTA, params)
    rows = session.arm.list(path, QUOTA.version(params))
    if check_mode and params.get("workspace") and not own(rows, params):
        absence.warn(session, "quota", f"there is no row for the workspace {params['workspace']}")
        return {"changed": params["state"] == "present", "quota": {}, "reasons": []}
    row = chosen(rows, params)
    wanted = params["limit"] if params["state"] == "present" else None
    free = wanted is None and row.get("limit") in (RESET, default_of(rows, row))
    if free or row.get("limit") == wanted:
        return {"changed": False, "quota": to_result(QUOTA, row, params), "reasons": []}
    to = "the service's own" if wanted is None else wanted
    reasons = [f"limit: {row.get('limit')} -> {to}"]
    if check_mode:
        shown = row if wanted is None else {**row, "limit": wanted}
        return {"changed": True, "quota": to_result(QUOTA, shown, params), "reasons": reasons}
    limit = RESET if wanted is None else wanted
    _send(session, params, path.rpartition("/")[0] + "/updateQuotas", row, limit)
    began = session.deadline.clock.now()
    while True:
        row = chosen(session.arm.list(path, QUOTA.version(params)), params)
        if wanted is None or row.get("limit") == wanted:
            return {"changed": True, "quota": to_result(QUOTA, row, params), "reasons": reasons}
        if session.deadline.clock.now() - began >= SECONDS_TO_CONVERGE:
            raise errors.NotApplied(f"limit: the service accepted {wanted} and still says {row.get('limit')}")
        session.deadline.clock.sleep(operation.until_next(session.deadline, began, None, "not yet set").seconds)


def _send(session: Session, params: Mapping[str, Any], path: str, row: Mapping[str, Any], limit: int) -> None:
    """The answer is 200 whatever becomes of the limit; each row of it tells (features 2.3)."""
    asked = {"id": row.get("id"), "type": row.get("type"), "limit": limit, "unit": row.get("unit") or "Count"}
    try:
        answer = session.arm.send("POST", path, QUOTA.version(params), {"value": [asked]}, kind=UNSAFE).json()
    except errors.Ambiguous as error:
        lost = "the answer to updateQuotas was lost; it may have taken effect and was not repeated"
        raise errors.Ambiguous(f"{lost}: {error.message}", **error.facts) from error
    for told in dig(answer, "value") or []:
        status = str(told.get("status") or "Success")
        if status != "Success":
            raise errors.OperationFailed(f"limit: the service did not take {limit} ({status})", code=status)
    session.accepted = True


def own(rows: list[Any], params: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows of the workspace that the task names, else those of the whole subscription."""
    found = [row for row in rows if _of_workspace(row) == str(params.get("workspace") or "").lower()]
    if not params.get("workspace"):
        return found
    group = f"/resourcegroups/{params['resource_group']}/".lower()
    return [row for row in found if group in str(row.get("id")).lower()]


def chosen(rows: list[Any], params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row of the family. :raises InputError: there is none."""
    there = own(rows, params)
    for row in there:
        if str(dig(row, "name.value")).lower() == str(params["name"]).lower():
            return row
    names = sorted(str(dig(row, "name.value")) for row in there)
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    known = ", ".join(names[:MOST_LISTED]) + more
    raise errors.InputError("name", f"there is no quota {params['name']!r} there; there are {known or 'none at all'}")


def default_of(rows: list[Any], row: Mapping[str, Any]) -> Any:
    """The limit that a workspace has without one of its own: that of the subscription. None for the subscription's."""
    if not _of_workspace(row):
        return None
    name = dig(row, "name.value")
    return next((one.get("limit") for one in rows if not _of_workspace(one) and dig(one, "name.value") == name), None)


def _of_workspace(row: Mapping[str, Any]) -> str:
    """The workspace of a row in lower case; empty for one of the whole subscription."""
    _before, found, after = str(row.get("id")).lower().partition("/workspaces/")
    return after.partition("/")[0] if found else ""


SET_QUOTA = Call(
    noun="quota",
    run=ensure,
    check=check,
    options={
        "location": {"type": "str", "required": True},
        "name": {"type": "str", "required": True},
        "limit": {"type": "int"},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    },
)
