# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What models and assets of modelmanagement have in common: the filters of a list, the json-patch, the 404."""

from __future__ import annotations

from typing import Any

from .json_patch import PatchError, patched
from .plane import Visit

Row = dict[str, Any]
#: Members that json-patch may change.
PATCHABLE = ("description", "kvTags", "properties", "sampleInputData", "sampleOutputData", "resourceRequirements")


def missing(visit: Visit, message: str, code: str) -> Exception:
    """404; the outer text is the same for everything (verified 7)."""
    return visit.error(404, "NotFound", "The specified resource was not found.", [{"code": code, "message": message}])


def matches(visit: Visit, row: Row) -> bool:
    """Whether a model or an asset passes the query."""
    for name, member in (
        ("name", "name"),
        ("framework", "framework"),
        ("runid", "runId"),
        ("description", "description"),
    ):
        if visit.query.get(name) and row.get(member) != visit.query[name]:
            return False
    return has_pairs(row["kvTags"], visit.query.get("tags")) and has_pairs(
        row["properties"], visit.query.get("properties")
    )


def has_pairs(values: dict[str, Any], wanted: str | None) -> bool:
    """Whether a map has `key` or `key=value` of a list parted by commas."""
    for pair in (wanted or "").split(","):
        key, equals, value = pair.strip().partition("=")
        if key and (key not in values or (equals and values[key] != value)):
            return False
    return True


def patch_of(visit: Visit, row: Row) -> Row:
    """A row after the json-patch that was sent; 400 for one that does not fit or reaches for another member."""
    operations = visit.json_value()
    if not isinstance(operations, list):
        raise visit.error(400, "BadRequest", "The request body must be a list of json-patch operations.")
    for operation in operations:
        path = str(operation.get("path", "")) if isinstance(operation, dict) else ""
        if path.strip("/").partition("/")[0] not in PATCHABLE:
            raise visit.error(400, "BadRequest", f"The path '{path}' cannot be changed.")
    try:
        return patched(row, operations)
    except PatchError as exc:
        raise visit.error(400, "BadRequest", f"The patch cannot be applied: {exc}.") from exc
