# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Microsoft.Resources/deployments: templates become resources (contract 6.7, recorded 1 and 2.1).

MLClient makes a workspace this way, with its dependents. A resource is put as soon as those it depends on are there;
what depends on nothing runs side by side. A resource whose type the emulator does not have is listed among the results
and otherwise left out.
"""

from __future__ import annotations

import asyncio
import json
import re

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import versions
from .access import check_permission
from .call import Call
from .core import EmulatorState, base_url_of
from .deployment_bodies import DEPLOYMENTS, TYPE, Row, shown, shown_step
from .deployment_runs import TERMINAL, go_on, new_row, read_template, save, settled, start
from .errors import bad_content, gateway, group_not_found
from .ids import ResourceId, key_of

PATH = re.compile(
    r"^(/subscriptions/([^/]+)(?:/resourceGroups/([^/]+))?)/providers/Microsoft\.Resources/deployments"
    r"(?:/([^/]+)(?:/([^/]+)(?:/([^/]+))?)?)?/?$",
    re.IGNORECASE,
)
VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "DELETE": "delete"}


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The route of deployments; the application leads every path with this type here, with its token checked."""

    tasks: set[asyncio.Task[None]] = set()

    async def handle(request: Request) -> Response:
        return respond(emulator, request, await request.body(), tasks)

    return [Route("/subscriptions/{rest:path}", handle, methods=["GET", "HEAD", "PUT", "POST", "DELETE"])]


def respond(emulator: EmulatorState, request: Request, content: bytes, tasks: set[asyncio.Task[None]]) -> Response:
    """Answer one request; raises ArmError. `tasks` holds what carries the running deployments on."""
    match = PATH.match(request.url.path)
    if match is None:
        raise gateway(404, "NotFound", f"The request path '{request.url.path}' is not a resource of this cloud.")
    _scope, subscription, group, name, word, item = match.groups()
    call = call_of(emulator, request, subscription, group or "", name or "")
    check_gate(call, word)
    method = "GET" if request.method == "HEAD" else request.method
    if not name and method == "GET":
        return list_deployments(call)
    if name and word is None and method in ("GET", "PUT", "DELETE"):
        if method == "PUT":
            return put(call, json_of(content), tasks)
        return delete(call) if method == "DELETE" else get(call, head=request.method == "HEAD")
    if name and method == "POST" and word.lower() == "validate":
        return validate(call, json_of(content))
    if name and method == "GET" and word is not None:
        reader = {"operations": list_operations, "operationstatuses": poll}.get(word.lower())
        if reader is not None:
            return reader(call, item or "")
    raise gateway(405, "MethodNotAllowed", f"The resource type '{TYPE}' does not support '{request.method}' here.")


def call_of(emulator: EmulatorState, request: Request, subscription: str, group: str, name: str) -> Call:
    """The request as the other parts of ARM see one; the group keeps the casing it was made with."""
    subscription = emulator.directory.subscription(subscription) or subscription
    stored = emulator.store.get(f"/subscriptions/{subscription}/resourceGroups/{group}") if group else None
    own = ResourceId(
        subscription,
        stored["name"] if stored else group,
        "Microsoft.Resources",
        ("deployments",),
        (name,) if name else (),
    )
    query = {key.lower(): value for key, value in request.query_params.items()}
    headers = {key.lower(): value for key, value in request.headers.items()}
    return Call(emulator, request.method, own, {}, query, headers, request.state.claims, base_url_of(emulator, request))


def check_gate(call: Call, word: str | None) -> None:
    """What ARM checks before anything else."""
    if call.state.directory.subscription(call.id.subscription) is None:
        text = f"The subscription '{call.id.subscription}' could not be found."
        raise gateway(404, "SubscriptionNotFound", text)
    versions.check_version("Microsoft.Resources", call.api_version)
    check_permission(call, f"{TYPE}/{word}/action" if call.method == "POST" else f"{TYPE}/{VERBS[call.method]}")
    if call.id.group and not call.state.store.exists(call.id.scope()):
        raise group_not_found(call.id.group)


def json_of(content: bytes) -> Row:
    """The JSON object sent; 400 for anything else."""
    try:
        body = json.loads(content)
    except ValueError as exc:
        raise bad_content(f"Unable to parse the body as JSON: {exc}") from exc
    if not isinstance(body, dict) or not isinstance(body.get("properties"), dict):
        raise bad_content("The body must be an object with the member 'properties'.")
    return body


# ----- verbs ------------------------------------------------------------------------------------------------------


