# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for a long-running operation, in each of Azure's ways of telling (reliability L01 to L14)."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import operation
from ansible_collections.mlops.azureml.plugins.module_utils.errors import OperationFailed, OperationTimeout
from ansible_collections.mlops.azureml.plugins.module_utils.operation import Operation, started, wait
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import next_step
from ansible_collections.mlops.azureml.plugins.module_utils.response import Response
from ansible_collections.mlops.azureml.plugins.module_utils.steps import drive
from tests.unit.doubles import ARM, EPOCH, ScriptedExchange, answer, arm, error

RESOURCE = ARM + "/subscriptions/s/resourceGroups/rg/x/n?api-version=1"
STATUS = ARM + "/subscriptions/s/providers/P/operationsStatus/o?api-version=1&t=1&s=canary"
RESULT = ARM + "/subscriptions/s/providers/P/operationResults/o?api-version=1&s=canary"


def response(status: int, body=None, **headers) -> Response:
    code, known, content = answer(status, body, **headers)
    return Response(code, known, content, RESOURCE)


class Waiting:
    """One wait over a script, with what was asked and what was told on the way."""

    def __init__(self, *script, is_location=False, seconds=3600, forever=False):
        self.exchange = ScriptedExchange(*script, seconds=seconds, forever=forever)
        self.told: list[tuple[str, float]] = []
        self.warned: list[str] = []
        self._operation = Operation(RESULT if is_location else STATUS, is_location, RESOURCE)

    def run(self):
        told = self.told
        polls = wait(
            arm(self.exchange),
            self._operation,
            self.exchange.deadline,
            lambda state, elapsed: told.append((state, elapsed)),
            self.warned.append,
        )
        return drive(polls, self.exchange.clock)


def waited(*script, **more):
    return Waiting(*script, **more).run()


def status(word, **more):
    return answer(200, {"status": word, **more})


class TestWhatStarts:
    @pytest.mark.parametrize("code", [200, 201, 202])
    @pytest.mark.parametrize("name", ["Azure_AsyncOperation", "Operation_Location"])
    def test_is_told_by_a_status_url_whatever_the_status(self, code, name):
        found = started(response(code, {"properties": {}}, location=RESULT, **{name: STATUS}), RESOURCE)
        # The Location of a 202 is where the result is read; that of any other is the resource itself (recorded 1).
        assert found == Operation(STATUS, False, RESOURCE, RESULT if code == 202 else "")

    def test_is_told_by_the_location_of_a_202(self):
        assert started(response(202, location=RESULT), RESOURCE) == Operation(RESULT, True, RESOURCE)

    def test_is_not_told_by_the_location_of_a_201(self):
        """It is the resource's own URL there (recorded 1)."""
        assert (
            started(response(201, {"properties": {"provisioningState": "Succeeded"}}, location=RESOURCE), RESOURCE)
            is None
        )

    def test_is_told_by_a_bare_202(self):
        assert started(response(202), RESOURCE) == Operation(base=RESOURCE)

    @pytest.mark.parametrize("code", [200, 201])
    @pytest.mark.parametrize("state", ["Creating", "Updating", "Accepted", "Frobnicating"])
    def test_is_told_by_the_body(self, code, state):
        body = {"properties": {"provisioningState": state}}
        assert started(response(code, body), RESOURCE) == Operation(base=RESOURCE)

    @pytest.mark.parametrize("state", ["Succeeded", "succeeded", "Failed", "Canceled", "", None])
    def test_is_nothing_when_the_body_says_that_it_is_over(self, state):
        assert started(response(200, {"properties": {"provisioningState": state}}), RESOURCE) is None

    @pytest.mark.parametrize(
        "given", [response(200), response(204), response(200, []), response(200, {"properties": None})]
    )
    def test_is_nothing_when_nobody_says_so(self, given):
        assert started(given, RESOURCE) is None


