# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes out, bytes in: one HTTP exchange with every limit, and its failures sorted by what may have happened.

Repeats nothing and knows no tokens; :mod:`transport` decides on both.
"""

from __future__ import annotations

import functools
import os
import ssl
import traceback
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment

from . import errors, redact
from .clock import Deadline

try:
    import requests
    from requests.adapters import HTTPAdapter
except ImportError:  # reported by the front, with the way to install it
    requests = None  # type: ignore[assignment]
    HTTPAdapter = object  # type: ignore[assignment,misc]

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
LARGEST_BODY = 32 * 1024 * 1024
AGENT = "ansible-mlops-azureml"


@dataclass(frozen=True)
class Wire:
    """How to reach the network. ``verify`` is True, False or the path of a CA bundle; ``proxies`` as requests takes
    them.
    """

    verify: Any = True
    proxies: Mapping[str, str] = field(default_factory=dict)
    no_proxy: str = ""


@functools.lru_cache(maxsize=1)
def public_trust() -> ssl.SSLContext:
    """The TLS context with the CAs that requests trusts. Reading them takes 12 ms: the front that runs in process asks
    for it once, before Ansible forks its workers. Opens nothing.
    """
    return _trust(requests.certs.where())


def _trust(verify: Any) -> ssl.SSLContext:
    """The TLS context for :attr:`Wire.verify`. :raises InputError: when there is no CA certificate to read."""
    from urllib3.util.ssl_ import create_urllib3_context

    context = create_urllib3_context()
    if verify is False:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    try:
        context.load_verify_locations(**{"capath" if os.path.isdir(verify) else "cafile": verify})
    except OSError as error:
        raise errors.InputError("ca_path", f"no CA certificate can be read from {verify}: {error}") from error
    return context


class _Adapter(HTTPAdapter):
    """Connections that share one TLS context. The library alone would read the CAs anew for every connection."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(pool_maxsize=16, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        own = {"proxy_ssl_context": self._context} if proxy.lower().startswith("https") else {}
        return super().proxy_manager_for(proxy, ssl_context=self._context, **own, **kwargs)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """What to trust stands in the context; the library would add the public CAs to a private one."""
        conn.cert_reqs = "CERT_REQUIRED" if verify else "CERT_NONE"


