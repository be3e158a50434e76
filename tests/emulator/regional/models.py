# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Models of modelmanagement (contract 5, verified 7).

A model here and a model version of ARM are one thing: the ARM resource is what is kept, and what only this plane knows
(url, framework, ...) lies beside it in a document.
"""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import Response

from ..ids import key_of
from .model_assets import ASSETS
from .model_rows import PATCHABLE, Row, matches, missing, patch_of
from .pages import page_of
from .plane import Visit

EXTRAS = "models.regional"
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
NAME = re.compile(r"^[A-Za-z0-9][\w.\-]{0,254}$")


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
