# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The login service: discovery documents and token endpoints, with the errors of Entra ID (contract 1, verified 1)."""

from __future__ import annotations

import uuid
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from .core import EmulatorState, base_url_of
from .grants import LoginError, check_tenant, grant

NO_STORE = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache", "Expires": "-1"}


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The routes of the login service, for the https listener; none of them needs a token."""

    async def token_v1(request: Request) -> Response:
        return await token(emulator, request, "v1")

    async def token_v2(request: Request) -> Response:
        return await token(emulator, request, "v2")

    async def discovery(request: Request) -> Response:
        return openid_configuration(emulator, request)

    async def instance(request: Request) -> Response:
        return instance_discovery(emulator, request)

    return [
        Route("/common/discovery/instance", instance, methods=["GET"]),
        Route("/{tenant}/.well-known/openid-configuration", discovery, methods=["GET"]),
        Route("/{tenant}/v2.0/.well-known/openid-configuration", discovery, methods=["GET"]),
        Route("/{tenant}/oauth2/token", token_v1, methods=["POST"]),
        Route("/{tenant}/oauth2/v2.0/token", token_v2, methods=["POST"]),
    ]


def openid_configuration(emulator: EmulatorState, request: Request) -> Response:
    """The document that msal reads before it asks for a token (contract 1.2).

    An unknown tenant fails here, not at the token endpoint (verified 1, 90002).
    """
    tenant, base = request.path_params["tenant"], base_url_of(emulator, request)
    try:
        check_tenant(emulator.directory, tenant)
    except LoginError as exc:
        return failure(emulator, exc, request)
    adfs = tenant.lower() == "adfs"
    oauth = f"{base}/{tenant}/oauth2" if adfs else f"{base}/{tenant}/oauth2/v2.0"
    return JSONResponse(
        {
            "token_endpoint": f"{oauth}/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": f"{base}/{tenant}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": f"{base}/adfs" if adfs else f"{base}/{tenant}/v2.0",
            "authorization_endpoint": f"{oauth}/authorize",
            "device_authorization_endpoint": f"{oauth}/devicecode",
            "end_session_endpoint": f"{oauth}/logout",
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "name", "oid", "tid", "ver"],
        }
    )


def instance_discovery(emulator: EmulatorState, request: Request) -> Response:
    """The list of hosts that are one authority: ours is alone (contract 1.2)."""
    base = base_url_of(emulator, request)
    asked = urlsplit(request.query_params.get("authorization_endpoint", ""))
    host = asked.netloc or request.url.netloc
    tenant = asked.path.strip("/").split("/")[0] or "common"
    return JSONResponse(
        {
            "tenant_discovery_endpoint": f"{base}/{tenant}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
        }
    )


async def token(emulator: EmulatorState, request: Request, endpoint: str) -> Response:
    """Answer one token request; `endpoint` is `v1` or `v2`."""
    body = (await request.body()).decode("utf-8", "replace")
    form = dict(parse_qsl(body, keep_blank_values=True))
    try:
        answer = grant(emulator, request.path_params["tenant"], form, endpoint, base_url_of(emulator, request))
    except LoginError as exc:
        return failure(emulator, exc, request)
    return JSONResponse(answer, headers=NO_STORE)


def failure(emulator: EmulatorState, exc: LoginError, request: Request) -> Response:
    """One failure in the envelope of Entra ID; `error_uri` names the host that was called (verified 1)."""
    stamp = emulator.clock.moment().strftime("%Y-%m-%d %H:%M:%SZ")
    trace = str(uuid.uuid4())
    correlation = request.headers.get("client-request-id") or str(uuid.uuid4())
    marks = f"Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}"
    return JSONResponse(
        {
            "error": exc.error,
            "error_description": f"AADSTS{exc.code}: {exc} {marks}",
            "error_codes": [exc.code],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"{base_url_of(emulator, request)}/error?code={exc.code}",
        },
        status_code=exc.status,
        headers={**NO_STORE, "x-ms-request-id": trace},
    )
