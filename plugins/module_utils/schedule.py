# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the steps of many resources side by side: each as soon as those before it are done.

A bounded pool of threads sends requests; nothing that only lets time pass holds one. What waits for a moment lies in
one heap, and what waits for resources of one collection shares one list of it. Knows neither Azure nor check mode.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor
from concurrent.futures import wait as any_of
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, Callable

from .clock import Deadline
from .errors import AmlError, AuthError, Cancelled
from .lookup import Lookup
from .operation import LONGEST_POLL, SHORTEST_POLL
from .pool import threads
from .steps import Confirm, Do, Finish, Look, Pause, Step, Steps

# Of the 25 reads that flow into the service's bucket each second, so many go to polls (performance 4).
POLLS_PER_SECOND = 20.0
# How long the main thread waits for an answer before it looks whether the job is still there.
NAP_SECONDS = 1.0
MOST_NAMED = 3
# Before every work's own requests.
FIRST = -1

#: Hears at every turn how far the whole is: done, failed, and the names of some that are under way.
Progress = Callable[[int, int, "list[str]"], None]
#: Takes what a thread came back with, in the thread that drives.
Then = Callable[["Future[Any]"], None]


@dataclass
class Work:
    """One resource's steps. ``before`` are the numbers of the works that must have ended well."""

    number: int
    name: str
    path: str
    steps: Steps
    before: set[int] = field(default_factory=set)
    began: float = 0.0


@dataclass(frozen=True)
class Ended:
    """How a work ended: with a value, with an error, or not at all because of the work ``skipped`` names."""

    value: Any = None
    error: AmlError | None = None
    skipped: str = ""
    seconds: float = 0.0


#: Hears of each work that ended, before what depends on it begins.
Done = Callable[[Work, Ended], None]


@dataclass
class Watch:
    """Works that wait for resources of one collection to come or to go, by path."""

    waiting: dict[str, tuple[Work, Finish, float]] = field(default_factory=dict)
    due: float = 0.0
    asked: bool = False


