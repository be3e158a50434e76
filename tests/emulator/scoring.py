# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where online endpoints answer: a key or a token, the traffic rules, and models that do as they are told.

Azure gives every endpoint a host, `churn.eastus.inference.ml.azure.com` (recorded 2.3). Here that host is the first
part of a path of the listener, so that nothing needs a name server; a request that carries it as its host is answered
too. What a deployment's model does stands in the knob `scoring`.

Source of the statuses: learn.microsoft.com, "Troubleshoot online endpoints", HTTP status codes.
"""

from __future__ import annotations

import asyncio
import re
import uuid
from typing import Any

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Host, Route, Router

from . import access, tokens
from .call import Call
from .core import EmulatorState, base_url_of
from .directory import stable_guid
from .errors import ArmError
from .ids import key_of, parse

TYPE = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
SUFFIX = ".inference.ml.azure.com"
DEPLOYMENT = "azureml-model-deployment"
_TURNS, _TOKENS = "scoring.turns", "endpoint tokens"
_METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD"]
_SECONDS = re.compile(r"PT(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


class _HostConvertor(Convertor[str]):
    regex = r"[a-zA-Z][a-zA-Z0-9-]*\.[a-z0-9]+" + re.escape(SUFFIX)

    def convert(self, value: str) -> str:
        return value.lower()

    def to_string(self, value: str) -> str:
        return value


def take_hosts() -> None:
    """Let a route have an endpoint's host as a part of its path."""
    register_url_convertor("scoring", _HostConvertor())


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The routes of all endpoints."""
    take_hosts()

    async def in_path(request: Request) -> Response:
        return await answer(emulator, request, request.path_params["place"], "/" + request.path_params["path"])

    async def as_host(request: Request) -> Response:
        place = request.headers.get("host", "").partition(":")[0].lower()
        return await answer(emulator, request, place, request.url.path)

    everything = Router([Route("/{path:path}", as_host, methods=_METHODS)])
    return [
        Route("/{place:scoring}/{path:path}", in_path, methods=_METHODS),
        Host("{endpoint}.{region}" + SUFFIX, everything),
    ]


def address(emulator: EmulatorState, base_url: str, name: str, region: str) -> str:
    """The origin, or its stand-in, of the endpoint `name`, for a caller who reaches us by `base_url`."""
    host = f"{name}.{region}{SUFFIX}"
    return f"https://{host}" if emulator.config.endpoint_hosts else f"{base_url}/{host}"


def keys_of(emulator: EmulatorState, endpoint_id: str) -> dict[str, str]:
    """The keys of an endpoint: those that it was given, else its first ones."""
    first = {name: stable_guid(f"{name}/{endpoint_id}").replace("-", "") for name in ("primaryKey", "secondaryKey")}
    return {**first, **(emulator.store.get_doc("secrets", key_of(endpoint_id)) or {})}


def issue_token(emulator: EmulatorState, endpoint_id: str, token: str) -> None:
    """Keep a token that an endpoint takes from now on."""
    held = emulator.store.get_doc(_TOKENS, key_of(endpoint_id)) or []
    emulator.store.put_doc(_TOKENS, key_of(endpoint_id), [*held, token])


async def answer(emulator: EmulatorState, request: Request, place: str, path: str) -> Response:
    """One request to one endpoint."""
    name, _dot, rest = place.partition(".")
    endpoint = find(emulator, TYPE, name, rest.removesuffix(SUFFIX))
    if endpoint is None:
        return refusal(404, "There is no endpoint of this name.")
    if not admits(emulator, endpoint, request):
        return refusal(401, "The credential is missing, wrong or expired.")
    if endpoint["properties"]["authMode"] == "AADToken":
        try:
            permit(emulator, endpoint, request, "onlineEndpoints/score/action")
        except ArmError as exc:
            return refusal(403, str(exc.body["error"]["message"]))
    chosen = request.headers.get(DEPLOYMENT) or turn(emulator, endpoint)
    deployment = emulator.store.get(f"{endpoint['id']}/deployments/{chosen}") if chosen else None
    if deployment is None:
        # Also where no deployment has a share of the traffic.
        return refusal(404, "The endpoint has no valid deployment with positive weight.")
    await request.body()
    return await score(emulator, endpoint["name"], deployment, path)


def find(emulator: EmulatorState, kind: str, name: str, region: str) -> dict[str, Any] | None:
    """The endpoint: its name is unique in a region."""
    for body in emulator.store.of_type(kind):
        if body["name"].lower() == name and body["location"] == region:
            return body
    return None


def admits(emulator: EmulatorState, endpoint: dict[str, Any], request: Request) -> bool:
    """Whether the request carries what the endpoint's authMode asks for."""
    scheme, _space, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given:
        return False
    key, mode = key_of(endpoint["id"]), endpoint["properties"]["authMode"]
    if mode == "Key":
        return given in keys_of(emulator, endpoint["id"]).values()
    if mode == "AMLToken":
        return given in (emulator.store.get_doc(_TOKENS, key) or [])
    return isinstance(caller(emulator, request), dict)


