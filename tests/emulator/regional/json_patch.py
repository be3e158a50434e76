# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The three operations of RFC 6902 that clients of modelmanagement send: add, replace and remove."""

from __future__ import annotations

import copy
from typing import Any


class PatchError(ValueError):
    """An operation that cannot be applied."""


def patched(document: dict[str, Any], operations: list[dict[str, Any]]) -> dict[str, Any]:
    """A copy of the document with the operations applied in order; PatchError leaves the document as it was."""
    result = copy.deepcopy(document)
    for operation in operations:
        apply(result, operation)
    return result


def apply(document: dict[str, Any], operation: dict[str, Any]) -> None:
    """Apply one operation in place."""
    word, path = operation.get("op"), str(operation.get("path") or "")
    if word not in ("add", "replace", "remove"):
        raise PatchError(f"the operation '{word}' is not supported")
    if not path.startswith("/"):
        raise PatchError(f"'{path}' is not a path")
    names = [part.replace("~1", "/").replace("~0", "~") for part in path[1:].split("/")]
    holder: Any = document
    for name in names[:-1]:
        if isinstance(holder, dict) and holder.get(name) is None:
            # Members that are null hold nothing yet; the service takes an add below them.
            holder[name] = {}
        holder = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(holder, dict):
        raise PatchError(f"there is nothing at '{path}'")
    if word == "remove":
        if names[-1] not in holder:
            raise PatchError(f"there is nothing at '{path}'")
        # A member of the document itself stays, empty: it is part of the shape.
        if holder is document:
            holder[names[-1]] = {} if isinstance(holder[names[-1]], dict) else None
        else:
            del holder[names[-1]]
    else:
        holder[names[-1]] = copy.deepcopy(operation.get("value"))
