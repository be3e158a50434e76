# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""However slowly an answer comes, or if it never does, the task ends at its deadline (N10, N11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import wire

from ..cloud import Cloud
from ..families import Family
from ..proxy import SILENCE, SILENT_ANSWER, Answer, Fault, Proxy
from .meeting import Act, at_the_write, changing, failed, furnished, making, timed, writes

Figure = Callable[[str, float], None]


def _bytewise(data: bytes) -> list[bytes]:
    return [data[nth : nth + 1] for nth in range(len(data))]


def _slow_body(answer: Answer) -> list[bytes]:
    return [answer.head(1000), *_bytewise(answer.body.ljust(1000))]


SLOW_HEADERS = Fault(says=lambda answer: _bytewise(answer.raw()), every=0.1)
SLOW_BODY = Fault(says=_slow_body, every=0.1)
SLOW_CHUNKS = Fault(
    says=lambda answer: [answer.having(transfer_encoding="chunked").head(-1)] + [b"1\r\n \r\n"] * 99, every=0.1
)
ENDLESS_CONTINUE = Fault(says=lambda answer: [b"HTTP/1.1 100 Continue\r\n\r\n"] * 99, every=0.1)
slow = pytest.mark.parametrize(
    "fault",
    [
        pytest.param(SLOW_HEADERS, id="headers"),
        pytest.param(SLOW_BODY, id="body"),
        pytest.param(SLOW_CHUNKS, id="chunks", marks=pytest.mark.longer),
        pytest.param(ENDLESS_CONTINUE, id="100", marks=pytest.mark.longer),
    ],
)


def _a_read_ends(cloud: Cloud, proxy: Proxy, family: Family, figure: Figure, fault: Fault) -> None:
    act = changing(family)
    furnished(cloud, act)
    proxy.anew()
    proxy.on("GET", f"/{family.path.rpartition('/')[0]}", fault, times=0)
    result = failed(timed(figure, cloud, act, 1, proxy))
    assert (result["changed"], result["outcome"]) == (False, "none") and not writes(proxy)


def _a_write_ends(cloud: Cloud, proxy: Proxy, act: Act, figure: Figure, fault: Fault) -> None:
    furnished(cloud, act)
    proxy.anew()
    for method in ("PUT", "PATCH", "POST"):
        proxy.on(method, "/workspaces/|/registries/", fault, times=0)
    result = failed(timed(figure, cloud, act, 1, proxy), "may have taken effect")
    assert (result["changed"], result["outcome"]) == (True, "unknown") and len(writes(proxy)) == 1


@pytest.mark.case("N10")
@pytest.mark.spread
@slow
def test_a_read_that_drips(fault: Fault, cloud: Cloud, proxy: Proxy, family: Family, figure: Figure) -> None:
    _a_read_ends(cloud, proxy, family, figure, fault)


@pytest.mark.case("N10")
@pytest.mark.spread
@slow
def test_a_write_whose_answer_drips(fault: Fault, cloud: Cloud, proxy: Proxy, family: Family, figure: Figure) -> None:
    _a_write_ends(cloud, proxy, making(family), figure, fault)


@pytest.mark.case("N11")
def test_a_read_that_is_never_answered(cloud: Cloud, proxy: Proxy, family: Family, figure: Figure) -> None:
    assert wire.READ_SECONDS == 60
    _a_read_ends(cloud, proxy, family, figure, SILENCE)


@pytest.mark.case("N11")
def test_a_write_that_is_never_answered(cloud: Cloud, proxy: Proxy, family: Family, figure: Figure) -> None:
    _a_write_ends(cloud, proxy, making(family), figure, SILENCE)


@pytest.mark.case("N11")
def test_a_post_that_is_never_answered(cloud: Cloud, proxy: Proxy, act: Act, figure: Figure) -> None:
    _a_write_ends(cloud, proxy, act, figure, SILENCE)


@pytest.mark.case("N11")
@pytest.mark.spread
@pytest.mark.parametrize("fault", [SILENCE, SILENT_ANSWER], ids=["unapplied", "applied"])
def test_what_is_not_answered_in_time_is_looked_at(
    fault: Fault, cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is time left: a read is repeated, and so is a write that took no effect."""
    act = making(family)
    at_the_write(cloud, proxy, act, Fault())
    monkeypatch.setattr(wire, "READ_SECONDS", 1.0)
    before = Fault(passed_on=False, says=lambda answer: (), ends="hang")
    furnished(cloud, act)
    proxy.anew()
    proxy.on("GET", f"/{family.path.rpartition('/')[0]}", before)
    proxy.on("PUT", "/workspaces/|/registries/", fault)
    result = act.play(cloud, None)
    assert result.get("changed") and not result.get("failed"), result
    assert len(writes(proxy)) == (2 if fault is SILENCE else 1) and len(cloud.writes()) == 1
