# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all assets have in common: versions and the container of all versions, in a workspace or in a registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from ..errors import InputError
from ..schema import ABSENT, Field, Resource, State
from ..scope import REGISTRY, WORKSPACE, Scope
from ..task import Derived

ARCHIVED = "properties.isArchived"
STATES = (State("present", sets=((ARCHIVED, False),)), ABSENT, State("archived", sets=((ARCHIVED, True),)))
IN_A_SCOPE = {"workspace": {"type": "str"}, "registry": {"type": "str"}}
LIST_VIEW = {"type": "str", "choices": ["ActiveOnly", "ArchivedOnly", "All"], "default": "ActiveOnly"}

#: What the user may say of every version and of every container.
DESCRIBED = (
    Field("description", "properties.description"),
    Field("tags", "properties.tags", type="dict", merge=True),
    Field("properties", "properties.properties", type="dict", merge=True),
)
IS_ARCHIVED = Field("is_archived", ARCHIVED, type="bool", read_only=True)
IS_ANONYMOUS = Field("is_anonymous", "properties.isAnonymous", type="bool", create_only=True, unset_means=False)
PROVISIONING_STATE = Field("provisioning_state", "properties.provisioningState", read_only=True)
#: What the container of all versions tells of them.
VERSIONS = (
    Field("latest_version", "properties.latestVersion", read_only=True),
    Field("next_version", "properties.nextVersion", read_only=True),
)


def asset(version: Resource, container: Resource, scopes: tuple[Scope, ...] = (WORKSPACE, REGISTRY)) -> Derived:
    """The asset that a task names: a version, or without one the container of all versions; in a workspace or, where
    the service has it there, in a registry. An empty version is refused: what was meant for one would hit all.
    """
    choice = IN_A_SCOPE if len(scopes) > 1 else {}
    return Derived(
        noun=version.noun,
        plural=version.plural,
        of=partial(_named, version, container),
        candidates=tuple(replace(resource, scope=scope) for resource in (version, container) for scope in scopes),
        options={**choice, "version": {"type": "str"}},
        reader_options=choice,
    )


def _named(version: Resource, container: Resource, params: Mapping[str, Any]) -> Resource:
    if "state" in params and params.get("version") == "":
        raise InputError("version", "is empty; omit it for what all versions share")
    # A reader without a name lists the containers, with one the versions.
    whole = not params.get("version") if "state" in params else not params.get("name")
    return in_scope(container if whole else version, params)


def in_scope(resource: Resource, params: Mapping[str, Any]) -> Resource:
    """``resource`` in the workspace or in the registry that the task names. :raises InputError: not one of them."""
    workspace, registry = params.get("workspace"), params.get("registry")
    if workspace and registry:
        raise InputError("registry", "excludes workspace: an asset is in one of them; set the other to null")
    if not workspace and not registry:
        raise InputError("workspace", "is required, or registry")
    return replace(resource, scope=REGISTRY if registry else WORKSPACE)
