# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of Terraform, as ``terraform show -json`` prints it, as items of ``aml_apply``. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils import ids
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.scope import ML_PROVIDER
from ansible_collections.mlops.azureml.plugins.module_utils.tree import bury, join
from ansible_collections.mlops.azureml.plugins.plugin_utils import azapi
from ansible_collections.mlops.azureml.plugins.plugin_utils.azurerm import TYPES, Attribute, Type
from ansible_collections.mlops.azureml.plugins.plugin_utils.identifiers import parsed

AZAPI = "azapi_resource"
# What every resource has, and which its id says.
KNOWN = ("id", "name", "resource_group_name", "timeouts")
SCOPE = ("resource_group", "workspace", "registry", "endpoint", "name", "version")
SECRET = "is a secret; give it to the item, from your vault"  # pragma: allowlist secret: says that it is one
NOT_OURS = "is no resource of Azure Machine Learning; it stays with Terraform"
NO_OPTION = "has no option here"
Row = dict[str, Any]


def translated(source: Any, subscription_id: str = "") -> dict[str, Any]:
    """``resources``, items of ``aml_apply``; ``untranslated``, one row for each resource or attribute that is in none
    of them, with the reason; ``subscription_id``, where they are.

    :param source: the document, parsed or as text.   :param subscription_id: the one whose resources are wanted; needed
        where the state has several.
    :raises InputError: it is no such document; it has resources in several subscriptions and none was chosen.
    """
    found, left = [], []
    for address, type_, values in _resources(_root(source)):
        try:
            item, problems, home = _translated(type_, values)
        except InputError as error:
            left.append(_row(address, type_, "", error.message))
            continue
        found.append((address, type_, item, home))
        left += [_row(address, type_, attribute, reason) for attribute, reason in problems]
    homes = sorted({home for *_rest, home in found})
    chosen = subscription_id.lower() or (homes[0] if len(homes) == 1 else "")
    if homes and not chosen:
        raise InputError("subscription_id", f"is required, because there are resources in each of {', '.join(homes)}")
    left += [
        _row(address, type_, "", f"is in the subscription {home}")
        for address, type_, _i, home in found
        if home != chosen
    ]
    items = [item for *_names, item, home in found if home == chosen]
    return {"resources": items, "untranslated": left, "subscription_id": chosen or None}


def _row(address: str, type_: str, attribute: str, reason: str) -> Row:
    return {"address": address, "type": type_, "attribute": attribute or None, "reason": reason}


def _root(source: Any) -> Mapping[str, Any]:
    """:raises InputError: it is not what ``terraform show -json`` prints."""
    try:
        document = json.loads(source) if isinstance(source, str) else source
    except ValueError:
        # Not the parser's text, which quotes the state.
        raise InputError(None, "the input is no JSON; give it what terraform show -json prints") from None
    if isinstance(document, Mapping) and "format_version" in document:
        values = document.get("values") or document.get("planned_values") or {}
        root = values.get("root_module", {}) if isinstance(values, Mapping) else None
        if isinstance(root, Mapping):
            return root
    hint = "; a terraform.tfstate file has another form" if isinstance(document, Mapping) else ""
    raise InputError(None, f"the input is not what terraform show -json prints{hint}")


