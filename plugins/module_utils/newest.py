# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of many versions a task without a version is about. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .address import locate
from .plan import differences
from .schema import PRESENT, Resource
from .session import Session
from .steps import Look, Steps
from .target import Target
from .tree import dig

FIRST = "1"


def newest(target: Target) -> tuple[Target, dict[str, Any] | None]:
    """The newest item of a collection that is as declared in everything that cannot be changed; the service names such
    items, so this is how a rerun finds what the first run made.
    """
    resource, params = target.resource, target.params
    query = {name: params.get(option) for name, option in resource.found_by}
    items = target.client.list(target.path.rpartition("/")[0], target.version, query)
    for item in sorted(items, key=lambda item: int(item.get("version") or 0), reverse=True):
        if not any(change.create_only for change in differences(resource, params, item, PRESENT)):
            named = {**params, **{option: str(item.get(option) or "") for option in resource.segments}}
            return replace(target, params=named, path=locate(resource, named)), item
    return target, None


def version_of(session: Session, resource: Resource, params: Mapping[str, Any]) -> Steps:
    """The version of an asset that the task means without a number: the latest one, where that is as declared in
    everything that cannot be changed, else the next one. So a rerun makes no other.

    The container of all versions tells both (the client asks it likewise: mapping 6).
    """
    api_version = resource.version(params)
    path = locate(resource, params, resource.path.partition("/versions/")[0])
    container = yield Look(session.arm, path, api_version, resource.absent_codes)
    if container is None:
        return FIRST
    latest = str(dig(container, "properties.latestVersion") or "")
    if latest:
        there = yield Look(session.arm, f"{path}/versions/{latest}", api_version, resource.absent_codes)
        if there is not None and not _is_other(resource, params, there):
            return latest
    return str(dig(container, "properties.nextVersion") or FIRST)


def _is_other(resource: Resource, params: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    return any(change.create_only for change in differences(resource, params, there, PRESENT))
