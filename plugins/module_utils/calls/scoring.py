# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls an online endpoint where it answers: what opens it goes there, and nowhere else. Changes no resource."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .. import errors, redact
from ..response import Response
from ..session import Session
from ..transport import READ, UNSAFE, Request
from ..tree import dig

#: Chooses a deployment past the traffic rules (learn.microsoft.com, "Safe rollout for online endpoints").
DEPLOYMENT = "azureml-model-deployment"
# By the authMode: the action that gives what opens the endpoint, and the member that holds it. An AADToken endpoint
# takes the caller's own token for the regional plane, as the service's own client sends it.
_OPENED_BY = {"key": ("listKeys", "primaryKey"), "amltoken": ("token", "accessToken")}
_OWN_TOKEN = "aadtoken"  # nosec B105 # the name of a mode
_SCORE = "/score"
_PATH = re.compile(r"/[\x21-\x7e]*")
# What the service tells of a model that failed (learn.microsoft.com, "Troubleshoot online endpoints", 424).
_MODEL_STATUS, _MODEL_REASON = "ms-azureml-model-error-statuscode", "ms-azureml-model-error-reason"


@dataclass(frozen=True)
class Door:
    """Where an endpoint answers.

    :param url: its scoring URI.   :param key: its key or token; empty where the task's own token opens it.
    """

    url: str
    key: str = field(repr=False)


def door(session: Session, path: str, version: str, endpoint: Mapping[str, Any]) -> Door:
    """Where the endpoint at ``path`` answers, by what its body says, and what opens it.

    :raises ServiceError: the principal may not read its key.
    :raises Malformed: it names no address, or one of a host that the cloud does not own; no key was asked for.
    """
    url = str(dig(endpoint, "properties.scoringUri") or "")
    if not session.arm.transport.cloud.scores(url):
        raise errors.Malformed(
            f"the endpoint names {redact.url(url)!r} as its scoring URI, which is no host where "
            f"{session.arm.transport.cloud.name} runs endpoints; nothing was sent there",
            code="ForeignUrl",
            resource_id=path,
        )
    mode = str(dig(endpoint, "properties.authMode") or "").lower()
    if mode == _OWN_TOKEN:
        return Door(url, "")
    if mode not in _OPENED_BY:
        raise errors.Malformed(f"nothing is known to open an endpoint with the authMode {mode!r}", resource_id=path)
    action, member = _OPENED_BY[mode]
    answer = session.arm.send("POST", f"{path}/{action}", version, kind=READ).json()
    key = str(dig(answer, member) or "")
    if not key:
        raise errors.Malformed(f"the answer to {action} has no {member}", resource_id=path)
    session.met.append(key)
    return Door(url, key)


def call(
    session: Session,
    at: Door,
    *,
    deployment: str = "",
    body: Any = None,
    method: str = "POST",
    path: str = "",
    seconds: float | None = None,
) -> Response:
    """One request to the endpoint, sent once; its answer, whatever the status.

    :param deployment: which one is to answer; as the traffic rules say where empty.
    :param body: sent as JSON; a text as it is.   :param path: in place of ``/score``.
    :param seconds: for each read of the answer.
    :raises InputError: a path that is none.  :raises Unsent, Ambiguous, Malformed: no answer.
    """
    headers = {DEPLOYMENT: deployment} if deployment else {}
    if at.key:
        headers["Authorization"] = f"Bearer {at.key}"
    content = body
    if isinstance(body, str):
        content, headers["Content-Type"] = body.encode("utf-8"), "application/json"
    audience = None if at.key else "ml"
    request = Request(method, _joined(at.url, path), UNSAFE, audience, content, headers, seconds)
    return session.arm.transport.score(request)


def _joined(url: str, path: str) -> str:
    """The scoring URI with ``path`` in place of its ``/score``, or of all its path where it ends otherwise."""
    if not path:
        return url
    check_path(path)
    parts = urlsplit(url)
    above = parts.path.removesuffix(_SCORE) if parts.path.endswith(_SCORE) else ""
    return f"{parts.scheme}://{parts.netloc}{above}{path}"


def check_path(path: str) -> None:
    """:raises InputError: where it is no path on the endpoint's own host."""
    if not _PATH.fullmatch(path) or "#" in path or "\\" in path:
        raise errors.InputError("path", f"{path[:60]!r} must begin with a slash and be a plain path, such as /health")


def said(response: Response) -> str:
    """What an answer says of how it went: its status, and the model's own where that failed (424)."""
    status, reason = (response.headers.get(name) for name in (_MODEL_STATUS, _MODEL_REASON))
    model = f", the model {status}" + (f" ({reason})" if reason else "") if status else ""
    return f"HTTP {response.status}{model}"
