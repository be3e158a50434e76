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
import dataclasses
import hashlib
import json
import random
import re
import uuid
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import templates, versions
from .access import check_permission
from .call import Call
from .clock import iso_time
from .core import EmulatorState, base_url_of
from .errors import ArmError, bad_content, gateway, group_not_found
from .ids import ResourceId, key_of, parse
from .templates import Frame, Planned, TemplateError

TYPE = "Microsoft.Resources/deployments"
WORKSPACE = "microsoft.machinelearningservices/workspaces"
DEPLOYMENTS = "deployments"
TERMINAL = ("Succeeded", "Failed", "Canceled")
PATH = re.compile(
    r"^(/subscriptions/([^/]+)(?:/resourceGroups/([^/]+))?)/providers/Microsoft\.Resources/deployments"
    r"(?:/([^/]+)(?:/([^/]+)(?:/([^/]+))?)?)?/?$",
    re.IGNORECASE,
)
VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "DELETE": "delete"}
#: Members that MLClient's template fills with the texts 'true' and 'false', which the provider reads as what they say.
FLAGS = (
    "hbiWorkspace",
    "softDeleteEnabled",
    "allowRecoverSoftDeletedWorkspace",
    "enableDataIsolation",
    "allowRoleAssignmentOnRG",
    "v1LegacyMode",
)

Row = dict[str, Any]


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


# ----- a deployment -----------------------------------------------------------------------------------------------


def load(call: Call) -> Row | None:
    """The deployment that the path names, or None."""
    return call.state.store.get_doc(DEPLOYMENTS, key_of(call.resource_id))


def existing(call: Call) -> Row:
    """The deployment that the path names; 404 when there is none."""
    row = load(call)
    if row is None:
        raise gateway(404, "DeploymentNotFound", f"Deployment '{call.id.name}' could not be found.")
    return row


def save(emulator: EmulatorState, row: Row) -> None:
    """Write a deployment."""
    emulator.store.put_doc(DEPLOYMENTS, key_of(row["id"]), row)


def read_template(call: Call, body: Row) -> tuple[Frame, list[Planned]]:
    """The template in its frame and the resources it asks for; 400 InvalidTemplate."""
    properties = body["properties"]
    template = properties.get("template")
    if not isinstance(template, dict):
        raise gateway(
            400, "InvalidRequestContent", "The request content was invalid: 'properties.template' must be an object."
        )
    if str(properties.get("mode") or "Incremental").lower() != "incremental":
        raise gateway(400, "InvalidDeploymentMode", "The emulator knows the deployment mode 'Incremental' only.")
    group = call.state.store.get(call.id.scope()) if call.id.group else None
    frame = Frame(
        template=template,
        subscription=call.id.subscription,
        group=call.id.group,
        location=(group or {}).get("location") or body.get("location") or "",
        tenant=call.state.directory.tenant,
        deployment=call.id.name,
        lookup=call.state.store.get,
    )
    try:
        frame = templates.frame_of(frame, properties.get("parameters"))
        return frame, templates.plan(frame)
    except TemplateError as exc:
        raise gateway(400, "InvalidTemplate", f"Deployment template validation failed: '{exc}'.") from exc


def new_row(call: Call, body: Row, frame: Frame, planned: list[Planned]) -> Row:
    """A deployment that has just been accepted."""
    now = call.state.clock.now()
    text = json.dumps(frame.template, sort_keys=True).encode()
    return {
        "id": call.resource_id,
        "name": call.id.name,
        "tags": body.get("tags"),
        "location": body.get("location"),
        "state": "Accepted",
        "started": iso_time(now),
        "start": now,
        "due": now + call.state.config.seconds_for(TYPE, "create"),
        "end": None,
        "operation": "0858" + "".join(random.choices("0123456789", k=16)),
        "correlation": str(uuid.uuid4()),
        "hash": str(int.from_bytes(hashlib.sha256(text).digest()[:8], "big")),
        "parameters": templates.shown_parameters(frame),
        "frame": {
            field.name: getattr(frame, field.name) for field in dataclasses.fields(frame) if field.name != "lookup"
        },
        "providers": providers_of(planned),
        "dependencies": dependencies_of(planned),
        "steps": [],
        "made": [],
        "outputs": None,
        "error": None,
    }


def start(call: Call, body: Row) -> Row:
    """Accept a template and put the resources that wait for nothing; 400 for a template that cannot be read."""
    frame, planned = read_template(call, body)
    row = new_row(call, body, frame, planned)
    row["claims"] = call.claims
    row["base_url"] = call.base_url
    row["steps"] = [
        {
            "id": each.id,
            "type": each.type,
            "name": each.name,
            "state": "Waiting",
            "needs": [other.id for other in templates.needs(each, *templates.indexes(planned))],
            "operation": None,
            "nested": None,
            "status": "OK",
            "error": None,
        }
        for each in planned
    ]
    advance(call.state, row)
    save(call.state, row)
    return row


