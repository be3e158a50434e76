# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A shift of traffic: steps, probes, the way back, and what a run that was killed leaves to the next one."""

from __future__ import annotations

import json

import pytest

from .conftest import BLUE, GREEN, HALF, SHIFT, TENTH, Serving

MARK = "mlops.azureml.traffic_before"


def test_a_shift_passes_its_steps_and_a_second_run_sends_nothing(serving: Serving) -> None:
    result = serving.shift()
    assert not result.get("failed"), result
    assert (result["changed"], result["traffic"], result["traffic_before"]) == (True, GREEN, BLUE)
    assert result["steps"] == [TENTH, HALF, GREEN] and result["reasons"] == ["traffic: blue 100 -> green 100"]
    assert [(probe["deployment"], probe["status"], probe["attempts"]) for probe in result["probes"]] == [
        ("green", 200, 1)
    ] * 4, "before each step and after the last one"
    assert serving.traffic() == GREEN and serving.tags() == {}

    serving.cloud.forget()
    again = serving.shift()
    assert (again["changed"], again["traffic"], again["steps"], again["probes"]) == (False, GREEN, [], [])
    assert not serving.sent() and not serving.probes()


def test_each_step_is_one_write(serving: Serving) -> None:
    serving.shift()
    assert len(serving.sent()) == 3 and all(write.startswith("PUT ") for write in serving.sent())
    assert serving.probes() == 4
    assert len(serving.cloud.requests("POST", "/listKeys$")) == 1


def test_check_mode_predicts_the_split_and_sends_nothing(serving: Serving) -> None:
    foreseen = serving.shift(check_mode=True)
    assert not serving.sent() and not serving.probes() and not serving.cloud.requests("POST")
    real = serving.shift()
    for name in ("changed", "traffic", "traffic_before", "steps", "reasons", "diff"):
        assert foreseen[name] == real[name], name
    assert serving.shift(check_mode=True)["changed"] is False


def test_check_mode_says_what_a_task_before_must_create(serving: Serving) -> None:
    foreseen = serving.shift(check_mode=True, endpoint="not-there")
    assert (foreseen["changed"], foreseen["traffic"]) == (True, GREEN)
    assert "online_endpoint not-there: this needs what a task before it must create" in foreseen["warnings"][0]
    foreseen = serving.shift(check_mode=True, traffic={"red": 100}, steps=[])
    assert "it has no deployment red" in foreseen["warnings"][0]


@pytest.mark.parametrize(("step", "left"), [(0, BLUE), (1, TENTH), (2, HALF), (3, GREEN)])
def test_a_green_that_fails_leads_back_from_everywhere(serving: Serving, step: int, left: dict[str, int]) -> None:
    serving.cloud.fault("POST", r"inference\.ml\.azure\.com/score$", {"status": 424}, nth=step + 1, times=0)
    result = serving.shift()
    assert result["failed"] and result["error"] == {"code": "NotPassed", "target": "green"}
    assert "green did not answer its probe with 200: HTTP 424" in result["msg"]
    assert (result["changed"], result["outcome"]) == ((True, "partial") if step else (False, "none"))
    assert result["steps"] == [TENTH, HALF, GREEN][:step] and len(result["probes"]) == step
    told = "the traffic is back at blue 100" if step else "nothing was shifted"
    assert told in result["msg"], result["msg"]
    assert serving.traffic() == BLUE and serving.tags() == {}
    assert len(serving.sent()) == (step + 1 if step else 0)


def test_a_probe_says_what_the_model_says(serving: Serving) -> None:
    serving.model("green", status=503)
    result = serving.shift()
    assert "HTTP 424, the model 503 (model_error)" in result["msg"] and serving.probes() == 3


def test_a_slow_green_fails_and_a_patient_probe_does_not_help_it(serving: Serving) -> None:
    serving.model("green", seconds=3600)
    assert "HTTP 408" in serving.shift()["msg"]
    assert serving.traffic() == BLUE


def test_a_green_that_comes_round_passes(serving: Serving) -> None:
    serving.cloud.fault("POST", "/score$", {"drop": True}, times=1)
    serving.cloud.fault("POST", "/score$", {"status": 429, "headers": {"Retry-After": "3000"}}, times=1)
    result = serving.shift()
    assert not result.get("failed"), result
    assert [probe["attempts"] for probe in result["probes"]] == [3, 1, 1, 1]


def test_the_blue_one_failing_is_no_reason_to_stay_with_it(serving: Serving) -> None:
    serving.model("blue", status=500)
    assert serving.shift()["traffic"] == GREEN


def test_another_status_can_be_what_is_wanted(serving: Serving) -> None:
    serving.model("green", status=204)
    probe = {"path": "/health", "status_code": [204], "deployments": ["green"]}
    result = serving.shift(probe=probe)
    assert not result.get("failed"), result
    assert len(serving.cloud.requests("GET", r"westeurope\.inference\.ml\.azure\.com/health$")) == 4


