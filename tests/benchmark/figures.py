# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what was measured to rows and ratios. Pure: plain values in, plain values out."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SYNC, CREATE = "sync", "create"
#: Seconds that a creation runs in the cloud of the benchmark.
CREATION_SECONDS = 10.0
#: Microsoft's token bucket for writes, per principal and subscription: its size, and how many come back in a second.
WRITE_BUCKET, WRITES_A_SECOND = 200, 10
#: The largest number of tasks that counts as "a few" for the cost of one more.
FEW = 20


@dataclass(frozen=True)
class Sample:
    """One run of one command.

    :param requests: how many requests reached the cloud.
    :param pages: how many of them were pages of a list.
    :param throttled: how many of them were answered with 429.
    :param others: how many were neither a page, nor the token's, nor the description of the cloud.
    """

    seconds: float
    peak_mb: float
    requests: int
    pages: int = 0
    throttled: int = 0
    others: int = 0


@dataclass(frozen=True)
class Work:
    """What is to be done: a name, its kind, and how many. ``count`` 0 means the cost of one more task."""

    name: str
    kind: str
    count: int
    latencies: tuple[int, ...] = (0, 30, 100)


ONE = Work("one no-op task", SYNC, 1)
TWENTY = Work("20 no-op tasks", SYNC, 20)
ONE_MORE = Work("one more no-op task", SYNC, 0)
HUNDRED = Work("100 resources in sync", SYNC, 100)
THOUSAND = Work("1,000 resources in sync", SYNC, 1000)
TEN_THOUSAND = Work("10,000 resources in sync", SYNC, 10000, (0,))
CREATIONS = Work("100 creations of 10 s each", CREATE, 100, (0,))
WORKS = (ONE, TWENTY, ONE_MORE, HUNDRED, THOUSAND, TEN_THOUSAND, CREATIONS)

#: What was measured of one subject at one latency for one kind: count -> one sample a round.
Measured = Mapping[int, Sequence[Sample]]


def line(low: int, high: int, at_low: float, at_high: float, count: int) -> float:
    """Return what ``count`` would cost if cost grew linearly from ``low`` to ``high``."""
    return at_low + (at_high - at_low) / (high - low) * (count - low)


def slope_sizes(sizes: Iterable[int]) -> tuple[int, int] | None:
    """Return the two counts between which one more task is measured: the smallest, and the largest of the few."""
    few = sorted(size for size in sizes if size <= FEW)
    return (few[0], few[-1]) if len(few) > 1 else None


def row(work: Work, subject: str, latency_ms: int, measured: Measured) -> dict[str, Any] | None:
    """Return the row of one work, or None where too little was measured.

    A count that was not measured is extrapolated, round by round, along the line through the smallest and the largest
    count that were; the row then says so.
    """
    if work.count in measured:
        samples = measured[work.count]
        seconds = [sample.seconds for sample in samples]
        requests: float = statistics.median(sample.requests for sample in samples)
        return _row(work, subject, latency_ms, seconds, requests, max(s.peak_mb for s in samples))
    sizes = slope_sizes(measured) if work.count == 0 else _ends(measured)
    if sizes is None:
        return None
    low, high = sizes
    pairs = list(zip(measured[low], measured[high], strict=True))
    if work.count == 0:
        seconds = [(b.seconds - a.seconds) / (high - low) for a, b in pairs]
        requests = statistics.median((b.requests - a.requests) / (high - low) for a, b in pairs)
        told: dict[str, Any] = {"slope": [low, high]}
    else:
        seconds = [line(low, high, a.seconds, b.seconds, work.count) for a, b in pairs]
        requests = statistics.median(line(low, high, a.requests, b.requests, work.count) for a, b in pairs)
        told = {"extrapolated": True, "measured": [low, high]}
    peak = max(sample.peak_mb for pair in pairs for sample in pair)
    return _row(work, subject, latency_ms, seconds, requests, peak, **told)


