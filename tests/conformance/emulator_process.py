# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the emulator as a process of its own for the length of a ``with`` block."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the emulator's directory knows from the start; of no worth anywhere else.
TENANT = "11111111-1111-1111-1111-111111111111"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
CLIENT = "app"
SECRET = "s"

# azureml-core lives in an environment that cannot hold the emulator; run.py names one that does.
PYTHON_VARIABLE = "CONFORMANCE_EMULATOR_PYTHON"
START_SECONDS = 30
STOP_SECONDS = 10


@dataclass(frozen=True)
class Emulator:
    """A running emulator: its https URL, the http URL of its identity endpoints, its authority, its process id."""

    url: str
    http_url: str
    ca_file: str
    pid: int


@contextlib.contextmanager
def running(folder: Path, *options: str) -> Iterator[Emulator]:
    """Start an emulator, yield it, and end it. Raises RuntimeError with its output when it does not start."""
    folder.mkdir(parents=True, exist_ok=True)
    ready, log = folder / "ready.json", folder / "emulator.log"
    python = os.environ.get(PYTHON_VARIABLE) or sys.executable
    command = [python, "-m", "tests.emulator", "--port", "0", "--http-port", "0", "--ready-file", str(ready)]
    command += ["--ca-file", str(folder / "ca.pem"), *options]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        yield _wait(process, ready, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], ready: Path, log: Path) -> Emulator:
    deadline = time.monotonic() + START_SECONDS
    while not ready.is_file():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the emulator did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)
    known = json.loads(ready.read_text())
    return Emulator(known["url"], known["http_url"], known["ca_file"], known["pid"])
