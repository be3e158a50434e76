# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The end of a workspace: soft delete for 14 days, purge, and what a hub has to say (contract 2.2, verified 4)."""

from __future__ import annotations

from ..call import Call
from ..core import EmulatorState
from ..errors import plain, resource_not_found
from ..ids import ResourceId, key_of, same_id
from ..spec import Body

TYPE = "Microsoft.MachineLearningServices/workspaces"
_SHELF = "deleted_workspaces"
_SHELF_SECONDS = 14 * 86400


def before_delete(call: Call, current: Body) -> None:
    projects = [
        body["name"]
        for body in call.state.store.of_type(TYPE)
        if same_id(body["properties"].get("hubResourceId"), current["id"])
    ]
    if projects:
        raise plain(
            409, "Conflict", f"The hub '{current['name']}' has projects and cannot be deleted: {', '.join(projects)}"
        )
    if call.query.get("forcetopurge", "").lower() == "true":
        call.state.store.put_doc("purged_workspaces", key_of(current["id"]), True)


def deleted(state: EmulatorState, own: ResourceId, body: Body) -> None:
    """Put a deleted workspace on the shelf, unless it is purged or has a user-assigned identity."""
    hub = state.store.get((body.get("properties") or {}).get("hubResourceId") or "")
    if hub:
        left = [one for one in hub["properties"].get("associatedWorkspaces", []) if not same_id(one, own.path())]
        hub["properties"]["associatedWorkspaces"] = left
        state.store.put(hub["id"], hub)
    purged = state.store.delete_doc("purged_workspaces", key_of(own.path()))
    if not purged and (body.get("identity") or {}).get("type") == "SystemAssigned":
        state.store.put_doc(_SHELF, key_of(own.path()), {"purge": state.clock.now() + _SHELF_SECONDS, "body": body})


def _shelved(state: EmulatorState, resource_id: str) -> Body | None:
    kept = state.store.get_doc(_SHELF, key_of(resource_id))
    if kept and kept["purge"] <= state.clock.now():
        state.store.delete_doc(_SHELF, key_of(resource_id))
        return None
    return kept


def refuse_shelved(call: Call) -> None:
    if _shelved(call.state, call.resource_id):
        raise plain(
            400, "BadRequest", "Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete"
        )


def delete_absent(call: Call) -> Body | None:
    """DELETE of what is on the shelf: purge with forceToPurge, else it is not there (verified 4)."""
    if not _shelved(call.state, call.resource_id):
        return None
    if call.query.get("forcetopurge", "").lower() != "true":
        raise resource_not_found(call.id.type, call.id.names, call.id.group)
    call.state.store.delete_doc(_SHELF, key_of(call.resource_id))
    return {}
