# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Schedules (recorded 2.6): the 201 carries properties only; a schedule that is on cannot be deleted."""

from __future__ import annotations

import copy

from ..call import Answer, Call, system_data
from ..directory import stable_guid
from ..errors import ArmError
from ..spec import Body, Lro, TypeSpec, envelope, put_enum, writable
from . import job
from .front_end import WORKSPACE, refuse

TYPE = WORKSPACE + "/schedules"


def _build(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "provisioningState")
    for member in ("action", "trigger"):
        if not isinstance(sent.get(member), dict):
            raise refuse(call, f"The {member} of the schedule is missing.")
    put_enum(sent["trigger"], "triggerType", "Cron", "Recurrence")
    put_enum(sent["action"], "actionType", "CreateJob", "CreateMonitor", "InvokeBatchEndpoint")
    sent["trigger"] = {"startTime": None, "endTime": None, **sent["trigger"]}
    if isinstance(sent["action"].get("jobDefinition"), dict):
        sent["action"]["jobDefinition"] = job.planned(sent["action"]["jobDefinition"])
    properties: Body = {
        "description": None,
        "tags": {},
        "properties": {},
        "displayName": None,
        "isEnabled": True,
        "trigger": None,
        "action": None,
        **{key: value for key, value in sent.items() if value is not None},
        "provisioningState": "Succeeded",
    }
    return envelope(call, TYPE, current, properties=properties, systemData=system_data(call, current))


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    begun = copy.deepcopy(final)
    begun["properties"]["provisioningState"] = "Updating" if current else "Creating"
    begun["__answer"] = {"properties": begun["properties"]}
    return begun


def _trigger(call: Call, current: Body) -> Answer:
    return Answer(
        200,
        {
            "scheduleActionType": current["properties"]["action"].get("actionType"),
            "submissionId": stable_guid(f"{call.resource_id}/{call.now()}"),
        },
    )


def _delete_failure(call: Call, current: Body) -> Body | None:
    """The refusal comes at the end of the operation, not at its start (recorded 1)."""
    if not current["properties"].get("isEnabled"):
        return None
    return {
        "code": "UserError",
        "message": f"Cannot delete an active trigger {call.id.name}",
        "details": [],
        "additionalInfo": [],
    }


def _missing(call: Call) -> ArmError:
    return refuse(call, f"Resource Trigger {call.id.name} not found", 404, inner="NotFound")


def _select(call: Call, rows: list[Body]) -> list[Body]:
    wanted = call.query.get("listviewtype", "EnabledOnly").lower()
    if wanted == "all":
        return rows
    return [row for row in rows if bool(row["properties"].get("isEnabled")) == (wanted == "enabledonly")]


_PUT = Lro("front_end", 201, "resource", kind="s", word="Creating")
SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    missing=_missing,
    select=_select,
    put_new=_PUT,
    put_old=_PUT,
    removed=Lro("front_end", 202, "null", kind="s", word="Deleting"),
    delete_failure=_delete_failure,
    actions={"trigger": _trigger},
)