def advance(emulator: EmulatorState, row: Row) -> None:
    """Look after the resources that are being made, and put those whose dependencies are there by now."""
    frame = Frame(**row["frame"], lookup=emulator.store.get)
    planned = {each.id: each for each in templates.plan(frame)}
    steps = {step["id"]: step for step in row["steps"]}
    for step in row["steps"]:
        if step["state"] == "Running":
            step["state"] = state_of(emulator, step)
        if step["state"] == "Waiting" and all(steps[each]["state"] == "Succeeded" for each in step["needs"]):
            put_step(emulator, row, frame, planned[step["id"]], step)
            step["state"] = state_of(emulator, step)


def put_step(emulator: EmulatorState, row: Row, frame: Frame, planned: Planned, step: Row) -> None:
    """Put one resource; what refuses it is kept in the step."""
    try:
        put_resource(emulator, row, frame, planned, step)
    except TemplateError as exc:
        message = f"Unable to process template language expressions for resource '{step['id']}': '{exc}'"
        step["error"] = {"code": "InvalidTemplate", "message": message}
    except ArmError as exc:
        step["error"] = exc.error


def put_resource(emulator: EmulatorState, row: Row, frame: Frame, planned: Planned, step: Row) -> None:
    """Put one resource and note the operation that makes it."""
    kind, body = planned.type.lower(), templates.body_of(frame, planned)
    version = str(templates.evaluate(planned.raw.get("apiVersion"), frame))
    if kind == TYPE.lower():
        query = {"api-version": version}
        call = Call(emulator, "PUT", parse(planned.id), body, query, {}, row["claims"], row["base_url"])
        nested = start(call, body)
        # It ends with the one around it, unless what it makes takes longer.
        nested["due"] = row["due"]
        save(emulator, nested)
        step["nested"] = key_of(nested["id"])
        return
    if kind not in emulator.arm.specs:
        return
    if kind == WORKSPACE:
        tidy_workspace(body)
    step["status"] = "OK" if emulator.store.exists(planned.id) else "Created"
    emulator.arm.create_resource(planned.id, body, version, row["claims"])
    running = emulator.operations.running_on(planned.id)
    step["operation"] = running["id"].lower() if running else None


def tidy_workspace(body: Row) -> None:
    """Read the workspace of MLClient's template as the provider does: texts for flags, empty texts for nothing."""
    properties = body.get("properties") or {}
    for name in FLAGS:
        if isinstance(properties.get(name), str):
            properties[name] = properties[name].lower() == "true"
    for name in [key for key, value in properties.items() if value in ("", None, {}, [])]:
        del properties[name]
    if str((properties.get("encryption") or {}).get("status") or "").lower() != "enabled":
        properties.pop("encryption", None)
    else:
        encryption = properties["encryption"]
        properties["encryption"] = {key: value for key, value in encryption.items() if value not in ("", None)}
    if str(body.get("kind") or "").lower() != "featurestore":
        properties.pop("featureStoreSettings", None)


def settled(emulator: EmulatorState, row: Row | None) -> Any:
    """A deployment as it is now: ended when its own time is over and no resource is being made any more."""
    if row is None or row["state"] in TERMINAL:
        return row
    advance(emulator, row)
    if emulator.clock.now() < row["due"] or any(step["state"] == "Running" for step in row["steps"]):
        save(emulator, row)
        return row
    failed = [detail_of(emulator, step) for step in row["steps"] if step["state"] == "Failed"]
    row["end"] = emulator.clock.now()
    row["state"] = "Failed" if failed else "Succeeded"
    row["made"] = made_by(emulator, row)
    if failed:
        row["error"] = failure(row, failed)
    elif "outputs" in row["frame"]["template"]:
        try:
            row["outputs"] = templates.outputs_of(Frame(**row["frame"], lookup=emulator.store.get))
        except TemplateError as exc:
            detail = {"code": "DeploymentOutputEvaluationFailed", "message": str(exc)}
            row["state"], row["error"] = "Failed", failure(row, [detail])
    save(emulator, row)
    return row


def made_by(emulator: EmulatorState, row: Row) -> list[str]:
    """The ids of what a deployment made; a nested one stands for what it made itself."""
    made = []
    for step in row["steps"]:
        nested = emulator.store.get_doc(DEPLOYMENTS, step["nested"]) if step["nested"] else None
        made += nested["made"] if nested else [step["id"]]
    return sorted(set(made))


async def go_on(emulator: EmulatorState, key: str) -> None:
    """Carry a deployment to its end, whether or not anyone looks."""
    while not emulator.stopping.is_set():
        emulator.operations.settle()
        row = settled(emulator, emulator.store.get_doc(DEPLOYMENTS, key))
        if row is None or row["state"] in TERMINAL:
            return
        await asyncio.sleep(0.05)


def state_of(emulator: EmulatorState, step: Row) -> str:
    """How far a resource is that was put: Running, Succeeded or Failed."""
    if step["error"] is not None:
        return "Failed"
    if step["nested"]:
        nested = settled(emulator, emulator.store.get_doc(DEPLOYMENTS, step["nested"]))
        return nested["state"] if nested and nested["state"] in TERMINAL else "Running"
    operation = emulator.store.get_doc("operations", step["operation"]) if step["operation"] else None
    if operation is None or operation["status"] == "Succeeded":
        return "Succeeded"
    return "Running" if operation["status"] == "running" else "Failed"


