# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes out, bytes in: one HTTP exchange with every limit, and its failures sorted by what may have happened.

Repeats nothing and knows no tokens; :mod:`transport` decides on both.
"""

from __future__ import annotations

import logging
import re
import ssl
import threading
import zlib
from collections.abc import Mapping
from typing import Any, Callable, Protocol
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment

from . import errors, redact, wire
from .clock import Deadline
from .wire import Adapter, Watch, Wire, public_trust, requests, trust

LARGEST_BODY = 32 * 1024 * 1024
_LIBRARY_LOG = logging.getLogger("urllib3.connectionpool")
AGENT = "ansible-mlops-azureml"

# How a handshake ends that the other side, or something between, broke off: asking again can help.
_BROKEN_HANDSHAKES = (ssl.SSLEOFError, ssl.SSLSyscallError, ssl.SSLZeroReturnError)
# How the library begins its reason: with the connection, by whatever name.
_PREFIX = re.compile(r"^(.*Failed to establish a new connection|\w+\(host=[^)]*\)|<[^>]*>): ")
# The request to the proxy was at fault, most often for want of a password; 408 and 429 pass by.
_REFUSED_BY_PROXY = re.compile(r"failed: 4(?!08|29)\d\d\b")
# What a header may hold (RFC 9110 5.5, without what it calls obsolete): a line break in one would begin another.
_HEADER = re.compile(r"[\t\x20-\x7e]*")


def _without_queries(record: logging.LogRecord) -> bool:
    """Cuts the queries off what the library logs, which Ansible writes into its own log where it debugs: the URL of a
    poll holds a signature.
    """
    if isinstance(record.args, tuple):
        record.args = tuple(redact.url(item) if isinstance(item, str) and "?" in item else item for item in record.args)
    return True


class Sink(Protocol):
    """Where a body goes that is too large to be held: ``begin`` before each attempt, then ``write`` by pieces."""

    def begin(self) -> None: ...

    def write(self, piece: bytes) -> object: ...


class Exchange:
    """Pooled connections over one :class:`Wire`, until one deadline. ``begun`` counts the requests."""

    def __init__(self, reach: Wire, deadline: Deadline) -> None:
        """:raises InputError: when no CA certificate can be read."""
        self.deadline = deadline
        self._wire = reach
        self._session = requests.Session()
        # The environment's proxies and CA come through Wire. Trusting it here would let ~/.netrc replace the
        # Authorization header (reliability 0.2.1).
        self._session.trust_env = False
        # Even told not to follow, the library prepares what a redirect leads to: it reads the whole body, however
        # large, and stumbles over a Location that is no URL.
        self._session.get_redirect_target = lambda _answer: None
        self._session.headers.update({"User-Agent": AGENT, "Accept": "application/json", "Accept-Encoding": "gzip"})
        self._watch = Watch(deadline)
        self._lock = threading.Lock()
        self.begun = 0
        adapter = Adapter(public_trust() if reach.verify is True else trust(reach.verify), self._watch)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        _LIBRARY_LOG.addFilter(_without_queries)

    def close(self) -> None:
        """Close every connection; a worker process goes on to other tasks."""
        self._session.close()
        _LIBRARY_LOG.removeFilter(_without_queries)

    def roundtrip(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        direct: bool = False,
        timeout: float | None = None,
        sink: Sink | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """The status, the headers (names in lower case) and the decoded body of one exchange.

        :param direct: past any proxy, for instance metadata.
        :param timeout: seconds for each read from the socket; the rest of the deadline when that is shorter.
        :param sink: takes the body of a 200, however large, in place of being returned.
        :raises Unsent: nothing left this machine.  :raises Ambiguous: it may have taken effect (rule R2).
        :raises Malformed: more than the limit.  :raises OperationTimeout: the deadline was over before.
        :raises Cancelled: the job is gone; nothing was sent.  :raises InputError: a header that could not be sent.
        """
        self.deadline.clock.check()
        for name, value in headers.items():
            if not _HEADER.fullmatch(value):
                raise errors.InputError(None, f"what was given for the header {name} has characters that none may have")
        host = urlsplit(url).hostname or ""
        left = self.deadline.left()
        if left <= 0:
            raise errors.OperationTimeout(
                f"the task's {self.deadline.seconds:g} s are over before the request to {host}"
            )
        seconds = min(timeout or wire.READ_SECONDS, left)
        with self._lock:
            self.begun += 1
        self._watch.sent = False
        # The library's own check of NO_PROXY reads, and for a moment writes, the environment.
        passed_by = direct or proxy_bypass_environment(host, {"no": self._wire.no_proxy})
        proxies = {} if passed_by else dict(self._wire.proxies)
        try:
            with self._session.request(
                method,
                url,
                data=body,
                headers=dict(headers),
                timeout=(min(wire.CONNECT_SECONDS, seconds), seconds),
                verify=self._wire.verify is not False,
                proxies=proxies,
                allow_redirects=False,
                stream=True,
            ) as answer:
                known = {name.lower(): value for name, value in answer.headers.items()}
                into = sink if answer.status_code == 200 else None
                return answer.status_code, known, self._body(answer, host, into)
        except requests.exceptions.RequestException as error:
            if not self._watch.sent:
                raise _unsent(host, error, min(wire.CONNECT_SECONDS, seconds)) from error
            reason = redact.line(_cause(error), limit=200)
            if isinstance(error, requests.exceptions.Timeout):
                raise errors.Ambiguous(f"{host} did not answer within {seconds:g} s") from error
            if isinstance(error, requests.exceptions.ConnectionError):
                raise errors.Ambiguous(f"the connection to {host} broke: {reason}") from error
            raise errors.Ambiguous(f"no usable answer from {host}: {reason}") from error

    def _body(self, answer: Any, host: str, sink: Sink | None) -> bytes:
        """The decoded body, at most :data:`LARGEST_BODY` bytes and never past the deadline, however slowly it drips.
        With a sink nothing, and there it may be larger; packed it must not be then.
        """
        encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in ("", "identity", *(() if sink else ("gzip",))):
            raise errors.Malformed(
                f"{host} answered with the unknown content encoding {redact.line(encoding, limit=40)}"
            )
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding == "gzip" else None
        pieces: list[bytes] = []
        size = arrived = 0
        read: Callable[..., bytes] = getattr(answer.raw, "read1", None) or answer.raw.read
        if sink:
            sink.begin()
        try:
            while True:
                piece = read(65536, decode_content=False)
                if not piece:
                    break
                arrived += len(piece)
                if sink:
                    sink.write(piece)
                    continue
                if unpack is not None:
                    if unpack.eof:
                        raise errors.Ambiguous(f"{host} answered with more behind the end of its gzip data")
                    piece = unpack.decompress(piece, LARGEST_BODY + 1 - size)
                size += len(piece)
                # Packed data can also be long and say nothing.
                if max(size, arrived) > LARGEST_BODY or (unpack is not None and unpack.unconsumed_tail):
                    raise errors.Malformed(
                        f"{host} answered with more than {LARGEST_BODY >> 20} MiB", code="AnswerTooLarge"
                    )
                pieces.append(piece)
        except zlib.error as error:
            raise errors.Ambiguous(f"{host} answered with broken gzip data") from error
        except _read_errors() as error:
            if self.deadline.left() <= 0:
                raise errors.Ambiguous(
                    f"the answer of {host} was still arriving when the task's time was over"
                ) from error
            raise errors.Ambiguous(f"the answer of {host} was cut off: {redact.line(error, limit=200)}") from error
        # urllib3 1 does not say itself that the end is missing.
        if answer.raw.length_remaining or (unpack is not None and arrived and not unpack.eof):
            raise errors.Ambiguous(f"the answer of {host} was cut off")
        return b"".join(pieces)


def _read_errors() -> tuple[type[BaseException], ...]:
    """What reading a body raises: urllib3's tree, which requests only wraps in its own readers."""
    from urllib3.exceptions import HTTPError

    return (HTTPError, OSError)


