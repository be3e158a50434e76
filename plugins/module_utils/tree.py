# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dotted paths in JSON trees. A leaf: knows nothing of what the trees mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def dig(tree: Any, path: str) -> Any:
    """The value at a dotted path, None where there is none. Member names are matched without case: Azure changes it."""
    for word in path.split(".") if path else ():
        tree = member(tree, word)
    return tree


def member(tree: Any, name: str) -> Any:
    """The member of that name, whatever its case; None where there is none."""
    if not isinstance(tree, Mapping):
        return None
    if name in tree:
        return tree[name]
    return next((value for key, value in tree.items() if str(key).lower() == name.lower()), None)


def bury(tree: Any, path: str, value: Any) -> Any:
    """A copy of ``tree`` with ``value`` at a dotted path; nothing of the original is changed."""
    word, _dot, rest = path.partition(".")
    copy = dict(tree) if isinstance(tree, Mapping) else {}
    spelled = next((key for key in copy if str(key).lower() == word.lower()), word)
    copy[spelled] = bury(copy.get(spelled), rest, value) if rest else value
    return copy


def without(tree: Any, path: str) -> Any:
    """A copy of ``tree`` without the member at a dotted path."""
    word, _dot, rest = path.partition(".")
    if not isinstance(tree, Mapping):
        return tree
    if not rest:
        return {key: value for key, value in tree.items() if str(key).lower() != word.lower()}
    return {key: without(value, rest) if str(key).lower() == word.lower() else value for key, value in tree.items()}


def join(*paths: str) -> str:
    """Dotted paths put together, empty ones left out."""
    return ".".join(path for path in paths if path)


def nests(tree: Any, levels: int) -> bool:
    """True when a value nests deeper than ``levels``. Walks level by level, so that no depth is too much for it."""
    level: list[Any] = [tree]
    for _level in range(levels):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True
