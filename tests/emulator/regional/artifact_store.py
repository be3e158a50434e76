# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Artifacts of a workspace: a path below an origin and a container, and the blob that holds its bytes."""

from __future__ import annotations

import uuid
from typing import Any

from .. import blob_store, blobs
from .plane import Visit

Row = dict[str, Any]
ARTIFACTS = "artifacts"
#: The blob container behind the datastore workspaceartifactstore (verified 5).
BLOB_CONTAINER = "azureml"


def key_of(visit: Visit, origin: str, container: str, path: str) -> str:
    """Where an artifact is kept."""
    return f"{visit.guid}/{origin}/{container}/{path}"


def listed(visit: Visit, origin: str, container: str, prefix: str = "") -> list[Row]:
    """The artifacts of a container whose path is the prefix or lies below it."""
    rows = visit.emulator.store.docs(ARTIFACTS, key_of(visit, origin, container, "")).values()
    top = prefix.rstrip("/")
    return [row for row in rows if not top or row["path"] == top or row["path"].startswith(top + "/")]


def found(visit: Visit, origin: str, container: str, path: str) -> Row:
    """One artifact; 404 when there is none."""
    row = visit.emulator.store.get_doc(ARTIFACTS, key_of(visit, origin, container, path))
    if row is None:
        raise visit.error(404, "NotFound", f"Artifact {origin}/{container}/{path} was not found.")
    return row


def create(visit: Visit, origin: str, container: str, path: str) -> Row:
    """An artifact at a path, the present one when it is there; 400 for a path that climbs."""
    if not path or path.startswith("/") or ".." in path.split("/"):
        raise visit.error(400, "BadArgument", f"The artifact path '{path}' is not valid.")
    key = key_of(visit, origin, container, path)
    row = visit.emulator.store.get_doc(ARTIFACTS, key)
    if row is None:
        row = {
            "artifactId": f"{origin}/{container}/{path}",
            "origin": origin,
            "container": container,
            "path": path,
            "etag": f'"{uuid.uuid4().hex}"',
            "createdTime": visit.now(),
            "dataPath": None,
        }
        visit.emulator.store.put_doc(ARTIFACTS, key, row)
    return row


def create_all(visit: Visit, origin: str, container: str, sent: Row) -> Row:
    """Many artifacts at once, each with the URL that its bytes go to."""
    paths = [each.get("path") if isinstance(each, dict) else each for each in sent.get("paths") or []]
    rows = {path: create(visit, origin, container, str(path or "")) for path in paths}
    infos = {path: content_info(visit, row) for path, row in rows.items()}
    return {"artifacts": rows, "artifactContentInformation": infos, "errors": {}}


def delete(visit: Visit, row: Row) -> None:
    """Remove an artifact and its bytes."""
    visit.emulator.store.delete_doc(ARTIFACTS, key_of(visit, row["origin"], row["container"], row["path"]))
    visit.emulator.store.delete_doc(blob_store.BLOBS, blob_name(visit, row))


def blob_name(visit: Visit, row: Row) -> str:
    """The blob of an artifact: account, container and path."""
    storage = (visit.workspace["properties"].get("storageAccount") or "").rstrip("/")
    account = storage.rpartition("/")[2].lower() or "storage"
    return f"{account}/{BLOB_CONTAINER}/{row['origin']}/{row['container']}/{row['path']}"


def content_info(visit: Visit, row: Row) -> Row:
    """Where the bytes of an artifact are."""
    return {
        "contentUri": blobs.url_of(visit.emulator, visit.base_url, blob_name(visit, row)),
        "origin": row["origin"],
        "container": row["container"],
        "path": row["path"],
    }
