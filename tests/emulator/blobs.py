# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Blob storage: what an upload needs, as clients of Microsoft's and of ours do it (contract 5, artifact/v2.0, and 7.5;
learn.microsoft.com, rest/api/storageservices).

The listener is the one of everything else. A blob is told apart by the host `{account}.blob.{suffix}`, or, where the
host is an address, by a path that begins with the account, as with Microsoft's own storage emulator.
"""

from __future__ import annotations

import re
from email.utils import formatdate
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Host, Route, Router

from . import blob_store, sas, tokens
from .blob_answers import Refused, dates, failure, marks, xml
from .blob_blocks import block_list, check_block, chosen
from .blob_store import BLOBS, MAX_BYTES, Row
from .core import EmulatorState
from .types import storage

_META = "x-ms-meta-"
_AUDIENCES = frozenset({"https://storage.azure.com", "https://storage.azure.com/"})
_METHODS = ["PUT", "HEAD", "GET", "DELETE"]
#: What a request needs of sp; one letter of them is enough.
_NEEDS = {"GET": "r", "HEAD": "r", "PUT": "wc", "DELETE": "d"}


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The routes of every storage account: of its host, and of its path, which has to come after all other paths."""

    async def by_host(request: Request) -> Response:
        account = request.headers.get("host", "").partition(".")[0].lower()
        return answer(emulator, request, account, await request.body())

    async def by_path(request: Request) -> Response:
        account = request.path_params["account"].lower()
        # The accounts of a registry are the service's own, and no resources of the subscription.
        if storage.by_name(emulator, account) is None and "sig" not in request.query_params:
            return Response("Not Found", status_code=404)
        return answer(emulator, request, account, await request.body())

    places = ("/{container}/{blob:path}", "/{container}")
    inner = Router([Route(place, by_host, methods=_METHODS) for place in places])
    own = [Route("/{account}" + place, by_path, methods=_METHODS) for place in places]
    return [Host("{account}.blob.{suffix}", inner), *own]


def answer(emulator: EmulatorState, request: Request, account: str, content: bytes) -> Response:
    """Answer one request."""
    container, blob = request.path_params["container"], request.path_params.get("blob", "")
    try:
        check_access(emulator, request, account, container, blob)
        if not blob:
            return in_container(emulator, request, f"{account}/{container}")
        return of_blob(emulator, request, f"{account}/{container}/{blob}", content)
    except Refused as refused:
        return failure(refused, head=request.method == "HEAD")


def check_access(emulator: EmulatorState, request: Request, account: str, container: str, blob: str) -> None:
    """Refuse a caller without a signature or a token, with a bad one, or with one that is for something else."""
    query, header = dict(request.query_params), request.headers.get("authorization", "")
    refusal = "Server failed to authenticate the request."
    if not query.get("sig"):
        scheme, _space, token = header.partition(" ")
        if not header:
            raise Refused(401, "NoAuthenticationInformation", refusal)
        known = tokens.claims_of(token.strip(), emulator.clock.now(), _AUDIENCES)
        if scheme.lower() != "bearer" or isinstance(known, tokens.Refusal):
            raise Refused(403, "AuthenticationFailed", refusal, "Only tokens for storage and signatures are taken.")
        return
    detail = sas.problem(account, container, blob, query, emulator.clock.now())
    if detail:
        raise Refused(403, "AuthenticationFailed", refusal, detail)
    needed = "l" if not blob and request.method == "GET" else _NEEDS[request.method]
    if not set(needed) & set(query.get("sp", "")):
        message = "This request is not authorized to perform this operation using this permission."
        raise Refused(403, "AuthorizationPermissionMismatch", message)


# ----- containers --------------------------------------------------------------------------------------------------


def in_container(emulator: EmulatorState, request: Request, name: str) -> Response:
    """Create a container, which is there as soon as there is a blob in it; list what is in it."""
    query = request.query_params
    if query.get("restype") != "container":
        raise Refused(400, "InvalidUri", "The requested URI does not represent any resource on the server.")
    if request.method == "PUT" and "comp" not in query:
        return Response(status_code=201, headers=marks())
    if request.method != "GET" or query.get("comp") != "list" or query.get("delimiter"):
        raise Refused(400, "UnsupportedQueryParameter", "Of a container this emulator knows creation and flat lists.")
    extra = set(query.get("include", "").split(","))
    most = int(query.get("maxresults") or 5000)
    rows = blob_store.listed(emulator, name, query.get("prefix", ""), "uncommittedblobs" in extra)
    rows = [row for row in rows if row[0] >= query.get("marker", "")]
    following = rows[most][0] if len(rows) > most else ""
    items = "".join(_item(blob, row, "metadata" in extra) for blob, row in rows[:most])
    return xml(
        f'<EnumerationResults ContainerName="{escape(name.rpartition("/")[2])}">'
        f"<Prefix>{escape(query.get('prefix', ''))}</Prefix><MaxResults>{most}</MaxResults><Blobs>{items}</Blobs>"
        f"<NextMarker>{escape(following)}</NextMarker></EnumerationResults>"
    )


def _item(name: str, row: Row | None, with_metadata: bool) -> str:
    facts: dict[str, Any] = {"Content-Length": 0, "BlobType": "BlockBlob"}
    metadata = ""
    if row:
        facts.update({"Etag": row["etag"].strip('"'), "Content-Length": len(blob_store.bytes_of(row))})
        facts.update({"Last-Modified": formatdate(row["modified"], usegmt=True), "Content-Type": row["type"]})
        facts["Content-MD5"] = row["md5"] or ""
        pairs = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in row["metadata"].items())
        metadata = f"<Metadata>{pairs}</Metadata>" if with_metadata else ""
    properties = "".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in facts.items())
    return f"<Blob><Name>{escape(name)}</Name><Properties>{properties}</Properties>{metadata}</Blob>"


