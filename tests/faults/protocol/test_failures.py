# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service fails: a read is repeated, a write looked at first, and what must not happen twice is sent once."""

from __future__ import annotations

import pytest

from ..cloud import Cloud, SharedClock
from ..families import COMPUTE, HERE, WORKSPACE_PATH, Family
from .answers import failed, ready, refusal, succeeded

STATUSES = (500, 502, 503, 504, 520, 524, 530)
UNSAFE = {"method": "POST", "path": f"{WORKSPACE_PATH}/diagnose", "body": {}}
INSTANCE = {**HERE, "name": "one-instance", "compute_type": "ComputeInstance", "vm_size": "Standard_D2_v2"}


def fails_once(cloud: Cloud, family: Family, status: int) -> None:
    """Every kind of request is answered so once, carried out or not, and the task succeeds all the same."""
    gone = refusal(status, "InternalServerError", "Try again.")
    for after in (False, True):
        cloud.anew()
        ready(cloud, family)
        cloud.fault("GET", family.pattern, gone)
        cloud.fault("PUT", family.pattern, {**gone, "after": after})
        succeeded(cloud.make(family), changed=True)
        assert len(cloud.requests("PUT", family.pattern)) == (1 if after else 2)
        cloud.heal()
        cloud.fault("DELETE", family.pattern, {**gone, "after": after})
        succeeded(cloud.delete(family), changed=True)
        # While the deletion runs, the resource is there: only a second one tells that it was accepted.
        assert len(cloud.requests("DELETE", family.pattern)) in ((1, 2) if after else (2,))


@pytest.mark.case("P16")
class TestARequestThatTimedOut:
    def test_is_sorted_by_what_it_is(self, cloud: Cloud, family: Family) -> None:
        fails_once(cloud, family, 408)

    def test_and_must_not_be_repeated_is_not(self, cloud: Cloud) -> None:
        never_twice(cloud, refusal(408, "RequestTimeout", "Too slow."))


@pytest.mark.case("P25")
class TestAFailure:
    def test_that_passes_is_not_noticed(self, cloud: Cloud, family: Family, everything: bool) -> None:
        for status in STATUSES if everything and family is COMPUTE else STATUSES[::3]:
            fails_once(cloud, family, status)

    def test_that_stays_is_told(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        cloud.fault("GET", family.pattern, refusal(500, "InternalServerError", "It failed."), times=0)
        result = failed(cloud.read(family), "InternalServerError", "run the task again")
        assert result["attempts"] == len(cloud.requests("GET", family.pattern)) == 5
        cloud.heal()
        cloud.fault("PUT", family.pattern, refusal(503, "ServerBusy"), times=0)
        failed(cloud.make(family), "may have taken effect", outcome="unknown", changed=True)
        assert len(cloud.requests("PUT", family.pattern)) == 5 and cloud.stored(family) is None

    def test_of_what_must_not_happen_twice_is_told(self, cloud: Cloud) -> None:
        never_twice(cloud, refusal(500, "InternalServerError", "It failed."))


@pytest.mark.case("P26")
class TestAFailureThatAsksToComeBack:
    def test_is_no_leave_to_do_it_twice(self, cloud: Cloud) -> None:
        never_twice(cloud, refusal(503, "ServerBusy", "Come back.", Retry_After="5"))

    def test_is_heard_by_a_read(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        clock = SharedClock(cloud)
        cloud.fault("GET", family.pattern, refusal(503, "ServerBusy", Retry_After="23"))
        cloud.play(family.reader[0], family.reading, clock=clock)
        assert clock.slept[0] == 23.0


def never_twice(cloud: Cloud, answer: dict[str, object]) -> None:
    """Neither a request of the user's own nor an action of a module is sent again."""
    cloud.heal()
    cloud.fault("POST", "/diagnose", answer, times=0)
    failed(cloud.play("aml_rest", UNSAFE), outcome="unknown", changed=True)
    assert len(cloud.requests("POST", "/diagnose")) == 1
    succeeded(cloud.play("aml_compute", {**INSTANCE, "state": "present"}), changed=True)
    cloud.heal()
    cloud.fault("POST", "/computes/one-instance/stop", answer, times=0)
    stopped = cloud.play("aml_compute", {**INSTANCE, "state": "stopped"})
    failed(stopped, "may have taken effect and was not repeated", outcome="unknown", changed=True)
    assert len(cloud.requests("POST", "/computes/one-instance/")) == 1
