# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many works side by side: who waits for whom, which requests are shared, and what a wait costs. Time is virtual."""

from __future__ import annotations

import itertools
import threading
from functools import partial
from types import SimpleNamespace

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import schedule as schedules
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Deadline
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AuthError, Cancelled, ServiceError
from ansible_collections.mlops.azureml.plugins.module_utils.lookup import Collection, Lookup
from ansible_collections.mlops.azureml.plugins.module_utils.schedule import Schedule, Work
from ansible_collections.mlops.azureml.plugins.module_utils.steps import Do, Finish, Look, Pause
from tests.unit.doubles import VirtualClock

COMPUTES = "/ws/computes"


class Service:
    """Computes that come to be some seconds after they were put; counts what it is asked."""

    def __init__(self, clock: VirtualClock, seconds: float = 10.0) -> None:
        self._clock, self._seconds = clock, seconds
        self._began: dict[str, float] = {}
        self._lock = threading.Lock()
        self.asked: list[str] = []
        self.per_page = 1000

    def state(self, path: str) -> dict | None:
        if path not in self._began:
            return None
        done = self._clock.now() - self._began[path] >= self._seconds
        return {"name": path.rpartition("/")[2], "state": "Succeeded" if done else "Creating"}

    def put(self, path: str) -> None:
        with self._lock:
            self.asked.append(f"PUT {path}")
            self._began[path] = self._clock.now()

    def get(self, path: str, _version: str, _absent: tuple = ()) -> dict | None:
        with self._lock:
            self.asked.append(f"GET {path}")
        return self.state(path)

    def pages(self, path: str, _version: str):
        found = [body for own in sorted(self._began) if (body := self.state(own))]
        for start in range(0, max(1, len(found)), self.per_page):
            with self._lock:
                self.asked.append(f"LIST {path}")
            yield found[start : start + self.per_page]


def shown(body) -> bool:
    return body is not None and body["state"] == "Succeeded"


@pytest.fixture
def world() -> SimpleNamespace:
    clock = VirtualClock()
    service = Service(clock)
    lookup = Lookup({COMPUTES: Collection(service, COMPUTES, "1")})
    made = SimpleNamespace(clock=clock, service=service, lookup=lookup, ended=[], told=[])

    def creating(path: str, polls=()):
        look = Look(service, path, "1")
        assert (yield look) is None
        yield Do(lambda: service.put(path))
        yield Finish(look, iter_steps(polls), shown)
        return (yield look)

    def run(*works: Work, concurrency: int = 4):
        schedule = Schedule(
            Deadline.after(clock, 3600),
            lookup,
            concurrency,
            lambda *told: made.told.append((clock.now(), *told)),
            lambda work, how: made.ended.append(work.name),
        )
        return schedule.run(works)

    made.creating, made.run = creating, run
    return made


def iter_steps(seconds):
    for one in seconds:
        yield Pause(one)


def work(number: int, steps, *before: int, path: str = "") -> Work:
    return Work(number, f"work {number}", path or f"{COMPUTES}/c{number}", steps, set(before))


def raising(problem):
    raise problem


def saying(log: list, word: str, error=None):
    yield Do(lambda: log.append(word))
    if error:
        raise error
    return word


def test_a_work_begins_when_those_before_it_ended(world):
    log: list[str] = []
    found = world.run(
        work(0, saying(log, "last"), 1, 2), work(1, saying(log, "second"), 2), work(2, saying(log, "first"))
    )
    assert log == ["first", "second", "last"] == [found[number].value for number in (2, 1, 0)]


def test_what_needs_a_failed_one_is_skipped_and_the_rest_goes_on(world):
    log: list[str] = []
    found = world.run(
        work(0, saying(log, "fails", ServiceError("no", code="No", status=400))),
        work(1, saying(log, "never"), 0),
        work(2, saying(log, "never"), 1),
        work(3, saying(log, "other")),
    )
    assert log == ["fails", "other"]
    assert found[0].error.code == "No" and found[3].value == "other"
    assert (found[1].skipped, found[2].skipped) == ("work 0", "work 0")


@pytest.mark.parametrize("problem", [AuthError("refused"), Cancelled("gone")])
def test_what_stands_for_all_ends_all(world, problem):
    def refused():
        yield Do(partial(raising, problem))

    later: list[str] = []
    with pytest.raises(type(problem)):
        world.run(work(0, refused()), work(1, saying(later, "later"), 0))
    assert not later


def test_a_hundred_waits_share_one_list_and_end_together(world):
    works = [work(number, world.creating(f"{COMPUTES}/c{number}")) for number in range(100)]
    found = world.run(*works, concurrency=16)
    assert all(ended.value["state"] == "Succeeded" for ended in found.values())
    asked = [line.split()[0] for line in world.service.asked]
    assert asked.count("PUT") == 100
    # Each was seen to be absent by a read of its own; their ends were seen in lists alone.
    assert asked.count("GET") == 100
    assert asked.count("LIST") <= 25
    assert world.clock.now() <= 10.0 * 1.1


