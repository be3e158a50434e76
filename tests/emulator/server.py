# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running the emulator: certificates, listeners, and a context manager for tests."""

from __future__ import annotations

import asyncio
import json
import os
import pathlib
import signal
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterable
from typing import Any

import trustme
import uvicorn

from . import app as application
from .clock import Clock
from .config import Config
from .core import EmulatorState
from .directory import Directory
from .store import Store

_START_SECONDS = 20


class Emulator:
    """A running emulator.

        with Emulator(operation_seconds=0) as emulator:
            requests.get(emulator.url + "/metadata/endpoints?api-version=2022-09-01", verify=emulator.ca_file)

    names             host names that its certificate holds beside its own, for clients that cannot take a URL
    port, http_port   0 takes a free one; http_port None opens no plain listener
    state_file        SQLite file; the certificate authority is kept beside it (`<file>.ca.pem`), so that trust survives
    knobs             fields of config.Config; operation_seconds may be a number (the default of all types)
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        names: Iterable[str] = (),
        port: int = 0,
        http_port: int | None = 0,
        state_file: str | os.PathLike[str] | None = None,
        ca_file: str | os.PathLike[str] | None = None,
        clock: str = "real",
        directory: Directory | None = None,
        **knobs: Any,
    ) -> None:
        if isinstance(knobs.get("operation_seconds"), (int, float)):
            knobs["operation_seconds"] = {"default": knobs["operation_seconds"]}
        config = Config()
        config.patch(knobs)
        self._host, self._port, self._http_port = host, port, http_port
        self._state_file = pathlib.Path(state_file) if state_file else None
        self._folder = tempfile.TemporaryDirectory(prefix="emulator-")
        self.ca_file = str(ca_file or pathlib.Path(self._folder.name, "ca.pem"))
        self._certificates = _certificates((host, *names), self._state_file)
        self._write_ca()
        store = Store(str(self._state_file) if self._state_file else None)
        self.state = EmulatorState(store, Clock(clock == "virtual"), config, directory or Directory())
        self.state.names |= {host, *names}
        self._servers: list[tuple[uvicorn.Server, socket.socket]] = []
        self._thread: threading.Thread | None = None
        self._told_to_stop = threading.Event()

    @property
    def url(self) -> str:
        """'https://127.0.0.1:<port>'"""
        return self.state.base_url

    @property
    def http_url(self) -> str:
        """'http://127.0.0.1:<port>' of the identity endpoints, '' without them."""
        return self.state.http_url

    @property
    def authority(self) -> trustme.CA:
        """What signs its certificate, for whatever stands before it."""
        return self._certificates[0]

    def journal(self, since: int = 0) -> list[dict[str, Any]]:
        """Return the requests noted after number `since`."""
        return self.state.journal.entries(since)

    def environment(self) -> dict[str, str]:
        """Return the environment variables that point the collection and Microsoft's clients at this emulator."""
        tenant, (subscription, *_others) = self.state.directory.tenant, self.state.directory.subscriptions
        principal = list(self.state.directory.principals.values())[-1]
        return {
            "AZURE_CLOUD_ENVIRONMENT": self.url,
            "AZURE_TENANT": tenant,
            "AZURE_TENANT_ID": tenant,
            "AZURE_SUBSCRIPTION_ID": subscription,
            "AZURE_CLIENT_ID": principal.client_id,
            "AZURE_SECRET": principal.secret or "",
            "AZURE_CA_PATH": self.ca_file,
            "REQUESTS_CA_BUNDLE": self.ca_file,
            "SSL_CERT_FILE": self.ca_file,
        }

    def __enter__(self) -> Emulator:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Open the listeners and serve them from a background thread; OSError when a port is taken."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        listener = _listen(self._host, self._port)
        self.state.base_url = f"https://{self._host}:{listener.getsockname()[1]}"
        self.state.environment = self.environment()
        app = application.build(self.state)
        plain = None
        if self._http_port is not None:
            plain = _listen(self._host, self._http_port)
            self.state.http_url = f"http://{self._host}:{plain.getsockname()[1]}"
        self._servers.append((self._server(app, tls=True), listener))
        if plain is not None:
            self._servers.append((self._server(application.build_plain(self.state), tls=False), plain))
        self._thread = threading.Thread(target=_run, args=(self._servers,), name="emulator", daemon=True)
        self._thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not all(server.started for server, _thread in self._servers):
            if time.monotonic() > deadline or not self._thread.is_alive():
                raise RuntimeError("the emulator did not start")
            time.sleep(0.01)

    def stop(self) -> None:
        """Close the listeners and the database."""
        self.state.stopping.set()
        for server, _thread in self._servers:
            server.should_exit = True
            server.force_exit = True
        if self._thread:
            self._thread.join(timeout=5)
        self.state.store.close()
        self._folder.cleanup()

    def heed_signals(self) -> None:
        """Let SIGINT and SIGTERM end :meth:`wait`; for the command line, from the main thread, before it says that it
        is ready.
        """
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: self._told_to_stop.set())

    def wait(self) -> None:
        """Serve until a signal that is heeded."""
        while not self._told_to_stop.wait(0.5):
            if self._thread is None or not self._thread.is_alive():
                return

    def write_ready_file(self, path: str | os.PathLike[str]) -> None:
        """Write where the emulator is, as JSON, in one step: readers see all of it or nothing."""
        ready = {
            "url": self.url,
            "http_url": self.http_url,
            "ca_file": os.path.abspath(self.ca_file),
            "pid": os.getpid(),
        }
        target = pathlib.Path(path)
        partial = target.with_name(target.name + ".partial")
        partial.write_text(json.dumps(ready), encoding="utf-8")
        partial.replace(target)

    def _server(self, app: application.Application, tls: bool) -> uvicorn.Server:
        settings = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            # Its own, by the emulator's clock (see app).
            date_header=False,
            lifespan="off",
            http="httptools",
            # A TLS connection that is closed a second time, at the end, cannot be broken off any more and leaks.
            timeout_keep_alive=3600,
        )
        settings.load()
        if tls:
            # uvicorn itself only takes names of files that hold a certificate.
            settings.ssl = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._certificates[1].configure_cert(settings.ssl)
        return uvicorn.Server(settings)

    def _write_ca(self) -> None:
        path = pathlib.Path(self.ca_file)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.authority.cert_pem.write_to_path(str(path))


