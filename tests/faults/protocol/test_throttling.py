# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""429: how long is waited, until when, and for what waiting is no use. Every wait is one of the virtual clock."""

from __future__ import annotations

from datetime import datetime, timezone
from email.utils import formatdate
from typing import Any

import pytest

from ..cloud import Cloud, SharedClock
from ..families import HERE, WORKSPACE_PATH, Family
from .answers import failed, ready, refusal, succeeded

UNSAFE = {"method": "POST", "path": f"{WORKSPACE_PATH}/diagnose", "body": {}}
# What the first wait of a backoff may be at most, in seconds.
JITTER = 1.0
IGNORED = "no usable header"


def at(now: float, seconds: float) -> str:
    return formatdate(now + seconds, usegmt=True)


def old_form(now: float, seconds: float) -> str:
    """A date as RFC 850 writes it, which HTTP still allows to be read."""
    return datetime.fromtimestamp(now + seconds, timezone.utc).strftime("%A, %d-%b-%y %H:%M:%S GMT")


ASKED: dict[str, tuple[Any, Any]] = {
    "0": ("0", IGNORED),
    "1": ("1", 1.0),
    "1.5": ("1.5", 1.5),
    "120": ("120", 120.0),
    "a date to come": (lambda now: at(now, 90), 90.0),
    "a date gone by": (lambda now: at(now, -90), IGNORED),
    "a date of RFC 850": (lambda now: old_form(now, 90), 90.0),
    "soon": ("soon", IGNORED),
    "-5": ("-5", IGNORED),
    "nan": ("nan", IGNORED),
    "infinite": ("inf", IGNORED),
    "empty": ("", IGNORED),
    "twice": (["3", "120", "7"], 120.0),
    "once a number and once a date": (["3", "Wed, 21 Oct 2015 07:28:00 GMT"], IGNORED),
}


def waited(cloud: Cloud, family: Family, **headers: Any) -> tuple[list[float], dict[str, Any]]:
    """The waits of a reader whose first request is refused so, and its result."""
    cloud.heal()
    cloud.fault("GET", family.pattern, refusal(429, "TooManyRequests", **headers))
    clock = SharedClock(cloud)
    result = cloud.play(family.reader[0], family.reading, clock=clock)
    return clock.slept, result


@pytest.mark.case("P21")
class TestRetryAfter:
    def test_is_kept_to_the_second(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family, made=True)
        for name, (asked, expected) in ASKED.items():
            # The emulator's clock stands; one of the header's seconds is a whole one.
            value = asked(int(cloud.emulator.state.clock.now())) if callable(asked) else asked
            slept, result = waited(cloud, family, Retry_After=value)
            assert not result.get("failed"), (name, result)
            if expected == IGNORED:
                assert 0 <= slept[0] <= JITTER, name
            else:
                assert expected - 1 <= slept[0] <= expected if callable(asked) else slept[0] == expected, (name, slept)
            assert len(cloud.requests("GET", family.pattern)) == 2, name

    def test_that_is_longer_than_the_time_left_fails_at_once(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family, made=True)
        slept, result = waited(cloud, family, Retry_After="1e9")
        assert slept == []
        failed(result, "asked to wait 1e+09 s and 300 s are left")
        assert len(cloud.requests("GET", family.pattern)) == 1

    @pytest.mark.parametrize("method", ["PUT", "POST"])
    def test_is_kept_by_writes_which_were_not_carried_out(self, cloud: Cloud, family: Family, method: str) -> None:
        ready(cloud, family)
        clock = SharedClock(cloud)
        pattern = family.pattern if method == "PUT" else "/diagnose"
        cloud.fault(method, pattern, refusal(429, "TooManyRequests", Retry_After="17"))
        module, options = (family.module, family.present) if method == "PUT" else ("aml_rest", UNSAFE)
        succeeded(cloud.play(module, options, clock=clock), changed=True)
        assert 17.0 in clock.slept and len(cloud.requests(method, pattern)) == 2


