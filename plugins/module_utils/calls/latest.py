# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The latest version of an asset (contract 3: the container of all versions says which that is)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from ..address import locate
from ..errors import InputError
from ..newest import container_of
from ..schema import Resource
from ..session import Session
from ..task import Call
from ..tree import dig
from .assets import KINDS, in_registry, reference

# What stands for the version while only the way to it is checked.
SOME_VERSION = "1"


def latest(session: Session, params: Mapping[str, Any], _check_mode: bool) -> dict[str, Any]:
    """The version, its id, and how jobs and deployments name it.

    :raises ServiceError: there is no such asset, or no version of it.
    """
    resource, kind, name = of(params), str(params["type"]), str(params["name"])
    path = container_of(resource, params)
    container = session.arm.get(path, resource.version(params), resource.absent_codes)
    version = str(dig(container, "properties.latestVersion") or "")
    if not version:
        text = f"ResourceNotFound: there is no version of the {kind} {name}"
        raise errors.ServiceError(text, code="ResourceNotFound", status=404, resource_id=path)
    registry = params.get("registry")
    named = reference(kind, str(registry), name, version) if registry else f"azureml:{name}:{version}"
    found = {"name": name, "version": version, "id": locate(resource, {**params, "version": version})}
    return {"changed": False, "asset": {**found, "reference": named}}


def of(params: Mapping[str, Any]) -> Resource:
    """One version of the kind that the params name, where they say. :raises InputError: they name no place, or two."""
    if params.get("registry") and params.get("workspace"):
        raise InputError("registry", "excludes workspace: an asset is in one of them")
    kind = str(params["type"])
    if kind not in KINDS:
        raise InputError("type", f"{kind[:40]!r} is none of {', '.join(sorted(KINDS))}")
    return in_registry(kind) if params.get("registry") else KINDS[kind]


def check(params: Mapping[str, Any]) -> None:
    """:raises InputError: a name that is none, or no place."""
    locate(of(params), {**params, "version": SOME_VERSION})


LATEST = Call(
    noun="asset",
    run=latest,
    check=check,
    options={
        "type": {"type": "str", "choices": sorted(KINDS), "required": True},
        "name": {"type": "str", "required": True},
        "registry": {"type": "str"},
    },
)
