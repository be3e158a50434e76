# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Datastores: secrets go in and do not come out, except by listSecrets (recorded 2.6)."""

from __future__ import annotations

import copy
from typing import Any

from .. import sas
from ..call import Answer, Call, system_data
from ..core import EmulatorState
from ..errors import ArmError
from ..ids import ResourceId
from ..spec import Body, TypeSpec, canonical, envelope, put_enum, writable
from .front_end import WORKSPACE, ordered, refuse

TYPE = WORKSPACE + "/datastores"
KINDS = ("AzureBlob", "AzureDataLakeGen1", "AzureDataLakeGen2", "AzureFile", "OneLake", "Hdfs")
_KINDS_OF_2021 = ("AzureMySql", "AzurePostgreSql", "AzureSqlDatabase", "GlusterFs")
_CREDENTIALS = (
    "AccountKey",
    "Certificate",
    "None",
    "Sas",
    "ServicePrincipal",
    "KerberosKeytab",
    "KerberosPassword",
    "SqlAdmin",
)
_REQUIRED = {
    "AzureDataLakeGen1": ("storeName",),
    "AzureDataLakeGen2": ("accountName", "filesystem"),
    "AzureFile": ("accountName", "fileShareName"),
    "OneLake": ("artifact", "oneLakeWorkspaceName"),
}
# The member that holds the secret; listSecrets shows it as null where none was given.
_SECRET_MEMBERS = {
    "AccountKey": "key",
    "Certificate": "certificate",
    "Sas": "sasToken",
    "ServicePrincipal": "clientSecret",
    "SqlAdmin": "password",
}


def _build(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "isDefault", "subscriptionId", "resourceGroup", "hasBeenValidated")
    old_shape = {"linkedInfo": sent.pop("linkedInfo", None)} if isinstance(sent.get("contents"), dict) else None
    if old_shape is not None:
        contents = sent.pop("contents")
        sent.update({key: value for key, value in contents.items() if key != "contentsType"})
        sent["datastoreType"] = contents.get("contentsType")
    kind = _required(call, sent, "datastoreType", KINDS if old_shape is None else (*KINDS, *_KINDS_OF_2021))
    for member in _REQUIRED.get(kind, ()) if old_shape is None else ():
        if not sent.get(member):
            raise refuse(call, f"The {member} of the datastore is missing.")
    credentials, secrets = _parted(call, sent.pop("credentials", None))
    properties: Body = {
        "description": sent.pop("description", None),
        "tags": sent.pop("tags", None),
        "properties": sent.pop("properties", None),
        "isDefault": bool((current or {}).get("properties", {}).get("isDefault", False)),
        "credentials": credentials,
        "subscriptionId": call.id.subscription,
        "resourceGroup": call.id.group,
        "datastoreType": kind,
        **{key: value for key, value in sent.items() if key != "datastoreType"},
    }
    if kind in ("AzureBlob", "AzureDataLakeGen2", "AzureFile"):
        properties["endpoint"] = properties.get("endpoint") or call.state.config.storage_suffix
        properties["protocol"] = properties.get("protocol") or "https"
    if kind != "OneLake":
        properties["serviceDataAccessAuthIdentity"] = properties.get("serviceDataAccessAuthIdentity") or "None"
        put_enum(
            properties,
            "serviceDataAccessAuthIdentity",
            "None",
            "WorkspaceSystemAssignedIdentity",
            "WorkspaceUserAssignedIdentity",
        )
    # A PUT replaces: without a secret in it there is none any more.
    call.state.store.put_doc("secrets", call.resource_id.lower(), secrets)
    call.state.store.put_doc("datastores_of_2021", call.resource_id.lower(), old_shape)
    return envelope(call, TYPE, current, properties=properties, systemData=system_data(call, current))


def _show(call: Call, body: Body) -> Body:
    """2021-03-01-preview kept what tells one kind from another below 'contents'."""
    if call.api_version != "2021-03-01-preview":
        return body
    properties = dict(body["properties"])
    extra = call.state.store.get_doc("datastores_of_2021", body["id"].lower()) or {}
    shared = {member: properties.pop(member) for member in ("description", "tags", "properties", "isDefault")}
    for member in ("subscriptionId", "resourceGroup", "serviceDataAccessAuthIdentity"):
        properties.pop(member, None)
    contents = {"contentsType": properties.pop("datastoreType"), **properties}
    if "fileShareName" in contents:
        contents["containerName"] = contents.pop("fileShareName")
    shown = {"contents": contents, "hasBeenValidated": True, "linkedInfo": extra.get("linkedInfo"), **shared}
    return {**body, "properties": shown}


