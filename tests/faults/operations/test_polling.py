# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way to the end of an operation: polls that fail, what they ask for, a resource that lags, clocks that jump (L08,
L09, L12, L14, L15, L18).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ..cloud import Cloud, SharedClock
from ..families import COMPUTE, WORKSPACE, Family
from .waiting import ALONE, SECONDS, Way, answers, check_made, polls, script

POLLS = r"operationsstatus/|/scripted/"
GOING = {"status": "InProgress"}
DONE = {"status": "Succeeded"}


@pytest.mark.case("L08")
@pytest.mark.parametrize("times", [1, 0], ids=["once", "for ever"])
def test_looks_at_the_resource_when_the_operation_is_forgotten(
    cloud: Cloud, slow: Family, way: Way, times: int
) -> None:
    cloud.need(slow)
    cloud.forget()
    cloud.fault("GET", POLLS, {"status": 404, "code": "OperationNotFound"}, nth=2, times=times)
    check_made(cloud, slow, way.make(cloud, slow))


@pytest.mark.case("L08")
def test_warns_when_the_operation_may_not_be_read(cloud: Cloud, slow: Family) -> None:
    """An identity with rights on the resource alone can start it, and not track it (reliability 0.4)."""
    cloud.need(slow)
    cloud.forget()
    action = "Microsoft.MachineLearningServices/locations/computeOperationsStatus/read"
    message = f"The client 'x' does not have authorization to perform action '{action}' over scope '/subscriptions/1'."
    cloud.fault("GET", POLLS, {"status": 403, "code": "AuthorizationFailed", "message": message}, times=0)
    result = cloud.make(slow)
    check_made(cloud, slow, result)
    (warning,) = result["warnings"]
    assert action in warning and "resource group" in warning
    assert polls(cloud) == 1


@pytest.mark.case("L09")
@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500},
        {"status": 503, "code": "ServiceUnavailable", "headers": {"Retry-After": "7"}},
        {"status": 429, "code": "TooManyRequests", "headers": {"Retry-After": "11"}},
        {"drop": True},
        {"status": 200, "body": "<html>", "headers": {"Content-Type": "text/html"}},
    ],
    ids=["500", "503", "429", "reset", "html"],
)
def test_goes_on_after_trouble_in_the_middle(cloud: Cloud, slow: Family, way: Way, trouble: Mapping[str, Any]) -> None:
    """The trouble meets whatever is read while it goes on; the write is never sent again."""
    cloud.need(slow)
    cloud.forget()
    script(cloud, slow)
    cloud.fault("GET", "/scripted/one", trouble, nth=2, times=2)
    answers(cloud, GOING, GOING, GOING, DONE)
    clock = SharedClock(cloud)
    result = way.make(cloud, slow, clock=clock)
    check_made(cloud, slow, result)
    asked = (trouble.get("headers") or {}).get("Retry-After")
    if asked and way is ALONE:
        assert clock.slept.count(float(asked)) == 2


@pytest.mark.case("L09")
@pytest.mark.parametrize("trouble", [{"status": 502}, {"drop": True}], ids=["502", "reset"])
def test_looks_at_the_resource_when_the_trouble_stays(
    cloud: Cloud, slow: Family, way: Way, trouble: Mapping[str, Any]
) -> None:
    cloud.need(slow)
    cloud.forget()
    script(cloud, slow)
    cloud.fault("GET", "/scripted/one", trouble, times=0)
    check_made(cloud, slow, way.make(cloud, slow))


@pytest.mark.case("L12")
@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [("0", 1.0, 1.0), ("3600", 60.0, 60.0), ("7", 7.0, 7.0), ("soon", 0.5, 10.0), ("-5", 0.5, 10.0), ("", 0.5, 10.0)],
)
def test_asks_again_when_the_service_says_within_bounds(
    cloud: Cloud, family: Family, asked: str, least: float, most: float
) -> None:
    cloud.need(family)
    cloud.forget()
    script(cloud, family)
    action = {"status": 200, "body": GOING, "headers": {"Retry-After": asked}}
    cloud.fault("GET", "/scripted/one", action, times=4)
    answers(cloud, DONE)
    clock = SharedClock(cloud)
    check_made(cloud, family, cloud.play(family.module, family.present, clock=clock))
    assert len(clock.slept) >= 5
    # The first poll comes before anybody could have asked for anything.
    assert all(least <= one <= most for one in clock.slept[1:5]), clock.slept


@pytest.mark.case("L12")
def test_asks_less_often_the_longer_it_takes(cloud: Cloud, slow: Family, way: Way) -> None:
    cloud.need(slow)
    cloud.config(operation_seconds={"default": 300})
    clock = SharedClock(cloud)
    result = way.make(cloud, slow, clock=clock)
    assert not result.get("failed"), result
    assert clock.slept[0] <= 0.5 and max(clock.slept) <= 10.0
    assert len(clock.slept) < 75


# Types without provisioningState in Microsoft's schema: their modules look at what else they show.
STATELESS = ("connection_with_key", "command_job", "outbound_rule")


