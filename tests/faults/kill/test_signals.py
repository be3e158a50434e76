# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job that is killed between any two requests sends nothing more, and the next run ends where it would have ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ..cloud import Cloud
from .afterwards import SECRETS, Figure, judge
from .jobs import Job, until
from .places import EVERY, POLLING, QUICK, Place, places, waiting

SECONDS_OF_WORK = 600
FRONTS = ("in_process", "module")
# How a job is killed, the case that it is, and the fronts of the quick form.
HOW = (
    ("SIGTERM", "C01", FRONTS),
    ("SIGKILL of the group", "C02", ("module",)),
    ("SIGKILL", "C02", ("in_process",)),
    ("SIGINT", "C03", ("in_process",)),
    ("SIGHUP", "C03", ("in_process",)),
    # As when the machine has no memory left: the playbook itself goes on.
    ("SIGKILL of the workers", "C03", ("in_process",)),
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    everything = metafunc.config.getoption("everything")
    metafunc.parametrize(
        ("how", "front"),
        [
            pytest.param(how, front, marks=pytest.mark.case(case))
            for how, case, quick in HOW
            for front in (FRONTS if everything else quick)
        ],
    )


def test_killed_anywhere(how: str, front: str, cloud: Cloud, tmp_path: Path, everything: bool, figure: Figure) -> None:
    chosen = places(EVERY if everything else QUICK)
    expected_resources = undisturbed(cloud, chosen)
    prepare(cloud, chosen)
    polling = [place for place in chosen if place.boundary == POLLING]
    held = [place for place in chosen if place.boundary != POLLING]

    # Its operations never end.
    cloud.config(operation_seconds={"default": SECONDS_OF_WORK})
    longest = killed(how, front, cloud, tmp_path / "waiting", polling, lambda: waiting(cloud, polling))
    cloud.advance(SECONDS_OF_WORK)
    # Its operations have ended when they are asked for.
    cloud.config(operation_seconds={"default": 0})
    requests = sum(place.hold(cloud) for place in held)
    longest = max(
        longest,
        killed(how, front, cloud, tmp_path / "held", held, lambda: cloud.held() == requests),
    )
    cloud.control("DELETE", "held")
    # Nobody is left that could write; what is let go is noted a moment later.
    until(lambda: all(place.written(cloud) >= place.writes for place in chosen))
    cloud.control("DELETE", "faults")
    figure("kill.longest_exit_s", round(longest, 2))
    judge(cloud, tmp_path / "rerun", front, chosen, figure)
    # No duplicate, no orphan.
    assert resources(cloud) == expected_resources


def killed(
    how: str, front: str, cloud: Cloud, place: Path, places: Sequence[Place], there: Callable[[], bool]
) -> float:
    """Kill a job that runs all ``places`` as soon as it is ``there``. The seconds that its last process lived on."""
    with Job(place, cloud, front, {place.host: [place.task] for place in places}) as job:
        job.until(there)
        job.kill(how)
        # What a playbook does that lost its workers is Ansible's matter.
        seconds = job.ended(playbook="workers" not in how)
        assert job.secrets_left(SECRETS) == []
    assert "Traceback" not in job.printed, job.printed
    return seconds


def prepare(cloud: Cloud, places: Sequence[Place]) -> None:
    for place in places:
        place.prepare(cloud)
    cloud.forget()


def undisturbed(cloud: Cloud, places: Sequence[Place]) -> set[str]:
    """What there is after runs that nothing disturbs, in a cloud that is as new again."""
    prepare(cloud, places)
    for place in places:
        result = cloud.play(place.work.family.module, place.work.options)
        assert not result.get("failed"), result
    found = resources(cloud)
    cloud.anew()
    return found


def resources(cloud: Cloud) -> set[str]:
    """The ids of everything there is, in lower case."""
    return {row["id"].lower() for row in cloud.control("GET", "resources")["value"]}