class Schedule:
    """One run of many works. ``concurrency``: how many requests may be under way."""

    def __init__(self, deadline: Deadline, lookup: Lookup, concurrency: int, progress: Progress, done: Done) -> None:
        self._clock = deadline.clock
        self._until = deadline.end
        self._lookup = lookup
        self._concurrency = concurrency
        self._progress = progress
        self._done = done
        self._works: dict[int, Work] = {}
        self._after: dict[int, list[int]] = {}
        self._stacks: dict[int, list[Steps]] = {}
        self._ended: dict[int, Ended] = {}
        self._failed = 0
        self._news: list[int] = []
        # What waits for a thread: works that were begun earlier come first, so that each gets to its end soon.
        self._queue: list[tuple[int, int, Callable[[], Any], Then]] = []
        self._queued = 0
        self._running: dict[Future[Any], Then] = {}
        self._heap: list[tuple[float, int]] = []
        self._watches: dict[str, Watch] = {}

    def run(self, works: Iterable[Work]) -> dict[int, Ended]:
        """Take all steps of all works; how each ended, by number.

        :raises Cancelled: when the job is gone.  :raises AuthError: when there is no token: asking again for each work
            could lock an account (reliability A01).
        """
        self._works = {work.number: work for work in works}
        with threads(self._concurrency) as pool:
            self._run(pool)
        return self._ended

    def _run(self, pool: ThreadPoolExecutor) -> None:
        left = {number: set(work.before) for number, work in self._works.items()}
        for number, before in left.items():
            for other in before:
                self._after.setdefault(other, []).append(number)
        ready = deque(number for number, before in left.items() if not before)
        while True:
            while ready:
                number = ready.popleft()
                self._works[number].began = self._clock.now()
                self._stacks[number] = [self._works[number].steps]
                self._advance(number, None, None)
                ready.extend(self._freed(left))
            if not self._stacks:
                return
            self._wait(pool)
            ready.extend(self._freed(left))
            self._progress(
                len(self._ended), self._failed, [self._works[n].name for n in islice(self._stacks, MOST_NAMED)]
            )

    def _freed(self, left: dict[int, set[int]]) -> list[int]:
        """The works that can begin since some ended; those that never can end here as skipped."""
        found: list[int] = []
        while self._news:
            number = self._news.pop()
            ended = self._ended[number]
            for other in self._after.get(number, ()):
                if other in self._ended:
                    continue
                left[other].discard(number)
                if ended.error or ended.skipped:
                    self._works[other].steps.close()
                    self._note(self._works[other], Ended(skipped=ended.skipped or self._works[number].name))
                elif not left[other]:
                    found.append(other)
        return [number for number in found if number not in self._ended]

    def _advance(self, number: int, answer: Any, problem: AmlError | None) -> None:
        """Take steps that cost nothing here; hand over the first one that costs a request or time."""
        work, stack = self._works[number], self._stacks[number]
        while True:
            try:
                step: Step = stack[-1].throw(problem) if problem else stack[-1].send(answer)
            except StopIteration as end:
                stack.pop()
                answer, problem = end.value, None
            except AmlError as error:
                stack.pop()
                answer, problem = None, error
            else:
                if isinstance(step, Confirm) and not self._lookup.was_listed(step.look):
                    answer, problem = step.current, None
                    continue
                own = isinstance(step, Look) and (step.managed or step.path == work.path)
                if not isinstance(step, Look) or not self._lookup.knows(step, own):
                    self._hand_over(work, step, own)
                    return
                answer, problem = self._lookup.read(step, own), None
            if not stack:
                self._end(work, answer, problem)
                return

    def _end(self, work: Work, value: Any, error: AmlError | None) -> None:
        if isinstance(error, (AuthError, Cancelled)):
            raise error
        del self._stacks[work.number]
        self._note(work, Ended(value, error, seconds=self._clock.now() - work.began))

    def _note(self, work: Work, ended: Ended) -> None:
        self._ended[work.number] = ended
        self._failed += ended.error is not None
        self._news.append(work.number)
        self._done(work, ended)

    def _hand_over(self, work: Work, step: Step, own: bool) -> None:
        if isinstance(step, Pause):
            stretched = max(step.seconds, (len(self._heap) + 1) / POLLS_PER_SECOND)
            heapq.heappush(self._heap, (min(self._clock.now() + stretched, self._until), work.number))
        elif isinstance(step, Finish):
            collection = self._lookup.collection_of(step.look)
            if collection:
                self._watch(collection, work, step)
            else:
                self._stacks[work.number].append(step.polls)
                self._advance(work.number, None, None)
        else:
            read = step.look.read if isinstance(step, Confirm) else partial(self._lookup.read, step, own)
            ask = step.work if isinstance(step, Do) else read
            self._enqueue(work.number, ask, partial(self._answered, work.number))

    def _enqueue(self, rank: int, ask: Callable[[], Any], then: Then) -> None:
        self._queued += 1
        heapq.heappush(self._queue, (rank, self._queued, ask, then))

    def _answered(self, number: int, future: Future[Any]) -> None:
        try:
            answer, problem = future.result(), None
        except AmlError as error:
            answer, problem = None, error
        self._advance(number, answer, problem)

    def _watch(self, collection: str, work: Work, step: Finish) -> None:
        now = self._clock.now()
        watch = self._watches.setdefault(collection, Watch())
        # Who comes later never puts off those that wait already.
        watch.due = min(watch.due, now + SHORTEST_POLL) if watch.waiting else now + SHORTEST_POLL
        watch.waiting[step.look.path] = (work, step, now)

    def _seen(self, collection: str, future: Future[Any]) -> None:
        """A list of the collection came: go on with those that it shows at their end."""
        watch = self._watches[collection]
        watch.asked = False
        try:
            found: dict[str, Any] | None = future.result()
        except AmlError:
            found = None  # Each operation is asked for itself then, and tells what is wrong.
        for path, (work, step, _began) in list(watch.waiting.items()):
            shown = step.shown(found.get(path.lower())) if found is not None else None
            if shown is False:
                continue
            del watch.waiting[path]
            if shown is None:
                # What was seen is older than the end that the operation will tell of (L02).
                self._lookup.forget(step.look)
                self._stacks[work.number].append(step.polls)
            self._advance(work.number, None, None)
        now = self._clock.now()
        youngest = min((now - began for _work, _step, began in watch.waiting.values()), default=0.0)
        pages = self._lookup.pages_of(collection)
        wait = max(min(max(youngest / 10, SHORTEST_POLL), LONGEST_POLL), pages / POLLS_PER_SECOND)
        watch.due = min(now + wait, self._until)

    def _give_up(self, watch: Watch) -> None:
        """The deadline is over: each operation tells for itself where to look for its end."""
        for path, (work, step, _began) in list(watch.waiting.items()):
            del watch.waiting[path]
            self._stacks[work.number].append(step.polls)
            self._advance(work.number, None, None)

    def _wait(self, pool: ThreadPoolExecutor) -> None:
        """Let time pass until something came or is due, and go on with it."""
        for collection, watch in list(self._watches.items()):
            if watch.waiting and not watch.asked and self._clock.now() >= self._until:
                self._give_up(watch)
            elif watch.waiting and not watch.asked and watch.due <= self._clock.now():
                watch.asked = True
                ask = partial(self._lookup.refresh, collection, list(watch.waiting))
                self._enqueue(FIRST, ask, partial(self._seen, collection))
        while self._queue and len(self._running) < self._concurrency:
            _rank, _order, ask, then = heapq.heappop(self._queue)
            self._running[pool.submit(ask)] = then
        dues = [watch.due for watch in self._watches.values() if watch.waiting and not watch.asked]
        due = min(dues + [moment for moment, _number in self._heap[:1]], default=None)
        left = NAP_SECONDS if due is None else max(0.0, due - self._clock.now())
        if self._running:
            self._clock.check()
            any_of(self._running, timeout=min(left, NAP_SECONDS), return_when=FIRST_COMPLETED)
            for future in [future for future in self._running if future.done()]:
                self._running.pop(future)(future)
        else:
            self._clock.sleep(left)
        while self._heap and self._heap[0][0] <= self._clock.now():
            self._advance(heapq.heappop(self._heap)[1], None, None)
