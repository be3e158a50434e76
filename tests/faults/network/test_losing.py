# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer is lost: what may be repeated is, and only once it is known that it did not take effect (N05 to N09, N14,
N18).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from ..cloud import Cloud
from ..families import Family
from ..proxy import CLOSED_AFTERWARDS, LOST, LOST_ANSWER, Answer, Fault, Proxy, cut
from ..types import STATELESS
from .meeting import Act, Meeting, at_the_write, changing, deleting, failed, furnished, making, writes

# What a reset, a garbled record and a closed connection have in common: the answer never comes.
GARBLED = Fault(says=lambda answer: (), ends="garble")
CLOSED = Fault(says=lambda answer: (), ends="close")
acts = pytest.mark.parametrize("doing", [making, changing, deleting])
# The service makes it anew for each answer.
_OF_THE_MOMENT = re.compile(r'"nextVersion": "[^"]*"')


def chunked(answer: Answer, *, ended: bool) -> list[bytes]:
    """The answer in chunks, with or without the last one."""
    half = len(answer.body) // 2
    pieces = [b"%x\r\n%s\r\n" % (len(part), part) for part in (answer.body[:half], answer.body[half:])]
    return [answer.having(transfer_encoding="chunked").head(-1), *pieces, *([b"0\r\n\r\n"] if ended else [])]


def packed(answer: Answer, damage: bytes = b"", behind: bytes = b"") -> list[bytes]:
    """The answer in gzip; ``damage`` in place of its middle, and something behind it."""
    body = gzip.compress(answer.body, mtime=0)
    body = body[:20] + damage + body[20 + len(damage) :] + behind
    return [answer.having(body, content_encoding="gzip").raw()]


def _arrived_once(proxy: Proxy, doing: Callable[[Family], Act], family: Family) -> None:
    """A deletion that does not show while it goes on is asked for again, which changes nothing."""
    most = 2 if doing is deleting and family.name in STATELESS else 1
    assert 1 <= len(writes(proxy)) <= most and len(set(writes(proxy))) == 1, writes(proxy)


@pytest.mark.case("N05")
@acts
@pytest.mark.parametrize("fault", [LOST_ANSWER, GARBLED, CLOSED], ids=["reset", "garbled", "closed"])
def test_a_write_that_took_effect_is_not_repeated(
    doing: Callable[[Family], Act], fault: Fault, cloud: Cloud, proxy: Proxy, family: Family
) -> None:
    result, _clock = at_the_write(cloud, proxy, doing(family), fault)
    assert not result.get("failed") and result["changed"], result
    _arrived_once(proxy, doing, family)
    assert (cloud.stored(family) is None) == (doing is deleting)


@pytest.mark.case("N06")
@acts
def test_a_write_that_took_no_effect_is_repeated_once(
    doing: Callable[[Family], Act], cloud: Cloud, proxy: Proxy, family: Family
) -> None:
    result, _clock = at_the_write(cloud, proxy, doing(family), LOST)
    assert not result.get("failed") and result["changed"], result
    assert len(writes(proxy)) == 2 and len(set(writes(proxy))) == 1 and len(cloud.writes()) == 1, writes(proxy)
    assert (cloud.stored(family) is None) == (doing is deleting)


@pytest.mark.case("N06")
def test_a_write_that_never_takes_effect_is_given_up(cloud: Cloud, proxy: Proxy, family: Family) -> None:
    act = making(family)
    result, _clock = at_the_write(cloud, proxy, act, LOST, times=0)
    failed(result, "may have taken effect")
    assert result["changed"] and result["outcome"] == "unknown"
    assert len(writes(proxy)) == 5 and not cloud.writes()


@pytest.mark.case("N07")
@pytest.mark.parametrize("fault", [LOST, LOST_ANSWER, GARBLED, CLOSED], ids=["unapplied", "reset", "garbled", "closed"])
def test_a_post_is_never_repeated(fault: Fault, cloud: Cloud, proxy: Proxy, act: Act) -> None:
    result, _clock = at_the_write(cloud, proxy, act, fault)
    failed(result, "may have taken effect and was not repeated", "look at the resource")
    assert result["changed"] and result["outcome"] == "unknown" and result["attempts"] == 1
    assert len(writes(proxy)) == 1 and len(cloud.writes()) == (fault is not LOST)


def _steady(result: Any) -> Any:
    return json.loads(_OF_THE_MOMENT.sub('"nextVersion": ""', json.dumps(result)))


