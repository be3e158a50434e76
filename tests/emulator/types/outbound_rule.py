# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Outbound rules of a workspace's managed network (recorded 1, 2.6)."""

from __future__ import annotations

import copy

from ..call import Call
from ..core import EmulatorState
from ..ids import ResourceId
from ..spec import Body, Lro, TypeSpec
from .front_end import WORKSPACE
from .workspace_children import completed_rule, rule_body

TYPE = WORKSPACE + "/outboundRules"
# What a write saw of the other rules when it began. No answer shows it.
_BESIDE = "__beside"


def _build(call: Call, current: Body | None) -> Body:
    rule = rule_body(call.resource_id, call.id.name, completed_rule(call.body.get("properties") or {}))
    parent = call.id.parent()
    workspace = call.state.store.get(parent.path()) if parent else None
    return {**rule, _BESIDE: sorted(_rules(workspace or {}))}


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    return {key: copy.deepcopy(value) for key, value in final.items() if key != _BESIDE}


def _rules(workspace: Body) -> Body:
    network = (workspace.get("properties") or {}).get("managedNetwork") or {}
    return network.get("outboundRules") or {}


def _made(state: EmulatorState, operation: Body) -> None:
    """The end of the Location is the rule; the workspace's own list follows.

    That list is what it was when the write began, and the rule: of two writes side by side the one that ends first is
    lost, although both report success (azapi issue 453).
    """
    body = state.store.get(operation["target"])
    if body is None:
        return
    beside = set(body.pop(_BESIDE, ()))
    state.store.put(operation["target"], body)
    operation["result"] = body
    place = operation["target"].rpartition("/outboundRules/")[0]
    workspace = state.store.get(place)
    if workspace is None:
        return
    kept = {name: rule for name, rule in _rules(workspace).items() if name in beside}
    for name in _rules(workspace).keys() - kept.keys() - {body["name"]}:
        state.store.delete(f"{place}/outboundRules/{name}")
    network = workspace["properties"].setdefault("managedNetwork", {})
    network["outboundRules"] = {**kept, body["name"]: body["properties"]}
    state.store.put(workspace["id"], workspace)


def _gone(state: EmulatorState, own: ResourceId, body: Body) -> None:
    parent = own.parent()
    workspace = state.store.get(parent.path()) if parent else None
    if workspace:
        _rules(workspace).pop(own.name, None)
        state.store.put(workspace["id"], workspace)


def _workspace(state: EmulatorState, own: ResourceId) -> Body | None:
    """The end of a deletion's Location is the workspace (recorded three times)."""
    parent = own.parent()
    return state.store.get(parent.path()) if parent else None


_PUT = Lro("workspace", 202)
SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    finish=_made,
    deleted=_gone,
    delete_result=_workspace,
    put_new=_PUT,
    put_old=_PUT,
    removed=Lro("workspace", 202),
    paged=False,
    # The pattern of ruleName in the schema.
    name=r"^[A-Za-z0-9][A-Za-z0-9_-]{2,32}$",
)
