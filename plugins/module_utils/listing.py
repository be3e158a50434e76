# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads resources by the page, and shows them as options. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import errors, shape
from .address import list_path, locate
from .arm import Arm
from .schema import Resource, variant_of
from .session import Session


def shown(session: Session, resource: Resource, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The one resource that ``params`` name, or all of its collection, as their readers return them.

    :raises ServiceError: when the service refuses, or what they would live in does not exist.
    """
    client = session.plane(resource, params)
    items = _items(session, client, resource, params, resource.version(params))
    return [_with_extras(client, resource, params, item) for item in items]


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
        found = client.list(list_path(resource, params), version, query)
    if not all(isinstance(item, Mapping) for item in found):
        raise errors.Malformed(f"the answer is not a list of {resource.plural}")
    return found


def _with_extras(client: Arm, resource: Resource, params: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    result = shape.to_result(resource, item, params)
    variant = variant_of(resource.union, resource.fields, {}, item)
    for extra in resource.extras:
        if params.get(extra.option) and (not extra.variants or variant in extra.variants):
            path = f"{item.get('id')}/{extra.action}"
            rows = client.list(path, resource.version(params), method="POST", items=extra.items)
            result[extra.option] = [shape.fields_to_options(extra.fields, "", row) for row in rows]
    return result