def _run(servers: list[tuple[uvicorn.Server, socket.socket]]) -> None:
    """Serve all listeners from one event loop, so that handlers never run at the same time."""

    async def serve() -> None:
        await asyncio.gather(*(server.serve(sockets=[listener]) for server, listener in servers))
        # A client that keeps its connection open never answers TLS's goodbye; nobody waits for that here.
        for server, _thread in servers:
            for connection in list(server.server_state.connections):
                connection.transport.abort()
        await asyncio.sleep(0.05)

    asyncio.run(serve())


def _listen(host: str, port: int) -> socket.socket:
    # asyncio switches Nagle off only where the protocol is named; with it every small answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(256)
    return listener


def _certificates(hosts: Iterable[str], state_file: pathlib.Path | None) -> tuple[trustme.CA, trustme.LeafCert]:
    """Return an authority and a server certificate; with a state file the authority is the one of the last run."""
    kept = state_file.with_name(state_file.name + ".ca.pem") if state_file else None
    key = state_file.with_name(state_file.name + ".ca.key") if state_file else None
    if kept and key and kept.exists() and key.exists():
        authority = trustme.CA.from_pem(kept.read_bytes(), key.read_bytes())
    else:
        authority = trustme.CA()
        if kept and key:
            kept.parent.mkdir(parents=True, exist_ok=True)
            authority.cert_pem.write_to_path(str(kept))
            key.touch(mode=0o600)
            authority.private_key_pem.write_to_path(str(key))
    names = ["localhost", "127.0.0.1", "::1", "*.blob.localhost", "*.blob.core.windows.net", "*.file.core.windows.net"]
    return authority, authority.issue_cert(*dict.fromkeys([*names, *hosts]))
