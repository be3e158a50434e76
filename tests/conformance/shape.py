# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare two JSON values by their shape, check one against a schema, and reduce one to what a client may write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

Json = Any


def kind(value: Json) -> str:
    """Return the kind of a JSON value; JSON has one kind of number."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return {str: "string", list: "array", dict: "object"}[type(value)]


def missing(wanted: Json, found: Json, nullable: bool, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the members of ``wanted`` that ``found`` lacks or has in another kind, as (path, what is wrong).

    A null in ``wanted`` stands for any kind. ``nullable`` is for documentation, whose nulls are placeholders: a null in
    ``found`` then stands for any kind, too, and a member that is null in ``wanted`` need not be there. Members compare
    with case, except where they are resource ids (identities are keyed by them). Every element of a list has to find
    its like, in any order; an empty list in ``found`` is data.
    """
    if wanted is None or (nullable and found is None):
        return
    if kind(wanted) != kind(found):
        yield path or "/", f"{kind(found)} in place of {kind(wanted)}"
    elif isinstance(wanted, dict):
        names = {_key(name): name for name in found}
        for name, value in wanted.items():
            below = f"{path}/{_key(name)}"
            if _key(name) not in names:
                if value is not None or not nullable:
                    yield below, "absent"
            else:
                yield from missing(value, found[names[_key(name)]], nullable, below)
    elif isinstance(wanted, list) and found:
        for place, item in enumerate(wanted):
            candidates = [list(missing(item, other, nullable, f"{path}/{place}")) for other in found]
            yield from min(candidates, key=len)


def _key(name: str) -> str:
    """Return what a member is found by: its name, or the last part of a resource id, which recordings redact."""
    return name.lower().rpartition("/")[2] if name.startswith("/") else name


def against_schema(schema: Mapping[str, Json], body: Json) -> list[str]:
    """Return what an answer breaks in the schema of its type.

    Nulls count as absent, as ARM means them. What only a request has to hold is not missed in an answer: write-only
    members, and objects that hold nothing but such members.
    """
    validator = Draft202012Validator(dict(schema))
    found = []
    for error in validator.iter_errors(without_nulls(body)):
        if error.validator == "required" and _is_write_only(schema, error):
            continue
        if error.validator == "const" and str(error.instance).lower() == str(error.validator_value).lower():
            # Types compare without case; the service itself is not of one mind (recorded 2.9).
            continue
        found.append("/".join(map(str, error.absolute_path)) + ": " + error.message[:160])
    return found


def _is_write_only(schema: Mapping[str, Json], error: ValidationError) -> bool:
    absent = [name for name in error.validator_value if name not in error.instance]
    members = error.schema.get("properties", {})
    return all(_write_only(schema, members.get(name, {})) for name in absent)


def _write_only(schema: Mapping[str, Json], member: Mapping[str, Json]) -> bool:
    if member.get("writeOnly"):
        return True
    inner = _resolve(schema, member).get("properties")
    return bool(inner) and all(value.get("writeOnly") for value in inner.values())


def without_nulls(value: Json) -> Json:
    """Return a copy without members that are null."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def writable(schema: Mapping[str, Json], body: Json) -> Json:
    """Return of a documented answer what a client may send: members that the schema knows and does not reserve."""
    return _writable(schema, schema, body)


def _writable(root: Mapping[str, Json], part: Mapping[str, Json], body: Json) -> Json:
    if isinstance(body, list):
        items = _resolve(root, part).get("items", {})
        return [_writable(root, items, item) for item in body]
    if not isinstance(body, dict):
        return body
    members = _members(root, part, body)
    if not members:
        return body
    kept = {}
    for name, value in body.items():
        known = members.get(name)
        if known is not None and not known.get("readOnly"):
            kept[name] = _writable(root, known, value)
    return kept


def _members(root: Mapping[str, Json], part: Mapping[str, Json], body: Mapping[str, Json]) -> dict[str, Json]:
    """Return the members that a schema gives to this very object: its own and those of its chosen variant."""
    own = _resolve(root, part)
    members = dict(own.get("properties", {}))
    for clause in own.get("allOf", []):
        if "if" not in clause:
            members.update(_members(root, clause, body))
        elif Draft202012Validator({**clause["if"], "$defs": root["$defs"]}).is_valid(body):
            members.update(_members(root, clause["then"], body))
    return members


def _resolve(root: Mapping[str, Json], part: Mapping[str, Json]) -> Mapping[str, Json]:
    while "$ref" in part:
        part = root["$defs"][part["$ref"].rpartition("/")[2]]
    return part