@pytest.mark.parametrize("step", [1, 2, 3])
def test_an_update_that_is_refused_leads_back(serving: Serving, step: int) -> None:
    refused = {"status": 400, "code": "BadRequest", "message": "Not now."}
    serving.cloud.fault("PUT", "/onlineEndpoints/churn-score", refused, nth=step)
    result = serving.shift()
    assert result["failed"] and result["error"]["code"] == "BadRequest"
    assert serving.traffic() == BLUE and serving.tags() == {}
    assert ("the traffic is back at blue 100" in result["msg"]) == (step > 1), result["msg"]


@pytest.mark.parametrize("step", [1, 2, 3])
def test_an_update_whose_operation_fails_leads_back(serving: Serving, step: int) -> None:
    fails = {"fail_operation": {"code": "InternalServerError", "message": "No."}}
    serving.cloud.fault("PUT", "/onlineEndpoints/churn-score", fails, nth=step)
    result = serving.shift()
    assert result["failed"] and "the traffic is back at blue 100" in result["msg"], result["msg"]
    assert serving.traffic() == BLUE and serving.tags() == {}
    assert serving.body()["properties"]["provisioningState"] == "Succeeded"


def test_a_probe_that_never_ends_leaves_time_to_go_back(serving: Serving) -> None:
    serving.cloud.fault("POST", "/score$", {"status": 424}, nth=2, times=0)
    began = serving.cloud.emulator.state.clock.now()
    result = serving.shift(wait_timeout=1000, probe={"attempts": 100000, "delay": 20})
    assert "the traffic is back at blue 100" in result["msg"], result
    assert 600 < serving.cloud.emulator.state.clock.now() - began < 1000
    assert serving.traffic() == BLUE


def test_an_update_that_takes_too_long_leads_back_as_far_as_there_is_time(serving: Serving) -> None:
    serving.cloud.config(operation_seconds={":update": 720.0})
    result = serving.shift(wait_timeout=1000, steps=[])
    assert "going back to blue 100 is under way" in result["msg"], result["msg"]
    assert (result["changed"], result["outcome"]) == (True, "unknown")
    serving.cloud.advance(720)
    assert serving.traffic() == BLUE and serving.tags() == {}


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("step", [1, 3])
def test_an_update_whose_answer_is_lost_is_looked_after(serving: Serving, step: int, after: bool) -> None:
    serving.cloud.fault("PUT", "/onlineEndpoints/churn-score", {"drop": True, "after": after}, nth=step)
    result = serving.shift()
    assert not result.get("failed") and serving.traffic() == GREEN, result


def test_where_going_back_fails_too_both_are_told(serving: Serving) -> None:
    serving.cloud.fault("POST", "/score$", {"status": 424}, nth=2, times=0)
    refused = {"status": 400, "code": "BadRequest", "message": "Not now."}
    serving.cloud.fault("PUT", "/onlineEndpoints/churn-score", refused, nth=2, times=0)
    result = serving.shift()
    assert result["failed"] and serving.traffic() == TENTH
    assert "going back to blue 100 failed (BadRequest: Not now.); look at the traffic" in result["msg"]
    assert "green did not answer its probe" in result["msg"]


def test_without_rollback_it_stays_where_it_failed(serving: Serving) -> None:
    serving.cloud.fault("POST", "/score$", {"status": 424}, nth=2, times=0)
    result = serving.shift(rollback=False)
    assert serving.traffic() == TENTH and "the traffic stays, because rollback is false" in result["msg"]


def test_steps_can_be_parts_of_the_way_also_after_a_killed_run(serving: Serving) -> None:
    assert serving.shift(check_mode=True, steps=[10, 50])["steps"] == [TENTH, HALF, GREEN]
    serving.shift(writes_to_live=2, steps=[10, 50])
    assert serving.traffic() == HALF
    assert serving.shift(steps=[10, 50])["steps"] == [GREEN]


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_a_killed_run_is_taken_up_by_the_next_one(serving: Serving, writes: int) -> None:
    killed = serving.shift(writes_to_live=writes)
    assert killed["error"]["code"] == "Cancelled" and len(serving.sent()) == writes
    assert serving.traffic() == [TENTH, HALF, GREEN][writes - 1]
    serving.cloud.forget()
    result = serving.shift()
    assert not result.get("failed") and result["steps"] == [HALF, GREEN, None][writes - 1 : 2]
    assert serving.traffic() == GREEN and serving.tags() == {}
    assert len(serving.sent()) == 3 - writes


@pytest.mark.parametrize("writes", [1, 2])
def test_what_a_killed_run_left_goes_back_to_where_that_one_began(serving: Serving, writes: int) -> None:
    serving.shift(writes_to_live=writes)
    assert serving.tags() == {MARK: "blue=100"}
    serving.model("green", status=500)
    result = serving.shift()
    assert result["failed"] and "the traffic is back at blue 100" in result["msg"]
    assert serving.traffic() == BLUE and serving.tags() == {}


def test_a_killed_way_back_is_taken_up_too(serving: Serving) -> None:
    serving.model("green", status=500)
    serving.put_traffic(HALF, **{MARK: "blue=100"})
    serving.cloud.forget()
    serving.shift(writes_to_live=1)
    assert serving.traffic() == BLUE and serving.tags() == {}


