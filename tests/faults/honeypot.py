# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that the service tries to send us to: it is trusted by TLS, answers everything and keeps what it gets."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from contextlib import suppress

from tests.emulator import Emulator

# What would make a client go on: a success in every language that this API speaks.
_BODY = json.dumps(
    {"status": "Succeeded", "value": [], "properties": {}, "access_token": "x", "expires_in": 9}
).encode()
_HEAD = (
    f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {len(_BODY)}\r\n\r\n"
)
SECONDS = 5


class Honeypot:
    """One listener with TLS and one without.

    :param seen: what each connection sent, decrypted; empty bytes for one that sent nothing.
    """

    def __init__(self, emulator: Emulator) -> None:
        self.seen: list[bytes] = []
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        emulator.authority.issue_cert("127.0.0.1", "localhost").configure_cert(self._tls)
        self._secure, self._plain = (socket.create_server(("127.0.0.1", 0)) for _listener in range(2))
        self.port, self.plain_port = (one.getsockname()[1] for one in (self._secure, self._plain))
        self.url = f"https://127.0.0.1:{self.port}"
        for listener in (self._secure, self._plain):
            threading.Thread(target=self._serve, args=(listener,), daemon=True).start()

    @property
    def urls(self) -> tuple[str, ...]:
        """Every origin that leads here, and spellings of them that a careless client takes for another one."""
        return (
            self.url,
            f"https://localhost:{self.port}",
            f"http://127.0.0.1:{self.plain_port}",
            f"//127.0.0.1:{self.port}",
            f"https://user:word@127.0.0.1:{self.port}",
            f"https://management.azure.com@127.0.0.1:{self.port}",
            f"https://2130706433:{self.port}",
        )

    def close(self) -> None:
        """Take no more connections."""
        self._secure.close()
        self._plain.close()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                taken, _peer = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(taken, listener is self._secure), daemon=True).start()

    def _answer(self, taken: socket.socket, secure: bool) -> None:
        place = len(self.seen)
        self.seen.append(b"")
        with suppress(OSError), taken:
            taken.settimeout(SECONDS)
            with self._tls.wrap_socket(taken, server_side=True) if secure else taken as spoken:
                while b"\r\n\r\n" not in self.seen[place]:
                    piece = spoken.recv(65536)
                    if not piece:
                        return
                    self.seen[place] += piece
                spoken.sendall(_HEAD.encode() + _BODY)
