# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 tests/tools/schemas.py`` writes ``docs/schema``: the JSON Schema by which an editor completes and checks
variables.

``estate.json`` is for the resources of ``aml_apply``, from the declarations and the documentation;
``role_<name>.json`` for the variables of a role, from its argument specs. A test says when it has to.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "schema"
DRAFT = "http://json-schema.org/draft-07/schema#"

# Ansible takes a template anywhere, numbers and truths as texts as well, and a text for a list of texts. Null counts as
# omitted, and a text that is declared may be written as YAML's number.
TEMPLATE = r"\{\{"
# In JavaScript's regular expressions, which have no word for any case.
TRUTHS = "[yYnN]|[yY][eE][sS]|[nN][oO]|[oO][nN]|[oO][fF][fF]|[01]|[tTfF]|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]"
DEFINITIONS: dict[str, Any] = {
    "template": {"type": "string", "pattern": TEMPLATE},
    "str": {"type": ["string", "number", "boolean", "null"]},
    "int": {"anyOf": [{"type": ["integer", "null"]}, {"type": "string", "pattern": rf"^-?\d+$|{TEMPLATE}"}]},
    "float": {"anyOf": [{"type": ["number", "null"]}, {"type": "string", "pattern": rf"^-?[\d.]+$|{TEMPLATE}"}]},
    "bool": {
        "anyOf": [
            {"type": ["boolean", "null"]},
            {"enum": [0, 1]},
            {"type": "string", "pattern": rf"^({TRUTHS})$|{TEMPLATE}"},
        ]
    },
    "raw": {},
}
# A list with such a name, in a file of variables, is an estate.
LISTS = "(^|_)(resources|estate)$"
# What an item takes from its task.
SHARED = {"resource_group", "workspace"}


def option(entry: Mapping[str, Any], about: str = "") -> dict[str, Any]:
    """The schema of one option, from its argument spec."""
    found = _typed(entry)
    return {"description": about, **found} if about else found


def _typed(entry: Mapping[str, Any]) -> dict[str, Any]:
    kind = entry.get("type", "str")
    choices = entry.get("choices")
    if choices and kind != "list":
        return {"anyOf": [{"enum": [*choices, None]}, {"$ref": "#/definitions/template"}]}
    if kind == "list":
        element = {"type": entry.get("elements", "str"), "options": entry.get("options"), "choices": choices}
        list_of = {"type": ["array", "null"], "items": _typed(element)}
        return _or_template(list_of) if element["type"] == "dict" else {"anyOf": [list_of, {"type": "string"}]}
    if kind == "dict":
        return _or_template({"type": ["object", "null"], **members(entry.get("options"))})
    return {"$ref": f"#/definitions/{kind if kind in DEFINITIONS else 'str'}"}


def _or_template(schema: dict[str, Any]) -> dict[str, Any]:
    """``schema``, or a text with a template. (Of an ``anyOf`` nobody is told which part was meant.)"""
    return {"if": {"type": "string"}, "then": {"$ref": "#/definitions/template"}, "else": schema}


