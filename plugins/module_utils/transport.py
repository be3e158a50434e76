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
from .exchange import Exchange, Sink
from .pace import Pace, bucket_of
from .response import Response, decoded
from .retry import ATTEMPTS, Again, pause, retry_after

READ, REPEATABLE, IDEMPOTENT, UNSAFE = "read", "repeatable", "idempotent", "unsafe"
# A write that is REPEATABLE leads to the same each time, whoever else writes: it is repeated as a read is.
_REPEATED = frozenset({READ, REPEATABLE})
#: The audience of what goes to a storage account: its URL is signed, and no token goes there.
STORAGE = "storage"

_UNSURE = frozenset({408, 500, 502, 503, 504, *range(520, 531)})


@dataclass(frozen=True)
class Request:
    """One request. ``kind`` is READ, REPEATABLE, IDEMPOTENT or UNSAFE; ``audience`` is ``arm``, ``ml``, STORAGE, or
    None for no token.

    :param body: sent as JSON; bytes as they are.
    :param timeout: seconds for each read of the answer of anything but ARM; None for the usual.
    :param sink: where the body of its 200 goes.
    """

    method: str
    url: str
    kind: str
    audience: str | None = "arm"
    body: Any = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float | None = None
    sink: Sink | None = field(default=None, repr=False)


