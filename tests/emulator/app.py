# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ASGI application: what happens to every request before and after the part that answers it."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import json
import re
import sys
import time
import traceback
import uuid
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.routing import BaseRoute, Router

from . import control, discovery, resource_manager
from .access import authenticate
from .arm import Arm
from .call import NULL, Answer, Call
from .core import EmulatorState
from .errors import ArmError
from .faults import Faults
from .journal import Journal, digest, safe_query
from .operations import Operations
from .outcomes import end_operation
from .requests import at
from .throttle import Throttle
from .types import HANDLERS, SPECS

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

# Parts with routes of their own, in the order of matching.
_PARTS = ("login", "identity_endpoints", "regional", "deployments", "blobs")
_REGIONAL = frozenset(
    "history modelmanagement artifact datastore execution hyperdrive metric environment mlflow "
    "registrymanagement".split()
)
_ARM_PREFIXES = ("/subscriptions", "/tenants", "/providers/")
# SDK v1 reaches ARM through the region under this prefix (contract 5).
_MIRROR = "/rp/workspaces"
_TEMPLATES = "/providers/microsoft.resources/deployments"
# ARM knows the same deployments without the provider's name; Microsoft's client lists their operations so.
_SHORT_TEMPLATES = re.compile(
    r"^(/subscriptions/[^/]+(?:/resourcegroups/[^/]+)?)(/deployments(?:/.*)?)$", re.IGNORECASE
)


class Application:
    """The application as uvicorn calls it."""

    def __init__(self, state: EmulatorState, routes: list[BaseRoute]) -> None:
        self._state = state
        self._router = Router(routes)
        self._throttle = Throttle(state)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._router(scope, receive, send)
            return
        if scope["path"].startswith("/_emulator/"):
            await self._router(scope, receive, send)
            return
        request = await _Request.read(scope, receive, self._state)
        # The connection's transport hangs on the server's own object, which is what `send` is a method of.
        request.transport = getattr(getattr(send, "__self__", None), "transport", None)
        began = time.perf_counter()

        async def noting(message: dict[str, Any]) -> None:
            """Write the journal before the caller has the answer, so that it can be asked for at once."""
            if message["type"] == "http.response.start":
                self._note(request, message["status"], began)
            await send(message)

        await self._answer(request, noting)

    def _note(self, request: _Request, status: int, began: float) -> None:
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

    async def _answer(self, request: _Request, send: Send) -> None:
        state = self._state
        if state.config.latency_ms:
            await asyncio.sleep(state.config.latency_ms / 1000)
        fault = state.faults.take(request.method, request.target)
        if fault and fault.get("delay"):
            await asyncio.sleep(float(fault["delay"]))
        answers = bool(fault) and ("status" in fault or "drop" in fault)
        if answers and not fault.get("after"):
            await self._send_fault(request, fault, send)
            return
        if answers:
            # The request is carried out and its answer is lost or replaced.
            await self._carry_out(request, _swallow)
            await self._send_fault(request, fault, send)
            return
        await self._carry_out(request, send)

    async def _carry_out(self, request: _Request, send: Send) -> None:
        limits: dict[str, str] = {}
        try:
            if request.plane:
                request.claims = authenticate(
                    self._state, request.headers, request.plane, request.base_url, request.subscription
                )
            if request.plane == "arm":
                limits = self._throttle.take(request.method, request.subscription, str(request.claims.get("oid", "")))
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
        await _send_answer(request, answer, limits, send)

    def _arm(self, request: _Request) -> Answer:
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

    async def _route(self, request: _Request, send: Send, limits: dict[str, str]) -> None:
        """Let a part with its own routes answer; add the common headers."""
        self._state.operations.settle()
        request.scope.setdefault("state", {})["claims"] = request.claims

        async def sending(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, value in message["headers"]}
                extra = _common_headers(request, limits)
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in extra if name.lower() not in present),
                ]
            await send(message)

        await self._router(request.scope, request.replay(), sending)

    async def _send_fault(self, request: _Request, fault: dict[str, Any], send: Send) -> None:
        if fault.get("drop"):
            self._note(request, 0, time.perf_counter())
            if request.transport is not None:
                request.transport.abort()
                await asyncio.sleep(0.01)
            return
        status, code = int(fault["status"]), fault.get("code")
        body = fault.get("body")
        if body is None and code:
            body = {"error": {"code": code, "message": fault.get("message", "Scripted by the emulator.")}}
        headers = {str(name): str(value) for name, value in (fault.get("headers") or {}).items()}
        await _send_answer(request, Answer(status, body, headers), {}, send)


