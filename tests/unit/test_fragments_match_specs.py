# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation says what the declarations say, where ``validate-modules`` does not look.

One documentation fragment stands beside one piece of the argument spec; a module takes the fragment when its spec has
the piece.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mlops.azureml.plugins.module_utils.argspec import (
    API_VERSION,
    DEFINITION,
    FIELDS,
    SCOPE,
    WAIT,
    Spec,
    arguments,
    fields_spec,
)
from ansible_collections.mlops.azureml.plugins.module_utils.auth.options import AUTH_OPTIONS
from ansible_collections.mlops.azureml.plugins.module_utils.calls.fleet import FLEET
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import IDENTITY
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Field, Resource
from ansible_collections.mlops.azureml.plugins.module_utils.task import Bundle, Derived, Task
from ansible_collections.mlops.azureml.plugins.module_utils.tree import join

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "ansible_collections.mlops.azureml.plugins"
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("aml_*.py"))
FRAGMENTS = sorted(path.stem for path in (ROOT / "plugins" / "doc_fragments").glob("*.py") if path.stem != "__init__")
# The pieces that have a name of their own. The others follow from what a declaration says.
PIECES: dict[str, Spec] = {
    "api": API_VERSION,
    "auth": AUTH_OPTIONS,
    "definition": DEFINITION,
    "fields": FIELDS,
    "identity": fields_spec((IDENTITY,)),
    "scope": SCOPE,
    "wait": WAIT,
}
FIXED = "Cannot be changed later."


def module(name: str) -> tuple[Task, dict[str, Any]]:
    """A module's task and its own documentation, without that of its fragments."""
    found = importlib.import_module(f"{PACKAGE}.modules.{name}")
    return found.TASK, yaml.safe_load(found.DOCUMENTATION)


def fragment(name: str) -> dict[str, Any]:
    """A fragment's documentation."""
    return yaml.safe_load(importlib.import_module(f"{PACKAGE}.doc_fragments.{name}").ModuleDocFragment.DOCUMENTATION)


def comparable(options: Mapping[str, Any], below: str) -> dict[str, Any]:
    """The options of a spec or of a documentation in one form: what both say, whether required left out.

    A module may require an option that its fragment does not.
    """
    return {
        option: {
            "type": entry["type"],
            "elements": entry.get("elements"),
            "choices": sorted(entry.get("choices") or []),
            "default": entry.get("default"),
            "below": comparable(entry.get(below) or {}, below),
        }
        for option, entry in options.items()
    }


def extended(documentation: Mapping[str, Any]) -> set[str]:
    """The fragments that a module takes, by file."""
    return {name.removeprefix("mlops.azureml.") for name in documentation["extends_documentation_fragment"]}


def documented(name: str) -> dict[str, Any]:
    """All options of a module with their descriptions, those of its fragments too."""
    _task, own = module(name)
    options: dict[str, Any] = {}
    for used in extended(own):
        options.update(fragment(used.partition(".")[0])["options"])
    return {**options, **{key: {**options.get(key, {}), **value} for key, value in (own.get("options") or {}).items()}}


def fields_of(task: Task) -> Iterator[tuple[tuple[str, ...], str, Field, bool]]:
    """Every field that a module's task can set: its options from the outside in, its whole REST path, itself, and
    whether what it lies in is fixed already.
    """
    declared = task.declaration
    if task.verb == "read":
        return
    if isinstance(declared, Bundle):
        for part in declared.parts:
            yield from inside(part.resource.fields, (part.option,), "", False)
        return
    resources: tuple[Resource, ...] = (declared,) if isinstance(declared, Resource) else ()
    for resource in declared.candidates if isinstance(declared, Derived) else resources:
        yield from inside(resource.fields, (), "", False)


def inside(
    fields: tuple[Field, ...], above: tuple[str, ...], base: str, fixed: bool
) -> Iterator[tuple[tuple[str, ...], str, Field, bool]]:
    """The same for fields and what lies in them."""
    for item in fields:
        if item.writable:
            names, path = (*above, item.option), join(base, item.path)
            yield names, path, item, fixed
            yield from inside(item.fields, names, path, fixed or item.create_only)


def description(options: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """What is said about an option, as one text."""
    entry = options[names[0]]
    for name in names[1:]:
        entry = entry["suboptions"][name]
    told = entry["description"]
    return " ".join([told] if isinstance(told, str) else told)


def test_no_option_is_in_two_fragments():
    counted = Counter(option for name in FRAGMENTS for option in fragment(name)["options"])
    assert [option for option, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("name", sorted(PIECES))
def test_a_fragment_has_the_options_of_its_piece_of_the_spec(name):
    assert comparable(fragment(name)["options"], "suboptions") == comparable(PIECES[name], "options")


@pytest.mark.parametrize("name", [name for name in FRAGMENTS if fragment(name)["options"]])
def test_a_module_takes_a_fragment_when_its_spec_has_the_same_options_and_only_then(name):
    piece = comparable(fragment(name)["options"], "suboptions")
    takes, has = set(), set()
    for module_name in MODULES:
        task, documentation = module(module_name)
        spec = comparable(arguments(task), "options")
        takes |= {module_name} if name in extended(documentation) else set()
        has |= {module_name} if {option: spec.get(option) for option in piece} == piece else set()
    assert takes == has != set()


def test_the_inventory_documents_what_it_asks_with():
    own = yaml.safe_load(importlib.import_module(f"{PACKAGE}.inventory.aml").DOCUMENTATION)
    assert {"auth", "api"} <= extended(own)
    told = {option: own["options"][option] for option in FLEET.options}
    assert comparable(told, "suboptions") == comparable(FLEET.options, "options")


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_promises(name):
    task, documentation = module(name)
    taken = extended(documentation)
    assert "attributes" in taken
    if task.verb in ("manage", "ensure", "reconcile"):
        assert "attributes.manager" in taken
    elif task.verb in ("read", "export"):
        assert "attributes.reader" in taken
    else:
        own = {"check_mode", "diff_mode", "idempotent"} <= set(documentation.get("attributes") or {})
        assert own or "attributes.reader" in taken


def test_the_action_group_of_the_documentation_has_every_module():
    groups = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["action_groups"]
    membership = fragment("attributes")["attributes"]["action_group"]["membership"]
    assert membership == [f"mlops.azureml.{group}" for group in groups]
    assert [sorted(members) for members in groups.values()] == [MODULES]


@pytest.mark.parametrize("name", MODULES)
def test_every_option_names_its_place_in_the_service_and_whether_it_can_change(name):
    options, problems = documented(name), []
    every = list(fields_of(module(name)[0]))
    # The two planes of a model have options of the same name.
    fixed_somewhere = {names for names, _path, item, _inside in every if item.create_only}
    for names, path, item, inside_fixed in every:
        told, option = description(options, names), ".".join(names)
        if path and f"C({path})" not in told:
            problems.append(f"{option}: says nothing of C({path})")
        if item.create_only and not inside_fixed and FIXED not in told:
            problems.append(f"{option}: does not say: {FIXED}")
        if names not in fixed_somewhere and FIXED in told:
            problems.append(f"{option}: it can be changed later")
    assert problems == []