def test_a_mark_of_long_ago_counts_for_nothing(serving: Serving) -> None:
    serving.put_traffic({"blue": 80, "green": 20}, **{MARK: "green=100"})
    serving.cloud.fault("POST", "/score$", {"status": 424}, nth=2, times=0)
    assert "back at blue 80, green 20" in serving.shift()["msg"]
    assert serving.traffic() == {"blue": 80, "green": 20} and serving.tags() == {}


@pytest.mark.parametrize("tags", [{"team": "churn"}, {f"t{number}": "x" for number in range(50)}], ids=["one", "full"])
def test_the_users_own_tags_stay(serving: Serving, tags: dict[str, str]) -> None:
    serving.put_traffic(BLUE, **tags)
    assert not serving.shift().get("failed")
    assert serving.tags() == tags


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"traffic": {"green": 90}}, "traffic: is 90 in all"),
        ({"traffic": {"green": 100, "blue": 100}}, "traffic: is 200 in all"),
        ({"traffic": {"green": "much"}}, "traffic: the share of green is not a whole percentage"),
        ({"traffic": {"green": 150, "blue": -50}}, "traffic: "),
        ({"steps": [{"blue": 10}]}, "steps: is 10 in all"),
        ({"steps": [100]}, "steps: a step is a split, or a whole percentage"),
        ({"steps": ["all"]}, "steps: a step is a split, or a whole percentage"),
        ({"steps": [{"blue": 0}]}, "steps: a step without traffic"),
        ({"endpoint": "not/a/name"}, "endpoint: "),
        ({"probe": {"path": "health"}}, "path: "),
        ({"probe": {"path": "/a#b"}}, "path: "),
        ({"probe": {"attempts": 0}}, "probe.attempts: "),
        ({"pause": -1}, "pause: "),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(serving: Serving, changed: object, named: str) -> None:
    result = serving.shift(**changed)
    assert result["failed"] and result["msg"].startswith(named), result["msg"]
    assert not serving.cloud.requests()


def test_a_deployment_that_is_not_there_or_has_failed_gets_nothing(serving: Serving) -> None:
    result = serving.shift(traffic={"red": 100}, steps=[])
    assert "traffic: online_endpoint churn-score has no deployment 'red'" in result["msg"]
    green = f"{serving.body()['id']}/deployments/green"
    body = serving.cloud.emulator.state.store.get(green)
    serving.cloud.put({**body, "properties": {**body["properties"], "provisioningState": "Failed"}})
    result = serving.shift()
    assert result["error"]["code"] == "Refused" and not serving.sent()


def test_shares_of_nothing_are_not_named(serving: Serving) -> None:
    result = serving.shift(traffic={"blue": 0, "green": "100"}, steps=[{"blue": 50, "green": 50, "red": 0}])
    assert result["steps"] == [HALF, GREEN] and serving.traffic() == GREEN


@pytest.mark.parametrize("mode", ["Key", "AMLToken", "AADToken"])
def test_each_way_in_is_known(serving: Serving, mode: str) -> None:
    body = serving.body()
    serving.cloud.put({**body, "properties": {**body["properties"], "authMode": mode}})
    serving.cloud.forget()
    result = serving.shift()
    assert not result.get("failed"), result
    asked = {"Key": "/listKeys$", "AMLToken": "/token$"}.get(mode)
    assert len(serving.cloud.requests("POST", "/churn-score/(listKeys|token)$")) == (1 if asked else 0)


@pytest.mark.parametrize("mode", ["", "Open", None])
def test_a_way_in_that_nobody_knows_gets_no_token(serving: Serving, mode: str | None) -> None:
    body = serving.body()
    serving.cloud.put({**body, "properties": {**body["properties"], "authMode": mode}})
    result = serving.shift()
    assert result["failed"] and "nothing is known to open an endpoint" in result["msg"]
    assert not serving.probes() and not serving.sent()


def test_a_scoring_uri_elsewhere_gets_no_key(serving: Serving) -> None:
    body = serving.body()
    for url in ("https://evil.example/score", "http://127.0.0.1:1/score", ""):
        serving.cloud.put({**body, "properties": {**body["properties"], "scoringUri": url}})
        serving.cloud.forget()
        result = serving.shift()
        assert result["error"]["code"] == "ForeignUrl" and not serving.sent(), result
        assert not serving.cloud.requests("POST")


def test_the_key_is_shown_nowhere(serving: Serving) -> None:
    key = "canary-key-of-churn"
    assert key not in json.dumps(serving.shift())
    serving.put_traffic(BLUE)
    serving.cloud.fault("PUT", "/onlineEndpoints", {"status": 400, "code": "Bad", "message": f"You sent {key}."})
    result = serving.shift()
    assert result["failed"] and "You sent ****" in result["msg"] and key not in json.dumps(result)


def test_the_steps_are_the_ones_of_the_options() -> None:
    assert SHIFT["steps"] == [TENTH, HALF]
