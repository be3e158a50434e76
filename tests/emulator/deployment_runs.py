# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a template deployment goes on: what it puts, when, and how it ends (contract 6.7, recorded 1)."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
import random
import uuid
from typing import Any

from . import templates
from .call import Call
from .clock import iso_time
from .core import EmulatorState
from .deployment_bodies import DEPLOYMENTS, TYPE, Row, dependencies_of, detail_of, failure, providers_of
from .errors import ArmError, gateway
from .expressions import TemplateError
from .ids import key_of, parse
from .templates import Frame, Planned

WORKSPACE = "microsoft.machinelearningservices/workspaces"
TERMINAL = ("Succeeded", "Failed", "Canceled")
#: Members that MLClient's template fills with the texts 'true' and 'false', which the provider reads as what they say.
FLAGS = (
    "hbiWorkspace",
    "softDeleteEnabled",
    "allowRecoverSoftDeletedWorkspace",
    "enableDataIsolation",
    "allowRoleAssignmentOnRG",
    "v1LegacyMode",
)


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
