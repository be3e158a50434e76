# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind of credential the settings mean. Sends nothing and opens no file; the kind does when a token is asked for.

Each kind is imported by a statement in the one function that needs it: a task loads one of them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import Callable

from ..clock import Clock
from ..clouds import Cloud
from ..errors import AuthError, InputError
from .credential import Credential
from .oauth import App
from .options import ENVIRONMENT
from .settings import PROOFS, Settings

# The variables of App Service and its kin, and of Azure ML computes: where to ask, and what proves who asks.
_CURRENT = ("IDENTITY_ENDPOINT", "IDENTITY_HEADER")
_LEGACY = ("MSI_ENDPOINT", "MSI_SECRET")

#: (settings, cloud, clock) -> credential
Choice = Callable[[Settings, Cloud, Clock], Credential]


def select(settings: Settings, cloud: Cloud, clock: Clock) -> Credential:
    """The credential that ``settings`` describe.

    :raises InputError: an option of the chosen kind is missing.  :raises AuthError: no credentials at all.
    """
    return CHOICES[settings.auth_source](settings, cloud, clock)


def _auto(settings: Settings, cloud: Cloud, clock: Clock) -> Credential:
    """What is set, then the platform's identity, then the CLI's login, then the machine's identity (design section 6).

    No chain: one kind is chosen by what is there, and its failure is the task's. Falling through to another identity
    would do the work of one as somebody else.
    """
    found = _by_proof(settings)
    if found:
        return found(settings, cloud, clock)
    pair, state = _platform(settings)
    if pair:
        return _msi(settings, cloud, clock)
    if settings.client_id:
        raise _unproven(settings)
    looked = (*settings.looked, f"IDENTITY_ENDPOINT, MSI_ENDPOINT ({state})")
    az, state = _find_az(settings)
    if az and not state:
        return _cli(settings, cloud, clock)
    looked = (*looked, f"az ({state})")
    from .managed_identity import nothing_found

    if settings.subscription_id:
        return _metadata(settings, clock, looked)
    raise nothing_found((*looked, "managed identity (no subscription)"))


def _certificate(settings: Settings, cloud: Cloud, clock: Clock) -> Credential:
    from .certificate import Certificate

    path = _needed(settings, "x509_certificate_path")
    return Certificate(_app(settings, cloud, clock), path, settings.x509_certificate_password, settings.thumbprint)


def _cli(settings: Settings, cloud: Cloud, clock: Clock) -> Credential:
    from .azure_cli import AzureCli

    az, _state = _find_az(settings)
    if not az:
        raise AuthError(
            "auth_source cli: there is no az on PATH",
            option="auth_source",
            code="AzureCliNotFound",
        )
    return AzureCli(az, settings.tenant, settings.subscription_id, settings.config_dir)


def _msi(settings: Settings, cloud: Cloud, clock: Clock) -> Credential:
    from .app_service import AppService

    pair, state = _platform(settings)
    if pair:
        # On an Azure ML compute this variable names the identity that was chosen for it.
        chosen = settings.machine.get("DEFAULT_IDENTITY_CLIENT_ID") if pair == _LEGACY else None
        endpoint, header = (settings.machine[name] for name in pair)
        return AppService(endpoint, header, clock, settings.client_id or chosen, legacy=pair == _LEGACY)
    if state != "not set":
        raise AuthError(
            f"auth_source msi: {state}; the identities of Azure Arc and Cloud Shell are not supported",
            option="auth_source",
            code="IdentityKindUnknown",
        )
    return _metadata(settings, clock, ())


def _of_one_place(settings: Settings, cloud: Cloud, clock: Clock) -> Credential:
    """``env`` and ``credential_file``: whatever that place describes; never the CLI's login or a managed identity."""
    found = _by_proof(settings)
    if found:
        return found(settings, cloud, clock)
    if settings.client_id:
        raise _unproven(settings)
    from .managed_identity import nothing_found

    raise nothing_found(settings.looked)


def _service_principal(settings: Settings, cloud: Cloud, clock: Clock) -> Credential:
    from .client_secret import ClientSecret

    return ClientSecret(_app(settings, cloud, clock), _needed(settings, "secret"))


