# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Azurite, Microsoft's own blob server for tests (npm package ``azurite``), and the way to it under Azure's names."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The newest one that runs on every Node since 10.
VERSION = "3.35.0"
PLACE = ROOT / ".venv" / f"azurite-{VERSION}"
SUFFIX = ".blob.core.windows.net"
INSTALL_SECONDS = 300
_LISTENS = re.compile(rb"successfully listens on https://127\.0\.0\.1:(\d+)")


class Missing(Exception):
    """Azurite cannot be had here; the text says why."""


def program() -> Path:
    """The program, installed below ``.venv`` when it is not there. Nothing of the packages is run for that.

    Raises Missing where there is no Node, or no package index.
    """
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise Missing(f"this machine has no {tool}, and Azurite runs on Node")
    found = PLACE / "node_modules" / ".bin" / "azurite-blob"
    if not found.is_file():
        part = PLACE.with_name(f"{PLACE.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--omit=dev")
        command = ["npm", "install", *options, "--prefix", str(part), f"azurite@{VERSION}"]
        try:
            done = subprocess.run(
                command, cwd=part, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise Missing(f"npm did not install azurite {VERSION} within {INSTALL_SECONDS} s") from None
        if done.returncode:
            raise Missing(f"npm cannot install azurite {VERSION}: {done.stderr.strip().splitlines()[-1:]}")
        part.rename(PLACE)
    return found


@dataclass(frozen=True)
class Azurite:
    """A running server. ``url`` is that of one account; ``ca_file`` names who signed its certificate."""

    port: int
    ca_file: Path

    def url(self, account: str) -> str:
        """Where an account is, past the tunnel."""
        return f"https://127.0.0.1:{self.port}/{account}"


@contextlib.contextmanager
def serving(folder: Path, accounts: dict[str, str]) -> Iterator[Azurite]:
    """Run the server in ``folder`` with these accounts and keys, under the names that they have in Azure."""
    # run.py installs the program, and has nothing but the standard library.
    import trustme

    binary = program()
    authority = trustme.CA()
    leaf = authority.issue_cert("127.0.0.1", *(account + SUFFIX for account in accounts))
    ca_file, cert, key = (folder / name for name in ("azurite-ca.pem", "azurite.pem", "azurite.key"))
    authority.cert_pem.write_to_path(str(ca_file))
    leaf.cert_chain_pems[0].write_to_path(str(cert))
    key.touch(mode=0o600)
    leaf.private_key_pem.write_to_path(str(key))
    options = ["--blobPort", "0", "--inMemoryPersistence", "--silent", "--disableTelemetry"]
    process = subprocess.Popen(
        [str(binary), *options, "--cert", str(cert), "--key", str(key)],
        cwd=folder,
        env={**os.environ, "AZURITE_ACCOUNTS": ";".join(f"{name}:{secret}" for name, secret in accounts.items())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield Azurite(_port(process), ca_file)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _port(process: subprocess.Popen[bytes]) -> int:
    said = b""
    assert process.stdout is not None
    while True:
        line = process.stdout.readline()
        said += line
        found = _LISTENS.search(line)
        if found:
            return int(found[1])
        if not line:
            raise RuntimeError(f"Azurite did not start:\n{said.decode(errors='replace')}")


@dataclass
class Tunnel:
    """A forward proxy that leads the names of storage accounts to a port of this machine, and everything else where it
    belongs.

    received    bytes that were sent to that port, TLS included
    visits      how many connections went there
    stalls      after how many of those bytes it stands still, for how many seconds
    """

    port: int
    received: int = 0
    visits: int = 0
    stalls: dict[int, float] = field(default_factory=dict)
    _listener: socket.socket = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """What a task names as its proxy."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def forget(self) -> None:
        """Count anew."""
        self.received = self.visits = 0
        self.stalls.clear()

    def close(self) -> None:
        """Take no more connections."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            asked = b""
            while b"\r\n\r\n" not in asked:
                piece = connection.recv(4096)
                if not piece:
                    return
                asked += piece
            host, _colon, port = asked.split()[1].decode("latin-1").rpartition(":")
            ours = host.endswith(SUFFIX)
            if ours:
                self.visits += 1
            with socket.create_connection(("127.0.0.1", self.port) if ours else (host, int(port))) as other:
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                self._pump(connection, other, ours)

    def _pump(self, client: socket.socket, server: socket.socket, ours: bool) -> None:
        while True:
            ready, _w, _x = select.select([client, server], [], [])
            for source in ready:
                piece = source.recv(65536)
                if not piece:
                    return
                (server if source is client else client).sendall(piece)
                if ours and source is client:
                    self.received += len(piece)
                    for after in [after for after in self.stalls if after <= self.received]:
                        time.sleep(self.stalls.pop(after))
