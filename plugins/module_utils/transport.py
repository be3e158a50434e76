# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends one HTTP request and hands back its answer. Knows HTTP: retries, the deadline, limits, tokens. Knows no Azure.

What is repeated follows from what the request is (reliability R1 to R3): a read always may be; a write whose answer was
lost never is here, because only the engine can look whether it took effect.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from . import errors, redact
from .auth.cache import Cache
from .auth.credential import Answer, Ask, Credential, Token
from .clouds import Cloud
from .exchange import Exchange
from .pace import Pace
from .retry import ATTEMPTS, pause, retry_after

READ, IDEMPOTENT, UNSAFE = "read", "idempotent", "unsafe"

_UNSURE = frozenset({408, 500, 502, 503, 504, *range(520, 531)})


@dataclass(frozen=True)
class Request:
    """One request. ``kind`` is READ, IDEMPOTENT or UNSAFE; ``audience`` is ``arm``, ``ml`` or None for no token."""

    method: str
    url: str
    kind: str
    audience: str | None = "arm"
    body: Any = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Response:
    """One answer; header names are in lower case. ``attempts`` counts the requests that were sent for it."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    url: str = ""
    attempts: int = 1

    @property
    def ids(self) -> dict[str, str | None]:
        """The two ids that Microsoft's support asks for."""
        return {
            "request_id": self.headers.get("x-ms-request-id"),
            "correlation_id": self.headers.get("x-ms-correlation-request-id"),
        }

    @property
    def is_json(self) -> bool:
        """True when the answer says that it is JSON."""
        return "json" in self.headers.get("content-type", "").lower()

    def json(self) -> Any:
        """The decoded body; None when it is empty.

        :raises Malformed: when it is not JSON: a proxy's or a captive portal's page must not pass for an answer.
        """
        if not self.content.strip():
            return None
        host = urlsplit(self.url).hostname
        if not self.is_json:
            kind = self.headers.get("content-type", "no content type")
            raise errors.Malformed(
                f"{host} answered {self.status} with {redact.line(kind, limit=60)}, not JSON",
                code="NotJson",
                status=self.status,
                attempts=self.attempts,
                **self.ids,
            )
        try:
            return json.loads(self.content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise errors.Malformed(
                f"{host} answered {self.status} with malformed JSON",
                status=self.status,
                attempts=self.attempts,
                **self.ids,
            ) from error


class Transport:
    """Sends requests with one credential's tokens over pooled connections, until one deadline.

    :param cache: where tokens outlive the task, if anywhere.
    :param pace: how fast requests to ARM may leave.
    """

    def __init__(
        self,
        credential: Credential,
        cloud: Cloud,
        exchange: Exchange,
        cache: Cache | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.credential = credential
        self.cloud = cloud
        self.deadline = exchange.deadline
        self.clock = exchange.deadline.clock
        self._exchange = exchange
        self._cache = cache
        self._tokens: dict[str, Token] = {}
        self._pace = pace or Pace()
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close every connection; a worker process goes on to other tasks."""
        self._exchange.close()

    def secrets(self) -> tuple[str, ...]:
        """Every value that must never be shown, tokens fetched so far included."""
        return (*self.credential.secrets(), *(token.value for token in self._tokens.values()))

    def token(self, audience: str) -> Token:
        """The token for ``audience``, fetched once and again when it is about to expire. :raises AuthError: when
        refused.
        """
        resource = self.cloud.audience(audience)
        with self._lock:
            held = self._tokens.get(resource)
            if held is None or not held.lasts(self.clock.time()):
                held = self._tokens[resource] = self._new_token(resource)
            return held

    def _new_token(self, resource: str) -> Token:
        source = partial(self._cache.token, self.credential) if self._cache else self.credential.token
        try:
            return source(resource, partial(fetch, self._exchange))
        except errors.TransportError as error:
            # The fetch was repeated as often as it may be; the request it was for must not repeat it again.
            raise errors.AuthError(f"no token: {error.message}", **error.facts) from error

    def send(self, request: Request) -> Response:
        """Send ``request``, repeating what may be repeated.

        :raises Unsent: nothing left this machine.  :raises Ambiguous: a write may have taken effect.
        :raises Malformed: a redirect or an answer over the limit.  :raises Cancelled: the job is gone.
        :returns: any other answer, whatever its status.
        """
        if not self.cloud.trusts(request.url):
            raise errors.Malformed(
                f"refusing to send anything to {redact.url(request.url)}: {self.cloud.name} does not own that host",
                code="ForeignUrl",
            )
        host = urlsplit(request.url).hostname
        renewed = False
        attempt = 0
        while True:
            attempt += 1
            token = self.token(request.audience).value if request.audience else None
            try:
                answer = self._once(request, attempt, token)
            except errors.Unsent as error:
                pause(self.deadline, attempt, None, error)
                continue
            except errors.Ambiguous as error:
                if request.kind != READ:
                    error.facts.update(attempts=attempt, code="AnswerLost", lost_write=True)
                    raise
                pause(self.deadline, attempt, None, error)
                continue
            except errors.Malformed as error:
                error.facts["attempts"] = attempt
                raise
            if answer.status == 401 and request.audience and token and not renewed:
                # The service refused it, so nothing happened: any kind may be sent again, once (reliability P05).
                renewed = True
                self._forget(request.audience, token)
                continue
            if answer.status == 429 or (answer.status in _UNSURE and request.kind == READ):
                problem = errors.TransportError(
                    f"{host} answered {answer.status} {attempt} times",
                    code="Throttled" if answer.status == 429 else "Unavailable",
                    status=answer.status,
                    **answer.ids,
                )
                if attempt >= ATTEMPTS and answer.status != 429:
                    return answer
                pause(
                    self.deadline,
                    attempt,
                    retry_after(answer.headers, self.clock.time()),
                    problem,
                    forever=answer.status == 429,
                )
                continue
            if answer.status in _UNSURE:
                raise errors.Ambiguous(
                    f"{host} answered {answer.status} to a {request.method}; it may have taken effect",
                    code="AnswerLost",
                    status=answer.status,
                    attempts=attempt,
                    lost_write=True,
                    **answer.ids,
                )
            return answer

    def _once(self, request: Request, attempt: int, token: str | None) -> Response:
        headers = {"x-ms-client-request-id": str(uuid.uuid4()), **request.headers}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = None
        if request.body is not None:
            body = json.dumps(request.body).encode("utf-8")
            headers.setdefault("Content-Type", "application/json")
        status, answered, content = self._paced(request, body, headers)
        if 300 <= status < 400 and status != 304:
            target = urlsplit(answered.get("location", "")).hostname
            raise errors.Malformed(
                f"unexpected redirect ({status}) to {redact.line(target, limit=100)}; it was not followed",
                code="Redirected",
                status=status,
            )
        return Response(status, answered, content, request.url, attempt)

    def _paced(
        self, request: Request, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        """One exchange; one with ARM waits for its turn, so that the service need not refuse it."""
        if request.audience != "arm":
            return self._exchange.roundtrip(request.method, request.url, body, headers)
        delay = self._pace.take(request.method, self.clock.time())
        status, answered = 0, {}
        try:
            if delay:
                self.clock.sleep(min(delay, self.deadline.left()))
            found = self._exchange.roundtrip(request.method, request.url, body, headers)
            status, answered = found[:2]
            return found
        finally:
            self._pace.give(request.method, status, answered, self.clock.time())

    def _forget(self, audience: str, value: str) -> None:
        """Drop the token ``value``; another thread or task may have got the next one already, which stays."""
        resource = self.cloud.audience(audience)
        with self._lock:
            if resource in self._tokens and self._tokens[resource].value == value:
                del self._tokens[resource]
            if self._cache:
                self._cache.drop(self.credential, resource, value)


def fetch(exchange: Exchange, ask: Ask) -> Answer:
    """One exchange for a credential or a public document (see :mod:`auth.credential`): no token, no redirects, the same
    limits.
    """
    attempt = 0
    while True:
        attempt += 1
        try:
            status, headers, content = exchange.roundtrip(
                ask.method,
                ask.url,
                urlencode(ask.form).encode() if ask.form is not None else None,
                {
                    **({"Content-Type": "application/x-www-form-urlencoded"} if ask.form is not None else {}),
                    **ask.headers,
                },
                direct=ask.direct,
                timeout=ask.timeout,
            )
        except errors.TransportError as error:
            if ask.timeout is not None:
                raise
            pause(exchange.deadline, attempt, None, error)
            continue
        if ask.timeout is None and (status == 429 or (status >= 500 and attempt < ATTEMPTS)):
            problem = errors.AuthError(
                f"{urlsplit(ask.url).hostname} answered {status} {attempt} times",
                code="Throttled" if status == 429 else "Unavailable",
                status=status,
            )
            pause(exchange.deadline, attempt, retry_after(headers, exchange.deadline.clock.time()), problem)
            continue
        try:
            data = json.loads(content.decode("utf-8-sig")) if content.strip() else None
        except (ValueError, RecursionError):
            data = None
        return Answer(status=status, data=data, headers=headers)