def _ends(measured: Measured) -> tuple[int, int] | None:
    return (min(measured), max(measured)) if len(measured) > 1 else None


def _row(
    work: Work, subject: str, latency_ms: int, seconds: list[float], requests: float, peak_mb: float, **told: Any
) -> dict[str, Any]:
    return {
        "work": work.name,
        "subject": subject,
        "latency_ms": latency_ms,
        "median_s": round(statistics.median(seconds), 4),
        "min_s": round(min(seconds), 4),
        "max_s": round(max(seconds), 4),
        "requests": round(requests, 2),
        "peak_mb": round(peak_mb, 1),
        "rounds_s": [round(value, 4) for value in seconds],
        **told,
    }


def missing(work: Work, subject: str, note: str, failed: bool = False) -> dict[str, Any]:
    """Return the row of a work that has no figures, with the reason; ``failed`` where it should have had some."""
    empty = dict.fromkeys(("latency_ms", "median_s", "min_s", "max_s", "requests", "peak_mb"))
    return {"work": work.name, "subject": subject, **empty, "note": note, **({"failed": True} if failed else {})}


def median_ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """Return the median of the ratios of the rounds: what disturbed a round disturbed both of its sides."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def ideal_creation_seconds(count: int) -> float:
    """Return the shortest time in which ``count`` creations can end without a single 429."""
    return CREATION_SECONDS + max(0, count - WRITE_BUCKET) / WRITES_A_SECOND


@dataclass(frozen=True)
class Names:
    """What the subjects of the goals are called."""

    debug: str
    ping: str
    in_process: str
    module: str
    apply: str
    rm_resource: str
    rm_ml_compute: str


class Figures:
    """Everything that was measured in a run, by subject, latency and kind."""

    def __init__(self, measured: Mapping[tuple[str, int, str], Measured]) -> None:
        self._measured = measured

    def rounds(self, subject: str, work: Work, latency_ms: int) -> list[float]:
        """Return the seconds of every round. Raises LookupError where it was not measured."""
        found = row(work, subject, latency_ms, self._measured.get((subject, latency_ms, work.kind), {}))
        if found is None:
            raise LookupError(f"{work.name} of {subject} at {latency_ms} ms was not measured")
        return found["rounds_s"]

    def samples(self, subject: str, work: Work, latency_ms: int) -> Sequence[Sample]:
        """Return the samples of a count that was itself measured. Raises LookupError where it was not."""
        measured = self._measured.get((subject, latency_ms, work.kind), {})
        if not measured.get(work.count):
            raise LookupError(f"{work.name} of {subject} at {latency_ms} ms was not measured")
        return measured[work.count]


@dataclass(frozen=True)
class Goal:
    """A figure to reach: at most or at least so much."""

    name: str
    bound: str
    goal: float
    value: Callable[[Figures], float]


def goals(names: Names) -> tuple[Goal, ...]:
    """Return the goals that the benchmark judges."""

    def ratio(above: str, below: str, work: Work, other: Work | None = None) -> Callable[[Figures], float]:
        return lambda figures: median_ratio(figures.rounds(above, work, 0), figures.rounds(below, other or work, 0))

    def thousand(figures: Figures) -> float:
        """The time at 30 ms, as a part of two debug plays, one round trip a page and five for TLS and token."""
        ours, floor = figures.samples(names.apply, THOUSAND, 30), figures.rounds(names.debug, ONE, 30)
        allowed = [2 * seconds + (sample.pages + 5) * 0.030 for sample, seconds in zip(ours, floor, strict=True)]
        return median_ratio([sample.seconds for sample in ours], allowed)

    def creations(figures: Figures) -> float:
        seconds = [sample.seconds for sample in figures.samples(names.apply, CREATIONS, 0)]
        return statistics.median(seconds) / ideal_creation_seconds(CREATIONS.count)

    def growth(of: Callable[[Sample], float]) -> Callable[[Figures], float]:
        """What an item costs between 1,000 and 10,000, by what it costs between 100 and 1,000.

        The least of the rounds counts: noise only ever adds, and a difference of two figures has that of both.
        """

        def value(figures: Figures) -> float:
            works = (HUNDRED, THOUSAND, TEN_THOUSAND)
            small, middle, large = (
                min(of(sample) for sample in figures.samples(names.apply, work, 0)) for work in works
            )
            later = (large - middle) / (TEN_THOUSAND.count - THOUSAND.count)
            return later / ((middle - small) / (THOUSAND.count - HUNDRED.count))

        return value

    def worst(work: Work, latency_ms: int, of: Callable[[Sample], float]) -> Callable[[Figures], float]:
        return lambda figures: max(of(sample) for sample in figures.samples(names.apply, work, latency_ms))

    more, ours = ONE_MORE.name, names.in_process
    return (
        Goal(f"{more}: {ours} / {names.ping}", "at most", 0.12, ratio(ours, names.ping, ONE_MORE)),
        Goal(f"{more}: {names.rm_resource} / {ours}", "at least", 60, ratio(names.rm_resource, ours, ONE_MORE)),
        Goal(f"{more}: {names.rm_ml_compute} / {ours}", "at least", 120, ratio(names.rm_ml_compute, ours, ONE_MORE)),
        Goal(f"{more}: {names.module} / {names.ping}", "at most", 1.7, ratio(names.module, names.ping, ONE_MORE)),
        Goal(
            f"{HUNDRED.name}: {names.apply} / one {names.debug}",
            "at most",
            1.5,
            ratio(names.apply, names.debug, HUNDRED, ONE),
        ),
        *(
            Goal(f"{HUNDRED.name}: {peer} / {names.apply}", "at least", 200, ratio(peer, names.apply, HUNDRED))
            for peer in (names.rm_resource, names.rm_ml_compute)
        ),
        Goal(
            f"{THOUSAND.name}, 30 ms: {names.apply} / (2 {names.debug} + one round trip a page + 5)",
            "at most",
            1,
            thousand,
        ),
        Goal(
            f"{THOUSAND.name}, 30 ms: peak memory of {names.apply} in MB",
            "at most",
            200,
            worst(THOUSAND, 30, lambda sample: sample.peak_mb),
        ),
        Goal(
            f"{THOUSAND.name}, 30 ms: requests of {names.apply} beside pages, token and cloud",
            "at most",
            0,
            worst(THOUSAND, 30, lambda sample: sample.others),
        ),
        Goal(f"{CREATIONS.name}: {names.apply} / ideal", "at most", 1.3, creations),
        Goal(
            f"{CREATIONS.name}: answers 429 to {names.apply}",
            "at most",
            0,
            worst(CREATIONS, 0, lambda sample: sample.throttled),
        ),
        Goal("growth from 100 to 10,000: seconds an item", "at most", 1.1, growth(lambda sample: sample.seconds)),
        Goal("growth from 100 to 10,000: memory an item", "at most", 1.1, growth(lambda sample: sample.peak_mb)),
    )


def ratios(wanted: Iterable[Goal], figures: Figures) -> dict[str, dict[str, Any]]:
    """Return each goal's value, bound and whether it was reached; None and a note where it was not measured."""
    judged: dict[str, dict[str, Any]] = {}
    for goal in wanted:
        entry: dict[str, Any] = {"value": None, "bound": goal.bound, "goal": goal.goal, "reached": None}
        try:
            value = goal.value(figures)
        except LookupError as error:
            entry["note"] = str(error.args[0])
        except ZeroDivisionError:
            entry["note"] = "what it is to be divided by is below what the clock shows"
        else:
            reached = value <= goal.goal if goal.bound == "at most" else value >= goal.goal
            entry.update(value=round(value, 4), reached=reached)
        judged[goal.name] = entry
    return judged
