# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Assets: containers of models, data, environments, components, codes, and their versions (recorded 2.6)."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from typing import Any

from .. import sas
from ..call import Answer, Call, system_data
from ..core import EmulatorState
from ..errors import ArmError, parent_not_found
from ..ids import ResourceId, parse
from ..spec import Body, Lro, TypeSpec, envelope, writable
from . import publish
from .asset_kinds import KINDS, Kind, data_type, is_dataset
from .front_end import ML, list_view, ordered, refuse, with_tags

# The operations of 2025-12-01: a workspace has it for code only.
_UPLOADED = {("workspaces", "codes"), *(("registries", word) for word in ("codes", "data", "models"))}
_COMMON: Body = {"description": None, "tags": {}, "properties": {}, "isArchived": False, "isAnonymous": False}


# ----- versions ----------------------------------------------------------------------------------------------------


def _version_builder(kind: Kind) -> Callable[[Call, Body | None], Body]:
    def build(call: Call, current: Body | None) -> Body:
        sent = writable(call.body.get("properties"), "provisioningState", "environmentType")
        properties = {
            **copy.deepcopy(_COMMON),
            **dict(kind.extra),
            **{key: value for key, value in sent.items() if value is not None},
        }
        kind.fill(call, properties)
        if kind.provisioning:
            properties["provisioningState"] = "Succeeded"
        if current:
            _keep_fixed(call, kind, current["properties"], properties)
        else:
            _make_container(call, kind, properties)
        body = envelope(call, f"{ML}/{call.id.types[0]}/{kind.word}/versions", current)
        return {**body, "properties": properties, "systemData": system_data(call, current, "+00:00")}

    return build


def _keep_fixed(call: Call, kind: Kind, old: Body, new: Body) -> None:
    """Refuse another value for what a version keeps. Microsoft's client looks for this very sentence (verified 4)."""
    for member in kind.fixed:
        if new.get(member) is None:
            new[member] = old.get(member)
        elif old.get(member) is not None and _plain(new[member]) != _plain(old[member]):
            raise refuse(call, "Asset paths cannot be updated.", 400)


def _plain(value: Any) -> Any:
    return value.rstrip("/").lower() if isinstance(value, str) else value


def _make_container(call: Call, kind: Kind, properties: Body) -> None:
    owner = call.id.parent()
    if owner is None or call.state.store.exists(owner.path()):
        return
    body: Body = {
        "id": owner.path(),
        "name": owner.name,
        "type": owner.type,
        "properties": _container_properties(kind, {}),
        "systemData": system_data(call, None, "+00:00"),
    }
    if kind.word == "data":
        body["properties"]["dataType"] = properties.get("dataType")
    call.state.store.put(owner.path(), body)


# ----- containers --------------------------------------------------------------------------------------------------


def _container_properties(kind: Kind, sent: Body) -> Body:
    made = {
        "description": None,
        "tags": {},
        "properties": {},
        "isArchived": False,
        "latestVersion": None,
        "nextVersion": None,
    }
    made.update({key: value for key, value in sent.items() if value is not None})
    if kind.provisioning:
        made["provisioningState"] = "Succeeded"
    return made


def _container_builder(kind: Kind) -> Callable[[Call, Body | None], Body]:
    def build(call: Call, current: Body | None) -> Body:
        sent = writable(call.body.get("properties"), "latestVersion", "nextVersion", "provisioningState")
        properties = _container_properties(kind, sent)
        if kind.word == "data":
            held = (current or {}).get("properties", {}).get("dataType")
            if held or sent.get("dataType"):
                properties["dataType"] = held or data_type(sent["dataType"])
            elif not is_dataset(call):
                raise refuse(call, "The dataType of the data container is missing.")
        body = envelope(call, f"{ML}/{call.id.types[0]}/{kind.word}", current)
        return {**body, "properties": properties, "systemData": system_data(call, current, "+00:00")}

    return build


def _show_container(call: Call, body: Body) -> Body:
    """latestVersion and nextVersion follow from the versions that are there."""
    names = [key.rpartition("/")[2] for key in call.state.store.keys(body["id"] + "/versions")]
    numbers = [int(name) for name in names if name.isdigit()]
    body["properties"]["latestVersion"] = names[-1] if names else None
    if body["type"].endswith("/environments"):
        # Environments count by time, everything else by one (recorded 2.6).
        body["properties"]["nextVersion"] = call.state.clock.moment().strftime("%Y-%m-%d-%H-%M-%S-%f") + "0"
    else:
        body["properties"]["nextVersion"] = str(max(numbers, default=0) + 1)
    return body


