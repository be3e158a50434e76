# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaks blob storage (learn.microsoft.com, rest/api/storageservices): containers and blobs behind a signed URL.

The signature is a secret, and it runs out: it is asked for anew when the service does not take it any more. Every write
here leads to the same however often it is sent, so the transport may repeat it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Callable
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree  # nosec B405 # what declares entities is refused before

from . import content, errors, redact
from .clouds import Cloud
from .content import Block
from .response import Response
from .transport import READ, REPEATABLE, STORAGE, Request, Transport

# The version of what is sent; the signature names its own. The type becomes that of the blob.
HEADERS = {"x-ms-version": "2021-12-02", "Accept": "application/xml", "Content-Type": "application/octet-stream"}
LONGEST_NAME = 1024
MOST_PAGES = 1000
# How the service says that it does not take a signature, one that ran out among them; the last is Azurite's word.
_NOT_TAKEN = frozenset({"AuthenticationFailed", "InvalidAuthenticationInfo", "AuthorizationFailure"})
_META = "x-ms-meta-"


@dataclass(frozen=True)
class Place:
    """A container, or a folder of one. ``url`` has no slash at its end; ``query`` is the signature."""

    url: str
    query: str = field(repr=False)

    @classmethod
    def of(cls, signed: str) -> Place:
        """The place that a signed URL names."""
        url, _question, query = signed.partition("?")
        return cls(url.rstrip("/"), query)

    @property
    def signature(self) -> str:
        """What of the query is the secret; as it is, without the encoding of a URL."""
        return unquote("".join(re.findall(r"(?:^|&)sig=([^&]*)", self.query)))


@dataclass(frozen=True)
class Kept:
    """What a list says of a blob. ``size`` is 0 of one that only has blocks so far."""

    size: int
    md5: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


def account_url(cloud: Cloud, name: str) -> str:
    """The URL of a storage account, without a slash at its end; empty where the cloud does not say."""
    first = cloud.blobs[0] if cloud.blobs else ""
    return f"{first}/{name}" if "/" in first else f"https://{name}{first}" if first else ""


