# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists: one page at a time, with a link to the next (contract 2.5, recorded 2.8)."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import quote, unquote

from .call import Answer, Call
from .errors import plain

_TOKENS = ("$skiptoken", "$skip", "continuationtoken")


def page(call: Call, rows: list[Any], paged: bool = True, path: str | None = None) -> Answer:
    """Cut a page from `rows`; `$top` is its length, else the configured one. The last page has no nextLink.

    `path` is where the list is when that is not the id of the call.
    """
    size = _number(call, "$top") or _number(call, "count") or call.state.config.page_size
    start = _start(call)
    if not (paged or call.state.config.page_every_list or "$top" in call.query):
        size = len(rows) or 1
    body: dict[str, Any] = {"value": rows[start : start + size]}
    if start + size < len(rows):
        body["nextLink"] = _next_link(call, path or call.id.path(), start + size)
    return Answer(200, body)


def _number(call: Call, name: str) -> int | None:
    text = call.query.get(name)
    if text is None or text == "":
        return None
    if not text.isdigit() or int(text) < 1:
        raise plain(
            400,
            "InvalidQueryParameter",
            f"The value '{text}' of the query parameter '{name}' is not a positive number.",
        )
    return int(text)


def _start(call: Call) -> int:
    token = next((call.query[name] for name in _TOKENS if call.query.get(name)), "")
    if not token:
        return 0
    try:
        return int(base64.b64decode(unquote(token), validate=True).decode("ascii"))
    except (binascii.Error, ValueError) as exc:
        raise plain(400, "InvalidSkipToken", f"The skip token '{token}' is invalid.") from exc


def _next_link(call: Call, path: str, start: int) -> str:
    kept = [
        f"{name}={quote(value, safe=',:')}"
        for name, value in call.query.items()
        if name not in _TOKENS and not name.startswith("__")
    ]
    token = quote(base64.b64encode(str(start).encode()).decode(), safe="")
    return f"{call.base_url}{path}?{'&'.join([*kept, f'$skipToken={token}'])}"
