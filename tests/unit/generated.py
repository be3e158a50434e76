# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks made up from the declarations: whatever options a user may give, and bodies that they lead to."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils.schema import Field, Resource, applicable

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"

WORDS = st.text(alphabet="abcXYZ019-_. ", min_size=1, max_size=12).map(lambda text: "v" + text.strip())
KEYS = st.text(alphabet="abcdef", min_size=1, max_size=3)
TREES = st.dictionaries(KEYS, WORDS | st.integers(0, 9) | st.lists(WORDS, max_size=2), min_size=1, max_size=2)
BY_RULE: dict[str, st.SearchStrategy[Any]] = {
    "location": st.sampled_from(["eastus", "East US", "westeurope"]),
    "duration": st.sampled_from(["PT30M", "1800", "30m", "PT2M", "120"]),
    "asset": st.sampled_from(["azureml:data:1", "azureml://datastores/d/paths/p"]),
}


def names(resource: Resource) -> dict[str, str]:
    """The options that say where the resource is."""
    where = {"subscription_id": SUBSCRIPTION, "resource_group": "rg", "workspace": "ws"}
    if "registry" in resource.scope.options:
        where["registry"] = where.pop("workspace")
    examples = {option: resource.names.get(option, ("", "n1"))[1] for option in resource.segments}
    return {**where, **examples}


def ids(kind: str) -> st.SearchStrategy[str]:
    """Ids of resources of a type, in the spellings that are one."""
    provider, *words = (kind or "Microsoft.Storage/storageAccounts").split("/")
    one, other = (f"{GROUP}/providers/{provider}/" + "/".join(f"{word}/{name}" for word in words) for name in "ab")
    return st.sampled_from([one, other, one.lower()])


def making(resource: Resource, params: dict[str, Any]) -> dict[str, Any]:
    """The task that makes the resource: without what the service names itself."""
    return {key: found for key, found in params.items() if not resource.found_by or key != resource.segments[-1]}


def path_of(resource: Resource) -> str:
    """The id of the resource that :func:`names` name."""
    return f"{resource.scope.path}/{resource.path}".format(**names(resource))


def value(field: Field) -> st.SearchStrategy[Any]:
    """A value that a task may give to ``field``."""
    if field.words or field.choices:
        return st.sampled_from([option for option, _service in field.words] or list(field.choices))
    if field.same == "shares":
        return st.sampled_from([{"blue": 100}, {"blue": 10, "green": 90}, {"blue": "100", "green": 0}, {}])
    if field.type == "dict" and field.fields:
        return options(field.fields, field.union)
    if field.type == "list" and field.fields:
        lists = st.lists(options(field.fields, field.union, whole=True), min_size=1, max_size=3)
        return lists.filter(
            lambda items: (
                not field.key or len({str(item[field.key]).lower().replace(" ", "") for item in items}) == len(items)
            )
        )
    if field.type == "dict":
        return TREES if field.same == "tree" else st.dictionaries(KEYS, WORDS, min_size=1, max_size=3)
    if field.type == "list" and field.same == "tree":
        return st.lists(TREES, min_size=1, max_size=2)
    one = {"int": st.integers(0, 9), "bool": st.booleans()}.get(
        field.elements if field.type == "list" else field.type, BY_RULE.get(field.same, WORDS)
    )
    if field.same == "id" or field.id_of:
        one = ids(field.id_of)
    if field.as_keys:
        return st.lists(one, min_size=1, max_size=3, unique_by=lambda item: item.lower())
    return st.lists(one, min_size=1, max_size=3) if field.type == "list" else one


@st.composite
def options(
    draw: Any, fields: tuple[Field, ...], union: str = "", whole: bool = False, variant: str = ""
) -> dict[str, Any]:
    """Values for some of ``fields`` and for all that are required; of a union one variant, or the one given.

    :param whole: values for every field: an element of a list has no other way to keep what is there.
    """
    discriminator = next((item for item in fields if item.option == union), None)
    if discriminator and not variant:
        variant = draw(st.sampled_from(discriminator.choices))
    found: dict[str, Any] = {union: variant} if discriminator else {}
    given = [item for item in applicable(fields, variant) if item.writable and item is not discriminator]
    needed = [item for item in given if item.required or (item.write_only and item.variants)]
    for item in given:
        if whole or item in needed or draw(st.booleans()):
            found[item.option] = draw(value(item))
    for item in given:
        if item.required_for and found.get(item.required_for[0]) in item.required_for[1:] and item.option not in found:
            found[item.option] = draw(value(item))
    for item in given:
        if item.at_most and item.option in found:
            found[item.option] = min(found[item.option], found.get(item.at_most, found[item.option]))
    if not found and given:
        found[given[0].option] = draw(value(given[0]))
    return found


def tasks(resource: Resource, variant: str = "") -> st.SearchStrategy[dict[str, Any]]:
    """The params of a task that makes one ``resource``; of a union any variant, or the one given."""
    return options(resource.fields, resource.union, variant=variant).map(lambda found: {**names(resource), **found})
