# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Medians, slopes, lines and ratios of the benchmark, on figures that were made up."""

from __future__ import annotations

import figures
import pytest

NAMES = figures.Names("debug", "ping", "ours", "module", "apply", "rm", "ml")


def sample(seconds: float, requests: int = 0, peak_mb: float = 50, **more: int) -> figures.Sample:
    return figures.Sample(seconds, peak_mb, requests, **more)


def test_what_was_measured_is_told_by_median_and_range() -> None:
    measured = {20: [sample(3, 21, 60), sample(1, 20, 70), sample(2, 20, 65)]}
    row = figures.row(figures.TWENTY, "ours", 30, measured)
    assert row == {
        "work": "20 no-op tasks",
        "subject": "ours",
        "latency_ms": 30,
        "median_s": 2,
        "min_s": 1,
        "max_s": 3,
        "requests": 20,
        "peak_mb": 70,
        "rounds_s": [3, 1, 2],
    }


def test_one_more_task_costs_what_lies_between_one_and_a_few() -> None:
    measured = {
        1: [sample(1, 3), sample(2, 3)],
        20: [sample(2.9, 22), sample(5.8, 22)],
        100: [sample(99), sample(99)],
    }
    row = figures.row(figures.ONE_MORE, "ours", 0, measured)
    assert row["rounds_s"] == [0.1, 0.2] and row["requests"] == 1 and row["slope"] == [1, 20]
    assert row["median_s"] == 0.15 and "extrapolated" not in row


def test_what_takes_too_long_follows_the_line_of_its_round_and_says_so() -> None:
    measured = {1: [sample(10, 5), sample(8, 5)], 4: [sample(25, 14, 160), sample(20, 14, 170)]}
    row = figures.row(figures.HUNDRED, "rm", 0, measured)
    assert row["rounds_s"] == [10 + 5 * 99, 8 + 4 * 99]
    assert (row["requests"], row["peak_mb"], row["extrapolated"], row["measured"]) == (302, 170, True, [1, 4])


def test_too_little_was_measured() -> None:
    assert figures.row(figures.HUNDRED, "rm", 0, {1: [sample(10)]}) is None
    assert figures.row(figures.ONE_MORE, "rm", 0, {1: [sample(10)], 100: [sample(20)]}) is None
    assert figures.row(figures.ONE, "rm", 0, {}) is None


def test_a_reason_takes_the_place_of_figures() -> None:
    row = figures.missing(figures.ONE, "rm", "no Python 3.12")
    assert (row["work"], row["note"]) == ("one no-op task", "no Python 3.12")
    assert row["median_s"] is None and row["peak_mb"] is None and row["latency_ms"] is None


def test_a_ratio_is_taken_within_a_round() -> None:
    # The second round was twice as slow for both: the medians of each side alone would say something else.
    assert figures.median_ratio([1, 4, 3], [2, 4, 2]) == 1
    with pytest.raises(ValueError):
        figures.median_ratio([1, 2], [1])


def test_the_write_bucket_forces_nothing_upon_the_first_two_hundred() -> None:
    assert [figures.ideal_creation_seconds(count) for count in (100, 200, 230)] == [10, 10, 13]


def everything() -> dict[tuple[str, int, str], dict[int, list[figures.Sample]]]:
    sync, create = figures.SYNC, figures.CREATE
    return {
        ("debug", 0, sync): {1: [sample(0.5)], 20: [sample(0.6)]},
        ("debug", 30, sync): {1: [sample(0.5)]},
        ("ping", 0, sync): {1: [sample(1)], 20: [sample(8.6)]},
        ("ours", 0, sync): {1: [sample(0.6)], 20: [sample(1.36)], 100: [sample(4.5)]},
        ("module", 0, sync): {1: [sample(1)], 20: [sample(14.3)]},
        ("rm", 0, sync): {1: [sample(3)], 4: [sample(12)]},
        ("ml", 0, sync): {1: [sample(6)], 4: [sample(18)]},
        ("apply", 0, sync): {
            100: [sample(0.7, peak_mb=70)],
            1000: [sample(1.6, peak_mb=79)],
            10000: [sample(10.6, peak_mb=180)],
        },
        ("apply", 30, sync): {1000: [sample(1.75, 23, 80, pages=20, others=1)]},
        ("apply", 0, create): {100: [sample(12, 900, 75, throttled=2)]},
    }


def test_every_goal_is_judged() -> None:
    judged = figures.ratios(figures.goals(NAMES), figures.Figures(everything()))
    told = {name: (found["value"], found["reached"]) for name, found in judged.items()}
    assert told == {
        "one more no-op task: ours / ping": (0.1, True),
        "one more no-op task: rm / ours": (75, True),
        "one more no-op task: ml / ours": (100, False),
        "one more no-op task: module / ping": (1.75, False),
        "100 resources in sync: apply / one debug": (1.4, True),
        "100 resources in sync: rm / apply": (round(300 / 0.7, 4), True),
        "100 resources in sync: ml / apply": (round(402 / 0.7, 4), True),
        "1,000 resources in sync, 30 ms: apply / (2 debug + one round trip a page + 5)": (1, True),
        "1,000 resources in sync, 30 ms: peak memory of apply in MB": (80, True),
        "1,000 resources in sync, 30 ms: requests of apply beside pages, token and cloud": (1, False),
        "100 creations of 10 s each: apply / ideal": (1.2, True),
        "100 creations of 10 s each: answers 429 to apply": (2, False),
        "growth from 100 to 10,000: seconds an item": (1, True),
        "growth from 100 to 10,000: memory an item": (round(101 / 9000 / (9 / 900), 4), False),
    }


def test_a_goal_that_was_not_measured_is_neither_reached_nor_missed() -> None:
    judged = figures.ratios(figures.goals(NAMES), figures.Figures({}))
    assert judged and all(found["value"] is None and found["reached"] is None for found in judged.values())
    assert all("was not measured" in found["note"] for found in judged.values())
