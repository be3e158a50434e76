# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of an answer: an old protocol, headers without measure, and what a later version of the service may add."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from ..cloud import Cloud
from ..families import Family
from ..proxy import Answer, Fault, Proxy
from .answers import as_read, failed, raw, ready, succeeded

LONGEST_LINE = 65536


def older(answer: Answer) -> list[bytes]:
    return [answer.raw().replace(b"HTTP/1.1", b"HTTP/1.0", 1)]


def longer(size: int) -> Callable[[Answer], list[bytes]]:
    return lambda answer: [answer.having(x_long="a" * size).raw()]


def more(count: int) -> Callable[[Answer], list[bytes]]:
    return lambda answer: [answer.having(**{f"x_{number}": "a" for number in range(count)}).raw()]


def with_nul(answer: Answer) -> list[bytes]:
    return [answer.having(x_ms_request_id="a\x00b\x1b[2J").raw()]


def broken(line: bytes) -> Callable[[Answer], list[bytes]]:
    return lambda answer: [answer.raw().replace(b"\r\n", b"\r\n" + line + b"\r\n", 1)]


@pytest.mark.case("P32")
class TestTheHead:
    @pytest.mark.parametrize("says", [older, longer(4096), more(50), with_nul], ids="old 4k fifty nul".split())
    def test_that_is_odd_is_read(
        self, cloud: Cloud, proxy: Proxy, family: Family, says: Callable[[Answer], list[bytes]]
    ) -> None:
        ready(cloud, family)
        proxy.anew()
        proxy.on("", "/subscriptions/", Fault(says=says), times=0)
        succeeded(cloud.make(family), changed=True)
        read = cloud.read(family)
        assert not read.get("failed"), read
        failed(cloud.make(family, api_version="2031-01-01"))

    @pytest.mark.parametrize(
        "says",
        [longer(LONGEST_LINE), longer(1 << 20), more(5000), broken(b"no colon" * 20000)],
        ids="64k 1m 5000 line".split(),
    )
    def test_without_measure_is_a_failure(
        self, cloud: Cloud, proxy: Proxy, family: Family, says: Callable[[Answer], list[bytes]]
    ) -> None:
        ready(cloud, family)
        proxy.anew()
        proxy.on("", family.pattern, Fault(passed_on=False, says=says, ends="close"), times=0)
        failed(cloud.make(family))
        assert not cloud.stored(family)

    def test_may_name_a_place_to_poll_of_4_kilobytes(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        home = cloud.emulator.url
        poll = f"{home}/subscriptions/{family.id.split('/')[2]}/polls/1?api-version=2025-12-01&t={'a' * 4000}"
        headers = {"Azure-AsyncOperation": poll}
        cloud.fault("GET", "/polls/1", raw(b'{"status": "Succeeded"}'))
        cloud.fault("PUT", family.pattern, {"status": 201, "headers": headers, "body": {}, "after": True})
        succeeded(cloud.make(family), changed=True)
        assert len(cloud.requests("GET", "/polls/1")) == 1


def _in_other_case(value: Any) -> Any:
    """What the service re-spells: regions and the words of its enumerations."""
    if isinstance(value, dict):
        return {name: _in_other_case(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_in_other_case(inner) for inner in value]
    respelled = {"Succeeded": "succeeded", "westeurope": "West Europe"}
    return respelled.get(value, value) if isinstance(value, str) else value


@pytest.mark.case("P33")
class TestAnAnswerOfALaterService:
    def variants(self, body: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """The resource with what this collection does not know, or without what it need not have."""
        wider = copy.deepcopy(body)
        wider["properties"]["brandNew"] = {"deep": [{"kind": "Frobnicating"}]}
        wider["brandNew"] = 7
        enums = copy.deepcopy(body)
        enums["properties"]["publicNetworkAccess"] = "SometimesEnabled"
        enums["properties"]["newState"] = "Frobnicating"
        less = copy.deepcopy(body)
        for name in ("systemData", "tags", "etag", "kind"):
            less.pop(name, None)
        return {"wider": wider, "enums": enums, "less": less, "respelled": _in_other_case(body)}

    def test_is_as_good_as_any_other(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family, made=True)
        for name, body in self.variants(as_read(cloud, family)).items():
            cloud.heal()
            cloud.fault("GET", family.pattern, raw(json.dumps(body).encode()), times=0)
            succeeded(cloud.make(family), changed=False)
            assert not cloud.writes(), name
            read = cloud.read(family)
            assert not read.get("failed") and len(next(v for v in read.values() if isinstance(v, list))) == 1, read