# ----- blobs -------------------------------------------------------------------------------------------------------


def of_blob(emulator: EmulatorState, request: Request, name: str, content: bytes) -> Response:
    """Answer one request for the blob `account/container/path`."""
    part = request.query_params.get("comp", "").lower()
    found = emulator.store.get_doc(BLOBS, name)
    if request.method == "PUT" and part != "metadata":
        return write(emulator, request, name, content, part)
    if request.method == "GET" and part == "blocklist":
        return block_list(emulator, request, name, found)
    if found is None:
        raise Refused(404, "BlobNotFound", "The specified blob does not exist.")
    if request.method == "PUT":
        row = blob_store.touch(emulator, name, {**found, "metadata": metadata_of(request)})
        return Response(status_code=200, headers={**marks(), **dates(row)})
    if request.method == "DELETE":
        emulator.store.delete_doc(BLOBS, name)
        return Response(status_code=202, headers=marks())
    if part not in ("", "metadata"):
        raise Refused(400, "InvalidQueryParameterValue", f"The operation '{part}' is not part of this emulator.")
    return read(request, found)


def write(emulator: EmulatorState, request: Request, name: str, content: bytes, part: str) -> Response:
    """PUT of a blob, of a block, or of the list that makes a blob of blocks."""
    headers = request.headers
    sent = blob_store.md5_of(content)
    if headers.get("content-md5") not in (None, sent):
        raise Refused(400, "Md5Mismatch", "The MD5 value specified in the request did not match with the one computed.")
    if len(content) > MAX_BYTES:
        raise Refused(413, "RequestBodyTooLarge", f"The emulator keeps blobs of at most {MAX_BYTES} bytes.")
    if part == "block":
        check_block(emulator, name, request.query_params.get("blockid", ""))
        blob_store.put_block(emulator, name, request.query_params["blockid"], content)
        return Response(status_code=201, headers={**marks(), "Content-MD5": sent})
    if headers.get("if-none-match") == "*" and emulator.store.get_doc(BLOBS, name) is not None:
        raise Refused(409, "BlobAlreadyExists", "The specified blob already exists.")
    md5: str | None = headers.get("x-ms-blob-content-md5")
    blocks: list[list[Any]] = []
    if part == "blocklist":
        pieces = chosen(emulator, name, content)
        blocks, content = [[block, len(piece)] for block, piece in pieces], b"".join(piece for _block, piece in pieces)
    elif part:
        raise Refused(400, "InvalidQueryParameterValue", f"The operation '{part}' is not part of this emulator.")
    elif headers.get("x-ms-blob-type", "").lower() != "blockblob":
        raise Refused(400, "InvalidHeaderValue", "Only block blobs are kept here: x-ms-blob-type must be BlockBlob.")
    elif not content and headers.get("content-length") is None:
        raise Refused(411, "MissingContentLengthHeader", "Content-Length HTTP header is missing.")
    else:
        md5 = md5 or sent
    if len(content) > MAX_BYTES:
        raise Refused(413, "RequestBodyTooLarge", f"The emulator keeps blobs of at most {MAX_BYTES} bytes.")
    # The type of the request's own body says nothing of the blob where that is a list.
    kind = headers.get("x-ms-blob-content-type") or ("" if part else headers.get("content-type"))
    row = blob_store.save(emulator, name, content, kind, metadata=metadata_of(request), md5=md5, blocks=blocks)
    return Response(status_code=201, headers={**marks(), **dates(row), "Content-MD5": sent})


def read(request: Request, row: Row) -> Response:
    """GET or HEAD, whole or one range."""
    content, status, headers = blob_store.bytes_of(row), 200, {**marks(), **dates(row)}
    headers.update({"x-ms-blob-type": "BlockBlob", "Accept-Ranges": "bytes", "Content-Type": row["type"]})
    headers.update({_META + key: value for key, value in row["metadata"].items()})
    asked = request.headers.get("x-ms-range") or request.headers.get("range") or ""
    match = re.fullmatch(r"bytes=(\d+)-(\d*)", asked)
    if row["md5"] and not match:
        headers["Content-MD5"] = row["md5"]
    if match and request.method == "GET":
        start, end = int(match[1]), min(int(match[2] or len(content)), len(content) - 1)
        if start >= len(content):
            raise Refused(416, "InvalidRange", "The range specified is invalid for the current size of the resource.")
        headers["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
        content, status = content[start : end + 1], 206
    if request.method == "HEAD":
        return Response(status_code=200, headers={**headers, "Content-Length": str(len(content))})
    return Response(content, status_code=status, headers=headers)


def metadata_of(request: Request) -> dict[str, str]:
    """The metadata that a request gives the blob."""
    return {name[len(_META) :]: value for name, value in request.headers.items() if name.startswith(_META)}


def url_of(emulator: EmulatorState, base_url: str, name: str) -> str:
    """The signed URL of the blob `account/container/path` by the account's host, on the port that the caller used: SDK
    v1 takes no other form.
    """
    account, container, blob = name.split("/", 2)
    port = urlsplit(base_url).port
    host = f"{account}.blob.{emulator.config.storage_suffix}" + (f":{port}" if port else "")
    query = sas.container_query(account, container, "rcw", sas.ends(emulator), blob)
    return f"https://{host}/{quote(f'{container}/{blob}')}?{query}"