@pytest.mark.case("P22")
class TestOtherHeaders:
    @pytest.mark.parametrize(
        ("headers", "expected"),
        [
            ({"retry_after_ms": "2500"}, 2.5),
            ({"x_ms_retry_after_ms": "1250"}, 1.25),
            ({"Retry_After": "soon", "retry_after_ms": "2500"}, 2.5),
            ({"Retry_After": "3", "retry_after_ms": "2500"}, 3.0),
            ({}, None),
        ],
        ids="ms x-ms soon both none".split(),
    )
    def test_count_where_there_is_no_better_one(
        self, cloud: Cloud, family: Family, headers: dict[str, str], expected: float | None
    ) -> None:
        ready(cloud, family, made=True)
        slept, result = waited(cloud, family, **headers)
        assert not result.get("failed"), result
        assert slept[0] == expected if expected else 0 <= slept[0] <= JITTER

    def test_tell_how_fast_reads_may_follow_each_other(self, cloud: Cloud) -> None:
        rows = [
            {"id": f"{WORKSPACE_PATH}/computes/c{number:02}", "properties": {"computeType": "AmlCompute"}}
            for number in range(30)
        ]
        cloud.put(*rows)
        cloud.advance(60)
        cloud.config(throttle=True, page_size=1, page_every_list=True, bucket_size={"read": 5})
        cloud.forget()
        clock = SharedClock(cloud)
        read = cloud.play("aml_compute_info", HERE, clock=clock)
        assert len(read["computes"]) == 30
        assert {entry["status"] for entry in cloud.journal()} == {200}, "the service had to refuse nothing"
        assert 0.5 <= sum(clock.slept) <= 2, "25 more than the bucket holds, at 25 a second"

    def test_tell_how_fast_writes_may_follow_each_other(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family, made=True)
        cloud.advance(60)
        cloud.config(throttle=True, bucket_size={"write": 3}, operation_seconds={"default": 0})
        for _turn in range(5):
            cloud.change(family)
            cloud.make(family)
        assert 429 not in {entry["status"] for entry in cloud.journal()}


@pytest.mark.case("P23")
class TestThrottlingForEver:
    def test_ends_with_the_time_of_the_task(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        for method, kind in (("GET", "reads"), ("PUT", "writes")):
            cloud.heal()
            cloud.fault(method, family.pattern, refusal(429, "TooManyRequests", Retry_After="10"), times=0)
            began = cloud.emulator.state.clock.now()
            result = failed(cloud.make(family, wait_timeout=120), f"bucket {kind}", "fewer forks")
            sent = len(cloud.requests(method, family.pattern))
            assert f"throttled it {sent} times" in result["msg"] and sent == result["attempts"] == 12
            assert cloud.emulator.state.clock.now() - began <= 120
        assert cloud.stored(family) is None

    def test_of_what_is_never_repeated_changed_nothing(self, cloud: Cloud) -> None:
        cloud.fault("POST", "/diagnose", refusal(429, "TooManyRequests", Retry_After="10"), times=0)
        failed(cloud.play("aml_rest", {**UNSAFE, "wait_timeout": 120}), "bucket writes")


@pytest.mark.case("P24")
class TestWhoRefuses:
    @pytest.mark.parametrize("code", ["SubscriptionRequestsThrottled", "TooManyRequests", "OperationThrottled"])
    def test_for_the_number_of_requests_is_asked_again(self, cloud: Cloud, family: Family, code: str) -> None:
        ready(cloud, family)
        cloud.fault("PUT", family.pattern, refusal(429, code, Retry_After="2"), times=3)
        succeeded(cloud.make(family), changed=True)

    @pytest.mark.parametrize("status", [400, 409])
    @pytest.mark.parametrize("code", ["QuotaExceeded", "ClusterMinNodesExceedCoreQuota"])
    def test_for_a_quota_is_not(self, cloud: Cloud, family: Family, status: int, code: str) -> None:
        ready(cloud, family)
        cloud.fault("PUT", family.pattern, refusal(status, code, "The quota of cores is used up."), times=0)
        failed(cloud.make(family), code, "repeating does not help")
        assert len(cloud.writes()) == 1