def _select_versions(call: Call, rows: list[Body]) -> list[Body]:
    if call.query.get("hash"):
        # "regardless of name" (the description of the parameter in Microsoft's client).
        owner = call.id._replace(types=call.id.types[:1], names=call.id.names[:1])
        rows = list(call.state.store.of_type(call.id.type, owner.path()))
    rows = with_tags(call, ordered(call, list_view(call, rows)))
    for member in ("version", "hash"):
        wanted = call.query.get(member)
        if wanted:
            rows = [
                row
                for row in rows
                if wanted
                in (
                    row["name"],
                    row["properties"].get("hash"),
                    row["properties"].get("properties", {}).get("hash_sha256"),
                )
            ]
    if call.query.get("description"):
        rows = [row for row in rows if call.query["description"] in (row["properties"].get("description") or "")]
    return rows


def _select_containers(call: Call, rows: list[Body]) -> list[Body]:
    return list_view(call, rows)


def _last_gone(state: EmulatorState, own: ResourceId, body: Body) -> None:
    """A container goes with its last version."""
    parent = own.parent()
    if parent and not state.store.keys(parent.path() + "/versions"):
        state.store.delete(parent.path())


# ----- actions -----------------------------------------------------------------------------------------------------


def _pending_upload(call: Call, current: Body) -> Answer:
    """Where a client may put the files of a version before it registers them: a container, or a folder of one, and a
    signature for the container. The same id leads to the same place; without one it is another place every time.
    """
    owner = call.id._replace(types=call.id.types[:1], names=call.id.names[:1])
    if not call.state.store.exists(owner.path()):
        raise parent_not_found("write", call.id.types, owner.path())
    upload = call.body.get("pendingUploadId") or str(uuid.uuid4())
    account = parse(_storage_of(call) or "")
    name = account.name.lower() if account else "emulator"
    own = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{call.resource_id.lower()} {upload}"))
    container = call.state.config.upload_container or own
    place = f"{sas.place_of(call.state, call.base_url, name)}/{container}"
    folder = f"/{own}" if container != own else ""
    query = sas.container_query(name, container, "rwl", sas.ends(call.state))
    return Answer(
        200,
        {
            "pendingUploadId": upload,
            "pendingUploadType": call.body.get("pendingUploadType") or "TemporaryBlobReference",
            "blobReferenceForConsumption": {
                "blobUri": place + folder,
                "storageAccountArmId": _storage_of(call),
                "credential": {"credentialType": "SAS", "sasUri": f"{place}{folder}?{query}"},
            },
        },
    )


def _storage_of(call: Call) -> str | None:
    """The account of a workspace; those of a registry are the service's own."""
    top = call.id._replace(types=call.id.types[:1], names=call.id.names[:1])
    return ((call.state.store.get(top.path()) or {}).get("properties") or {}).get("storageAccount")


def _missing(kind: Kind) -> Callable[[Call], ArmError]:
    def missing(call: Call) -> ArmError:
        names = call.id.names
        version = names[2] if len(names) > 2 else ""
        message, detail, inner = kind.missing(names[1] if len(names) > 1 else "", version)
        return refuse(call, message, 404, detail=detail, inner=inner)

    return missing


def _specs(kind: Kind, owner: str) -> tuple[TypeSpec, TypeSpec]:
    """The container and the version of a kind below 'workspaces' or 'registries'; registries take their time."""
    slow = owner == "registries"
    create = Lro("front_end", 201, "resource", kind="ra", word="InProgress") if slow else None
    remove = Lro("front_end", 202, kind="ra", word="InProgress") if slow else None
    container = TypeSpec(
        type=f"{ML}/{owner}/{kind.word}",
        build=_container_builder(kind),
        missing=_missing(kind),
        show=_show_container,
        select=_select_containers,
        self_link=True,
        implicit=True,
        put_new=create,
        put_old=create,
        removed=remove,
        new_status=201,
        old_status=kind.again,
    )
    version = TypeSpec(
        type=f"{ML}/{owner}/{kind.word}/versions",
        build=_version_builder(kind),
        missing=_missing(kind),
        select=_select_versions,
        beyond=lambda call: bool(call.query.get("hash")),
        deleted=_last_gone,
        self_link=True,
        put_new=create,
        put_old=create,
        removed=remove,
        new_status=201,
        old_status=kind.again,
        finish=None if slow else publish.finish,
        actions={} if slow else {"publish": publish.publish},
        pre_actions={"startpendingupload": _pending_upload} if (owner, kind.word) in _UPLOADED else {},
    )
    return container, version


SPECS = tuple(spec for kind in KINDS for owner in ("workspaces", "registries") for spec in _specs(kind, owner))
