# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The argument spec that follows from a declaration, and the checks that a spec cannot say. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import redact
from .address import locate
from .auth.options import AUTH_OPTIONS
from .compare import seconds
from .errors import InputError
from .schema import ABSENT, Field, Resource, applicable, state_problem
from .task import Bundle, Call, Derived, Task

Spec = dict[str, dict[str, Any]]

# Ansible warns about an option that looks like a secret and does not say whether it is one.
_LOOKS_SECRET = re.compile(r"pass|secret|token|key|cred|sas|pat$", re.IGNORECASE)

# Every module takes them, so that one module_defaults for the whole group can set them (design section 6).
SCOPE: Spec = {"resource_group": {"type": "str"}, "workspace": {"type": "str"}}
API_VERSION: Spec = {"api_version": {"type": "str"}}
WAIT: Spec = {"wait": {"type": "bool", "default": True}, "wait_timeout": {"type": "int", "default": 3600}}


def arguments(task: Task) -> Spec:
    """The whole argument spec of a task's module."""
    declared = task.declaration
    if isinstance(declared, Call):
        own: Spec = {
            option: {"type": "str", "required": True} for option in (declared.needs.options if declared.needs else ())
        }
        own.update({option: dict(spec) for option, spec in declared.options.items()})
    elif isinstance(declared, Bundle):
        own = _bundle(declared)
    elif task.verb == "read":
        own = _reader(declared)
    else:
        own = _manager(declared)
    return {**AUTH_OPTIONS, **API_VERSION, **SCOPE, **own}


def _manager(declared: Resource | Derived) -> Spec:
    if isinstance(declared, Derived):
        own: Spec = {}
        for candidate in declared.candidates:
            own = {**_manager(candidate), **own}
        return (
            {**own, **{option: dict(spec) for option, spec in declared.options.items()}}
            if own
            else {**WAIT, **_plain(declared.options)}
        )
    spec: Spec = {option: {"type": "str", "required": True} for option in declared.scope.options}
    spec.update({option: {"type": "str", "required": True} for option in declared.segments})
    spec.update(fields_spec(declared.fields))
    spec["state"] = {
        "type": "str",
        "choices": [state.word for state in declared.states],
        "default": declared.states[0].word,
    }
    spec.update(WAIT)
    if any(item.create_only for item in _every(declared.fields)):
        spec["on_immutable"] = {"type": "str", "choices": ["fail", "recreate"], "default": "fail"}
    if declared.contents or declared.used_by or declared.force_to_recreate:
        spec["force"] = {"type": "bool", "default": False}
    if any(item.write_only for item in _every(declared.fields)):
        spec["update_secret"] = {
            "type": "str",
            "choices": ["on_create", "always"],
            "default": "on_create",
            "no_log": False,
        }
    if any(item.merge for item in _every(declared.fields)):
        spec["purge_tags"] = {"type": "bool", "default": False}
    if any(item.path.startswith("properties.") for item in declared.fields) and declared.create_with == "PUT":
        spec["extra_properties"] = {"type": "dict"}
    return {**spec, **_plain(declared.options)}


def _reader(declared: Resource | Derived) -> Spec:
    if isinstance(declared, Derived):
        own: Spec = {}
        for candidate in declared.candidates:
            own = {**_reader(candidate), **own}
        return {**own, **_plain(declared.reader_options)}
    optional = {
        option for wider in declared.listed_in for option in declared.scope.options if option not in wider.options
    }
    spec: Spec = {
        option: {"type": "str", **({} if option in optional else {"required": True})}
        for option in declared.scope.options
    }
    for position, option in enumerate(declared.segments):
        # A reader needs every name but the last ones: those are what it lists.
        spec[option] = {"type": "str"}
        if declared.collection or (declared.plane == "regional" and position < len(declared.segments) - 1):
            spec[option]["required"] = True
    spec.update({extra.option: {"type": "bool", "default": False} for extra in declared.extras})
    return {**spec, **_plain(declared.reader_options)}


