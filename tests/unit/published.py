# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Microsoft publishes about a type, for tests that hold a declaration against it. Absent in an ordinary clone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.schema import Resource

CONTRACT = Path(__file__).resolve().parents[3] / "shared" / "contract"
PROVIDERS = {
    "Microsoft.ContainerRegistry": "dep-acr",
    "Microsoft.Insights": "dep-appinsights",
    "Microsoft.KeyVault": "dep-keyvault",
    "Microsoft.MachineLearningServices": "ml",
    "Microsoft.ManagedIdentity": "dep-msi",
    "Microsoft.Resources": "dep-resources",
    "Microsoft.Storage": "dep-storage",
}

Words = frozenset[str]


def type_of(resource: Resource) -> str:
    """The ARM type that a declaration's path spells out."""
    path = f"{resource.scope.path}/{resource.path}"
    provider, _slash, below = path.rpartition("/providers/")[2].partition("/")
    if "/providers/" not in path:
        return "Microsoft.Resources/resourceGroups"
    return "/".join([provider, *below.split("/")[::2]])


def text(name: str) -> str:
    """A file of the contract; the test is skipped where there is none."""
    path = CONTRACT / name
    if not path.is_file():
        pytest.skip(f"../shared/contract is absent: no {name}")
    return path.read_text(encoding="utf-8")


@cache
def _document(name: str) -> dict[str, Any]:
    return json.loads(text(name))


class Schema:
    """The published schema of one type at one api-version."""

    def __init__(self, resource: Resource) -> None:
        kind = type_of(resource)
        document = _document(f"schemas/{PROVIDERS[kind.partition('/')[0]]}-{resource.api_version}.json")
        self._defs = document["$defs"]
        self.root: dict[str, Any] = document["resources"][kind]
        # An asset is listed by its containers, which have members of their own.
        self.container: dict[str, Any] = document["resources"].get(kind.rpartition("/")[0], {})

    def members(self, node: dict[str, Any], words: Words = frozenset()) -> dict[str, dict[str, Any]]:
        """The members of an object. Of a union only the branch that one of ``words`` chooses, else every branch."""
        found: dict[str, dict[str, Any]] = {}
        for part in self._parts(node, words):
            for name, inner in part.get("properties", {}).items():
                found[name] = {**inner, **found.get(name, {})}
        return found

    def at(self, path: str, words: Words = frozenset(), node: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """The schema at a dotted path, None where there is none; a free map has every member."""
        node = self.root if node is None else node
        for word in path.split("."):
            found = self.members(node, words)
            if word not in found:
                free = any("additionalProperties" in part for part in self._parts(node, words))
                return {} if free and not found else None
            node = found[word]
        return node

    def element(self, node: dict[str, Any]) -> dict[str, Any]:
        """What a list holds."""
        return next((part["items"] for part in self._parts(node, frozenset()) if "items" in part), {})

    def writable(self, words: Words, node: dict[str, Any] | None = None, above: str = "") -> Iterator[str]:
        """The dotted path of every member that a body may hold; those of an object stand for it."""
        for name, inner in self.members(self.root if node is None else node, words).items():
            path = f"{above}.{name}" if above else name
            if inner.get("readOnly"):
                continue
            if self.members(inner, words):
                yield from self.writable(words, inner, path)
            else:
                yield path

    def choices(self, node: dict[str, Any]) -> set[str]:
        """The values that a member may have; empty where any text is one."""
        for part in self._parts(node, frozenset()):
            listed = part.get("x-enum") or part.get("enum")
            if listed:
                return {str(value) for value in listed}
        return set()

    def _parts(self, node: dict[str, Any], words: Words) -> Iterator[dict[str, Any]]:
        """The node, what it refers to, and the branches that apply."""
        yield node
        if "$ref" in node:
            yield from self._parts(self._defs[node["$ref"].rpartition("/")[2]], words)
        rules = [rule for rule in node.get("allOf", ()) if "if" in rule]
        consts = {rule["if"]["properties"][node["x-discriminator"]]["const"]: rule["then"] for rule in rules}
        chosen = words & consts.keys() or consts.keys()
        for word in sorted(chosen):
            yield from self._parts(consts[word], words)
        for rule in node.get("allOf", ()):
            if "if" not in rule:
                yield from self._parts(rule, words)
