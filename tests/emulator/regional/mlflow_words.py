# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How MLflow writes what run history keeps: times, pages, values that must be there (contract 5 and 7.6)."""

from __future__ import annotations

from typing import Any

from ..clock import iso_time
from .filters import time_of
from .pages import offset_of, token_of
from .plane import Visit
from .records import Row


def needed(visit: Visit, name: str) -> str:
    """A value of the query or the body that the operation cannot do without."""
    value = visit.query.get(name) or (visit.json().get(name) if visit.method != "GET" else None)
    if not value:
        raise visit.error(400, "BadRequest", f"Missing value for required parameter '{name}'")
    return str(value)


def milliseconds(text: str | None) -> int | None:
    """A time of run history as MLflow writes it."""
    moment = time_of(text) if text else None
    return int(moment * 1000) if isinstance(moment, float) else None


def iso_of(visit: Visit, value: Any) -> str:
    """A time of MLflow, in milliseconds, as run history writes it; now when there is none."""
    return iso_time(float(value) / 1000, "+00:00") if value else visit.now()


def paged(visit: Visit, member: str, rows: list[Row]) -> Row:
    """One page under MLflow's names; at the end there is no token."""
    sent = visit.query if visit.method == "GET" else visit.json()
    size = min(int(sent.get("max_results") or visit.emulator.config.page_size), visit.emulator.config.page_size)
    start = offset_of(visit, sent.get("page_token"))
    page: Row = {member: rows[start : start + size]}
    if start + size < len(rows):
        page["next_page_token"] = token_of(start + size)
    return page
