# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job that dies while a task is being started takes it along; what is meant to outlive its starter does.

Jobs that are killed between two requests are in tests/faults/kill.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from cloud import DEFAULTS, Cloud
from playing import left_behind, play, start

# Far longer than a nap of the clock, far shorter than the operations below: it only bounds how long a failure takes.
SECONDS_TO_END = 60.0
# Longer than any test: what waits for the end of such an operation waits until the emulator's clock is advanced.
SECONDS_OF_WORK = 3600
COMPUTE = {
    "name": "cpu",
    "type": "AmlCompute",
    "vm_size": "Standard_DS3_v2",
    "scale": {"min_nodes": 0, "max_nodes": 4, "idle_time_before_scale_down": "PT2M"},
}
TASKS = [
    {"mlops.azureml.aml_compute": COMPUTE},
    {"mlops.azureml.aml_resource_group": {"name": "later", "location": "westeurope"}},
]


def ended(marker: str, seconds: float = SECONDS_TO_END) -> dict[int, str]:
    """What is left of the run when all should have ended."""
    deadline = time.monotonic() + seconds
    while (left := left_behind(marker)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def stopped(marker: str) -> set[int]:
    """Stop every process of the run, those among them that are being started, and return their ids."""
    held: set[int] = set()
    while found := left_behind(marker).keys() - held:
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        held |= found
    return held


class Run:
    """A playbook that can be killed, and found again by a variable in its environment."""

    def __init__(self, place: Path, cloud: Cloud, front: str, launcher: Sequence[str] = ()) -> None:
        mark = uuid.uuid4().hex
        self.marker = f"TEST_RUN={mark}"
        self.environment = {**cloud.emulator.variables(), "AML_EXECUTION": front, "TEST_RUN": mark}
        self.process = start(place, TASKS, self.environment, keys=DEFAULTS, launcher=launcher)

    def close(self) -> str:
        """End what a failed test leaves running, and return all that was printed."""
        for pid in left_behind(self.marker):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return self.process.communicate()[0]


@pytest.mark.parametrize("moment", [0.0, 0.3, 0.6])
def test_a_job_killed_while_a_task_is_being_started(moment: float, front: str, cloud: Cloud, tmp_path: Path) -> None:
    """Shipping a module and starting it takes longer than its first requests: a controller dies then more often."""
    cloud.ask("PATCH", "config", {"latency_ms": 150})
    run = Run(tmp_path, cloud, front)
    try:
        # The worker is a second process with the command line of the playbook's own.
        deadline = time.monotonic() + SECONDS_TO_END
        while len(left_behind(run.marker)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        time.sleep(moment)
        # All stand still while we count and kill; one request of each may be under way.
        held = stopped(run.marker)
        before = len(cloud.requests())
        run.process.kill()
        run.process.wait()  # Gone, before the others go on and look for it.
        for pid in held - {run.process.pid}:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        assert ended(run.marker) == {}
        # It is noted when it is answered.
        late = [f"{entry['method']} {entry['path']}" for entry in cloud.requests()[before:]]
        assert len(late) <= 1, late
    finally:
        run.close()


def test_a_job_that_outlives_what_started_it_goes_on(front: str, cloud: Cloud, tmp_path: Path) -> None:
    """Such as a nightly script that leaves its playbook in the background, whatever the script's name is."""
    script = tmp_path / "ansible-playbook-nightly"
    script.write_text('"$@" > printed 2>&1 &\nwhile [ ! -e let-go ]; do sleep 0.1; done\n')
    cloud.slow_computes(SECONDS_OF_WORK)
    run = Run(tmp_path, cloud, front, ("sh", str(script)))
    try:
        cloud.wait_for(lambda _entries: bool(cloud.writes()))
        (tmp_path / "let-go").touch()
        run.process.wait(SECONDS_TO_END)
        seen = len(cloud.requests())
        # Every nap of the clock looks for the job, so some polls later it would have been given up.
        cloud.wait_for(lambda entries: len(entries) >= seen + 3)
        cloud.ask("POST", "clock", {"advance": SECONDS_OF_WORK})
        assert ended(run.marker) == {}
        assert [write.rpartition("/")[2] for write in cloud.writes()] == ["cpu", "later"]
    finally:
        run.close()
    assert "failed=0" in (tmp_path / "printed").read_text()


def test_an_async_task_outlives_its_playbook(cloud: Cloud, tmp_path: Path) -> None:
    """That is what ``poll: 0`` is for."""
    cloud.slow_computes(SECONDS_OF_WORK)
    # Core hands the path of the interpreter to a shell as it is, which a checkout below a folder with a space breaks.
    (tmp_path / "python").symlink_to(sys.prefix)
    own = {"ansible_python_interpreter": str(tmp_path / "python" / "bin" / "python")}
    began = [{"mlops.azureml.aml_compute": COMPUTE, "async": SECONDS_OF_WORK, "poll": 0, "register": "job"}]
    mark = uuid.uuid4().hex
    environment = {**cloud.emulator.variables(), "TEST_RUN": mark}
    try:
        played = play(tmp_path, began, environment, keys=DEFAULTS, variables=own)
        assert played.only.get("started"), (played.only, played.printed)
        assert left_behind(f"TEST_RUN={mark}"), "the job ended before its playbook"
        cloud.wait_for(lambda entries: sum("computeOperationsStatus" in entry["path"] for entry in entries) >= 2)
        cloud.ask("POST", "clock", {"advance": SECONDS_OF_WORK})
        (file,) = (tmp_path / "home").rglob(".ansible_async/*")
        deadline = time.monotonic() + SECONDS_TO_END
        while "rc" not in (found := json.loads(file.read_text())) and "compute" not in found:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        for pid in left_behind(f"TEST_RUN={mark}"):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert found["changed"] and found["compute"]["provisioning_state"] == "Succeeded"