def _required(call: Call, holder: Body, member: str, choices: tuple[str, ...]) -> str:
    value = canonical(holder.get(member), choices)
    if value not in choices:
        raise refuse(call, f"The value '{holder.get(member)}' of {member} is not one of {', '.join(choices)}.")
    return str(value)


def _parted(call: Call, sent: Any) -> tuple[Body, Body]:
    """Return the credentials as they are shown and the secrets as they are kept."""
    if not isinstance(sent, dict):
        raise refuse(call, "The credentials of the datastore are missing.")
    kind = _required(call, sent, "credentialsType", _CREDENTIALS)
    secrets = copy.deepcopy(sent.get("secrets")) or {}
    shown = {
        "credentialsType": kind,
        **{key: copy.deepcopy(value) for key, value in sent.items() if key not in ("secrets", "credentialsType")},
    }
    if kind in ("ServicePrincipal", "Certificate"):
        shown.setdefault("authorityUrl", "https://login.microsoftonline.com")
        shown.setdefault("resourceUrl", "https://datalake.azure.net/")
    if kind == "None":
        return shown, {}
    kept = {"secretsType": kind, **dict.fromkeys([_SECRET_MEMBERS[kind]] if kind in _SECRET_MEMBERS else [])}
    return shown, {**kept, **{key: value for key, value in secrets.items() if key != "secretsType"}}


def _list_secrets(call: Call, current: Body) -> Answer:
    own = current["properties"]
    kept = call.state.store.get_doc("secrets", call.resource_id.lower())
    if kept is None and own["credentials"]["credentialsType"] == "AccountKey" and own.get("accountName"):
        # It was put here past every rule, as the state before a test.
        kept = {"secretsType": "AccountKey", "key": sas.account_key(own["accountName"], 1)}
    if not kept:
        raise refuse(call, f"The datastore '{call.id.name}' has no secrets.")
    if call.body.get("expirableSecret") and kept["secretsType"] == "AccountKey" and own["datastoreType"] == "AzureBlob":
        # Microsoft's client asks for a secret that runs out, and gets a signature in place of the key (pairs of az ml).
        ends = call.state.clock.now() + 3600 * int(call.body.get("expireAfterHours") or 1)
        ends = min(ends, sas.ends(call.state))
        token = sas.container_query(own["accountName"], own["containerName"], "racwl", ends)
        return Answer(200, {"secretsType": "Sas", "sasToken": token})
    return Answer(200, kept)


def _missing(call: Call) -> ArmError:
    return refuse(
        call,
        f"Could not find datastore: {call.id.names[-1]}",
        404,
        inner="NotFoundError",
    )


def _before_delete(call: Call, current: Body) -> None:
    if current["properties"].get("isDefault"):
        raise refuse(call, f"The default datastore '{call.id.name}' of a workspace cannot be deleted.")


def _deleted(state: EmulatorState, own: ResourceId, body: Body) -> None:
    state.store.delete_doc("secrets", own.path().lower())


def _select(call: Call, rows: list[Body]) -> list[Body]:
    names = {name.lower() for name in call.query.get("names", "").split(",") if name}
    if names:
        rows = [row for row in rows if row["name"].lower() in names]
    if call.query.get("isdefault"):
        rows = [
            row
            for row in rows
            if str(row["properties"].get("isDefault", False)).lower() == call.query["isdefault"].lower()
        ]
    if call.query.get("searchtext"):
        rows = [row for row in rows if call.query["searchtext"].lower() in row["name"].lower()]
    return ordered(call, rows)


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    missing=_missing,
    show=_show,
    select=_select,
    before_delete=_before_delete,
    deleted=_deleted,
    self_link=True,
    actions={"listsecrets": _list_secrets},
    name=r"^[A-Za-z0-9_][A-Za-z0-9_-]{0,254}$",
)
