# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A socket proxy before the emulator, for what happens below HTTP: it breaks connections and answers by a script.

It ends TLS with a certificate of the emulator's own authority, hands requests on and keeps what reached it. The URLs in
the emulator's answers follow the Host header, so a task that is pointed at :attr:`Proxy.url` stays here.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from tests.emulator import Emulator

LONGEST_WAIT = 20


@dataclass(frozen=True)
class Request:
    """One request as it arrived, as far as it was read."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """One answer of the emulator, or one made up. Header names as the emulator writes them."""

    status: int = 200
    reason: str = "OK"
    headers: tuple[tuple[str, str], ...] = (("content-type", "application/json"),)
    body: bytes = b"{}"

    def having(self, body: bytes | None = None, **headers: str) -> Answer:
        """The same with another body or other headers; an underscore in a name stands for a dash."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = tuple((name, value) for name, value in self.headers if name.lower() not in named)
        return replace(self, headers=(*kept, *named.items()), body=self.body if body is None else body)

    def head(self, length: int | None = None) -> bytes:
        """Status line and headers, ready for the body. ``length`` -1 writes no Content-Length."""
        size = [] if length == -1 else [f"content-length: {len(self.body) if length is None else length}"]
        lines = [f"HTTP/1.1 {self.status} {self.reason}", *(f"{name}: {value}" for name, value in self.headers), *size]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"

    def raw(self) -> bytes:
        """The whole answer."""
        return self.head() + self.body


@dataclass(frozen=True)
class Fault:
    """What becomes of one request.

    :param passed_on: whether the emulator carries it out.  :param says: the bytes that are sent in place of the
        answer, made from it.  :param every: seconds before each of their pieces.
    :param ends: what becomes of the connection then: ``keep``, ``close``, ``reset``, ``hang`` (until the other side
        gives up), ``garble`` (bytes that are no TLS record, then close); ``leave`` and ``swallow`` close it and let
        the next ones be refused or meet silence.
    :param then: what the connections after it meet, as :attr:`Proxy.meets`.  :param tls: their TLS.
    """

    passed_on: bool = True
    says: Callable[[Answer], Iterable[bytes]] = lambda answer: [answer.raw()]
    every: float = 0.0
    ends: str = "keep"
    then: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None


def _nothing(_answer: Answer) -> Iterable[bytes]:
    return ()


LOST = Fault(passed_on=False, says=_nothing, ends="reset")
LOST_ANSWER = Fault(says=_nothing, ends="reset")
SILENCE = Fault(passed_on=False, says=_nothing, ends="hang")
SILENT_ANSWER = Fault(says=_nothing, ends="hang")
CLOSED_AFTERWARDS = Fault(ends="close")


def cut(share: float, ends: str = "close", length: int | None = None) -> Fault:
    """Only a share of the body is sent."""
    return Fault(says=lambda answer: [answer.head(length) + answer.body[: int(len(answer.body) * share)]], ends=ends)


def instead(*pieces: bytes, passed_on: bool = True, ends: str = "close", every: float = 0.0) -> Fault:
    """These bytes are sent in place of the answer."""
    return Fault(passed_on, lambda _answer: pieces, every, ends)


@dataclass
class _Rule:
    method: str
    path: re.Pattern[str]
    fault: Fault
    nth: int
    times: int
    seen: int = 0
    hits: int = 0

    def takes(self, request: Request) -> bool:
        if self.method not in ("", request.method) or not self.path.search(request.target):
            return False
        self.seen += 1
        if self.seen < self.nth or (self.times and self.hits >= self.times):
            return False
        self.hits += 1
        return True


