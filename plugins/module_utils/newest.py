# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which version of an asset a task without a version is about. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .address import locate
from .content import Content
from .plan import differences
from .schema import PRESENT, Resource
from .session import Session
from .steps import Look, Steps
from .tree import dig

FIRST = "1"


def container_of(resource: Resource, params: Mapping[str, Any]) -> str:
    """The path of all versions of an asset."""
    return locate(resource, params, resource.path.partition("/versions/")[0])


def version_of(session: Session, resource: Resource, params: Mapping[str, Any]) -> Steps:
    """The version of an asset that the task means without a number: the latest one, where that is as declared in
    everything that cannot be changed, else the next one. So a rerun makes no other.

    The container of all versions tells both (the client asks it likewise: mapping 6).
    """
    api_version = resource.version(params)
    path = container_of(resource, params)
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
    given = resource.source.given(params) if resource.source else None
    if resource.source and isinstance(given, Content):
        params = resource.source.wished(resource.scope, params, given.name, given.hash, there)
    return any(change.create_only for change in differences(resource, params, there, PRESENT))
