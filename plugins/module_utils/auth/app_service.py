# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The managed identity of App Service, Functions and Container Apps, and of an Azure ML compute.

Wire facts: contract 1.4, verified 2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlencode

from ..clock import Clock
from .credential import Answer, Ask, Fetch, Token
from .managed_identity import local_origin, refused
from .oauth import token_in

# How the 2017 form writes a time where it does not write a number; both are UTC.
_DATES = ("%m/%d/%Y %H:%M:%S +00:00", "%m/%d/%Y %I:%M:%S %p +00:00")


@dataclass(frozen=True)
class AppService:
    """Asks the endpoint that the platform names in its environment.

    :param legacy: the 2017 form (MSI_ENDPOINT, MSI_SECRET), which Azure ML computes still speak.
    :param client_id: of a user-assigned identity; None for the platform's choice.
    """

    endpoint: str
    header: str = field(repr=False)
    clock: Clock
    client_id: str | None = None
    legacy: bool = False
    source: str = "msi"

    def token(self, audience: str, fetch: Fetch) -> Token:
        """:raises AuthError: when the endpoint gives none.  :raises InputError: when it is not on this machine."""
        local_origin("MSI_ENDPOINT" if self.legacy else "IDENTITY_ENDPOINT", self.endpoint)
        query = {"api-version": "2017-09-01" if self.legacy else "2019-08-01", "resource": audience}
        if self.client_id:
            query["clientid" if self.legacy else "client_id"] = self.client_id
        headers = {"secret": self.header} if self.legacy else {"X-IDENTITY-HEADER": self.header, "Metadata": "true"}
        joint = "&" if "?" in self.endpoint else "?"
        answer = fetch(Ask("GET", f"{self.endpoint}{joint}{urlencode(query)}", headers=headers, direct=True))
        who = "the identity endpoint of this service"
        if answer.status != 200:
            raise refused(answer, who, self.client_id)
        return token_in(_with_epoch(answer), audience, self.clock.time(), who)

    def secrets(self) -> tuple[str, ...]:
        """What proves to the endpoint that the caller runs here."""
        return (self.header,)

    def holder(self) -> None:
        """None, for the reasons of :meth:`ManagedIdentity.holder`."""


def _with_epoch(answer: Answer) -> Answer:
    """``answer`` with ``expires_on`` as a number where the service wrote a date."""
    data: Any = answer.data
    ends = data.get("expires_on") if isinstance(data, dict) else None
    for form in _DATES if isinstance(ends, str) else ():
        try:
            moment = datetime.strptime(ends, form).replace(tzinfo=timezone.utc)
        except ValueError:
            continue
        return Answer(answer.status, {**data, "expires_on": moment.timestamp()}, answer.headers)
    return answer
