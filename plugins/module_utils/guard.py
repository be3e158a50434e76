# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks whether a plan would destroy what others need. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from . import errors, ids
from .address import fill_checked
from .plan import DELETE, RECREATE, Plan, listed
from .target import Target
from .tree import dig, member


def concerns(target: Target, planned: Plan) -> bool:
    """True for a plan that removes a resource without ``force``."""
    return planned.action in (DELETE, RECREATE) and not target.params.get("force")


def check(target: Target, current: Mapping[str, Any] | None) -> None:
    """:raises Refused: when removing the resource would destroy what others need (reliability C15)."""
    for look, why in (
        (contents, "is not empty"),
        (users, "is in use"),
        (holders, "is in use"),
        (partial(work, current=current or {}), "is at work"),
    ):
        found = look(target)
        if found:
            raise errors.Refused(f"force: {target.name} {why} ({listed(found)})", code="NotEmpty", option="force")


def contents(target: Target) -> list[str]:
    """What is in the resource that deleting it would destroy, as ``collection/name``."""
    found: list[str] = []
    for collection in target.resource.contents:
        path, _question, version = collection.partition("?")
        items = target.client.list(f"{target.path}/{path}", version or target.version)
        found.extend(_named(item) for item in items if isinstance(item, dict))
    return found


def users(target: Target) -> list[str]:
    """What names the resource and would break without it, as ``collection/name``."""
    found: list[str] = []
    for use in target.resource.used_by:
        for item in target.client.list(fill_checked(use.collection, target.params, {}), use.api_version):
            held = [dig(item, path) for path in use.paths]
            ids_held = [one for value in held for one in (value if isinstance(value, Mapping) else [value]) if one]
            if any(ids.same(one, target.path) for one in ids_held):
                found.append(_named(item))
    return found


def holders(target: Target) -> list[str]:
    """Where its parent names the resource, or gives it a share, as ``member`` or ``member: share``."""
    if not target.resource.held_by:
        return []
    path, _slash, name = target.path.rpartition("/")
    parent = target.client.get(path.rpartition("/")[0], target.version) or {}
    found: list[str] = []
    for where in target.resource.held_by:
        value = dig(parent, where)
        share = member(value, name) if isinstance(value, Mapping) else None
        if share:
            found.append(f"{where.rpartition('.')[2]}: {share}")
        elif isinstance(value, str) and value.lower() == name.lower():
            found.append(where.rpartition(".")[2])
    return found


def work(target: Target, current: Mapping[str, Any]) -> list[str]:
    """What the resource is doing, by name where the service tells."""
    found: list[str] = []
    for busy in target.resource.busy:
        value = dig(current, busy.path)
        if not value or (busy.word and str(value).lower() != busy.word.lower()):
            continue
        items = (
            target.client.list(f"{target.path}/{busy.action}", target.version, method="POST", items=busy.items)
            if busy.action
            else []
        )
        names = [str(dig(item, busy.names)) for item in items if dig(item, busy.names)]
        found += list(dict.fromkeys(names)) or [f"{busy.path.rpartition('.')[2]}: {value}"]
    return found


def _named(item: Mapping[str, Any]) -> str:
    """``type/name`` of a listed resource."""
    kind = str(item.get("type") or "").rpartition("/")[2]
    return f"{kind}/{str(item.get('name') or item.get('id') or '').rpartition('/')[2]}"
