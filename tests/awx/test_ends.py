# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is cancelled in AWX, or takes longer than its job template allows, leaves nobody behind who goes on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from job import Job, principal

from tests.process.cloud import GROUP, WORKSPACE, Cloud
from tests.process.playing import left_behind

# An operation that no job here waits for to its end.
SECONDS_OF_WORK = 3600
# They only bound how long a failure takes: starting a job on a busy machine, and noticing that it has gone.
SECONDS_TO_COME = 120
SECONDS_TO_END = 60
# Longer than a nap of what waits for an operation.
SILENCE = 2.5
# Of the job template. The runner lets it pass at once, when it is told to.
JOB_TIMEOUT = 3600
PLAYBOOK = """
- name: Create a cluster, and then a group
  hosts: all
  gather_facts: false
  module_defaults:
    group/mlops.azureml.aml: {resource_group: %s, workspace: %s}
  tasks:
    - mlops.azureml.aml_compute:
        name: "{{ inventory_hostname }}"
        type: AmlCompute
        vm_size: Standard_DS3_v2
        scale: {max_nodes: 4}
    - mlops.azureml.aml_resource_group: {name: "later-{{ inventory_hostname }}", location: westeurope}
"""
# One host for each front, so that both wait when the job ends.
FRONTS = ("in_process", "module")
INVENTORY = "".join(
    f"{front.replace('_', '-')} ansible_connection=local aml_execution={front}"
    " ansible_python_interpreter='{{ ansible_playbook_python }}'\n"
    for front in FRONTS
)


@pytest.fixture
def markers() -> Iterator[list[str]]:
    """What is written down here is killed at the end, whatever a test finds."""
    found: list[str] = []
    yield found
    for marker in found:
        for pid in left_behind(marker):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def started(cloud: Cloud, place: Path, markers: list[str]) -> Job:
    """A job that waits for two operations, one in each front."""
    cloud.slow_computes(SECONDS_OF_WORK)
    project = place / "project"
    project.mkdir()
    (project / "site.yml").write_text(PLAYBOOK % (GROUP, WORKSPACE))
    variables = principal(cloud.emulator)
    job = Job(place, "site.yml", variables, inventory=INVENTORY, project=project, timeout=JOB_TIMEOUT)
    markers.append(job.marker)
    return job


def nothing_goes_on(cloud: Cloud, job: Job) -> None:
    """Wait for the last of the job's processes. From then on nothing is sent; there was no write but the two."""
    deadline = time.monotonic() + SECONDS_TO_END
    while left := left_behind(job.marker):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    before = len(cloud.requests())
    time.sleep(SILENCE)
    assert len(cloud.requests()) == before
    assert [write.partition(" ")[0] for write in cloud.writes()] == ["PUT", "PUT"], cloud.writes()


@pytest.mark.parametrize(("end", "status"), [(Job.cancel, "canceled"), (Job.run_late, "timeout")])
def test_nobody_goes_on_after(
    end: Callable[[Job], None], status: str, cloud: Cloud, tmp_path: Path, markers: list[str]
) -> None:
    job = started(cloud, tmp_path, markers)
    cloud.wait_for(lambda _entries: len(cloud.writes()) == len(FRONTS), SECONDS_TO_COME)
    end(job)
    done = job.done()
    assert (done.status, done.rc) == (status, 254), done.printed
    nothing_goes_on(cloud, job)
