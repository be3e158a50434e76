# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Azure ML's front end (MFE) has in common over its types: errors, systemData, archived lists."""

from __future__ import annotations

from typing import Any

from ..call import Call
from ..errors import ArmError, front_end
from ..spec import Body

ML = "Microsoft.MachineLearningServices"
WORKSPACE = ML + "/workspaces"


def refuse(
    call: Call,
    message: str,
    status: int = 400,
    code: str = "UserError",
    detail: tuple[str, str] | None = None,
    inner: str | None = None,
) -> ArmError:
    """An error in the front end's envelope; `detail` is one (code, message) below it."""
    details = [{"code": detail[0], "message": detail[1], "details": [], "additionalInfo": []}] if detail else []
    return front_end(
        status, code, message, location=call.location(), time=call.now("+00:00"), details=details, inner=inner
    )


def workspace_of(call: Call) -> Body:
    """Return the workspace (or registry) that the resource belongs to."""
    top = call.id._replace(types=call.id.types[:1], names=call.id.names[:1])
    return call.state.store.get(top.path()) or {}


def list_view(call: Call, rows: list[Body]) -> list[Body]:
    """Apply listViewType: active ones only unless ArchivedOnly or All is asked for."""
    wanted = call.query.get("listviewtype", "ActiveOnly").lower()
    if wanted == "all":
        return rows
    return [row for row in rows if bool(_archived(row)) == (wanted == "archivedonly")]


def ordered(call: Call, rows: list[Body]) -> list[Body]:
    """Apply $orderBy: 'createdtime desc', 'modifiedtime', 'name' ...; the order of creation without it."""
    words = call.query.get("$orderby", call.query.get("orderby", "")).lower().split()
    if not words:
        return rows
    if "name" in words[0] or words[0] == "version":
        key = _by_name
    elif "modified" in words[0] or "updated" in words[0]:
        key = _by_change
    else:
        # Lists come in the order of creation already, and equal times keep it.
        return rows[::-1] if words[-1] == "desc" else rows
    return sorted(rows, key=key, reverse=words[-1] == "desc")


def with_tags(call: Call, rows: list[Body]) -> list[Body]:
    """Apply the query `tags` or `properties`: 'a,b=c' keeps rows that have the key, or the key with that value."""
    for member in ("tags", "$tags", "properties"):
        for term in filter(None, call.query.get(member, "").split(",")):
            key, _equals, value = term.partition("=")
            rows = [row for row in rows if _holds(row, member.lstrip("$"), key, value)]
    return rows


def _holds(row: Body, member: str, key: str, value: str) -> bool:
    held: Any = (row.get("properties") or {}).get(member) or row.get(member) or {}
    return key in held and value in ("", str(held[key]))


def _archived(row: Body) -> Any:
    return (row.get("properties") or {}).get("isArchived")


def _by_name(row: Body) -> tuple[int, str]:
    text = str(row.get("name", ""))
    return (int(text), "") if text.isdigit() else (0, text)


def _by_change(row: Body) -> str:
    return str((row.get("systemData") or {}).get("lastModifiedAt", ""))