def _token(settings: Settings, cloud: Cloud, clock: Clock) -> Credential:
    from .given_token import GivenToken

    return GivenToken(_needed(settings, "access_token"), clock)


def _workload_identity(settings: Settings, cloud: Cloud, clock: Clock) -> Credential:
    from .workload_identity import WorkloadIdentity

    path, value = settings.federated_token_file, settings.federated_token
    if not path and not value:
        raise _missing(settings, "federated_token_file", "or federated_token")
    origins = settings.origins
    if path and value and origins["federated_token"].place > origins["federated_token_file"].place:
        value = None
    return WorkloadIdentity(_app(settings, cloud, clock), path, value)


CHOICES: Mapping[str, Choice] = {
    "auto": _auto,
    "certificate": _certificate,
    "cli": _cli,
    "credential_file": _of_one_place,
    "env": _of_one_place,
    "msi": _msi,
    "service_principal": _service_principal,
    "token": _token,
    "workload_identity": _workload_identity,
}

_KIND_OF_PROOF: Mapping[str, Choice] = {
    "access_token": _token,
    "federated_token": _workload_identity,
    "federated_token_file": _workload_identity,
    "secret": _service_principal,
    "x509_certificate_path": _certificate,
}


def _by_proof(settings: Settings) -> Choice | None:
    """The kind of the strongest thing that proves an identity: a certificate in the task stands above AZURE_SECRET."""
    there = [proof for proof in PROOFS if getattr(settings, proof)]
    # min keeps the first of equals, so that PROOFS decides within one place.
    return _KIND_OF_PROOF[min(there, key=lambda proof: settings.origins[proof].place)] if there else None


def _metadata(settings: Settings, clock: Clock, looked: tuple[str, ...]) -> Credential:
    from .managed_identity import DEFAULT_HOST, ManagedIdentity

    host = settings.machine.get("AZURE_POD_IDENTITY_AUTHORITY_HOST") or DEFAULT_HOST
    return ManagedIdentity(clock, settings.client_id, host, looked)


def _app(settings: Settings, cloud: Cloud, clock: Clock) -> App:
    tenant, client_id = _needed(settings, "tenant"), _needed(settings, "client_id")
    named = {option: settings.named(option) for option in ENVIRONMENT}
    return App(cloud, tenant, client_id, clock, named=named)


def _needed(settings: Settings, option: str) -> str:
    value = getattr(settings, option)
    if not value:
        raise _missing(settings, option)
    return str(value)


def _missing(settings: Settings, option: str, other: str = "") -> InputError:
    there = [settings.named(name) for name in ("client_id", *PROOFS, "tenant") if getattr(settings, name)]
    beside = f", because {' and '.join(there)} {'is' if len(there) == 1 else 'are'} set" if there else ""
    variables = " or ".join(ENVIRONMENT[option])
    only = {"env": "the environment", "credential_file": "the credentials file"}.get(settings.auth_source)
    note = f"; auth_source {settings.auth_source} reads it from {only} only" if only else ""
    hint = f"set {option} ({variables}){f' {other}' if other else ''}{note}"
    return InputError(option, f"is required{beside}", code="CredentialsIncomplete", hint=hint)


def _unproven(settings: Settings) -> InputError:
    """A client id with nothing to prove it; names what is usual, because the rest is longer than a line."""
    return _missing(
        settings,
        "secret",
        "or x509_certificate_path or federated_token_file, or auth_source: msi for a managed identity",
    )


def _platform(settings: Settings) -> tuple[tuple[str, str] | None, str]:
    """The names of the two variables that lead to the platform's identity, or None and why there are none."""
    state = "not set"
    for endpoint, header in (_CURRENT, _LEGACY):
        if settings.machine.get(endpoint):
            if settings.machine.get(header):
                return (endpoint, header), ""
            state = f"{endpoint} is set without {header}"
    return None, state


def _find_az(settings: Settings) -> tuple[str | None, str]:
    """The path of ``az``, and why its login is not used under auto ('' when it is)."""
    az = shutil.which("az", path=settings.machine.get("PATH", ""))
    if not az:
        return None, "not on PATH"
    profile = os.path.join(settings.config_dir, "azureProfile.json") if settings.config_dir else ""
    return az, "" if profile and os.path.isfile(profile) else "not logged in"
