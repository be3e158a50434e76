# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a template deployment, its steps and its failure look like to a client (recorded 2.1, verified 3)."""

from __future__ import annotations

import hashlib
from typing import Any

from . import templates
from .clock import iso_time
from .core import EmulatorState
from .ids import key_of
from .templates import Planned

TYPE = "Microsoft.Resources/deployments"
# Where deployments are kept.
DEPLOYMENTS = "deployments"
Row = dict[str, Any]


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
