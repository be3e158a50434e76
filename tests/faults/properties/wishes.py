# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user may wish of a family: tasks made up from few options whose place in the service's shape is written here.

The places are written down once more on purpose: what a task led to is judged without the declarations.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils.schema import Resource
from tests.unit import generated

from ..families import BY_NAME, HERE, SUBSCRIPTION, Family

TEXTS = st.sampled_from(["one", "two", "drei \u00fc"])
TAGS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["1", "2"]), min_size=1, max_size=2)


@dataclass(frozen=True)
class Leaf:
    """One thing to wish: its option, its place in the service's shape, and what it may be."""

    option: str
    path: str
    values: st.SearchStrategy[Any]


def _body(path: str, values: st.SearchStrategy[Any]) -> Leaf:
    return Leaf(f"body.{path}", path, values)


LEAVES: dict[str, tuple[Leaf, ...]] = {
    "workspace": (
        Leaf("friendly_name", "properties.friendlyName", TEXTS),
        Leaf("description", "properties.description", TEXTS),
        Leaf("public_network_access", "properties.publicNetworkAccess", st.sampled_from(["Enabled", "Disabled"])),
        Leaf("image_build_compute", "properties.imageBuildCompute", TEXTS),
        Leaf("tags", "tags", TAGS),
    ),
    "compute": (
        Leaf("scale.max_nodes", "properties.properties.scaleSettings.maxNodeCount", st.integers(3, 5)),
        Leaf("scale.min_nodes", "properties.properties.scaleSettings.minNodeCount", st.integers(0, 1)),
        Leaf(
            "scale.idle_time_before_scale_down",
            "properties.properties.scaleSettings.nodeIdleTimeBeforeScaleDown",
            st.sampled_from(["PT2M", "PT30M"]),
        ),
        Leaf("tags", "tags", TAGS),
    ),
    "datastore": (
        Leaf("description", "properties.description", TEXTS),
        Leaf("tags", "properties.tags", TAGS),
        Leaf("properties", "properties.properties", TAGS),
    ),
    "model": (
        Leaf("description", "properties.description", TEXTS),
        Leaf("stage", "properties.stage", TEXTS),
        Leaf("tags", "properties.tags", TAGS),
        Leaf("properties", "properties.properties", TAGS),
    ),
    "connection": (
        _body("properties.target", st.sampled_from([f"https://st{n}.blob.core.windows.net/" for n in "ab"])),
        _body("properties.metadata", TAGS),
        _body("properties.isSharedToAll", st.booleans()),
    ),
    "endpoint": (
        _body("properties.description", TEXTS),
        _body("properties.properties", TAGS),
        _body("tags", TAGS),
    ),
    "deployment": (
        _body("properties.description", TEXTS),
        _body("sku.capacity", st.integers(1, 3)),
        _body("properties.environmentVariables", TAGS),
        _body("tags", TAGS),
    ),
    "job": (
        _body("properties.displayName", TEXTS),
        _body("properties.description", TEXTS),
        _body("properties.tags", TAGS),
    ),
    "registry": (_body("tags", TAGS),),
}

# What the service itself writes, whatever a task asks for.
_ITS_OWN = re.compile(
    r"systemData|provisioning|modified|etag|createdOn|time$|allocationState|nodeState|NodeCount$|self|AsyncOperationUri$",
    re.I,
)


def wishes(family: Family) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the family's leaves with values: option -> value."""
    leaves = LEAVES[family.name]
    one = st.fixed_dictionaries({}, optional={leaf.option: leaf.values for leaf in leaves})
    return one.filter(bool)


def task(family: Family, wish: Mapping[str, Any]) -> dict[str, Any]:
    """The options of the task that makes the family with the wish."""
    options: Any = copy.deepcopy(dict(family.present))
    for option, value in wish.items():
        *above, last = option.split(".")
        inner = options
        for word in above:
            inner = inner.setdefault(word, {})
        inner[last] = copy.deepcopy(value)
    return options


