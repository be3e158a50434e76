# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any request on either plane, with this collection's login, paging, waiting and redaction (seed: the URL pattern)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .. import errors, operation, redact
from ..address import fill_checked
from ..arm import Arm, about, service_error
from ..schema import ML_API_VERSION
from ..scope import RESOURCE_GROUP, SUBSCRIPTION, WORKSPACE
from ..session import Session
from ..steps import drive
from ..task import Call
from ..transport import IDEMPOTENT, READ, UNSAFE, Request

READS = ("GET", "HEAD")
# What could lead a path elsewhere than it says: a climb, an empty segment, an encoded slash, a query or a fragment.
_UNSAFE_PATH = re.compile(r"(^|/)\.{1,2}(/|$)|//|%2f|%5c|%2e|[\\?#\x00-\x20\x7f\ud800-\udfff]", re.IGNORECASE)


def request(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Send it, follow its pages or its operation, and return what came.

    :raises InputError: a path that could lead elsewhere.  :raises ServiceError: a status that the task does not expect.
    """
    method, path = str(params["method"]), whole_path(params)
    reads = method in READS or bool(params.get("read_only"))
    if check_mode and not reads:
        return {"changed": True, "sent": False, "status": None, "json": None, "url": path}
    client = session.regional(params) if params.get("plane") == "regional" else session.arm
    version = str(params.get("api_version") or (ML_API_VERSION if params.get("plane") == "arm" else ""))
    if params.get("paging"):
        found: Any = client.list(path, version, params.get("query"), method=method, items=str(params["items"]))
        return {"changed": False, "sent": True, "status": 200, "json": shown(found, params), "url": path}
    url = client.url(path, version, params.get("query"))
    kind = READ if reads else UNSAFE if method == "POST" else IDEMPOTENT
    try:
        with about(path):
            response = client.transport.send(Request(method, url, kind, client.audience, params.get("body")))
    except errors.Ambiguous as error:
        if not reads:
            lost = f"the answer to {method} was lost; it may have taken effect and was not repeated"
            error.message = f"{lost}: {error.message}"
        raise
    expected = [int(status) for status in params.get("status_code") or []]
    if response.status not in expected and (expected or response.status >= 400):
        raise service_error(response, path)
    session.accepted = not reads and response.status < 400
    running = operation.started(response, url) if params.get("wait") and session.accepted else None
    body: Any = response.json()
    if running is not None and running.url:
        body = finished(session, client, running, method, path, version, body)
    return {
        "changed": session.accepted,
        "sent": True,
        "status": response.status,
        "json": shown(body, params),
        "url": path,
        **response.ids,
    }


def finished(
    session: Session, client: Arm, running: operation.Operation, method: str, path: str, version: str, body: Any
) -> Any:
    """What the request led to: the resource after a PUT or PATCH, the operation's own answer after anything else."""
    polls = operation.wait(
        client,
        running,
        session.deadline,
        lambda state, seconds: session.report(f"{method} {path}: {state}, {seconds:.0f} s"),
        lambda text: session.warnings.append(f"{method} {path}: {text}"),
    )
    last = drive(polls, session.deadline.clock)
    return client.get(path, version) if method in ("PUT", "PATCH") else last if last is not None else body


def shown(body: Any, params: Mapping[str, Any]) -> Any:
    """The answer without its secrets, unless the task asked for them and so hides the whole result."""
    return body if params.get("reveal") else redact.tree(body)


def whole_path(params: Mapping[str, Any]) -> str:
    """The path to ask for: as it is when it begins with a slash, else below the scope that the options name.

    :raises InputError: when it could lead elsewhere than it says.
    """
    path = str(params["path"])
    if not path or _UNSAFE_PATH.search(path):
        raise errors.InputError(
            "path", f"{redact.line(path, limit=80)!r} must be a plain path; put a query into the query option"
        )
    if path.startswith("/"):
        return path
    scope = WORKSPACE if params.get("workspace") else RESOURCE_GROUP if params.get("resource_group") else SUBSCRIPTION
    service = str(params.get("service") or "")
    if service and _UNSAFE_PATH.search(service):
        raise errors.InputError("service", f"{redact.line(service, limit=80)!r} must look like history/v1.0")
    return ("/" + service.strip("/") if service else "") + fill_checked(scope.path, params, {}) + "/" + path


REST = Call(
    noun="rest",
    run=request,
    hides="reveal",
    check=whole_path,
    options={
        "method": {"type": "str", "choices": ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"], "default": "GET"},
        "path": {"type": "str", "required": True},
        "plane": {"type": "str", "choices": ["arm", "regional"], "default": "arm"},
        "service": {"type": "str"},
        "resource_group": {"type": "str"},
        "workspace": {"type": "str"},
        "query": {"type": "dict"},
        "body": {"type": "raw"},
        "read_only": {"type": "bool", "default": False},
        "paging": {"type": "bool", "default": False},
        "items": {"type": "str", "default": "value"},
        "status_code": {"type": "list", "elements": "int"},
        "reveal": {"type": "bool", "default": False},
        "wait": {"type": "bool", "default": True},
        "wait_timeout": {"type": "int", "default": 3600},
    },
    required_if=(("plane", "regional", ("resource_group", "workspace")),),
)
