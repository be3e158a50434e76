# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where batch endpoints take their jobs (recorded 2.4, post-jobs): a call starts one, over the data that it names."""

from __future__ import annotations

import json
import uuid

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import scoring
from .core import EmulatorState, base_url_of
from .errors import ArmError, service_error
from .spec import Body
from .types.batch_endpoint import TYPE

_JOBS = "batch jobs"


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The routes of all batch endpoints. They stand before those of the online ones, which take any path."""
    scoring.take_hosts()

    async def start(request: Request) -> Response:
        return answer(emulator, request, request.path_params["place"], await request.body())

    return [Route("/{place:scoring}/jobs", start, methods=["POST"])]


def answer(emulator: EmulatorState, request: Request, place: str, raw: bytes) -> Response:
    """One call of one endpoint."""
    name, _dot, rest = place.partition(".")
    endpoint = scoring.find(emulator, TYPE, name, rest.removesuffix(scoring.SUFFIX))
    if endpoint is None:
        return scoring.refusal(404, "There is no endpoint of this name.")
    if not isinstance(scoring.caller(emulator, request), dict):
        # Batch endpoints know no keys (learn.microsoft.com, "Authorization on batch endpoints").
        return scoring.refusal(401, "The credential is missing, wrong or expired.")
    try:
        claims = scoring.permit(emulator, endpoint, request, "jobs/write")
    except ArmError as exc:
        return scoring.refusal(403, str(exc.body["error"]["message"]))
    wanted = request.headers.get(scoring.DEPLOYMENT) or (endpoint["properties"].get("defaults") or {}).get(
        "deploymentName"
    )
    deployment = emulator.store.get(f"{endpoint['id']}/deployments/{wanted}") if wanted else None
    if deployment is None:
        return scoring.refusal(404, f"The deployment '{wanted}' does not exist." if wanted else "There is no default.")
    try:
        sent = json.loads(raw or b"{}").get("properties") or {}
    except (ValueError, AttributeError):
        sent = {}
    # The recorded clients write it in either case.
    inputs = next((value for key, value in sent.items() if key.lower() == "inputdata"), None)
    if not inputs:
        return JSONResponse(no_input(emulator, endpoint), 400, scoring.marks(deployment["name"]))
    return started(emulator, request, endpoint, deployment, {**sent, "inputData": inputs}, claims)


def no_input(emulator: EmulatorState, endpoint: Body) -> Body:
    """How a call without data is refused."""
    return service_error(
        400,
        "The input of the job is missing.",
        "managementfrontend",
        location=endpoint["location"],
        time=emulator.iso("+00:00"),
        code="UserError",
        inner="BadArgument",
    ).body


def started(
    emulator: EmulatorState, request: Request, endpoint: Body, deployment: Body, sent: Body, claims: Body
) -> Response:
    """A job over the data sent: 201, and the job is one of the workspace's."""
    name = str(uuid.uuid4())
    workspace = endpoint["id"].partition("/batchEndpoints/")[0]
    job = {"jobType": "Pipeline", "displayName": name, "experimentName": endpoint["name"], "jobs": {}}
    emulator.arm.create_resource(f"{workspace}/jobs/{name}", {"properties": job}, "2025-12-01", claims)
    own = f"{deployment['id']}/jobs/{name}"
    kept = deployment["properties"]
    found = sent["inputData"].items()
    properties = {
        "provisioningState": "Succeeded",
        "inputData": {key: {"description": None, "mode": "ReadOnlyMount", **value} for key, value in found},
        **{word: sent.get(word, kept.get(word)) for word in ("miniBatchSize", "errorThreshold", "outputFileName")},
        "retrySettings": kept.get("retrySettings"),
        "status": "Preparing",
    }
    headers = {**scoring.marks(deployment["name"]), "Location": f"{base_url_of(emulator, request)}{own}"}
    body = {"id": own, "name": name, "type": f"{TYPE}/deployments/jobs", "properties": properties}
    emulator.store.put_doc(_JOBS, own.lower(), body)
    return JSONResponse(body, 201, headers)


def jobs_below(emulator: EmulatorState, place: str) -> list[Body]:
    """The jobs of an endpoint or of a deployment, each with the status that it has by now."""
    found = []
    for body in emulator.store.docs(_JOBS, place.lower() + "/").values():
        workspace = body["id"].partition("/batchEndpoints/")[0]
        job = emulator.store.get(f"{workspace}/jobs/{body['name']}")
        status = job["properties"]["status"] if job else body["properties"]["status"]
        found.append({**body, "properties": {**body["properties"], "status": status}})
    return found