def _resources(module: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Address, type and values of each resource that Terraform manages, in modules of any depth."""
    for one in module.get("resources") or []:
        if isinstance(one, Mapping) and one.get("mode") == "managed" and isinstance(one.get("values"), Mapping):
            yield str(one.get("address")), str(one.get("type")), one["values"]
    for child in module.get("child_modules") or []:
        if isinstance(child, Mapping):
            yield from _resources(child)


def _translated(type_: str, values: Mapping[str, Any]) -> tuple[Row, list[tuple[str, str]], str]:
    """The item, (attribute, reason) pairs for what is not in it, and its subscription.

    :raises InputError: with the reason why there is no item.
    """
    if type_ == AZAPI:
        return _from_azapi(values)
    if type_ not in TYPES:
        ours = "machine_learning" in type_ or type_.startswith("azapi")
        raise InputError(None, "is of a type that this filter does not know" if ours else NOT_OURS)
    declared = TYPES[type_]
    named = _named(declared, values)
    options, problems = _options(declared, values)
    return {"type": declared.noun, **_scope(named), **(declared.fixed or {}), **options}, problems, _home(named)


def _named(declared: Type, values: Mapping[str, Any]) -> Row:
    """What the id says. A plan has none of what is still to be made: then the id of what that is in says most."""
    if values.get("id"):
        return parsed(str(values["id"]))
    if not declared.parent or not values.get(declared.parent):
        raise InputError(None, "has no id yet; apply it first")
    above = parsed(str(values[declared.parent]))
    return {**above, above["type"]: above["name"], "name": values.get("name")}


def _scope(named: Mapping[str, Any]) -> Row:
    return {option: named[option] for option in SCOPE if named.get(option)}


def _home(named: Mapping[str, Any]) -> str:
    return str(named["subscription_id"]).lower()


def _options(declared: Type, values: Mapping[str, Any]) -> tuple[Row, list[tuple[str, str]]]:
    options: Row = {}
    handled = {*KNOWN, declared.parent, *declared.regions, *(one.name for one in declared.attributes)}
    leaves = dict(_leaves(values, "", handled | set(declared.secrets)))
    problems = [(name, SECRET) for name in declared.secrets if leaves.get(name) not in (None, "")]
    for one in declared.attributes:
        given = leaves.get(one.name)
        if given is not None and one.words and given not in dict(one.words):
            problems.append((one.name, NO_OPTION))
        value = _value(one, given)
        if one.option and value is not None:
            for option, said in ((one.option, value), *one.along):
                options = bury(options, option, said)
    regions = [_region(block) for name in declared.regions for block in values.get(name) or []]
    options.update({"regions": regions} if regions else {})
    problems += [(name, NO_OPTION) for name, value in leaves.items() if name not in handled | set(declared.secrets)]
    return options, problems


def _leaves(values: Mapping[str, Any], base: str, known: set[str]) -> Iterator[tuple[str, Any]]:
    """Every attribute that says something, those of a block by its name before theirs."""
    for name, value in values.items():
        path = join(base, name)
        block = value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping) else None
        if block is not None and path not in known:
            yield from _leaves(block, path, known)
        elif value not in (None, "", [], {}):
            yield path, value


def _value(one: Attribute, value: Any) -> Any:
    if value is None or not one.option:
        return None
    if one.segment:
        known = ids.parse(str(value))
        pairs = dict(zip((kind.lower() for kind in known.types), known.names)) if known else {}
        return pairs.get(one.segment.lower())
    return dict(one.words).get(value) if one.words else value


def _region(block: Mapping[str, Any]) -> Row:
    """A region of a registry. The provider always has the service make the accounts, the registry of kind Premium."""
    account = {
        "storageAccountHnsEnabled": bool(block.get("hns_enabled")),
        "storageAccountType": block.get("storage_account_type"),
    }
    return {
        "location": block.get("location"),
        "acr_details": [{"systemCreatedAcrAccount": {"acrAccountSku": "Premium"}}],
        "storage_account_details": [{"systemCreatedStorageAccount": account}],
    }


def _from_azapi(values: Mapping[str, Any]) -> tuple[Row, list[tuple[str, str]], str]:
    type_, _at, _version = str(values.get("type") or "").partition("@")
    if not type_.lower().startswith(ML_PROVIDER.lower() + "/"):
        raise InputError(None, NOT_OURS)
    path = str(values.get("id") or "") or f"{values.get('parent_id')}/{type_.rpartition('/')[2]}/{values.get('name')}"
    named = parsed(path)
    found = azapi.kind_of(type_, bool(named.get("registry")))
    if found is None:
        raise InputError(None, f"is of the type {type_}, which aml_apply has no kind for; use its kind resource")
    noun, resource = found
    try:
        body = azapi.body_of(values)
    except ValueError:
        raise InputError(None, "has a body that is no JSON") from None
    made = azapi.translated(resource, body)
    other = next((one.aliases[0] for one in resource.fields if one.option == "type" and one.aliases), "type")
    options = {other if option == "type" else option: value for option, value in made.options.items()}
    problems = [(f"body.{path}", SECRET) for path in made.secrets]
    problems += [(f"body.{path}", NO_OPTION) for path in made.lost]
    problems += [("sensitive_body", SECRET)] if values.get("sensitive_body") else []
    return {"type": noun, **_scope(named), **options}, problems, _home(named)
