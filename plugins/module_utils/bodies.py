# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent: the options laid over what is there. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import shape
from .errors import InputError, Refused
from .parts import UNTAG
from .schema import Field, Resource, State, applicable, variant_of
from .tree import bury, dig, join


def created(resource: Resource, params: Mapping[str, Any], state: State) -> Any:
    """The body that creates the resource. :raises InputError: when an option that creation needs is missing."""
    variant = variant_of(resource.union, resource.fields, params)
    if resource.union and not variant:
        raise InputError(resource.union, f"is required to create this {resource.noun}")
    body: Any = {}
    for path, option in resource.posted:
        body = bury(body, path, params.get(option))
    for item in applicable(resource.fields, variant):
        if item.on_create is not None and params.get(item.option) is None and (not item.variants or variant):
            body = bury(body, item.path, shape.to_rest(item, item.on_create))
        other, values = item.required_for[:1], item.required_for[1:]
        value = params.get(other[0]) if other else None
        needed_here = item.required or value in values
        if needed_here and params.get(item.option) is None and item.on_create is None:
            raise InputError(item.option, f"is required to create this {value or resource.noun}")
    needed = missing_parts(resource.fields, resource.union, params) + missing_secrets(
        resource.fields, resource.union, params, {}
    )
    if needed:
        raise InputError(needed[0], f"is required to create this {resource.noun}")
    return overlaid(resource, params, {}, state, body)


def recreated(resource: Resource, params: Mapping[str, Any], current: Mapping[str, Any], state: State) -> Any:
    """The body that replaces the resource: what is there without what only its old variant had, the options over it.

    :raises Refused: when the new one would lack a secret that the task does not have.
    """
    variant = variant_of(resource.union, resource.fields, params, current)
    body = shape.of_variant(resource.fields, variant, shape.writable(resource, current))
    _refuse_loss(missing_secrets(resource.fields, resource.union, params, current))
    return overlaid(resource, params, {}, state, body)


def overlaid(resource: Resource, params: Mapping[str, Any], present: Any, state: State, body: Any) -> Any:
    """``body`` with every declared option, the state's own members and ``extra_properties`` laid over it."""
    variant = variant_of(resource.union, resource.fields, params, present or body)
    purge = bool(params.get("purge_tags"))
    for item in applicable(resource.fields, variant):
        wanted = params.get(item.option)
        if wanted is None or not item.writable:
            continue
        if not item.path:
            body = shape.to_rest(item, wanted, body, purge)
            continue
        body = bury(body, item.path, shape.to_rest(item, wanted, dig(body, item.path), purge))
        for path, constant in item.along:
            body = bury(body, path, constant)
    for path, value in state.sets:
        body = bury(body, path, value) if value or present else body
    _check_order(resource.fields, params, body)
    extra = params.get("extra_properties")
    return {**body, "properties": shape.merged(body.get("properties"), extra, "extra_properties")} if extra else body


def _check_order(fields: tuple[Field, ...], wanted: Mapping[str, Any], body: Any, prefix: str = "") -> None:
    """:raises InputError: a number exceeds its sibling; one of the two may be there already, and not in the task."""
    for item in fields:
        given = wanted.get(item.option)
        if item.at_most:
            sibling = next(field for field in fields if field.option == item.at_most)
            number, most = dig(body, item.path), dig(body, sibling.path)
            if isinstance(number, int) and isinstance(most, int) and number > most:
                name = join(prefix, item.option)
                raise InputError(name, f"{number} is more than {item.at_most}, which is {most}")
        elif isinstance(given, Mapping) and item.fields:
            _check_order(item.fields, given, dig(body, item.path), join(prefix, item.option))


