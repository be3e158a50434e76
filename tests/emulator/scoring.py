# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The addresses of endpoints (recorded 2.4 and its /score): who may call, which deployment answers, what it says.

Azure has a host for each endpoint, `{name}.{region}.inference.ml.azure.com`; here they are paths of the one listener,
`/inference/{name}.{region}/score`, as the links into the region are. A model answers with what it was sent, unless the
knob `extra` has other words for it: {"answers": {"<endpoint>/<deployment>": {"status": 424, "body": {...}}}}.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from . import access
from .call import Call
from .core import EmulatorState, base_url_of
from .errors import ArmError, service_error
from .ids import parse
from .spec import Body
from .tokens import Refusal, claims_of, regional_audiences
from .types import batch_endpoint, online_endpoint

DEPLOYMENT = "azureml-model-deployment"
#: A step that meets each of a hundred shares once in a hundred calls.
_STRIDE = 61


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The routes of all endpoints."""

    async def score(request: Request) -> Response:
        return answered(emulator, request, online_endpoint.TYPE, await request.body(), scored)

    async def start(request: Request) -> Response:
        return answered(emulator, request, batch_endpoint.TYPE, await request.body(), started)

    return [
        Route("/inference/{host}/score", score, methods=["POST"]),
        Route("/inference/{host}/jobs", start, methods=["POST"]),
    ]


def answered(emulator: EmulatorState, request: Request, kind: str, raw: bytes, function: Any) -> Response:
    """Find the endpoint, let the caller in, and call."""
    name, _dot, location = request.path_params["host"].partition(".")
    found = next((e for e in emulator.store.of_type(kind) if e["name"] == name and e["location"] == location), None)
    if found is None:
        return PlainTextResponse("Not found", 404)
    try:
        claims = let_in(emulator, request, found)
        chosen = deployment_of(emulator, request, found)
        return function(emulator, request, found, chosen, raw, claims)
    except ArmError as exc:
        return JSONResponse(exc.body, exc.status, exc.headers)
    except PermissionError as exc:
        return PlainTextResponse(str(exc), 401)
    except LookupError as exc:
        return PlainTextResponse(str(exc), 404, {"ms-azureml-model-error-reason": "no deployment"})


def let_in(emulator: EmulatorState, request: Request, endpoint: Body) -> Body:
    """The claims of the caller, {} for one with a key; raises PermissionError for anybody else."""
    scheme, _space, given = request.headers.get("authorization", "").partition(" ")
    kept = emulator.store.get_doc("secrets", endpoint["id"].lower()) or {}
    mode = endpoint["properties"]["authMode"]
    if scheme != "Bearer" or not given:
        raise PermissionError("The request has no Authorization header with a bearer token.")
    if mode in ("Key", "AMLToken"):
        members = ("primaryKey", "secondaryKey") if mode == "Key" else ("accessToken",)
        if given not in {kept.get(member) for member in members}:
            raise PermissionError("The key or token is not that of this endpoint.")
        return {}
    audiences = regional_audiences([base_url_of(emulator, request)], strict=True)
    claims = claims_of(given, emulator.clock.now(), audiences)
    if isinstance(claims, Refusal):
        raise PermissionError(f"The token was refused: {claims.reason}.")
    own = parse(endpoint["id"])
    call = Call(emulator, "POST", own, {}, {}, {}, claims, emulator.base_url)
    batch = endpoint["type"] == batch_endpoint.TYPE
    # learn.microsoft.com: authorization on online endpoints, and on batch endpoints.
    word = "workspaces/jobs/write" if batch else "workspaces/onlineEndpoints/score/action"
    access.check_permission(call, f"Microsoft.MachineLearningServices/{word}")
    return claims


def deployment_of(emulator: EmulatorState, request: Request, endpoint: Body) -> Body:
    """The deployment that the caller names, else the one whose turn it is; raises LookupError when there is none."""
    own, properties = endpoint["id"], endpoint["properties"]
    wanted = request.headers.get(DEPLOYMENT) or (properties.get("defaults") or {}).get("deploymentName")
    wanted = wanted or next_by_share(emulator, own, properties.get("traffic") or {})
    found = emulator.store.get(f"{own}/deployments/{wanted}") if wanted else None
    if found is None:
        raise LookupError(f"The deployment '{wanted}' does not exist." if wanted else "No deployment has traffic.")
    return found


def next_by_share(emulator: EmulatorState, own: str, traffic: dict[str, int]) -> str | None:
    """The deployment whose turn it is: of a hundred calls in a row each gets exactly its share."""
    at = int(emulator.store.get_doc("scoring", own.lower()) or 0)
    emulator.store.put_doc("scoring", own.lower(), at + 1)
    point = at * _STRIDE % 100
    for name, share in traffic.items():
        if point < share:
            return name
        point -= share
    return None


def scored(
    emulator: EmulatorState, request: Request, endpoint: Body, chosen: Body, raw: bytes, claims: Body
) -> Response:
    """What the model says."""
    headers = {DEPLOYMENT: chosen["name"]}
    told = (emulator.config.extra.get("answers") or {}).get(f"{endpoint['name']}/{chosen['name']}")
    if told:
        return JSONResponse(told.get("body"), int(told.get("status", 200)), headers)
    return Response(raw or b"{}", 200, headers, media_type="application/json")


def started(
    emulator: EmulatorState, request: Request, endpoint: Body, chosen: Body, raw: bytes, claims: Body
) -> Response:
    """A job over the data sent: 201, and the job is one of the workspace's (recorded: post-jobs)."""
    headers = {DEPLOYMENT: chosen["name"]}
    try:
        sent = json.loads(raw or b"{}").get("properties") or {}
    except (ValueError, AttributeError):
        sent = {}
    inputs = next((value for key, value in sent.items() if key.lower() == "inputdata"), None)
    if not inputs:
        refusal = service_error(
            400,
            "The input of the job is missing.",
            "managementfrontend",
            location=endpoint["location"],
            time=emulator.iso("+00:00"),
            code="UserError",
            inner="BadArgument",
        )
        return JSONResponse(refusal.body, 400, headers)
    name = str(uuid.uuid4())
    workspace = endpoint["id"].partition("/batchEndpoints/")[0]
    job = {"jobType": "Pipeline", "displayName": name, "experimentName": endpoint["name"], "jobs": {}}
    emulator.arm.create_resource(f"{workspace}/jobs/{name}", {"properties": job}, "2025-12-01", claims)
    own = f"{chosen['id']}/jobs/{name}"
    defaults = chosen["properties"]
    properties = {
        "provisioningState": "Succeeded",
        "inputData": {key: {"description": None, "mode": "ReadOnlyMount", **value} for key, value in inputs.items()},
        "miniBatchSize": sent.get("miniBatchSize", defaults.get("miniBatchSize")),
        "errorThreshold": sent.get("errorThreshold", defaults.get("errorThreshold")),
        "outputFileName": sent.get("outputFileName", defaults.get("outputFileName")),
        "retrySettings": defaults.get("retrySettings"),
        "status": "Preparing",
    }
    kind = "Microsoft.MachineLearningServices/workspaces/batchEndpoints/deployments/jobs"
    headers["Location"] = f"{base_url_of(emulator, request)}{own}"
    return JSONResponse({"id": own, "name": name, "type": kind, "properties": properties}, 201, headers)
