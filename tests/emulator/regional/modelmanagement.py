# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""modelmanagement/v1.0: models and assets (contract 5, verified 7).

A model here and a model version of ARM are one thing: the ARM resource is what is kept, and what only this plane knows
(url, framework, ...) lies beside it in a document.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from starlette.responses import Response

from ..ids import key_of
from .json_patch import PatchError, patched
from .plane import Endpoint, Service, Visit, models_error, page_of

Row = dict[str, Any]
EXTRAS, ASSETS = "models.regional", "models.assets"
#: The version that regional writes speak to ARM with; any published one would do.
API_VERSION = "2025-12-01"
REQUIRED = ("name", "url", "mimeType")
#: What only this plane knows of a model, with the value of a model that ARM registered.
ONLY_HERE: Row = {
    "framework": None,
    "frameworkVersion": None,
    "datasets": [],
    "mimeType": "application/x-python",
    "unpack": False,
    "parentModelId": None,
    "runId": None,
    "experimentName": None,
    "derivedModelIds": None,
    "sampleInputData": None,
    "sampleOutputData": None,
    "resourceRequirements": None,
}
#: Members that json-patch may change.
PATCHABLE = ("description", "kvTags", "properties", "sampleInputData", "sampleOutputData", "resourceRequirements")
NAME = re.compile(r"^[A-Za-z0-9][\w.\-]{0,254}$")


# ----- models -----------------------------------------------------------------------------------------------------


def arm_id(visit: Visit, name: str, version: Any) -> str:
    """The ARM id of a model version."""
    return f"{visit.workspace_id}/models/{name}/versions/{version}"


def shown(visit: Visit, resource: Row) -> Row:
    """A model version of ARM as this plane shows it."""
    properties = resource["properties"]
    extra = visit.emulator.store.get_doc(EXTRAS, key_of(resource["id"])) or {}
    name, version = resource["id"].split("/")[-3], resource["name"]
    created = (resource.get("systemData") or {}).get("createdAt") or visit.now()
    return {
        "id": f"{name}:{version}",
        "name": name,
        # Versions of this plane are numbers; ARM also takes other names, which are shown as they are.
        "version": int(version) if version.isdigit() else version,
        "url": extra.get("url") or properties.get("modelUri"),
        **{key: extra.get(key, value) for key, value in ONLY_HERE.items()},
        "description": properties.get("description"),
        "createdTime": created,
        "modifiedTime": (resource.get("systemData") or {}).get("lastModifiedAt") or created,
        "kvTags": properties.get("tags") or {},
        "properties": properties.get("properties") or {},
        "createdBy": extra.get("createdBy"),
    }


def all_models(visit: Visit) -> list[Row]:
    """Every model of the workspace, the newest first; archived ones are not listed."""
    resources = visit.emulator.store.of_type(
        "Microsoft.MachineLearningServices/workspaces/models/versions", visit.workspace_id
    )
    return [shown(visit, each) for each in resources if not each["properties"].get("isArchived")][::-1]


def model_of(visit: Visit) -> tuple[Row, Row]:
    """The ARM resource and the model that the path names as `name:version`; 404 when there is none."""
    name, _colon, version = visit.params["id"].rpartition(":")
    resource = visit.emulator.store.get(arm_id(visit, name, version)) if name else None
    if resource is None:
        raise missing(visit, f"Model with id {visit.params['id']} was not found.", "ModelNotFound")
    return resource, shown(visit, resource)


def missing(visit: Visit, message: str, code: str) -> Exception:
    """404; the outer text is the same for everything (verified 7)."""
    return visit.error(404, "NotFound", "The specified resource was not found.", [{"code": code, "message": message}])


def list_models(visit: Visit) -> Any:
    """GET models with its filters, order and pages."""
    rows = [row for row in all_models(visit) if matches(visit, row)]
    if visit.query.get("latestversiononly", "").lower() == "true":
        rows = latest(rows)
    order = visit.query.get("orderby", "CreatedAtDesc").lower()
    member = "modifiedTime" if order.startswith("updated") else "createdTime"
    # Times of one run of the emulator can be equal; then the version decides.
    rows.sort(key=lambda row: (row[member], str(row["version"]).zfill(20)), reverse=order.endswith("desc"))
    return page_of(visit, rows, top=visit.query.get("count"), token=visit.query.get("$skiptoken"), link="$skipToken")


