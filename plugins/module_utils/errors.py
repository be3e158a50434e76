# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one tree of errors. Every layer raises from it; only the two fronts turn an error into a task result.

Knows nothing of HTTP, Azure or Ansible. What a caller needs to act on is a field, never only text.
"""

from __future__ import annotations

from typing import Any

#: The codes of a 404 that says so, in the words of the resource manager.
MISSING = frozenset({"ParentResourceNotFound", "ResourceGroupNotFound", "ResourceNotFound", "NotFound"})


class AmlError(Exception):
    """Base of everything this collection raises on purpose.

    :param message: one sentence for the user; never holds a secret.
    :param facts: the fields of the failure result (reliability rule R4): ``code``, ``target``, ``status`` (HTTP, int),
        ``request_id``, ``correlation_id``, ``resource_id``, ``attempts`` (int: how often the request that failed was
        sent), ``operation_url``, ``option``. The next step follows from ``code`` (see :mod:`remedies.table`);
        ``remedy`` names another row of that table, ``hint`` adds what only this failure knows.
    """

    #: What is known of the effect on the service: ``none``, ``partial`` or ``unknown``.
    outcome = "none"

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = {name: value for name, value in facts.items() if value is not None}

    def __str__(self) -> str:
        return self.message


class InputError(AmlError):
    """An option is wrong; raised before any request. ``option`` names it."""

    def __init__(self, option: str | None, message: str, **facts: Any) -> None:
        super().__init__(f"{option}: {message}" if option else message, option=option, **facts)


class AuthError(AmlError):
    """No token: no credentials, or the login service refused them. Never repeated (a repeat can lock an account)."""


class TransportError(AmlError):
    """No usable answer. Base of the two below; they differ in what may have happened on the other side."""


class Unsent(TransportError):
    """The request did not leave this machine (name, connect, TLS, proxy): nothing happened (rule R2)."""


class Ambiguous(TransportError):
    """The request may have taken effect and its answer was lost (rule R2)."""

    outcome = "unknown"


class Malformed(TransportError):
    """An answer came that no Azure service sends: wrong content type, not JSON, too large, a redirect."""


class ServiceError(AmlError):
    """The service answered with an error. ``code`` and ``status`` are set; ``details`` holds the flattened inner
    errors.
    """

    @property
    def code(self) -> str:
        """The service's own word for the error, such as ``AuthorizationFailed``."""
        return str(self.facts.get("code", ""))

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(self.facts.get("status", 0))

    @property
    def missing(self) -> bool:
        """True when what the request is about, or what that would be in, is not there."""
        return self.status == 404 and self.code in MISSING


class OperationFailed(AmlError):
    """A long-running operation, or the resource it made, ended in a failed state."""

    outcome = "partial"


class OperationTimeout(AmlError):
    """``wait_timeout`` ran out; the operation may still go on. ``operation_url`` is set when there is one."""

    outcome = "unknown"


class PartlyFailed(AmlError):
    """Some of many resources failed; ``result`` tells of each what became of it."""

    outcome = "partial"


class ImmutableChange(AmlError):
    """A ``create_only`` field differs; nothing was sent."""


class Refused(AmlError):
    """A guard: going on would destroy something that the task did not clearly ask to destroy."""


class NotApplied(AmlError):
    """The service accepted a write and a declared field still differs afterwards."""

    outcome = "partial"


class NotPassed(AmlError):
    """What was to be so before going on is not: a metric, a tag, an answer of a deployment."""


class Defect(AmlError):
    """A bug of this collection; nobody knows how far the task had come."""

    outcome = "unknown"


class Cancelled(AmlError):
    """The process that started this task is gone; no further request is sent (design section 3)."""

    outcome = "unknown"
