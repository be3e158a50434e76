# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaks the regional Azure ML servers (run history, model management, artifacts). Knows how to find them.

The host comes from the workspace's own discovery document, never from the region's name: a workspace behind a
private link has hosts of its own (seed; contract 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from . import errors, redact
from .arm import MOST_PAGES, Arm, about
from .clouds import is_origin
from .transport import READ, Request


class Regional(Arm):
    """One workspace's regional server: ARM's manners, another origin and another audience."""

    audience = "ml"

    def __init__(self, arm: Arm, endpoints: Mapping[str, str], page_token: str = "$continuationToken") -> None:
        super().__init__(arm.transport)
        self._page_token = page_token
        self.origin = endpoints["api"].rstrip("/")

    def next_page(self, page: Mapping[str, Any], url: str) -> str:
        """As ARM's; run history gives only a ``continuationToken`` (verified 7)."""
        following = super().next_page(page, url)
        token = page.get("continuationToken")
        if following or not token:
            return following
        parts = urlsplit(url)
        query = [(key, value) for key, value in parse_qsl(parts.query) if key.lower() != self._page_token.lower()]
        return parts._replace(query=urlencode([*query, (self._page_token, token)], quote_via=quote)).geturl()

    def query(self, path: str, body: Mapping[str, Any]) -> list[Any]:
        """Every item of a list that is a POST, at most ``top`` of them where the body says so; the token of the next
        page goes into the body (verified 7).
        """
        most = body.get("top") or float("inf")
        found: list[Any] = []
        token: Any = None
        for _page in range(MOST_PAGES):
            asked = {**body, **({"continuationToken": token} if token else {})}
            with about(path):
                answer = self.transport.send(Request("POST", self.url(path), READ, self.audience, asked))
                page = self.checked(answer, path)
            if not isinstance(page, dict) or not isinstance(page.get("value"), list):
                raise errors.Malformed(f"the answer is not a list of {path}")
            found.extend(page["value"])
            if len(found) >= most:
                return found[: int(most)]
            if not page.get("continuationToken") or page["continuationToken"] == token:
                return found
            token = page["continuationToken"]
        raise errors.Malformed(f"the list of {path} did not end after {MOST_PAGES} pages")


def discover(arm: Arm, workspace_id: str, api_version: str) -> dict[str, str]:
    """The service URLs of a workspace's region, by service name, from the document that its ``discoveryUrl`` names.

    :raises ServiceError: when the workspace or the document cannot be read.
    :raises Malformed: when the document has no ``api``, or names a host that this cloud does not own.
    """
    workspace = arm.get(workspace_id, api_version)
    if workspace is None:
        raise errors.ServiceError(
            f"ResourceNotFound: there is no workspace {workspace_id}",
            code="ResourceNotFound",
            status=404,
            resource_id=workspace_id,
        )
    found = str((workspace.get("properties") or {}).get("discoveryUrl") or "")
    url = arm.transport.cloud.followed(arm.url(workspace_id), found)
    if not found or not url:
        raise errors.Malformed(
            f"the workspace's discoveryUrl {redact.url(found)!r} is not a host of {arm.transport.cloud.name}",
            code="ForeignUrl",
            resource_id=workspace_id,
        )
    # The document is public: no token goes with the question (contract 5).
    document = arm.checked(arm.transport.send(Request("GET", url, READ, audience=None)), workspace_id)
    if not isinstance(document, dict) or not isinstance(document.get("api"), str):
        raise errors.Malformed(
            f"the discovery document of {workspace_id} names no api server", resource_id=workspace_id
        )
    if not arm.transport.cloud.trusts(document["api"]) or not is_origin(document["api"]):
        raise errors.Malformed(
            f"the regional server {redact.url(document['api'])} is not a host of {arm.transport.cloud.name}",
            code="ForeignUrl",
            resource_id=workspace_id,
        )
    return {str(name): str(address) for name, address in document.items()}
