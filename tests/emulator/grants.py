# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a token request is answered with: who asks, by which proof, for which audience (contract 1, verified 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import assertions, tokens
from .core import EmulatorState
from .directory import Directory, Principal

#: An assertion is proof of its own; clients send this and nothing else as its type (contract 1.1).
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class LoginError(Exception):
    """One AADSTS failure: its number, OAuth word, HTTP status and text."""

    def __init__(self, code: int, error: str, status: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.error = error
        self.status = status


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
