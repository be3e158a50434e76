# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls an endpoint as its users do: a model scores, or a batch job starts (contract 3, recorded 2.3, 2.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
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
from ..tree import dig
from . import look, scoring


def path_of(collection: str, params: Mapping[str, Any]) -> str:
    """The path of the endpoint that ``params`` name. :raises InputError: naming the option."""
    return fill_checked(f"{WORKSPACE.path}/{collection}/{{name}}", params, {"name": NAME})


def find(session: Session, params: Mapping[str, Any], collection: str, check_mode: bool) -> tuple[str, Any]:
    """The path of the endpoint that ``params`` name, and its body; None only in check mode, with a warning, where a
    task before this one must create it.

    :raises ServiceError: there is no such endpoint.
    """
    path = path_of(collection, params)
    try:
        endpoint = session.arm.get(path, _version(params))
        if endpoint is None:
            raise look.missing(path, path)
    except errors.ServiceError as error:
        look.expect(session, str(params["name"]), error, check_mode)
        return path, None
    return path, endpoint


def _version(params: Mapping[str, Any]) -> str:
    return str(params.get("api_version") or ML_API_VERSION)


def score(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Call an online endpoint once and return what its model answers; in check mode only where the task says that the
    model only reads.

    :raises NotPassed: it answers with another status than the task accepts.
    :raises Unsent, Ambiguous: no answer came.  :raises Malformed: the endpoint names a host that is not the cloud's.
    """
    path, endpoint = find(session, params, "onlineEndpoints", check_mode)
    if endpoint is None or (check_mode and not params["read_only"]):
        return {"changed": False, "sent": False, "status": None, "deployment": None, "json": None, "content": None}
    door = scoring.door(session, path, _version(params), endpoint)
    try:
        response = scoring.call(session, door, deployment=str(params.get("deployment") or ""), body=params.get("body"))
    except errors.Ambiguous as error:
        # Nothing of what is managed here can have changed: it is no write whose answer was lost.
        error.facts.pop("lost_write", None)
        error.facts["resource_id"] = path
        raise
    if response.status not in {int(status) for status in params["status_code"]}:
        expected = " or ".join(str(status) for status in params["status_code"])
        text = redact.line(_reason(response), session.met)
        raise errors.NotPassed(
            f"the endpoint {params['name']} answered {scoring.said(response)}, not {expected}{text and ': '}{text}",
            status=response.status,
            resource_id=path,
            attempts=response.attempts,
        )
    answered_by = response.headers.get(scoring.DEPLOYMENT)
    return {
        "changed": False,
        "sent": True,
        "status": response.status,
        "deployment": answered_by,
        **_content(response, session.met),
    }


def _reason(response: Response) -> Any:
    """Why it did not work, in the words of the model or of what stands before it."""
    try:
        told = response.json()
    except errors.Malformed:
        told = None
    error = told.get("error") if isinstance(told, dict) else None
    found = error.get("message") if isinstance(error, dict) else error
    return found if isinstance(found, str) else response.content[:2000].decode("utf-8", "replace")


def _content(response: Response, hidden: Sequence[str]) -> dict[str, Any]:
    """What the model answered: decoded where it says that it is JSON, else as text. A model may say what it was sent,
    and nobody asked for the key.
    """
    content = response.content
    for secret in hidden:
        content = content.replace(secret.encode(), redact.MASK.encode())
    shown = replace(response, content=content)
    if shown.is_json and content.strip():
        return {"json": shown.json(), "content": None}
    return {"json": None, "content": content.decode("utf-8", "replace")}


def start(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Call a batch endpoint: that starts a job, which is returned as it begins.

    :raises Ambiguous: the answer was lost; a job may have been started, and no second one is.
    """
    path, endpoint = find(session, params, "batchEndpoints", check_mode)
    if check_mode:
        return {"changed": True, "job": {}}
    door = scoring.door(session, path, _version(params), endpoint)
    given = (("inputData", "inputs"), ("outputData", "outputs"))
    sent = {**(params.get("settings") or {}), **{name: params[o] for name, o in given if params.get(o) is not None}}
    try:
        deployment = str(params.get("deployment") or "")
        response = scoring.call(session, door, deployment=deployment, body={"properties": sent})
        if response.status == 408 or response.status >= 500 or response.is_page:
            raise errors.Ambiguous(f"it answered {response.status}", status=response.status)
    except errors.Ambiguous as error:
        error.message = f"the answer was lost; a job may have been started, and it was not asked again: {error.message}"
        error.facts.update(code="AnswerLost", lost_write=True, resource_id=path, attempts=1)
        raise
    if response.status >= 400:
        raise service_error(response, path)
    session.accepted = True
    body = response.json() or {}
    job = {"id": body.get("id"), "name": body.get("name"), "status": dig(body, "properties.status")}
    return {"changed": True, "job": {**job, "deployment": response.headers.get(scoring.DEPLOYMENT)}}


ENDPOINT = {"name": {"type": "str", "required": True}, "deployment": {"type": "str"}}

SCORE = Call(
    noun="online_endpoint_invocation",
    run=score,
    check=partial(path_of, "onlineEndpoints"),
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
    check=partial(path_of, "batchEndpoints"),
    needs=WORKSPACE,
    options={
        **ENDPOINT,
        "inputs": {"type": "dict"},
        "outputs": {"type": "dict"},
        "settings": {"type": "dict"},
    },
)