def latest(rows: list[Row]) -> list[Row]:
    """Of every name, the model with the highest version."""
    best: dict[str, Row] = {}
    for row in rows:
        if row["name"] not in best or str(row["version"]).zfill(20) > str(best[row["name"]]["version"]).zfill(20):
            best[row["name"]] = row
    return list(best.values())


def matches(visit: Visit, row: Row) -> bool:
    """Whether a model or an asset passes the query."""
    for name, member in (
        ("name", "name"),
        ("framework", "framework"),
        ("runid", "runId"),
        ("description", "description"),
    ):
        if visit.query.get(name) and row.get(member) != visit.query[name]:
            return False
    return has_pairs(row["kvTags"], visit.query.get("tags")) and has_pairs(
        row["properties"], visit.query.get("properties")
    )


def has_pairs(values: dict[str, Any], wanted: str | None) -> bool:
    """Whether a map has `key` or `key=value` of a list parted by commas."""
    for pair in (wanted or "").split(","):
        key, equals, value = pair.strip().partition("=")
        if key and (key not in values or (equals and values[key] != value)):
            return False
    return True


def post_model(visit: Visit) -> Any:
    """POST models: the server gives the version and the id."""
    sent = visit.json()
    for member in REQUIRED:
        if not sent.get(member):
            raise visit.error(400, "BadRequest", f"The request is invalid: the member '{member}' is required.")
    name = sent["name"]
    if not NAME.match(name):
        raise visit.error(400, "BadRequest", f"The model name '{name}' is not valid.")
    versions = [row["version"] for row in every_version(visit, name) if isinstance(row["version"], int)]
    version = max(versions, default=0) + 1
    body = {
        "properties": {
            "description": sent.get("description"),
            "tags": sent.get("kvTags") or {},
            "properties": sent.get("properties") or {},
            "modelUri": uri_of(visit, sent["url"]),
            "modelType": "custom_model",
        }
    }
    visit.emulator.arm.create_resource(arm_id(visit, name, version), body, API_VERSION, visit.claims)
    extra = {key: sent.get(key, value) for key, value in ONLY_HERE.items()}
    extra.update(
        url=sent["url"], createdBy={"userObjectId": visit.claims.get("oid"), "userTenantId": visit.claims.get("tid")}
    )
    visit.emulator.store.put_doc(EXTRAS, key_of(arm_id(visit, name, version)), extra)
    return shown(visit, visit.emulator.store.get(arm_id(visit, name, version)))


def every_version(visit: Visit, name: str) -> list[Row]:
    """All versions of one model, archived ones too: a number is never given twice while its model is there."""
    return [shown(visit, each) for each in visit.emulator.store.list(f"{visit.workspace_id}/models/{name}/versions")]


def uri_of(visit: Visit, url: str) -> str:
    """The model URI that ARM shows for a url: an asset stands for the artifacts it names."""
    asset = (
        visit.emulator.store.get_doc(ASSETS, f"{visit.guid}/{url.rpartition('/')[2]}") if "://asset/" in url else None
    )
    prefixes = [each["prefix"] for each in (asset or {}).get("artifacts") or [] if each.get("prefix")]
    if not prefixes:
        return url
    return f"azureml:/{visit.workspace_id}/datastores/workspaceartifactstore/paths/{prefixes[0]}"


def get_model(visit: Visit) -> Any:
    """GET models/{id}."""
    return model_of(visit)[1]


def patch_model(visit: Visit) -> Any:
    """PATCH models/{id} with a json-patch."""
    resource, model = model_of(visit)
    changed = patch_of(visit, model)
    resource["properties"].update(
        description=changed["description"], tags=changed["kvTags"], properties=changed["properties"]
    )
    resource.setdefault("systemData", {})["lastModifiedAt"] = visit.now()
    visit.emulator.store.put(resource["id"], resource)
    key = key_of(resource["id"])
    extra = visit.emulator.store.get_doc(EXTRAS, key) or {}
    extra.update({name: changed[name] for name in PATCHABLE if name in ONLY_HERE})
    visit.emulator.store.put_doc(EXTRAS, key, extra)
    return shown(visit, resource)


def patch_of(visit: Visit, row: Row) -> Row:
    """A row after the json-patch that was sent; 400 for one that does not fit or reaches for another member."""
    operations = visit.json_value()
    if not isinstance(operations, list):
        raise visit.error(400, "BadRequest", "The request body must be a list of json-patch operations.")
    for operation in operations:
        path = str(operation.get("path", "")) if isinstance(operation, dict) else ""
        if path.strip("/").partition("/")[0] not in PATCHABLE:
            raise visit.error(400, "BadRequest", f"The path '{path}' cannot be changed.")
    try:
        return patched(row, operations)
    except PatchError as exc:
        raise visit.error(400, "BadRequest", f"The patch cannot be applied: {exc}.") from exc