def detail_of(emulator: EmulatorState, step: Row) -> Row:
    """Why one resource failed: refused at once, or after a while (verified 3)."""
    if step["error"] is not None:
        return {"target": step["id"], **step["error"]}
    if step["nested"]:
        return {"target": step["id"], **(emulator.store.get_doc(DEPLOYMENTS, step["nested"])["error"] or {})}
    operation = emulator.store.get_doc("operations", step["operation"]) or {}
    inner = operation.get("error") or {"code": "Canceled", "message": "The operation was canceled."}
    return {
        "code": "ResourceDeploymentFailure",
        "target": step["id"],
        "message": "The resource write operation failed to complete successfully, because it reached terminal "
        "provisioning state 'Failed'.",
        "details": [inner],
    }


def failure(row: Row, details: list[Row]) -> Row:
    """The error of a deployment (verified 3)."""
    return {
        "code": "DeploymentFailed",
        "target": row["id"],
        "message": "At least one resource deployment operation failed. Please list deployment operations for details. "
        "Please see https://aka.ms/arm-deployment-operations for usage details.",
        "details": details,
    }


# ----- bodies -----------------------------------------------------------------------------------------------------


def shown(row: Row) -> Row:
    """A deployment as a GET shows it."""
    end = row["end"]
    properties: Row = {
        "templateHash": row["hash"],
        "parameters": row["parameters"],
        "mode": "Incremental",
        "provisioningState": row["state"],
        "timestamp": iso_time(end or row["start"]),
        "duration": duration_of((end or row["start"]) - row["start"]),
        "correlationId": row["correlation"],
        "providers": row["providers"],
        "dependencies": row["dependencies"],
    }
    if row["state"] == "Succeeded":
        if row["outputs"] is not None:
            properties["outputs"] = row["outputs"]
        properties["outputResources"] = [{"id": each} for each in row["made"]]
    if row["error"]:
        properties["error"] = row["error"]
    body: Row = {"id": row["id"], "name": row["name"], "type": TYPE}
    if row["tags"] is not None:
        body["tags"] = row["tags"]
    if row["location"]:
        body["location"] = row["location"]
    return {**body, "properties": properties}


def shown_step(emulator: EmulatorState, row: Row, step: Row) -> Row:
    """One operation of a deployment: what became of one resource."""
    state = step["state"]
    number = hashlib.sha256(key_of(step["id"]).encode()).hexdigest()[:16].upper()
    properties: Row = {
        "provisioningOperation": "Create",
        "provisioningState": state,
        "timestamp": iso_time(row["end"] or emulator.clock.now()),
        "duration": duration_of((row["end"] or emulator.clock.now()) - row["start"]),
        "trackingId": row["correlation"],
        "statusCode": "Conflict" if state == "Failed" else step["status"],
        "targetResource": {"id": step["id"], "resourceType": step["type"], "resourceName": step["name"]},
    }
    if state == "Failed":
        properties["statusMessage"] = {"status": "Failed", "error": detail_of(emulator, step)}
    return {"id": f"{row['id']}/operations/{number}", "operationId": number, "properties": properties}


def providers_of(planned: list[Planned]) -> list[Row]:
    """The providers of a template with their types and places, in the order of the template."""
    found: dict[str, tuple[str, dict[str, list[str]]]] = {}
    for each in planned:
        namespace, _slash, kind = each.type.partition("/")
        places = found.setdefault(namespace.lower(), (namespace, {}))[1].setdefault(kind, [])
        place = each.location.replace(" ", "").lower()
        if place and place not in places:
            places.append(place)
    return [
        {
            "namespace": namespace,
            "resourceTypes": [{"resourceType": kind, "locations": places or [None]} for kind, places in kinds.items()],
        }
        for namespace, kinds in found.values()
    ]


def dependencies_of(planned: list[Planned]) -> list[Row]:
    """What waits for what; a dependency that comes from `reference` names the api-version that it is read in."""
    known, by_name = templates.indexes(planned)
    rows = []
    for each in planned:
        named = [(name, "") for name in each.depends]
        waits = []
        for name, version in (*named, *each.refers):
            other = known.get(name.lower()) or by_name.get(name.lower())
            row = (
                {**link_of(other), **({"apiVersion": version} if version else {})}
                if other and other is not each
                else None
            )
            if row is not None and row not in waits:
                waits.append(row)
        if waits:
            rows.append({"dependsOn": waits, **link_of(each)})
    return rows


def link_of(planned: Planned) -> Row:
    """A resource as dependencies name it."""
    return {"id": planned.id, "resourceType": planned.type, "resourceName": planned.name}


def duration_of(seconds: float) -> str:
    """A span of time in ISO 8601 with seven decimals, as the service prints it."""
    minutes, rest = divmod(max(seconds, 0.0), 60)
    hours, minutes = divmod(int(minutes), 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + f"{rest:.7f}S"


def retry_after(emulator: EmulatorState) -> dict[str, str]:
    """The header that only a switch adds."""
    seconds = emulator.config.retry_after
    return {} if seconds is None else {"Retry-After": str(seconds)}