def test_a_list_of_many_pages_is_asked_for_less_often(world):
    world.service.per_page = 2
    works = [work(number, world.creating(f"{COMPUTES}/c{number}")) for number in range(100)]
    world.run(*works, concurrency=16)
    pages = sum(line.startswith("LIST") for line in world.service.asked)
    # The first list tells how many pages there are.
    assert (pages - 50) / world.clock.now() <= schedules.POLLS_PER_SECOND


def test_who_comes_later_does_not_put_off_who_waits(world):
    """A stream of new creations, one every tenth of a second, and the first one ends all the same."""

    def late(path: str, seconds: float):
        yield Pause(seconds)
        return (yield from world.creating(path))

    works = [work(number, late(f"{COMPUTES}/c{number}", number / 10)) for number in range(200)]
    found = world.run(*works, concurrency=16)
    assert found[0].seconds < 13


def test_one_that_waits_alone_is_read_and_not_listed(world):
    world.run(work(0, world.creating(f"{COMPUTES}/c0")))
    assert not [line for line in world.service.asked if line.startswith("LIST")]


def test_polls_of_many_stay_below_the_bucket(world):
    """What only its own operation can tell is polled for itself, the less often the more there are."""

    def polling():
        while world.clock.now() < 60:
            yield Pause(0.5)
            yield Do(lambda: polls.append(world.clock.now()))

    polls: list[float] = []
    world.run(*(work(number, polling()) for number in range(100)), concurrency=16)
    assert len(polls) / world.clock.now() <= 25


def test_an_earlier_work_gets_to_its_end_before_later_ones_begin(world):
    """Else a thousand reads would come before the first write."""
    log: list[str] = []

    def both(name: str):
        yield Do(lambda: log.append(f"read {name}"))
        yield Do(lambda: log.append(f"write {name}"))

    world.run(*(work(number, both(str(number))) for number in range(3)), concurrency=1)
    assert log == ["read 0", "write 0", "read 1", "write 1", "read 2", "write 2"]


def test_it_is_told_how_far_the_whole_is(world):
    world.service._seconds = 60.0
    refused = saying([], "x", ServiceError("no", code="No", status=400))
    world.run(*(work(number, world.creating(f"{COMPUTES}/c{number}")) for number in range(5)), work(5, refused))
    moments = [told[0] for told in world.told]
    assert all(b - a <= 10 for a, b in itertools.pairwise(moments)), "somebody who listens every 10 s hears each time"
    assert (1, 1, ["work 0", "work 1", "work 2"]) in [told[1:] for told in world.told]
    assert world.told[-1][1:] == (6, 1, [])


def test_no_thread_outlives_the_run(world):
    before = set(threading.enumerate())
    world.run(*(work(number, world.creating(f"{COMPUTES}/c{number}")) for number in range(10)))
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()


class TestTheLookup:
    def test_takes_nothing_from_a_list_twice(self, world):
        world.service.put(f"{COMPUTES}/c0")
        look = Look(world.service, f"{COMPUTES}/C0", "1")
        world.lookup.prepare(COMPUTES)
        assert world.lookup.knows(look, own=True) and world.lookup.read(look, own=True)["name"] == "c0"
        assert not world.lookup.knows(look, own=True)

    def test_never_takes_a_gap_in_a_list_for_absence(self, world):
        world.lookup.prepare(COMPUTES)
        look = Look(world.service, f"{COMPUTES}/c0", "1")
        assert not world.lookup.knows(look, own=True)
        assert world.lookup.read(look, own=True) is None and world.service.asked[-1] == f"GET {COMPUTES}/c0"

    def test_forgets_what_lies_below_a_change(self, world):
        world.service.put(f"{COMPUTES}/c0")
        world.lookup.prepare(COMPUTES)
        world.lookup.forget_below("/WS")
        assert not world.lookup.knows(Look(world.service, f"{COMPUTES}/c0", "1"), own=True)

    def test_reads_what_many_need_once(self, world):
        look = Look(world.service, "/ws", "1")
        assert [world.lookup.read(look, own=False) for _turn in range(3)] == [None] * 3
        assert world.service.asked == ["GET /ws"]

    def test_knows_that_nothing_is_in_what_is_only_predicted(self, world):
        world.lookup.presume_absent("/ws")
        assert world.lookup.read(Look(world.service, f"{COMPUTES}/c0", "1"), own=True) is None
        assert world.lookup.read(Look(world.service, "/ws", "1"), own=False) is None
        assert world.service.asked == []
