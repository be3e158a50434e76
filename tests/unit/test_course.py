# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which splits a shift of traffic passes through, wherever an earlier run was ended."""

from __future__ import annotations

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.calls.course import course, marked, passing, read, told

BLUE, TENTH, HALF, GREEN = {"blue": 100}, {"blue": 90, "green": 10}, {"blue": 50, "green": 50}, {"green": 100}
STEPS = [TENTH, HALF]


@pytest.mark.parametrize(
    ("current", "mark", "left", "origin"),
    [
        (BLUE, "", [TENTH, HALF, GREEN], BLUE),
        ({}, "", [TENTH, HALF, GREEN], {}),
        (TENTH, "blue=100", [HALF, GREEN], BLUE),
        (HALF, "blue=100", [GREEN], BLUE),
        (HALF, "none", [GREEN], {}),
        (HALF, "", [GREEN], HALF),
        (HALF, "blue=70", [GREEN], HALF),
        (HALF, "nonsense", [GREEN], HALF),
        ({"red": 100}, "blue=100", [TENTH, HALF, GREEN], {"red": 100}),
        (GREEN, "blue=100", [], GREEN),
        ({"green": 100, "blue": 0}, "", [], {"green": 100}),
    ],
)
def test_what_is_left_follows_from_what_is_there(current, mark, left, origin):
    found = course(current, GREEN, STEPS, mark)
    assert (list(found.left), found.origin) == (left, origin)
    assert found.resumed == (current in STEPS)


@pytest.mark.parametrize(
    ("current", "mark", "left", "origin"),
    [
        (BLUE, "", [TENTH, HALF, GREEN], BLUE),
        (TENTH, "blue=100", [HALF, GREEN], BLUE),
        (HALF, "blue=100", [GREEN], BLUE),
        (HALF, "", [{"blue": 45, "green": 55}, {"blue": 25, "green": 75}, GREEN], HALF),
        ({}, "", [GREEN], {}),
        ({"red": 100}, "blue=100", [{"red": 90, "green": 10}, {"red": 50, "green": 50}, GREEN], {"red": 100}),
        (
            {"blue": 67, "red": 33},
            "",
            [{"blue": 60, "red": 30, "green": 10}, {"blue": 34, "red": 16, "green": 50}, GREEN],
            {"blue": 67, "red": 33},
        ),
    ],
)
def test_a_percentage_is_a_part_of_the_way(current, mark, left, origin):
    found = course(current, GREEN, [10, "50"], mark)
    assert (list(found.left), found.origin) == (left, origin)


@pytest.mark.parametrize("percent", range(1, 100))
def test_parts_of_the_way_are_whole_and_all_of_it(percent):
    for split in passing({"a": 33, "b": 33, "c": 34}, {"d": 99, "a": 1}, [percent]):
        assert sum(split.values()) == 100 and all(isinstance(share, int) for share in split.values())


def test_to_no_traffic_there_are_no_parts():
    assert list(course(BLUE, {}, [10, HALF], "").left) == [HALF, {}]


def test_a_split_that_stands_twice_on_the_way_counts_as_its_last():
    found = course(HALF, GREEN, [TENTH, HALF, TENTH, HALF], "")
    assert list(found.left) == [GREEN]


def test_a_step_that_is_the_wanted_split_is_not_done_twice():
    assert list(course(BLUE, GREEN, [HALF, GREEN], "").left) == [HALF, GREEN]
    assert list(course(BLUE, GREEN, [HALF, HALF], "").left) == [HALF, GREEN]


@pytest.mark.parametrize("split", [{}, BLUE, TENTH, {"a": 1, "b": 2, "c": 97}])
def test_a_mark_says_the_split_that_it_was_made_from(split):
    assert read(marked(split)) == split


@pytest.mark.parametrize("mark", ["", "blue", "=100", "blue=-1 green=101", "blue=60", "blue=100 x"])
def test_what_is_no_mark_says_nothing(mark):
    assert read(mark) is None


def test_a_split_is_told_in_words():
    assert told(TENTH) == "blue 90, green 10" and told({}) == "no traffic"
