# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what a run has logged (contract 5, metric/v2.0). Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..data_plane import Regional
from ..ids import encoded
from ..tree import dig

SERVICE = "/metric/v2.0"


def logged(client: Regional, workspace: str, run: str, names: Iterable[str]) -> dict[str, list[float]]:
    """The numbers of each of ``names`` that the run has logged, oldest first; what it has not is left out.

    :param workspace: the resource id of its workspace.
    :raises ServiceError: there is no such run.  :raises Malformed: what came is no list.
    """
    base = f"{SERVICE}{workspace}/runs/{encoded(run)}"
    known = {str(dig(one, "metricKey.name") or dig(one, "name")) for one in client.query(base + "/list", {})}
    found: dict[str, list[float]] = {}
    for name in dict.fromkeys(names):
        if name in known:
            rows = client.query(base + "/full", {"metricName": name})
            rows.sort(key=lambda row: (int(dig(row, "step") or 0), str(dig(row, "createdUtc") or "")))
            found[name] = [number for row in rows for number in numbers(dig(row, "data"), name)]
    return found


def numbers(data: Any, name: str) -> list[float]:
    """The number of one logged value: that of the column named after the metric, or its only one."""
    if not isinstance(data, Mapping):
        return []
    value = data.get(name, next(iter(data.values())) if len(data) == 1 else None)
    try:
        # What JSON has no number for, such as NaN, comes as text.
        return [float(value)] if isinstance(value, (int, float, str)) and not isinstance(value, bool) else []
    except ValueError:
        return []
