# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls an endpoint at the address that it names, with the key or the token that it asks for (contract 3, recorded 2.3,
2.4).

That goes to a host of the cloud's endpoints only, and it is sent nothing else: a customer's code runs behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import errors, redact
from ..address import fill_checked
from ..arm import service_error
from ..resources.endpoint import NAME
from ..response import Response
from ..schema import ML_API_VERSION
from ..scope import WORKSPACE
from ..session import Session
from ..task import Call
from ..transport import READ, UNSAFE, Request
from ..tree import dig

# The reading action that gives what an endpoint of each mode asks for, and the member of its answer. One with AADToken
# takes a token of the caller's own.
CREDENTIALS = {"key": ("listKeys", "primaryKey"), "amltoken": ("token", "accessToken")}
DEPLOYMENT = "azureml-model-deployment"


@dataclass(frozen=True)
class Address:
    """Where an endpoint is called. ``mode`` is what it asks of its callers, in lower case."""

    path: str
    version: str
    url: str
    mode: str

    def key(self, session: Session) -> str:
        """The key or the token that it asks for; empty where the caller's own token does.

        :raises Unmet: it has none.
        """
        if self.mode not in CREDENTIALS:
            return ""
        word, member = CREDENTIALS[self.mode]
        answer = session.arm.send("POST", f"{self.path}/{word}", self.version, kind=READ).json()
        key = str(dig(answer, member) or "")
        if not key:
            name = self.path.rpartition("/")[2]
            raise errors.Unmet(f"the endpoint {name} has no {member} to call it with", resource_id=self.path)
        session.secrets.append(key)
        return key

    def call(self, session: Session, body: Any, kind: str, deployment: str) -> Response:
        """What it answers. ``deployment`` names one of those behind it, empty for what the endpoint chooses."""
        key = self.key(session)
        headers = {DEPLOYMENT: deployment} if deployment else {}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        audience = None if key else "ml"
        return session.arm.transport.send(Request("POST", self.url, kind, audience, body, headers, scoring=True))


def find(session: Session, params: Mapping[str, Any], collection: str) -> Address:
    """The address of the endpoint that ``params`` name.

    :raises ServiceError: there is no such endpoint.  :raises Unmet: it has no address.
    :raises Malformed: its address is no host of this cloud's endpoints; nothing is sent there.
    """
    path = fill_checked(f"{WORKSPACE.path}/{collection}/{{name}}", params, {"name": NAME})
    version = str(params.get("api_version") or ML_API_VERSION)
    endpoint = session.arm.get(path, version)
    if endpoint is None:
        raise errors.ServiceError(
            f"ResourceNotFound: there is no {path}", code="ResourceNotFound", status=404, resource_id=path
        )
    url = str(dig(endpoint, "properties.scoringUri") or "")
    if not url:
        raise errors.Unmet(f"the endpoint {params['name']} has no address yet", resource_id=path)
    if not session.arm.transport.cloud.scores(url):
        raise errors.Malformed(
            f"the endpoint {params['name']} is called at {redact.url(url)}, which is none of this cloud's hosts for "
            "endpoints; nothing was sent there",
            code="ForeignUrl",
            resource_id=path,
        )
    return Address(path, version, url, str(dig(endpoint, "properties.authMode") or "").lower())


def score(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Call an online endpoint and return what its model answers; in check mode only where the task says it only reads.

    :raises Unmet: it answers with another status than the task accepts.
    """
    reads = bool(params.get("read_only"))
    empty = {"changed": False, "sent": False, "status": None, "deployment": None, "json": None, "content": None}
    try:
        address = find(session, params, "onlineEndpoints")
    except errors.ServiceError as error:
        if not check_mode or not error.missing:
            raise
        session.warnings.append(f"this needs what a task before it must create: {error.message}")
        return empty
    if check_mode and not reads:
        return empty
    expected = [int(status) for status in params["status_code"]]
    try:
        deployment = str(params.get("deployment") or "")
        response = address.call(session, params.get("body"), READ if reads else UNSAFE, deployment)
    except errors.Ambiguous as error:
        # Nothing of what is managed here can have changed: it is no write whose answer was lost.
        error.facts.pop("lost_write", None)
        error.facts["resource_id"] = address.path
        if error.facts.get("status"):
            facts = {**error.facts, "code": None}
            raise errors.Unmet(_unlike(address, error.facts["status"], expected), **facts) from error
        raise
    if response.status not in expected:
        said = redact.line(response.content[:2000].decode("utf-8", "replace"), session.secrets, limit=200)
        told = f"{_unlike(address, response.status, expected)}: {said}"
        raise errors.Unmet(told, status=response.status, resource_id=address.path, attempts=response.attempts)
    return {
        "changed": False,
        "sent": True,
        "status": response.status,
        "deployment": response.headers.get(DEPLOYMENT),
        **_content(response),
    }


def _unlike(address: Address, status: int, expected: list[int]) -> str:
    wanted = " or ".join(str(status) for status in expected)
    return f"the endpoint {address.path.rpartition('/')[2]} answered {status}, not {wanted}"


def _content(response: Response) -> dict[str, Any]:
    """What the model answered: decoded where it says that it is JSON, else as text."""
    if response.is_json and response.content.strip():
        return {"json": response.json(), "content": None}
    return {"json": None, "content": response.content.decode("utf-8", "replace")}


def start(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Call a batch endpoint: that starts a job, which is returned as it begins.

    :raises Ambiguous: the answer was lost; a job may have been started, and no second one is.
    """
    try:
        address = find(session, params, "batchEndpoints")
    except errors.ServiceError as error:
        if not check_mode or not error.missing:
            raise
        session.warnings.append(f"this needs what a task before it must create: {error.message}")
        return {"changed": True, "job": {}}
    if check_mode:
        return {"changed": True, "job": {}}
    given = (("inputData", "inputs"), ("outputData", "outputs"))
    sent = {**(params.get("settings") or {}), **{name: params[o] for name, o in given if params.get(o) is not None}}
    try:
        response = address.call(session, {"properties": sent}, UNSAFE, str(params.get("deployment") or ""))
    except errors.Ambiguous as error:
        error.facts["resource_id"] = address.path
        error.message = f"the answer was lost; a job may have been started, and it was not asked again: {error.message}"
        raise
    if response.status >= 400:
        raise service_error(response, address.path)
    session.accepted = True
    body = response.json() or {}
    job = {"id": body.get("id"), "name": body.get("name"), "status": dig(body, "properties.status")}
    return {"changed": True, "job": {**job, "deployment": response.headers.get(DEPLOYMENT)}}


ENDPOINT = {"name": {"type": "str", "required": True}, "deployment": {"type": "str"}}

SCORE = Call(
    noun="online_endpoint_invocation",
    run=score,
    needs=WORKSPACE,
    options={
        **ENDPOINT,
        "body": {"type": "raw"},
        "status_code": {"type": "list", "elements": "int", "default": [200]},
        "read_only": {"type": "bool", "default": False},
    },
)
START = Call(
    noun="batch_endpoint_invocation",
    run=start,
    needs=WORKSPACE,
    options={
        **ENDPOINT,
        "inputs": {"type": "dict"},
        "outputs": {"type": "dict"},
        "settings": {"type": "dict"},
    },
)
