# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ASGI application: what happens to every request before and after the part that answers it."""

from __future__ import annotations

import asyncio
import base64
import importlib
import importlib.util
import sys
import time
import traceback
from email.utils import formatdate
from typing import Any

from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Router

from . import control, discovery, portal, resource_manager, site
from .access import authenticate
from .arm import Arm
from .call import Answer, Call
from .core import EmulatorState
from .errors import ArmError
from .faults import Faults, altered
from .inbound import Receive, Request, Scope, Send
from .journal import Journal, digest, safe_query
from .operations import Operations
from .outbound import common_headers, send_answer
from .outcomes import end_operation
from .requests import at
from .throttle import Throttle
from .types import HANDLERS, SPECS

# Parts with routes of their own, in the order of matching.
_PARTS = ("batch_scoring", "scoring", "login", "identity_endpoints", "regional", "deployments", "blobs")


class Application:
    """The application as uvicorn calls it."""

    def __init__(self, state: EmulatorState, routes: list[BaseRoute]) -> None:
        self._state = state
        self._router = Router(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._router(scope, receive, send)
            return
        if scope["path"] == "/" or scope["path"].startswith("/_emulator/"):
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            refused = site.problem(headers, scope["scheme"], self._state.names)
            own = JSONResponse({"error": {"code": "Forbidden", "message": refused}}, 403) if refused else self._router
            await own(scope, receive, send)
            return
        request = await Request.read(scope, receive, self._state)
        # The connection's transport hangs on the server's own object, which is what `send` is a method of.
        request.transport = getattr(getattr(send, "__self__", None), "transport", None)
        began = time.perf_counter()

        async def noting(message: dict[str, Any]) -> None:
            """Write the journal before the caller has the answer, so that it can be asked for at once."""
            if message["type"] == "http.response.start":
                self._note(request, message["status"], began)
                if all(name.lower() != b"date" for name, _value in message["headers"]):
                    date = formatdate(self._state.clock.now(), usegmt=True)
                    message["headers"] = [*message["headers"], (b"date", date.encode("ascii"))]
            await send(message)

        await self._answer(request, noting)

    def _note(self, request: Request, status: int, began: float) -> None:
        self._state.journal.add(
            time=self._state.clock.now(),
            method=request.method,
            path=request.path,
            query=safe_query(request.query),
            api_version=request.query.get("api-version"),
            status=status,
            client_request_id=request.headers.get("x-ms-client-request-id"),
            audience=request.claims.get("aud"),
            client_id=request.claims.get("appid"),
            user_agent=request.headers.get("user-agent"),
            body_hash=digest(request.content),
            duration_ms=round((time.perf_counter() - began) * 1000, 3),
        )

    async def _answer(self, request: Request, send: Send) -> None:
        state = self._state
        if state.config.latency_ms:
            await asyncio.sleep(state.config.latency_ms / 1000)
        fault = state.faults.take(request.method, request.target, request.quoted)
        if fault and fault.get("delay"):
            await asyncio.sleep(float(fault["delay"]))
        if fault and fault.get("hold"):
            await self._hold(request, fault, send)
            return
        answers = bool(fault) and ("status" in fault or "drop" in fault)
        if answers and not fault.get("after"):
            await self._send_fault(request, fault, send)
            return
        if answers:
            # The request is carried out and its answer is lost or replaced.
            await self._carry_out(request, _swallow)
            await self._send_fault(request, fault, send)
            return
        await self._carry_out(request, send, (fault or {}).get("alter"))

    async def _hold(self, request: Request, fault: dict[str, Any], send: Send) -> None:
        """Hold a request, or its answer, until it is released; whoever asked may have gone by then."""
        kept: list[dict[str, Any]] = []

        async def keep(message: dict[str, Any]) -> None:
            kept.append(message)

        if fault.get("after"):
            await self._carry_out(request, keep)
        if not await self._state.faults.hold():
            await _break_off(request)
        elif fault.get("after"):
            for message in kept:
                await send(message)
        else:
            await self._carry_out(request, send)

    async def _carry_out(self, request: Request, send: Send, alter: dict[str, Any] | None = None) -> None:
        limits: dict[str, str] = {}
        try:
            if request.plane:
                request.claims = authenticate(
                    self._state, request.headers, request.plane, request.base_url, request.subscription
                )
            if request.plane == "arm":
                limits = self._state.throttle.take(
                    request.method, request.subscription, str(request.claims.get("oid", ""))
                )
            if request.is_arm and not request.is_template:
                answer = self._arm(request)
            else:
                await self._route(request, send, limits)
                return
        except ArmError as exc:
            answer = Answer(exc.status, exc.body, exc.headers)
        except Exception:  # the traceback goes to the log, the caller gets Azure's shape of a 500
            traceback.print_exc(file=sys.stderr)
            answer = Answer(
                500, {"error": {"code": "InternalServerError", "message": "The emulator failed; see its log."}}
            )
        await send_answer(request, altered(answer, alter) if alter else answer, limits, send)

    def _arm(self, request: Request) -> Answer:
        """Answer on the ARM plane."""
        arm = self._state.arm
        own = resource_manager.scope_of(request.arm_path)
        call = Call(
            self._state, request.method, own, {}, request.lower_query, request.headers, request.claims, request.base_url
        )
        function = resource_manager.find(request.method, request.arm_path)
        if function:
            return resource_manager.answer(function, at(call, arm.canonical(own)))
        return arm.handle(call, request.arm_path, request.content)

    async def _route(self, request: Request, send: Send, limits: dict[str, str]) -> None:
        """Let a part with its own routes answer; add the common headers."""
        self._state.operations.settle()
        request.scope.setdefault("state", {})["claims"] = request.claims

        async def sending(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, value in message["headers"]}
                extra = common_headers(request, limits)
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in extra if name.lower() not in present),
                ]
            await send(message)

        await self._router(request.scope, request.replay(), sending)

    async def _send_fault(self, request: Request, fault: dict[str, Any], send: Send) -> None:
        if fault.get("drop"):
            self._note(request, 0, time.perf_counter())
            await _break_off(request)
            return
        status, code = int(fault["status"]), fault.get("code")
        body = fault.get("body")
        if body is None and code:
            body = {"error": {"code": code, "message": fault.get("message", "Scripted by the emulator.")}}
        if "bytes" in fault:
            body = base64.b64decode(fault["bytes"])
        await send_answer(request, Answer(status, body, fault.get("headers") or {}), {}, send)


def build(state: EmulatorState) -> Application:
    """Give `state` its parts and return the application of the https listener."""
    _equip(state)
    routes = [*portal.routes(state), *control.routes(state), *discovery.routes(state)]
    for name in _PARTS:
        if importlib.util.find_spec(f"{__package__}.{name}"):
            routes.extend(importlib.import_module(f".{name}", __package__).routes(state))
    return Application(state, routes)


def build_plain(state: EmulatorState) -> Application:
    """Return the application of the plain http listener: managed identities only, as on a virtual machine."""
    module = importlib.import_module(".identity_endpoints", __package__)
    return Application(state, [*control.routes(state), *module.routes(state)])


def _equip(state: EmulatorState) -> None:
    state.faults = Faults()
    state.journal = Journal()
    state.throttle = Throttle(state)
    state.arm = Arm(state, SPECS, HANDLERS)
    state.operations = Operations(state, lambda operation: end_operation(state, SPECS, operation))


async def _break_off(request: Request) -> None:
    if request.transport is not None:
        request.transport.abort()
        await asyncio.sleep(0.01)


async def _swallow(message: dict[str, Any]) -> None:
    """Take an answer that nobody is to see."""
