# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""datastore/v1.0: the datastores of ARM in the words of SDK v1 (contract 5)."""

from __future__ import annotations

from typing import Any

from ..ids import key_of
from .pages import page_of
from .plane import Endpoint, Service, Visit, error_of

Row = dict[str, Any]
API_VERSION = "2025-12-01"
#: Name of a type in ARM, name here, section here, and what its members are called in ARM.
STORAGE = {
    "accountName": "accountName",
    "endpoint": "endpoint",
    "protocol": "protocol",
    "subscriptionId": "subscriptionId",
    "resourceGroup": "resourceGroup",
}
LAKE = {"storeName": "storeName", "subscriptionId": "subscriptionId", "resourceGroup": "resourceGroup"}
KINDS: dict[str, tuple[str, str, dict[str, str]]] = {
    "AzureBlob": ("AzureBlob", "azureStorageSection", {"containerName": "containerName", **STORAGE}),
    "AzureFile": ("AzureFile", "azureStorageSection", {"containerName": "fileShareName", **STORAGE}),
    "AzureDataLakeGen2": ("AzureDataLakeGen2", "azureStorageSection", {"containerName": "filesystem", **STORAGE}),
    "AzureDataLakeGen1": ("AzureDataLake", "azureDataLakeSection", LAKE),
    "OneLake": ("OneLake", "oneLakeSection", {"workspaceName": "oneLakeWorkspaceName", "endpoint": "endpoint"}),
}
#: Credentials of ARM, their name here, and the member of the secrets that holds the value.
SECRETS = {"AccountKey": ("AccountKey", "key"), "Sas": ("Sas", "sasToken")}
NO_ONE = "00000000-0000-0000-0000-000000000000"


def collection(visit: Visit) -> str:
    """The ARM collection behind this service."""
    return f"{visit.workspace_id}/datastores"


def shown(visit: Visit, resource: Row, with_secret: bool = True) -> Row:
    """A datastore of ARM as this service shows it."""
    properties = resource["properties"]
    kind, section, members = KINDS.get(properties["datastoreType"], (properties["datastoreType"], "customSection", {}))
    holder = {ours: properties.get(theirs) for ours, theirs in members.items()}
    holder["serviceDataAccessAuthIdentity"] = properties.get("serviceDataAccessAuthIdentity") or "None"
    credentials = properties.get("credentials") or {}
    secrets = visit.emulator.store.get_doc("secrets", key_of(resource["id"])) or {} if with_secret else {}
    holder.update(credentials_of(credentials, secrets, section))
    return {
        "name": resource["name"],
        "dataStoreType": kind,
        "hasBeenValidated": True,
        "isDefault": bool(properties.get("isDefault")),
        "tags": properties.get("tags") or {},
        "properties": properties.get("properties") or {},
        "description": properties.get("description"),
        "createdTime": (resource.get("systemData") or {}).get("createdAt"),
        "modifiedTime": (resource.get("systemData") or {}).get("lastModifiedAt"),
        section: holder,
    }


def credentials_of(credentials: Row, secrets: Row, section: str) -> Row:
    """Credentials as a section holds them; without the secret where ARM keeps none."""
    kind = credentials.get("credentialsType") or "None"
    principal = {
        "clientId": credentials.get("clientId") or NO_ONE,
        "tenantId": credentials.get("tenantId") or NO_ONE,
        "isCertAuth": kind == "Certificate",
        "certificate": secrets.get("certificate"),
        "thumbprint": credentials.get("thumbprint"),
        "clientSecret": secrets.get("clientSecret"),
        "authorityUrl": credentials.get("authorityUrl"),
        "resourceUri": credentials.get("resourceUrl"),
    }
    if section == "azureDataLakeSection":
        return principal
    named, member = SECRETS.get(kind, (kind, ""))
    value = secrets.get(member)
    return {
        "credentialType": named,
        "credential": value,
        "accountKey": value if kind == "AccountKey" else None,
        "sasToken": value if kind == "Sas" else None,
        "isSas": kind == "Sas",
        "clientCredentials": principal if kind in ("ServicePrincipal", "Certificate") else None,
    }


def arm_body(visit: Visit, sent: Row) -> Row:
    """The ARM body for a datastore of this service; 400 for a type that ARM does not have."""
    wanted = str(sent.get("dataStoreType") or "")
    found = next((theirs for theirs, entry in KINDS.items() if entry[0].lower() == wanted.lower()), None)
    if found is None:
        raise visit.error(400, "BadArgument", f"The datastore type '{wanted}' is not supported.")
    _kind, section, members = KINDS[found]
    holder = sent.get(section) or {}
    properties = {theirs: holder[ours] for ours, theirs in members.items() if holder.get(ours) is not None}
    properties.update(datastoreType=found, tags=sent.get("tags") or {}, credentials=arm_credentials(holder))
    if holder.get("serviceDataAccessAuthIdentity"):
        properties["serviceDataAccessAuthIdentity"] = holder["serviceDataAccessAuthIdentity"]
    return {"properties": properties}


