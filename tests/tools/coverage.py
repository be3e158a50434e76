# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 tests/tools/coverage.py`` writes ``docs/coverage.md``: what of the service the collection has.

It imports the emulator, and so needs the packages of the tests. What the service has stands in ``published.json``
beside this file: the names of its types, of the properties that may be written, and its operations.
``schema_names.py`` takes them from Microsoft's own schema.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "coverage.md"
DATA = Path(__file__).with_name("published.json")
ACTIONS = ROOT / "docs" / "actions.md"
PROVIDER = "/providers/Microsoft.MachineLearningServices/"
WIDER = " of a subscription"

_REPORT = "the service's own report of how far it is"
_MADE = "made by the service, whatever is sent"
_OLD = "not used any more; the members beside it count"
_LINKS = "properties.registryPrivateEndpointConnections[].properties"
_SCHEDULE = "properties.properties.schedules.computeStartStop[].schedule"
#: Why a property that may be written has no option, by its path; ``type: path`` for one type alone.
REASONS = {
    f"{_LINKS}.provisioningState": _REPORT,
    f"{_SCHEDULE}.id": _OLD,
    f"{_SCHEDULE}.provisioningStatus": _OLD,
    f"{_SCHEDULE}.status": _OLD,
    "properties.destination.sparkStatus": _REPORT,
    "properties.discoveryUrl": _MADE,
    "properties.error": "the service's own report of what is wrong",
    "properties.managedNetwork.status.sparkReady": _REPORT,
    "properties.managedNetwork.status.status": _REPORT,
    "properties.managedResourceGroup.resourceId": _MADE,
    "properties.mlFlowRegistryUri": _MADE,
    "sku.capacity": "nothing of this type is bought by number",
    "sku.family": "the service takes a plan by its name",
    "sku.size": "the service takes a plan by its name",
    "sku.tier": "the service takes a plan by its name",
    "workspaces/outboundRules: properties.status": _REPORT,
}
#: Why an operation has no module, by ``VERB path``.
NOT_TAKEN = {
    "GET operations": "lists what a portal can offer; it is about no resource",
    "GET workspaces/*/features": "tells what the service switched on for a workspace; nothing here depends on it",
    "PATCH workspaces/*/connections/*": "a PUT says all that it does",
}

OPENING = """\
<!-- Made by tests/tools/coverage.py; do not edit. -->
# Coverage

What `Microsoft.MachineLearningServices` {version} has, and what of it this collection has. A test makes this page anew
from the declarations and fails when it differs.
"""
TYPES = """
## Types

A property counts when an option sets it, or when it lies in an option that takes the service's own shape. Those that
the service alone writes do not count. `extra_properties` reaches the others, and what comes after this version. The
tests of a type are its integration target and, where the table says so, its whole life on the emulator, which is run in
check mode, for real and again.

| type | module | reader | properties | emulator | tests |
|---|---|---|---|---|---|
"""
GAPS = """
## Properties without an option

| property | of | reason |
|---|---|---|
"""
OPERATIONS = """
## Operations

{done} of {total} have a module; {left} have none for the reason that is told. `aml_rest` sends any of them.

| operation | by |
|---|---|
"""


@dataclass(frozen=True)
class Place:
    """Where an option is in the service's JSON.

    ``words``: for each union around it the words that choose its branch, and all its words. ``whole``: it takes all
    that is below.
    """

    path: str
    words: tuple[tuple[frozenset[str], frozenset[str]], ...]
    whole: bool

    def covers(self, leaf: str) -> bool:
        """Whether the option sets a published property."""
        path, chosen = re.sub(r"\(\w+\)", "", leaf), set(re.findall(r"\((\w+)\)", leaf))
        # What is a union of options may be one object to the service.
        if any(chosen & every and not chosen & words for words, every in self.words):
            return False
        return path == self.path or (self.whole and re.match(re.escape(self.path) + r"[.\[{]", path) is not None)


def places(fields: Any, union: str, base: str = "", words: Any = ()) -> Iterator[Place]:
    """Every option of a declaration, and what is sent beside one."""
    every = frozenset(word for item in fields if item.option == union for word in item.choices)
    for item in fields:
        if not item.writable:
            continue
        inner = (*words, (frozenset(item.variants), every)) if item.variants else words
        path = ".".join(part for part in (base, item.path) if part)
        for beside, _value in item.along:
            yield Place(".".join(part for part in (base, beside) if part), inner, False)
        if item.fields:
            yield from places(item.fields, item.union, path + ("[]" if item.type == "list" else ""), inner)
        else:
            yield Place(path, inner, item.type in ("dict", "list"))


def resources() -> dict[str, Any]:
    """The declaration of each type of the provider, by the words of its path: ``workspaces/computes``."""
    names = [path.stem for path in sorted((ROOT / "plugins" / "module_utils" / "resources").glob("[a-z]*.py"))]
    files = [importlib.import_module(f"plugins.module_utils.resources.{name}") for name in names]
    schema = importlib.import_module("plugins.module_utils.schema")
    found: dict[str, Any] = {}
    for value in (value for file in files for value in vars(file).values()):
        for one in (value, *getattr(value, "candidates", ())):
            if isinstance(one, schema.Resource) and one.plane == "arm":
                path = f"{one.scope.path}/{one.path}"
                if PROVIDER in path:
                    found.setdefault("/".join(path.rpartition(PROVIDER)[2].split("/")[::2]), one)
    return found


def gaps(resource: Any, leaves: Iterable[str]) -> list[str]:
    """The published properties that no option sets."""
    known = [*places(resource.fields, resource.union)]
    known += [Place(path, (), False) for state in resource.states for path, _value in state.sets]
    return [leaf for leaf in leaves if not any(place.covers(leaf) for place in known)]


