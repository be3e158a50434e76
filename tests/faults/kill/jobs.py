# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real playbooks that are killed: start them, end them, see what is left of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.process.playing import Task, left_behind, own, start

from ..cloud import Cloud

ROOT = Path(__file__).resolve().parents[3]
RECORDER = ROOT / "tests" / "integration" / "callback_plugins"
#: Bounds how long a failure takes. Shorter than what a task waits for an answer: one that is held does not end it.
SECONDS_TO_END = 45.0
SECONDS_TO_COME = 180.0
INCLUDE = {"name": "Run", "ansible.builtin.include_tasks": "{{ lookup('env', 'TASKS') }}/{{ inventory_hostname }}.yml"}
PLAY = {"hosts": "all", "strategy": "ansible.builtin.free"}
INTERPRETER = "{{ lookup('env', 'INTERPRETER') or ansible_playbook_python }}"
VARIABLES = {"ansible_connection": "local", "ansible_python_interpreter": INTERPRETER}
#: Where tokens are kept, which only their owner can read (docs/authentication.md).
TOKENS = "ansible-mlops-azureml"


class Job:
    """One playbook: one host for each task list of ``hosts``, all at the same time.

    Its processes are found again by a variable in their environment, whoever their parent is by then.
    """

    def __init__(
        self,
        place: Path,
        cloud: Cloud,
        front: str,
        hosts: Mapping[str, list[Task]],
        more: Mapping[str, str] | None = None,
        launcher: Sequence[str] = (),
    ) -> None:
        self.place = place
        self.cloud = cloud
        self.marker = f"TEST_RUN={uuid.uuid4().hex}"
        self.record = place / "results"
        place.mkdir(parents=True)
        (place / "tmp").mkdir(mode=0o700)
        for host, tasks in hosts.items():
            (place / "tasks").mkdir(exist_ok=True)
            (place / "tasks" / f"{host}.yml").write_text(json.dumps(tasks))
        name, mark = self.marker.split("=")
        environment = {
            **{key: value for key, value in cloud.emulator.environment().items() if key.startswith("AZURE_")},
            "AML_EXECUTION": front,
            "AML_RECORDER_PATH": str(self.record),
            "ANSIBLE_CALLBACK_PLUGINS": str(RECORDER),
            "ANSIBLE_CALLBACKS_ENABLED": "recorder",
            "TMPDIR": str(place / "tmp"),
            "TASKS": str(place / "tasks"),
            name: mark,
            **(more or {}),
        }
        self.process = self._started(hosts, environment, launcher)

    def _started(
        self, hosts: Mapping[str, list[Task]], environment: Mapping[str, str], launcher: Sequence[str]
    ) -> subprocess.Popen[str]:
        inventory = ["-i", ",".join(hosts) + ",", "--forks", str(len(hosts))]
        return start(self.place, [INCLUDE], environment, inventory, PLAY, VARIABLES, launcher)

    def __enter__(self) -> Job:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pid in left_behind(self.marker):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process.stdout and not self.process.stdout.closed:
            self.printed = self.process.communicate()[0]

    def until(self, done: Callable[[], bool]) -> None:
        """Return once ``done``, which the job itself brings about."""
        until(lambda: self.process.poll() is not None or done())
        assert self.process.poll() is None, self.process.communicate()[0]

    def kill(self, how: str) -> None:
        """Kill it as ``how`` says: a signal, and whom it is sent to."""
        name, _of, whom = how.partition(" of ")
        number = signal.Signals[name]
        if whom == "the group":
            os.killpg(self.process.pid, number)
        elif whom == "the workers":
            for pid in self.workers():
                os.kill(pid, number)
        elif whom == "all":
            everybody(left_behind(self.marker), number)
        else:
            self.process.send_signal(number)

    def workers(self) -> list[int]:
        """The processes that run tasks: forks of the playbook's own, so they have its command line."""
        found = left_behind(self.marker)
        command = found[self.process.pid]
        return [pid for pid, other in found.items() if other == command and pid != self.process.pid]

    def ended(self, playbook: bool = True) -> float:
        """Wait for the last of its processes and return the seconds that it took.

        :param playbook: whether the playbook's own, which Ansible looks after, is one of them.
        """
        began = time.monotonic()
        spared = set() if playbook else {self.process.pid}
        while left := {pid: command for pid, command in left_behind(self.marker).items() if pid not in spared}:
            self.process.poll()
            assert time.monotonic() < began + SECONDS_TO_END, left
            time.sleep(0.02)
        return time.monotonic() - began

    def finished(self) -> dict[str, dict[str, Any]]:
        """Wait for the play's own end and return the result of each task, by its name."""
        self.printed = self.process.communicate(timeout=SECONDS_TO_COME)[0]
        assert self.record.is_file(), self.printed
        noted = [json.loads(line) for line in self.record.read_text().splitlines()]
        return {one["task"].partition(": ")[2]: {**one["result"], "failed": one["how"] == "failed"} for one in noted}

    def secrets_left(self, secrets: Iterable[str]) -> list[str]:
        """The files that the tasks left and that hold a secret, without what Ansible ships to run a module."""
        found = []
        for folder in ("home", "tmp"):
            for path in (self.place / folder).rglob("*"):
                if path.is_file() and not path.name.startswith("AnsiballZ_") and TOKENS not in path.parts:
                    text = path.read_bytes()
                    found += [f"{path}: {secret[:8]}" for secret in (*secrets, "eyJ0") if secret.encode() in text]
        return found


class AwxJob(Job):
    """The same as AWX runs it: by ansible-runner, in a process of its own, with a private data directory.

    :attr:`cancel` cancels it as soon as it is there.
    """

    def _started(
        self, hosts: Mapping[str, list[Task]], environment: Mapping[str, str], launcher: Sequence[str]
    ) -> subprocess.Popen[str]:
        self.cancel = self.place / "cancel"
        play = {"name": "Play", "gather_facts": False, **PLAY, "tasks": [INCLUDE]}
        files = {
            "env/envvars": {**own(self.place / "home"), **environment},
            "env/extravars": VARIABLES,
            "env/settings": {"job_timeout": 0},
            "inventory/hosts.json": {"all": {"hosts": {host: {} for host in hosts}}},
            "project/site.yml": [play],
        }
        for name, content in files.items():
            (self.place / "data" / name).parent.mkdir(parents=True, exist_ok=True)
            (self.place / "data" / name).write_text(json.dumps(content))
        name, mark = self.marker.split("=")
        return subprocess.Popen(
            [
                sys.executable,
                str(Path(__file__).with_name("cancelling.py")),
                str(self.place / "data"),
                str(self.cancel),
            ],
            env={**os.environ, name: mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


def until(done: Callable[[], bool]) -> None:
    """Return once ``done``."""
    deadline = time.monotonic() + SECONDS_TO_COME
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def everybody(pids: Iterable[int], number: int) -> None:
    """Send a signal to all of ``pids``, which stand still meanwhile."""
    held = list(pids)
    for stop in (signal.SIGSTOP, number):
        for pid in held:
            with suppress(ProcessLookupError):
                os.kill(pid, stop)
