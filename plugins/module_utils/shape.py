# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between the options' shape and the service's: a wish becomes a body, a body becomes a result. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import compare, ids, redact
from .errors import InputError
from .schema import Field, Resource, applicable, parts_of, variant_of
from .tree import bury, dig, join, without

# What the service adds to every resource: never part of a body (contract 2.3).
ENVELOPE = ("id", "name", "type", "systemData", "etag")


def to_rest(field: Field, wanted: Any, present: Any = None, purge: bool = False) -> Any:
    """The service's value for the option value ``wanted``, laid over ``present`` so that what it does not name stays.

    :raises InputError: when the value has no such form.
    """
    if (
        present is not None
        and not field.fields
        and not field.write_only
        and compare.same(field, wanted, present, purge)
    ):
        # What is the same but spelled otherwise stays as the service spells it: no noise in a diff or a body.
        return present
    if field.as_keys:
        # The values hold ids that the service fills in; it takes an empty object for each key.
        spelled = {str(key).lower(): key for key in present or {}}
        kept = {spelled.get(str(item).lower(), item): {} for item in wanted}
        # What goes away is said with a null: Azure merges this map, whatever the verb (features 2.0).
        return {**{key: None for key in present or {} if key not in kept}, **kept}
    if field.type == "dict" and field.fields:
        return dict_to_rest(field, wanted, present, purge)
    if field.type == "list" and field.fields:
        one = Field(field.option, "", type="dict", fields=field.fields, union=field.union)
        return [
            dict_to_rest(one, item, mate or {}, purge) for item, mate in compare.pairs(field, wanted, present or [])
        ]
    if field.type == "dict" and field.merge:
        kept = {} if purge else dict(present or {})
        given = compare.as_texts(wanted)
        # What is not shown and comes back as it was shown stays as it is.
        return {**kept, **{key: merged((present or {}).get(key), value, field.option) for key, value in given.items()}}
    if field.same == "tree":
        return merged(present, wanted, field.option)
    if field.same == "shares":
        return compare.shares(wanted)
    if field.same == "json":
        return json.dumps(wanted, sort_keys=True) if wanted else ""
    if field.same == "duration" and wanted != "":
        try:
            return compare.iso_duration(wanted)
        except InputError as error:
            raise InputError(field.option, error.message) from None
    if field.words:
        return dict(field.words).get(wanted, wanted)
    return wanted


def dict_to_rest(field: Field, wanted: Mapping[str, Any], present: Any, purge: bool = False) -> Any:
    """A dict option laid over the service's object. An empty one clears: null."""
    if not wanted:
        return None
    body: Any = dict(present or {})
    variant = variant_of(field.union, field.fields, wanted, present)
    for item in applicable(field.fields, variant):
        value = wanted.get(item.option)
        if value is None or not item.writable:
            continue
        body = bury(body, item.path, to_rest(item, value, dig(present, item.path), purge))
        for path, constant in item.along:
            body = bury(body, path, constant)
    return of_variant(field.fields, variant, body)


def of_variant(fields: tuple[Field, ...], variant: str, body: Any) -> Any:
    """``body`` without what only other variants have: it would be refused or, worse, kept. Two variants may have one
    member in common, under options of different names.
    """
    own = {item.path for item in applicable(fields, variant)}
    for item in fields:
        if item.path not in own:
            body = without(body, item.path)
    return body


def merged(present: Any, wanted: Any, option: str) -> Any:
    """``wanted`` over ``present``: maps member by member, anything else replaced. What a result hides stays as it is.

    :raises InputError: where it is not there.
    """
    if isinstance(wanted, Mapping):
        body = dict(present) if isinstance(present, Mapping) else {}
        for key, value in wanted.items():
            spelled = next((known for known in body if str(known).lower() == str(key).lower()), key)
            body[spelled] = merged(body.get(spelled), value, f"{option}.{key}")
        return body
    if isinstance(wanted, (list, tuple)):
        mates = [*present, *[None] * len(wanted)] if isinstance(present, list) else [None] * len(wanted)
        return [
            merged(mate, item, f"{option}[{number}]") if item == redact.MASK or isinstance(item, Mapping) else item
            for number, (item, mate) in enumerate(zip(wanted, mates))
        ]
    if wanted == redact.MASK:
        if present is None:
            raise InputError(option, f"{redact.MASK} stands for what is not shown; give the value or leave it out")
        return present
    return wanted


