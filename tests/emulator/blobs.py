# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Blob storage, as little of it as an upload needs (contract 5, artifact/v2.0, and 7.5).

The listener is the one of everything else; a blob is told apart by the host `{account}.blob.{suffix}`.
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from email.utils import formatdate
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Host, Route, Router

from .core import EmulatorState

BLOBS, BLOCKS = "blobs", "blobs.blocks"
#: Everything is kept in memory and in the state file; a test needs no more.
MAX_BYTES = 16 * 1024 * 1024
#: Stands in for a signature; the emulator checks that there is one, not what it says.
SIGNATURE = "sv=2021-12-02&sr=b&sp=rcw&se=2099-01-01T00%3A00%3A00Z&sig=ZW11bGF0b3I%3D"


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The route of every storage account's blob host; it has to come before all others."""

    async def blob(request: Request) -> Response:
        account = request.headers.get("host", "").partition(".")[0].lower()
        name = f"{account}/{request.path_params['container']}/{request.path_params['blob']}"
        return answer(emulator, request, name, await request.body())

    inner = Router([Route("/{container}/{blob:path}", blob, methods=["PUT", "HEAD", "GET", "DELETE"])])
    return [Host("{account}.blob.{suffix}", inner)]


def answer(emulator: EmulatorState, request: Request, name: str, content: bytes) -> Response:
    """Answer one request for the blob `account/container/path`."""
    if not request.query_params.get("sig") and not request.headers.get("authorization"):
        return failure(401, "NoAuthenticationInformation", "Server failed to authenticate the request.")
    if request.method == "PUT":
        return write(emulator, request, name, content)
    found = emulator.store.get_doc(BLOBS, name)
    if found is None:
        return failure(404, "BlobNotFound", "The specified blob does not exist.", head=request.method == "HEAD")
    if request.method == "DELETE":
        emulator.store.delete_doc(BLOBS, name)
        return Response(status_code=202, headers=marks())
    return read(request, found)


def write(emulator: EmulatorState, request: Request, name: str, content: bytes) -> Response:
    """PUT of a blob, of a block, or of the list that makes a blob of blocks."""
    kind = request.query_params.get("comp", "").lower()
    if kind == "block":
        content_key = f"{name}?{request.query_params.get('blockid', '')}"
        if len(content) > MAX_BYTES:
            return too_large()
        emulator.store.put_doc(BLOCKS, content_key, base64.b64encode(content).decode())
        return Response(status_code=201, headers=marks())
    if kind == "blocklist":
        blocks = [emulator.store.get_doc(BLOCKS, f"{name}?{block}") for block in block_ids(content)]
        if None in blocks:
            return failure(400, "InvalidBlockList", "The specified block list is invalid.")
        content = b"".join(base64.b64decode(block) for block in blocks)
    elif kind:
        return failure(400, "InvalidQueryParameterValue", f"The operation '{kind}' is not part of this emulator.")
    elif request.headers.get("x-ms-blob-type", "").lower() != "blockblob":
        return failure(400, "InvalidHeaderValue", "Only block blobs are kept here: x-ms-blob-type must be BlockBlob.")
    if len(content) > MAX_BYTES:
        return too_large()
    if request.headers.get("if-none-match") == "*" and emulator.store.get_doc(BLOBS, name) is not None:
        return failure(409, "BlobAlreadyExists", "The specified blob already exists.")
    kind_of_content = request.headers.get("x-ms-blob-content-type") or request.headers.get("content-type")
    row = save(emulator, name, content, kind_of_content)
    digest = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
    return Response(status_code=201, headers={**marks(), **dates(row), "Content-MD5": digest})


def save(emulator: EmulatorState, name: str, content: bytes, content_type: str | None = None) -> dict[str, Any]:
    """Keep the bytes of a blob; every write has an etag of its own."""
    row = {
        "content": base64.b64encode(content).decode(),
        "type": content_type or "application/octet-stream",
        "etag": f'"0x{uuid.uuid4().hex[:16].upper()}"',
        "modified": emulator.clock.now(),
    }
    emulator.store.put_doc(BLOBS, name, row)
    return row


def bytes_at(emulator: EmulatorState, name: str) -> bytes | None:
    """The bytes of a blob, None when there is none."""
    found = emulator.store.get_doc(BLOBS, name)
    return None if found is None else base64.b64decode(found["content"])


def read(request: Request, row: dict[str, Any]) -> Response:
    """GET or HEAD, whole or one range."""
    content, status, headers = base64.b64decode(row["content"]), 200, {**marks(), **dates(row)}
    headers.update({"x-ms-blob-type": "BlockBlob", "Accept-Ranges": "bytes", "Content-Type": row["type"]})
    asked = request.headers.get("x-ms-range") or request.headers.get("range") or ""
    match = re.fullmatch(r"bytes=(\d+)-(\d*)", asked)
    if match and request.method == "GET":
        start, end = int(match[1]), min(int(match[2] or len(content)), len(content) - 1)
        if start >= len(content):
            return failure(416, "InvalidRange", "The range specified is invalid for the current size of the resource.")
        headers["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
        content, status = content[start : end + 1], 206
    if request.method == "HEAD":
        return Response(status_code=200, headers={**headers, "Content-Length": str(len(content))})
    return Response(content, status_code=status, headers=headers)


def block_ids(content: bytes) -> list[str]:
    """The ids in a block list. It is refused when it declares entities: those are an attack, never a client."""
    if b"<!" in content:
        return [""]
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return [""]
    return [element.text or "" for element in root]


def marks() -> dict[str, str]:
    """The headers of every answer."""
    return {"x-ms-request-id": str(uuid.uuid4()), "x-ms-version": "2021-12-02", "x-ms-request-server-encrypted": "true"}


def dates(row: dict[str, Any]) -> dict[str, str]:
    """The headers that name a state of a blob."""
    return {"ETag": row["etag"], "Last-Modified": formatdate(row["modified"], usegmt=True)}


def too_large() -> Response:
    """More than the emulator keeps."""
    return failure(413, "RequestBodyTooLarge", f"The emulator keeps blobs of at most {MAX_BYTES} bytes.")


def failure(status: int, code: str, message: str, head: bool = False) -> Response:
    """An error as storage writes it, in XML; the code is in a header too, because HEAD has no body."""
    text = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{message}</Message></Error>'
    headers = {**marks(), "x-ms-error-code": code}
    return Response("" if head else text, status_code=status, headers=headers, media_type="application/xml")


def url_of(emulator: EmulatorState, base_url: str, name: str) -> str:
    """The signed URL of the blob `account/container/path`, on the port that the caller used."""
    account, _slash, path = name.partition("/")
    port = urlsplit(base_url).port
    host = f"{account}.blob.{emulator.config.storage_suffix}" + (f":{port}" if port else "")
    return f"https://{host}/{quote(path)}?{SIGNATURE}"
