# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The argument spec that follows from a declaration, and what it says of the options that a task was given. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from . import redact
from .auth.options import AUTH_OPTIONS
from .schema import ABSENT, Field, Resource
from .scope import WORKSPACE
from .task import Action, Bundle, Call, Derived, Estate, Examination, Task

Spec = dict[str, dict[str, Any]]

# Ansible warns about an option that looks like a secret and does not say whether it is one.
_LOOKS_SECRET = re.compile(r"pass|secret|token|key|cred|sas|pat$", re.IGNORECASE)

# Every module takes them, so that one module_defaults for the whole group can set them (design section 6).
SCOPE: Spec = {"resource_group": {"type": "str"}, "workspace": {"type": "str"}}
FIELDS: Spec = {"fields": {"type": "list", "elements": "str"}}
API_VERSION: Spec = {"api_version": {"type": "str"}}
DEFINITION: Spec = {"definition": {"type": "raw"}}
WAIT: Spec = {"wait": {"type": "bool", "default": True}, "wait_timeout": {"type": "int", "default": 3600}}
# How the path of a version of an asset ends.
VERSION = "/versions/{version}"


def arguments(task: Task) -> Spec:
    """The whole argument spec of a task's module."""
    declared = task.declaration
    if isinstance(declared, (Call, Examination)):
        own: Spec = {
            option: {"type": "str", "required": True} for option in (declared.needs.options if declared.needs else ())
        }
        own.update({option: dict(spec) for option, spec in declared.options.items()})
    elif isinstance(declared, Bundle):
        own = _bundle(declared)
    elif isinstance(declared, Action):
        own = _action(declared)
    elif isinstance(declared, Estate):
        own = {"reconcile": _estate, "export": _exported, "report": _reported}[task.verb](declared)
    elif task.verb == "read":
        own = {**FIELDS, **_reader(declared)}
    else:
        own = _manager(declared)
    return {**AUTH_OPTIONS, **API_VERSION, **SCOPE, **own}


def _manager(declared: Resource | Derived) -> Spec:
    if isinstance(declared, Derived):
        own: Spec = {}
        for candidate in declared.candidates:
            own = {**_manager(candidate), **own}
        return {**(own or WAIT), **_plain(declared.options)}
    spec: Spec = {option: {"type": "str", "required": True} for option in declared.scope.options}
    named = {"type": "str"} if declared.defined else {"type": "str", "required": True}
    spec.update({option: dict(named) for option in declared.segments})
    spec.update(DEFINITION if declared.defined else {})
    spec.update(fields_spec(declared.fields))
    spec["state"] = {
        "type": "str",
        "choices": [state.word for state in declared.states],
        "default": declared.states[0].word,
    }
    spec.update(WAIT)
    if any(item.create_only for item in _every(declared.fields)):
        spec["on_immutable"] = {"type": "str", "choices": ["fail", "recreate"], "default": "fail"}
    if declared.guarded:
        spec["force"] = {"type": "bool", "default": False}
    if any(item.write_only for item in _every(declared.fields)):
        once = {"choices": ["on_create", "always"], "default": "on_create"}
        spec["update_secret"] = {"type": "str", **once, "no_log": False}
    if any(item.merge for item in _every(declared.fields)):
        spec["purge_tags"] = {"type": "bool", "default": False}
    if any(item.path.startswith("properties.") for item in declared.fields) and declared.create_with == "PUT":
        spec["extra_properties"] = {"type": "dict"}
    for option, entry in (declared.source.options if declared.source else {}).items():
        group, _dot, name = option.rpartition(".")
        (spec[group]["options"] if group else spec)[name] = dict(entry)
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
    for option in declared.segments:
        # A reader needs every name but the last one: that is what it lists. Versions are listed by their name, too.
        listed = option == declared.segments[-1] or declared.path.endswith(VERSION)
        spec[option] = {"type": "str"}
        if declared.collection or declared.unlisted or not listed:
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


def _action(declared: Action) -> Spec:
    spec: Spec = {option: {"type": "str", "required": True} for option in (*declared.scope.options, *declared.segments)}
    if declared.union:
        words = [value for value, _path in declared.paths]
        spec[declared.union] = {"type": "str", "choices": words, "default": words[0]}
    own = fields_spec(declared.fields)
    spec.update(
        {
            item.option: {**own[item.option], "required": True} if item.required else own[item.option]
            for item in declared.fields
        }
    )
    if declared.secret:
        spec["reveal"] = {"type": "bool", "default": False}
    return {**spec, **(WAIT if declared.long else {}), **_plain(declared.options)}


