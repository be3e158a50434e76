# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of the task over what a definition says. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..schema import Field
from ..source import Source
from ..tree import dig, without


def laid(fields: Iterable[Field], under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """``over`` on top of ``under``: maps member by member, so that an option replaces no more than it names; anything
    else whole. A null of ``over`` is an omitted option.
    """
    known = {field.option: field for field in fields}
    made = dict(under)
    for option, value in over.items():
        if value is None:
            continue
        below, field = made.get(option), known.get(option)
        if isinstance(value, Mapping) and isinstance(below, Mapping) and value and not _other(field, below, value):
            value = laid(field.fields if field else (), below, value)
        made[option] = value
    return made


def yielding(source: Source | None, under: Mapping[str, Any], over: Mapping[str, Any]) -> Mapping[str, Any]:
    """``under`` without what cannot stand beside ``over``: local content beside an address, and the other way round."""
    if source is None:
        return under
    if dig(over, source.option):
        return without(under, source.uri)
    return without(without(under, source.option), "datastore") if dig(over, source.uri) else under


def _other(field: Field | None, below: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    """Whether the two are of different kinds, so that nothing of the one belongs to the other."""
    by = field.union if field else ""
    return bool(by and value.get(by) and below.get(by) and str(value[by]).lower() != str(below[by]).lower())
