# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources of Terraform's provider ``azapi``, which are bodies of the REST API, as items of ``aml_apply``. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils import redact, shape
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Field, Resource, applicable, variant_of
from ansible_collections.mlops.azureml.plugins.module_utils.scope import REGISTRY
from ansible_collections.mlops.azureml.plugins.module_utils.task import Derived
from ansible_collections.mlops.azureml.plugins.module_utils.tree import dig, join, without

# What of its attributes the resource itself is made of; the others say how the provider works.
BESIDE = ("location", "tags")


def body_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The body that the provider sends. Its first release has it as text, the second as a map.

    :raises ValueError: the text is no JSON.
    """
    given = values.get("body")
    body = json.loads(given) if isinstance(given, str) and given else given
    found = dict(body) if isinstance(body, Mapping) else {}
    found.update({member: values[member] for member in BESIDE if values.get(member)})
    blocks = values.get("identity")
    if isinstance(blocks, list) and blocks and isinstance(blocks[0], Mapping):
        ids = blocks[0].get("identity_ids") or []
        kind = str(blocks[0].get("type") or "").replace(" ", "")
        found["identity"] = {"type": kind, **({"userAssignedIdentities": {one: {} for one in ids}} if ids else {})}
    return found


def kind_of(type_: str, in_registry: bool) -> tuple[str, Resource] | None:
    """The noun and the declaration of a type such as ``Microsoft.MachineLearningServices/workspaces/computes``; None
    where no item of that type is known.
    """
    for kind in ESTATE.kinds:
        for shape_ in kind.candidates if isinstance(kind, Derived) else (kind,):
            words = f"{shape_.scope.path}/{shape_.path}".partition("/providers/")[2].split("/")
            whole = "/".join((words[0], *words[1::2])).lower()
            if shape_.plane == "arm" and whole == type_.lower() and (shape_.scope == REGISTRY) == in_registry:
                return kind.noun, shape_
    return None


@dataclass(frozen=True)
class Translated:
    """What became of a body.

    :param options: the options that make it.   :param secrets: where something secret was, which none of them has.
    :param lost: where something is that no option says.
    """

    options: dict[str, Any]
    secrets: tuple[str, ...]
    lost: tuple[str, ...]


def translated(resource: Resource, body: Mapping[str, Any]) -> Translated:
    """A body as options. What is not declared goes along as ``extra_properties`` where it is in ``properties``."""
    variant = variant_of(resource.union, resource.fields, {}, body)
    view = shape.view(resource, body)
    options = _unmasked(view)
    secrets = [path for path in _secrets(resource.fields, variant, "") if not _is_empty(dig(body, path))]
    secrets += _masked(view, "")
    rest: Any = {member: value for member, value in body.items() if member not in shape.ENVELOPE}
    for path in [*_paths(resource.fields, variant, ""), *secrets]:
        rest = without(rest, path)
    rest = _pruned(rest) or {}
    extra = rest.pop("properties", None)
    lost = [*_in_lists(resource.fields, variant, body, "")]
    if extra and resource.create_with == "PUT":
        hidden = redact.tree(extra)
        secrets += _masked(hidden, "properties")
        kept = _pruned(_unmasked(hidden))
        options.update({"extra_properties": kept} if kept else {})
    elif extra:
        lost.append("properties")
    return Translated(options, tuple(dict.fromkeys(secrets)), (*lost, *rest))


def _paths(fields: tuple[Field, ...], variant: str, base: str) -> Iterator[str]:
    """Where the options that can be read stand in a body, the innermost ones; a list is one."""
    for one in applicable(fields, variant):
        path = join(base, one.path)
        if one.fields and one.type == "dict":
            yield from _paths(one.fields, "", path)
        elif not one.write_only and path:
            yield path


def _in_lists(fields: tuple[Field, ...], variant: str, body: Any, base: str) -> Iterator[str]:
    """Where an element of a list has a member that no option says."""
    for one in applicable(fields, variant):
        path = join(base, one.path)
        if not one.fields:
            continue
        if one.type == "dict":
            yield from _in_lists(one.fields, "", body, path)
        for number, element in enumerate(dig(body, path) or [] if one.type == "list" else []):
            rest = element
            for inner in _paths(one.fields, "", ""):
                rest = without(rest, inner)
            if _pruned(rest):
                yield f"{path}[{number}]"


def _secrets(fields: tuple[Field, ...], variant: str, base: str) -> Iterator[str]:
    for one in applicable(fields, variant):
        path = join(base, one.path)
        if one.write_only and path:
            yield path
        elif one.fields and one.type == "dict":
            yield from _secrets(one.fields, "", path)


def _unmasked(value: Any) -> Any:
    """Without what is masked: a mask given back would be taken for the value."""
    if isinstance(value, Mapping):
        return {key: _unmasked(item) for key, item in value.items() if item != redact.MASK}
    return [_unmasked(item) for item in value if item != redact.MASK] if isinstance(value, list) else value


def _masked(value: Any, base: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from [join(base, str(key))] if item == redact.MASK else _masked(item, join(base, str(key)))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _masked(item, f"{base}[{number}]")


def _pruned(value: Any) -> Any:
    """Without what says nothing; None where nothing is left."""
    if isinstance(value, Mapping):
        inner = {key: _pruned(item) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item is not None} or None
    return None if _is_empty(value) else value


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], {})