def to_option(field: Field, present: Any, named: bool = True) -> Any:
    """The option value that stands for the service's ``present``: what a reader returns and the module takes back."""
    if field.as_keys:
        return sorted(key for key, value in (present or {}).items() if value is not None)
    if field.type == "dict" and field.fields:
        if not isinstance(present, Mapping) and field.path:
            return None
        return fields_to_options(field.fields, variant_of(field.union, field.fields, {}, present), present, named)
    if field.type == "list" and field.fields:
        return [
            fields_to_options(field.fields, variant_of(field.union, field.fields, {}, item), item, named)
            for item in present or []
        ]
    if field.same == "tree" or (field.read_only and not field.fields and isinstance(present, (Mapping, list))):
        # Nothing declares what is in there, so what looks like a secret is one.
        return redact.tree(present, name=field.path.rpartition(".")[2])
    if field.same == "json":
        return compare.document(present) or {}
    if field.type == "dict":
        # Whoever wrote the map may have put a secret into it, under a name that says so.
        return redact.tree(present) if isinstance(present, Mapping) else present
    if field.type == "str" and isinstance(present, int) and not isinstance(present, bool):
        # Model management counts versions, ARM spells them (contract 5).
        return str(present)
    for option, service in field.words:
        if str(present).lower() == service.lower():
            return option
    return next((word for word in field.choices if parts_of(word) == parts_of(present)), present)


def fields_to_options(fields: Iterable[Field], variant: str, body: Any, readable: bool = True) -> dict[str, Any]:
    """The options of a body; secrets are left out, whatever the service put there.

    :param readable: read-only fields too.
    """
    return {
        item.option: to_option(item, dig(body, item.path), readable)
        for item in applicable(tuple(fields), variant)
        if not item.write_only and (readable or item.writable)
    }


def to_result(resource: Resource, body: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """A resource as its module returns it: the module's own option names, and the read-only fields.

    :param params: the task's options; they name what an id outside of ARM does not.
    """
    variant = variant_of(resource.union, resource.fields, {}, body)
    named = named_by(resource, body, params)
    return {"id": body.get("id"), **named, **fields_to_options(resource.fields, variant, body)}


def named_by(resource: Resource, body: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """The scope and name options of a body, so that a result can be given back to the module."""
    known = ids.parse(str(body.get("id") or ""))
    if not resource.segments:
        return {"name": body.get("name"), "type": body.get("type")}
    result = {option: params.get(option) for option in (*resource.scope.options, *resource.segments)}
    if resource.collection:
        return result
    if known is None or not known.names:
        last = {option: dig(body, path) for option, path in resource.named or ((resource.segments[0], "name"),)}
        return {**result, **{option: value for option, value in last.items() if value is not None}}
    own = {"resource_group": known.resource_group, "workspace": known.names[0], "registry": known.names[0]}
    result.update({option: own[option] for option in resource.scope.options if option in own})
    # What is left of the id after the scope's own names; a listed container has fewer than the path of its versions.
    below = known.names[max(0, len(resource.scope.options) - 1) :]
    return {**result, **dict(zip(resource.segments, below))}


def option_at(fields: Iterable[Field], told: str) -> str:
    """The option that fills a member of the body, empty when none or several may be meant.

    :param told: the member as the service writes it: ``$.properties.vmSize``, ``tags[0]``, or its last names alone.
    """
    wanted = "." + re.sub(r"^\$\.?|\[\w*\]", "", told.replace("/", ".")).strip(".").lower()
    found = {option for option, path in _paths(fields) if f".{path.lower()}".endswith(wanted)}
    return found.pop() if len(found) == 1 and wanted != "." else ""


def _paths(fields: Iterable[Field], base: str = "", prefix: str = "") -> Iterator[tuple[str, str]]:
    for item in fields:
        option, path = join(prefix, item.option), join(base, item.path)
        if path:
            yield option, path
        yield from _paths(item.fields, path, option)


def writable(resource: Resource, current: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an answer that may be sent back: without the envelope and the read-only fields, unknown members
    kept.
    """
    body = {key: value for key, value in current.items() if key not in ENVELOPE}
    return _writable(resource.fields, variant_of(resource.union, resource.fields, {}, current), body, "")


def _writable(fields: tuple[Field, ...], variant: str, body: Any, base: str) -> Any:
    for item in applicable(fields, variant):
        path = join(base, item.path)
        if item.read_only:
            body = without(body, path)
        elif item.as_keys and dig(body, path):
            body = bury(body, path, {key: {} for key in dig(body, path)})
        elif item.type == "dict" and item.fields and dig(body, path):
            body = _writable(item.fields, variant_of(item.union, item.fields, {}, dig(body, path)), body, path)
        elif item.type == "list" and item.fields and dig(body, path):
            body = bury(body, path, [_writable(item.fields, "", element, "") for element in dig(body, path)])
    return body


def view(resource: Resource, body: Mapping[str, Any] | None) -> dict[str, Any]:
    """The options' view of a body for a diff: what a task can set, without secrets and without what is unset."""
    if not body:
        return {}
    variant = variant_of(resource.union, resource.fields, {}, body)
    shown = fields_to_options(resource.fields, variant, body, readable=False)
    return {option: value for option, value in shown.items() if value not in (None, [], {}, "")}
