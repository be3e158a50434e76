# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workspaces, hubs, projects and feature stores: what a PUT and a PATCH make of them (recorded 2.1, contract 4.1)."""

from __future__ import annotations

import copy

from ..call import Call, system_data
from ..core import EmulatorState
from ..errors import ArmError, plain
from ..ids import same_id
from ..spec import Body, Lro, TypeSpec, body_region, canonical, envelope, merge, writable
from . import dependents, workspace_actions, workspace_children, workspace_shelf
from .managed_identity import with_ids
from .workspace_completion import complete
from .workspace_defaults import defaults

TYPE = "Microsoft.MachineLearningServices/workspaces"
KINDS = ("Default", "Hub", "Project", "FeatureStore")
_READ_ONLY = (
    "provisioningState",
    "workspaceId",
    "tenantId",
    "notebookInfo",
    "mlFlowTrackingUri",
    "privateEndpointConnections",
    "privateLinkCount",
    "serviceProvisionedResourceGroup",
    "storageHnsEnabled",
    "discoveryUrl",
    "creationTime",
    "sdkTelemetryAppInsightsKey",
    "sasGetterUri",
    "associatedWorkspaces",
    "agentsEndpointUri",
)
# Set once; another value in a later PUT is refused.
_CREATE_ONLY = ("storageAccount", "keyVault", "hbiWorkspace", "hubResourceId")
# What a PATCH takes; anything else in it is ignored (the update model of 2025-12-01).
_PATCHABLE = frozenset(
    """
    allowRoleAssignmentOnRG applicationInsights containerRegistry description enableDataIsolation
    enableServiceSideCMKEncryption enableSoftwareBillOfMaterials EnableSoftwareBillOfMaterials encryption
    featureStoreSettings friendlyName imageBuildCompute ipAllowlist managedNetwork networkAcls
    primaryUserAssignedIdentity publicNetworkAccess serverlessComputeSettings serviceManagedResourcesSettings
    softDeleteRetentionInDays systemDatastoresAuthMode v1LegacyMode
    """.split()
)


def _build(call: Call, current: Body | None) -> Body:
    if current is None:
        workspace_shelf.refuse_shelved(call)
    sent = writable(call.body.get("properties"), *_READ_ONLY)
    kind = canonical(call.body.get("kind") or (current or {}).get("kind") or "Default", KINDS, "kind", strict=True)
    identity = _identity(call, current)
    old = (current or {}).get("properties") or {}
    _recase(sent)
    if kind == "Project":
        _inherit(call, sent)
    _refuse_changes(sent, current, kind)
    _need_dependents(sent, old, kind)
    # What a PUT leaves out keeps its value where it names a dependent, and falls back to the default elsewhere.
    kept = {
        name: old[name]
        for name in (*_CREATE_ONLY, "applicationInsights", "containerRegistry", "encryption")
        if old.get(name)
    }
    properties = merge({**defaults(call, current, kind), **kept}, sent)
    complete(call, properties)
    final = envelope(
        call,
        TYPE,
        current,
        location=body_region(call, current),
        tags=call.copy_of("tags") or {},
        etag=None,
        properties=properties,
        identity=identity,
        kind=kind,
        sku={"name": "Basic", "tier": "Basic"},
        systemData=system_data(call, current),
    )
    failure = dependents.check(call, properties, identity)
    if failure:
        final["__fails_with"] = failure
    return final


def _identity(call: Call, current: Body | None) -> Body:
    sent = call.copy_of("identity")
    if sent is None and current is not None:
        return current["identity"]
    if not sent or str(sent.get("type", "")).lower() in ("", "none"):
        raise plain(
            400,
            "BadRequest",
            "Workspace identity is required. Make sure to create your workspace using a client which support MSI",
        )
    return with_ids(call, sent, (current or {}).get("identity"))


def _recase(properties: Body) -> None:
    for member in ("storageAccount", "keyVault", "applicationInsights", "containerRegistry"):
        if isinstance(properties.get(member), str) and properties[member]:
            properties[member] = dependents.recased(properties[member], member)


def _inherit(call: Call, sent: Body) -> None:
    """A project uses the dependents of its hub."""
    hub = call.state.store.get(sent.get("hubResourceId") or "")
    if hub is None or hub.get("kind") != "Hub":
        raise plain(
            400,
            "ValidationError",
            f"The hub '{sent.get('hubResourceId')}' of the project was not found.",
            target="workspace",
        )
    for member in ("storageAccount", "keyVault", "applicationInsights", "containerRegistry"):
        if not sent.get(member):
            sent[member] = copy.deepcopy(hub["properties"].get(member))


