# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of a task's options that an argument spec cannot say, before any request. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from . import ids
from .address import fill_checked, locate
from .compare import as_texts, seconds
from .errors import InputError
from .schema import ABSENT, Field, Resource, applicable, state_problem
from .task import Action, Derived
from .tree import dig

# The service counts in 32 bits (its schemas say int32).
LARGEST_NUMBER = 2**31 - 1
NEVER_ZERO = frozenset({"wait_timeout"})
# learn.microsoft.com, tag resources: what the name of a tag cannot hold.
NOT_IN_A_TAG = re.compile(r"[<>%&\\?/]")


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
    option, problem = resource.source.problem(resource.scope, params) if resource.source else ("", "")
    if problem:
        raise InputError(option, problem)
    if resource.alone and params.get("wait") is False:
        raise InputError(
            "wait", f"must be true: the service loses a {resource.noun} when the next write comes too early"
        )
    return path


@contextmanager
def inside(place: str) -> Iterator[None]:
    """While inside, bad input is that of an item: its option is named below ``place``."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{place}.{error.facts.get('option')}", error.message.partition(": ")[2]) from error


def need_subscription(params: Mapping[str, Any]) -> None:
    """:raises InputError: naming every place a subscription id can come from."""
    if not params.get("subscription_id"):
        raise InputError(
            "subscription_id",
            "is missing; set the option, AZURE_SUBSCRIPTION_ID or the profile in ~/.azure/credentials",
        )


def check_action(declared: Action, params: Mapping[str, Any]) -> str:
    """The same as :func:`check` for an action; its whole path. :raises InputError: as there."""
    path = fill_checked(f"{declared.scope.path}/{declared.path(params)}", params, declared.names)
    _check_fields(declared.fields, "", params, "", True, "this action")
    return path


def check_candidate(declared: Derived, chosen: Resource, params: Mapping[str, Any]) -> None:
    """:raises InputError: an option that only a resource on another plane than the chosen one has."""
    own = {*chosen.segments, *(item.option for item in chosen.fields)}
    for other in declared.candidates:
        for item in other.fields:
            if item.writable and item.option not in own and params.get(item.option) is not None:
                raise InputError(item.option, _elsewhere(chosen, other))
        for option in other.source.options if other.source and not chosen.source else ():
            if dig(params, option) is not None:
                raise InputError(option, _elsewhere(chosen, other))


def _elsewhere(chosen: Resource, other: Resource) -> str:
    """Why an option of ``other`` is none of ``chosen``."""
    if chosen.plane != other.plane:
        return f"exists only on the {other.plane} plane, not on the {chosen.plane} plane"
    more = [option for option in other.segments if option not in chosen.segments]
    if more:
        return f"is of one version; without {more[0]} the task is about all versions together"
    return f"is of all versions together, and none of one {chosen.segments[-1]}"


def check_numbers(spec: Mapping[str, Any], params: Mapping[str, Any]) -> None:
    """The numbers that are no fields. :raises InputError: one that has no meaning."""
    for option, entry in spec.items():
        value = params.get(option)
        if value is not None and "int" in (entry.get("type"), entry.get("elements")):
            problem = _no_number(value, 1 if option in NEVER_ZERO else 0)
            if problem:
                raise InputError(option, problem)


def _no_number(value: Any, least: int = 0) -> str:
    """Why a number, or one of a list, is none to the service: Ansible takes ``true`` for one, and any size."""
    for number in value if isinstance(value, list) else [value]:
        if isinstance(number, bool) or not least <= number <= LARGEST_NUMBER:
            return f"{str(number)[:40]} is not a whole number between {least} and {LARGEST_NUMBER}"
    return ""


def _problem(item: Field, value: Any, given: Mapping[str, Any]) -> str:
    """What is wrong with the value of one option; empty when nothing is."""
    if item.never_empty and value == "":
        return "cannot be emptied; the service always has one"
    if item.same == "duration" and value != "" and seconds(value) is None:
        return f"{str(value)[:40]!r} is not a duration; write PT30M, 30m or a number of seconds"
    if "int" in (item.type, item.elements):
        problem = _no_number(value, item.least)
        if problem:
            return problem
    if item.same == "shares":
        return _no_shares(item, value)
    if item.at_most and given.get(item.at_most) is not None and value > given[item.at_most]:
        return f"{value} is more than {item.at_most}, which is {given[item.at_most]}"
    if item.id_of:
        found = (_no_id(item.id_of, each) for each in (value if isinstance(value, list) else [value]) if each != "")
        return next((problem for problem in found if problem), "")
    if item.merge:
        return _no_map(item, value)
    return ""


def _no_shares(item: Field, value: Mapping[str, Any]) -> str:
    """Why ``value`` is no map of percentages."""
    for key, number in value.items():
        if isinstance(number, bool) or not re.fullmatch(r"100|[0-9]{1,2}", str(number)):
            # Not quoted: a free map may hold anything, and a part of a secret would not be found.
            return f"the share of {str(key)[:40]} is not a whole percentage between 0 and 100"
    total = sum(int(number) for number in value.values())
    if item.sums and total not in item.sums:
        return f"is {total} in all; it must be {' or '.join(str(number) for number in item.sums)}"
    return ""


def _no_id(kind: str, value: Any) -> str:
    provider, _slash, kinds = kind.partition("/")
    shape = f"/subscriptions/.../providers/{provider}/" + "/".join(f"{word}/..." for word in kinds.split("/"))
    known = ids.parse(str(value))
    if known is None:
        return f"{str(value)[:120]!r} is not a resource id; it must look like {shape}"
    if known.type.lower() != kind.lower():
        return f"is the id of a {known.type or 'resource group'}; it must be that of a {kind}, like {shape}"
    return ""


def _no_map(item: Field, value: Mapping[str, Any]) -> str:
    """Why ``value`` is no map of texts that the service takes."""
    for key, text in value.items():
        if isinstance(text, (dict, list)):
            return f"the value of {str(key)[:40]!r} must be text, not {type(text).__name__}"
    if not item.limits:
        return ""
    most, longest_key, longest_value = item.limits
    if len(value) > most:
        return f"has {len(value)} entries; the service takes at most {most}"
    for key, text in as_texts(value).items():
        if not key or len(key) > longest_key or NOT_IN_A_TAG.search(key):
            return f"{key[:40]!r} is no name of 1 to {longest_key} characters without any of < > % & \\ ? /"
        if len(text) > longest_value:
            return f"the value of {key[:40]!r} has {len(text)} characters; the service takes at most {longest_value}"
    return ""


def _check_fields(
    fields: tuple[Field, ...], union: str, given: Mapping[str, Any], prefix: str, writes: bool, what: str
) -> None:
    chosen = str(given.get(union) or "") if union else ""
    fields = tuple(item for item in fields if item.writable)
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
        problem = _problem(item, value, given)
        if problem:
            raise InputError(option, problem)
        needed = next((sub.option for sub in item.fields if sub.required and not sub.variants), "")
        if value == {} and needed and not item.cleared:
            raise InputError(option, f"cannot be emptied; it needs {needed}")
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
