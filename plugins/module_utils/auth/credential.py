# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every kind of credential offers, and the two values that pass between it and the layers around it.

A credential knows how its kind asks for a token; it sends nothing itself. Whoever asks for a token brings
``fetch``, one HTTP exchange with the transport's own rules (proxy, CA, deadline, retries), so that no credential
has any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, Protocol

# A token that lives no longer than these seconds is fetched anew, so that it does not expire on the way (reliability
# A08).
MARGIN = 300


@dataclass(frozen=True)
class Token:
    """An access token. ``expires_on`` is in seconds since the epoch; ``value`` is a secret and is left out of
    ``repr``.
    """

    value: str = field(repr=False)
    expires_on: int
    audience: str

    def lasts(self, now: float) -> bool:
        """True while it may still be sent."""
        return self.expires_on - MARGIN >= now


@dataclass(frozen=True)
class Holder:
    """Whose tokens these are: two tasks with equal holders get the same ones.

    :param whose: what anybody may know, such as the URL of the login service and a client id.
    :param proof: what proves it; never stored.
    """

    whose: tuple[str, ...]
    proof: bytes = field(repr=False)


@dataclass(frozen=True)
class Ask:
    """One request for a token.

    :param method: ``GET`` or ``POST``.
    :param form: sent as ``application/x-www-form-urlencoded`` when given.
    :param direct: never through a proxy, and plain http allowed: instance metadata only.
    :param timeout: seconds for this one exchange; None for the transport's own.
    """

    method: str
    url: str
    form: Mapping[str, str] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    direct: bool = False
    timeout: float | None = None


@dataclass(frozen=True)
class Answer:
    """What came back: the HTTP status, the decoded JSON (None when it was not JSON) and the headers in lower case.

    :param attempts: how often was asked.
    """

    status: int
    data: Any = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 1


#: Sends one :class:`Ask`. Raises TransportError only; an HTTP error status is an ordinary answer.
Fetch = Callable[[Ask], Answer]


class Credential(Protocol):
    """One way to get tokens."""

    #: The name of the kind, as ``auth_source`` spells it.
    source: str

    def token(self, audience: str, fetch: Fetch) -> Token:
        """A new token for ``audience`` (a resource URI such as ``https://management.azure.com/``).

        :raises AuthError: when the kind cannot give one; the message says why and what to set.
        """

    def secrets(self) -> tuple[str, ...]:
        """Every value that must never be shown."""

    def holder(self) -> Holder | None:
        """Whose tokens this credential gives; None when they must not be kept on the disk.

        :raises AuthError: when what proves it cannot be read.  :raises InputError: when an option is wrong.
        """