def arm_credentials(holder: Row) -> Row:
    """The credentials of a section in ARM's words."""
    for kind, (named, member) in SECRETS.items():
        value = holder.get("accountKey" if kind == "AccountKey" else "sasToken") or holder.get("credential")
        if str(holder.get("credentialType") or "").lower() == named.lower() and value:
            return {"credentialsType": kind, "secrets": {"secretsType": kind, member: value}}
    principal = holder.get("clientCredentials") or holder
    if principal.get("clientSecret"):
        return {
            "credentialsType": "ServicePrincipal",
            "clientId": principal.get("clientId"),
            "tenantId": principal.get("tenantId"),
            "authorityUrl": principal.get("authorityUrl"),
            "resourceUrl": principal.get("resourceUri"),
            "secrets": {"secretsType": "ServicePrincipal", "clientSecret": principal["clientSecret"]},
        }
    return {"credentialsType": "None"}


def resource_of(visit: Visit) -> Row:
    """The ARM resource that the path names; 404 when there is none."""
    resource = visit.emulator.store.get(f"{collection(visit)}/{visit.params['name']}")
    if resource is None:
        raise visit.error(404, "NotFound", f"Could not find datastore: {visit.params['name']}")
    return resource


def list_datastores(visit: Visit) -> Any:
    """GET datastores; secrets only when they are asked for."""
    with_secret = visit.query.get("includesecret", "true").lower() != "false"
    names = [name for name in visit.query.get("datastorenames", "").split(",") if name]
    rows = [shown(visit, row, with_secret) for row in visit.emulator.store.list(collection(visit))]
    rows = [row for row in rows if not names or row["name"] in names]
    token = visit.query.get("continuationtoken")
    return page_of(visit, rows, top=visit.query.get("count"), token=token, link="continuationToken")


def get_datastore(visit: Visit) -> Any:
    """GET datastores/{name}."""
    return shown(visit, resource_of(visit))


def post_datastore(visit: Visit) -> Any:
    """POST datastores: refused when the name is taken, unless `createIfNotExists` says that this is fine."""
    sent = visit.json()
    if not sent.get("name"):
        raise visit.error(400, "BadArgument", "The member 'name' is required.")
    if visit.emulator.store.exists(f"{collection(visit)}/{sent['name']}"):
        if visit.query.get("createifnotexists", "").lower() == "true":
            return
        raise visit.error(400, "DatastoreAlreadyExists", f"Another datastore exists with name '{sent['name']}'.")
    write(visit, sent["name"], sent)


def put_datastore(visit: Visit) -> Any:
    """PUT datastores/{name}: replaces it; makes it only when `createIfNotExists` says so."""
    if visit.query.get("createifnotexists", "").lower() != "true":
        resource_of(visit)
    write(visit, visit.params["name"], visit.json())


def write(visit: Visit, name: str, sent: Row) -> None:
    """Write a datastore by way of ARM, so that its rules hold for both planes."""
    visit.emulator.arm.create_resource(f"{collection(visit)}/{name}", arm_body(visit, sent), API_VERSION, visit.claims)


def delete_datastore(visit: Visit) -> Any:
    """DELETE datastores/{name}; the default one is refused."""
    resource = resource_of(visit)
    if resource["properties"].get("isDefault"):
        raise visit.error(400, "BadArgument", "The default datastore of a workspace cannot be deleted.")
    visit.emulator.store.delete(resource["id"])
    visit.emulator.store.delete_doc("secrets", key_of(resource["id"]))


def get_default(visit: Visit) -> Any:
    """GET default."""
    for resource in visit.emulator.store.list(collection(visit)):
        if resource["properties"].get("isDefault"):
            return shown(visit, resource)
    raise visit.error(404, "NotFound", "The workspace has no default datastore.")


def put_default(visit: Visit) -> Any:
    """PUT default/{name}: there is one default, so the others stop being it."""
    chosen = resource_of(visit)
    for resource in visit.emulator.store.list(collection(visit)):
        resource["properties"]["isDefault"] = resource["id"] == chosen["id"]
        visit.emulator.store.put(resource["id"], resource)


SERVICE = Service(
    "/datastore/v1.0",
    "datastores",
    (
        Endpoint("GET", "datastores", list_datastores),
        Endpoint("POST", "datastores", post_datastore),
        Endpoint("GET", "datastores/{name}", get_datastore),
        Endpoint("PUT", "datastores/{name}", put_datastore),
        Endpoint("DELETE", "datastores/{name}", delete_datastore),
        Endpoint("GET", "default", get_default),
        Endpoint("PUT", "default/{name}", put_default),
    ),
    error_of("datastore"),
)