def delete_model(visit: Visit) -> Any:
    """DELETE models/{id}: 200, 204 when there was none. The last version takes its container along."""
    name, _colon, version = visit.params["id"].rpartition(":")
    resource_id = arm_id(visit, name, version)
    if not name or not visit.emulator.store.delete(resource_id):
        return Response(status_code=204)
    visit.emulator.store.delete_doc(EXTRAS, key_of(resource_id))
    if not visit.emulator.store.keys(f"{visit.workspace_id}/models/{name}/versions"):
        visit.emulator.store.delete(f"{visit.workspace_id}/models/{name}")
    return Response(status_code=200)


# ----- assets -----------------------------------------------------------------------------------------------------


def asset_of(visit: Visit) -> Row:
    """The asset that the path names; 404 when there is none."""
    row = visit.emulator.store.get_doc(ASSETS, f"{visit.guid}/{visit.params['id']}")
    if row is None:
        raise missing(visit, f"Asset with id {visit.params['id']} was not found.", "AssetNotFound")
    return row


def list_assets(visit: Visit) -> Any:
    """GET assets with filters and pages."""
    rows = [row for row in visit.emulator.store.docs(ASSETS, visit.guid + "/").values() if matches(visit, row)]
    return page_of(visit, rows, top=visit.query.get("count"), token=visit.query.get("$skiptoken"), link="$skipToken")


def post_asset(visit: Visit) -> Any:
    """POST assets: names artifacts that were uploaded."""
    sent = visit.json()
    if not sent.get("name"):
        raise visit.error(400, "BadRequest", "The request is invalid: the member 'name' is required.")
    row = {
        "id": uuid.uuid4().hex,
        "name": sent["name"],
        "type": sent.get("type"),
        "description": sent.get("description"),
        "artifacts": sent.get("artifacts") or [],
        "kvTags": sent.get("kvTags") or {},
        "properties": sent.get("properties") or {},
        "runid": sent.get("runid"),
        "meta": sent.get("meta"),
        "createdTime": visit.now(),
    }
    visit.emulator.store.put_doc(ASSETS, f"{visit.guid}/{row['id']}", row)
    return row


def get_asset(visit: Visit) -> Any:
    """GET assets/{id}."""
    return asset_of(visit)


def patch_asset(visit: Visit) -> Any:
    """PATCH assets/{id} with a json-patch."""
    row = patch_of(visit, asset_of(visit))
    visit.emulator.store.put_doc(ASSETS, f"{visit.guid}/{row['id']}", row)
    return row


def delete_asset(visit: Visit) -> Any:
    """DELETE assets/{id}: 200, 204 when there was none."""
    gone = visit.emulator.store.delete_doc(ASSETS, f"{visit.guid}/{visit.params['id']}")
    return Response(status_code=200 if gone else 204)


# ----- what is not kept here --------------------------------------------------------------------------------------


def empty_list(visit: Visit) -> Any:
    """A list of what this emulator has none of: web services, images and profiles of SDK v1."""
    return {"value": []}


def no_such(visit: Visit) -> Any:
    """404 for one of them."""
    raise missing(visit, f"{visit.params['id']} was not found.", "NotFound")


SERVICE = Service(
    "/modelmanagement/v1.0",
    "models",
    (
        Endpoint("GET", "models", list_models),
        Endpoint("POST", "models", post_model),
        Endpoint("GET", "models/{id}", get_model),
        Endpoint("PATCH", "models/{id}", patch_model),
        Endpoint("DELETE", "models/{id}", delete_model),
        Endpoint("GET", "assets", list_assets),
        Endpoint("POST", "assets", post_asset),
        Endpoint("GET", "assets/{id}", get_asset),
        Endpoint("PATCH", "assets/{id}", patch_asset),
        Endpoint("DELETE", "assets/{id}", delete_asset),
        Endpoint("GET", "services", empty_list),
        Endpoint("GET", "services/{id}", no_such),
        Endpoint("GET", "images", empty_list),
        Endpoint("GET", "images/{id}", no_such),
        Endpoint("GET", "images/{id}/profiles", empty_list),
        Endpoint("GET", "operations/{id}", no_such),
    ),
    models_error,
)