class Exchange:
    """Pooled connections over one :class:`Wire`, until one deadline."""

    def __init__(self, wire: Wire, deadline: Deadline) -> None:
        """:raises InputError: when no CA certificate can be read."""
        self.deadline = deadline
        self._wire = wire
        self._session = requests.Session()
        # The environment's proxies and CA come through Wire. Trusting it here would let ~/.netrc replace the
        # Authorization header (reliability 0.2.1).
        self._session.trust_env = False
        self._session.headers.update({"User-Agent": AGENT, "Accept": "application/json", "Accept-Encoding": "gzip"})
        adapter = _Adapter(public_trust() if wire.verify is True else _trust(wire.verify))
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def close(self) -> None:
        """Close every connection; a worker process goes on to other tasks."""
        self._session.close()

    def roundtrip(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        direct: bool = False,
        timeout: float | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """The status, the headers (names in lower case) and the decoded body of one exchange.

        :param direct: past any proxy, for instance metadata.
        :param timeout: seconds for each read from the socket; the rest of the deadline when that is shorter.
        :raises Unsent: nothing left this machine.  :raises Ambiguous: it may have taken effect (rule R2).
        :raises Malformed: more than the limit.  :raises OperationTimeout: the deadline was over before.
        :raises Cancelled: the job is gone; nothing was sent.
        """
        self.deadline.clock.check()
        host = urlsplit(url).hostname or ""
        left = self.deadline.left()
        if left <= 0:
            raise errors.OperationTimeout(
                f"the task's {self.deadline.seconds:g} s are over before the request to {host}"
            )
        seconds = min(timeout or READ_SECONDS, left)
        # The library's own check of NO_PROXY reads, and for a moment writes, the environment.
        passed_by = direct or proxy_bypass_environment(host, {"no": self._wire.no_proxy})
        proxies = {} if passed_by else dict(self._wire.proxies)
        try:
            with self._session.request(
                method,
                url,
                data=body,
                headers=dict(headers),
                timeout=(min(CONNECT_SECONDS, seconds), seconds),
                verify=self._wire.verify is not False,
                proxies=proxies,
                allow_redirects=False,
                stream=True,
            ) as answer:
                known = {name.lower(): value for name, value in answer.headers.items()}
                return answer.status_code, known, self._body(answer, host)
        except (requests.exceptions.ProxyError, requests.exceptions.ConnectTimeout) as error:
            raise _unsent(host, error) from error
        except requests.exceptions.ConnectionError as error:
            if _never_connected(error) or _in_handshake(error):
                raise _unsent(host, error) from error
            raise errors.Ambiguous(
                f"the connection to {host} broke: {redact.line(_cause(error), limit=200)}"
            ) from error
        except requests.exceptions.Timeout as error:
            raise errors.Ambiguous(f"{host} did not answer within {seconds:g} s") from error
        except requests.exceptions.RequestException as error:
            raise errors.Ambiguous(f"no usable answer from {host}: {redact.line(_cause(error), limit=200)}") from error

    def _body(self, answer: Any, host: str) -> bytes:
        """The decoded body, at most :data:`LARGEST_BODY` bytes and never past the deadline, however slowly it drips."""
        encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in ("", "identity", "gzip"):
            raise errors.Malformed(
                f"{host} answered with the unknown content encoding {redact.line(encoding, limit=40)}"
            )
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding == "gzip" else None
        pieces: list[bytes] = []
        size = 0
        read: Callable[..., bytes] = getattr(answer.raw, "read1", None) or answer.raw.read
        try:
            while True:
                piece = read(65536, decode_content=False)
                if not piece:
                    break
                if unpack is not None:
                    piece = unpack.decompress(piece, LARGEST_BODY + 1 - size)
                size += len(piece)
                if size > LARGEST_BODY or (unpack is not None and unpack.unconsumed_tail):
                    raise errors.Malformed(
                        f"{host} answered with more than {LARGEST_BODY >> 20} MiB", code="AnswerTooLarge"
                    )
                if self.deadline.left() <= 0:
                    raise errors.Ambiguous(f"the answer of {host} was still arriving when the task's time was over")
                pieces.append(piece)
        except zlib.error as error:
            raise errors.Ambiguous(f"{host} answered with broken gzip data") from error
        except _read_errors() as error:
            raise errors.Ambiguous(f"the answer of {host} was cut off: {redact.line(error, limit=200)}") from error
        if unpack is not None and pieces and not unpack.eof:
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


def _never_connected(error: BaseException) -> bool:
    from urllib3.exceptions import NewConnectionError

    return isinstance(_cause(error), NewConnectionError) or "Name or service not known" in str(error)


def _in_handshake(error: BaseException) -> bool:
    """True when TLS failed before the request; a record that breaks later comes as the same exception."""
    frames = traceback.walk_tb(_cause(error).__traceback__)
    return any(frame.f_code.co_name == "do_handshake" for frame, _line in frames)


def _unsent(host: str, error: BaseException) -> errors.Unsent:
    """The failure to reach ``host``, in words, with what to set. A certificate does not become valid by asking
    again.
    """
    reason = redact.line(_cause(error), limit=200).rpartition("Failed to establish a new connection: ")[2]
    if isinstance(error, requests.exceptions.ProxyError):
        return errors.Unsent(
            f"the proxy did not let us reach {host}: {reason}",
            code="ProxyRefused",
            final="407" in reason,
        )
    if isinstance(error, requests.exceptions.SSLError):
        return errors.Unsent(
            f"the TLS certificate of {host} was not accepted: {reason}",
            code="CertificateRefused",
            final=True,
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return errors.Unsent(f"no connection to {host} within {CONNECT_SECONDS:g} s", code="ConnectTimeout")
    if "resolve" in reason.lower() or "not known" in reason.lower():
        return errors.Unsent(f"cannot resolve {host}", code="NameNotResolved")
    return errors.Unsent(f"cannot connect to {host}: {reason}", code="NotConnected")