def members(spec: Mapping[str, Any] | None, about: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The schema of a dict with the options of ``spec``, and no other ones; of any dict where there is no spec.

    :param about: the documentation of the options, by name.
    """
    if not spec:
        return {}
    properties, needed = {}, []
    for name, entry in spec.items():
        words = first(((about or {}).get(name) or {}).get("description") or entry.get("description"))
        names = (name, *entry.get("aliases", ()))
        properties.update({spelling: option(entry, words) for spelling in names})
        if entry.get("required"):
            needed.append({"required": [name]} if len(names) == 1 else {"anyOf": [{"required": [n]} for n in names]})
    plain = [rule["required"][0] for rule in needed if "required" in rule]
    others = [rule for rule in needed if "required" not in rule]
    found: dict[str, Any] = {"properties": properties, "additionalProperties": False}
    return {**found, **({"required": plain} if plain else {}), **({"allOf": others} if others else {})}


def first(description: Any) -> str:
    """The first paragraph of a description, without Ansible's markup."""
    text = description[0] if isinstance(description, list) else description or ""
    return re.sub(r"\b[CVOMPEB]\((?:mlops\.azureml\.)?([^()]*)\)", r"`\1`", text)


def estate(kinds: Mapping[str, Mapping[str, Any]], about: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The schema of a list of resources, or of a file of variables with such lists.

    :param kinds: the argument spec of an item, by noun.   :param about: the documentation of its options, by noun.
    """
    rules = [
        {"if": {"properties": {"type": {"const": noun}}}, "then": {"$ref": f"#/definitions/{noun}_item"}}
        for noun in kinds
    ]
    item = {"type": "object", "required": ["type"], "properties": {"type": {"enum": list(kinds)}}, "allOf": rules}
    definitions = {
        **DEFINITIONS,
        "resources": {"type": "array", "items": _or_template(item)},
        **{f"{noun}_item": _item(noun, spec, about.get(noun, {})) for noun, spec in kinds.items()},
    }
    in_file = {"type": "object", "patternProperties": {LISTS: _or_template({"$ref": "#/definitions/resources"})}}
    rule = {"if": {"type": "array"}, "then": {"$ref": "#/definitions/resources"}, "else": in_file}
    return {"$schema": DRAFT, "title": "Resources of mlops.azureml.aml_apply", **rule, "definitions": definitions}


def _item(noun: str, spec: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: entry for name, entry in spec.items() if name != "type"}
    if "type" in spec:  # The noun has this name here; the option goes by its alias.
        (alias,) = spec["type"]["aliases"]
        own[alias] = {**spec["type"], "aliases": []}
        about = {**about, alias: about.get("type", {})}
    own = {name: {**entry, "required": entry.get("required") and name not in SHARED} for name, entry in own.items()}
    found = members(own, about)
    return {**found, "properties": {"type": {"const": noun}, **found["properties"]}}


def role(name: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of the variables of a role. A file may hold variables of others."""
    found = {**members(spec.get("options")), "additionalProperties": True}
    found.pop("required", None)  # Several files may give them together.
    about = {"$schema": DRAFT, "title": f"Variables of the role mlops.azureml.{name}", "type": "object"}
    return {**about, **found, "definitions": DEFINITIONS}


def declared() -> tuple[dict[str, Any], dict[str, Any]]:
    """The spec of an item and the documentation of its options, by noun."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    argspec = importlib.import_module("plugins.module_utils.argspec")
    kinds = importlib.import_module("plugins.module_utils.resources.estate").ESTATE.kinds
    about = {}
    parts = _documented("aml_dependencies")
    for kind in kinds:
        path = ROOT / "plugins" / "modules" / f"aml_{kind.noun}.py"
        about[kind.noun] = (
            _documented(path.stem) if path.is_file() else (parts.get(kind.noun) or {}).get("suboptions", {})
        )
    return {kind.noun: argspec.of_item(kind) for kind in kinds}, about


def _documented(module: str) -> dict[str, Any]:
    """The options of a module, those of its documentation fragments included."""
    text = (ROOT / "plugins" / "modules" / f"{module}.py").read_text(encoding="utf-8")
    described = yaml.safe_load(next(node.value.value for node in ast.parse(text).body if isinstance(node, ast.Assign)))
    options: dict[str, Any] = {}
    for name in described["extends_documentation_fragment"]:
        fragment, _dot, part = name.removeprefix("mlops.azureml.").partition(".")
        found = importlib.import_module(f"plugins.doc_fragments.{fragment}").ModuleDocFragment
        options.update(yaml.safe_load(getattr(found, part.upper() or "DOCUMENTATION")).get("options") or {})
    return {**options, **described["options"]}


def roles() -> Iterable[tuple[str, dict[str, Any]]]:
    """Each role with its main argument spec."""
    for path in sorted((ROOT / "roles").glob("*/meta/argument_specs.yml")):
        yield path.parts[-3], yaml.safe_load(path.read_text(encoding="utf-8"))["argument_specs"]["main"]


def made() -> dict[Path, str]:
    """Each file with what must be in it."""
    found = {TARGET / "estate.json": estate(*declared())}
    found.update({TARGET / f"role_{name}.json": role(name, spec) for name, spec in roles()})
    return {path: json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for path, schema in found.items()}


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    for path, text in made().items():
        path.write_text(text, encoding="utf-8")