def update(
    resource: Resource,
    params: Mapping[str, Any],
    current: Mapping[str, Any],
    paths: Sequence[str],
    state: State,
    whole: bool,
) -> tuple[str, Any]:
    """The verb and the body of an update: PATCH when the type's PATCH body has every changed path, else the declared
    body over what is there (design section 4.4). Tags that are to go are taken away first, where merging cannot.

    :param paths: the changed REST paths.   :param whole: a PUT, whatever changed.
    :raises Refused: when a PUT would drop a secret that the task does not have; it names the option.
    """
    body = overlaid(resource, params, current, state, shape.writable(resource, current))
    if resource.parts:
        gone = sorted(set(dig(current, resource.parts.tags) or {}) - set(dig(body, resource.parts.tags) or {}))
        if gone:
            return UNTAG, {resource.parts.listed_as: gone} if resource.parts.listed_as else gone
    body = _with_removals(resource.fields, body, current)
    units = [
        next((unit for unit in resource.patch if path == unit or path.startswith(unit + ".")), None) for path in paths
    ]
    if resource.patch and not whole and None not in units:
        patch: Any = {}
        for unit in dict.fromkeys(unit for unit in units if unit):
            patch = bury(patch, unit, dig(body, unit))
        return "PATCH", patch
    _refuse_loss(missing_secrets(resource.fields, resource.union, params, current))
    return "PUT", body


def _refuse_loss(dropped: list[str]) -> None:
    """:raises Refused: the service keeps a secret, never shows it, and replaces it with nothing (design section 4)."""
    if dropped:
        text = f"{dropped[0]}: this change replaces the whole resource, and the secret it holds is not shown"
        raise Refused(text, code="SecretNotShown", option=dropped[0])


def missing_parts(fields: tuple[Field, ...], union: str, wanted: Mapping[str, Any], prefix: str = "") -> list[str]:
    """The dotted options that an object of the body needs and the task, which gives the object, does not."""
    found: list[str] = []
    for item in applicable(fields, variant_of(union, fields, wanted)):
        given = wanted.get(item.option)
        if prefix and item.required and item.writable and not item.write_only and given is None:
            found.append(join(prefix, item.option))
        elif item.fields and given:
            for element in given if item.type == "list" else [given]:
                found += missing_parts(item.fields, item.union, element, join(prefix, item.option))
    return found


def _with_removals(fields: tuple[Field, ...], body: Any, current: Any, base: str = "") -> Any:
    """``body`` with a null for each key that goes: ARM keeps an assigned identity that a request does not name."""
    for item in fields:
        path = join(base, item.path)
        kept = dig(body, path)
        if item.as_keys and isinstance(kept, Mapping):
            body = bury(body, path, {**dict.fromkeys(dig(current, path) or {}), **kept})
        elif item.type == "dict" and item.path and isinstance(kept, Mapping):
            body = _with_removals(item.fields, body, current, path)
    return body


def missing_secrets(
    fields: tuple[Field, ...], union: str, wanted: Mapping[str, Any], present: Any, prefix: str = ""
) -> list[str]:
    """The dotted options of every secret that the chosen variants need and the task does not give."""
    found: list[str] = []
    for item in applicable(fields, variant_of(union, fields, wanted, present)):
        given = wanted.get(item.option)
        if (item.write_only or item.unshown) and item.required and item.variants and given is None:
            found.append(join(prefix, item.option))
        elif item.type == "dict" and item.union and (given or dig(present, item.path)):
            inner = dig(present, item.path)
            found += missing_secrets(item.fields, item.union, given or {}, inner, join(prefix, item.option))
    return found


def after_update(
    resource: Resource, params: Mapping[str, Any], current: Mapping[str, Any], state: State
) -> dict[str, Any]:
    """The options' view of what an update leads to."""
    return shape.view(resource, overlaid(resource, params, current, state, dict(current)))


def secrets_due(resource: Resource, params: Mapping[str, Any]) -> bool:
    """True when a secret is given and is to be sent every time: it cannot be compared."""
    return params.get("update_secret") == "always" and _has_secret(resource.fields, params)


def _has_secret(fields: tuple[Field, ...], wanted: Any) -> bool:
    if not isinstance(wanted, Mapping):
        return False
    return any(
        wanted.get(item.option) not in (None, "")
        if item.write_only
        else _has_secret(item.fields, wanted.get(item.option))
        for item in fields
    )


def deletion(resource: Resource, params: Mapping[str, Any], current: Mapping[str, Any]) -> dict[str, Any]:
    """The query of the request that deletes the resource."""
    path, true, false = resource.delete_default or ("", None, None)
    default = true if dig(current, path) else false
    words = {name: params.get(option, default) for name, option in resource.delete_query}
    return {name: word for name, word in words.items() if word is not None}