def at(tree: Any, path: str) -> Any:
    """The value at a dotted path, None where there is none."""
    for word in path.split("."):
        tree = tree.get(word) if isinstance(tree, Mapping) else None
    return tree


def desired(family: Family, options: Mapping[str, Any]) -> dict[str, Any]:
    """What the options say of the family's leaves: place in the service's shape -> value."""
    found = {leaf.path: at(options, leaf.option) for leaf in LEAVES[family.name]}
    return {path: value for path, value in found.items() if value is not None}


def differs(stored: Any, wanted: Mapping[str, Any]) -> list[str]:
    """The places where ``stored`` is not as wanted; of a map only the keys that are named count."""
    return [path for path, value in wanted.items() if not _holds(at(stored, path), value)]


def _holds(present: Any, value: Any) -> bool:
    if isinstance(value, Mapping):
        return isinstance(present, Mapping) and all(present.get(key) == item for key, item in value.items())
    return bool(present == value)


def leaves_of(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of a body but what the service writes itself."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if not _ITS_OWN.search(key) or key in ("maxNodeCount", "minNodeCount"):
                yield from leaves_of(value, f"{path}.{key}" if path else key)
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from leaves_of(value, f"{path}[{place}]")
    elif tree is not None:
        yield path, tree


def touched(before: Any, after: Any, wanted: Mapping[str, Any]) -> list[str]:
    """The places that changed although nobody asked for it."""
    old, new = dict(leaves_of(before)), dict(leaves_of(after))
    moved = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    asked = {f"{path}.{key}" for path, value in wanted.items() if isinstance(value, Mapping) for key in value}
    return sorted(moved - asked - wanted.keys())


# ----- whole tasks from the declarations ---------------------------------------------------------------------------


def whole(resource: Resource) -> st.SearchStrategy[dict[str, Any]]:
    """Any options of a declared resource, as far as what they name is there."""
    return generated.options(resource.fields, resource.union).map(lambda options: _fitting(resource.noun, options))


def where(resource: Resource) -> dict[str, Any]:
    """The options that say where a generated resource is."""
    known = {**HERE, "subscription_id": SUBSCRIPTION}
    scope = {option: known[option] for option in resource.scope.options if option in known}
    return {**scope, **{option: (resource.names.get(option) or ("", "n1"))[1] for option in resource.segments}}


def _fitting(noun: str, options: dict[str, Any]) -> dict[str, Any]:
    options = copy.deepcopy(options)
    if "UserAssigned" in str((options.get("identity") or {}).get("type")):
        options["identity"] = {"type": "SystemAssigned"}
    for option in _NOT_THERE.get(noun, ()):
        options.pop(option, None)
    if noun == "compute" and options["type"] == "AmlCompute":
        scale = options.setdefault("scale", {"max_nodes": 1})
        scale.setdefault("max_nodes", max(1, scale.get("min_nodes", 0)))
    if noun == "workspace":
        made = BY_NAME["workspace"].made
        options.update({option: made[option] for option in ("storage_account", "key_vault", "application_insights")})
        if "outbound_rules" in options.get("managed_network", {}):
            rule = {"type": "FQDN", "destination": "packages.contoso.com", "category": "UserDefined"}
            options["managed_network"]["outbound_rules"] = {"pypi": rule}
        if options.get("identity", {}).get("type") == "None":
            del options["identity"]
    return options


# Options whose values must be ids of what is there, or that the service alone decides.
_NOT_THERE = {
    "compute": ("authorization_type",),
    "datastore": ("account_subscription_id", "account_resource_group"),
    "job": ("services", "notification_setting"),
    "online_deployment": ("kind",),
    "online_endpoint": ("kind", "traffic", "mirror_traffic"),
    "workspace": (
        "kind",
        "hub_id",
        "hub_config",
        "associated_workspaces",
        "container_registry",
        "primary_user_assigned_identity",
        "encryption",
        "location",
        "sku",
        # Without a virtual network the service answers true even to false.
        "allow_public_access_when_behind_vnet",
    ),
}
