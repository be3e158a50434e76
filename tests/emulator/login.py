# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The login service: discovery documents and token endpoints, with the errors of Entra ID (contract 1, verified 1)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import assertions, tokens
from .core import EmulatorState, base_url_of
from .directory import Directory, Principal

#: An assertion is proof of its own; clients send this and nothing else as its type (contract 1.1).
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
NO_STORE = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache", "Expires": "-1"}


class LoginError(Exception):
    """One AADSTS failure: its number, OAuth word, HTTP status and text."""

    def __init__(self, code: int, error: str, status: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.error = error
        self.status = status


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


def grant(emulator: EmulatorState, tenant: str, form: Mapping[str, str], endpoint: str, base: str) -> dict[str, Any]:
    """The token answer to a form, or LoginError.

    Checks go from what is cheapest to see to what needs the directory, so that a request with several faults names the
    first one a user would look at.
    """
    directory, now = emulator.directory, emulator.clock.now()
    check_tenant(directory, tenant)
    for name in ("grant_type", "client_id"):
        if not form.get(name):
            raise LoginError(
                900144, "invalid_request", 400, f"The request body must contain the following parameter: '{name}'."
            )
    if form["grant_type"] != "client_credentials":
        raise LoginError(
            70003, "unsupported_grant_type", 400, f"The app requested an unsupported grant type '{form['grant_type']}'."
        )
    by_resource = endpoint == "v1" and ("resource" in form or tenant.lower() != "adfs")
    audience = audience_of_resource(form) if by_resource else audience_of_scope(form)
    principal = directory.principal(form["client_id"])
    if principal is None:
        raise LoginError(
            700016,
            "unauthorized_client",
            400,
            f"Application with identifier '{form['client_id']}' was not found in the directory '{tenant}'. This can "
            "happen if the application has not been installed by the administrator of the tenant or consented to by "
            "any user in the tenant. You may have sent your authentication request to the wrong tenant.",
        )
    proof = check_credential(emulator, principal, form, token_endpoints(base, tenant))
    if audience not in tokens.known_audiences((base, emulator.base_url, emulator.http_url)):
        raise LoginError(
            500011,
            "invalid_resource",
            400,
            f"The resource principal named {audience} was not found in the tenant named {tenant}. This can happen if "
            "the application has not been installed by the administrator of the tenant or consented to by any user in "
            "the tenant. You might have sent your authentication request to the wrong tenant.",
        )
    lifetime = emulator.config.token_seconds
    access_token = tokens.issue(
        tenant=directory.tenant,
        client_id=principal.client_id,
        object_id=principal.object_id,
        audience=audience,
        now=now,
        lifetime_s=lifetime,
        proof=proof,
    )
    if by_resource:
        return v1_answer(access_token, audience, now, lifetime)
    return {"token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime, "access_token": access_token}


def v1_answer(access_token: str, resource: str, now: float, lifetime_s: int) -> dict[str, str]:
    """The v1 answer, whose numbers are all strings (contract 1.1)."""
    return {
        "token_type": "Bearer",
        "expires_in": str(lifetime_s),
        "ext_expires_in": str(lifetime_s),
        "expires_on": str(int(now) + lifetime_s),
        "not_before": str(int(now) - tokens.BACKDATE_S),
        "resource": resource,
        "access_token": access_token,
    }


def audience_of_resource(form: Mapping[str, str]) -> str:
    """The audience that a v1 request names, LoginError when it names none."""
    if not form.get("resource"):
        raise missing_field("resource")
    return form["resource"]


def audience_of_scope(form: Mapping[str, str]) -> str:
    """The audience that a v2 request names: its scope without `/.default`.

    A resource that ends in a slash gives a double slash, and keeps its own (contract 1.1).
    """
    scope = form.get("scope", "").strip()
    if not scope:
        raise missing_field("scope")
    if not re.fullmatch(r"\S+/\.default", scope):
        raise LoginError(
            1002012,
            "invalid_scope",
            400,
            f"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with "
            "/.default suffixed to the resource identifier (application ID URI).",
        )
    return scope[: -len("/.default")]


def missing_field(name: str) -> LoginError:
    """The error for a request without a resource or scope (verified 1, "no scope")."""
    return LoginError(
        90014,
        "invalid_request",
        400,
        f"The required field '{name}' is missing from the credential. Ensure that you have all the "
        "necessary parameters for the login request.",
    )


def check_tenant(directory: Directory, tenant: str) -> None:
    """Raise LoginError when the directory does not have the tenant."""
    if directory.knows_tenant(tenant):
        return
    raise LoginError(
        90002,
        "invalid_tenant",
        400,
        f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the "
        "correct cloud. Check with your subscription administrator, this may happen if there are no active "
        "subscriptions for the tenant.",
    )


def check_credential(
    emulator: EmulatorState, principal: Principal, form: Mapping[str, str], audiences: frozenset[str]
) -> str:
    """Check the secret or the assertion of a request; returns the `appidacr` claim, raises LoginError.

    `audiences` are the URLs that a self-signed assertion may be addressed to.
    """
    if form.get("client_assertion"):
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise LoginError(
                900144,
                "invalid_request",
                400,
                "The request body must contain the following parameter: 'client_assertion_type'.",
            )
        trust = assertions.trust_of(principal, emulator.config.extra)
        problem = assertions.problem_of(form["client_assertion"], trust, audiences, emulator.clock.now())
        if problem is not None:
            raise LoginError(problem.code, "invalid_client", 401, problem.text)
        return "2"
    secret, client_id = form.get("client_secret"), form["client_id"]
    if not secret:
        raise LoginError(
            7000216,
            "invalid_client",
            401,
            "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
        )
    if principal.expired_secret is not None and secret == principal.expired_secret:
        raise LoginError(
            7000222,
            "invalid_client",
            401,
            f"The provided client secret keys for app '{client_id}' are expired. Visit the Azure portal to create new "
            "keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added "
            "security: https://aka.ms/certCreds.",
        )
    if secret != principal.secret:
        raise LoginError(
            7000215,
            "invalid_client",
            401,
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
            f"not the client secret ID, for a secret added to app '{client_id}'.",
        )
    return "1"


def token_endpoints(base: str, tenant: str) -> frozenset[str]:
    """What an assertion may be addressed to: either token endpoint of the tenant, or its issuer."""
    root = f"{base}/{tenant}"
    return frozenset({f"{root}/oauth2/token", f"{root}/oauth2/v2.0/token", root, f"{root}/", f"{root}/v2.0"})


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
