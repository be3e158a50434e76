# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The keys of online and of serverless endpoints: listing them and replacing one (recorded 1, 2.3)."""

from __future__ import annotations

from ..call import Answer, Call
from ..core import EmulatorState
from ..directory import stable_guid
from ..errors import plain
from ..spec import Action, Body

NAMES = ("primaryKey", "secondaryKey")


def new_keys(call: Call) -> Body:
    """The keys that the service makes for a new endpoint."""
    return {name: stable_guid(f"{name}/{call.resource_id}").replace("-", "") for name in NAMES}


def kept(call: Call) -> Body:
    """The keys as they are."""
    found = call.state.store.get_doc("secrets", call.resource_id.lower()) or {}
    return {**new_keys(call), **found}


def list_keys(call: Call, current: Body) -> Answer:
    """POST listKeys: nulls for an endpoint that is called with tokens (recorded: listKeys-null)."""
    shown = "key" in str(current["properties"]["authMode"]).lower()
    found = kept(call)
    return Answer(200, {name: found[name] if shown else None for name in NAMES})


def regenerated(state: EmulatorState, operation: Body) -> None:
    """What is at the end of a serverless endpoint's Location: its keys (ServerlessEndpoints_RegenerateKeys)."""
    if operation["verb"] == "regenerateKeys":
        operation["result"] = state.store.get_doc("secrets", operation["target"].lower())


def regenerate(kind: str) -> Action:
    """POST regenerateKeys: 202 with a Location. `kind` is that of the operation's id."""

    def act(call: Call, current: Body) -> Answer:
        wanted = str(call.body.get("keyType", "")).lower()
        if wanted not in ("primary", "secondary"):
            raise plain(400, "ValidationError", "The keyType must be Primary or Secondary.")
        keys = kept(call)
        member = f"{wanted}Key"
        keys[member] = call.body.get("keyValue") or stable_guid(f"{keys[member]}/{call.now()}").replace("-", "")
        call.state.store.put_doc("secrets", call.resource_id.lower(), keys)
        operation = call.state.operations.start(
            "front_end",
            "regenerateKeys",
            call.id,
            api_version=call.api_version,
            location=call.location(),
            kind=kind,
            owner="keys",
            error=call.state.faults.take_failure(),
        )
        return Answer(202, None, call.state.operations.headers(operation, call.base_url))

    return act
