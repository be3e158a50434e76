# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job that is waited for until it has completed, whoever began it."""

from __future__ import annotations

from typing import Any

import pytest

from ..cloud import Cloud
from ..families import HERE, WORKSPACE_PATH

ENVIRONMENT_ID = "azureml://registries/azureml/environments/sklearn-1.5/versions/1"
JOB = {**HERE, "name": "train_1", "type": "Command", "command": "python train.py", "environment_id": ENVIRONMENT_ID}
PATH = f"{WORKSPACE_PATH}/jobs/train_1"


@pytest.fixture
def hours(cloud: Cloud) -> Cloud:
    """Jobs take two hours."""
    cloud.config(operation_seconds={"Microsoft.MachineLearningServices/workspaces/jobs": 7200.0})
    return cloud


def train(cloud: Cloud, check_mode: bool = False, **changed: Any) -> dict[str, Any]:
    """Play the job until it has completed."""
    return cloud.play("aml_job", {**JOB, "state": "completed", "wait_timeout": 10000, **changed}, check_mode=check_mode)


def test_a_new_job_is_submitted_and_waited_for(hours: Cloud) -> None:
    began = hours.emulator.state.clock.now()
    result = train(hours)
    assert (result["changed"], result["job"]["status"]) == (True, "Completed"), result
    assert hours.emulator.state.clock.now() - began >= 7200
    hours.forget()
    again = train(hours)
    assert (again["changed"], again["job"]["status"], hours.writes()) == (False, "Completed", [])


def test_a_job_that_runs_is_waited_for_and_not_submitted_again(hours: Cloud) -> None:
    assert hours.play("aml_job", JOB)["job"]["status"] == "Starting"
    hours.forget()
    result = train(hours)
    assert (result["changed"], result["job"]["status"], hours.writes()) == (False, "Completed", [])


def test_a_task_whose_time_is_over_says_how_far_the_job_is(hours: Cloud) -> None:
    result = train(hours, wait_timeout=600)
    assert result["error"]["code"] == "OperationTimeout" and "still Starting" in result["msg"], result
    assert train(hours)["job"]["status"] == "Completed"


def test_a_job_that_fails_fails_the_task_also_the_next_one_and_in_check_mode(cloud: Cloud) -> None:
    cloud.fault("PUT", "/jobs/train_1", {"fail_operation": {"code": "UserError", "message": "No."}})
    result = train(cloud)
    assert result["failed"] and result["changed"] is True, result
    assert "the job ended in Failed, so it is not going to be completed" in result["msg"], result["msg"]
    cloud.forget()
    for check_mode in (True, False):
        again = train(cloud, check_mode)
        assert again["failed"] and again["changed"] is False and not cloud.writes(), again
        assert "jobs/train_1: state: the job ended in Failed" in again["msg"]


def test_check_mode_waits_for_nothing_and_says_so(hours: Cloud) -> None:
    assert train(hours, check_mode=True)["changed"] is True
    hours.play("aml_job", JOB)
    began = hours.emulator.state.clock.now()
    result = train(hours, check_mode=True)
    assert (
        result["changed"] is False and "job train_1: still Starting; a real run waits for the end" in result["warnings"]
    )
    assert hours.emulator.state.clock.now() - began < 60


def test_what_describes_it_is_changed_while_it_runs(hours: Cloud) -> None:
    hours.play("aml_job", JOB)
    result = train(hours, description="The first")
    assert (result["changed"], result["job"]["status"], result["job"]["description"]) == (
        True,
        "Completed",
        "The first",
    )


def test_without_waiting_it_is_only_submitted(hours: Cloud) -> None:
    assert train(hours, wait=False)["job"]["status"] == "Starting"
