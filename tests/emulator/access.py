# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may do what: tokens, permissions, policies, locks (contract 2.2, verified 3)."""

from __future__ import annotations

import fnmatch
import json
import re
import time
from typing import Any

from . import tokens
from .call import Call
from .core import EmulatorState
from .errors import ArmError, gateway, service_error
from .ids import key_of


def authenticate(
    state: EmulatorState, headers: dict[str, str], plane: str, base_url: str, subscription: str = ""
) -> dict[str, Any]:
    """Return the claims of the caller's token; 401 as the plane says it.

    plane   'arm' or 'regional'; the regional plane also takes the tokens of ARM unless `strict_audience` is set
    """
    header = headers.get("authorization", "")
    if not header:
        raise _refuse(
            state,
            plane,
            subscription,
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing.",
            "The authentication failed because of missing 'Authorization' header.",
        )
    scheme, _space, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _refuse(
            state,
            plane,
            subscription,
            "AuthenticationFailedInvalidHeader",
            "Authentication failed. The 'Authorization' header is provided in an invalid format.",
        )
    own = {base_url, state.base_url}
    audiences = (
        tokens.arm_audiences(own)
        if plane == "arm"
        else tokens.regional_audiences(own, strict=state.config.strict_audience)
    )
    found = tokens.claims_of(token.strip(), state.clock.now(), audiences)
    if isinstance(found, dict):
        return found
    raise _bad_token(state, plane, subscription, found)


def _bad_token(state: EmulatorState, plane: str, subscription: str, refusal: tokens.Refusal) -> ArmError:
    if refusal.reason == "expired":
        expiry, now = _us_time(float(refusal.claims.get("exp", 0))), _us_time(state.clock.now())
        return _refuse(
            state,
            plane,
            subscription,
            "ExpiredAuthenticationToken",
            f"The access token expiry UTC time '{expiry}' is earlier than current UTC time '{now}'.",
            "The access token has expired.",
        )
    if refusal.reason == "audience":
        allowed = ",".join(f"'{url}'" for url in tokens.ARM_AUDIENCES)
        return _refuse(
            state,
            plane,
            subscription,
            "InvalidAuthenticationTokenAudience",
            "The access token has been obtained for wrong audience or resource "
            f"'{refusal.claims.get('aud', '')}'. It should exactly match with one of the allowed audiences {allowed}.",
        )
    return _refuse(state, plane, subscription, "InvalidAuthenticationToken", "The access token is invalid.")


def _refuse(
    state: EmulatorState, plane: str, subscription: str, code: str, message: str, description: str | None = None
) -> ArmError:
    tenant = state.directory.tenant if subscription else ""
    challenge = (
        f'Bearer authorization_uri="https://login.windows.net/{tenant}", error="invalid_token", '
        f'error_description="{description or message}"'
    )
    if plane == "arm":
        return gateway(401, code, message, {"WWW-Authenticate": challenge})
    error = service_error(401, message, "authentication", location="eastus", time=state.iso("+00:00"), inner=code)
    return ArmError(401, error.body, {"WWW-Authenticate": challenge})


def _us_time(seconds: float) -> str:
    """ARM prints this one in American format: '4/15/2023 7:40:04 AM'."""
    moment = time.gmtime(seconds)
    hour = moment.tm_hour % 12 or 12
    half = "AM" if moment.tm_hour < 12 else "PM"
    return f"{moment.tm_mon}/{moment.tm_mday}/{moment.tm_year} {hour}:{moment.tm_min:02d}:{moment.tm_sec:02d} {half}"


def check_permission(call: Call, action: str) -> None:
    """Refuse an action that the application was not granted: 403 AuthorizationFailed."""
    granted = {key.lower(): value for key, value in call.state.config.permissions.items()}
    patterns = granted.get(str(call.claims.get("appid", "")).lower())
    if patterns is None or any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns):
        return
    oid = call.claims.get("oid", "")
    raise gateway(
        403,
        "AuthorizationFailed",
        f"The client '{oid}' with object id '{oid}' does not have authorization to perform action '{action}' "
        "over scope "
        f"'{call.resource_id}' or the scope is invalid. If access was recently granted, please refresh your "
        "credentials.",
    )


def check_linked(call: Call) -> None:
    """Refuse to assign an identity that `deny_linked` names: 403 LinkedAuthorizationFailed (recorded 3.1)."""
    identity = call.body.get("identity")
    assigned = identity.get("userAssignedIdentities") if isinstance(identity, dict) else None
    denied = {key_of(item) for item in call.state.config.deny_linked}
    for linked in assigned if isinstance(assigned, dict) else ():
        if key_of(linked) in denied:
            oid = call.claims.get("oid", "")
            raise gateway(
                403,
                "LinkedAuthorizationFailed",
                f"The client '{oid}' with object id '{oid}' has permission to perform action "
                f"'{call.id.type}/write' on scope "
                f"'{call.resource_id}'; however, it does not have permission to perform action "
                "'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked scope(s) "
                f"'{linked}' or the "
                "linked scope(s) are invalid.",
            )


def check_policy(call: Call) -> None:
    """Refuse a write that a policy denies: 403 RequestDisallowedByPolicy (verified 3)."""
    for rule in call.state.config.policy_denials:
        wanted = str(rule.get("type", "")).lower()
        if wanted not in ("", "*", call.id.type.lower()) or not re.search(str(rule.get("name", "")), call.id.name):
            continue
        scope = "/subscriptions/" + call.id.subscription
        policy = {
            "policyAssignment": {
                "name": rule.get("assignment", "deny"),
                "id": f"{scope}/providers/Microsoft.Authorization/policyAssignments/{rule.get('assignment', 'deny')}",
            },
            "policyDefinition": {
                "name": rule.get("definition", "Denied by the emulator"),
                "id": "/providers/Microsoft.Authorization/policyDefinitions/deny",
            },
        }
        text = json.dumps([policy], separators=(",", ":"))
        raise gateway(
            403,
            "RequestDisallowedByPolicy",
            rule.get("message") or f"Resource '{call.id.name}' was disallowed by policy. Policy identifiers: '{text}'.",
            target=call.id.name,
            additionalInfo=[
                {
                    "type": "PolicyViolation",
                    "info": {
                        "policyDefinitionDisplayName": policy["policyDefinition"]["name"],
                        "policyDefinitionId": policy["policyDefinition"]["id"],
                        "policyDefinitionName": "deny",
                        "policyDefinitionEffect": "deny",
                        "policyAssignmentId": policy["policyAssignment"]["id"],
                        "policyAssignmentName": policy["policyAssignment"]["name"],
                    },
                }
            ],
        )


def check_locks(call: Call, verb: str) -> None:
    """Refuse a write or delete under a lock: 409 ScopeLocked."""
    own = key_of(call.resource_id)
    for lock in call.state.config.locks:
        scope = key_of(lock["scope"])
        # A delete also meets the locks below it; a write only those above it.
        inside = own == scope or own.startswith(scope + "/") or (verb == "delete" and scope.startswith(own + "/"))
        if not inside or (verb != "delete" and str(lock.get("level", "CanNotDelete")).lower() != "readonly"):
            continue
        raise gateway(
            409,
            "ScopeLocked",
            f"The scope '{call.resource_id}' cannot perform {verb} operation because following scope(s) are locked: "
            f"'{lock['scope']}'. Please remove the lock and try again.",
        )
