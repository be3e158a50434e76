# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page at `/`: what is there, what is asked, what runs, and switches to break it. It asks the control API alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from .core import EmulatorState
from .operation_forms import RUNNING

_PAGE = Path(__file__).with_name("portal.html")
# So many requests of the journal does the page show at first.
_TAIL = 200


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """Return the routes of the page and of what it asks for."""
    run = str(uuid.uuid4())
    text = _PAGE.read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; connect-src 'self'; img-src data:; style-src {_hash(text, 'style')}; "
        f"script-src {_hash(text, 'script')}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )

    async def page(_request: Request) -> Response:
        return Response(
            text,
            media_type="text/html",
            headers={"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"},
        )

    async def now(request: Request) -> Response:
        since = int(request.query_params.get("since", "0"))
        return JSONResponse({"run": run, **_now(emulator, since, request.query_params.get("known", ""))})

    return [Route("/", page, methods=["GET"]), Route("/_emulator/state", now, methods=["GET"])]


def _hash(text: str, tag: str) -> str:
    """Return what the content policy calls the only element of that name."""
    (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    return f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'"


def _now(emulator: EmulatorState, since: int, known: str) -> dict[str, object]:
    """Return all that the page shows; the resources only when they are other than those that it knows."""
    emulator.operations.settle()
    rows = emulator.store.list("/subscriptions", recursive=True)
    resources = [{"id": row["id"], "state": _state(row)} for row in rows]
    tag = hashlib.sha256(json.dumps(resources).encode()).hexdigest()[:16]
    running = [one for one in emulator.store.docs("operations").values() if one["status"] == RUNNING]
    return {
        "clock": {"now": emulator.clock.now(), "iso": emulator.clock.iso(), "virtual": emulator.clock.virtual},
        "environment": emulator.environment,
        "faults": emulator.faults.state(),
        "held": emulator.faults.held,
        "journal": emulator.journal.entries(since)[-_TAIL:],
        "known": tag,
        "operations": [{"verb": one["verb"], "target": one["target"], "due": one["due"]} for one in running],
        "resources": None if tag == known else resources,
    }


def _state(row: dict[str, object]) -> str:
    """Return the word that a resource has for how it is."""
    properties = row.get("properties")
    if not isinstance(properties, dict):
        return ""
    inner = properties.get("properties")
    own = inner.get("state") if isinstance(inner, dict) else None
    return str(own or properties.get("status") or properties.get("provisioningState") or "")
