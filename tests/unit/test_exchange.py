# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real sockets that misbehave: every limit holds, and every failure says what may have happened (N01 to N21)."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
import trustme

from ansible_collections.mlops.azureml.plugins.module_utils import exchange as exchanges
from ansible_collections.mlops.azureml.plugins.module_utils import wire
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock, Deadline
from ansible_collections.mlops.azureml.plugins.module_utils.errors import (
    Ambiguous,
    Cancelled,
    InputError,
    Malformed,
    OperationTimeout,
    Unsent,
)
from ansible_collections.mlops.azureml.plugins.module_utils.exchange import Exchange
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import next_step
from ansible_collections.mlops.azureml.plugins.module_utils.wire import Wire
from tests.faults.network.forward import tunnel
from tests.unit.doubles import VirtualClock

Handler = Callable[[socket.socket, bytes], None]


class Server:
    """Takes connections and hands each request to the next handler; the last one stays."""

    def __init__(self, *handlers: Handler, tls: ssl.SSLContext | None = None) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._handlers = list(handlers)
        self._tls = tls
        self._connection: socket.socket | None = None
        self.requests: list[bytes] = []
        self.connections = 0
        self.closed = 0
        self.failures: list[str] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        # Closing alone does not wake a thread that waits in accept(), or for the next request of a connection that
        # the other side keeps.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        if connection := self._connection:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=5)
        assert not self._thread.is_alive()

    def wait_until_closed(self, connections: int) -> None:
        end = time.monotonic() + 5
        while self.closed < connections:
            assert time.monotonic() < end
            time.sleep(0.001)

    def _serve(self) -> None:
        while True:
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.settimeout(5)
            try:
                self._talk(self._tls.wrap_socket(connection, server_side=True) if self._tls else connection)
            except OSError as problem:
                self.failures.append(str(problem))
            finally:
                connection.close()
                self.closed += 1

    def _talk(self, connection: socket.socket) -> None:
        self._connection = connection
        with connection:
            while True:
                request = _request(connection)
                if not request:
                    return
                self.requests.append(request)
                handler = self._handlers.pop(0) if len(self._handlers) > 1 else self._handlers[0]
                handler(connection, request)
                if handler not in KEEPS_ALIVE:
                    return


def _request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _end, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def says(data: bytes) -> Handler:
    """Sends these bytes and closes."""
    return lambda connection, _request: connection.sendall(data)