class Proxy:
    """A listener on a port of its own; what it is told with :meth:`on` and :attr:`meets` holds until :meth:`anew`.

    :param seen: the requests that arrived.  :param connections: how many were taken.  :param received: bytes of
        requests.  :param sent: bytes that faults sent.  :param struck: when the first fault began, monotonic seconds.
    :param broken: how handshakes ended that did not succeed.
    """

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._upstream = ssl.create_default_context(cafile=emulator.ca_file)
        self.own_tls = self.context(emulator.authority.issue_cert("127.0.0.1", "localhost", "*.faults.invalid"))
        self._moving = threading.Condition()
        self._ending = 0
        self._held: list[socket.socket] = []
        self._fillers: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = self._listen(0)
        self.port = self._listener.getsockname()[1]
        self.url = f"https://127.0.0.1:{self.port}"
        self.meets: list[str] = []
        self._serve()
        self.anew()

    @staticmethod
    def context(certificate: Any) -> ssl.SSLContext:
        """A server's TLS with a certificate of trustme's."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(made)
        return made

    def anew(self) -> None:
        """Forget script and record. Connections of tasks that have ended end."""
        self.open()
        self.drop()
        self.settle()
        self._rules: list[_Rule] = []
        self.tls = self.own_tls
        self.meets = []
        self.seen: list[Request] = []
        self.connections = self.received = self.sent = 0
        self.struck: float | None = None
        self.broken: list[str] = []

    def on(self, method: str, path: str, fault: Fault, nth: int = 1, times: int = 1) -> None:
        """Let a fault befall the ``nth`` request that matches and the ``times`` - 1 after it; ``times`` 0 for ever."""
        self._rules.append(_Rule(method, re.compile(path, re.IGNORECASE), fault, nth, times))

    def asked(self, method: str = "", path: str = "") -> list[Request]:
        """The requests that arrived with that method, whose target matches the pattern."""
        return [one for one in self.seen if method in ("", one.method) and re.search(path, one.target, re.IGNORECASE)]

    def close(self) -> None:
        """Refuse connections; those that are open end."""
        self.refuse()
        self.drop()

    def refuse(self, silently: bool = False) -> None:
        """Refuse further connections. ``silently``: let them meet silence, as the queue of the listener is full and
        nobody takes from it.
        """
        if self._thread.is_alive():
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._thread.join(timeout=LONGEST_WAIT)
        self._listener.close()
        if silently:
            self._listener = self._listen(self.port, queue=0)
            for _place in range(2):
                filler = socket.socket()
                filler.setblocking(False)
                filler.connect_ex(("127.0.0.1", self.port))
                self._fillers.append(filler)

    def drop(self) -> None:
        """End every open connection, and wait for what is done about it."""
        for filler in self._fillers:
            filler.close()
        for talks in self._held[:]:
            with suppress(OSError):
                talks.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(LONGEST_WAIT)
        self._threads, self._held, self._fillers = [], [], []

    def open(self) -> None:
        """Take connections again."""
        if not self._thread.is_alive():
            self._listener.close()
            self.drop()
            self._listener = self._listen(self.port)
            self._serve()

    def settle(self) -> None:
        """Wait until what this side does to connections is done, so that the other side must notice."""
        with self._moving:
            assert self._moving.wait_for(lambda: self._ending <= 0, LONGEST_WAIT), "the proxy does not come to an end"

    @staticmethod
    def _listen(port: int, queue: int = 128) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(queue)
        return listener

    def _serve(self) -> None:
        self._thread = threading.Thread(target=self._accept, args=(self._listener,), daemon=True)
        self._thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _peer = listener.accept()
            except OSError:
                return
            self.connections += 1
            self._held.append(connection)
            fate = self.meets.pop(0) if self.meets else ""
            if fate:
                self._end(+1)
            self._threads.append(threading.Thread(target=self._take, args=(connection, fate), daemon=True))
            self._threads[-1].start()

    def _end(self, by: int) -> None:
        with self._moving:
            self._ending += by
            self._moving.notify_all()

    def _take(self, connection: socket.socket, fate: str) -> None:
        """One connection. ``fate``: ``reset``, ``close`` or ``silence`` in place of TLS, or ``reset after TLS``."""
        talks = None
        try:
            connection.settimeout(LONGEST_WAIT)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if fate in ("", "reset after TLS"):
                talks = self.tls.wrap_socket(connection, server_side=True)
                self._held.append(talks)
                if not fate:
                    self._talk(talks)
            elif fate == "silence":
                self._end(-1)
                fate = ""
                while connection.recv(65536):
                    pass
            if fate.startswith("reset"):
                _reset(talks or connection)
        except OSError as problem:
            if talks is None:
                self.broken.append(str(problem))
        finally:
            (talks or connection).close()
            if fate:
                self._end(-1)

    def _talk(self, connection: ssl.SSLSocket) -> None:
        far = http.client.HTTPSConnection("127.0.0.1", int(self._emulator.url.rpartition(":")[2]), timeout=LONGEST_WAIT)
        far._context = self._upstream  # type: ignore[attr-defined]
        fault, moves = Fault(), False
        try:
            with connection.makefile("rb") as reader:
                while fault.ends == "keep" and (request := self._read(reader)):
                    struck = next((rule.fault for rule in self._rules if rule.takes(request)), None)
                    fault = struck or Fault()
                    moves = bool(struck) and fault.ends != "hang"
                    if moves:
                        self._end(+1)
                    answer = _carried_out(far, request) if fault.passed_on else Answer()
                    if struck and self.struck is None:
                        self.struck = time.monotonic()
                    for piece in fault.says(answer):
                        time.sleep(fault.every)
                        connection.sendall(piece)
                        self.sent += len(piece) if struck else 0
                    if moves and fault.ends == "keep":
                        self._end(-1)
                        moves = False
                    if fault.ends == "hang":
                        reader.read(1)
            if fault.ends == "garble":
                with socket.socket(fileno=connection.detach()) as raw:
                    raw.sendall(b"this is no TLS record")
            if fault.ends == "reset":
                _reset(connection)
            self.meets.extend(fault.then)
            self.tls = fault.tls or self.tls
            if fault.ends in ("leave", "swallow"):
                self.refuse(silently=fault.ends == "swallow")
        finally:
            far.close()
            connection.close()
            if moves:
                self._end(-1)

    def _read(self, reader: Any) -> Request | None:
        line = reader.readline()
        if not line:
            return None
        method, target, _version = line.decode("latin-1").split()
        headers = dict(http.client.parse_headers(reader).items())
        body = reader.read(int(headers.get("Content-Length", 0)))
        request = Request(method, target, headers, body)
        self.received += len(line) + len(body)
        self.seen.append(request)
        return request


def _carried_out(far: http.client.HTTPSConnection, request: Request) -> Answer:
    far.request(request.method, request.target, request.body or None, request.headers)
    got = far.getresponse()
    body = got.read()
    left_out = ("content-length", "transfer-encoding", "connection")
    headers = tuple((name, value) for name, value in got.getheaders() if name.lower() not in left_out)
    return Answer(got.status, got.reason, headers, body)


def _reset(connection: socket.socket) -> None:
    """Close with RST in place of FIN."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
