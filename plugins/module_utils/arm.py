# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaks Azure Resource Manager: ids and api-versions in, resources or one readable error out. Knows no resource
type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit

from . import errors, ids, redact
from .clouds import resolved
from .response import Response
from .transport import IDEMPOTENT, READ, Request, Transport

# A 404 with one of these codes to a GET of a resource's own id means that it is absent (design section 4.1). Azure ML
# says UserError for models, data, environments, components and schedules (recorded 3).
ABSENT_CODES = frozenset({"ResourceNotFound", "NotFound", "UserError"})
# More pages than any list of this service has: a server that never stops would fill the memory (reliability P28).
MOST_PAGES = 1000
_NAMED = re.compile(r"The Resource '([^']+)'", re.IGNORECASE)

# Errors that list the api-versions a provider supports; the list is shown newest first.
VERSION_CODES = frozenset({"InvalidApiVersionParameter", "MissingApiVersionParameter", "NoRegisteredProviderFound"})
MOST_VERSIONS = 8
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(?:-[a-z]+)?")


class Arm:
    """One cloud's resource manager, reached with one transport."""

    audience = "arm"

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.origin = transport.cloud.arm

    def url(self, path: str, api_version: str = "", query: Mapping[str, Any] | None = None) -> str:
        """The absolute URL of ``path`` (already encoded, with its leading slash).

        :raises InputError: text that has no encoding.
        """
        items = {**(query or {}), **({"api-version": api_version} if api_version else {})}
        try:
            pairs = [
                f"{quote(str(key), safe='$-')}={quote(_plain(value), safe=',:')}"
                for key, value in items.items()
                if value is not None
            ]
        except UnicodeEncodeError as error:
            raise errors.InputError(
                None, "api_version or query holds half a character, which cannot be sent"
            ) from error
        return self.origin + path + ("?" + "&".join(pairs) if pairs else "")

    def get(
        self, path: str, api_version: str = "", absent: Iterable[str] = (), query: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | None:
        """The resource at ``path``, or None when it is absent.

        :param absent: error codes that mean absence for this type, beside :data:`ABSENT_CODES`.
        :raises ServiceError: for every other error, a missing parent among them.
        :raises Malformed: when the answer does not describe a resource.
        """
        with about(path):
            response = self.transport.send(Request("GET", self.url(path, api_version, query), READ, self.audience))
            if response.status == 404 and self._is_absence(path, response, ABSENT_CODES.union(absent)):
                return None
            body: dict[str, Any] = self.checked(response, path)
        if not ids.describes(body, path) or response.status == 204:
            raise errors.Malformed(
                f"the answer does not describe {path}", status=response.status, resource_id=path, **response.ids
            )
        return body

    def send(
        self,
        method: str,
        path: str,
        api_version: str = "",
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        kind: str = IDEMPOTENT,
    ) -> Response:
        """Send one request that may write. :raises ServiceError: when the service refuses it."""
        with about(path):
            request = Request(method, self.url(path, api_version, query), kind, self.audience, body)
            response = self.transport.send(request)
            if response.status >= 400:
                raise service_error(response, path)
        return response

    def follow(self, url: str, base: str, method: str = "GET") -> Response:
        """Read from a URL that the service gave us, whatever its status.

        :param base: the URL that answered with it; a relative one is resolved against it.
        :raises Malformed: when this cloud does not own its host, or it names another subscription (reliability S11).
        """
        target = self.transport.cloud.followed(base, url)
        if not target:
            raise errors.Malformed(
                f"the service sent us to {redact.url(resolved(base, url))}, which is not its own; "
                "nothing was sent there",
                code="ForeignUrl",
            )
        return self.transport.send(Request(method, target, READ, self.audience))

    def list(
        self,
        path: str,
        api_version: str = "",
        query: Mapping[str, Any] | None = None,
        method: str = "GET",
        items: str = "value",
    ) -> list[Any]:
        """Every item of a paged list, each once; a list that cannot be read whole is an error, never a short list."""
        found: dict[str, Any] = {}
        for page in self.pages(path, api_version, query, method, items):
            for item in page:
                # Some rows of a region have the subscription's id; their type tells them apart (recorded 2.7).
                key = f"{item['id']} {item.get('type')}".lower() if isinstance(item, dict) and item.get("id") else None
                found.setdefault(key or f"#{len(found)}", item)
        return list(found.values())

    def pages(
        self,
        path: str,
        api_version: str = "",
        query: Mapping[str, Any] | None = None,
        method: str = "GET",
        items: str = "value",
    ) -> Iterator[list[Any]]:
        """The items of a list, page by page. :raises ServiceError, Malformed: at the page that cannot be read."""
        with about(path):
            yield from self._pages(path, self.url(path, api_version, query), method, items)

    def _pages(self, path: str, url: str, method: str, items: str) -> Iterator[list[Any]]:
        response = self.transport.send(Request(method, url, READ, self.audience))
        seen = {url}
        while True:
            page = self.checked(response, path)
            if not isinstance(page, dict) or not isinstance(page.get(items), list):
                raise errors.Malformed(f"the answer is not a list of {path}", status=response.status, **response.ids)
            yield page[items]
            following = self.next_page(page, url)
            if not following:
                return
            if following in seen or len(seen) >= MOST_PAGES:
                raise errors.Malformed(f"the list of {path} did not end after {len(seen)} pages")
            seen.add(following)
            # A paged POST is followed by POST, as Microsoft's client does for listNodes (contract 3).
            response = self.follow(following, url, method)

    def next_page(self, page: Mapping[str, Any], url: str) -> str:
        """The absolute URL of the page after ``page``; empty at the end, where Azure leaves the member out (recorded
        2.8). :raises Malformed: when it is no URL: the list would end early without a word.
        """
        following = page.get("nextLink") or ""
        if not isinstance(following, str):
            raise errors.Malformed(f"{urlsplit(url).hostname} names no URL as the next page of a list")
        return resolved(url, following) if following else ""

    def checked(self, response: Response, path: str) -> Any:
        """The decoded body of a successful answer. :raises ServiceError: otherwise."""
        if response.status >= 400:
            raise service_error(response, path)
        return response.json()

    def _is_absence(self, path: str, response: Response, codes: frozenset[str]) -> bool:
        if not response.is_json:
            return False
        code, message, _details = envelope(response)
        if code not in codes:
            return False
        named = _NAMED.search(message)
        return named is None or ids.names(named.group(1), path)


@contextmanager
def about(path: str) -> Iterator[None]:
    """Let what is raised within say which resource it is about."""
    try:
        yield
    except errors.AmlError as error:
        error.facts.setdefault("resource_id", path)
        raise


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(_plain(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def envelope(response: Response) -> tuple[str, str, list[str]]:
    """Code, message and the flattened inner messages of an error answer, in any of the service's shapes (recorded 3,
    verified 7).
    """
    try:
        body = json.loads(response.content.decode("utf-8-sig", "replace")) if response.content else {}
    except (ValueError, RecursionError):
        body = {}
    error = body.get("error") or body if isinstance(body, dict) else {}
    if not isinstance(error, dict):
        # The login service and IMDS put the code itself there.
        return str(error), str(body.get("error_description", "")), []
    return str(error.get("code") or ""), str(error.get("message") or ""), _details(error)


def _details(error: Mapping[str, Any], depth: int = 0) -> list[str]:
    """Every inner message once, outermost first; the innermost one usually is the reason."""
    found: list[str] = []
    if depth > 8:
        return found
    inner = error.get("details") or []
    for item in [*(inner if isinstance(inner, list) else []), error.get("innererror"), error.get("innerError")]:
        if isinstance(item, dict):
            message = item.get("message")
            text = ": ".join(str(part) for part in (item.get("target"), message) if part)
            found.extend([text] if message and text not in found else [])
            found.extend(text for text in _details(item, depth + 1) if text not in found)
    return found


def service_error(response: Response, path: str) -> errors.ServiceError:
    """The error answer as one sentence with its code, its inner messages, its ids and the next step."""
    code, message, details = envelope(response)
    host = urlsplit(response.url).hostname or ""
    if not code and not message:
        kind = response.headers.get("content-type", "no content type")
        message = f"{host} answered {response.status} ({redact.line(kind, limit=60)})"
    supported: list[str] = []
    if code in VERSION_CODES:
        message, supported = _newest_first(message)
    return errors.ServiceError(
        sentence(code, message, details),
        code=code or None,
        target=response_target(response),
        supported=supported or None,
        status=response.status,
        resource_id=path,
        attempts=response.attempts,
        **response.ids,
    )


def sentence(code: str, message: str, details: list[str]) -> str:
    """Code, message and the inner messages that say more than the message does."""
    inner = (item for item in details if item.rpartition(": ")[2] not in message and item not in message)
    return redact.line(" ".join([f"{code}: {message}" if code else message, *inner]), limit=None)


def _newest_first(message: str) -> tuple[str, list[str]]:
    """A version error's sentence with the newest supported versions only, and all of them: Azure lists fifty, oldest
    first, and a message is one line.
    """
    said, found, listed = message.partition("supported ")
    versions = sorted(set(_VERSION.findall(listed)), reverse=True)
    if not versions:
        return message, []
    found += "api-versions are "
    shown = ", ".join(versions[:MOST_VERSIONS]) + (
        f" and {len(versions) - MOST_VERSIONS} older" if len(versions) > MOST_VERSIONS else ""
    )
    return f"{said}{found}{shown}.", versions


def response_target(response: Response) -> str | None:
    """The outermost ``target`` of the error envelope and of its first details, when there is one."""
    try:
        inner: Any = json.loads(response.content.decode("utf-8-sig", "replace"))["error"]
        while not inner.get("target"):
            inner = inner["details"][0]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None
    return redact.line(inner["target"], limit=None)
