# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ComputeInstance: one machine of one user (recorded 2.2)."""

from __future__ import annotations

import copy
import re

from ..call import Call
from ..directory import stable_guid
from ..errors import compute_provider
from ..ids import same_id
from ..spec import Body, put_enum

_TYPE = "Microsoft.MachineLearningServices/workspaces/computes"
_READ_ONLY = (
    "osImageMetadata",
    "connectivityEndpoints",
    "applications",
    "createdBy",
    "errors",
    "state",
    "lastOperation",
    "containers",
    "dataDisks",
    "dataMounts",
    "versions",
    "updateStatus",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_IMAGE = "25.11.01"


def finished(call: Call, sent: Body, old: Body | None, location: str) -> Body:
    """Return the inner properties of an instance that is up."""
    _check(call, sent, old, location)
    sent = {key: copy.deepcopy(value) for key, value in sent.items() if key not in _READ_ONLY}
    put_enum(sent, "applicationSharingPolicy", "Personal", "Shared")
    put_enum(sent, "computeInstanceAuthorizationType", "personal")
    ssh = sent.get("sshSettings") or {}
    put_enum(ssh, "sshPublicAccess", "Enabled", "Disabled")
    # Nobody has seen this one again in an answer (recorded 2.2).
    sent.pop("enableNodePublicIp", None)
    name = call.id.name
    host = f"https://{name}.{location}.instances.azureml.ms"
    made: Body = {
        "vmSize": (old or {}).get("vmSize") or str(sent["vmSize"]).upper(),
        "imageVersion": None,
        "imageSku": None,
        "subnet": None,
        "sshSettings": {
            "sshPublicAccess": ssh.get("sshPublicAccess") or "Disabled",
            "adminUserName": "azureuser",
            "sshPort": 4000,
            "adminPublicKey": ssh.get("adminPublicKey"),
        },
        "autologgerSettings": None,
        "errors": [],
        "connectivityEndpoints": {"publicIpAddress": "203.0.113.10", "privateIpAddress": "10.0.0.4"},
        "applications": [
            {"displayName": "Jupyter", "endpointUri": host + "/tree/"},
            {"displayName": "Jupyter Lab", "endpointUri": host + "/lab"},
        ],
        "state": (old or {}).get("state") or "Running",
        "enableRootAccess": True,
        "lastOperation": last_operation(call.now("+00:00"), "create" if old is None else "update", "Succeeded"),
        "createdBy": (old or {}).get("createdBy")
        or {"userOrgId": call.state.directory.tenant, "userId": str(call.claims.get("oid", ""))},
        "applicationSharingPolicy": "Shared",
        "computeInstanceAuthorizationType": "personal",
        "personalComputeInstanceSettings": None,
        "setupScripts": None,
        "enableOSPatching": False,
        "releaseQuotaOnStop": False,
        "enableSSO": True,
        "schedules": {"computeStartStop": []},
        "dataMounts": None,
        "dataDisks": None,
        "containers": None,
        "updateStatus": None,
        "versions": {"runtime": "3.0.03000.0001"},
        "customServices": [],
        "osImageMetadata": {
            "currentImageVersion": _IMAGE,
            "latestImageVersion": _IMAGE,
            "isLatestOsImageVersion": True,
        },
    }
    made.update(
        {
            key: value
            for key, value in sent.items()
            if key not in ("vmSize", "sshSettings", "schedules") and value is not None
        }
    )
    if made["personalComputeInstanceSettings"]:
        made["computeInstanceAuthorizationType"] = "personal"
    made["schedules"] = {
        "computeStartStop": [
            _schedule(call, row) for row in (sent.get("schedules") or {}).get("computeStartStop") or []
        ]
    }
    if made["schedules"]["computeStartStop"]:
        # Schedules are an update of their own, which goes on after the instance is up (recorded 2.2).
        made["updateStatus"] = "InProgress"
    return made


def begun(sent: Body, done: Body) -> Body:
    """Return the inner properties of the 201: nearly everything null, schedules absent, the public IP still there."""
    made = copy.deepcopy(done)
    kept = (
        "vmSize",
        "createdBy",
        "computeInstanceAuthorizationType",
        "enableRootAccess",
        "enableOSPatching",
        "releaseQuotaOnStop",
        "enableSSO",
    )
    for member in made:
        if member not in kept:
            made[member] = None
    for member in ("schedules", "idleTimeBeforeShutdown"):
        made.pop(member, None)
    made["enableNodePublicIp"] = sent.get("enableNodePublicIp", True) is not False
    made["enableBatchPrivateLink"] = False
    if sent.get("personalComputeInstanceSettings"):
        made["personalComputeInstanceSettings"] = copy.deepcopy(done["personalComputeInstanceSettings"])
    return made


def last_operation(now: str, verb: str, status: str) -> Body:
    """Return the lastOperation member."""
    return {
        "operationName": verb.capitalize(),
        "operationTime": now,
        "operationStatus": status,
        "operationTrigger": "User",
    }


def _check(call: Call, sent: Body, old: Body | None, location: str) -> None:
    if not sent.get("vmSize") and not old:
        raise _refuse(call, "The vmSize of the ComputeInstance is missing.")
    name = call.id.name
    if not re.match(r"^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$", name):
        raise _refuse(
            call,
            f"Compute name '{name}' is not available. Reason: Invalid. Message: A name for an Azure ML Compute "
            "Instance must be between 3 and "
            "24 characters in length and must use only numbers, letters and minus symbol (-).",
        )
    if sent.get("enableNodePublicIp") is False and not _has_private_endpoint(call):
        raise _refuse(call, "Provided EnableNodePublicIp 'False' requires workspace private endpoint.")
    if old is None and _taken(call, location):
        raise _refuse(
            call,
            f"Compute name '{name}' is not available. Reason: AlreadyExists. Message: The specified name {name} "
            "is already in use and is "
            "therefore unavailable",
        )


def _has_private_endpoint(call: Call) -> bool:
    workspace = call.id._replace(types=call.id.types[:1], names=call.id.names[:1]).path()
    body = call.state.store.get(workspace) or {}
    isolated = ((body.get("properties") or {}).get("managedNetwork") or {}).get(
        "isolationMode", "Disabled"
    ) != "Disabled"
    return isolated or bool(call.state.store.keys(workspace + "/privateEndpointConnections"))


def _taken(call: Call, location: str) -> bool:
    """Instance names are unique in a region, over all workspaces (verified 6)."""
    for body in call.state.store.of_type(_TYPE):
        other = body["properties"]
        if (
            other["computeType"] == "ComputeInstance"
            and body["name"].lower() == call.id.name.lower()
            and body["location"] == location
        ):
            return not same_id(body["id"], call.resource_id)
    return False


def _schedule(call: Call, sent: Body) -> Body:
    row = copy.deepcopy(sent)
    put_enum(row, "action", "Start", "Stop")
    put_enum(row, "triggerType", "Recurrence", "Cron")
    put_enum(row, "status", "Enabled", "Disabled")
    recurrence = row.get("recurrence")
    if isinstance(recurrence, dict):
        put_enum(recurrence, "frequency", "Minute", "Hour", "Day", "Week", "Month")
        days = (recurrence.get("schedule") or {}).get("weekDays")
        if isinstance(days, list):
            recurrence["schedule"]["weekDays"] = [
                next((day for day in _DAYS if day.lower() == str(wanted).lower()), wanted) for wanted in days
            ]
    # The member that the trigger does not use comes back as null.
    row.setdefault("recurrence", None)
    row.setdefault("cron", None)
    row.setdefault("status", "Enabled")
    row["id"] = row.get("id") or stable_guid(f"{call.resource_id}/{sent}")
    row["provisioningStatus"] = "Completed"
    return row


def _refuse(call: Call, message: str) -> Exception:
    return compute_provider(400, message, location=call.location(), time=call.now("+00:00"))