def http(body: bytes, *headers: str, length: int | None = None) -> bytes:
    lines = ["HTTP/1.1 200 OK", "Content-Type: application/json", f"Content-Length: {length or len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def resets(connection: socket.socket, _request: bytes) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    connection.close()


def hangs(connection: socket.socket, _request: bytes) -> None:
    time.sleep(1.5)


def tunnels(connection: socket.socket, request: bytes) -> None:
    """A proxy: answers CONNECT, and is a tunnel from then on."""
    host, port = request.split()[1].rsplit(b":", 1)
    with socket.create_connection((host, int(port)), timeout=5) as far:
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        tunnel(connection, far)


def drips(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
    for _byte in range(30):
        connection.sendall(b" ")
        time.sleep(0.1)


GOOD = says(http(b'{"a": 1}'))
KEEPS_ALIVE = {GOOD}


@contextmanager
def serving(*handlers: Handler, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(*handlers, tls=tls)
    try:
        yield server
    finally:
        server.close()


def ask(
    url: str, wire: Wire | None = None, method: str = "GET", body: bytes | None = None, seconds: float = 10, **more
):
    exchange = Exchange(wire or Wire(), Deadline.after(Clock(), seconds))
    try:
        return exchange.roundtrip(method, url, body, {"Authorization": "Bearer t"}, **more)
    finally:
        exchange.close()


def asked(handler: Handler, **more):
    with serving(handler) as server:
        return ask(server.url, **more)


class TestWhatDidNotLeave:
    def test_because_the_port_is_closed(self):
        with serving(GOOD) as server:
            url = server.url
        with pytest.raises(Unsent, match=r"cannot connect to 127\.0\.0\.1: .*refused"):
            ask(url, method="POST", body=b"{}")

    def test_because_the_name_is_unknown(self):
        with pytest.raises(Unsent, match=r"cannot resolve nobody\.invalid"):
            ask("https://nobody.invalid/")

    def test_because_the_proxy_is_not_there(self):
        with serving(GOOD) as server:
            url = server.url
        with pytest.raises(Unsent, match="the proxy did not let us reach") as caught:
            ask("https://management.azure.com/", Wire(proxies={"https": url.replace("http://", "http://user:canary@")}))
        assert "canary" not in str(caught.value)

    def test_because_the_proxy_wants_a_password_is_final(self):
        refuses = says(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        with serving(refuses) as server, pytest.raises(Unsent) as caught:
            ask("https://management.azure.com/", Wire(proxies={"https": server.url}))
        assert caught.value.facts["final"] and "proxy" in next_step(caught.value)

    def test_because_the_time_is_over(self):
        with serving(GOOD) as server, pytest.raises(OperationTimeout, match="are over before the request"):
            ask(server.url, seconds=0)
        assert not server.requests

    def test_because_the_job_is_gone(self):
        clock = VirtualClock()
        clock.gone = True
        with serving(GOOD) as server:
            exchange = Exchange(Wire(), Deadline.after(clock, 10))
            with pytest.raises(Cancelled):
                exchange.roundtrip("GET", server.url, None, {})
            exchange.close()
        assert not server.connections

    def test_because_the_job_went_while_the_connection_was_made(self):
        class Going(VirtualClock):
            def check(self) -> None:
                super().check()
                self.gone = True

        with serving(GOOD) as server:
            exchange = Exchange(Wire(), Deadline.after(Going(), 10))
            with pytest.raises(Cancelled):
                exchange.roundtrip("PUT", server.url, b"{}", {})
            exchange.close()
            server.wait_until_closed(1)
        assert server.connections and not server.requests


class TestAnAnswerThatWasLost:
    @pytest.mark.parametrize(
        "handler",
        [
            resets,
            says(b""),
            says(b"HTTP/1"),
            says(http(b'{"a"', length=100)),
            says(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":'),
            says(http(b"no gzip at all", "Content-Encoding: gzip")),
            says(http(gzip.compress(b'{"a": 1}' * 1000)[:-40], "Content-Encoding: gzip")),
            says(b"this is no HTTP\r\n\r\n"),
            says(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n"),
            says(b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 5000 + b"\r\n"),
        ],
        ids="reset closed half-status half-body half-chunk bad-gzip half-gzip no-http long-header headers".split(),
    )
    def test_is_ambiguous_because_the_request_was_there(self, handler):
        with serving(handler) as server, pytest.raises(Ambiguous) as caught:
            ask(server.url, method="PUT", body=b"{}")
        assert len(server.requests) == 1, "nothing below the transport repeats anything"
        assert "\n" not in str(caught.value) and len(str(caught.value)) < 400

    def test_after_tls_was_broken_is_ambiguous_too(self, authority):
        """Only a failed handshake proves that nothing left; a broken record after the request does not."""

        def garbles(connection, _request):
            raw = socket.socket(fileno=connection.detach())
            raw.sendall(b"this is no TLS record")
            raw.close()

        with serving(garbles, tls=context(authority, "127.0.0.1")) as server, pytest.raises(Ambiguous):
            ask(server.url, Wire(verify=authority.path), method="POST", body=b"{}")
        assert len(server.requests) == 1

    @pytest.mark.parametrize("handler", [hangs, drips], ids=["silence", "dripping"])
    def test_in_silence_or_drop_by_drop_ends_at_the_deadline(self, handler):
        with serving(handler) as server:
            began = time.monotonic()
            with pytest.raises(Ambiguous):
                ask(server.url, method="PUT", body=b"{}", seconds=0.5)
            assert time.monotonic() - began < 1.5

    def test_by_a_probe_is_given_up_after_its_own_time(self):
        with serving(hangs) as server:
            began = time.monotonic()
            with pytest.raises(Ambiguous):
                ask(server.url, timeout=0.3)
            assert time.monotonic() - began < 1.5


class TestLimits:
    @pytest.fixture(autouse=True)
    def smaller(self, monkeypatch):
        monkeypatch.setattr(exchanges, "LARGEST_BODY", 1024 * 1024)

    def test_a_huge_answer_is_not_read_to_its_end(self):
        with pytest.raises(Malformed, match="more than 1 MiB"):
            asked(says(http(b" " * (2 * 1024 * 1024))))

    def test_a_gzip_bomb_is_not_unpacked(self):
        bomb = gzip.compress(b" " * (50 * 1024 * 1024))
        assert len(bomb) < 100_000
        with pytest.raises(Malformed, match="more than 1 MiB"):
            asked(says(http(bomb, "Content-Encoding: gzip")))

    def test_an_answer_of_just_the_limit_is_read(self):
        body = b" " * (1024 * 1024)
        assert asked(says(http(body)))[2] == body
        assert asked(says(http(gzip.compress(body), "Content-Encoding: gzip")))[2] == body

    @pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "x-unknown"])
    def test_an_encoding_that_nobody_asked_for_is_refused(self, encoding):
        with pytest.raises(Malformed, match="unknown content encoding"):
            asked(says(http(zlib.compress(b"{}"), f"Content-Encoding: {encoding}")))


class TestAGoodAnswer:
    def test_has_its_status_headers_and_body(self):
        status, headers, body = asked(says(http(b'{"a": 1}', "X-Ms-Request-Id: r-1")))
        assert (status, headers["x-ms-request-id"], body) == (200, "r-1", b'{"a": 1}')

    def test_is_unpacked(self):
        assert asked(says(http(gzip.compress(b'{"a": 1}'), "Content-Encoding: gzip")))[2] == b'{"a": 1}'

    def test_comes_to_a_large_request_that_takes_long_to_leave(self, authority, monkeypatch):
        """The limit of a step is not that of the whole body: a slow line is no broken one."""
        monkeypatch.setattr(wire, "READ_SECONDS", 2.0)
        listener = socket.create_server(("127.0.0.1", 0))
        size = 16 * 1024 * 1024

        def sip() -> None:
            connection, _peer = listener.accept()
            with suppress(OSError), context(authority, "127.0.0.1").wrap_socket(connection, server_side=True) as server:
                server.recv(65536)
                left, counted = size, 0
                while left > 0:
                    piece = len(server.recv(65536))
                    left, counted = left - piece, counted + piece
                    if counted > size // 16:
                        counted = 0
                        time.sleep(0.2)
                server.sendall(http(b"{}"))

        thread = threading.Thread(target=sip, daemon=True)
        thread.start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        status, _headers, _body = ask(url, Wire(verify=authority.path), method="PUT", body=bytes(size), seconds=60)
        assert status == 200
        thread.join(timeout=10)
        listener.close()

    def test_may_come_in_chunks(self):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        assert asked(says(head + b'3\r\n{"a\r\n5\r\n": 1}\r\n0\r\n\r\n'))[2] == b'{"a": 1}'

    def test_may_come_after_a_provisional_one(self):
        assert asked(says(b"HTTP/1.1 100 Continue\r\n\r\n" + http(b"{}")))[0] == 200

    def test_of_a_redirect_is_an_answer(self):
        redirect = says(b"HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
        status, headers, _body = asked(redirect, method="PUT", body=b"{}")
        assert (status, headers["location"]) == (307, "http://127.0.0.1:1/")

    def test_of_one_connection_follows_another(self):
        with serving(GOOD) as server:
            exchange = Exchange(Wire(), Deadline.after(Clock(), 10))
            for _turn in range(3):
                assert exchange.roundtrip("GET", server.url, None, {})[2] == b'{"a": 1}'
            exchange.close()
        assert server.connections == 1

    def test_comes_over_a_fresh_connection_where_the_peer_closed_the_old_one(self):
        closes = says(http(b"{}"))
        with serving(closes) as server:
            exchange = Exchange(Wire(), Deadline.after(Clock(), 10))
            for _turn in range(2):
                exchange.roundtrip("POST", server.url, b"{}", {})
                time.sleep(0.05)
            exchange.close()
        assert (server.connections, len(server.requests)) == (2, 2)

    def test_is_never_mixed_with_bytes_that_came_after_it(self):
        twice = says(http(b'{"a": 1}') + http(b'{"evil": 1}'))
        with serving(twice) as server:
            exchange = Exchange(Wire(), Deadline.after(Clock(), 10))
            for turn in range(2):
                assert exchange.roundtrip("GET", server.url, None, {})[2] == b'{"a": 1}'
                # A request on a connection that is just being closed is lost, which is another matter.
                server.wait_until_closed(turn + 1)
            exchange.close()


class TestWhatTheRequestSays:
    def test_the_machines_netrc_does_not_replace_the_token(self, tmp_path, monkeypatch):
        (tmp_path / ".netrc").write_text("machine 127.0.0.1 login u password canary\n", encoding="ascii")
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
        with serving(GOOD) as server:
            ask(server.url)
        assert b"Authorization: Bearer t\r\n" in server.requests[0]

    def test_the_environments_proxy_counts_only_through_the_settings(self, monkeypatch):
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        with serving(GOOD) as server:
            assert ask(server.url)[0] == 200

    def test_a_proxy_is_passed_by_where_it_must_be(self):
        nowhere = {"http": "http://127.0.0.1:1", "https": "http://127.0.0.1:1"}
        with serving(GOOD) as server:
            assert ask(server.url, Wire(proxies=nowhere), direct=True)[0] == 200
            assert ask(server.url, Wire(proxies=nowhere, no_proxy="127.0.0.1"))[0] == 200
            with pytest.raises(Unsent):
                ask(server.url, Wire(proxies=nowhere))

    def test_who_it_is_without_any_secret(self):
        with serving(GOOD) as server:
            ask(server.url)
        assert b"User-Agent: ansible-mlops-azureml\r\n" in server.requests[0]


class Authority:
    """A certificate authority and the file that names it."""

    def __init__(self, folder) -> None:
        self.ca = trustme.CA()
        self.path = str(folder / "ca.pem")
        self.ca.cert_pem.write_to_path(self.path)


def context(authority: Authority, *names: str, **more) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.ca.issue_cert(*names, **more).configure_cert(made)
    return made


@pytest.fixture(name="authority", scope="module")
def authority_fixture(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


class TestCertificates:
    def test_that_the_given_authority_signed_are_accepted(self, authority):
        with serving(GOOD, tls=context(authority, "127.0.0.1")) as server:
            assert ask(server.url, Wire(verify=authority.path))[0] == 200

    @pytest.mark.parametrize("reason", ["unknown authority", "other host", "expired"])
    def test_that_prove_nothing_end_before_the_first_byte_of_the_request(self, authority, tmp_path, reason):
        from datetime import datetime, timezone

        names = ["example.org"] if reason == "other host" else ["127.0.0.1"]
        past = {
            "not_before": datetime(2020, 1, 1, tzinfo=timezone.utc),
            "not_after": datetime(2020, 2, 1, tzinfo=timezone.utc),
        }
        verify = Authority(tmp_path).path if reason == "unknown authority" else authority.path
        tls = context(authority, *names, **(past if reason == "expired" else {}))
        with serving(GOOD, tls=tls) as server, pytest.raises(Unsent) as caught:
            ask(server.url, Wire(verify=verify))
        assert not server.requests, "the token stayed here"
        assert caught.value.facts["final"], "a certificate does not become valid by asking again"
        assert "ca_path" in next_step(caught.value)

    def test_of_the_environment_do_not_count(self, authority, tmp_path, monkeypatch):
        """REQUESTS_CA_BUNDLE wins over a session's own setting (reliability 0.2.5); only ours may decide."""
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", Authority(tmp_path).path)
        with serving(GOOD, tls=context(authority, "127.0.0.1")) as server:
            assert ask(server.url, Wire(verify=authority.path))[0] == 200

    def test_are_not_looked_at_only_where_the_user_said_so(self, authority, monkeypatch):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority.path)
        tls = context(authority, "example.org")
        with serving(GOOD, tls=tls) as server, warnings.catch_warnings():
            warnings.simplefilter("error")  # the result tells it, once
            assert ask(server.url, Wire(verify=False))[0] == 200

    @pytest.mark.parametrize("proxy_speaks", ["http", "https"])
    def test_are_looked_at_through_a_proxy_too(self, proxy_speaks, authority, tmp_path):
        secure = context(authority, "127.0.0.1") if proxy_speaks == "https" else None
        with serving(GOOD, tls=context(authority, "127.0.0.1")) as server, serving(tunnels, tls=secure) as proxy:
            wire = Wire(verify=authority.path, proxies={"https": proxy.url})
            assert ask(server.url, wire)[0] == 200
            assert proxy.requests[0].startswith(b"CONNECT 127.0.0.1:")
            with pytest.raises(Unsent):
                ask(server.url, Wire(verify=Authority(tmp_path).path, proxies={"https": proxy.url}))
            assert len(server.requests) == 1

    def test_are_read_once_for_all_hosts_of_a_task(self, tmp_path):
        """A usual bundle takes 12 ms to read; a task talks to two hosts at least, the login service and the API."""
        authority = Authority(tmp_path)
        exchange = Exchange(Wire(verify=authority.path), Deadline.after(Clock(), 10))
        (tmp_path / "ca.pem").unlink()
        try:
            for _host in range(2):
                with serving(GOOD, tls=context(authority, "127.0.0.1")) as server:
                    assert exchange.roundtrip("GET", server.url, None, {})[0] == 200
        finally:
            exchange.close()

    @pytest.mark.parametrize("content", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAA\n"])
    def test_that_cannot_be_read_are_told_by_the_name_of_the_option(self, tmp_path, content):
        path = tmp_path / "ca.pem"
        path.write_text(content, encoding="ascii")
        with pytest.raises(InputError, match="no CA certificate can be read from") as caught:
            Exchange(Wire(verify=str(path)), Deadline.after(Clock(), 10))
        assert caught.value.facts["option"] == "ca_path"

    def test_of_the_public_authorities_do_not_count_beside_a_private_one(self, authority, monkeypatch, tmp_path):
        other = Authority(tmp_path)
        monkeypatch.setattr(exchanges.requests.certs, "where", lambda: authority.path)
        with serving(GOOD, tls=context(authority, "127.0.0.1")) as server, pytest.raises(Unsent):
            ask(server.url, Wire(verify=other.path))

    @pytest.mark.filterwarnings("ignore:.*TLS.*:DeprecationWarning")
    def test_are_never_shown_over_a_protocol_of_yesterday(self, authority):
        tls = context(authority, "127.0.0.1")
        tls.minimum_version, tls.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, ssl.TLSVersion.TLSv1_1
        with serving(GOOD, tls=tls) as server, pytest.raises(Unsent):
            ask(server.url, Wire(verify=authority.path))
        assert not server.requests
