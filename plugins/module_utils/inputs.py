# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of a task's options that an argument spec cannot say, before any request. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .address import locate
from .compare import seconds
from .errors import InputError
from .schema import ABSENT, Field, Resource, applicable, state_problem
from .task import Derived


def check(resource: Resource, params: Mapping[str, Any]) -> str:
    """What a spec cannot say, before any request; the path of the resource.

    :raises InputError: a bad name, an option of another variant than the chosen one, a missing option, a value with
        no meaning.
    """
    path = locate(resource, params)
    _check_fields(
        resource.fields, resource.union, params, "", params.get("state") != ABSENT.word, f"this {resource.noun}"
    )
    word = params.get("state")
    state = next((state for state in resource.states if state.word == word), None)
    problem = state_problem(state, str(params.get(resource.union) or "")) if state is not None else ""
    if problem:
        raise InputError("state", problem)
    return path


def check_candidate(declared: Derived, chosen: Resource, params: Mapping[str, Any]) -> None:
    """:raises InputError: an option that only a resource on another plane than the chosen one has."""
    own = {*chosen.segments, *(item.option for item in chosen.fields)}
    for other in declared.candidates:
        for item in other.fields:
            if item.writable and item.option not in own and params.get(item.option) is not None:
                raise InputError(
                    item.option, f"exists only on the {other.plane} plane, not on the {chosen.plane} plane"
                )


def _check_fields(
    fields: tuple[Field, ...], union: str, given: Mapping[str, Any], prefix: str, writes: bool, what: str
) -> None:
    chosen = str(given.get(union) or "") if union else ""
    allowed = {item.option for item in applicable(fields, chosen)}
    for item in fields:
        value = given.get(item.option)
        if value is None:
            continue
        option = f"{prefix}{item.option}"
        if item.option not in allowed:
            raise InputError(option, f"exists only for {union} {', '.join(item.variants)}, not for {chosen}")
        if item.variants and chosen and chosen not in item.variants:
            continue
        if item.same == "duration" and value != "" and seconds(value) is None:
            raise InputError(option, f"{str(value)[:40]!r} is not a duration; write PT30M, 30m or a number of seconds")
        needed = next((sub.option for sub in item.fields if sub.required and not sub.variants), "")
        if value == {} and needed and not item.cleared:
            raise InputError(option, f"cannot be emptied; it needs {needed}")
        if item.merge:
            for key, text in value.items():
                if isinstance(text, (dict, list)):
                    raise InputError(option, f"the value of {key!r} must be text, not {type(text).__name__}")
        for element in value if item.type == "list" and item.fields else [value] if item.fields and value else []:
            _check_fields(item.fields, item.union, element, f"{option}.", writes, option)
    if writes and chosen:
        for item in fields:
            if (
                item.required
                and chosen in item.variants
                and given.get(item.option) is None
                and not item.write_only
                and item.on_create is None
            ):
                raise InputError(f"{prefix}{item.option}", f"is required for {union} {chosen} of {what}")
