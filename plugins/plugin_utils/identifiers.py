# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource ids in the words of the modules' options, and back. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils import ids
from ansible_collections.mlops.azureml.plugins.module_utils.address import locate
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Resource
from ansible_collections.mlops.azureml.plugins.module_utils.scope import REGISTRY
from ansible_collections.mlops.azureml.plugins.module_utils.task import Derived

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def resource_id(source: Any, **options: Any) -> Any:
    """The options that an id stands for, or the id that options stand for.

    :param source: an id, or a map of options with ``type``.
    :param options: over those of ``source``. With ``type`` an id becomes the id of what is in it, or beside it.
    :raises InputError: what is no id, an option that is missing, a name that its service refuses.
    """
    if isinstance(source, str):
        named = parsed(source)
        if not options:
            return named
        if not options.get("type"):
            raise InputError("type", "is required to make another id of this one")
        scope = ("subscription_id", "resource_group", "workspace", "registry")
        within = {option: named[option] for option in scope if named.get(option)}
        return built({**within, **_own_name(named), **options})
    if isinstance(source, Mapping):
        return built({**source, **options})
    raise InputError(None, "the input must be an id or a map of options")


def _own_name(named: Mapping[str, Any]) -> dict[str, Any]:
    """What an id names, as the scope of what is in it."""
    if named["type"] in ("resource_group", "workspace", "registry"):
        return {named["type"]: named["name"]}
    if str(named["type"]).endswith("_endpoint"):
        return {"endpoint": named["name"]}
    return {}


def parsed(text: str) -> dict[str, Any]:
    """The options of an id: ``type`` (the noun of a module, None where none has it), ``resource_type``, the scope and
    the names.

    :raises InputError: it is no id of a resource.
    """
    path = "/" + text.strip().strip("/")
    known = ids.parse(path)
    whole = known.type if known and known.types else None
    for noun, shape in _shapes():
        match = _pattern(f"{shape.scope.path}/{shape.path}").fullmatch(path)
        if match:
            return {"type": noun, "resource_type": whole, **match.groupdict()}
    if known is None:
        raise InputError(None, f"{text[:80]!r} is not the id of a resource")
    names = {"resource_group": known.resource_group, "name": known.names[-1] if known.names else ""}
    found = {"type": None, "resource_type": whole, "subscription_id": known.subscription}
    return {**found, **{option: name for option, name in names.items() if name}}


def built(options: Mapping[str, Any]) -> str:
    """The id of the resource that options name as those of its module do.

    :raises InputError: naming the option.
    """
    noun = str(options.get("type") or "")
    if not noun:
        raise InputError("type", "is required")
    shapes = [shape for kind, shape in _shapes() if kind == noun]
    if not shapes:
        ESTATE.kind(noun)
        raise InputError("type", f"{noun} has no id in Azure Resource Manager that options name")
    wanted = (bool(options.get("registry")), options.get("version") not in (None, ""))
    fitting = [shape for shape in shapes if (shape.scope == REGISTRY, "version" in shape.segments) == wanted]
    chosen = (fitting or shapes)[0]
    return locate(chosen, {**options, "subscription_id": _subscription(options)})


def _subscription(options: Mapping[str, Any]) -> str:
    """:raises InputError: there is none: a filter does not look into the environment."""
    found = str(options.get("subscription_id") or "")
    if not found:
        raise InputError("subscription_id", "is required; a filter does not look into the environment")
    return found


def _shapes() -> Iterator[tuple[str, Resource]]:
    """Every resource that has an id, by noun; one of several scopes once for each."""
    for kind in ESTATE.kinds:
        for shape in kind.candidates if isinstance(kind, Derived) else (kind,):
            if shape.plane == "arm":
                yield kind.noun, shape


def _pattern(template: str) -> re.Pattern[str]:
    """What matches an id; Azure changes the case of everything but names."""
    parts = _PLACEHOLDER.split(template)
    return re.compile(
        "".join(f"(?P<{part}>[^/]+)" if odd % 2 else re.escape(part) for odd, part in enumerate(parts)), re.IGNORECASE
    )
