# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers with the status of a success that are none: pages, broken JSON, other resources, nothing at all."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from ..cloud import Cloud
from ..families import Family
from .answers import PAGE, as_read, failed, raw, ready, succeeded

DEEP = 100_000


@pytest.mark.case("P01")
class TestAPageOfSomebodyElse:
    def test_is_asked_past_once(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        cloud.fault("GET", family.pattern, PAGE)
        succeeded(cloud.make(family), changed=True)

    def test_that_stays_is_no_answer(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        cloud.fault("GET", family.pattern, PAGE, times=0)
        result = failed(cloud.make(family), "127.0.0.1 answered 200 with text/html", "Sign in to go on")
        assert "xxx" not in result["msg"] or result["msg"].count("x") <= 200
        assert len(cloud.requests("GET", family.pattern)) == result["attempts"] == 2
        assert not cloud.writes()

    def test_accepts_no_write(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        cloud.fault("PUT", family.pattern, PAGE)
        succeeded(cloud.make(family), changed=True)
        assert len(cloud.requests("PUT", family.pattern)) == 2
        assert cloud.stored(family) is not None


BROKEN = {
    "half": b'{"id": "x", "prop',
    "text": b"nothing of the kind",
    "utf-16": '{"id": "x", "properties": {}}'.encode("utf-16"),
    "not a number": b'{"properties": {"a": NaN}}',
    "infinite": b'{"properties": {"a": -Infinity}}',
    "out of range": b'{"properties": {"a": 1e400}}',
    "a number of 5000 digits": b'{"properties": {"a": ' + b"1" * 5000 + b"}}",
    "deep lists": b"[" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deeper than any resource": b'{"properties":' * 500 + b"{}" + b"}" * 500,
}


@pytest.mark.case("P02")
class TestJson:
    def test_that_is_broken_is_a_malformed_answer(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        for name, content in BROKEN.items():
            cloud.heal()
            cloud.fault("GET", family.pattern, raw(content), times=0)
            failed(cloud.make(family), "malformed JSON")
            failed(cloud.read(family), "malformed JSON")
            assert not cloud.writes(), name

    def test_that_is_odd_is_read(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family, made=True)
        text = json.dumps(as_read(cloud, family))
        with_mark, twice = "\ufeff" + text, '{"id": "first",' + text[1:]
        surrogates, emoji = (f'{{"odd": "{odd}",' + text[1:] for odd in (r"\ud800 \uDFFF", r"\ud83d\ude00"))
        for odd in (with_mark, twice, surrogates, emoji):
            cloud.heal()
            cloud.fault("GET", family.pattern, raw(odd.encode("utf-8")), times=0)
            read = cloud.read(family)
            assert not read.get("failed"), read
            json.dumps(read, ensure_ascii=False).encode("utf-8")
            succeeded(cloud.make(family), changed=False)


def _shapes(body: dict[str, Any]) -> dict[str, Any]:
    """What is JSON and not the resource ``body``."""
    other = copy.deepcopy(body)
    other["id"] += "-other"
    bare = {name: value for name, value in body.items() if name != "properties"}
    return {
        "list": [body],
        "null": None,
        "text": "fine",
        "number": 1,
        "empty": {},
        "bare": bare,
        "foreign": other,
        "wrong": {**body, "properties": "x"},
    }


@pytest.mark.case("P03")
def test_json_that_does_not_describe_the_resource_is_not_its_state(cloud: Cloud, family: Family) -> None:
    ready(cloud, family, made=True)
    for shape, given in _shapes(as_read(cloud, family)).items():
        cloud.heal()
        cloud.fault("GET", family.pattern, raw(json.dumps(given).encode()), times=0)
        for step in (cloud.change, cloud.delete, cloud.read):
            failed(step(family), "does not describe", family.path.rpartition("/")[2])
        assert not cloud.writes(), shape


@pytest.mark.case("P04")
def test_an_answer_without_a_body_is_not_an_absence(cloud: Cloud, family: Family) -> None:
    ready(cloud, family)
    for status in (200, 204):
        cloud.heal()
        cloud.fault("GET", family.pattern, {"status": status}, times=0)
        for step in (cloud.make, cloud.delete, cloud.read):
            failed(step(family), "does not describe")
        assert not cloud.writes()