class Transport:
    """Sends requests with one credential's tokens over pooled connections, until one deadline.

    :param cache: where tokens outlive the task, if anywhere.
    :param pace: how fast requests to ARM may leave.   :param again: what comes before another attempt.
    """

    def __init__(
        self,
        credential: Credential,
        cloud: Cloud,
        exchange: Exchange,
        cache: Cache | None = None,
        pace: Pace | None = None,
        again: Again = pause,
    ) -> None:
        self.credential = credential
        self.cloud = cloud
        self.deadline = exchange.deadline
        self.clock = exchange.deadline.clock
        self._exchange = exchange
        self._cache = cache
        self._tokens: dict[str, Token] = {}
        self._pace = pace or Pace()
        self._again = again
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close every connection; a worker process goes on to other tasks."""
        self._exchange.close()

    def secrets(self) -> tuple[str, ...]:
        """Every value that must never be shown, tokens fetched so far included."""
        return (*self.credential.secrets(), *(token.value for token in self._tokens.values()))

    def token(self, audience: str, claims: str = "") -> Token:
        """The token for ``audience``, fetched once and again when it is about to expire.

        :param claims: what a refusal asked the token to have, as JSON text; one from the cache has not.
        :raises AuthError: when refused.
        """
        resource = self.cloud.audience(audience)
        with self._lock:
            held = self._tokens.get(resource)
            if held is None or not held.lasts(self.clock.time()):
                held = self._tokens[resource] = self._new_token(resource, claims)
            return held

    def _new_token(self, resource: str, claims: str) -> Token:
        cache = None if claims else self._cache
        source = partial(cache.token, self.credential) if cache else self.credential.token
        try:
            return source(resource, partial(fetch, self._exchange, claims=claims, again=self._again))
        except errors.TransportError as error:
            # The fetch was repeated as often as it may be; the request it was for must not repeat it again.
            raise errors.AuthError(f"no token: {error.message}", **error.facts) from error

    def send(self, request: Request) -> Response:
        """Send ``request``, repeating what may be repeated.

        :raises Unsent: nothing left this machine.  :raises Ambiguous: a write may have taken effect.
        :raises Malformed: a redirect or an answer over the limit.  :raises Cancelled: the job is gone.
        :returns: any other answer, whatever its status.
        """
        storage = request.audience == STORAGE
        if not (self.cloud.stores(request.url) if storage else self.cloud.trusts(request.url)):
            raise self._foreign(request.url)
        host = urlsplit(request.url).hostname
        renewed = doubted = False
        claims = ""
        attempt = 0
        while True:
            attempt += 1
            token = self.token(request.audience, claims).value if request.audience and not storage else None
            try:
                answer = self._once(request, attempt, token)
            except errors.Unsent as error:
                self._again(self.deadline, attempt, None, error)
                continue
            except errors.Ambiguous as error:
                if request.kind not in _REPEATED:
                    error.facts.update(attempts=attempt, code="AnswerLost", lost_write=True)
                    raise
                self._again(self.deadline, attempt, None, error)
                continue
            except errors.Malformed as error:
                error.facts["attempts"] = attempt
                raise
            if answer.status == 401 and request.audience and token and not renewed:
                # The service refused it, so nothing happened: any kind may be sent again, once (reliability P05).
                renewed = True
                self._forget(request.audience, token)
                claims = answer.claims
                continue
            if answer.is_page and not (request.kind in _REPEATED and doubted):
                page = errors.Ambiguous(
                    f"{host} answered a {request.method} with {answer.described}",
                    code="AnswerLost",
                    status=answer.status,
                    attempts=attempt,
                    lost_write=request.kind not in _REPEATED or None,
                )
                if request.kind not in _REPEATED:
                    raise page
                doubted = True
                self._again(self.deadline, attempt, None, page)
                continue
            if answer.status == 429 or (answer.status in _UNSURE and request.kind in _REPEATED):
                problem = errors.TransportError(
                    f"{host} throttled it {attempt} times, bucket {bucket_of(request.method)}s"
                    if answer.status == 429
                    else f"{host} answered {answer.status} {attempt} times",
                    code="Throttled" if answer.status == 429 else "Unavailable",
                    status=answer.status,
                    **answer.ids,
                )
                if attempt >= ATTEMPTS and answer.status != 429:
                    return answer
                asked = retry_after(answer.headers, self.clock.time())
                self._again(self.deadline, attempt, asked, problem, forever=answer.status == 429)
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

    def score(self, request: Request) -> Response:
        """Send ``request`` once to where an endpoint of this cloud answers; its answer, whatever the status.

        Nothing is repeated: what a model's code answers says nothing about what it did.

        :raises Unsent: nothing left this machine.  :raises Ambiguous: no answer came, or none that can be taken.
        :raises Malformed: the cloud does not own that host, or a redirect.
        """
        if not self.cloud.scores(request.url):
            raise self._foreign(request.url)
        return self._once(request, 1, self.token(request.audience).value if request.audience else None)

    def _foreign(self, url: str) -> errors.Malformed:
        return errors.Malformed(
            f"refusing to send anything to {redact.url(url)}: {self.cloud.name} does not own that host",
            code="ForeignUrl",
        )

    def _once(self, request: Request, attempt: int, token: str | None) -> Response:
        headers = {"x-ms-client-request-id": str(uuid.uuid4()), **request.headers}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = None
        if request.body is not None:
            body = request.body if isinstance(request.body, bytes) else json.dumps(request.body).encode("utf-8")
            headers.setdefault("Content-Type", "application/json")
        try:
            status, answered, content = self._paced(request, body, headers)
        except errors.Malformed as error:
            if request.kind in _REPEATED:
                raise
            # An answer that cannot be taken says nothing about the write (rule R2).
            raise errors.Ambiguous(error.message, **error.facts) from error
        if 300 <= status < 400 and status != 304:
            target = redact.url(answered.get("location") or "nowhere")
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
            return self._exchange.roundtrip(
                request.method, request.url, body, headers, timeout=request.timeout, sink=request.sink
            )
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


def fetch(exchange: Exchange, ask: Ask, claims: str = "", again: Again = pause) -> Answer:
    """One exchange for a credential or a public document (see :mod:`auth.credential`): no token, no redirects, the same
    limits. ``claims`` go with what is asked by a form, as OAuth has them; the other endpoints know none.
    """
    form = {**ask.form, "claims": claims} if ask.form is not None and claims else ask.form
    attempt = 0
    while True:
        attempt += 1
        try:
            status, headers, content = exchange.roundtrip(
                ask.method,
                ask.url,
                urlencode(form).encode() if form is not None else None,
                {**({"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}), **ask.headers},
                direct=ask.direct,
                timeout=ask.timeout,
            )
        except (errors.Unsent, errors.Ambiguous) as error:
            if ask.timeout is not None:
                raise
            again(exchange.deadline, attempt, None, error)
            continue
        try:
            data = decoded(content) if content.strip() else None
        except ValueError:
            data = None
        # The word is OAuth's (RFC 6749, 4.1.2.1); the status that comes with it is often 400.
        passing = status >= 500 or (isinstance(data, dict) and data.get("error") == "temporarily_unavailable")
        if ask.timeout is None and (status == 429 or (passing and attempt < ATTEMPTS)):
            problem = errors.AuthError(
                f"{urlsplit(ask.url).hostname} answered {status} {attempt} times",
                code="Throttled" if status == 429 else "Unavailable",
                status=status,
            )
            again(exchange.deadline, attempt, retry_after(headers, exchange.deadline.clock.time()), problem)
            continue
        return Answer(status=status, data=data, headers=headers, attempts=attempt)