def _estate(declared: Estate) -> Spec:
    return {
        # Its items say themselves what is secret in them.
        "resources": {"type": "list", "elements": "dict", "required": True, "no_log": False},
        "concurrency": {"type": "int", "default": 16},
        "prune": {"type": "list", "elements": "str", "default": [], "choices": prunable(declared)},
        "prune_confirm": {"type": "bool", "default": False},
        **WAIT,
    }


def _exported(declared: Estate) -> Spec:
    spec: Spec = {option: {"type": "str", "required": True} for option in WORKSPACE.options}
    spec["types"] = {"type": "list", "elements": "str", "choices": exportable(declared)}
    return spec


def _reported(declared: Estate) -> Spec:
    return {**_exported(declared), **_plain(declared.report_options)}


def prunable(declared: Estate) -> list[str]:
    """The kinds that can be deleted and have a list, by noun."""
    known = [kind for kind in declared.kinds if not isinstance(kind, Derived) or kind.candidates]
    return sorted(kind.noun for kind in known if ABSENT in listed_as(kind).states and not listed_as(kind).unlisted)


def exportable(declared: Estate) -> list[str]:
    """The kinds that live in a workspace, and the workspace itself, by noun."""
    return sorted(noun for noun in prunable(declared) if noun == "workspace" or _in_workspace(declared, noun))


def _in_workspace(declared: Estate, noun: str) -> bool:
    return listed_as(declared.kind(noun)).scope == WORKSPACE


def listed_as(kind: Resource | Derived) -> Resource:
    """The resource by which a kind is listed: of one on two planes the first."""
    return kind.candidates[0] if isinstance(kind, Derived) else kind


def of_item(kind: Resource | Derived) -> Spec:
    """The argument spec of one item of an estate: its own module's, without what the task has for all items."""
    spec = arguments(Task(kind, "manage"))
    return {option: entry for option, entry in spec.items() if option not in (*AUTH_OPTIONS, "wait_timeout")}


def fields_spec(fields: tuple[Field, ...]) -> Spec:
    """The argument spec of the options that a task can set."""
    spec: Spec = {}
    for item in fields:
        if not item.writable:
            continue
        # A document may also be named by the path of its file.
        entry: dict[str, Any] = {"type": "raw" if item.same == "json" else item.type}
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


def quiet(spec: Spec) -> Spec:
    """The spec by which Ansible logs and repeats a module's options: without those of a free form, which may hold
    secrets that no spec tells, at any depth. What holds one is left out as a whole: Ansible logs it as Python writes
    it, where no secret is found that has a quotation mark.
    """
    return {
        option: {**entry, "no_log": True}
        if _is_free(entry) or _holds_free(entry)
        else {**entry, "options": quiet(entry["options"])}
        if entry.get("options")
        else entry
        for option, entry in spec.items()
    }


def _holds_free(entry: Mapping[str, Any]) -> bool:
    return any(_is_free(inner) or _holds_free(inner) for inner in (entry.get("options") or {}).values())


def _is_free(entry: Mapping[str, Any]) -> bool:
    kinds = entry["type"], entry.get("elements")
    return ("dict" in kinds and "options" not in entry) or "raw" in kinds


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


def item_secrets(estate: Estate, items: Iterable[tuple[str, Any]]) -> list[str]:
    """Every secret in the options of an estate's items, given as (noun, options) pairs."""
    specs: dict[str, Spec] = {}
    found: list[str] = []
    for noun, options in items:
        if noun not in specs:
            kind = next((kind for kind in estate.kinds if kind.noun == noun), None)
            whole = of_item(kind) if kind else {}
            # Most options hold no secret at any depth, and an estate has many items.
            specs[noun] = {option: entry for option, entry in whole.items() if _may_hold(entry)}
        found += given_secrets(specs[noun], options)
    return found


def _may_hold(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("no_log") or entry.get("options")) or entry["type"] in ("dict", "list", "raw")


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
        elif option in DEFINITION and isinstance(value, str) and "\n" in value:
            # Nobody has read yet what in it is secret.
            found.append(value)
        elif "no_log" not in entry and not entry.get("options"):
            found.extend(redact.held({option: value}))
        for element in value if isinstance(value, list) else [value]:
            found.extend(given_secrets(entry.get("options") or {}, element))
    return [secret for secret in found if secret]
