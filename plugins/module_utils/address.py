# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a resource lives: declarations and options in, checked paths out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import ids
from .errors import InputError
from .schema import Resource, placeholders
from .scope import NAMES


def locate(resource: Resource, params: Mapping[str, Any], template: str = "") -> str:
    """The path of the resource that ``params`` name, every segment checked against its own rule.

    :param template: below the scope; the resource's own path when empty.
    :raises InputError: naming the option, before any request.
    """
    whole = resource.scope.path + "/" + (template or resource.path)
    return resource.prefix + fill_checked(whole, params, resource.names)


def fill_checked(template: str, params: Mapping[str, Any], names: Mapping[str, tuple[str, str]]) -> str:
    """``template`` filled with names that their service accepts. :raises InputError: naming the option."""
    for option in placeholders(template):
        value = params.get(option)
        if value is None or value == "":
            raise InputError(option, "is required here")
        pattern, example = names.get(option) or NAMES.get(option) or NAMES["name"]
        ids.check_name(option, value, pattern, example)
    return ids.fill(template, params)


def list_path(resource: Resource, params: Mapping[str, Any]) -> str:
    """The collection to list: as deep in the resource's path as the given options reach, in the nearest scope that they
    name.

    :raises InputError: a name that is no use without the scope it is in.
    """
    parts: list[str] = []
    for part in resource.path.split("/"):
        if any(params.get(option) in (None, "") for option in placeholders(part)):
            break
        parts.append(part)
    scope = resource.scope
    for wider in resource.listed_in:
        if any(params.get(option) in (None, "") for option in scope.options):
            scope = wider
    named = next((option for option in resource.segments if params.get(option)), None)
    if named and scope is not resource.scope:
        missing = next(option for option in resource.scope.options if params.get(option) in (None, ""))
        raise InputError(missing, f"is required together with {named}")
    return locate(replace(resource, scope=scope), params, "/".join(parts))