@pytest.mark.case("L14")
@pytest.mark.parametrize("shows", ["Updating", "Creating", "Failed", "absent"])
def test_trusts_the_resource_more_than_the_operation(cloud: Cloud, family: Family, way: Way, shows: str) -> None:
    """The operation says Succeeded; what the resource shows then counts."""
    cloud.need(family)
    cloud.config(operation_seconds={"default": 0})
    cloud.forget()
    script(cloud, family)
    answers(cloud, DONE)
    if shows == "absent":
        # The first GET finds out that it is absent, and is no fault. What comes after it lags.
        cloud.fault("GET", family.pattern, {"status": 404, "code": "ResourceNotFound"}, nth=2, times=3)
        check_made(cloud, family, way.make(cloud, family))
        return
    shown = {"id": family.id, "name": family.path.rpartition("/")[2], "location": "westeurope"}
    shown["properties"] = {"provisioningState": shows, "provisioningErrors": [{"error": {"message": "No cores."}}]}
    cloud.fault("GET", family.pattern, {"status": 200, "body": shown}, nth=2, times=0 if shows == "Failed" else 3)
    result = way.make(cloud, family)
    if shows == "Failed":
        told = "did not take" if family.name in STATELESS else "No cores"
        assert told in way.error(result)["message"]
        assert result["changed"] and result["outcome"] == "partial"
    else:
        check_made(cloud, family, result)
    assert len(cloud.writes()) == 1


@pytest.mark.case("L14")
def test_does_not_wait_for_ever_for_what_is_not_there(cloud: Cloud, family: Family, way: Way) -> None:
    cloud.need(family)
    cloud.forget()
    script(cloud, family)
    answers(cloud, DONE)
    cloud.fault("GET", family.pattern, {"status": 404, "code": "ResourceNotFound"}, nth=2, times=0)
    began = cloud.emulator.state.clock.now()
    result = way.make(cloud, family)
    assert "accepted" in way.error(result)["message"] and "not there" in way.error(result)["message"]
    assert result["changed"] and result["outcome"] == "partial"
    assert 60 <= cloud.emulator.state.clock.now() - began <= 90


@pytest.mark.case("L15")
def test_begins_no_second_operation(cloud: Cloud, slow: Family, way: Way) -> None:
    cloud.need(slow)
    cloud.config(operation_seconds={"default": 60})
    cloud.forget()
    began = cloud.emulator.state.clock.now()
    result = way.make(cloud, slow, wait=False)
    assert result["changed"] and not result.get("failed"), result
    assert result["operation_url"] and "s=" not in result["operation_url"]
    assert cloud.writes() == [f"PUT {slow.id}"] and not polls(cloud)
    assert cloud.emulator.state.clock.now() == began

    cloud.forget()
    again = way.make(cloud, slow, wait=False)
    assert not again.get("failed") and not again["changed"], again
    waited = way.make(cloud, slow)
    assert not waited.get("failed") and not waited["changed"], waited
    assert not cloud.writes()
    assert cloud.stored(slow)["properties"].get("provisioningState") in (None, "Succeeded")


@pytest.mark.case("L15")
def test_begins_no_second_update(cloud: Cloud, slow: Family, way: Way) -> None:
    """While an update runs, a read may still show the old values: they are no reason to send it again."""
    cloud.need(slow)
    assert not cloud.make(slow).get("failed")
    cloud.config(operation_seconds={"default": 60})
    row = cloud.stored(slow)
    cloud.forget()
    result = way.run(cloud, slow, {**slow.changing, "wait": False})
    assert result["changed"] and not result.get("failed"), result
    begun = cloud.stored(slow)
    state = begun["properties"].get("provisioningState")
    if state in ("Updating", "Creating"):
        cloud.put({**row, "properties": {**row["properties"], "provisioningState": state}})
    cloud.forget()
    again = way.run(cloud, slow, {**slow.changing, "wait": False})
    assert not again.get("failed") and not again["changed"], again
    assert not cloud.writes()


class Jumping(SharedClock):
    """The wall clock is set by ``hours`` in the middle of a wait; nothing else notices."""

    def __init__(self, cloud: Cloud, hours: int) -> None:
        super().__init__(cloud)
        self._hours = hours

    def time(self) -> float:
        return super().time() + (3600 * self._hours if len(self.slept) > 3 else 0)


@pytest.mark.case("L18")
@pytest.mark.parametrize("hours", [1, -1, 24])
def test_does_not_mind_a_wall_clock_that_is_set(cloud: Cloud, slow: Family, way: Way, hours: int) -> None:
    cloud.need(slow)
    cloud.forget()
    clock = Jumping(cloud, hours)
    result = way.make(cloud, slow, clock=clock, wait_timeout=60)
    check_made(cloud, slow, result)
    assert SECONDS <= sum(clock.slept) <= 2 * SECONDS + 2


@pytest.mark.case("L18")
def test_a_suspended_machine_finds_what_ended_meanwhile(cloud: Cloud, way: Way) -> None:
    """An hour passes in one sleep: within the time of the task it is as if nothing had been, over it the task ends."""
    for timeout, failed in ((7200, False), (1800, True)):
        cloud.forget()
        family = COMPUTE if failed else WORKSPACE
        cloud.config(operation_seconds={"default": 9000 if failed else 1000})
        clock = SharedClock(cloud)
        clock.after(3, lambda: cloud.advance(3600))
        result = way.make(cloud, family, clock=clock, wait_timeout=timeout)
        assert bool(result.get("failed")) == failed, result
        assert sum(clock.slept) < 30 and result["changed"]