class TestTheEnd:
    @pytest.mark.parametrize("word", ["Succeeded", "succeeded", "SUCCEEDED", "Completed"])
    def test_is_success(self, word):
        assert waited(status("InProgress"), status("Running"), status(word, properties={"a": 1}))["properties"] == {
            "a": 1
        }

    @pytest.mark.parametrize(
        "word", ["Failed", "failed", "Canceled", "Cancelled", "Aborted", "Rejected", "Error", "TimedOut"]
    )
    def test_is_failure_with_the_innermost_reason(self, word):
        inner = {"code": "QuotaExceeded", "message": "m", "details": [{"message": "no cores are left"}]}
        with pytest.raises(OperationFailed) as caught:
            waited(status("InProgress"), answer(200, {"status": word, "error": inner}, x_ms_request_id="r-1"))
        assert "QuotaExceeded: m no cores are left" in caught.value.message
        assert (caught.value.facts["code"], caught.value.facts["request_id"]) == ("QuotaExceeded", "r-1")

    def test_is_failure_even_without_a_reason(self):
        with pytest.raises(OperationFailed, match="Failed: the service gave no reason"):
            waited(status("Failed"))

    def test_of_a_location_is_its_first_answer_that_is_no_202(self):
        found = waited(answer(202), answer(202), answer(200, {"id": "/x"}), is_location=True)
        assert found == {"id": "/x"}

    def test_of_a_location_may_be_empty(self):
        assert waited(answer(202), answer(204), is_location=True) is None

    def test_of_a_location_is_failure_when_its_body_says_so(self):
        with pytest.raises(OperationFailed):
            waited(
                answer(202), answer(200, {"status": "Failed", "error": {"code": "X", "message": "m"}}), is_location=True
            )

    def test_of_a_location_is_failure_when_its_status_says_so(self):
        with pytest.raises(OperationFailed, match="Conflict: about Conflict"):
            waited(answer(202), error(409, "Conflict"), is_location=True)

    def test_of_a_location_that_moves_is_found_at_the_new_one(self):
        moved = RESULT.replace("/o?", "/o2?")
        waiting = Waiting(answer(202, location=moved), answer(200, {}), is_location=True)
        waiting.run()
        assert [asked.url for asked in waiting.exchange.asked] == [RESULT, moved]


class TestAStatusThatCannotBeAsked:
    @pytest.mark.parametrize("given", [error(404, "NotFound"), error(403, "AuthorizationFailed")])
    def test_leaves_it_to_the_resource_to_tell(self, given):
        assert waited(status("InProgress"), given) is None

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.tld/subscriptions/s/o",
            "http://management.azure.com/subscriptions/s/o",
            "https://management.azure.com.evil.tld/o",
            "https://169.254.169.254/o",
            "https://localhost/o",
            "https://user@management.azure.com/o",
            "https://management.azure.com/subscriptions/other/o",
            "https://m\u0430nagement.azure.com/o",
        ],
    )
    def test_because_it_is_elsewhere_is_not_asked(self, url):
        exchange = ScriptedExchange()
        polls = wait(arm(exchange), Operation(url, False, RESOURCE), exchange.deadline, lambda *_told: None, [].append)
        assert drive(polls, exchange.clock) is None
        assert not exchange.asked

    def test_may_be_relative(self):
        exchange = ScriptedExchange(status("Succeeded"))
        relative = Operation("/subscriptions/s/o?api-version=1", False, RESOURCE)
        drive(wait(arm(exchange), relative, exchange.deadline, lambda *_told: None, [].append), exchange.clock)
        assert exchange.asked[0].url == ARM + "/subscriptions/s/o?api-version=1"


class TestTrouble:
    @pytest.mark.parametrize("trouble", [error(500, "x"), error(429, "x", retry_after="2"), error(503, "x")])
    def test_on_the_way_does_not_end_the_wait(self, trouble):
        assert waited(status("InProgress"), trouble, status("Succeeded"))["status"] == "Succeeded"

    @pytest.mark.parametrize("word", ["Frobnicating", "", None, 7])
    def test_of_an_unknown_state_waits_on(self, word):
        assert waited(status(word), status(word), status("Succeeded"))["status"] == "Succeeded"

    def test_that_never_ends_ends_at_the_deadline_and_says_where_to_look(self):
        waiting = Waiting(status("Frobnicating"), forever=True, seconds=120)
        with pytest.raises(OperationTimeout) as caught:
            waiting.run()
        assert waiting.exchange.clock.now() <= 120
        assert "Frobnicating" in caught.value.message and caught.value.outcome == "unknown"
        assert caught.value.facts["operation_url"].startswith(STATUS.partition("&")[0])
        assert "canary" not in str(caught.value.facts)
        assert "run the task again" in next_step(caught.value)


def slept_by(*script) -> list[float]:
    waiting = Waiting(*script)
    waiting.run()
    return waiting.exchange.clock.slept