def reason(kind: str, leaf: str) -> str:
    """Why a property has no option; empty where nobody said."""
    path = re.sub(r"\(\w+\)", "", leaf)
    return REASONS.get(f"{kind}: {path}") or REASONS.get(path, "")


def file_of(*parts: str) -> bool:
    """Whether the collection has the file."""
    return ROOT.joinpath(*parts).exists()


def row_of_type(kind: str, leaves: list[str], resource: Any, emulated: Iterable[str], lives: Iterable[str]) -> str:
    """What there is of one type."""
    noun = resource.noun if resource else ""
    manager, reader = f"aml_{noun}", f"aml_{noun}_info"
    has = {name: f"`{name}`" if file_of("plugins", "modules", f"{name}.py") else "none" for name in (manager, reader)}
    if not leaves and has[manager] == "none":
        has[manager] = "made by the service"
    total = len(leaves)
    set_ = total - len(gaps(resource, leaves)) if resource else 0
    target = f"`{manager}`" if file_of("tests", "integration", "targets", manager) else "none"
    if has[manager] == "made by the service":
        target = "with its owner"
    elif kind in lives:
        target += ", its life"
    known = "yes" if f"{PROVIDER.removeprefix('/providers/')}{kind}".lower() in emulated else "none"
    return f"| `{kind}` | {has[manager]} | {has[reader]} | {set_} of {total} | {known} | {target} |"


def rows_of_gaps(types: Mapping[str, list[str]], declared: Mapping[str, Any]) -> list[str]:
    """Each property without an option once, with the types that have it."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind, leaves in types.items():
        for leaf in gaps(declared[kind], leaves) if kind in declared else leaves:
            found.setdefault((leaf, reason(kind, leaf) or "not there yet"), []).append(kind)
    return [f"| `{leaf}` | {', '.join(kinds)} | {why} |" for (leaf, why), kinds in sorted(found.items())]


def how(operation: str, declared: Mapping[str, Any], actions: Mapping[str, str]) -> str:
    """By what a task does an operation: a module with its option, a reason, or ``none``."""
    if operation in NOT_TAKEN:
        return NOT_TAKEN[operation]
    verb, path = operation.removesuffix(WIDER).split()
    words = path.split("/")
    kind = "/".join(words[::2])
    resource = declared.get(kind)
    if resource is not None and verb in ("GET", "PUT", "PATCH", "DELETE"):
        listed = not operation.endswith(WIDER) or resource.listed_in
        return of_resource(verb, resource, is_list=len(words) % 2 == 1) if listed else "none"
    named = actions.get(kind) or of_declaration(kind, declared)
    modules = re.findall(r"`(aml_\w+)`", named)
    there = modules and all(file_of("plugins", "modules", f"{module}.py") for module in modules)
    return named if there else "none"


def of_resource(verb: str, resource: Any, is_list: bool) -> str:
    """By what a task reads, lists, writes or deletes a resource."""
    manager, reader = f"aml_{resource.noun}", f"aml_{resource.noun}_info"
    if verb == "GET":
        return f"`{reader}`" if file_of("plugins", "modules", f"{reader}.py") else "none"
    patched = verb != "PATCH" or resource.patch
    known = file_of("plugins", "modules", f"{manager}.py") and patched and not is_list
    return (f"`{manager}`" + (" (`state: absent`)" if verb == "DELETE" else "")) if known else "none"


def of_declaration(kind: str, declared: Mapping[str, Any]) -> str:
    """The state or the reader's option that a declaration has an action for."""
    owner, _slash, word = kind.rpartition("/")
    resource = declared.get(owner)
    for state in resource.states if resource else ():
        if state.action == word:
            return f"`aml_{resource.noun}` (`state: {state.word}`)"
    for extra in resource.extras if resource else ():
        if extra.action == word:
            return f"`aml_{resource.noun}_info` (`{extra.option}: true`)"
    return ""


def documented_actions() -> dict[str, str]:
    """What ``docs/actions.md`` says that each action is done by, by type and word; nothing where there is no page."""
    if not ACTIONS.is_file():
        return {}
    rows = re.findall(r"^\| `([\w/]+)` \| ([^|]+) \|", ACTIONS.read_text(encoding="utf-8"), re.MULTILINE)
    return {kind: by.strip() for kind, by in rows}


def page(
    published: Mapping[str, Any], declared: Mapping[str, Any], emulated: Iterable[str], lives: Iterable[str]
) -> str:
    """The whole page.

    :param emulated: the types that the emulator has.   :param lives: those whose whole life is a test of its own.
    """
    actions = documented_actions()
    types = published["types"]
    done = {operation: how(operation, declared, actions) for operation in published["operations"]}
    parts = [OPENING.format(version=published["api_version"]), TYPES]
    parts += [row_of_type(kind, leaves, declared.get(kind), emulated, lives) + "\n" for kind, leaves in types.items()]
    parts += [GAPS, *(row + "\n" for row in rows_of_gaps(types, declared))]
    left = sum(operation in NOT_TAKEN for operation in done)
    with_module = sum(by != "none" for by in done.values()) - left
    parts.append(OPERATIONS.format(done=with_module, total=len(done), left=left))
    parts += [f"| `{operation}` | {by} |\n" for operation, by in done.items()]
    return "".join(parts)


def published_names() -> dict[str, Any]:
    """The names that the service publishes."""
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return found


def made() -> str:
    """The page as it must be, from the collection beside this file."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    emulated = importlib.import_module("tests.emulator.types").SPECS
    lives = {"/".join(one.path.split("/")[::2]) for one in importlib.import_module("tests.faults.types").EVERY}
    return page(published_names(), resources(), emulated, lives)


if __name__ == "__main__":
    TARGET.write_text(made(), encoding="utf-8")
