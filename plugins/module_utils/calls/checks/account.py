# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of who asks, of what, and whether that may be."""

from __future__ import annotations

from ... import redact, retry, session
from ...arm import Arm
from ...auth.select import select
from ...errors import Defect, InputError, ServiceError
from ...schema import ML_API_VERSION
from ...scope import ML_PROVIDER, RESOURCE_GROUP, SUBSCRIPTION, WORKSPACE
from ...transport import Transport
from ...tree import dig
from .found import Skipped, lacking, versions_in
from .patient import Patient

SUBSCRIPTION_VERSION, PROVIDER_VERSION, PERMISSIONS_VERSION = "2022-12-01", "2021-04-01", "2022-04-01"
READS = f"{ML_PROVIDER}/workspaces/read"
# The states in which it takes requests (learn.microsoft.com, subscription states).
ACTIVE = frozenset({"enabled", "warned", "pastdue"})


def login(patient: Patient) -> str:
    """The credentials give a token for the resource manager."""
    if patient.cloud is None or patient.link is None:
        raise Defect("the login does not stand on the check of the cloud, which makes both")
    credential = select(patient.settings, patient.cloud, patient.clock)
    patient.secrets += credential.secrets()
    kept = session.cache_of(patient.settings, patient.link.deadline)
    transport = Transport(credential, patient.cloud, patient.link, kept, again=retry.never)
    patient.arm = Arm(transport)
    token = transport.token("arm")
    patient.secrets.append(token.value)
    return f"by {credential.source}"


def subscription(patient: Patient) -> str:
    """The subscription is there, and not switched off."""
    found = session.subscription(patient.settings, patient.clock)
    if not found:
        raise InputError("subscription_id", "is not set")
    body = patient.read(patient.place(SUBSCRIPTION.path), SUBSCRIPTION_VERSION)
    state = str(body.get("state") or "unknown")
    if state.lower() not in ACTIVE:
        raise ServiceError(f"{found} is {redact.line(state, limit=40)}", code="SubscriptionNotActive")
    return f"{redact.line(body.get('displayName') or found, limit=60)} ({found}), {state}"


def provider(patient: Patient) -> str:
    """The subscription may have resources of Azure Machine Learning."""
    path = f"{patient.place(SUBSCRIPTION.path)}/providers/{ML_PROVIDER}"
    try:
        patient.provider = patient.read(path, PROVIDER_VERSION)
    except ServiceError as error:
        if error.status != 403:
            raise
        raise Skipped("this login may not read providers of the subscription") from None
    state = str(patient.provider.get("registrationState") or "unknown")
    if state.lower() != "registered":
        text = f"MissingSubscriptionRegistration: {ML_PROVIDER} is {redact.line(state, limit=40)}"
        raise ServiceError(text, code="MissingSubscriptionRegistration")
    return f"{ML_PROVIDER} is registered"


def api_version(patient: Patient) -> str:
    """This cloud has the version of the API that tasks speak."""
    wanted = str(patient.params.get("api_version") or ML_API_VERSION)
    known = versions_in(patient.provider, "workspaces")
    if not known:
        raise Skipped("nobody said which versions there are")
    if wanted.lower() not in (version.lower() for version in known):
        newest = ", ".join(sorted(known, reverse=True)[:4])
        text = f"NoRegisteredProviderFound: this cloud has no {redact.line(wanted, limit=40)}; its newest are {newest}"
        raise ServiceError(text, code="NoRegisteredProviderFound")
    return wanted


def workspace(patient: Patient) -> str:
    """The workspace is there and well."""
    if not patient.params.get("workspace"):
        raise Skipped("no workspace is named")
    body = patient.read(patient.place(WORKSPACE.path), str(patient.params.get("api_version") or ML_API_VERSION))
    state = str(dig(body, "properties.provisioningState") or "unknown")
    if state.lower() != "succeeded":
        raise ServiceError(f"it is {redact.line(state, limit=40)}", code="WorkspaceNotReady")
    return f"{patient.params['workspace']} in {redact.line(body.get('location'), limit=40)}"


def role(patient: Patient) -> str:
    """The login may do what it is to do."""
    if not patient.params.get("resource_group"):
        raise Skipped("no resource group is named")
    scope = WORKSPACE if patient.params.get("workspace") else RESOURCE_GROUP
    actions = [str(action) for action in patient.params.get("actions") or [READS]]
    path = f"{patient.place(scope.path)}/providers/Microsoft.Authorization/permissions"
    try:
        granted = patient.list(path, PERMISSIONS_VERSION)
    except ServiceError as error:
        if error.status != 403:
            raise
        raise Skipped("this login may not read its own permissions") from None
    missing = lacking(actions, granted)
    if missing:
        text = f"AuthorizationFailed: no role of this login allows {', '.join(missing)}"
        raise ServiceError(text, code="AuthorizationFailed", status=403)
    return f"allows {', '.join(actions)}"