def caller(emulator: EmulatorState, request: Request) -> dict[str, Any] | tokens.Refusal:
    """The claims of the token for the regional plane that the request carries, or why it is none."""
    given = request.headers.get("authorization", "").partition(" ")[2]
    own = {base_url_of(emulator, request), emulator.base_url}
    audiences = tokens.regional_audiences(own, strict=True)
    return tokens.claims_of(given, emulator.clock.now(), audiences)


def permit(emulator: EmulatorState, endpoint: dict[str, Any], request: Request, word: str) -> dict[str, Any]:
    """The claims of a caller with a token who may do this (learn.microsoft.com, "Control access to ... endpoints");
    raises ArmError for one who may not.
    """
    claims = caller(emulator, request)
    assert isinstance(claims, dict)
    call = Call(emulator, "POST", parse(endpoint["id"]), {}, {}, {}, claims, emulator.base_url)
    access.check_permission(call, f"Microsoft.MachineLearningServices/workspaces/{word}")
    return claims


def turn(emulator: EmulatorState, endpoint: dict[str, Any]) -> str:
    """The deployment whose turn it is: of 100 requests each one gets its share, spread evenly. Empty for none."""
    shares = {name: float(share) for name, share in (endpoint["properties"].get("traffic") or {}).items() if share}
    if not shares:
        return ""
    held = emulator.store.get_doc(_TURNS, key_of(endpoint["id"])) or {}
    credit = {name: held.get(name, 0.0) + share for name, share in shares.items()}
    chosen = max(credit, key=lambda name: credit[name])
    credit[chosen] -= sum(shares.values())
    emulator.store.put_doc(_TURNS, key_of(endpoint["id"]), credit)
    return chosen


async def score(emulator: EmulatorState, endpoint: str, deployment: dict[str, Any], path: str) -> Response:
    """What the deployment's model answers, by the knob `scoring`."""
    name = deployment["name"]
    does = emulator.config.scoring.get(f"{endpoint}/{name}".lower()) or {}
    took = float(does.get("seconds") or 0)
    allowed = seconds_of((deployment["properties"].get("requestSettings") or {}).get("requestTimeout"))
    if took:
        await pass_time(emulator, min(took, allowed))
    if took > allowed:
        return refusal(408, "The model took longer than request_timeout_ms.", name)
    status = int(does.get("status") or 200)
    if not 200 <= status < 300:
        headers = {"ms-azureml-model-error-statuscode": str(status), "ms-azureml-model-error-reason": "model_error"}
        return refusal(424, "The model answered with an error.", name, headers)
    if status == 204:
        return Response(status_code=204, headers=marks(name, took))
    body = does.get("body", {"answered_by": name, "path": path})
    return JSONResponse(body, status_code=status, headers=marks(name, took))


async def pass_time(emulator: EmulatorState, seconds: float) -> None:
    """Let the model work; a virtual clock moves instead."""
    if emulator.clock.virtual:
        emulator.clock.advance(seconds)
    else:
        await asyncio.sleep(seconds)


def seconds_of(duration: Any) -> float:
    """The seconds of a request timeout; five where there is none, as the service has it (contract 4)."""
    found = _SECONDS.fullmatch(str(duration or ""))
    return (float(found[1] or 0) * 60 + float(found[2] or 0)) or 5.0 if found else 5.0


def refusal(status: int, text: str, deployment: str = "", headers: dict[str, str] | None = None) -> Response:
    """An answer of the front door instead of the model."""
    return JSONResponse({"error": text}, status_code=status, headers={**marks(deployment), **(headers or {})})


def marks(deployment: str = "", seconds: float = 0.0) -> dict[str, str]:
    """The headers by which an answer tells where it comes from, as documentation shows them."""
    own = str(uuid.uuid4())
    found = {"server": "azureml-frontdoor", "x-ms-request-id": own, "x-request-id": own}
    if deployment:
        found |= {DEPLOYMENT: deployment, "azureml-model-session": deployment}
        found |= {"x-ms-run-function-failed": "False", "x-ms-run-fn-exec-ms": str(seconds * 1000)}
    return found
