# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where two documents differ, as paths. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils import redact
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.tree import join

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
# What tells one map of a list from the others: the first one that all have and no two share.
KEYS = ("id", "name", "key")


class _Nothing:
    """What stands where there is none; a null is something."""


_NOTHING = _Nothing()


@dataclass(frozen=True)
class _Side:
    """A value, and how it may be shown: the same, or masked."""

    value: Any
    shown: Any

    @property
    def is_open(self) -> bool:
        """False where a whole map or list is masked."""
        return isinstance(self.shown, (Mapping, list))

    def members(self) -> dict[str, _Side]:
        """What is in a map."""
        return {str(key): _Side(item, self.shown[key]) for key, item in self.value.items()}

    def elements(self, key: str) -> dict[str, _Side]:
        """What is in a list, by ``key``, or by its number where that is empty."""
        pairs = enumerate(zip(self.value, self.shown))
        return {f"[{pair[0][key] if key else number}]": _Side(*pair) for number, pair in pairs}


_ABSENT = _Side(_NOTHING, None)


def differences(before: Any, after: Any, ignore: Any = ()) -> list[dict[str, Any]]:
    """One entry for each path at which two documents differ: ``path``, ``change``, ``before``, ``after``. Secrets are
    masked once they were compared. A map in a list is found again by its ``id``, ``name`` or ``key``.

    :param ignore: paths whose differences do not count, nor those of what is below them.
    :raises InputError: ``ignore`` is no list of texts.
    """
    if not isinstance(ignore, (list, tuple)) or not all(isinstance(path, str) for path in ignore):
        raise InputError("ignore", "must be a list of paths")
    walked = _walked("", _Side(before, redact.tree(before)), _Side(after, redact.tree(after)))
    return [
        {
            "path": path,
            "change": ADDED if old is _ABSENT else REMOVED if new is _ABSENT else CHANGED,
            "before": old.shown,
            "after": new.shown,
        }
        for path, old, new in walked
        if not any(path == word or path.startswith((f"{word}.", f"{word}[")) for word in ignore)
    ]


def _walked(path: str, old: _Side, new: _Side) -> Iterator[tuple[str, _Side, _Side]]:
    if _equal(old.value, new.value):
        return
    both = old.is_open and new.is_open
    if both and isinstance(old.value, Mapping) and isinstance(new.value, Mapping):
        yield from _each(path, old.members(), new.members(), ".")
    elif both and isinstance(old.value, list) and isinstance(new.value, list) and _of_maps(old.value, new.value):
        key = next((key for key in KEYS if _tells(key, old.value) and _tells(key, new.value)), "")
        yield from _each(path, old.elements(key), new.elements(key), "")
    else:
        yield path, old, new


def _each(path: str, old: Mapping[str, _Side], new: Mapping[str, _Side], dot: str) -> Iterator[Any]:
    for key in dict.fromkeys((*old, *new)):
        yield from _walked(join(path, key) if dot else path + key, old.get(key, _ABSENT), new.get(key, _ABSENT))


def _equal(one: Any, other: Any) -> bool:
    """Python takes true for 1; JSON does not."""
    return (type(one) is type(other) and bool(one == other)) or (_are_numbers(one, other) and one == other)


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)


def _of_maps(*lists: list[Any]) -> bool:
    """A list of scalars differs as a whole."""
    return all(isinstance(item, Mapping) for one in lists for item in one)


def _tells(key: str, items: list[Any]) -> bool:
    found = [item.get(key) for item in items]
    return all(isinstance(value, str) for value in found) and len(set(found)) == len(found)
