# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 tests/tools/schema_names.py`` writes ``published.json`` from Microsoft's schema, beside the project.

Only names are taken: of the types, of the properties that may be written, and of the operations. A property of one
branch of a union has the branch's word in brackets, one of an element ``[]``, one of a map's values ``{}``. A tree of
more than a hundred properties is one, with ``.*`` at its end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT.parent / "shared" / "contract"
TARGET = Path(__file__).with_name("published.json")
VERSION = "2025-12-01"
PROVIDER = "Microsoft.MachineLearningServices/"
MOST = 100

Node = dict[str, Any]


class Names:
    """The names in one schema document."""

    def __init__(self, document: Node) -> None:
        self._defs = document["$defs"]
        self._resources = document["resources"]

    def types(self) -> dict[str, list[str]]:
        """The properties of each type that may be written."""
        found = {kind.removeprefix(PROVIDER): node for kind, node in self._resources.items()}
        return {kind: list(dict.fromkeys(self._leaves(found[kind], "", ()))) for kind in sorted(found)}

    def _leaves(self, node: Node, path: str, seen: tuple[str, ...]) -> list[str]:
        if "$ref" in node:
            if node["$ref"] in seen:
                return [path + ".*"]
            seen = (*seen, node["$ref"])
        members, branches, items, values = self._parts(node)
        if members or branches:
            found = [leaf for name, inner in members.items() for leaf in self._member(inner, path, name, seen)]
            for word, branch in branches.items():
                own = {name: inner for name, inner in self._parts(branch)[0].items() if name not in members}
                for name, inner in own.items():
                    found += self._member(inner, f"{path}({word})", name, seen)
            return found
        if items is not None:
            return self._leaves(items, path + "[]", seen)
        if values.get("$ref") or values.get("properties"):
            return self._leaves(values, path + "{}", seen) or [path]
        return [path]

    def _member(self, node: Node, above: str, name: str, seen: tuple[str, ...]) -> list[str]:
        if node.get("readOnly"):
            return []
        path = f"{above}.{name}" if above else name
        found = self._leaves(node, path, seen)
        return found if len(found) <= MOST or name == "properties" else [path + ".*"]

    def _parts(self, node: Node) -> tuple[Node, Node, Node | None, Node]:
        """Members, branches of a union by their words, the element of a list, the value of a map."""
        members: Node = {}
        branches: Node = {}
        items: Node | None = None
        values: Node = {}
        for part in self._all(node):
            members = {**part.get("properties", {}), **members}
            items = part.get("items", items)
            free = part.get("additionalProperties")
            values = free if isinstance(free, dict) else values
            for rule in part.get("allOf", ()):
                if "if" in rule:
                    (choice,) = rule["if"]["properties"].values()
                    branches[choice["const"]] = rule["then"]
        return members, branches, items, values

    def _all(self, node: Node) -> Iterator[Node]:
        """The node, what it refers to, and what it is made of."""
        yield node
        if "$ref" in node:
            yield from self._all(self._defs[node["$ref"].rpartition("/")[2]])
        for rule in node.get("allOf", ()):
            if "if" not in rule:
                yield from self._all(rule)


def operations(table: list[Node]) -> list[str]:
    """Each operation as ``VERB path``, the path below the provider; what is listed in a subscription says so."""
    found = []
    for row in table:
        scope, _slash, path = row["path"].rpartition("/providers/" + PROVIDER)
        text = re.sub(r"\{\w+\}", "*", path)
        wider = scope.count("/") == 2 and not text.startswith("locations/")
        found.append(f"{row['method']} {text}" + (" of a subscription" if wider else ""))
    return sorted(found, key=lambda text: (text.split()[1], text))


def made() -> dict[str, Any]:
    """What the schema and the operation table say. :raises FileNotFoundError: where they are not beside the project."""
    schema = json.loads(CONTRACT.joinpath("schemas", f"ml-{VERSION}.json").read_text(encoding="utf-8"))
    table = json.loads(CONTRACT.joinpath(f"ops-{VERSION}.json").read_text(encoding="utf-8"))
    return {"api_version": VERSION, "types": Names(schema).types(), "operations": operations(table)}


if __name__ == "__main__":
    TARGET.write_text(json.dumps(made(), indent=1) + "\n", encoding="utf-8")