def _read_again(cloud: Cloud, proxy: Proxy, family: Family, fault: Fault) -> None:
    """A read whose answer was broken is repeated, and nothing of the broken one is used."""
    furnished(cloud, changing(family))
    sound = cloud.read(family)
    proxy.anew()
    pattern = f"/{family.path.rpartition('/')[0]}"
    proxy.on("GET", pattern, fault, times=2)
    clock = Meeting(cloud, proxy)
    result = cloud.play(family.reader[0], family.reading, clock=clock)
    assert _steady(result) == _steady(sound) and not result.get("failed"), result
    assert len(clock.slept) == 2 and len(proxy.asked("GET", pattern)) >= 3
    proxy.anew()
    proxy.on("GET", pattern, fault, times=0)
    cloud.forget()
    result = failed(cloud.play(family.module, family.changing, clock=Meeting(cloud, proxy)))
    assert (result["changed"], result["outcome"], result["attempts"]) == (False, "none", 5) and not cloud.writes()


@pytest.mark.case("N08")
@pytest.mark.spread
@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_read_that_is_reset_in_its_body(share: float, cloud: Cloud, proxy: Proxy, family: Family) -> None:
    _read_again(cloud, proxy, family, cut(share, ends="reset"))


@pytest.mark.case("N09")
@pytest.mark.spread
@pytest.mark.parametrize(
    "fault",
    [
        cut(0.5),
        cut(0.0),
        Fault(says=lambda answer: chunked(answer, ended=False), ends="close"),
        Fault(says=lambda answer: chunked(answer, ended=False)[:2], ends="close"),
        Fault(says=lambda answer: [answer.head()[:40]], ends="close"),
    ],
    ids=["half", "nothing", "no last chunk", "half the chunks", "half the headers"],
)
def test_a_read_that_is_cut_short(fault: Fault, cloud: Cloud, proxy: Proxy, family: Family) -> None:
    _read_again(cloud, proxy, family, fault)


@pytest.mark.case("N09")
def test_a_read_in_chunks_that_end(cloud: Cloud, proxy: Proxy, family: Family) -> None:
    furnished(cloud, changing(family))
    sound = cloud.read(family)
    proxy.on(
        "GET", f"/{family.path.rpartition('/')[0]}", Fault(says=lambda answer: chunked(answer, ended=True)), times=0
    )
    assert _steady(cloud.read(family)) == _steady(sound)


@pytest.mark.case("N09")
@acts
def test_a_write_whose_answer_is_cut_short(
    doing: Callable[[Family], Act], cloud: Cloud, proxy: Proxy, family: Family
) -> None:
    halved = Fault(says=lambda answer: [answer.having(answer.body or b"{}").head(100) + b'{"id":'], ends="close")
    result, _clock = at_the_write(cloud, proxy, doing(family), halved)
    assert not result.get("failed") and result["changed"], result
    _arrived_once(proxy, doing, family)


@pytest.mark.case("N14")
@pytest.mark.spread
@pytest.mark.parametrize(
    "fault",
    [
        Fault(says=lambda answer: [answer.having(b"no gzip at all", content_encoding="gzip").raw()]),
        Fault(says=lambda answer: packed(answer, damage=b"\xff" * 40)),
        Fault(says=lambda answer: [packed(answer)[0][:-9]], ends="close"),
        Fault(says=lambda answer: packed(answer, behind=b"x" * 100_000)),
        Fault(says=lambda answer: [answer.head(len(answer.body) + 7) + answer.body], ends="close"),
        Fault(says=lambda answer: [answer.having(content_length="3, 5").head(-1) + answer.body], ends="close"),
    ],
    ids=["no gzip", "damaged", "cut", "more behind it", "too long", "two lengths"],
)
def test_a_read_that_is_damaged(fault: Fault, cloud: Cloud, proxy: Proxy, family: Family) -> None:
    _read_again(cloud, proxy, family, fault)


@pytest.mark.case("N18")
def test_the_connection_is_closed_before_a_put(cloud: Cloud, proxy: Proxy, family: Family) -> None:
    result, _clock = at_the_write(cloud, proxy, making(family), CLOSED_AFTERWARDS, before=True)
    assert result.get("changed") and not result.get("failed"), result
    assert len(writes(proxy)) == 1 and proxy.connections >= 2


@pytest.mark.case("N18")
def test_the_connection_is_closed_before_a_post(cloud: Cloud, proxy: Proxy, act: Act) -> None:
    result, _clock = at_the_write(cloud, proxy, act, CLOSED_AFTERWARDS, before=True)
    assert result.get("changed") and not result.get("failed"), result
    assert len(writes(proxy)) == 1 and proxy.connections >= 2
