# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""artifact/v2.0: artifacts by origin, container and path (contract 5).

The specification of 2019 puts the path into the query and the word after the container; clients put the word first and
the path last. Both are served.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from .. import blob_store
from . import artifact_store as store
from .pages import page_of
from .plane import Endpoint, Service, Visit, error_of


def address(visit: Visit) -> tuple[str, str, str]:
    """Origin, container and path of a request."""
    path = visit.params.get("path") or visit.query.get("path") or ""
    return visit.params["origin"], visit.params["container"], path


def post_metadata(visit: Visit) -> Any:
    """POST artifacts/metadata and artifacts/register: one artifact, its address in the body."""
    sent = visit.json()
    for name in ("origin", "container", "path"):
        if not sent.get(name):
            raise visit.error(400, "BadArgument", f"The member '{name}' is missing.")
    return store.create(visit, sent["origin"], sent["container"], sent["path"])


def get_metadata(visit: Visit) -> Any:
    """GET of one artifact."""
    return store.found(visit, *address(visit))


def delete_metadata(visit: Visit) -> Any:
    """DELETE of one artifact."""
    store.delete(visit, store.found(visit, *address(visit)))


def list_container(visit: Visit) -> Any:
    """GET of a container, or of what lies below a path."""
    return page_of(visit, store.listed(visit, *address(visit)), token=visit.query.get("continuationtoken"))


def get_content_info(visit: Visit) -> Any:
    """GET of where the bytes are."""
    return store.content_info(visit, store.found(visit, *address(visit)))


def get_write_info(visit: Visit) -> Any:
    """GET of where bytes may be written: makes the artifact."""
    return store.content_info(visit, store.create(visit, *address(visit)))


def list_content_info(visit: Visit) -> Any:
    """GET of where the bytes of everything below a path are."""
    infos = [store.content_info(visit, row) for row in store.listed(visit, *address(visit))]
    return page_of(visit, infos, token=visit.query.get("continuationtoken"))


def get_content(visit: Visit) -> Any:
    """GET of the bytes; 404 before they were written."""
    row = store.found(visit, *address(visit))
    content = blob_store.bytes_at(visit.emulator, store.blob_name(visit, row))
    if content is None:
        raise visit.error(404, "NotFound", f"Artifact {row['artifactId']} has no content.")
    return Response(content, media_type="application/octet-stream")


def post_content(visit: Visit) -> Any:
    """POST of the bytes."""
    if len(visit.raw) > blob_store.MAX_BYTES:
        raise visit.error(
            413, "RequestTooLarge", f"The emulator keeps artifacts of at most {blob_store.MAX_BYTES} bytes."
        )
    row = store.create(visit, *address(visit))
    name = store.blob_name(visit, row)
    present = blob_store.bytes_at(visit.emulator, name)
    appended = visit.query.get("append", "").lower() == "true"
    if present is not None and not appended and visit.query.get("allowoverwrite", "true").lower() == "false":
        raise visit.error(409, "Conflict", f"Artifact {row['artifactId']} has content already.")
    blob_store.save(visit.emulator, name, (present or b"") + visit.raw if appended else visit.raw)
    return row


def post_batch(visit: Visit) -> Any:
    """POST of many empty artifacts, to be filled by uploads."""
    origin, container, _path = address(visit)
    return store.create_all(visit, origin, container, visit.json())


def delete_batch(visit: Visit) -> Any:
    """Removes the artifacts that the body names, all of the container when it names none."""
    origin, container, _path = address(visit)
    paths = visit.json().get("paths")
    for row in store.listed(visit, origin, container):
        if paths is None or row["path"] in paths:
            store.delete(visit, row)


#: Verb, word, function: what can be asked about one path.
WORDS = (
    ("GET", "metadata", get_metadata),
    ("DELETE", "metadata", delete_metadata),
    ("GET", "contentinfo", get_content_info),
    ("GET", "contentinfo/storageuri", get_content_info),
    ("GET", "prefix/contentinfo", list_content_info),
    ("GET", "prefix/contentinfo/storageuri", list_content_info),
    ("GET", "content", get_content),
    ("POST", "content", post_content),
    ("GET", "write", get_write_info),
)

SERVICE = Service(
    "/artifact/v2.0",
    "artifacts",
    (
        Endpoint("POST", "artifacts/metadata", post_metadata),
        Endpoint("POST", "artifacts/register", post_metadata),
        *(Endpoint(verb, f"artifacts/{word}/{{origin}}/{{container}}/{{path...}}", call) for verb, word, call in WORDS),
        *(Endpoint(verb, f"artifacts/{{origin}}/{{container}}/{word}", call) for verb, word, call in WORDS),
        Endpoint("GET", "artifacts/prefix/contentinfo/{origin}/{container}", list_content_info),
        Endpoint("POST", "artifacts/batch/metadata/{origin}/{container}", post_batch),
        Endpoint("POST", "artifacts/{origin}/{container}/batch/metadata", post_batch),
        Endpoint("POST", "artifacts/{origin}/{container}/batch/metadata:delete", delete_batch),
        Endpoint("DELETE", "artifacts/batch/{origin}/{container}", delete_batch),
        Endpoint("DELETE", "artifacts/{origin}/{container}/batch", delete_batch),
        Endpoint("GET", "artifacts/{origin}/{container}", list_container),
        Endpoint("GET", "artifacts/{origin}/{container}/{path...}", list_container),
    ),
    error_of("artifact"),
)
