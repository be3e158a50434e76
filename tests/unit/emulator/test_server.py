# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The listeners: TLS, restart, ready file, command line, broken connections."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import socket
import ssl
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.emulator import Emulator, __main__
from tests.emulator.directory import SUBSCRIPTION, TENANT

ROOT = pathlib.Path(__file__).resolve().parents[3]
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg?api-version=2021-04-01"


@pytest.fixture(name="session")
def session_fixture():
    with requests.Session() as made:
        made.trust_env = False
        yield made


def sign_in(session, emulator):
    session.verify = emulator.ca_file
    form = {
        "grant_type": "client_credentials",
        "client_id": "app",
        "client_secret": "s",
        "resource": "https://management.azure.com/",
    }
    answer = session.post(f"{emulator.url}/{TENANT}/oauth2/token", data=form, timeout=10)
    session.headers["Authorization"] = "Bearer " + answer.json()["access_token"]


def test_state_and_trust_survive_a_restart(tmp_path, session):
    file = tmp_path / "state.db"
    with Emulator(state_file=file, operation_seconds=0.05) as first:
        authority = pathlib.Path(first.ca_file).read_bytes()
        sign_in(session, first)
        assert session.put(first.url + GROUP, json={"location": "eastus"}, timeout=10).status_code == 201
        assert [row["method"] for row in first.journal()] == ["POST", "PUT"]
        pending = session.delete(first.url + GROUP, timeout=10).headers["Location"]
    key = pathlib.Path(f"{file}.ca.key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with Emulator(state_file=file, operation_seconds=0.05) as second:
        assert pathlib.Path(second.ca_file).read_bytes() == authority
        session.verify = second.ca_file
        # An operation that was running when the first one stopped comes to its end in the second.
        answer = session.get(second.url + pending[len(first.url) :], timeout=10)
        while answer.status_code == 202:
            answer = session.get(second.url + pending[len(first.url) :], timeout=10)
        assert answer.status_code == 200
        assert session.get(second.url + GROUP, timeout=10).status_code == 404


def test_without_its_authority_nobody_is_trusted(session):
    with Emulator() as emulator, pytest.raises(requests.exceptions.SSLError):
        session.get(emulator.url + "/metadata/endpoints?api-version=2022-09-01", timeout=10)


def test_a_client_that_takes_no_url_is_shown_the_way_by_name(session):
    with Emulator(names=["management.azure.com"]) as emulator:
        context = ssl.create_default_context(cafile=emulator.ca_file)
        port = int(emulator.url.rpartition(":")[2])
        with (
            socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
            context.wrap_socket(plain, server_hostname="management.azure.com") as secure,
        ):
            secure.sendall(
                b"GET /metadata/endpoints?api-version=2022-09-01 HTTP/1.1\r\n"
                b"Host: management.azure.com\r\nConnection: close\r\n\r\n"
            )
            answer = b"".join(iter(lambda: secure.recv(4096), b""))
    assert b'"resourceManager":"https://management.azure.com/"' in answer


def test_a_dropped_connection_has_no_answer(session):
    with Emulator(operation_seconds=0) as emulator:
        sign_in(session, emulator)
        script = {"match": {"method": "PUT", "times": 1}, "action": {"drop": True}}
        session.post(emulator.url + "/_emulator/faults", json=script, timeout=10)
        with pytest.raises(requests.exceptions.ConnectionError):
            session.put(emulator.url + GROUP, json={"location": "eastus"}, timeout=10)
        assert session.get(emulator.url + GROUP, timeout=10).status_code == 404
        assert [row["status"] for row in emulator.journal()[-2:]] == [0, 404]


def test_the_plain_listener_serves_identities_only(session):
    with Emulator() as emulator:
        query = "?api-version=2018-02-01&resource=https://management.azure.com/"
        found = session.get(
            emulator.http_url + "/metadata/identity/oauth2/token" + query, headers={"Metadata": "true"}, timeout=10
        )
        assert found.status_code == 200 and found.json()["access_token"]
        assert session.get(emulator.http_url + GROUP, timeout=10).status_code != 200


def test_the_environment_names_the_emulator():
    with Emulator(http_port=None) as emulator:
        variables = emulator.environment()
        assert variables["AZURE_CLOUD_ENVIRONMENT"] == emulator.url
        assert variables["AZURE_SUBSCRIPTION_ID"] == SUBSCRIPTION
        assert pathlib.Path(variables["REQUESTS_CA_BUNDLE"]).exists()


def test_the_command_heeds_a_signal_before_it_says_that_it_is_ready(tmp_path):
    """Its output goes into a pipe that is full, so it is still saying so when the signal comes."""
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "tests.emulator", "--port", "0", "--ready-file", str(ready)]
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with contextlib.suppress(BlockingIOError):
        while os.write(writing, b"." * 4096):
            pass
    os.set_blocking(writing, True)
    with subprocess.Popen(command, cwd=ROOT, stdout=writing) as process:
        os.close(writing)
        while not ready.exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.terminate()
        with open(reading, "rb") as told:
            assert b"emulator ready" in told.read()
        assert process.wait(30) == 0


