# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of the way to Azure. All of them are about one exchange, the first one."""

from __future__ import annotations

from ... import clouds, exchange, redact, session
from ...auth.credential import Answer, Ask
from ...clock import Deadline
from ...clouds import AZURE_CLOUDS
from ...errors import AmlError, AuthError, InputError, TransportError, Unsent
from ...transport import fetch
from .found import MOST_SECONDS_WRONG, Skipped, Warned, seconds_wrong
from .patient import Patient

# For all that is asked, and for each answer: what a firewall drops never answers.
SECONDS = 30.0
ANSWER_SECONDS = 3.0
CONNECTION, CLOUD, TLS = "connection", "cloud", "tls"
# Which check an error of the first exchange belongs to, by its code or by the option that is at fault.
BY_CODE = {
    "NameNotResolved": "name_resolution",
    "ProxyRefused": "proxy",
    "CertificateRefused": TLS,
    "TlsRefused": TLS,
    "ca_path": TLS,
}


def _first(patient: Patient) -> Answer:
    """The answer to a public question, which any cloud answers without a login: it tells how the network is."""
    if patient.first is None:
        try:
            patient.first = _asked(patient)
        except AmlError as error:
            patient.first = error
    if isinstance(patient.first, AmlError):
        raise patient.first
    return patient.first


def _asked(patient: Patient) -> Answer:
    named = patient.settings.cloud_environment or "AzureCloud"
    patient.cloud = {name.lower(): cloud for name, cloud in AZURE_CLOUDS.items()}.get(named.lower())
    url = clouds.metadata_url(patient.cloud.arm if patient.cloud else named)
    patient.link = exchange.Exchange(session.wire(patient.settings), Deadline.after(patient.clock, SECONDS))
    return fetch(patient.link, Ask("GET", url, timeout=ANSWER_SECONDS))


def _belongs_to(error: AmlError) -> str:
    """The check that an error of the first exchange is told by."""
    word = str(error.facts.get("code") or error.facts.get("option"))
    return BY_CODE.get(word, CONNECTION if isinstance(error, Unsent) else CLOUD)


def _reached(patient: Patient, check: str, well: str) -> str:
    """``well``, unless the first exchange failed in what ``check`` is about.

    :raises Skipped: nothing was sent at all.
    """
    try:
        _first(patient)
    except AmlError as error:
        if _belongs_to(error) == check:
            raise
        # It got past this; the check that the error belongs to tells it.
        if not isinstance(error, TransportError):
            raise Skipped("nothing was sent") from None
    return well


def proxy(patient: Patient) -> str:
    """Whatever stands between this machine and Azure."""
    through = patient.settings.proxy
    return _reached(patient, "proxy", "there is a proxy, and it let us through" if through else "none is set")


def name_resolution(patient: Patient) -> str:
    """The resource manager has an address here."""
    return _reached(patient, "name_resolution", "the resource manager has an address")


def connection(patient: Patient) -> str:
    """Something takes connections at that address."""
    return _reached(patient, CONNECTION, "the resource manager takes connections")


def tls(patient: Patient) -> str:
    """The certificate of the resource manager is one to trust."""
    well = _reached(patient, TLS, "its certificate is trusted")
    if not patient.settings.validate_certs:
        raise Warned(session.UNCHECKED, fix="set ca_path (AZURE_CA_PATH) instead")
    return f"{well}, by the authorities of {patient.settings.ca_path or 'this Python'}"


def cloud(patient: Patient) -> str:
    """What answers is the resource manager of a cloud."""
    answer = _first(patient)
    if patient.cloud is None:
        if answer.status != 200:
            named = redact.line(patient.settings.cloud_environment, limit=80)
            raise InputError("cloud_environment", f"{named} answered {answer.status} to the question for its metadata")
        patient.cloud = clouds.custom_cloud(clouds.metadata_url(str(patient.settings.cloud_environment)), answer.data)
    return f"{patient.cloud.name}, {patient.cloud.arm}"


def clock(patient: Patient) -> str:
    """This machine's clock is right enough for a login."""
    wrong = seconds_wrong(_first(patient).headers.get("date", ""), patient.clock.time())
    if wrong is None:
        raise Skipped("the server did not say what time it is")
    if abs(wrong) > MOST_SECONDS_WRONG:
        way = "ahead of" if wrong > 0 else "behind"
        raise AuthError(f"this machine's clock is {abs(wrong):.0f} s {way} the server's", code="TokenExpired")
    return f"within {MOST_SECONDS_WRONG // 60} minutes of the server's"
