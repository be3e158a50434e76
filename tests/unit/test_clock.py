# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Time, and whether anybody still waits for us."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import clock as clocks
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock, Deadline, OwnClock
from ansible_collections.mlops.azureml.plugins.module_utils.errors import Cancelled
from tests.unit.doubles import VirtualClock


def test_a_deadline_counts_down_and_never_below_nothing():
    clock = VirtualClock()
    deadline = Deadline.after(clock, 10)
    clock.sleep(4)
    assert (deadline.left(), deadline.elapsed()) == (6, 4)
    clock.sleep(60)
    assert (deadline.left(), deadline.elapsed()) == (0, 64)


def test_the_wall_clock_does_not_move_a_deadline(monkeypatch):
    """A suspended laptop, a corrected clock (reliability L18)."""
    clock = Clock()
    deadline = Deadline.after(clock, 60)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert 59 < deadline.left() <= 60


def test_a_task_whose_job_is_there_goes_on():
    Clock().check()


def test_a_task_whose_parent_is_gone_is_cancelled(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(clocks.os, "getppid", lambda: 1)
    with pytest.raises(Cancelled):
        clock.check()


def test_what_runs_in_the_command_itself_outlives_whoever_started_it(monkeypatch):
    """Under nohup, and in a container, init adopts it; or it was init that started it."""
    monkeypatch.setattr(clocks, "_is_ansible", lambda pid: True)
    monkeypatch.setattr(clocks.os, "getppid", lambda: clocks.INIT)
    with pytest.raises(Cancelled):
        Clock().check()
    clock = OwnClock()
    clock.check()
    clock.stop()
    with pytest.raises(Cancelled):
        clock.check()


def test_a_module_that_init_adopted_before_it_looked_works_for_nobody(monkeypatch):
    """An async job that lost its wrapper while Python was being started."""
    monkeypatch.setattr(clocks.os, "getppid", lambda: clocks.INIT)
    with pytest.raises(Cancelled):
        Clock().check()


def test_a_sleeping_task_notices_it_within_a_nap(monkeypatch):
    clock = Clock()
    naps = []
    monkeypatch.setattr(clocks.time, "sleep", naps.append)
    parents = iter([clock._lineage[0], clock._lineage[0]])
    monkeypatch.setattr(clocks.os, "getppid", lambda: next(parents, 1))
    monkeypatch.setattr(clocks, "lineage", lambda: clock._lineage)
    with pytest.raises(Cancelled):
        clock.sleep(3600)
    assert naps and max(naps) <= clocks.LONGEST_NAP


def test_a_task_that_has_ended_does_nothing_more_in_any_thread():
    """Ansible's `timeout` raises in the main thread; the threads that a task began look at the clock."""
    clock = Clock()
    with ThreadPoolExecutor() as pool:
        sleeping = pool.submit(clock.sleep, 3600)
        clock.stop()
        with pytest.raises(Cancelled, match="the task has ended"):
            sleeping.result(60)


def test_a_watched_task_ends_with_its_job_while_it_waits_for_an_answer(monkeypatch):
    """Its main thread never comes back to look."""
    clock = Clock()
    ended = threading.Event()
    monkeypatch.setattr(clocks, "WATCH_SECONDS", 0.01)
    monkeypatch.setattr(clocks.os, "_exit", lambda _status: ended.set())
    with clock.watched():
        assert not ended.wait(0.1)
        monkeypatch.setattr(clocks.os, "getppid", lambda: 1)
        assert ended.wait(60)
        ended.clear()
    assert ended.is_set(), "the task came to its end at the same time, and other threads still wait"


def test_a_watched_task_that_is_interrupted_ends_at_once(monkeypatch):
    """Not when the last of its threads has its answer."""
    statuses = []
    monkeypatch.setattr(clocks.os, "_exit", statuses.append)
    with Clock().watched():
        raise KeyboardInterrupt
    assert statuses == [1]


def test_a_watched_task_leaves_no_thread():
    before = threading.enumerate()
    with pytest.raises(LookupError), Clock().watched():
        assert [thread.name for thread in threading.enumerate() if thread not in before] == ["watch"]
        raise LookupError
    # One of another test may only just be ending.
    assert not [thread for thread in threading.enumerate() if thread not in before]
