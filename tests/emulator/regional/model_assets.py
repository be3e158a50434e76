# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Assets of modelmanagement: the names of artifacts that were uploaded (contract 5, verified 7)."""

from __future__ import annotations

import uuid
from typing import Any

from starlette.responses import Response

from .model_rows import Row, matches, missing, patch_of
from .pages import page_of
from .plane import Visit

ASSETS = "models.assets"


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
