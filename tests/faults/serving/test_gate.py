# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gate: what passes, what does not, and the numbers that say why."""

from __future__ import annotations

from typing import Any

import pytest

from ..cloud import Cloud
from ..families import HERE, WORKSPACE_PATH

LOGGED = {"accuracy": [0.71, 0.93], "loss": [0.9, 0.2], "cost": ["NaN"], "text": ["high"]}
ENVIRONMENT_ID = "azureml://registries/azureml/environments/sklearn-1.5/versions/1"


def above(name: str, minimum: float, **more: Any) -> dict[str, Any]:
    """A bound of a metric."""
    return {"name": name, "minimum": minimum, **more}


@pytest.fixture
def trained(cloud: Cloud) -> Cloud:
    """A job that has completed and logged, and the model that it made."""
    job = {**HERE, "name": "train_1", "type": "Command", "command": "python train.py", "tags": {"team": "churn"}}
    made = cloud.play("aml_job", {**job, "environment_id": ENVIRONMENT_ID, "experiment_name": "churn"})
    assert made["changed"], made
    cloud.advance(60)
    values = [
        {"name": name, "columns": {name: "Double"}, "value": [{"step": at, "data": {name: one}} for at, one in found]}
        for name, found in ((name, list(enumerate(found))) for name, found in LOGGED.items())
    ]
    rest = {**HERE, "plane": "regional", "service": "metric/v2.0", "method": "POST", "path": "runs/train_1/batch"}
    assert cloud.play("aml_rest", {**rest, "body": {"values": values}})["changed"]
    model = {**HERE, "name": "churn", "version": "1", "tags": {"approved": "true", "stage": "2"}}
    uri = "azureml://jobs/train_1/outputs/artifacts/paths/model"
    assert cloud.play("aml_model", {**model, "model_uri": uri})["changed"]
    cloud.forget()
    return cloud


def judge(cloud: Cloud, **options: Any) -> dict[str, Any]:
    """Play the gate; by default about the job."""
    subject = {} if {"model", "run", "job"}.intersection(options) else {"job": "train_1"}
    return cloud.play("aml_gate", {**HERE, **subject, **options})


@pytest.mark.parametrize(
    ("metric", "passes"),
    [
        (above("accuracy", 0.93), True),
        (above("accuracy", 0.9300001), False),
        (above("accuracy", 0.9, maximum=0.95), True),
        ({"name": "accuracy", "maximum": 0.9}, False),
        (above("accuracy", 0.9, value="min"), False),
        (above("accuracy", 0.82, value="mean"), True),
        ({"name": "loss", "maximum": 0.5}, True),
        ({"name": "loss", "maximum": 0.5, "value": "max"}, False),
        (above("recall", 0.0), False),
        (above("cost", 0.0), False),
        ({"name": "cost", "maximum": 1e9}, False),
        (above("text", 0.0), False),
    ],
)
def test_a_metric_is_within_its_bounds_or_not(trained: Cloud, metric: dict[str, Any], passes: bool) -> None:
    result = judge(trained, metrics=[metric])
    assert result.get("failed", False) is not passes and result["passed"] is passes, result
    assert result["changed"] is False and {entry["method"] for entry in trained.requests("", "^/subscriptions")} == {
        "GET"
    }
    told = next(check for check in result["checks"] if check["kind"] == "metric")
    assert (told["name"], told["passed"]) == (metric["name"], passes)
    looked = judge(trained, metrics=[metric], fail=False)
    assert not looked.get("failed") and looked["checks"] == result["checks"]


def test_a_failure_tells_every_number(trained: Cloud) -> None:
    result = judge(trained, metrics=[above("accuracy", 0.95), above("recall", 0.5)], tags={"team": "fraud", "a": "b"})
    assert result["error"] == {"code": "NotPassed", "target": "accuracy"} and result["outcome"] == "none"
    text = "job train_1 does not pass: accuracy is 0.93, not at least 0.95; recall is missing, not at least 0.5; "
    assert text + "team is churn, not fraud; a is missing, not b" in result["msg"], result["msg"]


@pytest.mark.parametrize(
    ("tags", "passes"),
    [({"approved": "true"}, True), ({"approved": True}, False), ({"stage": 2}, True), ({"x": "y"}, False)],
)
def test_a_tag_of_a_model_is_a_text(trained: Cloud, tags: dict[str, Any], passes: bool) -> None:
    assert judge(trained, model="churn", version="1", tags=tags, fail=False)["passed"] is passes


def test_the_metrics_of_a_model_are_those_of_its_job(trained: Cloud) -> None:
    result = judge(trained, model="churn", version="1", metrics=[above("accuracy", 0.9)])
    assert [(check["kind"], check["found"]) for check in result["checks"]] == [("metric", 0.93)]


def test_a_run_of_an_experiment_is_judged_too(trained: Cloud) -> None:
    result = judge(trained, run="train_1", experiment="churn", metrics=[above("accuracy", 0.9)], tags={"team": "churn"})
    assert [check["passed"] for check in result["checks"]] == [True, True, True], result


def test_a_job_that_still_runs_does_not_pass(trained: Cloud) -> None:
    body = trained.emulator.state.store.get(f"{WORKSPACE_PATH}/jobs/train_1")
    trained.put({**body, "properties": {**body["properties"], "status": "Running"}})
    assert "status is Running, not Completed" in judge(trained, metrics=[above("accuracy", 0.9)])["msg"]
    assert judge(trained, metrics=[above("accuracy", 0.9)], completed=False)["passed"]


@pytest.mark.parametrize(
    "options",
    [
        {"job": "other"},
        {"run": "other", "experiment": "churn"},
        {"model": "churn", "version": "2"},
        {"job": "other", "workspace": "other"},
    ],
)
def test_what_is_not_there_fails_and_in_check_mode_is_told(trained: Cloud, options: dict[str, Any]) -> None:
    asked = {**HERE, **options, "tags": {"a": "b"}}
    result = trained.play("aml_gate", asked)
    assert result["failed"] and result["status"] == 404 and result["changed"] is False, result
    foreseen = trained.play("aml_gate", asked, check_mode=True)
    assert (foreseen.get("failed"), foreseen["passed"], foreseen["checks"]) == (None, False, [])
    assert "this needs what a task before it must create" in foreseen["warnings"][0]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"tags": {"a": "b"}, "model": "churn", "version": "1", "job": "train_1"}, "model: name one of"),
        ({}, "metrics: is required, or tags"),
        ({"metrics": [{"name": "accuracy"}]}, "metrics: accuracy has neither"),
        ({"metrics": [above("accuracy", 2, maximum=1)]}, "metrics: no accuracy is at least 2 and at most 1"),
        ({"tags": {"a": "b"}, "model": "churn"}, "version: is required"),
        ({"tags": {"a": "b"}, "run": "train_1"}, "experiment: is required"),
        ({"tags": {"a": "b"}, "job": "../x"}, "job: "),
        ({"tags": {"a": "b"}, "model": "churn", "version": "1", "registry": "shared"}, "registry: excludes workspace"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(cloud: Cloud, options: dict[str, Any], named: str) -> None:
    result = judge(cloud, **options)
    assert result["failed"] and result["msg"].startswith(named), result["msg"]
    assert not cloud.requests()


def test_nothing_to_judge_is_no_gate(cloud: Cloud) -> None:
    result = cloud.play("aml_gate", {**HERE, "tags": {"a": "b"}})
    assert result["msg"].startswith("job: name one of job, model, run")
