# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control API below /_emulator/: journal, faults, knobs, clock, prior state. No token, not in the journal."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from .core import EmulatorState
from .errors import ArmError
from .store import Kept


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """Return the routes of the control API."""

    async def journal(request: Request) -> Response:
        if request.method == "DELETE":
            emulator.journal.clear()
            return Response(status_code=204)
        since = int(request.query_params.get("since", "0"))
        return JSONResponse({"value": emulator.journal.entries(since)})

    async def faults(request: Request) -> Response:
        if request.method == "DELETE":
            emulator.faults.clear()
            return Response(status_code=204)
        if request.method == "POST":
            body = await _json(request)
            emulator.faults.add(body if isinstance(body, list) else [body])
        return JSONResponse({"value": emulator.faults.state()})

    async def held(request: Request) -> Response:
        released = emulator.faults.release() if request.method == "DELETE" else 0
        return JSONResponse({"held": emulator.faults.held, "released": released})

    async def config(request: Request) -> Response:
        if request.method in ("PATCH", "PUT", "POST"):
            emulator.config.patch(await _json(request))
        return JSONResponse(emulator.config.as_dict())

    async def clock(request: Request) -> Response:
        if request.method == "POST":
            emulator.clock.advance(float((await _json(request)).get("advance", 0)))
            emulator.operations.settle()
        return JSONResponse(
            {"now": emulator.clock.now(), "iso": emulator.clock.iso(), "virtual": emulator.clock.virtual}
        )

    kept: dict[str, Kept] = {}

    async def keep(request: Request) -> Response:
        name = (await _json(request))["as"]
        emulator.operations.settle()
        if emulator.operations.running:
            raise ValueError("operations still run; a state without them can be kept")
        kept[name] = emulator.store.kept()
        return Response(status_code=204)

    async def reset(request: Request) -> Response:
        name = (await _json(request)).get("to")
        if name is None:
            emulator.store.clear()
        else:
            emulator.store.restore(kept[name])
        emulator.operations.clear()
        emulator.arm.forget()
        emulator.faults.clear()
        emulator.journal.clear()
        emulator.throttle.fill()
        return Response(status_code=204)

    async def resources(request: Request) -> Response:
        if request.method == "GET":
            return JSONResponse({"value": emulator.store.list("/subscriptions", recursive=True)})
        body = await _json(request)
        rows = body if isinstance(body, list) else [body]
        return JSONResponse({"value": [emulator.arm.put_state(row["id"], row) for row in rows]})

    async def health(request: Request) -> Response:
        return JSONResponse({"url": emulator.base_url, "http_url": emulator.http_url})

    table: tuple[tuple[str, Callable[[Request], Awaitable[Response]], list[str]], ...] = (
        ("journal", journal, ["GET", "DELETE"]),
        ("faults", faults, ["GET", "POST", "DELETE"]),
        ("held", held, ["GET", "DELETE"]),
        ("config", config, ["GET", "PATCH", "PUT", "POST"]),
        ("clock", clock, ["GET", "POST"]),
        ("keep", keep, ["POST"]),
        ("reset", reset, ["POST"]),
        ("resources", resources, ["GET", "PUT", "POST"]),
        ("health", health, ["GET"]),
    )
    return [Route("/_emulator/" + name, _readable(handler), methods=methods) for name, handler, methods in table]


async def _json(request: Request) -> Any:
    content = await request.body()
    return json.loads(content) if content.strip() else {}


def _readable(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Turn a wrong request into a 400 that says what is wrong."""

    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            return JSONResponse(
                {"error": {"code": "BadRequest", "message": f"{type(exc).__name__}: {exc}"}}, status_code=400
            )
        except ArmError as exc:
            return JSONResponse(exc.body, status_code=exc.status)

    return guarded
