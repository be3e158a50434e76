# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads resources by the page, and shows them as options. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Callable

from . import errors, redact, shape
from .address import list_path, locate
from .arm import Arm
from .members import chosen
from .schema import Extra, Resource, variant_of
from .session import Session
from .tree import dig

# Below an asset; a list of them is asked for by the asset's name.
VERSIONS = "/versions"


def shown(session: Session, resource: Resource, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The one resource that ``params`` name, or all of its collection, as their readers return them.

    :raises ServiceError: when the service refuses, or what they would live in does not exist.
    :raises InputError: when ``fields`` names what none of them has.
    """
    client = session.plane(resource, params)
    items = _items(session, client, resource, params, resource.version(params))
    return chosen([_with_extras(client, resource, params, item) for item in items], params.get("fields"))


def _items(
    session: Session, client: Arm, resource: Resource, params: Mapping[str, Any], version: str
) -> list[Mapping[str, Any]]:
    query = {name: params.get(option) for name, option in resource.list_query if params.get(option) is not None}
    if resource.query and not params.get(resource.segments[-1]):
        found = session.regional(params).query(list_path(resource, params) + resource.query, query)
    elif not resource.collection and all(params.get(name) for name in (*resource.scope.options, *resource.segments)):
        one = client.get(locate(resource, params), version, resource.absent_codes)
        found = [] if one is None else [one]
    else:
        found = _listed(client, resource, params, version, query)
    if not all(isinstance(item, Mapping) for item in found):
        raise errors.Malformed(f"the answer is not a list of {resource.plural}")
    return found


def _listed(
    client: Arm, resource: Resource, params: Mapping[str, Any], version: str, query: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    path = list_path(resource, params)
    try:
        return client.list(path, version, query)
    except errors.ServiceError as error:
        # An asset without any version is not there at all; its list says so with a 404 that could mean anything.
        asset = path.removesuffix(VERSIONS)
        if error.status != 404 or asset == path or client.get(asset, version, resource.absent_codes):
            raise
        return []


def _with_extras(client: Arm, resource: Resource, params: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    result = shape.to_result(resource, item, params)
    variant = variant_of(resource.union, resource.fields, {}, item)
    for one in resource.extras:
        if params.get(one.option) and (not one.variants or variant in one.variants):
            result[one.option] = beside(client, resource, {**params, **result}, one, str(item.get("id") or ""))
    return result


def beside(
    client: Arm, resource: Resource, params: Mapping[str, Any], one: Extra, own: str = ""
) -> list[dict[str, Any]]:
    """What a resource has beside its body, such as the nodes of a cluster.

    :param own: the id of the resource, where it is known.
    :raises ServiceError: as :func:`shown`.
    """
    path = f"{own or locate(resource, params)}/{one.action}"
    rows = client.list(path, resource.version(params), method=one.method, items=one.items)
    return [shape.fields_to_options(one.fields, "", row) for row in rows]


def walk(
    client: Arm,
    resource: Resource,
    params: Mapping[str, Any],
    each: Callable[..., Iterable[Any]] = map,
    versions: bool = True,
) -> Iterator[tuple[dict[str, Any], Any]]:
    """Every resource of a type in the scope that ``params`` name, but those that the service keeps for itself: the
    options that name it, and its body.

    :param each: calls a function for each item of a list, as ``map`` does; a pool's own does it side by side.
    :param versions: False to take an asset for one resource, whatever versions it has.
    :raises AmlError: when a list cannot be read whole.
    """
    missing = [option for option in resource.segments if not params.get(option)]
    query = {name: params[option] for name, option in resource.list_query if params.get(option) is not None}
    pairs = [
        ({**params, missing[0]: item.get("name")}, item)
        for item in _listed(client, resource, params, resource.version(params), query)
        if item.get("name") not in resource.kept
        and not any(str(dig(item, path)).lower() == word.lower() for path, word in resource.kept_where)
    ]
    if len(missing) == 1 or (missing[1:] == ["version"] and not versions):
        yield from pairs
    else:
        for found in each(lambda pair: list(walk(client, resource, pair[0])), pairs):
            yield from found


def declaration(noun: str, resource: Resource, params: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """The item of an estate that stands for a resource as it is, without secrets."""
    item = {"type": noun, **{option: params[option] for option in resource.segments}}
    states = [state for state in resource.states if state.sets]
    for state in states[1:]:
        if all(dig(body, path) == value for path, value in state.sets):
            item["state"] = state.word
    spelled = {field.option: field.aliases[0] for field in resource.fields if field.option in item and field.aliases}
    shown = shape.view(resource, body)
    found = {**item, **{spelled.get(option, option): _set(value) for option, value in shown.items()}}
    # A free map may hold one under any name; masked, it stands for what is there.
    return dict(redact.tree(found))


def _set(value: Any) -> Any:
    """What a group of options has; those that are unset say nothing."""
    if not isinstance(value, Mapping):
        return value
    return {option: _set(inner) for option, inner in value.items() if inner is not None}