class _Request:
    """The parts of an HTTP request that this module needs."""

    def __init__(self, scope: Scope, content: bytes, state: EmulatorState) -> None:
        self.scope = scope
        self.content = content
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        text = scope["query_string"].decode("latin-1")
        self.query = dict(parse_qsl(text, keep_blank_values=True))
        self.lower_query = {name.lower(): value for name, value in self.query.items()}
        self.target = self.path + ("?" + text if text else "")
        self.headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = self.headers.get("host")
        self.base_url = f"{scope['scheme']}://{host}" if host else state.base_url
        self.claims: dict[str, Any] = {}
        self.transport: Any = None
        self.id = str(uuid.uuid4())
        lower = self.path.lower()
        self.arm_path = self.path[len(_MIRROR) :] if lower.startswith(_MIRROR) else self.path
        first = lower[1:].partition("/")[0]
        if self.arm_path.lower().startswith(_ARM_PREFIXES):
            self.plane = "arm" if self.arm_path is self.path else "regional"
        else:
            self.plane = "regional" if first in _REGIONAL and not lower.endswith("/discovery") else ""
        short = _SHORT_TEMPLATES.match(self.path)
        if short:
            scope["path"] = f"{short[1]}/providers/Microsoft.Resources{short[2]}"
        self.is_template = bool(short) or _TEMPLATES in lower
        self.is_arm = self.arm_path.lower().startswith(_ARM_PREFIXES)
        parts = self.arm_path.split("/")
        self.subscription = parts[2] if len(parts) > 2 and parts[1].lower() == "subscriptions" else ""

    @classmethod
    async def read(cls, scope: Scope, receive: Receive, state: EmulatorState) -> _Request:
        """Read the whole request."""
        chunks = []
        while True:
            message = await receive()
            if message["type"] != "http.request":
                break
            chunks.append(message.get("body", b""))
            if not message.get("more_body"):
                break
        return cls(scope, b"".join(chunks), state)

    def replay(self) -> Receive:
        """Return a `receive` that gives the body again to the part that answers."""
        left = [{"type": "http.request", "body": self.content, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return left.pop() if left else {"type": "http.disconnect"}

        return receive


def build(state: EmulatorState) -> Application:
    """Give `state` its parts and return the application of the https listener."""
    _equip(state)
    routes = [*control.routes(state), *discovery.routes(state)]
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
    state.arm = Arm(state, SPECS, HANDLERS)
    state.operations = Operations(state, lambda operation: end_operation(state, SPECS, operation))


async def _swallow(message: dict[str, Any]) -> None:
    """Take an answer that nobody is to see."""


async def _send_answer(request: _Request, answer: Answer, limits: dict[str, str], send: Send) -> None:
    if answer.body is None:
        content = b""
    elif answer.body is NULL:
        content = b"null"
    elif isinstance(answer.body, (str, bytes)):
        content = answer.body.encode() if isinstance(answer.body, str) else answer.body
    else:
        content = json.dumps(answer.body, separators=(",", ":")).encode()
    own = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
    present = {name.lower() for name, value in own}
    if content and b"content-type" not in present:
        own.append((b"Content-Type", b"application/json; charset=utf-8"))
    if answer.status != 204:
        own.append((b"Content-Length", str(len(content)).encode()))
    own.extend((name, value) for name, value in _common_headers(request, limits) if name.lower() not in present)
    if answer.status >= 400 and b"x-ms-failure-cause" not in present and b"x-ms-response-type" not in present:
        own.append((b"x-ms-response-type", b"error"))
    elif (
        b"x-ms-failure-cause" not in present
        and b"x-ms-response-type" not in present
        and "machinelearning" in request.path.lower()
    ):
        own.append((b"x-ms-response-type", b"standard"))
    await send({"type": "http.response.start", "status": answer.status, "headers": own})
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else content})


def _common_headers(request: _Request, limits: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """The headers that every answer has (contract 2.3)."""
    correlation = request.headers.get("x-ms-correlation-request-id") or request.id
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    headers = {
        "Cache-Control": "no-cache",
        "Pragma": "no-cache",
        "Expires": "-1",
        "x-ms-request-id": request.id,
        "x-ms-correlation-request-id": correlation,
        "x-ms-routing-request-id": f"EASTUS:{stamp}:{request.id}",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        **limits,
    }
    if (
        request.headers.get("x-ms-return-client-request-id", "").lower() == "true"
        and "x-ms-client-request-id" in request.headers
    ):
        headers["x-ms-client-request-id"] = request.headers["x-ms-client-request-id"]
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