class Blobs:
    """The blobs of one place.

    :param met: gets what must never be shown.
    :param ask: a place that may be written to, asked of whoever gives the signature; is called again when one has run
        out, and must lead to the same place.
    """

    def __init__(self, transport: Transport, met: list[str], ask: Callable[[], Place]) -> None:
        self._transport = transport
        self._met = met
        self._ask = ask
        self._lock = threading.Lock()
        # How often the signature was taken since it was given: one that never was is not asked for again.
        self._taken = 0
        self.place = self._asked()

    def _asked(self) -> Place:
        place = self._ask()
        if not self._transport.cloud.stores(place.url):
            raise errors.Malformed(
                f"the service sent us to {redact.url(place.url)}, which is no storage account of "
                f"{self._transport.cloud.name}; nothing was sent there",
                code="ForeignUrl",
            )
        self._met += (place.query, place.signature)
        return place

    def url(self, name: str) -> str:
        """The address of a blob, without a signature."""
        return f"{self.place.url}/{quote(name)}"

    def listed(self, prefix: str) -> dict[str, Kept]:
        """The blobs whose names begin with ``prefix``, those included that only have blocks so far. None of them where
        the signature is not for lists.
        """
        container, folder = self._parts()
        found: dict[str, Kept] = {}
        marker = ""
        for _page in range(MOST_PAGES):
            asked = f"restype=container&comp=list&include=metadata,uncommittedblobs&prefix={quote(folder + prefix)}"
            response = self._send("GET", container, asked + (f"&marker={quote(marker, safe='')}" if marker else ""))
            if response.status == 403:
                return {}
            page = _tree(self._checked(response, prefix))
            for blob in page.iter("Blob"):
                found[str(blob.findtext("Name")).removeprefix(folder)] = _kept(blob)
            marker = page.findtext("NextMarker") or ""
            if not marker:
                return found
        raise errors.Malformed(f"the list of {redact.url(container)} did not end after {MOST_PAGES} pages")

    def blocks(self, name: str) -> tuple[list[str], dict[str, int]]:
        """The ids of the blocks that the blob is made of, in order, and the sizes of all that are there, by id."""
        response = self._send("GET", self.url(name), "comp=blocklist&blocklisttype=all")
        if response.status == 404:
            return [], {}
        tree = _tree(self._checked(response, name))
        rows = {kind: tree.findall(f"{kind}Blocks/Block") for kind in ("Committed", "Uncommitted")}
        ids = [str(row.findtext("Name")) for row in rows["Committed"]]
        every = (*rows["Committed"], *rows["Uncommitted"])
        return ids, {str(row.findtext("Name")): int(row.findtext("Size") or 0) for row in every}

    def put(self, name: str, data: bytes, md5: str) -> None:
        """Write a blob of one block. The service refuses it where its MD5 is another."""
        headers = {"x-ms-blob-type": "BlockBlob", "Content-MD5": md5}
        self._checked(self._send("PUT", self.url(name), "", data, headers), name)

    def put_block(self, name: str, block: Block, data: bytes) -> None:
        """Write a block, which is no part of the blob before :meth:`commit`."""
        query = f"comp=block&blockid={quote(block.id, safe='')}"
        self._checked(self._send("PUT", self.url(name), query, data, {"Content-MD5": block.md5}), name)

    def commit(self, name: str, blocks: Iterable[Block]) -> None:
        """Make the blob of its blocks."""
        headers = {"x-ms-blob-content-type": "application/octet-stream", "Content-Type": "application/xml"}
        self._checked(self._send("PUT", self.url(name), "comp=blocklist", content.block_list(blocks), headers), name)

    def mark(self, name: str, metadata: Mapping[str, str]) -> None:
        """Give a blob this metadata in place of what it has."""
        headers = {_META + key: value for key, value in metadata.items()}
        self._checked(self._send("PUT", self.url(name), "comp=metadata", b"", headers), name)

    def _parts(self) -> tuple[str, str]:
        """The URL of the container, and the folder in it with a slash at its end; empty for the container itself."""
        parts = urlsplit(self.place.url)
        # Where the account is in the path, the container is its second word.
        account = urlsplit(account_url(self._transport.cloud, "a")).path
        words = parts.path.split("/")
        place = 3 if account else 2
        folder = "/".join(words[place:])
        return f"{parts.scheme}://{parts.netloc}{'/'.join(words[:place])}", folder + "/" if folder else ""

    def _send(
        self, method: str, url: str, query: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """One request, with a new signature where the one that was good before is not taken any more."""
        while True:
            place = self.place
            signed = f"{url}?{query}&{place.query}" if query else f"{url}?{place.query}"
            response = self._transport.send(
                Request(
                    method,
                    signed,
                    READ if method == "GET" else REPEATABLE,
                    STORAGE,
                    data,
                    {**HEADERS, **(headers or {})},
                )
            )
            if response.status < 400:
                self._taken += 1
            elif response.status == 403 and _code(response) in _NOT_TAKEN and self._renewed(place):
                continue
            return response

    def _renewed(self, place: Place) -> bool:
        """Whether there is another signature than that of ``place`` to try. :raises Malformed: one for elsewhere."""
        with self._lock:
            if self.place is not place:
                return True
            if not self._taken:
                return False
            self._taken = 0
            given = self._asked()
            if given.url != place.url:
                raise errors.Malformed(
                    f"the signature for {redact.url(place.url)} ran out, and the service gave one for another place",
                    code="UploadMoved",
                )
            self.place = given
            return True

    def _checked(self, response: Response, name: str) -> Response:
        """``response``, where it is a success. :raises ServiceError: where it is not."""
        if response.status < 400:
            return response
        code = _code(response)
        raise errors.ServiceError(
            f"{code}: storage did not take {redact.line(name, limit=100)}: {_message(response)}",
            code=code,
            remedy="StorageRefused",
            status=response.status,
            attempts=response.attempts,
            **response.ids,
        )


def _kept(blob: ElementTree.Element) -> Kept:
    size = int(blob.findtext("Properties/Content-Length") or 0)
    md5 = blob.findtext("Properties/Content-MD5") or ""
    metadata = {item.tag.lower(): item.text or "" for item in blob.findall("Metadata/*")}
    return Kept(size, md5, metadata)


def _tree(response: Response) -> ElementTree.Element:
    """The document of an answer. :raises Malformed: it is none, or it declares what a document of storage never has."""
    try:
        if b"<!" in response.content:
            raise ElementTree.ParseError("it declares a type")
        return ElementTree.fromstring(response.content)  # nosec B314 # without a type there are no entities
    except ElementTree.ParseError as error:
        host = urlsplit(response.url).hostname
        raise errors.Malformed(f"{host} answered with malformed XML: {redact.line(error, limit=80)}") from error


def _code(response: Response) -> str:
    """The service's word for an error: it stands in a header, because an answer to HEAD has no body."""
    found = response.headers.get("x-ms-error-code") or _member(response, "Code")
    return redact.line(found or f"Status{response.status}", limit=None)


def _message(response: Response) -> str:
    """The first line of what the service says; the ids below it are in the headers too."""
    said = _member(response, "Message").strip().split("\n")[0]
    return redact.line(said or f"it answered {response.status}", limit=None)


def _member(response: Response, name: str) -> str:
    found = re.search(rf"<{name}>([^<]*)</{name}>", response.content[:4096].decode("utf-8", "replace"))
    return found.group(1) if found else ""
