# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The secrets in Microsoft's own schema: where each of them is in which answer (reliability 0.4)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).parents[4] / "shared" / "contract" / "schemas" / "ml-2026-05-01.json"
#: Secrets that the schema does not flag: definition and property.
NAMED = frozenset(
    """
    AccountKeyDatastoreSecrets.key SasDatastoreSecrets.sasToken ServicePrincipalDatastoreSecrets.clientSecret
    CertificateDatastoreSecrets.certificate DatabricksProperties.databricksAccessToken
    DatabricksComputeSecrets.databricksAccessToken VirtualMachineSshCredentials.password
    WorkspaceConnectionAccessKey.secretAccessKey WorkspaceConnectionAccountKey.key WorkspaceConnectionApiKey.key
    WorkspaceConnectionPersonalAccessToken.pat WorkspaceConnectionSharedAccessSignature.sas
    """.split()
)
#: Free maps in which users put secrets.
MAPS = frozenset(("CustomKeys.keys", "WorkspaceConnectionPropertiesV2.metadata"))
MAP_NAMES = frozenset(("environmentVariables", "headers"))
_DEEPEST = 14


@dataclass(frozen=True)
class Place:
    """A secret in an answer.

    :param root: the resource type, or it and the action.   :param path: the members that lead there; ``*`` is an
        element of a list or a member of a map.   :param what: the definition's own name of it.
    :param beside: (path, value) of what says which variant the answer is.
    """

    root: str
    path: tuple[str, ...]
    what: str
    beside: tuple[tuple[tuple[str, ...], str], ...]

    def answer(self, secret: str) -> Any:
        """The smallest answer that holds ``secret`` there."""
        body: dict[str, Any] = {"name": "kept-name"}
        for path, value in (*self.beside, (self.path, secret)):
            _bury(body, path, value)
        return body


def _bury(body: Any, path: tuple[str, ...], value: str) -> None:
    for position, step in enumerate(path):
        last = position == len(path) - 1
        following: Any = value if last else ([] if path[position + 1] == "*" and _is_list(path, position) else {})
        if isinstance(body, list):
            body[:] = body or [following]
            body = body[0]
        else:
            key = "kept-key" if step == "*" else step.removesuffix("[]")
            body = body.setdefault(key, following)


def _is_list(path: tuple[str, ...], position: int) -> bool:
    return path[position].endswith("[]")


def places() -> list[Place]:
    """Every secret of every resource and of every action's answer, each once for each way that leads to it."""
    schema = json.loads(SCHEMA.read_text())
    roots = dict(schema["resources"])
    for kind, actions in schema["functions"].items():
        roots.update({f"{kind} {name}": one["response"] for name, one in actions.items() if one.get("response")})
    walker = _Walker(schema["$defs"])
    found = [place for root, node in roots.items() for place in walker.walk(root, node)]
    return sorted(set(found), key=lambda place: (place.root, place.path))


class _Walker:
    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions

    def walk(self, root: str, node: Any) -> Iterator[Place]:
        for path, what, beside in self._node(node, (), "", (), ()):
            yield Place(root, path, what, beside)

    def _node(self, node: Any, path: tuple[str, ...], name: str, seen: tuple[str, ...], beside: Any) -> Iterator[Any]:
        """The secrets below ``node``, which ``name`` defines and ``path`` leads to."""
        if not isinstance(node, dict) or len(path) > _DEEPEST:
            return
        if "$ref" in node:
            target = node["$ref"].rpartition("/")[2]
            if target not in seen:
                plain = re.sub(r"__\d+$", "", target)
                yield from self._node(self._definitions[target], path, plain, (*seen, target), beside)
            return
        union = node.get("x-discriminator")
        branches = [branch for branch in node.get("allOf", []) if "if" in branch] if union else []
        words = [branch["if"]["properties"][union]["const"] for branch in branches]
        own = (*beside, ((*path, union), words[0])) if words else beside
        for key, member in node.get("properties", {}).items():
            if "const" in member:
                own = (*own, ((*path, key), member["const"]))
        for key, member in node.get("properties", {}).items():
            yield from self._member(f"{name}.{key}", member, (*path, key), seen, own)
        for branch, word in zip(branches, words, strict=True):
            yield from self._node(branch["then"], path, name, seen, (*beside, ((*path, union), word)))
        for branch in node.get("allOf", []):
            if "if" not in branch:
                yield from self._node(branch, path, name, seen, own)
        if isinstance(node.get("items"), dict) and path:
            yield from self._node(node["items"], (*path[:-1], path[-1] + "[]", "*"), name, seen, beside)
        if isinstance(node.get("additionalProperties"), dict):
            yield from self._node(node["additionalProperties"], (*path, "*"), name, seen, beside)

    def _member(self, what: str, node: Any, path: tuple[str, ...], seen: tuple[str, ...], beside: Any) -> Iterator[Any]:
        if node.get("x-sensitive") or what in NAMED:
            yield path, what, beside
        elif what in MAPS or path[-1] in MAP_NAMES:
            yield (*path, "*"), what, beside
        else:
            yield from self._node(node, path, "", seen, beside)