def test_the_command_writes_a_ready_file_and_ends_on_a_signal(tmp_path, session):
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "tests.emulator", "--port", "0", "--ready-file", str(ready)]
    command += ["--ca-file", str(tmp_path / "ca.pem"), "--client-id", "x", "--client-secret", "y"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment) as process:
        line = process.stdout.readline()
        found = json.loads(ready.read_text(encoding="utf-8"))
        assert found["pid"] == process.pid and found["url"] in line
        form = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "y", "scope": "a/.default"}
        form["scope"] = "https://management.azure.com/.default"
        token = session.post(
            f"{found['url']}/{TENANT}/oauth2/v2.0/token", data=form, timeout=10, verify=found["ca_file"]
        )
        assert token.status_code == 200
        process.terminate()
        assert process.wait(30) == 0


def test_a_taken_port_is_said_in_one_line(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert __main__.main(["--port", str(taken.getsockname()[1])]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_an_id_without_a_secret_is_refused(capsys):
    assert __main__.main(["--client-id", "x"]) == 2
    assert "come in pairs" in capsys.readouterr().err


def held(session, emulator, count):
    """Return once so many requests are held."""
    deadline = time.monotonic() + 30
    while session.get(emulator.url + "/_emulator/held", timeout=10).json()["held"] != count:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("after", [False, True])
def test_a_request_is_held_until_it_is_released(after, session):
    with Emulator() as emulator, ThreadPoolExecutor() as pool:
        sign_in(session, emulator)
        action = {"hold": True, "after": after}
        fault = {"match": {"method": "PUT", "times": 2}, "action": action}
        session.post(emulator.url + "/_emulator/faults", json=fault, timeout=10)

        def put():
            url, seen = emulator.url + GROUP, session.headers["Authorization"]
            return requests.put(
                url, json={"location": "eastus"}, timeout=30, verify=session.verify, headers={"Authorization": seen}
            )

        waiting = pool.submit(put)
        held(session, emulator, 1)
        assert session.get(emulator.url + GROUP, timeout=10).status_code == (200 if after else 404)
        assert session.delete(emulator.url + "/_emulator/held", timeout=10).json() == {"held": 0, "released": 1}
        assert waiting.result().status_code == 201
        assert [row["method"] for row in emulator.journal()].count("PUT") == 1

        # A reset breaks what is held off, and nothing of it reaches the journal or the resources after it.
        broken = pool.submit(put)
        held(session, emulator, 1)
        session.post(emulator.url + "/_emulator/reset", timeout=10)
        with pytest.raises(requests.exceptions.ConnectionError):
            broken.result()
        assert emulator.journal() == []
