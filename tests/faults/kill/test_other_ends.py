# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other ways in which a task ends early: Ansible's own limits, and AWX."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pytest

from tests.process.playing import left_behind

from ..cloud import Cloud
from .afterwards import SECRETS, Figure, judge
from .jobs import AwxJob, Job, until
from .places import BEFORE, CARRIED_OUT, QUICK, Place

# Time for a task to come to where it is held. Where a machine is so busy that it does not, it ends earlier: what the
# tests say holds there too.
SECONDS = 6
COMPUTE = QUICK[0]


def held(cloud: Cloud, *boundaries: str) -> list[Place]:
    """A cluster for each boundary, whose task is held there."""
    places = [COMPUTE.at(boundary) for boundary in boundaries]
    cloud.config(operation_seconds={"default": 0})
    for place in places:
        place.hold(cloud)
    return places


def let_go(cloud: Cloud) -> None:
    """Let what is held go on, and wait for it."""
    cloud.control("DELETE", "held")
    until(lambda: cloud.held() == 0)
    cloud.control("DELETE", "faults")


@pytest.mark.case("C03")
def test_the_timeout_of_a_task(front: str, cloud: Cloud, tmp_path: Path, figure: Figure) -> None:
    """``timeout`` raises in the worker, which goes on to the next task; a module that it left behind must not."""
    places = held(cloud, BEFORE, CARRIED_OUT)
    limited = {place.host: [{**place.task, "timeout": SECONDS, "ignore_errors": True}] for place in places}
    with Job(tmp_path / "first", cloud, front, limited) as job:
        results = job.finished()
        figure("kill.longest_exit_s", round(job.ended(), 2))
        assert job.secrets_left(SECRETS) == []
    for result in results.values():
        assert result["failed"] and re.search("expected time frame|Timed out", result["msg"]), result
    let_go(cloud)
    judge(cloud, tmp_path / "rerun", front, places, figure)


@pytest.mark.case("C03")
def test_the_timeout_of_a_task_whose_module_is_still_being_started(
    cloud: Cloud, tmp_path: Path, figure: Figure
) -> None:
    """A module that finds no worker takes itself for one on another host, and would go on."""
    place = COMPUTE.at(BEFORE)
    cloud.config(operation_seconds={"default": 0})
    slow = tmp_path / "python"
    # It has read the module, which Ansible removes at once.
    slow.write_text(f'#!/bin/sh\ncp "$1" "$0.read"\nsleep {SECONDS}\nexec {sys.executable} "$0.read"\n')
    slow.chmod(0o700)
    limited = {place.host: [{**place.task, "timeout": SECONDS // 2, "ignore_errors": True}]}
    with Job(tmp_path / "first", cloud, "auto", limited, {"INTERPRETER": str(slow)}) as job:
        results = job.finished()
        figure("kill.longest_exit_s", round(job.ended(), 2))
    assert all(result["failed"] for result in results.values()) and not cloud.journal(), results
    judge(cloud, tmp_path / "rerun", "auto", [place], figure)


@pytest.mark.case("C03")
def test_an_async_job_that_is_cleaned_up(cloud: Cloud, tmp_path: Path, figure: Figure) -> None:
    """Ansible's wrapper kills one at its limit; another one loses its wrapper."""
    places = held(cloud, BEFORE, CARRIED_OUT)
    limits = (1, 3600)
    tasks = {
        place.host: [{**place.task, "async": limit, "poll": 0}] for place, limit in zip(places, limits, strict=True)
    }
    with Job(tmp_path / "first", cloud, "auto", tasks) as job:
        job.finished()
        # The one with a limit may be over before it comes to where it would be held.
        until(lambda: places[1].written(cloud) or cloud.held())
        for pid, command in left_behind(job.marker).items():
            if "async_wrapper" in command and " 3600 " in command:
                os.kill(pid, signal.SIGKILL)
        job.ended()
        assert job.secrets_left(SECRETS) == []
    let_go(cloud)
    judge(cloud, tmp_path / "rerun", "module", places, figure)


@pytest.mark.case("C03")
def test_cancelled_in_awx(front: str, cloud: Cloud, tmp_path: Path, figure: Figure) -> None:
    places = held(cloud, BEFORE, CARRIED_OUT)
    with AwxJob(tmp_path / "awx", cloud, front, {place.host: [place.task] for place in places}) as job:
        job.until(lambda: cloud.held() == len(places))
        job.cancel.touch()
        figure("kill.longest_exit_s", round(job.ended(), 2))
        assert job.secrets_left(SECRETS) == []
    assert job.printed.split() == ["canceled"]
    let_go(cloud)
    judge(cloud, tmp_path / "rerun", front, places, figure)
