# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""States that an action leads to, and the states of jobs (L16, L17)."""

from __future__ import annotations

import pytest

from ..cloud import Cloud, SharedClock
from ..families import HERE, JOB
from .waiting import INSTANCE, Way

# What an instance says, and what each wish then takes: the action to send, or nothing.
WISHES = {
    "Running": (None, "stop"),
    "JobRunning": (None, "stop"),
    "Starting": (None, "stop"),
    "Restarting": (None, "stop"),
    "SettingUp": (None, "stop"),
    "UserSettingUp": (None, "stop"),
    "Stopped": ("start", None),
    "Stopping": ("start", None),
    "Unusable": ("start", "stop"),
}
ENDS = {"Starting": "Running", "Restarting": "Running", "SettingUp": "Running", "UserSettingUp": "Running"}


def place(cloud: Cloud, state: str) -> None:
    """Let the instance be in that state."""
    row = cloud.stored(INSTANCE)
    row["properties"]["properties"]["state"] = state
    cloud.put(row)


@pytest.mark.case("L16")
@pytest.mark.parametrize("state", WISHES)
@pytest.mark.parametrize("wish", ["started", "stopped"])
def test_sends_no_action_that_is_not_needed(cloud: Cloud, way: Way, state: str, wish: str) -> None:
    """What is on its way is waited for, whichever way: the service takes an action in a settled state only."""
    cloud.make(INSTANCE)
    place(cloud, state)
    clock = SharedClock(cloud)
    later = {**ENDS, "Stopping": "Stopped"}.get(state)
    if later:
        clock.after(9, lambda: place(cloud, later))
    cloud.forget()
    result = way.run(cloud, INSTANCE, {**INSTANCE.present, "state": wish}, clock=clock)
    action = WISHES[state][0 if wish == "started" else 1]
    assert not result.get("failed"), result
    assert cloud.writes() == ([f"POST {INSTANCE.id}/{action}"] if action else [])
    assert result["changed"] == bool(action)
    reached = cloud.stored(INSTANCE)["properties"]["properties"]["state"]
    assert reached in (("Running", "JobRunning") if wish == "started" else ("Stopped",))
    if later:
        assert sum(clock.slept) >= 9


@pytest.mark.case("L16")
def test_a_second_run_that_does_not_wait_sends_no_second_action(cloud: Cloud, way: Way) -> None:
    cloud.make(INSTANCE)
    cloud.forget()
    for changed in (True, False):
        result = way.run(cloud, INSTANCE, {**INSTANCE.present, "state": "stopped", "wait": False})
        assert not result.get("failed") and result["changed"] == changed, result
    assert cloud.writes() == [f"POST {INSTANCE.id}/stop"]


@pytest.mark.case("L17")
@pytest.mark.parametrize(
    "status", ["Completed", "Failed", "Canceled", "NotResponding", "Paused", "Running", "CancelRequested", "Newfangled"]
)
def test_a_job_is_submitted_once_whatever_became_of_it(cloud: Cloud, way: Way, status: str) -> None:
    """A job has no provisioning state: that it is there is what was asked for, how it ends is its own affair."""
    cloud.need(JOB)
    assert not way.make(cloud, JOB).get("failed")
    row = cloud.stored(JOB)
    row["properties"]["status"] = status
    cloud.put(row)
    cloud.forget()
    clock = SharedClock(cloud)
    again = way.make(cloud, JOB, clock=clock)
    assert not again.get("failed") and not again["changed"], again
    assert not cloud.writes() and not clock.slept
    gone = way.run(cloud, JOB, JOB.absent)
    assert gone["changed"] and cloud.stored(JOB) is None, gone


def job_is(cloud: Cloud, status: str) -> None:
    """There is the job, and that is what became of it."""
    cloud.need(JOB)
    cloud.make(JOB)
    row = cloud.stored(JOB)
    row["properties"]["status"] = status
    cloud.put(row)
    cloud.forget()


@pytest.mark.case("L17")
@pytest.mark.parametrize("status", ["Completed", "Failed", "Canceled", "Running"])
def test_a_cancel_ends_whether_the_job_had_ended_or_not(cloud: Cloud, status: str) -> None:
    """The raw request says what the service said and waits for the cancellation."""
    job_is(cloud, status)
    result = cloud.play("aml_rest", {**HERE, "method": "POST", "path": "jobs/train1/cancel"})
    assert not result.get("failed") and result["status"] == (202 if status == "Running" else 200), result
    assert cloud.stored(JOB)["properties"]["status"] == ("Canceled" if status == "Running" else status)
    assert len(cloud.writes()) == 1


@pytest.mark.case("L17")
@pytest.mark.parametrize("status", ["Completed", "Failed", "Canceled", "Running"])
def test_a_job_that_had_ended_is_left_alone(cloud: Cloud, status: str) -> None:
    job_is(cloud, status)
    result = cloud.play("aml_job", {**HERE, "name": "train1", "state": "canceled"})
    assert not result.get("failed") and result["changed"] == (status == "Running"), result
    assert len(cloud.writes()) == result["changed"]
    assert cloud.stored(JOB)["properties"]["status"] == ("Canceled" if status == "Running" else status)
