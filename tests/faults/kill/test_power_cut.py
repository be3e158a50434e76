# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller that dies between the accepted write and the first poll: the next run goes on with the operation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ..cloud import Cloud
from .jobs import Job, until
from .places import CARRIED_OUT, EVERY, POLLING, QUICK

SECONDS_OF_WORK = 600
# It shows nothing of an operation that goes on (docs/fault-cases.md, C05), so there is nothing to wait for.
SHOWS_NOTHING = ("registry",)


@pytest.mark.case("C04")
def test_the_next_run_waits(
    front: str, cloud: Cloud, tmp_path: Path, everything: bool, figure: Callable[[str, float], None]
) -> None:
    works = [work for work in (EVERY if everything else QUICK) if POLLING in work.boundaries and work.method == "PUT"]
    chosen = [work.at(CARRIED_OUT) for work in works]
    for place in chosen:
        place.prepare(cloud)
    cloud.config(operation_seconds={"default": SECONDS_OF_WORK})
    held = sum(place.hold(cloud) for place in chosen)
    tasks = {place.host: [place.task] for place in chosen}
    with Job(tmp_path / "cut", cloud, front, tasks) as job:
        job.until(lambda: cloud.held() == held)
        job.kill("SIGKILL of all")
        job.ended()
    cloud.control("DELETE", "held")
    until(lambda: all(place.written(cloud) >= place.writes for place in chosen))
    cloud.control("DELETE", "faults")
    seen = {place.host: place.looks(cloud) for place in chosen}

    with Job(tmp_path / "rerun", cloud, front, tasks) as rerun:
        # Each looks again and again: the operation goes on.
        waiting = [place for place in chosen if not place.host.startswith(SHOWS_NOTHING)]
        rerun.until(lambda: all(place.looks(cloud) >= seen[place.host] + 3 for place in waiting))
        cloud.advance(SECONDS_OF_WORK)
        results = rerun.finished()
    converged = [host for host in tasks if results[host].get("changed") is False]
    figure("kill.runs", len(chosen))
    figure("kill.converged", len(converged))
    assert converged == list(tasks), results
    assert {place.host: place.written(cloud) for place in chosen} == {place.host: place.writes for place in chosen}
