# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The library's connections, with what it leaves open: one TLS trust, one deadline for every byte, and word of whether
a request has left. Knows nothing of what is sent.
"""

from __future__ import annotations

import functools
import http.client
import io
import os
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from . import errors
from .clock import Deadline

try:
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
    from urllib3.util.ssl_ import create_urllib3_context
except ImportError:  # reported by the front, with the way to install it
    requests = None  # type: ignore[assignment]
    HTTPAdapter = object  # type: ignore[assignment,misc]

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
PIECE = 256 * 1024


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
    return trust(requests.certs.where())


def trust(verify: Any) -> ssl.SSLContext:
    """The TLS context for :attr:`Wire.verify`. :raises InputError: when there is no CA certificate to read."""
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


class Watch(threading.local):
    """One exchange, seen by the connection that carries it; each thread has its own.

    :param sent: whether anything of the request was handed to the network. Until then nothing can have happened.
    """

    sent = False

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline

    def left(self, most: float) -> float:
        """Seconds for the next step, at most ``most``. :raises TimeoutError: when the task's time is over."""
        left = min(most, self.deadline.left())
        if left <= 0:
            raise socket.timeout("the task's time is over")
        return left


class Adapter(HTTPAdapter):
    """Connections that share one TLS context and one :class:`Watch`. The library alone would read the CAs anew for
    every connection.
    """

    def __init__(self, context: ssl.SSLContext, watch: Watch) -> None:
        self._context = context
        self._pools = pools(watch)
        super().__init__(pool_maxsize=16, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        own = {"proxy_ssl_context": self._context} if proxy.lower().startswith("https") else {}
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **own, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """What to trust stands in the context; the library would add the public CAs to a private one."""
        conn.cert_reqs = "CERT_REQUIRED" if verify else "CERT_NONE"


def pools(watch: Watch) -> dict[str, type]:
    """The library's pools by scheme, with connections that ``watch`` follows."""
    found = {"http": (HTTPConnectionPool, HTTPConnection), "https": (HTTPSConnectionPool, HTTPSConnection)}
    return {
        scheme: type("Pool", (pool,), {"ConnectionCls": type("Connection", (Watched, connection), {"watch": watch})})
        for scheme, (pool, connection) in found.items()
    }


class Watched:
    """Mixed into a connection of urllib3's: no step of it outlasts the deadline, and it notes what leaves."""

    watch: Watch
    _asks = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.response_class = functools.partial(Answer, watch=self.watch)

    def _new_conn(self) -> socket.socket:
        """A socket. All addresses of the name share the time for connecting and the TLS handshake, so that a broken
        first one, mostly of IPv6, leaves some for the next (reliability N19).
        """
        name, seconds = self._dns_host, self.timeout
        end = time.monotonic() + seconds
        try:
            found = socket.getaddrinfo(name.strip("[]"), self.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise NewConnectionError(self, f"cannot resolve {name}: {error}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        problem: Exception = NewConnectionError(self, f"cannot resolve {name}: no address")
        for nth, address in enumerate(addresses):
            left = min(end - time.monotonic(), self.watch.left(seconds))
            if left <= 0:
                break
            self._dns_host, self.timeout = address, left / (len(addresses) - nth)
            try:
                made: socket.socket = super()._new_conn()
                made.settimeout(max(end - time.monotonic(), 0.001))
                return made
            except ConnectTimeoutError as error:
                problem = error
            finally:
                self._dns_host, self.timeout = name, seconds
        raise problem

    def connect(self) -> None:
        super().connect()
        # It took a while; the job may be gone by now.
        self.watch.deadline.clock.check()
        # What is not verified is told once, with the task's result; the library would print it for every request.
        self.is_verified = True

    def request(self, *args: Any, **kwargs: Any) -> Any:
        self._asks = True
        try:
            return super().request(*args, **kwargs)
        finally:
            self._asks = False

    def send(self, data: Any) -> None:
        if not self._asks or self.sock is None:
            super().send(data)
            self.watch.sent = self.watch.sent or self._asks
            return
        # A large body leaves in pieces: one limit for all of it would take a slow line for a broken one.
        for start in range(0, len(data), PIECE) if isinstance(data, bytes) else (None,):
            self.sock.settimeout(self.watch.left(READ_SECONDS))
            super().send(data if start is None else data[start : start + PIECE])
            self.watch.sent = True


class Answer(http.client.HTTPResponse):
    """An answer, read by :class:`Bounded`. What comes before the real one is passed over."""

    def __init__(self, sock: socket.socket, *args: Any, watch: Watch, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = Exact(Bounded(self.fp.detach(), sock, watch))

    def begin(self) -> None:
        super().begin()
        lengths = {length.strip() for length in ",".join(self.headers.get_all("content-length", ())).split(",")}
        if len(lengths) > 1:
            raise http.client.HTTPException("the answer has two lengths")

    def _read_status(self) -> tuple[str, int, str]:
        """The library passes over 100 only; 102 and 103 are no answers either (RFC 9110, 15.2), and nobody asked for
        another protocol (101).
        """
        version, status, reason = super()._read_status()
        while 101 < status < 200:
            http.client.parse_headers(self.fp)
            version, status, reason = super()._read_status()
        if status == 101:
            raise http.client.BadStatusLine("101")
        return version, status, reason


class Bounded(io.RawIOBase):
    """Reads from a socket, none of which outlasts the deadline: the library limits each read, not their sum."""

    def __init__(self, raw: Any, sock: socket.socket, watch: Watch) -> None:
        self._raw, self._sock, self._watch = raw, sock, watch
        self._seconds = sock.gettimeout() or READ_SECONDS
        self.over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self.over:
            return 0
        self._sock.settimeout(self._watch.left(self._seconds))
        found: int | None = self._raw.readinto(buffer)
        return found

    def cut(self, more: bool) -> None:
        """Nothing more is read. With ``more`` behind the answer, here or decrypted already, the connection ends."""
        pending = getattr(self._sock, "pending", None)
        if more or (pending is not None and pending()):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._raw.close()
        super().close()


class Exact(io.BufferedReader):
    """What was read of one answer. What follows it belongs to no request and must never answer the next one."""

    raw: Bounded

    def readline(self, size: int | None = -1) -> bytes:
        """A line of the headers or between chunks. The library takes headers that are cut off for whole ones."""
        line = super().readline(size)
        if not line:
            raise http.client.RemoteDisconnected("Remote end closed connection without response")
        return line

    def close(self) -> None:
        if not self.closed:
            self.raw.over = True
            with suppress(OSError, ValueError):  # where the connection is closed already
                self.raw.cut(bool(self.peek(1)))
        super().close()
