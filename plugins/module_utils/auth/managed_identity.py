# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The managed identity of a virtual machine, by the instance metadata service (contract 1.4, verified 2)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from .. import redact
from ..clock import Clock
from ..errors import AuthError, InputError, TransportError
from .credential import Answer, Ask, Fetch, Token
from .oauth import token_in

DEFAULT_HOST = "http://169.254.169.254"
# The service answers a question without the Metadata header at once; a machine outside Azure never does.
PROBE_SECONDS = 0.5
# Seconds between repeats. 404 is the service starting; with 410 it updates itself, for up to 70 s (reliability A09).
# 429 and 5xx are repeated by whoever sends.
PAUSES = {404: (1, 2, 4), 410: (5, 10, 15, 20, 20)}


@dataclass(frozen=True)
class ManagedIdentity:
    """Asks the metadata service of this machine.

    :param client_id: of a user-assigned identity; None for the machine's own.
    :param host: an origin, from AZURE_POD_IDENTITY_AUTHORITY_HOST.
    :param looked: the places that had no credentials, when this one is the last resort.
    """

    clock: Clock
    client_id: str | None = None
    host: str = DEFAULT_HOST
    looked: tuple[str, ...] = ()
    source: str = "msi"

    def token(self, audience: str, fetch: Fetch) -> Token:
        """:raises AuthError: no metadata service here, or no such identity."""
        local_origin("AZURE_POD_IDENTITY_AUTHORITY_HOST", self.host)
        url = f"{self.host.rstrip('/')}/metadata/identity/oauth2/token"
        self._probe(url, fetch)
        query = {"api-version": "2018-02-01", "resource": audience}
        if self.client_id:
            query["client_id"] = self.client_id
        ask = Ask("GET", f"{url}?{urlencode(query)}", headers={"Metadata": "true"}, direct=True)
        answer = fetch(ask)
        for seconds in PAUSES.get(answer.status, ()):
            if answer.status not in PAUSES:
                break
            self.clock.sleep(seconds)
            answer = fetch(ask)
        if answer.status != 200:
            raise refused(answer, "the instance metadata service", self.client_id)
        return token_in(answer, audience, self.clock.time(), "the instance metadata service")

    def secrets(self) -> tuple[str, ...]:
        """None: this machine needs none."""
        return ()

    def holder(self) -> None:
        """None: the service is on this machine and caches by itself, and in a home that several machines share nothing
        would tell their identities apart.
        """

    def _probe(self, url: str, fetch: Fetch) -> None:
        """Any HTTP answer means that there is a metadata service, except that of a refusing network (verified 2)."""
        try:
            answer = fetch(Ask("GET", url, direct=True, timeout=PROBE_SECONDS))
        except TransportError as error:
            raise self._absent(f"no answer in {PROBE_SECONDS:g} s") from error
        if answer.status == 403:
            raise self._absent("its network answers 403")

    def _absent(self, state: str) -> AuthError:
        if self.looked:
            return nothing_found((*self.looked, f"managed identity ({state})"))
        return AuthError(
            f"auth_source msi: no managed identity here ({state})",
            option="auth_source",
            code="ManagedIdentityAbsent",
        )


def nothing_found(looked: tuple[str, ...]) -> AuthError:
    """The one message when there are no credentials at all: every place, and what to set."""
    return AuthError(
        f"No Azure credentials. Looked at: {'; '.join(looked)}",
        code="NoCredentials",
    )


def refused(answer: Answer, who: str, client_id: str | None) -> AuthError:
    """The failure that an identity endpoint answered with, in either of its spellings (verified 2)."""
    data = answer.data if isinstance(answer.data, dict) else {}
    folded = {str(key).lower(): value for key, value in data.items()}
    said = folded.get("error_description") or folded.get("message") or folded.get("error") or "nothing that explains it"
    chosen = f"the identity {redact.line(client_id, limit=60)}" if client_id else "a system-assigned identity"
    option = "client_id" if client_id else "auth_source"
    return AuthError(
        f"{option}: {who} answered {answer.status}: {redact.line(said, limit=250)}",
        option=option,
        code=redact.line(folded.get("error") or "", limit=60) or "ManagedIdentityRefused",
        remedy="ManagedIdentityRefused",
        status=answer.status,
        correlation_id=redact.line(folded.get("correlationid") or "", limit=80) or None,
        attempts=answer.attempts,
        hint=f"it was asked for {chosen}",
    )


def local_origin(variable: str, url: str) -> None:
    """Check the place of an identity endpoint, which a variable names: a token must come from this machine.

    :raises InputError: for any host but a loopback or link-local address, without a request to it (reliability A10).
    """
    if not _is_local(url):
        raise InputError(
            "auth_source", f"{variable} is not the URL of a loopback or link-local address; it was not asked"
        )


def _is_local(url: str) -> bool:
    # What parsers disagree about is refused before any of them is believed.
    if "@" in url or "\\" in url or any(not 32 < ord(char) < 127 for char in url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
        # Reading the port is what finds one that is no number.
        usable = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        return False
    return usable and (address.is_loopback or address.is_link_local)
