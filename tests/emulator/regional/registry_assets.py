# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mferp/managementfrontend: the assets of a registry, where its discovery document leads (recorded 1 and 2.6).

They are the assets that ARM shows, under other ids. A PUT is followed by its Location alone, at the service that keeps
the asset.
"""

from __future__ import annotations

import json
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ..call import NULL, Answer, Call
from ..core import EmulatorState, base_url_of
from ..errors import ArmError, service_error
from ..ids import ResourceId, parse
from ..operation_forms import RUNNING

PREFIX = "/mferp/managementfrontend"
REGISTRY = "/subscriptions/{subscription}/{groups}/{group}/providers/{namespace}/registries/{registry}"
# ARM's version of the assets; the front end's own versions are those of previews, and recordings do not show them.
VERSION = "2024-10-01"
# Where files of an asset are put first; ARM calls the same startPendingUpload.
_UPLOADS = re.compile(r"/tempdatarefs/(?P<name>[^/]+)/versions/(?P<version>[^/]+)$", re.IGNORECASE)


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The assets, and the operations of the two services that keep them."""

    async def assets(request: Request) -> Response:
        return respond(emulator, request, await request.body())

    async def operation(request: Request) -> Response:
        return poll(emulator, request)

    return [
        Route(PREFIX + REGISTRY + "/{rest:path}", assets, methods=["GET", "PUT", "POST", "DELETE"]),
        Route("/assetstore/v1.0/operations/{operation}", operation, methods=["GET"]),
        Route("/environment/v1.0/operations/{operation}", operation, methods=["GET"]),
    ]


def respond(emulator: EmulatorState, request: Request, content: bytes) -> Response:
    """Let ARM answer, and say it as the region does; raises ArmError."""
    path = request.url.path[len(PREFIX) :]
    base = base_url_of(emulator, request)
    own = f"/registries/{request.path_params['registry']}"
    upload = _UPLOADS.search(path)
    if upload and request.method == "PUT":
        place = f"/models/{upload['name']}/versions/{upload['version']}/startPendingUpload"
        answer = _arm(emulator, request, "POST", path[: upload.start()] + place, b"{}")
        body = {key: value for key, value in answer.body.items() if not key.startswith("pendingUpload")}
        return _response(Answer(200, {**body, "temporaryDataReferenceId": answer.body["pendingUploadId"]}))
    try:
        answer = _arm(emulator, request, request.method, path, content)
    except ArmError as exc:
        is_versions = request.method == "GET" and path.lower().rstrip("/").endswith("/versions")
        if exc.status != 404 or not is_versions or not emulator.store.exists(path.partition("/registries/")[0] + own):
            raise
        # What has no version has none to list here (recorded: get-registries-models-versions); ARM answers 404.
        return _response(Answer(200, {"value": []}))
    if request.method == "PUT":
        started = emulator.operations.running_on(path)
        service = "environment" if "/environments/" in path.lower() else "assetstore"
        where = f"{base}/{service}/v1.0/operations/{started['id'] if started else ''}"
        headers = {"Location": where, "x-ms-async-operation-timeout": "PT1H", **_retry_after(emulator)}
        return _response(Answer(202, NULL, headers))
    if isinstance(answer.body, dict) and isinstance(answer.body.get("value"), list):
        return _response(Answer(200, {**answer.body, "value": [shown(row) for row in answer.body["value"]]}))
    return _response(Answer(answer.status, shown(answer.body), answer.headers))


def _arm(emulator: EmulatorState, request: Request, method: str, path: str, content: bytes) -> Answer:
    query = {name.lower(): value for name, value in request.query_params.items()}
    headers = {name.lower(): value for name, value in request.headers.items()}
    # The call's own id does not count: the path does.
    own = parse(path) or ResourceId("", "", "", (), ())
    base = base_url_of(emulator, request)
    call = Call(emulator, method, own, {}, {**query, "api-version": VERSION}, headers, request.state.claims, base)
    return emulator.arm.handle(call, path, content)


def asset_id(resource_id: str) -> str:
    """The id under which the region knows an asset: azureml://registries/{registry}/{kind}/{name}/versions/{version}."""
    return "azureml://registries/" + resource_id.partition("/registries/")[2]


def shown(body: Any) -> Any:
    """A container or a version of an asset in the words of the region; anything else as it is."""
    own = parse(body["id"]) if isinstance(body, dict) and isinstance(body.get("id"), str) else None
    if own is None or len(own.names) < 2:
        return body
    kind = own.types[1]
    # How far a version is was in no recording of these paths.
    inner = {name: value for name, value in (body.get("properties") or {}).items() if name != "provisioningState"}
    body = {**body, "properties": inner}
    if len(own.names) == 2:
        return {**body, "id": f"{asset_id(body['id'])}/versions/{inner.get('latestVersion')}", "type": kind}
    if kind == "models":
        # A model is called by its name, everything else by its version.
        inner.setdefault("originAssetId", None)
        return {**body, "id": asset_id(body["id"]), "name": own.names[1], "type": kind}
    return {**body, "id": asset_id(body["id"]), "type": body["type"] if kind == "components" else kind}


def poll(emulator: EmulatorState, request: Request) -> Response:
    """202 while the operation runs, then the id of the asset; of an environment nothing."""
    name = request.path_params["operation"]
    operation = emulator.store.get_doc("operations", name.lower())
    if operation is None:
        raise service_error(
            404,
            f"The operation '{name}' was not found.",
            "assetstore",
            location="eastus",
            time=emulator.iso("+00:00"),
            inner="NotFound",
        )
    if operation["status"] == RUNNING:
        return Response(status_code=202, headers=_retry_after(emulator))
    if operation["error"]:
        return _response(Answer(int(operation["error_status"]), {"error": operation["error"]}))
    if "/environments/" in operation["target"].lower():
        return Response(status_code=200)
    return _response(Answer(200, {"assetId": asset_id(operation["target"])}))


def _retry_after(emulator: EmulatorState) -> dict[str, str]:
    """The header that only a switch adds."""
    seconds = emulator.config.retry_after
    return {} if seconds is None else {"Retry-After": str(seconds)}


def _response(answer: Answer) -> Response:
    headers = {name: str(value) for name, value in answer.headers.items()}
    if answer.body is None:
        return Response(status_code=answer.status, headers=headers)
    content = "null" if answer.body is NULL else json.dumps(answer.body, separators=(",", ":"))
    return Response(content, answer.status, headers, "application/json; charset=utf-8")