def _cause(error: BaseException) -> BaseException:
    """The innermost reason: the outer ones repeat the URL and the pool."""
    inner = error
    while True:
        known = (getattr(inner, "reason", None), *inner.args)
        reason = next((item for item in known if isinstance(item, BaseException)), None)
        if reason is None:
            return inner
        inner = reason


def _unsent(host: str, error: BaseException, seconds: float) -> errors.Unsent:
    """The failure to reach ``host``, in words, with what to set. What will not change by asking again is final.

    :param seconds: how long the connection was tried.
    """
    cause = _cause(error)
    reason = _PREFIX.sub("", redact.line(cause, limit=300))
    through = isinstance(error, requests.exceptions.ProxyError)
    # urllib3 1 has an error of its own for a certificate of another name.
    shown = isinstance(cause, ssl.SSLCertVerificationError) or type(cause).__name__ == "CertificateError"
    if shown or (isinstance(cause, ssl.SSLError) and not isinstance(cause, _BROKEN_HANDSHAKES)):
        what = f"the proxy to {host}" if through else host
        if shown:
            told = f"the TLS certificate of {what} was not accepted: {reason}"
            return errors.Unsent(told, code="CertificateRefused", final=True)
        return errors.Unsent(f"no TLS with {what}: {reason}", code="TlsRefused", final=True)
    if through:
        final = bool(_REFUSED_BY_PROXY.search(reason))
        return errors.Unsent(f"the proxy did not let us reach {host}: {reason}", code="ProxyRefused", final=final)
    if isinstance(error, requests.exceptions.Timeout):
        return errors.Unsent(f"no connection to {host} within {seconds:g} s", code="ConnectTimeout")
    if reason.startswith("cannot resolve"):
        return errors.Unsent(f"cannot resolve {host}", code="NameNotResolved")
    return errors.Unsent(f"cannot connect to {host}: {reason}", code="NotConnected")
