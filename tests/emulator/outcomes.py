# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the end of an operation, or of a request that needs none, changes."""

from __future__ import annotations

from .call import Call
from .core import EmulatorState
from .ids import ResourceId, parse
from .spec import Body, TypeSpec


def finished(call: Call, spec: TypeSpec, verb: str, final: Body) -> None:
    """Tell the type that a request was done at once."""
    if spec.finish:
        spec.finish(call.state, {"target": call.resource_id, "verb": verb, "final": final, "note": None})


def end_operation(state: EmulatorState, specs: dict[str, TypeSpec], operation: Body) -> None:
    """Write what the end of an operation changes; Operations calls this once for each."""
    found = parse(operation["target"])
    spec = specs.get(found.type.lower()) if found else None
    if spec is None or found is None:
        return
    current = state.store.get(operation["target"])
    before = (operation["note"] or {}).get("before")
    if operation["error"]:
        _failed(state, spec, operation, current, before)
        return
    if operation["verb"] == "delete":
        remove(state, specs, found, spec, before or current or {})
        if spec.delete_result:
            operation["result"] = spec.delete_result(state, found)
        return
    if operation["form"] == "storage":
        # The last answer of this Location is the resource.
        operation["result"] = current
    if spec.finish:
        spec.finish(state, operation)


def remove(state: EmulatorState, specs: dict[str, TypeSpec], own: ResourceId, spec: TypeSpec, body: Body) -> None:
    """Remove a resource with everything below it, its operations and its secrets, and tell the types."""
    lost = state.store.children(own.path())
    state.operations.settle_target(own.path())
    for key in state.store.delete_tree(own.path()):
        state.store.delete_doc("secrets", key)
    if spec.deleted:
        spec.deleted(state, own, body)
    if own.namespace:
        return
    # A vault of a deleted group still holds its name; a workspace cannot be recovered without its group.
    for child in lost:
        found, below = parse(child["id"]), specs.get(child["type"].lower())
        if found and below and below.deleted and below.survives_group:
            below.deleted(state, found, child)


def set_state(body: Body, word: str) -> None:
    """Set provisioningState where the type has one."""
    if isinstance(body.get("properties"), dict) and "provisioningState" in body["properties"]:
        body["properties"]["provisioningState"] = word


def _failed(state: EmulatorState, spec: TypeSpec, operation: Body, current: Body | None, before: Body | None) -> None:
    if current is not None and operation["verb"] == "delete":
        state.store.put(operation["target"], before or current)
    elif current is not None and operation["final"] is not None:
        set_state(current, "Failed")
        state.store.put(operation["target"], current)
    if spec.failed:
        spec.failed(state, operation)
