# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether an action has anything to do, what it sends and what its answer says. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import compare, redact, shape
from .schema import Field
from .task import Action, Goal
from .tree import bury, dig

_OPTION = re.compile(r"\{(\w+)\}")


def counting(declared: Action, params: Mapping[str, Any]) -> tuple[Goal, ...]:
    """The goals that this task has: those whose option it gives, and whose condition it meets."""
    return tuple(
        goal
        for goal in declared.goals
        if (not goal.option or params.get(goal.option) is not None) and (not goal.when or params.get(goal.when))
    )


def left(declared: Action, params: Mapping[str, Any], shown: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Why the action is to be done, one line for each goal that is not reached; empty when there is nothing to do.

    :param shown: the resource, or what the action's ``look`` answered; None while that cannot be known.
    """
    goals = counting(declared, params)
    if not goals:
        return ("it is done every time",)
    if shown is None:
        return ("it cannot be seen yet",)
    return tuple(reason for goal in goals for reason in _unreached(declared, goal, params, shown))


def _unreached(declared: Action, goal: Goal, params: Mapping[str, Any], shown: Mapping[str, Any]) -> list[str]:
    """Why the goal is not reached; nothing when it is."""
    path = _OPTION.sub(lambda found: str(params.get(found.group(1)) or ""), goal.path)
    present = dig(shown, path)
    what = path.rpartition(".")[2]
    if not goal.option:
        words = {word.lower() for word in goal.words}
        reached = str(present).lower() in words if words else bool(present)
        return [] if reached else [f"{what}: {redact.line(present, limit=40)} -> {' or '.join(goal.words) or 'there'}"]
    field = next(item for item in declared.fields if item.option == goal.option)
    wanted = params[goal.option]
    if goal.gone:
        one = next(item for item in field.fields if item.option == field.key)
        there = [dig(item, one.path) for item in present or []]
        named = [item[field.key] for item in wanted]
        still = [value for value in named if any(compare.same(one, value, other) for other in there)]
        return [f"{goal.option}: {', '.join(map(str, still))} is there"] if still else []
    if compare.same(Field(field.option, "", type=field.type, same=field.same), wanted, present):
        return []
    return [f"{goal.option}: it differs" if field.write_only else f"{goal.option}: {present} -> {wanted}"]


def body(declared: Action, params: Mapping[str, Any], resource: Mapping[str, Any] | None) -> Any:
    """What the action sends; None when it sends nothing. :raises InputError: a value that has no form to send."""
    sent: Any = dict(declared.body)
    for path in declared.carried:
        sent = bury(sent, path, dig(resource, path))
    for item in declared.fields:
        if params.get(item.option) is not None:
            sent = bury(sent, item.path, shape.to_rest(item, params[item.option]))
    return sent or None


def shown(declared: Action, params: Mapping[str, Any], answer: Any) -> dict[str, Any]:
    """The answer as options, without its secrets unless the task asks for them; what is hidden shows as asterisks."""
    found: dict[str, Any] = {}
    for item in declared.answer:
        value = dig(answer, item.path)
        if not item.write_only:
            found[item.option] = redact.tree(shape.to_option(item, value), name=item.option)
        else:
            found[item.option] = value if params.get("reveal") else _hidden(value)
    return found


def _hidden(value: Any) -> Any:
    """A secret, of which only its form is told."""
    if isinstance(value, Mapping):
        return {name: _hidden(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_hidden(inner) for inner in value]
    return value if value in (None, "") else redact.MASK
