# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks whether a plan would destroy what others need. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import errors, ids
from .address import fill_checked
from .plan import DELETE, RECREATE, Plan
from .target import Target
from .tree import dig

MOST_LISTED = 10


def concerns(target: Target, planned: Plan) -> bool:
    """True for a plan that removes a resource without ``force``."""
    return planned.action in (DELETE, RECREATE) and not target.params.get("force")


def check(target: Target) -> None:
    """:raises Refused: when removing the resource would destroy what others need (reliability C15)."""
    for found, why in ((contents(target), "is not empty"), (users(target), "is in use")):
        if found:
            more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
            listed = ", ".join(found[:MOST_LISTED]) + more
            raise errors.Refused(f"force: {target.name} {why} ({listed})", code="NotEmpty", option="force")


def contents(target: Target) -> list[str]:
    """What is in the resource that deleting it would destroy, as ``collection/name``."""
    found: list[str] = []
    for collection in target.resource.contents:
        path, _question, version = collection.partition("?")
        listed = target.client.list(f"{target.path}/{path}", version or target.version)
        found.extend(_named(item) for item in listed if isinstance(item, dict))
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


def _named(item: Mapping[str, Any]) -> str:
    """``type/name`` of a listed resource."""
    kind = str(item.get("type") or "").rpartition("/")[2]
    return f"{kind}/{str(item.get('name') or item.get('id') or '').rpartition('/')[2]}"
