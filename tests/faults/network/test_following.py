# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes before an answer is passed over, and what comes behind it never answers the next request (N21)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ..cloud import Cloud
from ..families import Family
from ..proxy import Answer, Fault, Proxy
from .meeting import Act, Meeting, at_the_write, changing, deleting, furnished, making, writes

FORGED = Answer(404, "Not Found", body=b'{"error": {"code": "ResourceNotFound", "message": "Forged."}}').raw()
# More than the library reads at once, so that what is forged stands at the beginning of what it would read next.
READ_AT_ONCE = 8192


def _aligned(answer: Answer) -> list[bytes]:
    padded = answer.raw().ljust(READ_AT_ONCE, b" ")
    return [padded + FORGED]


def _hints(status: str) -> Callable[[Answer], list[bytes]]:
    return lambda answer: [f"HTTP/1.1 {status}\r\nLink: </style.css>\r\n\r\n".encode() * 2 + answer.raw()]


BEHIND = {
    "another answer": lambda answer: [answer.raw() + FORGED],
    "another answer in its own record": lambda answer: [answer.raw(), FORGED],
    "another answer where the next read begins": _aligned,
    "something else": lambda answer: [answer.raw() + b"\r\n\r\nno HTTP at all"],
}
BEFORE = {"100": _hints("100 Continue"), "102": _hints("102 Processing"), "103": _hints("103 Early Hints")}
acts = pytest.mark.parametrize("doing", [making, changing, deleting])


@pytest.mark.case("N21")
@pytest.mark.spread
@pytest.mark.in_place
@pytest.mark.parametrize("says", BEHIND.values(), ids=BEHIND)
def test_what_comes_behind_an_answer(
    says: Callable[[Answer], list[bytes]], cloud: Cloud, proxy: Proxy, family: Family
) -> None:
    """Each answer has something behind it: the forged word that the resource is absent is never taken."""
    act = changing(family)
    furnished(cloud, act)
    proxy.anew()
    proxy.on("", "", Fault(says=says), times=0)
    result = act.play(cloud, Meeting(cloud, proxy))
    assert result.get("changed") and not result.get("failed"), result
    assert all(not one.startswith("PUT") or cloud.stored(family) for one in writes(proxy)) and len(writes(proxy)) == 1
    proxy.anew()
    proxy.on("", "", Fault(says=says), times=0)
    again = act.play(cloud, Meeting(cloud, proxy))
    assert not again["changed"] and not again.get("failed") and not writes(proxy), again


@pytest.mark.case("N21")
@pytest.mark.spread
@acts
@pytest.mark.parametrize("says", BEFORE.values(), ids=BEFORE)
def test_what_comes_before_an_answer(
    says: Callable[[Answer], list[bytes]],
    doing: Callable[[Family], Act],
    cloud: Cloud,
    proxy: Proxy,
    family: Family,
) -> None:
    act = doing(family)
    furnished(cloud, act)
    proxy.anew()
    proxy.on("", "", Fault(says=says), times=0)
    result = act.play(cloud, Meeting(cloud, proxy))
    assert result.get("changed") and not result.get("failed"), result
    assert len(writes(proxy)) == 1


@pytest.mark.case("N21")
def test_another_protocol_is_no_answer(cloud: Cloud, proxy: Proxy, family: Family) -> None:
    switched = Fault(says=lambda answer: [b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"], ends="close")
    result, _clock = at_the_write(cloud, proxy, making(family), switched)
    assert result.get("changed") and not result.get("failed"), result
    assert len(writes(proxy)) == 1
