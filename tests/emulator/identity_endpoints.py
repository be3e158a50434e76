# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Managed identities: the instance metadata service, App Service and Azure ML compute (contract 1.4, verified 2)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from . import tokens
from .core import EmulatorState, base_url_of
from .directory import stable_guid
from .ids import same_id

#: User-assigned identities that exist without a resource; the probes of Microsoft's clients ask for this one.
DEFAULT_CLIENT_IDS = ("cid",)
#: What a caller may name an identity by, with the attribute it is held against. App Service and the 2017 form have
#: spellings of their own.
SELECTORS = {
    "client_id": "client_id",
    "clientid": "client_id",
    "object_id": "object_id",
    "principal_id": "object_id",
    "msi_res_id": "resource_id",
    "mi_res_id": "resource_id",
}


@dataclass(frozen=True)
class Identity:
    """One managed identity; `resource_id` is '' for one that is no resource."""

    client_id: str
    object_id: str
    resource_id: str = ""


def routes(emulator: EmulatorState) -> list[BaseRoute]:
    """The routes of the identity endpoints, for the plain and the https listener."""

    async def imds(request: Request) -> Response:
        return instance_metadata(emulator, request)

    async def msi(request: Request) -> Response:
        if "x-identity-header" in request.headers:
            return app_service(emulator, request)
        return ml_compute(emulator, request)

    return [
        Route("/metadata/identity/oauth2/token", imds, methods=["GET"]),
        Route("/msi/token", msi, methods=["GET"]),
    ]


def instance_metadata(emulator: EmulatorState, request: Request) -> Response:
    """A token from a virtual machine's metadata service.

    azure-identity first probes it without the header and takes any status as "there is one" (verified 2).
    """
    if request.headers.get("metadata", "").lower() != "true":
        return PlainTextResponse("Required metadata header not specified", status_code=400)
    query = request.query_params
    for name in ("api-version", "resource"):
        if not query.get(name):
            return oauth_error("invalid_request", f"Required query variable '{name}' is missing")
    identity = chosen(emulator, query)
    if identity is None:
        return oauth_error("invalid_request", "Identity not found")
    if not is_known_resource(emulator, request):
        return oauth_error(
            "invalid_resource",
            f"AADSTS500011: The resource principal named {query['resource']} was not found in the tenant named "
            f"{emulator.directory.tenant}.",
        )
    body = token_body(emulator, identity, query["resource"])
    lifetime = str(emulator.config.token_seconds)
    return JSONResponse({**body, "expires_in": lifetime, "ext_expires_in": lifetime})


def app_service(emulator: EmulatorState, request: Request) -> Response:
    """A token from App Service or Functions, api-version 2019-08-01."""
    wanted = emulator.config.extra.get("identity_header")
    if wanted is not None and request.headers["x-identity-header"] != wanted:
        return app_service_error(401, "The X-IDENTITY-HEADER does not match.")
    identity = chosen(emulator, request.query_params)
    if identity is None:
        return app_service_error(400, "No Managed Identity found for specified ClientId/ResourceId/PrincipalId.")
    if not is_known_resource(emulator, request):
        # The service is no clearer than this about a wrong resource (verified 2, from msal's source).
        return app_service_error(500, "An unexpected error occurred while fetching the AAD Token.")
    return JSONResponse(token_body(emulator, identity, request.query_params["resource"]))


def ml_compute(emulator: EmulatorState, request: Request) -> Response:
    """A token from an Azure ML compute or an old App Service: MSI_ENDPOINT and MSI_SECRET, api-version 2017-09-01."""
    secret, wanted = request.headers.get("secret", ""), emulator.config.extra.get("msi_secret")
    if not secret or (wanted is not None and secret != wanted):
        return PlainTextResponse("Invalid secret token header: .", status_code=401)
    identity = chosen(emulator, request.query_params)
    if identity is None or not is_known_resource(emulator, request):
        return app_service_error(400, "No Managed Identity found for specified ClientId/ResourceId/PrincipalId.")
    return JSONResponse(token_body(emulator, identity, request.query_params["resource"]))


def token_body(emulator: EmulatorState, identity: Identity, resource: str) -> dict[str, str]:
    """The members that every kind of endpoint answers with, all of them strings."""
    now, lifetime = emulator.clock.now(), emulator.config.token_seconds
    return {
        "access_token": tokens.issue(
            tenant=emulator.directory.tenant,
            client_id=identity.client_id,
            object_id=identity.object_id,
            audience=resource,
            now=now,
            lifetime_s=lifetime,
            proof="2",
        ),
        "client_id": identity.client_id,
        "expires_on": str(int(now) + lifetime),
        "not_before": str(int(now) - tokens.BACKDATE_S),
        "resource": resource,
        "token_type": "Bearer",
    }


def chosen(emulator: EmulatorState, query: Mapping[str, str]) -> Identity | None:
    """The identity that a request names, the system-assigned one when it names none, None when there is no such."""
    asked = [(SELECTORS[name.lower()], value) for name, value in query.items() if name.lower() in SELECTORS and value]
    if not asked:
        client_id = stable_guid("system-assigned")
        return Identity(client_id, stable_guid("principal/" + client_id))
    for identity in identities(emulator):
        if all(same_id(getattr(identity, attribute), value) for attribute, value in asked):
            return identity
    return None


def identities(emulator: EmulatorState) -> Iterator[Identity]:
    """The user-assigned identities: resources in the store, then those that only the configuration knows."""
    for resource in emulator.store.of_type("Microsoft.ManagedIdentity/userAssignedIdentities"):
        properties = resource.get("properties", {})
        yield Identity(properties.get("clientId", ""), properties.get("principalId", ""), resource.get("id", ""))
    for client_id in emulator.config.extra.get("managed_identities", DEFAULT_CLIENT_IDS):
        yield Identity(client_id, stable_guid("principal/" + client_id))


def is_known_resource(emulator: EmulatorState, request: Request) -> bool:
    """Whether the login service has a principal for the resource that is asked for."""
    urls = (base_url_of(emulator, request), emulator.base_url, emulator.http_url)
    return request.query_params.get("resource") in tokens.known_audiences(urls)


def oauth_error(error: str, description: str) -> Response:
    """A refusal of the metadata service."""
    return JSONResponse({"error": error, "error_description": description}, status_code=400)


def app_service_error(status: int, message: str) -> Response:
    """A refusal of App Service; what was seen there is spelled in Pascal case (verified 2)."""
    body = {"StatusCode": status, "Message": message, "CorrelationId": str(uuid.uuid4())}
    return JSONResponse(body, status_code=status)
