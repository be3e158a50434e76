# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Samples are put where they belong, and nothing else of a module changes."""

from __future__ import annotations

from typing import Any

import pytest
import samples
import yaml

SOURCE = '''\
DOCUMENTATION = r"""
sample: null
"""

RETURN = r"""
---
things:
  description: They.
  type: list
  elements: dict
  contains:
    id:
      description: It.
      type: str
      sample: null
    tags:
      type: dict
      sample:
        old: true
    last:
      type: str
reasons:
  type: list
  elements: str
  sample: []
"""

TASK = 1
'''
LONG = "/subscriptions/" + "a b\\c" * 60


def test_samples_are_put_where_they_belong() -> None:
    new = {"things.id": LONG, "things.tags": {"a": ["b", {"c": LONG}]}, "things.last": "x", "reasons": ["because"]}

    text = samples.with_samples(SOURCE, new)

    found = yaml.safe_load(samples.RETURN.search(text)[1])
    assert {path: entry["sample"] for path, entry in samples.leaves(found)} == new
    assert text.startswith(SOURCE[: SOURCE.index("things:")]) and text.endswith('\n"""\n\nTASK = 1\n')
    assert max(map(len, text.splitlines())) <= samples.WIDTH
    assert samples.with_samples(text, new) == text


@pytest.mark.parametrize(
    ("sample", "values", "problem"),
    [
        (None, [None, ""], ""),
        (None, [None, "x"], "has no sample, and the examples return one"),
        ("y", ["x"], ""),
        ({"a": 1}, [None, {}], ""),
        ({"a": 1}, [{"a": 2, "b": 3}], ""),
        ([{"a": {"c": 1}}], [[{"a": {"b": 2}}]], "shows a.c, which no example returns"),
    ],
)
def test_a_sample_that_no_run_returns_is_told(sample: Any, values: list[Any], problem: str) -> None:
    assert samples.unfit(sample, values) == problem


def test_a_sample_is_the_shortest_that_shows_something_and_is_on_azure() -> None:
    assert samples.chosen([None, {}, {"a": "longer"}, {"a": "b"}]) == {"a": "b"}
    assert samples.chosen(["https://127.0.0.1:8443/stml/c/x"]) == "https://stml.blob.core.windows.net/c/x"
    assert samples.chosen([{"sum": "3f" * 32}]) == {"sum": "0" * 64}
    assert samples.chosen([None]) is None


def test_what_a_run_returned_is_noted_by_path() -> None:
    returned = yaml.safe_load(samples.RETURN.search(SOURCE)[1])
    results = [{"things": [{"id": 1, "tags": {}}, {"id": 2}], "reasons": []}, {"things": []}]

    assert samples.noted(results, returned) == {
        "things.id": [1, 2],
        "things.tags": [{}],
        "things.last": [],
        "reasons": [[]],
    }


def test_what_only_the_sibling_returns_is_its_sample() -> None:
    returned = yaml.safe_load(samples.RETURN.search(SOURCE)[1])
    own = {"things.id": [None], "things.tags": [{}], "things.last": ["z"], "reasons": [[]]}
    other = {"thing.id": ["a"], "thing.tags": [{"new": 1}], "thing.last": ["y"], "reasons": [["because"]]}

    assert samples.wanted(returned, own, other) == {"things.id": "a", "things.last": "z"}
