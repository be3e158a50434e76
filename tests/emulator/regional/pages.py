# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages of a list: how long, where they begin, what leads to the next one."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

from .plane import Visit


def page_of(
    visit: Visit, items: Sequence[Any], *, top: Any = None, token: str | None = None, link: str | None = None
) -> dict[str, Any]:
    """One page of a list.

    top     rows asked for; the page is never longer than the configured `page_size`
    token   the continuation token sent
    link    name of the query value that carries the token in nextLink; None leaves nextLink out

    At the end there is neither token nor link: a null link is followed by clients (contract 0.3, verified 7).
    """
    limit = max(1, visit.emulator.config.page_size)
    if top not in (None, ""):
        limit = min(limit, count_of(visit, top))
    start = offset_of(visit, token)
    page: dict[str, Any] = {"value": list(items[start : start + limit])}
    if start + limit < len(items):
        page["continuationToken"] = token_of(start + limit)
        if link is not None:
            kept = {key: value for key, value in visit.query.items() if key.lstrip("$") != link.lower().lstrip("$")}
            path = f"{visit.service.prefix}{visit.path}"
            query = urlencode({**kept, link: page["continuationToken"]}, quote_via=quote, safe="$")
            page["nextLink"] = f"{visit.base_url}{path}?{query}"
    return page


def count_of(visit: Visit, value: Any) -> int:
    """A number of rows; 400 unless it is a positive integer."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = 0
    if number < 1:
        raise visit.error(400, "BadArgument", f"The number of rows must be a positive integer, not '{value}'.")
    return number


def token_of(offset: int) -> str:
    """The continuation token for an offset; clients hand it back unread."""
    return base64.urlsafe_b64encode(str(offset).encode()).decode()


def offset_of(visit: Visit, token: str | None) -> int:
    """The offset in a continuation token; 400 for a token that is not ours."""
    if not token:
        return 0
    try:
        return int(base64.urlsafe_b64decode(token))
    except (binascii.Error, ValueError) as exc:
        raise visit.error(400, "BadArgument", "The continuation token is not valid.") from exc
