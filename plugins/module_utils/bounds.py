# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the value of any option may be, whatever it means: JSON, of a size that a request can have. A leaf."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from .errors import InputError

# A template of the resource manager, its largest body, has at most 4 MB (learn.microsoft.com, template best practices).
LARGEST = 4 * 1024 * 1024
# No body of the service nests a third of this.
DEEPEST = 64
# What a value costs in JSON beside its own characters: quotes, colon, comma, and what stands for it in a list.
_AROUND = 8


def check_size(params: Mapping[str, Any], largest: int = LARGEST) -> None:
    """Anchors of YAML make a value that is small in memory and endless on the wire: it is counted as it would be sent.

    :param largest: bytes, for what is not sent.
    :raises InputError: naming the option whose value, or an element of whose value, is too large or too deep.
    """
    for option, value in params.items():
        for element in value if isinstance(value, (list, tuple)) else [value]:
            for _leaf in _walked(str(option), element, largest):
                pass


def check(params: Mapping[str, Any]) -> None:
    """:raises InputError: as :func:`check_size`; what is not JSON; text that is not Unicode."""
    for option, value in params.items():
        for element in value if isinstance(value, (list, tuple)) else [value]:
            for leaf in _walked(str(option), element, LARGEST):
                problem = _problem(leaf)
                if problem:
                    raise InputError(str(option), problem)


def _walked(option: str, value: Any, largest: int) -> Iterator[Any]:
    """Every key and every leaf of ``value``. :raises InputError: when it gets too large or too deep."""
    size = 0
    left: list[tuple[int, Any]] = [(1, value)]
    while left:
        depth, item = left.pop()
        # What is in a list or a map counts before anybody looks at it.
        size += len(item) * (1 if isinstance(item, (str, bytes)) else _AROUND) if hasattr(item, "__len__") else 0
        if size > largest:
            than = ", the most that a request can have" if largest == LARGEST else ""
            raise InputError(option, f"is larger than {largest // 1024 // 1024} MiB{than}")
        if isinstance(item, Mapping):
            inner = [part for pair in item.items() for part in pair]
        elif isinstance(item, (list, tuple)):
            inner = list(item)
        else:
            yield item
            continue
        if inner and depth > DEEPEST:
            raise InputError(option, f"is nested deeper than {DEEPEST} levels, which no service takes")
        left += [(depth + 1, part) for part in inner]


def _problem(leaf: Any) -> str:
    """Why a key or a leaf cannot be sent; empty when it can."""
    if isinstance(leaf, str):
        try:
            leaf.encode("utf-8")
        except UnicodeEncodeError:
            return "holds half a character (a lone surrogate), which is no Unicode text"
        return ""
    if isinstance(leaf, float) and not math.isfinite(leaf):
        return f"holds {leaf}, which JSON has no number for"
    if leaf is None or isinstance(leaf, (bool, int, float)):
        return ""
    return f"holds a value of type {type(leaf).__name__}, which JSON has none for; write it as text"