def put(call: Call, body: Row, tasks: set[asyncio.Task[None]]) -> Response:
    """Start a deployment: 201 when it is new, 200 when it replaces one; 409 while the present one runs."""
    present = settled(call.state, load(call))
    if present is not None and present["state"] not in TERMINAL:
        raise gateway(
            409,
            "DeploymentActive",
            f"Unable to edit or replace deployment '{call.id.name}': previous deployment from '{present['started']}' "
            "is still active. Please see https://aka.ms/arm-deploy-resources for usage details.",
        )
    row = start(call, body)
    task = asyncio.get_running_loop().create_task(go_on(call.state, key_of(row["id"])))
    # The loop holds tasks weakly; the set keeps this one until it is done.
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    url = f"{call.base_url}{call.resource_id}/operationStatuses/{row['operation']}?api-version={call.api_version}"
    headers = {"Azure-AsyncOperation": f"{url}&t=0&c=emulator&s=emulator&h=emulator", **retry_after(call.state)}
    return JSONResponse(shown(row), status_code=200 if present else 201, headers=headers)


def get(call: Call, head: bool) -> Response:
    """GET of a deployment, HEAD for whether there is one."""
    row = settled(call.state, existing(call))
    return Response(status_code=204) if head else JSONResponse(shown(row))


def list_deployments(call: Call) -> Response:
    """GET of all deployments of the scope, the latest first."""
    prefix = key_of(call.id.path()) + "/"
    rows = [settled(call.state, row) for row in call.state.store.docs(DEPLOYMENTS, prefix).values()]
    return JSONResponse({"value": [shown(row) for row in rows[::-1]]})


def delete(call: Call) -> Response:
    """DELETE: forgets the deployment, never its resources; 202 and a Location, 204 when there was none."""
    if not call.state.store.delete_doc(DEPLOYMENTS, key_of(call.resource_id)):
        return Response(status_code=204)
    operation = call.state.operations.start("removal", "delete", call.id, api_version=call.api_version, location="")
    return Response(status_code=202, headers=call.state.operations.headers(operation, call.base_url))


def poll(call: Call, operation: str) -> Response:
    """GET of an operation: Accepted at first, then Running, then how it ended (recorded 1)."""
    row = existing(call)
    if row["operation"] != operation:
        raise gateway(404, "OperationNotFound", f"The operation '{operation}' was not found.")
    clock = call.state.clock
    if clock.virtual and call.state.config.poll_step:
        clock.advance(call.state.config.poll_step)
        call.state.operations.settle()
    row = settled(call.state, row)
    body: Row = {"status": row["state"]}
    if row["state"] not in TERMINAL:
        row["state"] = "Running"
        save(call.state, row)
    if row["error"]:
        body["error"] = row["error"]
    return JSONResponse(body, headers=retry_after(call.state))


def list_operations(call: Call, operation: str) -> Response:
    """GET of what a deployment did for each resource, or for one."""
    row = settled(call.state, existing(call))
    rows = [shown_step(call.state, row, step) for step in row["steps"] if step["state"] != "Waiting"]
    if not operation:
        return JSONResponse({"value": rows})
    found = next((each for each in rows if each["operationId"] == operation), None)
    if found is None:
        raise gateway(404, "OperationNotFound", f"The operation '{operation}' was not found.")
    return JSONResponse(found)


def validate(call: Call, body: Row) -> Response:
    """POST validate: what a PUT would do; nothing is made."""
    frame, planned = read_template(call, body)
    row = new_row(call, body, frame, planned)
    row["state"] = "Succeeded"
    answer = shown(row)
    # Nothing has happened yet, and the service dates it so.
    answer["properties"].update(timestamp="0001-01-01T00:00:00Z", duration="PT0S")
    answer["properties"].pop("outputResources")
    answer["properties"]["validatedResources"] = [{"id": each.id} for each in planned]
    return JSONResponse(answer)


def load(call: Call) -> Row | None:
    """The deployment that the path names, or None."""
    return call.state.store.get_doc(DEPLOYMENTS, key_of(call.resource_id))


def existing(call: Call) -> Row:
    """The deployment that the path names; 404 when there is none."""
    row = load(call)
    if row is None:
        raise gateway(404, "DeploymentNotFound", f"Deployment '{call.id.name}' could not be found.")
    return row


def retry_after(emulator: EmulatorState) -> dict[str, str]:
    """The header that only a switch adds."""
    seconds = emulator.config.retry_after
    return {} if seconds is None else {"Retry-After": str(seconds)}
