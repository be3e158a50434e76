# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an operation ends, or does not: what is a failure, what is waited out, what a rerun does (L04 to L07, L13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ..cloud import Cloud, SharedClock
from ..families import COMPUTE, Family
from .waiting import ALONE, QUERY, STATUS, Way, answers, check_made, polls, script

GOING = {"status": "InProgress"}
DONE = {"status": "Succeeded"}
# The envelope of the recordings: the reason is the innermost message (recorded 1).
ERROR = {
    "code": "UserError",
    "message": "The operation failed.",
    "details": [{"code": "Outer", "message": "Deploying failed."}],
    "innererror": {"code": "Inner", "message": "No cores are left in westeurope.", "innererror": None},
    "additionalInfo": [{"type": "ComponentName", "info": {"value": "managementfrontend"}}],
}
FAILURE = {"fail_operation": {"code": "UserError", "message": "The operation failed."}}


@pytest.mark.case("L04")
def test_tells_the_innermost_reason(cloud: Cloud, slow: Family, way: Way) -> None:
    """What is there stays as it is, and the next run goes on from it."""
    cloud.need(slow)
    cloud.forget()
    script(cloud, slow, **FAILURE)
    answers(cloud, GOING, GOING, {"status": "Failed", "error": ERROR})
    result = way.make(cloud, slow)
    error = way.error(result)
    assert result["changed"] and result["outcome"] == "partial"
    assert "UserError: The operation failed." in error["message"]
    assert "No cores are left in westeurope" in error["message"]
    assert "run the task again" in str(error.get("hint") or error["message"])
    assert cloud.stored(slow) is not None and cloud.writes() == [f"PUT {slow.id}"]
    cloud.advance(60)
    state = cloud.stored(slow)["properties"].get("provisioningState")
    assert state in (None, "Failed")

    cloud.forget()
    again = way.make(cloud, slow)
    assert not again.get("failed"), again
    # A registry does not tell that it failed, so what is as declared is left alone.
    assert again["changed"] == (state == "Failed") == bool(cloud.writes())
    assert cloud.stored(slow)["properties"].get("provisioningState") in (None, "Succeeded")


@pytest.mark.case("L05")
@pytest.mark.parametrize(
    "word", ["Failed", "failed", "Canceled", "Cancelled", "Aborted", "Rejected", "Error", "TimedOut", "timedout"]
)
def test_ends_at_every_word_for_failure(cloud: Cloud, slow: Family, way: Way, word: str) -> None:
    cloud.need(slow)
    cloud.forget()
    script(cloud, slow, **FAILURE)
    answers(cloud, GOING, {"status": word})
    clock = SharedClock(cloud)
    result = way.make(cloud, slow, clock=clock)
    assert word in way.error(result)["message"]
    assert result["changed"] and result["outcome"] == "partial"
    assert sum(clock.slept) < 120 and len(cloud.writes()) == 1


@pytest.mark.case("L06")
@pytest.mark.parametrize("word", ["Frobnicating", None, 7, ["x"], "Fr\x1b[2Job\u202e\x07"], ids=ascii)
def test_waits_out_a_word_that_nobody_knows(cloud: Cloud, family: Family, word: object) -> None:
    cloud.need(family)
    cloud.forget()
    script(cloud, family)
    answers(cloud, {"status": word}, {"status": word}, DONE)
    result = cloud.make(family)
    check_made(cloud, family, result)
    (warning,) = result["warnings"]
    assert str(word)[:2] in warning or "not name" in warning
    assert warning.isprintable()


@pytest.mark.case("L06")
def test_ends_at_the_deadline_with_the_last_word(
    cloud: Cloud, family: Family, figure: Callable[[str, float], None]
) -> None:
    cloud.need(family)
    cloud.forget()
    script(cloud, family)
    answers(cloud, {"status": "Frobnicating"})
    result = cloud.make(family, wait_timeout=120)
    assert result["failed"] and result["changed"] and result["outcome"] == "unknown"
    assert "still Frobnicating" in result["msg"]
    assert len(result["warnings"]) == 1
    assert result["elapsed"] <= 122
    figure("overshoot_s", max(0.0, result["elapsed"] - 120))


@pytest.mark.case("L07")
def test_ends_at_the_deadline_and_a_rerun_goes_on(
    cloud: Cloud, slow: Family, way: Way, figure: Callable[[str, float], None]
) -> None:
    cloud.need(slow)
    cloud.config(operation_seconds={"default": 300})
    cloud.forget()
    began = cloud.emulator.state.clock.now()
    result = way.make(cloud, slow, wait_timeout=60)
    took = cloud.emulator.state.clock.now() - began
    error = way.error(result)
    assert result["changed"], result
    assert error["operation_url"].endswith(error["operation_url"].partition("?")[0] + "?api-version=2025-12-01")
    assert "run the task again" in str(error.get("hint") or error["message"])
    if way is ALONE:
        assert result["outcome"] == "unknown" and result["resource_id"] == slow.id
    assert took <= 62
    figure("overshoot_s", max(0.0, took - 60))

    cloud.forget()
    again = way.make(cloud, slow, wait_timeout=1000)
    assert not again.get("failed") and not again["changed"], again
    assert not cloud.writes()
    if "provisioningState" in cloud.stored(slow)["properties"]:
        assert cloud.stored(slow)["properties"]["provisioningState"] == "Succeeded"


@pytest.mark.case("L13")
@pytest.mark.parametrize(
    "end",
    [
        {"status": "Failed", "error": ERROR},
        {"status": "Canceled"},
        {"id": "/x", "properties": {"provisioningState": "Failed"}},
    ],
    ids=["status", "canceled", "resource"],
)
def test_does_not_take_a_failed_body_for_success(cloud: Cloud, slow: Family, way: Way, end: dict[str, Any]) -> None:
    """A Location that answers 200 and says Failed in the body."""
    cloud.need(slow)
    cloud.forget()
    script(cloud, slow, header="Location", **FAILURE)
    cloud.fault("GET", "/scripted/one", {"status": 202}, times=3)
    answers(cloud, end)
    result = way.make(cloud, slow)
    if "status" not in end and slow.name == "registry":
        # It has no state of its own, so that body is of nothing that we know: the resource is as declared.
        assert not result.get("failed")
        return
    assert way.error(result)["message"] and result["changed"] and result["outcome"] == "partial"
    assert cloud.writes() == [f"PUT {slow.id}"]


@pytest.mark.case("L07")
def test_shows_no_signature(cloud: Cloud, way: Way) -> None:
    """The URL that a failure shows has lost the query that could be used in our place."""
    script(cloud, COMPUTE)
    answers(cloud, GOING)
    cloud.config(operation_seconds={"default": 300})
    result = way.make(cloud, COMPUTE, wait_timeout=60)
    assert way.error(result)["operation_url"].endswith(STATUS + "?api-version=2025-12-01")
    assert QUERY.rpartition("=")[2] not in str(result)
    assert polls(cloud) or way is not ALONE