def _need_dependents(sent: Body, old: Body, kind: str) -> None:
    if all(sent.get(member) or old.get(member) for member in ("storageAccount", "keyVault")):
        return
    text = "Missing dependent resources in workspace json"
    raise plain(
        400,
        "ValidationError",
        text,
        target="workspace",
        details=[{"code": "Invalid", "message": text, "target": "workspace"}],
    )


def _refuse_changes(sent: Body, current: Body | None, kind: str) -> None:
    if current is None:
        return
    old = current["properties"]
    changed = [
        member
        for member in _CREATE_ONLY
        if sent.get(member) is not None and old.get(member) is not None and not _equal(sent[member], old[member])
    ]
    if kind != current["kind"]:
        changed.append("kind")
    key, new = old.get("encryption") or {}, sent.get("encryption") or {}
    if new and str(key.get("status", "Disabled")).lower() != str(new.get("status", "Disabled")).lower():
        changed.append("encryption.status")
    if changed:
        names = ", ".join(changed)
        raise plain(
            400,
            "ValidationError",
            f"The following properties cannot be changed after creation: {names}",
            target="workspace",
        )


def _equal(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return same_id(one, other)
    return one == other


def _patch(call: Call, current: Body) -> Body:
    sent = {
        name: value for name, value in writable(call.body.get("properties"), *_READ_ONLY).items() if name in _PATCHABLE
    }
    if "enableSoftwareBillOfMaterials" in sent:
        sent["EnableSoftwareBillOfMaterials"] = sent.pop("enableSoftwareBillOfMaterials")
    _recase(sent)
    final = merge(current, {"properties": sent})
    if call.body.get("identity") is not None:
        final["identity"] = with_ids(call, call.copy_of("identity"), current["identity"])
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    complete(call, final["properties"])
    final["properties"]["provisioningState"] = "Succeeded"
    final["systemData"] = system_data(call, current)
    failure = dependents.check(call, final["properties"], final["identity"])
    if failure:
        final["__fails_with"] = failure
    return final


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    """While an update runs, a GET still shows the old values."""
    begun = copy.deepcopy(current or final)
    begun["properties"]["provisioningState"] = "Updating" if current else "Creating"
    return begun


def _finish(state: EmulatorState, operation: Body) -> None:
    body = state.store.get(operation["target"])
    if body is None:
        return
    if operation["verb"] == "create":
        workspace_children.make_datastores(state, body)
    workspace_actions.ended(state, operation, body)
    workspace_children.sync_rules(state, body)
    hub = state.store.get(body["properties"].get("hubResourceId") or "")
    if hub and not any(same_id(body["id"], one) for one in hub["properties"].get("associatedWorkspaces", [])):
        hub["properties"].setdefault("associatedWorkspaces", []).append(body["id"])
        state.store.put(hub["id"], hub)


def _show(call: Call, body: Body) -> Body:
    """The links into the region lead to us, under the name by which the caller knows us."""
    host = call.base_url.split("//", 1)[1]
    body["properties"]["discoveryUrl"] = call.base_url + "/discovery"
    body["properties"]["mlFlowTrackingUri"] = f"azureml://{host}/mlflow/v1.0{body['id']}"
    return body


def _select(call: Call, rows: list[Body]) -> list[Body]:
    wanted = {kind.strip().lower() for kind in call.query.get("kind", "").split(",") if kind.strip()}
    return [row for row in rows if not wanted or str(row.get("kind", "Default")).lower() in wanted]


def _bad_name(call: Call) -> ArmError:
    return plain(
        400,
        "InvalidResourceName",
        f"Workspace name '{call.id.name}' is invalid. It must be between 3 and 33 characters long. Its first "
        "character has to be "
        "alphanumeric, and the rest may contain hyphens and underscores. No whitespace is allowed.",
    )


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    patch=_patch,
    finish=_finish,
    before_delete=workspace_shelf.before_delete,
    deleted=workspace_shelf.deleted,
    delete_absent=workspace_shelf.delete_absent,
    show=_show,
    select=_select,
    actions=workspace_actions.ACTIONS,
    reads=workspace_actions.READS,
    put_new=Lro("workspace", 202),
    put_old=Lro("workspace", 202),
    patched=Lro("workspace", 202),
    removed=Lro("workspace", 202),
    needs_location=True,
    tracked=True,
    exclusive=True,
    # The rule says three characters at least; Microsoft's own probes and examples use two.
    name=r"^[A-Za-z0-9][A-Za-z0-9_-]{1,32}$",
    name_error=_bad_name,
)
