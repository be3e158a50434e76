# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the emulator as a process of its own, wait until it answers, and stop it again.

Says also how to point a client at it: as environment variables and as module options. Both are what any user of the
collection would set for a cloud of their own; nothing else leads to the emulator.

By hand: ``python3 tests/tools/serving.py start DIRECTORY [--port N]`` leaves the emulator running and prints where it
is; ``... stop DIRECTORY`` ends it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import environment

# The emulator's directory (its own defaults); values of no worth anywhere else.
TENANT = "11111111-1111-1111-1111-111111111111"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
CLIENT = "22222222-2222-2222-2222-222222222222"
CLIENT_SECRET = "emulator-client-secret"

START_SECONDS = 30
STOP_SECONDS = 10


class NotServing(Exception):
    """The emulator did not start; the text holds what it printed."""


@dataclass(frozen=True)
class Emulator:
    """A running emulator: its base URL, that of its identity endpoints, its certificate authority and its process."""

    url: str
    http_url: str
    ca_file: str
    pid: int

    def options(self) -> dict[str, str]:
        """Return the options that a module takes, by name."""
        return {
            "cloud_environment": self.url,
            "subscription_id": SUBSCRIPTION,
            "tenant": TENANT,
            "client_id": CLIENT,
            "secret": CLIENT_SECRET,
            "ca_path": self.ca_file,
        }

    def variables(self) -> dict[str, str]:
        """Return the same as environment variables."""
        return {f"AZURE_{name.upper()}": value for name, value in self.options().items()}

    def playbook(self, *words: str, place: Path, seconds: float) -> subprocess.CompletedProcess[str]:
        """Run ``ansible-playbook`` with ``words`` in the directory ``place`` against this emulator; what it prints is
        in ``stdout``. Raises subprocess.TimeoutExpired after ``seconds``.
        """
        return subprocess.run(
            ["ansible-playbook", *words],
            cwd=place,
            env={**os.environ, **self.variables()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )

    def call(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        """Send one request and return the body of the answer. Raises OSError where nobody answers.

        Without ``headers`` a body is said to be JSON.
        """
        if headers is None:
            headers = {"Content-Type": "application/json"} if body is not None else {}
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=dict(headers))
        context = ssl.create_default_context(cafile=self.ca_file)
        with urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        ).open(request, timeout=10) as answer:
            return answer.read()

    def reset(self, to: str | None = None) -> None:
        """Forget all resources, faults and journal entries; with ``to`` hold what was kept under that name."""
        self.call("POST", "/_emulator/reset", json.dumps({} if to is None else {"to": to}).encode())

    def keep(self, name: str) -> None:
        """Keep all resources as they are now under a name, for ``reset``."""
        self.call("POST", "/_emulator/keep", json.dumps({"as": name}).encode())


def free_port() -> int:
    """Return a port of the loopback address that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(
    python: Path, root: Path, place: Path, port: int = 0, options: Iterable[str] = ()
) -> tuple[Emulator, subprocess.Popen[bytes]]:
    """Start the emulator that lies in the project ``root`` and return once it listens.

    ``place`` is a directory for its certificate authority, its state and its log, ``options`` more options of its
    command line. The process leads a session of its
    own, so that an interrupt at the keyboard reaches the caller alone, who then stops it. Raises NotServing.
    """
    place.mkdir(parents=True, exist_ok=True)
    log, ready = place / "emulator.log", place / "emulator.json"
    ready.unlink(missing_ok=True)
    command = [str(python), "-m", "tests.emulator", "--port", str(port), "--http-port", "0"]
    for option, name in (("--ca-file", "ca.pem"), ("--state", "state.sqlite"), ("--ready-file", ready.name)):
        command += [option, str(place / name)]
    command += options
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=root,
            env=environment.variables(python.parents[1]),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        return _wait_until_it_listens(ready, process, log), process
    except BaseException:
        stop(process)
        raise


def _wait_until_it_listens(ready: Path, process: subprocess.Popen[bytes], log: Path) -> Emulator:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if ready.is_file():
            return Emulator(**json.loads(ready.read_text()))
        if process.poll() is not None:
            raise NotServing(f"the emulator ended with status {process.returncode}:\n{log.read_text()}")
        time.sleep(0.02)
    raise NotServing(f"the emulator did not listen within {START_SECONDS} s:\n{log.read_text()}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the emulator's process, politely first."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def serving(python: Path, root: Path, place: Path) -> Iterator[Emulator]:
    """Run the emulator for the length of a ``with`` block."""
    emulator, process = start(python, root, place)
    try:
        yield emulator
    finally:
        stop(process)


def _stop_noted(emulator: Emulator) -> None:
    """End an emulator that another command started, and return once its port is free again."""
    try:
        emulator.call("GET", "/_emulator/config")
    except OSError:
        return  # It has ended; its process id may belong to something else by now.
    os.kill(emulator.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        try:
            emulator.call("GET", "/_emulator/config")
        except OSError:
            return
        time.sleep(0.05)
    os.kill(emulator.pid, signal.SIGKILL)


def main() -> int:
    """Start or stop an emulator by hand, and return the exit status."""
    parser = argparse.ArgumentParser(description="Start an emulator that outlives this command, or stop it.")
    parser.add_argument("action", choices=["start", "stop"])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    place = given.directory.resolve()
    note = place / "emulator.json"
    if given.action == "stop":
        if note.is_file():
            _stop_noted(Emulator(**json.loads(note.read_text())))
            note.unlink()
        return 0
    try:
        process = start(Path(sys.executable), environment.ROOT, place, given.port)[1]
    except NotServing as error:
        print(error, file=sys.stderr)
        return 1
    print(note.read_text())
    process.returncode = 0  # It goes on without us: no warning that it was left behind.
    return 0


if __name__ == "__main__":
    sys.exit(main())
