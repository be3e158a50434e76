# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a company puts between its machines and the internet: a forward proxy, good or bad."""

from __future__ import annotations

import select
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any

LONGEST_WAIT = 20


class Forward:
    """A listener that takes CONNECT.

    :param fates: what the next connections meet: ``pass``, a status such as ``407``, ``close`` or ``garbage``; the last
        one stays.
    :param tls: for a proxy that is spoken to in TLS.
    :param asked: the first line of every request.  :param headers: the headers of all of them.
    """

    def __init__(self, *fates: str, tls: ssl.SSLContext | None = None) -> None:
        self._fates, self._tls = list(fates or ("pass",)), tls
        self.asked: list[str] = []
        self.headers: list[str] = []
        self.connections = 0
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._run(self._accept)

    def url(self, user: str = "") -> str:
        """Where it is, for HTTPS_PROXY."""
        return f"{'https' if self._tls else 'http'}://{user + '@' if user else ''}127.0.0.1:{self.port}"

    def __enter__(self) -> Forward:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Refuse connections, and end those that are open."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(LONGEST_WAIT)

    def _run(self, work: Any, *args: Any) -> None:
        self._threads.append(threading.Thread(target=work, args=args, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._run(self._take, connection, self._fates.pop(0) if len(self._fates) > 1 else self._fates[0])

    def _take(self, plain: socket.socket, fate: str) -> None:
        plain.settimeout(LONGEST_WAIT)
        talks = plain
        with suppress(OSError):
            if self._tls:
                talks = self._tls.wrap_socket(plain, server_side=True)
            self._open.append(talks)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = talks.recv(4096)
                if not piece:
                    break
                head += piece
            if head:
                first, *rest = head.decode("latin-1").split("\r\n")
                self.asked.append(first)
                self.headers.extend(line for line in rest if line)
            if fate == "pass" and head:
                self._tunnel(talks, first.split()[1])
            elif fate == "garbage":
                talks.sendall(b"this is no HTTP\r\n\r\n")
            elif fate.isdigit():
                talks.sendall(f"HTTP/1.1 {fate} Because\r\nContent-Length: 0\r\n\r\n".encode())
        talks.close()

    def _tunnel(self, near: socket.socket, target: str) -> None:
        host, _colon, port = target.rpartition(":")
        with socket.create_connection(("127.0.0.1" if host.endswith(".invalid") else host, int(port)), 5) as far:
            self._open.append(far)
            near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            tunnel(near, far)


def tunnel(near: socket.socket, far: socket.socket) -> None:
    """Hand every byte over in both directions until one side closes.

    In one thread, because a TLS connection cannot be read in one and written in another at the same time.
    """
    others = {near: far, far: near}
    while True:
        for source in select.select(list(others), [], [])[0]:
            # Never more than one TLS record, so nothing stays behind where select does not look.
            if not (piece := source.recv(65536)):
                return
            others[source].sendall(piece)
