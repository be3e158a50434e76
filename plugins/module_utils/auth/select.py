# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind of credential the settings mean. Sends nothing and reads no file; the kind does, when it is asked for a token.

Each kind is imported by a statement in the one function that needs it: a task loads one of them.
"""

from __future__ import annotations

import os
import shutil
from typing import Callable, Mapping, Optional

from ..clock import Clock
from ..clouds import Cloud
from ..errors import AuthError, InputError
from .credential import Credential
from .oauth import App
from .options import ENVIRONMENT
from .settings import PROOFS, Settings

#: (settings, cloud, clock, version of the token endpoint) -> credential
Choice = Callable[[Settings, Cloud, Clock, str], Credential]


def select(settings: Settings, cloud: Cloud, clock: Clock, version: str = "v2") -> Credential:
    """The credential that ``settings`` describe.

    :param version: ``v1`` to log in at the older token endpoint, where the kind has the choice.
    :raises InputError: an option of the chosen kind is missing.  :raises AuthError: no credentials at all.
    """
    return CHOICES[settings.auth_source](settings, cloud, clock, version)


def _auto(settings: Settings, cloud: Cloud, clock: Clock, version: str) -> Credential:
    """What is set, then the platform's identity, then the CLI's login, then the machine's identity (design section 6).

    No chain: one kind is chosen by what is there, and its failure is the task's. Falling through to another identity
    would do the work of one as somebody else.
    """
    found = _by_proof(settings)
    if found:
        return found(settings, cloud, clock, version)
    if settings.machine.get("IDENTITY_ENDPOINT") or settings.machine.get("MSI_ENDPOINT"):
        return _msi(settings, cloud, clock, version)
    if settings.client_id:
        raise _unproven(settings)
    looked = (*settings.looked, "IDENTITY_ENDPOINT, MSI_ENDPOINT (not set)")
    az, state = _find_az(settings)
    if az and not state:
        return _cli(settings, cloud, clock, version)
    looked = (*looked, f"az ({state})")
    from .managed_identity import nothing_found  # noqa: PLC0415

    if settings.subscription_id:
        return _metadata(settings, clock, looked)
    raise nothing_found((*looked, "managed identity (not asked, because no subscription is set)"))


def _certificate(settings: Settings, cloud: Cloud, clock: Clock, version: str) -> Credential:
    from .certificate import Certificate  # noqa: PLC0415

    path = _needed(settings, "x509_certificate_path")
    return Certificate(_app(settings, cloud, clock, version), path, settings.x509_certificate_password, settings.thumbprint)


def _cli(settings: Settings, cloud: Cloud, clock: Clock, version: str) -> Credential:
    from .azure_cli import AzureCli  # noqa: PLC0415

    az, _state = _find_az(settings)
    if not az:
        raise AuthError("auth_source cli: there is no az on PATH", option="auth_source", hint="install the Azure CLI, or set another credential")
    return AzureCli(az, settings.tenant, settings.subscription_id)


def _msi(settings: Settings, cloud: Cloud, clock: Clock, version: str) -> Credential:
    from .app_service import AppService  # noqa: PLC0415

    machine = settings.machine
    endpoint, header = machine.get("IDENTITY_ENDPOINT"), machine.get("IDENTITY_HEADER")
    if endpoint and header:
        return AppService(endpoint, header, clock, settings.client_id)
    old, secret = machine.get("MSI_ENDPOINT"), machine.get("MSI_SECRET")
    if old and secret:
        # On an Azure ML compute this variable names the identity that was chosen for it.
        return AppService(old, secret, clock, settings.client_id or machine.get("DEFAULT_IDENTITY_CLIENT_ID"), legacy=True)
    if endpoint or old:
        missing, there = ("IDENTITY_HEADER", "IDENTITY_ENDPOINT") if endpoint else ("MSI_SECRET", "MSI_ENDPOINT")
        raise AuthError(
            f"auth_source msi: {there} is set without {missing}, as on Azure Arc or in a cloud shell, which are not supported",
            option="auth_source",
            hint="use a service principal, or auth_source cli where az is logged in",
        )
    return _metadata(settings, clock, ())


def _of_one_place(settings: Settings, cloud: Cloud, clock: Clock, version: str) -> Credential:
    """``env`` and ``credential_file``: whatever that place describes; never the CLI's login or a managed identity."""
    found = _by_proof(settings)
    if found:
        return found(settings, cloud, clock, version)
    if settings.client_id:
        raise _unproven(settings)
    from .managed_identity import nothing_found  # noqa: PLC0415

    raise nothing_found(settings.looked)


def _service_principal(settings: Settings, cloud: Cloud, clock: Clock, version: str) -> Credential:
    from .client_secret import ClientSecret  # noqa: PLC0415

    return ClientSecret(_app(settings, cloud, clock, version), _needed(settings, "secret"))


def _token(settings: Settings, cloud: Cloud, clock: Clock, version: str) -> Credential:
    from .given_token import GivenToken  # noqa: PLC0415

    return GivenToken(_needed(settings, "access_token"), clock)


def _workload_identity(settings: Settings, cloud: Cloud, clock: Clock, version: str) -> Credential:
    from .workload_identity import WorkloadIdentity  # noqa: PLC0415

    path, value = settings.federated_token_file, settings.federated_token
    if not path and not value:
        raise _missing(settings, "federated_token_file", "or federated_token")
    origins = settings.origins
    if path and value and origins["federated_token"].place > origins["federated_token_file"].place:
        value = None
    return WorkloadIdentity(_app(settings, cloud, clock, version), path, value)


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


def _by_proof(settings: Settings) -> Optional[Choice]:
    """The kind of the strongest thing that proves an identity: a certificate in the task stands above AZURE_SECRET."""
    there = [proof for proof in PROOFS if getattr(settings, proof)]
    # min keeps the first of equals, so that PROOFS decides within one place.
    return _KIND_OF_PROOF[min(there, key=lambda proof: settings.origins[proof].place)] if there else None


def _metadata(settings: Settings, clock: Clock, looked: tuple[str, ...]) -> Credential:
    from .managed_identity import DEFAULT_HOST, ManagedIdentity  # noqa: PLC0415

    host = settings.machine.get("AZURE_POD_IDENTITY_AUTHORITY_HOST") or DEFAULT_HOST
    return ManagedIdentity(clock, settings.client_id, host, looked)


def _app(settings: Settings, cloud: Cloud, clock: Clock, version: str) -> App:
    tenant, client_id = _needed(settings, "tenant"), _needed(settings, "client_id")
    named = {option: settings.named(option) for option in ENVIRONMENT}
    return App(cloud, tenant, client_id, clock, version, named)


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
    return InputError(option, f"is required{beside}", hint=f"set {option} ({variables}){f' {other}' if other else ''}{note}")


def _unproven(settings: Settings) -> InputError:
    """A client id with nothing to prove it; names what is usual, because the rest is longer than a line."""
    return _missing(settings, "secret", "or x509_certificate_path or federated_token_file, or auth_source: msi for a managed identity")


def _find_az(settings: Settings) -> tuple[Optional[str], str]:
    """The path of ``az``, and why its login is not used under auto ('' when it is)."""
    az = shutil.which("az", path=settings.machine.get("PATH", ""))
    if not az:
        return None, "not on PATH"
    profile = os.path.join(settings.config_dir, "azureProfile.json") if settings.config_dir else ""
    return az, "" if profile and os.path.isfile(profile) else "not logged in"
