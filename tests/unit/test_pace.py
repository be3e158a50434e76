# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests leave so that the service's buckets never run dry, for any number of threads (verified 3)."""

from __future__ import annotations

import fcntl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils.pace import REFILL, SECONDS_TO_FILL, Pace, Shared


def left(kind: str, number: int) -> dict[str, str]:
    return {f"x-ms-ratelimit-remaining-subscription-{kind}s": str(number)}


def test_nothing_waits_while_nothing_is_known_or_much_is_left():
    pace = Pace()
    assert [pace.take("GET", 0.0) for _turn in range(20)] == [0.0] * 20
    pace.give("GET", 200, left("read", 200), 0.0)
    assert pace.take("GET", 0.0) == 0.0


def test_what_comes_after_the_last_waits_for_the_refill():
    pace = Pace()
    pace.take("PUT", 0.0)
    pace.give("PUT", 200, left("write", 2), 0.0)
    assert [round(pace.take("PATCH", 0.0), 3) for _turn in range(5)] == [0.0, 0.0, 0.1, 0.2, 0.3]
    assert pace.take("GET", 0.0) == 0.0 and pace.take("DELETE", 0.0) == 0.0


def test_time_fills_the_bucket():
    pace = Pace()
    pace.take("GET", 0.0)
    pace.give("GET", 200, left("read", 0), 0.0)
    assert pace.take("GET", 0.0) > 0
    assert pace.take("GET", 10.0) == 0.0


def test_the_tenants_bucket_counts_too_and_odd_answers_do_not():
    pace = Pace()
    pace.take("GET", 0.0)
    pace.give("GET", 200, {"x-ms-ratelimit-remaining-tenant-reads": "0"}, 0.0)
    assert pace.take("GET", 0.0) > 0
    pace.give("GET", 200, {"x-ms-ratelimit-remaining-subscription-reads": "many"}, 100.0)
    assert pace.take("GET", 100.0) == 0.0


@given(threads=st.integers(1, 64), start=st.integers(1, 250), latency=st.floats(0.0, 0.5))
def test_a_bucket_that_others_do_not_use_is_never_overdrawn(threads, start, latency):
    """A simulated service counts down its bucket while that many threads send as fast as they may."""
    pace, bucket, filled = Pace(), float(start), 0.0
    free = [0.0] * threads
    arrivals: list[float] = []
    pace.take("GET", 0.0)
    pace.give("GET", 200, left("read", start), 0.0)
    for _request in range(4 * threads + 50):
        thread = min(range(threads), key=free.__getitem__)
        now = free[thread]
        sent = now + pace.take("GET", now)
        arrivals.append(sent)
        free[thread] = sent + latency
        pace.give("GET", 200, {}, free[thread])
    for moment in sorted(arrivals):
        bucket = min(250.0, bucket + (moment - filled) * REFILL["read"])
        filled = moment
        assert bucket > 1 - 1e-6
        bucket -= 1


class TestTasksThatShareAFile:
    """Each task of a play is a process; what one is told, the others heed."""

    @pytest.fixture
    def pace(self, tmp_path):
        return lambda: Pace(Shared(str(tmp_path), "one.pace"))

    def test_what_one_is_told_the_next_waits_for(self, pace):
        pace().give("PUT", 200, left("write", 1), 100.0)
        assert [round(pace().take("PUT", 100.0), 3) for _task in range(4)] == [0.0, 0.1, 0.2, 0.3]
        assert pace().take("GET", 100.0) == 0.0

    def test_nothing_is_written_while_much_is_left(self, pace, tmp_path):
        pace().take("GET", 100.0)
        pace().give("GET", 200, left("read", 249), 100.0)
        assert not list(tmp_path.rglob("*.pace"))

    def test_the_file_is_nobody_elses(self, pace, tmp_path):
        pace().give("GET", 200, left("read", 3), 100.0)
        (file,) = tmp_path.rglob("*.pace")
        assert file.stat().st_mode & 0o777 == 0o600 and file.stat().st_size < 200

    def test_a_refused_request_empties_the_bucket(self, pace):
        pace().give("GET", 429, {}, 100.0)
        assert pace().take("GET", 100.0) > 0

    def test_what_a_killed_task_left_under_way_is_forgotten(self, pace):
        pace().give("PUT", 200, left("write", 5), 100.0)
        for _killed in range(30):
            pace().take("PUT", 100.0)
        assert pace().take("PUT", 101.0) > 0
        assert pace().take("PUT", 101.0 + SECONDS_TO_FILL + 10) == 0.0

    def test_a_clock_that_was_turned_back_makes_nobody_wait(self, pace):
        pace().give("PUT", 200, left("write", 0), 5000.0)
        assert pace().take("PUT", 1000.0) == 0.0

    @pytest.mark.parametrize("content", [b"", b"[1]", b'{"write": "x"}', b'{"write": [1]}', b"\xff"])
    def test_a_torn_file_is_none(self, pace, tmp_path, content):
        pace().give("PUT", 200, left("write", 0), 100.0)
        (file,) = tmp_path.rglob("*.pace")
        file.write_bytes(content)
        assert pace().take("PUT", 100.0) == 0.0
        pace().give("PUT", 200, left("write", 0), 100.0)
        assert pace().take("PUT", 100.0) > 0

    def test_without_a_folder_nobody_waits(self):
        pace = Pace(Shared("/proc/no-such-place", "one.pace"))
        pace.give("PUT", 200, left("write", 0), 100.0)
        assert pace.take("PUT", 100.0) == 0.0

    def test_a_file_that_another_holds_is_done_without(self, pace, tmp_path):
        pace().give("PUT", 200, left("write", 0), 100.0)
        (file,) = tmp_path.rglob("*.pace")
        with file.open("r+b") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            assert pace().take("PUT", 100.0) == 0.0
        assert pace().take("PUT", 100.0) > 0
