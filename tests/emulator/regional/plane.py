# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every regional service shares: its paths below a workspace, its table of endpoints, its errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes
from functools import partial
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from .. import access
from ..call import Call
from ..core import EmulatorState, base_url_of
from ..errors import ArmError, model_management, service_error
from ..ids import parse

METHODS = ("GET", "PUT", "POST", "PATCH", "DELETE")
#: Every service has the ARM path of a workspace in its URLs (contract 5); ids compare without case.
SCOPE = re.compile(
    r"^/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/Microsoft\.MachineLearningServices/workspaces/([^/]+)"
    r"(?:/(.*))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Visit:
    """One request to a regional service.

    workspace   the body of the workspace
    params      what the endpoint's pattern names, decoded
    query       query values by lower-case name; a repeated one keeps the last
    raw         the body as sent, and its type
    claims      claims of the caller's token, as the application has checked it
    """

    emulator: EmulatorState
    service: Service
    method: str
    path: str
    workspace: dict[str, Any]
    params: dict[str, str]
    query: dict[str, str]
    raw: bytes
    content_type: str
    claims: dict[str, Any]
    base_url: str

    @property
    def workspace_id(self) -> str:
        """The ARM id of the workspace."""
        return self.workspace["id"]

    @property
    def guid(self) -> str:
        """What the documents of this workspace are kept under: a workspace made anew starts empty."""
        return self.workspace["properties"]["workspaceId"]

    @property
    def location(self) -> str:
        """The region of the workspace."""
        return self.workspace.get("location") or "eastus"

    def now(self) -> str:
        """The time as the regional services print it."""
        return self.emulator.iso("+00:00")

    def json(self) -> dict[str, Any]:
        """The JSON object sent, {} when the body is empty; raises the service's 400 for anything else."""
        value = self.json_value()
        if not isinstance(value, dict):
            raise self.error(400, "BadRequest", "The request body must be a JSON object.")
        return value

    def json_value(self) -> Any:
        """The JSON value sent, {} when the body is empty."""
        if not self.raw.strip():
            return {}
        if self.content_type.lower().startswith("multipart/"):
            return json_part(self.content_type, self.raw)
        try:
            return json.loads(self.raw)
        except ValueError as exc:
            raise self.error(400, "BadRequest", f"The request body is not JSON: {exc}") from exc

    def error(self, status: int, code: str, message: str, details: list[dict[str, Any]] | None = None) -> ArmError:
        """An error in the envelope of the service; `code` is the inner code where the outer one is `UserError`."""
        return self.service.error(self, status, code, message, details)


Answer = Response | dict | list | None
Handler = Callable[[Visit], Any]


@dataclass(frozen=True)
class Endpoint:
    """One operation: verb, path below the workspace, function.

    `{name}` in the path stands for one segment, `{name...}` for the rest. The function returns what goes out with 200:
    a JSON value, None for no body, or a Response.
    """

    method: str
    path: str
    handler: Handler


@dataclass(frozen=True)
class Service:
    """One regional service.

    prefix      '/history/v1.0'
    noun        what permissions call its contents
    error       the error of a status, a code, a message and details, in the envelope of the service
    """

    prefix: str
    noun: str
    endpoints: Sequence[Endpoint]
    error: Callable[[Any, int, str, str, list[dict[str, Any]] | None], ArmError]


def history_error(
    component: str, visit: Any, status: int, code: str, message: str, details: list[dict[str, Any]] | None = None
) -> ArmError:
    """The root error of run history and its relatives (verified 7): the code below says what `UserError` does not."""
    error = service_error(
        status, message, component, location=visit.location, time=visit.now(), code="UserError", inner=code
    )
    error.body["error"]["details"] = details or []
    return error


def models_error(
    visit: Any, status: int, code: str, message: str, details: list[dict[str, Any]] | None = None
) -> ArmError:
    """The error of modelmanagement: no `error` wrapper (verified 7)."""
    error = model_management(status, code, message, details)
    error.headers["api-supported-versions"] = "1.0, 2018-03-01-preview, 2018-11-19"
    return error


def error_of(component: str) -> Callable[..., ArmError]:
    """The error function of a service that uses the root error under its own component name."""
    return partial(history_error, component)


def service_routes(emulator: EmulatorState, services: Sequence[Service]) -> list[BaseRoute]:
    """One Starlette route for every service; its endpoints are matched here."""
    return [service_route(emulator, service) for service in services]


def service_route(emulator: EmulatorState, service: Service) -> BaseRoute:
    """The route of one service. Patterns are compiled once."""
    table = [(endpoint, pattern_of(endpoint.path)) for endpoint in service.endpoints]

    async def handle(request: Request) -> Response:
        raw_path = request.scope.get("raw_path") or request.url.path.encode()
        path = raw_path.decode("ascii", "replace").partition("?")[0]
        rest = path[len(service.prefix) :]
        return response_of(respond(emulator, service, table, request, rest, await request.body()))

    return Route(service.prefix + "/{rest:path}", handle, methods=METHODS)


def respond(
    emulator: EmulatorState,
    service: Service,
    table: Sequence[tuple[Endpoint, re.Pattern[str]]],
    request: Request,
    rest: str,
    raw: bytes,
) -> Any:
    """Find the workspace and the endpoint, and call it; raises ArmError. The application has checked the token."""
    found = SCOPE.match(rest)
    visit = Visit(
        emulator=emulator,
        service=service,
        method=request.method,
        path=rest,
        workspace={},
        params={},
        query={key.lower(): value for key, value in request.query_params.items()},
        raw=raw,
        content_type=request.headers.get("content-type", ""),
        claims=request.state.claims,
        base_url=base_url_of(emulator, request),
    )
    if found is None:
        raise visit.error(404, "NotFound", "The requested path does not exist.")
    subscription, group, name = (unquote(part) for part in found.groups()[:3])
    workspace = emulator.store.get(
        f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices"
        f"/workspaces/{name}"
    )
    if workspace is None:
        raise visit.error(404, "WorkspaceNotFound", f"Workspace '{name}' was not found.")
    visit = replace(visit, workspace=workspace)
    tail = normal(found.group(4) or "")
    check_permission(visit, tail)
    verbs = set()
    for endpoint, pattern in table:
        match = pattern.match(tail)
        if match is None:
            continue
        verbs.add(endpoint.method)
        if endpoint.method == request.method:
            params = {key: unquote(value) for key, value in match.groupdict().items()}
            return endpoint.handler(replace(visit, params=params))
    if verbs:
        refusal = visit.error(405, "MethodNotAllowed", "The requested resource does not support this method.")
        refusal.headers["Allow"] = ", ".join(sorted(verbs))
        raise refusal
    raise visit.error(404, "NotFound", "The requested path does not exist.")


def json_part(content_type: str, raw: bytes) -> dict[str, Any]:
    """The JSON object among the parts of a form, {} when there is none: definitions come with the files they need."""
    message = message_from_bytes(b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + raw)
    for part in message.walk():
        content = part.get_payload(decode=True)
        try:
            value = json.loads(content or b"")
        except ValueError:
            continue
        if isinstance(value, dict):
            return value
    return {}


def check_permission(visit: Visit, tail: str) -> None:
    """Refuse what the configuration does not grant to the application: 403 in the envelope of the service."""
    verb = {"GET": "read", "DELETE": "delete"}.get(visit.method, "write")
    if tail.endswith((":query", "/list", "/full")):
        verb = "read"
    action = f"Microsoft.MachineLearningServices/workspaces/{visit.service.noun}/{verb}"
    call = Call(
        visit.emulator, visit.method, parse(visit.workspace_id), {}, visit.query, {}, visit.claims, visit.base_url
    )
    try:
        access.check_permission(call, action)
    except ArmError as exc:
        text = f"Identity(object id: {visit.claims.get('oid')}) does not have permissions for {action} actions."
        details = [{"code": "Forbidden", "message": text}]
        raise visit.error(403, "Forbidden", text, details) from exc


def normal(tail: str) -> str:
    """A path without its last slash and with ':' unescaped: clients write `experiments:query` either way."""
    return re.sub("%3a", ":", tail, flags=re.IGNORECASE).rstrip("/")


def pattern_of(path: str) -> re.Pattern[str]:
    """The regular expression of an endpoint's path; literal parts match without case."""
    parts = re.split(r"(\{\w+(?:\.\.\.)?\})", path)
    text = "".join(
        re.sub(r"\{(\w+)(\.\.\.)?\}", lambda m: f"(?P<{m[1]}>{'.+' if m[2] else '[^/]+'})", part)
        if part.startswith("{")
        else re.escape(part)
        for part in parts
    )
    return re.compile(f"^{text}$", re.IGNORECASE)


def response_of(answer: Any) -> Response:
    """What a handler returned, as a response with status 200."""
    if isinstance(answer, Response):
        return answer
    if answer is None:
        return Response(status_code=200)
    return JSONResponse(answer)
