# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tasks did, or in check mode would do, as a table that a terminal or a mail shows. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils import redact
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.plan import CREATE, DELETE, NONE, UPDATE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE

STYLES = ("text", "markdown")
COLUMNS = ("action", "type", "name", "reasons")
FAIL = "fail"
# Longer ones would break every line of a terminal; the result of the task has them whole.
WIDEST_CELL = 100


@dataclass(frozen=True)
class Row:
    """One resource of a plan."""

    action: str
    type: str
    name: str
    reasons: str

    def cells(self) -> tuple[str, ...]:
        """The columns, each one printable line."""
        return tuple(redact.line(cell, limit=WIDEST_CELL) for cell in (self.action, self.type, self.name, self.reasons))


def table(results: Any, style: str = "text", unchanged: bool = False) -> str:
    """A plan as lines: what would be, or was, done to which resource and why, and a sum.

    :param results: the result of ``aml_apply``, of a module that manages one resource, of a loop, or a list of these.
    :param style: ``text`` or ``markdown``.   :param unchanged: whether resources are listed that stay as they are.
    :raises InputError: ``results`` holds something else than results.
    """
    if style not in STYLES:
        raise InputError("style", f"{str(style)[:40]!r} is none of {', '.join(STYLES)}")
    rows = list(_rows(results))
    counted = Counter(row.action for row in rows)
    listed = [row.cells() for row in rows if unchanged or row.action != NONE]
    summary = ", ".join(f"{counted[action]} {action}" for action in sorted(counted, key=_order)) or "nothing"
    lines = _markdown(listed) if style == "markdown" else _text(listed)
    return "\n".join([*lines, *([""] if lines else []), f"Plan: {summary}"])


def _order(action: str) -> tuple[bool, str]:
    """What stays as it is comes last."""
    return action == NONE, action


def _text(rows: list[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    whole = [COLUMNS, *rows]
    widths = [max(len(row[column]) for row in whole) for column in range(len(COLUMNS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in whole]


def _markdown(rows: list[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    escaped = [tuple(_escaped(cell) for cell in row) for row in rows]
    return ["| " + " | ".join(row) + " |" for row in (COLUMNS, ("---",) * len(COLUMNS), *escaped)]


def _escaped(cell: str) -> str:
    """What a cell of Markdown shows as it is: neither a new column nor HTML."""
    for sign in "\\|`*_[]<>":
        cell = cell.replace(sign, "\\" + sign)
    return cell


def _rows(results: Any) -> Iterator[Row]:
    if isinstance(results, list):
        for one in results:
            yield from _rows(one)
    elif not isinstance(results, Mapping):
        raise InputError(None, "the input must be the result of a task, or a list of results")
    elif isinstance(results.get("results"), list):
        yield from _rows(results["results"])
    elif isinstance(results.get("resources"), list):
        for item in results["resources"]:
            if isinstance(item, Mapping) and "action" in item:
                yield _item(item)
    elif "changed" in results or results.get("failed") or results.get("skipped"):
        yield from _single(results)
    else:
        raise InputError(None, "the input must be the result of a task, or a list of results")


def _item(item: Mapping[str, Any]) -> Row:
    error = item.get("error")
    failed = error.get("message") if isinstance(error, Mapping) else ""
    reasons = [str(reason) for reason in item.get("reasons") or []]
    return Row(str(item["action"]), str(item.get("type")), str(item.get("name")), str(failed or "; ".join(reasons)))


def _single(result: Mapping[str, Any]) -> Iterator[Row]:
    """The result of a task about one resource. It does not say what it did, its diff does."""
    if result.get("skipped"):
        return
    noun = next((kind.noun for kind in ESTATE.kinds if isinstance(result.get(kind.noun), Mapping)), "")
    shown = result.get(noun) or {}
    asked = result.get("invocation")
    # What is gone is shown no more; the options named it.
    names = shown or (asked.get("module_args") if isinstance(asked, Mapping) else None) or {}
    name = ":".join(str(names[option]) for option in ("endpoint", "name", "version") if names.get(option))
    reasons = [str(reason) for reason in result.get("reasons") or []]
    if result.get("failed"):
        path = str(result.get("resource_id") or "")
        yield Row(FAIL, noun or "", name or path.rpartition("/")[2], str(result.get("msg") or ""))
    else:
        yield Row(_action(result, shown), noun, name, "; ".join(reasons))


def _action(result: Mapping[str, Any], shown: Mapping[str, Any]) -> str:
    if not result.get("changed"):
        return NONE
    diff = result.get("diff")
    sides = diff if isinstance(diff, Mapping) else {}
    if not shown or ("after" in sides and not sides["after"]):
        return DELETE
    return CREATE if "before" in sides and not sides["before"] else UPDATE