class TestThePace:
    def test_begins_fast_and_slows_down(self):
        slept = slept_by(*[status("InProgress")] * 100, status("Succeeded"))
        assert slept[0] == operation.SHORTEST_POLL
        assert slept == sorted(slept), "each wait is as long as the one before or longer"
        assert slept[-1] == operation.LONGEST_POLL

    def test_wastes_less_than_six_hundredths_of_an_operation(self):
        """The simulation of performance.md 4: durations between 3 and 600 s, as many of each order of magnitude."""
        wastes = []
        for step in range(400):
            duration = 3 * 200 ** (step / 399)
            deadline = ScriptedExchange().deadline
            now = 0.0
            while now < duration:
                now += operation.until_next(deadline, -now, None, "Creating").seconds
            wastes.append((now - duration) / duration)
        assert sum(wastes) / len(wastes) < 0.06

    def test_of_a_short_operation_wastes_little(self):
        assert sum(slept_by(*[status("InProgress")] * 4, status("Succeeded"))) <= 3

    @pytest.mark.parametrize(("given", "slept"), [("0", 1.0), ("7", 7.0), ("3600", 60.0), ("1.5", 1.5)])
    def test_is_the_services_within_limits(self, given, slept):
        found = slept_by(answer(200, {"status": "InProgress"}, retry_after=given), status("Succeeded"))
        assert found[1] == slept

    @pytest.mark.parametrize("given", ["soon", "-5", ""])
    def test_is_ours_where_the_service_says_nothing_usable(self, given):
        found = slept_by(answer(200, {"status": "InProgress"}, retry_after=given), status("Succeeded"))
        assert found[1] == operation.SHORTEST_POLL

    def test_of_a_long_wait_is_reported_with_state_and_time(self):
        waiting = Waiting(*[status("Creating")] * 40, status("Succeeded"))
        waiting.run()
        assert len(waiting.told) >= 2
        elapsed = [seconds for _state, seconds in waiting.told]
        assert {state for state, _seconds in waiting.told} == {"Creating"}
        assert elapsed == sorted(elapsed) and elapsed[-1] > 10


class TestWhatTheUserIsTold:
    def test_of_a_status_that_the_principal_may_not_read(self):
        named, bare = error(403, "AuthorizationFailed", "no right"), answer(403)
        for given, code in ((named, "AuthorizationFailed"), (bare, "HTTP")):
            waiting = Waiting(given)
            assert waiting.run() is None
            (warning,) = waiting.warned
            assert warning.startswith(f"the status of its operation could not be read ({code}")
            assert warning.endswith(
                "grant that at the resource group or the subscription. The resource itself was waited for"
            )

    def test_of_a_state_that_nobody_knows_once(self):
        waiting = Waiting(status("Confusing"), status("Confusing"), status("Running"), status("Succeeded"))
        assert waiting.run() == {"status": "Succeeded"}
        end = "which no documentation knows; it was waited for all the same"
        assert waiting.warned == [f"its operation is Confusing, {end}"]
        assert [state for state, _elapsed in waiting.told] == ["Confusing", "Confusing", "Running"]
        unnamed = Waiting(answer(200, {"a": 1}), status("Succeeded"))
        unnamed.run()
        assert unnamed.warned == [f"its operation is in a state that the service does not name, {end}"]
        long = Waiting(status("x" * 99), status("Succeeded"))
        long.run()
        assert len(long.warned[0]) < 150

    def test_of_how_long_it_takes_is_counted_from_its_begin(self):
        waiting = Waiting(status("Running"), status("Running"), status("Succeeded"))
        waiting.exchange.clock.moment = 1000.0
        waiting.run()
        assert waiting.told == [("Running", 0.5), ("Running", 1.0)] and waiting.warned == []

    def test_of_a_bare_202_is_that_it_goes_on(self):
        waiting = Waiting(answer(202), answer(200, {"a": 1}), is_location=True)
        waiting.run()
        assert [state for state, _elapsed in waiting.told] == ["InProgress"] and waiting.warned == []

    def test_of_a_failure_is_all_that_support_asks_for(self):
        with pytest.raises(OperationFailed, match="the service gave no reason") as caught:
            waited(answer(400, x_ms_request_id="r-1"))
        facts = caught.value.facts
        assert (facts["code"], facts["status"], facts["attempts"]) == ("HTTP 400", 400, 1)
        assert facts["request_id"] == "r-1"
        with pytest.raises(OperationFailed) as caught:
            waited(status("Failed", error={"code": "Quota", "message": "no"}))
        assert caught.value.facts["code"] == "Quota" and "status" not in caught.value.facts

    def test_at_the_deadline_names_no_url_where_there_is_none(self):
        deadline = ScriptedExchange(seconds=0.5).deadline
        with pytest.raises(OperationTimeout, match="still Updating after 0 s; wait_timeout is over") as caught:
            operation.until_next(deadline, 0.0, None, "Updating")
        assert "operation_url" not in caught.value.facts


def test_a_location_may_move_to_a_relative_one():
    waiting = Waiting(answer(202, location="/subscriptions/s/o2?api-version=1"), answer(204), is_location=True)
    assert waiting.run() is None
    assert waiting.exchange.asked[1].url == ARM + "/subscriptions/s/o2?api-version=1"


def test_a_pause_may_end_at_a_moment_that_the_service_names():
    waiting = Waiting(
        status("Running"), answer(200, {"status": "Running"}, retry_after=formatdate(EPOCH + 31)), status("Succeeded")
    )
    waiting.run()
    assert waiting.exchange.clock.slept == [0.5, 0.5, 30.0]
