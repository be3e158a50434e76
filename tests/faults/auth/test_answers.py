# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The login service is in trouble, answers oddly, or gives a token that ends under way (A06 to A08)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.exchange import LARGEST_BODY
from ansible_collections.mlops.azureml.plugins.module_utils.retry import ATTEMPTS

from ..cloud import Cloud, SharedClock
from ..families import Family
from .login import asked, log_in, names_the_next_step, refusal, refuse, refused

TOKEN = "canary-of-an-odd-token"


@pytest.mark.case("A06")
@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (503, refusal("temporarily_unavailable", 90033), {}),
        (400, refusal("temporarily_unavailable", 90033), {}),
        (429, "", {"Retry-After": "7"}),
        (500, "", {}),
        (502, "<html>", {"Content-Type": "text/html"}),
        (504, "", {"Retry-After": "7"}),
    ],
)
def test_what_passes_is_asked_again(cloud: Cloud, status: int, body: Any, headers: dict[str, str]) -> None:
    refuse(cloud, status, body, times=2, **headers)
    clock = SharedClock(cloud)
    result = log_in(cloud, clock)
    assert not result.get("failed"), result
    assert len(asked(cloud)) == 3
    assert [seconds for seconds in clock.slept if seconds == 7.0] == ([7.0, 7.0] if headers.get("Retry-After") else [])
    assert len(clock.slept) == 2, "no request without a pause before it"


@pytest.mark.case("A06")
@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (503, refusal("temporarily_unavailable", 90033), "AADSTS90033"),
        (400, refusal("temporarily_unavailable"), "temporarily_unavailable"),
        (500, refusal("server_error"), "server_error"),
        (429, "", "Throttled"),
    ],
)
def test_what_does_not_pass_is_told_after_five_attempts(cloud: Cloud, status: int, body: Any, code: str) -> None:
    refuse(cloud, status, body)
    result = log_in(cloud)
    refused(result, code, None)
    names_the_next_step(result, code)
    assert len(asked(cloud)) == result["attempts"] == ATTEMPTS


@pytest.mark.case("A06")
def test_a_wait_that_is_longer_than_the_task_is_not_begun(cloud: Cloud) -> None:
    refuse(cloud, 429, "", **{"Retry-After": "301"})
    clock = SharedClock(cloud)
    result = log_in(cloud, clock)
    refused(result, "Throttled", None)
    assert "asked to wait 301 s" in result["msg"] and "of the task's 300 s" in result["msg"]
    assert len(asked(cloud)) == 1 and not clock.slept


@pytest.mark.case("A06")
def test_a_loop_is_not_made_longer(cloud: Cloud) -> None:
    refuse(cloud, 400, refusal("invalid_grant", 50196))
    result = log_in(cloud)
    refused(result, "AADSTS50196", None)
    names_the_next_step(result, "AADSTS50196")
    assert len(asked(cloud)) == 1


GOOD = {"token_type": "Bearer", "expires_in": 3599, "access_token": TOKEN}


@pytest.mark.case("A07")
@pytest.mark.parametrize("lifetime", [3599, "3599", 3599.0, "3599.0", None, "soon", [], True])
def test_a_token_is_taken_however_its_life_is_written(cloud: Cloud, lifetime: Any) -> None:
    """A second task finds it in the cache, so it was believed to last."""
    body = {name: value for name, value in {**GOOD, "expires_in": lifetime}.items() if value is not None}
    refuse(cloud, 200, body)
    cloud.fault("GET", "/computes", {"status": 200, "body": {"value": []}}, times=0)
    for _task in range(2):
        result = log_in(cloud)
        assert not result.get("failed"), result
    assert len(asked(cloud)) == 1


@pytest.mark.case("A07")
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**GOOD, "expires_in": 0}, "TokenExpired"),
        ({**GOOD, "expires_in": "-1"}, "TokenExpired"),
        ({"token_type": "Bearer", "expires_in": 3599, "refresh_token": TOKEN}, "TokenMissing"),
        ({**GOOD, "access_token": ""}, "TokenMissing"),
        ({**GOOD, "access_token": {"value": TOKEN}}, "TokenMissing"),
        ({**GOOD, **refusal("invalid_client", 7000215)}, "AADSTS7000215"),
        ([GOOD], "TokenMissing"),
        (TOKEN, "TokenMissing"),
        (f'{{"access_token": "{TOKEN}"', "TokenMissing"),
        (f"<html><title>{TOKEN}</title></html>", "TokenMissing"),
        ("", "TokenMissing"),
        ("[" * 100_000, "TokenMissing"),
    ],
)
def test_an_answer_without_a_token_is_told_and_never_shown(cloud: Cloud, body: Any, code: str) -> None:
    refuse(cloud, 200, body)
    result = log_in(cloud)
    assert result["failed"] and result["error"]["code"] == code, result
    names_the_next_step(result, code)
    assert TOKEN not in json.dumps(result) and "title" not in result["msg"]
    assert len(asked(cloud)) == 1


@pytest.mark.case("A07")
def test_a_huge_answer_is_given_up(cloud: Cloud) -> None:
    # Past the control API, which would write it down as text.
    body = " " * (LARGEST_BODY + 1)
    fault = {"match": {"path": "/oauth2/"}, "action": {"status": 200, "body": body}}
    cloud.emulator.state.faults.add([fault])
    result = log_in(cloud)
    assert result["failed"] and "more than 32 MiB" in result["msg"] and len(asked(cloud)) == 1
    names_the_next_step(result, "AnswerTooLarge")


@pytest.mark.case("A08")
def test_a_token_that_ends_under_way_is_renewed_before(cloud: Cloud, family: Family) -> None:
    cloud.need(family)
    cloud.config(operation_seconds={"default": 7200}, token_seconds=1800, retry_after=60)
    cloud.forget()
    began = cloud.emulator.state.clock.now()
    result = cloud.make(family, wait_timeout=10_800)
    spent = cloud.emulator.state.clock.now() - began
    assert not result.get("failed") and result["changed"], result
    # Each token is used for 1500 of its 1800 seconds; what the family needs was made with the first.
    assert len(asked(cloud)) >= spent // 1500 - bool(family.needs)
    assert 401 not in {entry["status"] for entry in cloud.journal()} and len(cloud.writes()) == 1
