# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The actions of a compute: power, keys, nodes, settings of an instance (recorded 2.2)."""

from __future__ import annotations

from ..call import Answer, Call
from ..core import EmulatorState
from ..errors import ArmError, compute_provider
from ..spec import Action, Body
from . import compute_cluster, compute_instance

MADE_BY_AML = ("AmlCompute", "ComputeInstance")


def refuse(call: Call, message: str, status: int = 400, inner: str | None = None) -> ArmError:
    """An error in the compute provider's own envelope."""
    return compute_provider(status, message, location=call.location(), time=call.now("+00:00"), inner=inner)


def set_power(state: EmulatorState, operation: Body, power: str | None, status: str) -> None:
    body = state.store.get(operation["target"])
    if body is None:
        return
    inner = body["properties"]["properties"]
    inner["state"] = power
    inner["lastOperation"] = compute_instance.last_operation(state.iso("+00:00"), operation["verb"], status)
    state.store.put(operation["target"], body)


def _power(verb: str, during: str, after: str) -> Action:
    def act(call: Call, current: Body) -> Answer:
        if current["properties"]["computeType"] != "ComputeInstance":
            raise refuse(call, f"The operation '{verb}' is only supported for computes of type ComputeInstance.")
        running = current["properties"]["properties"].get("state")
        current["properties"]["properties"]["state"] = during
        current["properties"]["properties"]["lastOperation"] = compute_instance.last_operation(
            call.now("+00:00"), verb, "InProgress"
        )
        call.state.store.put(call.resource_id, current)
        failure = call.state.faults.take_failure()
        operation = call.state.operations.start(
            "compute",
            verb,
            call.id,
            api_version=call.api_version,
            location=call.location(),
            note={"state": after, "was": running},
            error=failure,
        )
        return Answer(202, None, call.state.operations.headers(operation, call.base_url))

    return act


def _list_keys(call: Call, current: Body) -> Answer:
    kind = current["properties"]["computeType"]
    kept = call.state.store.get_doc("secrets", call.resource_id.lower()) or {}
    if kind in MADE_BY_AML:
        raise refuse(
            call, f"{kind} computes do not have any secrets associated with them. This operation is not supported."
        )
    if kind == "AKS":
        return Answer(
            200, {"computeType": kind, "userKubeConfig": None, "adminKubeConfig": None, "imagePullSecretName": None}
        )
    return Answer(200, {"computeType": kind, **kept})


def list_nodes(call: Call, current: Body) -> Answer:
    if current["properties"]["computeType"] != "AmlCompute":
        raise refuse(call, "The operation 'listNodes' is only supported for computes of type AmlCompute.")
    return Answer(200, compute_cluster.nodes(call, current))


def _change_instance(member: str, key: str) -> Action:
    def act(call: Call, current: Body) -> Answer:
        current["properties"]["properties"][member] = call.body.get(key, call.body or None)
        call.state.store.put(call.resource_id, current)
        return Answer(200)

    return act


def _resize(call: Call, current: Body) -> Answer:
    """Another size for an instance that rests (features 0.4: ResizeSchema). Not verified against the service."""
    inner = current["properties"].get("properties") or {}
    if current["properties"]["computeType"] != "ComputeInstance" or inner.get("state") != "Stopped":
        raise refuse(call, "The operation 'resize' is only supported for a ComputeInstance in the state Stopped.")
    size = call.body.get("targetVMSize")
    if not isinstance(size, str) or not size:
        raise refuse(call, "The targetVMSize is missing.")
    inner["state"] = "Resizing"
    call.state.store.put(call.resource_id, current)
    operation = call.state.operations.start(
        "compute",
        "resize",
        call.id,
        api_version=call.api_version,
        location=call.location(),
        note={"size": size.upper()},
        error=call.state.faults.take_failure(),
    )
    return Answer(202, None, call.state.operations.headers(operation, call.base_url))


def resized(state: EmulatorState, operation: Body, size: str | None) -> None:
    """The end of a resizing: the instance rests, with the new size where it went well."""
    set_power(state, operation, "Stopped", "Succeeded" if size else "Failed")
    body = state.store.get(operation["target"])
    if body is not None and size:
        body["properties"]["properties"]["vmSize"] = size
        state.store.put(operation["target"], body)


ACTIONS: dict[str, Action] = {
    "start": _power("start", "Starting", "Running"),
    "stop": _power("stop", "Stopping", "Stopped"),
    "restart": _power("restart", "Restarting", "Running"),
    "listkeys": _list_keys,
    "listnodes": list_nodes,
    "resize": _resize,
    "updateschedules": _change_instance("schedules", "schedules"),
    "updateidleshutdownsetting": _change_instance("idleTimeBeforeShutdown", "idleTimeBeforeShutdown"),
    "customservices": _change_instance("customServices", "customServices"),
    "updatedatamounts": _change_instance("dataMounts", "dataMounts"),
}
