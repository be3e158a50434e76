# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests leave so that the service's buckets never run dry, for any number of threads (verified 3)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils.pace import REFILL, Pace


def left(kind: str, number: int) -> dict[str, str]:
    return {f"x-ms-ratelimit-remaining-subscription-{kind}s": str(number)}


def test_nothing_waits_while_nothing_is_known_or_much_is_left():
    pace = Pace()
    assert [pace.take("GET", 0.0) for _turn in range(20)] == [0.0] * 20
    pace.give("GET", left("read", 200), 0.0)
    assert pace.take("GET", 0.0) == 0.0


def test_what_comes_after_the_last_waits_for_the_refill():
    pace = Pace()
    pace.take("PUT", 0.0)
    pace.give("PUT", left("write", 2), 0.0)
    assert [round(pace.take("PATCH", 0.0), 3) for _turn in range(5)] == [0.0, 0.0, 0.1, 0.2, 0.3]
    assert pace.take("GET", 0.0) == 0.0 and pace.take("DELETE", 0.0) == 0.0


def test_time_fills_the_bucket():
    pace = Pace()
    pace.take("GET", 0.0)
    pace.give("GET", left("read", 0), 0.0)
    assert pace.take("GET", 0.0) > 0
    assert pace.take("GET", 10.0) == 0.0


def test_the_tenants_bucket_counts_too_and_odd_answers_do_not():
    pace = Pace()
    pace.take("GET", 0.0)
    pace.give("GET", {"x-ms-ratelimit-remaining-tenant-reads": "0"}, 0.0)
    assert pace.take("GET", 0.0) > 0
    pace.give("GET", {"x-ms-ratelimit-remaining-subscription-reads": "many"}, 100.0)
    assert pace.take("GET", 100.0) == 0.0


@given(threads=st.integers(1, 64), start=st.integers(1, 250), latency=st.floats(0.0, 0.5))
def test_a_bucket_that_others_do_not_use_is_never_overdrawn(threads, start, latency):
    """A simulated service counts down its bucket while that many threads send as fast as they may."""
    pace, bucket, filled = Pace(), float(start), 0.0
    free = [0.0] * threads
    arrivals: list[float] = []
    pace.take("GET", 0.0)
    pace.give("GET", left("read", start), 0.0)
    for _request in range(4 * threads + 50):
        thread = min(range(threads), key=free.__getitem__)
        now = free[thread]
        sent = now + pace.take("GET", now)
        arrivals.append(sent)
        free[thread] = sent + latency
        pace.give("GET", {}, free[thread])
    for moment in sorted(arrivals):
        bucket = min(250.0, bucket + (moment - filled) * REFILL["read"])
        filled = moment
        assert bucket > 1 - 1e-6
        bucket -= 1
