# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which members of what was read are returned. A leaf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .errors import InputError


def chosen(rows: Sequence[Mapping[str, Any]], fields: Sequence[str] | None) -> list[dict[str, Any]]:
    """``rows`` with the members that ``fields`` names, in its order; with all of them where it names none.

    :raises InputError: for a name that none of the rows has.
    """
    if not fields:
        return [dict(row) for row in rows]
    there = {name for row in rows for name in row}
    unknown = [name for name in fields if rows and name not in there]
    if unknown:
        raise InputError("fields", f"there is no member {', '.join(unknown)}; there are {', '.join(sorted(there))}")
    return [{name: row[name] for name in fields if name in row} for row in rows]
