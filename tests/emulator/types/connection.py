# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workspace connections: PUT answers 200, new or not; credentials only come out of listsecrets (recorded 2.6)."""

from __future__ import annotations

from ..call import Answer, Call, system_data
from ..errors import ArmError
from ..spec import Body, TypeSpec, canonical, envelope, merge, writable
from .front_end import WORKSPACE, refuse

TYPE = WORKSPACE + "/connections"
_AUTH = (
    "AAD",
    "AccessKey",
    "AccountKey",
    "ApiKey",
    "CustomKeys",
    "ManagedIdentity",
    "None",
    "OAuth2",
    "PAT",
    "SAS",
    "ServicePrincipal",
    "UsernamePassword",
)


def _build(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "createdByWorkspaceArmId", "group")
    sent["authType"] = canonical(sent.get("authType"), _AUTH)
    if sent["authType"] not in _AUTH:
        raise refuse(
            call,
            f"The authType '{(call.body.get('properties') or {}).get('authType')}' of the connection is not supported.",
        )
    secrets = sent.pop("credentials", None)
    # Other words for the same category were merged into one (recorded: AzureDataLakeGen2 comes back as ADLSGen2).
    if sent.get("category") == "AzureDataLakeGen2":
        sent["category"] = "ADLSGen2"
    call.state.store.put_doc("secrets", call.resource_id.lower(), {"credentials": secrets})
    workspace = call.id.parent()
    properties: Body = {
        "authType": sent.pop("authType"),
        "credentials": None,
        "category": None,
        "expiryTime": None,
        "target": None,
        "createdByWorkspaceArmId": workspace.path() if workspace else None,
        "isSharedToAll": False,
        "sharedUserList": [],
        "metadata": {},
        **{key: value for key, value in sent.items() if value is not None},
    }
    head = {"tags": None, "location": None}
    return {**head, **envelope(call, TYPE, current, properties=properties, systemData=system_data(call, current))}


def _patch(call: Call, current: Body) -> Body:
    sent = writable(call.body.get("properties"), "createdByWorkspaceArmId", "group")
    if sent.get("credentials") is not None:
        call.state.store.put_doc("secrets", call.resource_id.lower(), {"credentials": sent["credentials"]})
    sent.pop("credentials", None)
    return {**merge(current, {"properties": sent}), "systemData": system_data(call, current)}


def _list_secrets(call: Call, current: Body) -> Answer:
    kept = call.state.store.get_doc("secrets", call.resource_id.lower()) or {}
    current["properties"]["credentials"] = kept.get("credentials")
    return Answer(200, current)


def _missing(call: Call) -> ArmError:
    return refuse(call, f"Connection {call.id.name} can't be found in this workspace", 404, inner="NotFoundError")


def _select(call: Call, rows: list[Body]) -> list[Body]:
    for member in ("category", "target"):
        wanted = call.query.get(member)
        if wanted:
            rows = [row for row in rows if row["properties"].get(member) == wanted]
    return rows


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    patch=_patch,
    missing=_missing,
    select=_select,
    new_status=200,
    actions={"listsecrets": _list_secrets},
)