def _bundle(declared: Bundle) -> Spec:
    spec: Spec = {"resource_group": {"type": "str", "required": True}}
    for part in declared.parts:
        options = {
            **{name: {"type": "str", "required": True} for name in part.resource.segments},
            **fields_spec(part.resource.fields),
        }
        spec[part.option] = {"type": "dict", "options": options, **_no_log(Field(part.option, ""))}
    spec["state"] = {"type": "str", "choices": ["present", "absent"], "default": "present"}
    return {**spec, **WAIT, **_plain(declared.options)}


def fields_spec(fields: tuple[Field, ...]) -> Spec:
    """The argument spec of the options that a task can set."""
    spec: Spec = {}
    for item in fields:
        if not item.writable:
            continue
        entry: dict[str, Any] = {"type": item.type}
        choices = [option for option, _service in item.words] or list(item.choices)
        if choices:
            entry["choices"] = choices
        if item.type == "list":
            entry["elements"] = item.elements or ("dict" if item.fields else "str")
        if item.fields:
            entry["options"] = fields_spec(item.fields)
        if item.aliases:
            entry["aliases"] = list(item.aliases)
        spec[item.option] = {**entry, **_no_log(item)}
    return spec


def _no_log(item: Field) -> dict[str, bool]:
    if item.write_only or item.no_log:
        return {"no_log": True}
    return {"no_log": False} if item.no_log is False or _LOOKS_SECRET.search(item.option) else {}


def _plain(options: Mapping[str, Mapping[str, Any]]) -> Spec:
    return {option: dict(spec) for option, spec in options.items()}


def _every(fields: tuple[Field, ...]) -> list[Field]:
    return [item for top in fields for item in (top, *_every(top.fields))]


def check(resource: Resource, params: Mapping[str, Any]) -> None:
    """What a spec cannot say, before any request.

    :raises InputError: a bad name, an option of another variant than the chosen one, a missing option, a value with
        no meaning.
    """
    locate(resource, params)
    _check_fields(
        resource.fields, resource.union, params, "", params.get("state") != ABSENT.word, f"this {resource.noun}"
    )
    word = params.get("state")
    state = next((state for state in resource.states if state.word == word), None)
    problem = state_problem(state, str(params.get(resource.union) or "")) if state is not None else ""
    if problem:
        raise InputError("state", problem)


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
    allowed = applicable(fields, chosen)
    for item in fields:
        option = f"{prefix}{item.option}"
        value = given.get(item.option)
        if (
            value is not None
            and item.variants
            and chosen
            and item not in allowed
            and not any(other.option == item.option for other in allowed)
        ):
            raise InputError(option, f"exists only for {union} {', '.join(item.variants)}, not for {chosen}")
        if item not in allowed or value is None:
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
    if writes and (not union or chosen):
        for item in allowed:
            if (
                item.required
                and item.variants
                and chosen
                and given.get(item.option) is None
                and not item.write_only
                and item.on_create is None
            ):
                raise InputError(f"{prefix}{item.option}", f"is required for {union} {chosen} of {what}")


def without_nulls(spec: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """``params`` without the options that are null, at any depth: null counts as omitted (design section 4).

    Ansible fills the omitted sub-options of a dict with nulls, so this is also what tells an empty dict again. What a
    free dict holds is left alone.
    """
    found: dict[str, Any] = {}
    for option, value in params.items():
        inner = spec.get(option, {}).get("options")
        if inner and isinstance(value, Mapping):
            value = without_nulls(inner, value)
        elif inner and isinstance(value, list):
            value = [without_nulls(inner, item) if isinstance(item, Mapping) else item for item in value]
        if value is not None:
            found[option] = value
    return found


def given_secrets(spec: Mapping[str, Any], params: Any) -> list[str]:
    """Every secret that the task was given, at any depth: what the spec says is one, and in a free body what the name
    of its key says is one.
    """
    found: list[str] = []
    for option, entry in spec.items():
        value = params.get(option) if isinstance(params, Mapping) else None
        if value is None:
            continue
        if entry.get("no_log"):
            found.extend(str(item) for item in (value.values() if isinstance(value, Mapping) else [value]))
        elif not entry.get("options"):
            found.extend(redact.held(value, option))
        for element in value if isinstance(value, list) else [value]:
            found.extend(given_secrets(entry.get("options") or {}, element))
    return [secret for secret in found if secret]
