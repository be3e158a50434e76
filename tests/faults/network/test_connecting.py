# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Before a request has left, nothing can have happened: it is tried again, whatever it is (N01 to N04, N19)."""

from __future__ import annotations

import gc
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import wire

from ..cloud import Cloud
from ..families import COMPUTE, Family
from ..proxy import Fault, Proxy
from .meeting import Act, Meeting, at_the_write, failed, furnished, making, resolving, timed, writes

UNKNOWN = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
NOT_NOW = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
# A socket that is reset before Python begins with TLS is left to the garbage collector by Python itself (ssl.py).
leaking = pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")


@pytest.mark.case("N01")
@pytest.mark.spread
@pytest.mark.parametrize("problem", [UNKNOWN, NOT_NOW], ids=["NXDOMAIN", "EAI_AGAIN"])
def test_a_name_that_nobody_knows(
    problem: Exception, cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_CLOUD_ENVIRONMENT", "https://management.faults.invalid")
    asked = resolving(monkeypatch, "management.faults.invalid", problem)
    clock = Meeting(cloud, proxy)
    result = failed(
        cloud.play(family.module, family.present, clock=clock), r"cannot resolve management\.faults\.invalid"
    )
    assert (result["changed"], result["outcome"], result["attempts"]) == (False, "none", 5)
    assert len(asked) == 5 and len(clock.slept) == 4 and sum(clock.slept) <= 1 + 2 + 4 + 8
    assert not proxy.connections and not cloud.journal()


@pytest.mark.case("N01")
def test_a_name_that_is_known_again(
    cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.need(family)
    monkeypatch.setenv("AZURE_CLOUD_ENVIRONMENT", proxy.url.replace("127.0.0.1", "localhost"))
    asked = resolving(monkeypatch, "localhost", NOT_NOW, NOT_NOW, ["127.0.0.1"])
    clock = Meeting(cloud, proxy)
    result = cloud.play(family.module, family.present, clock=clock)
    assert result.get("changed") and not result.get("failed"), result
    assert len(asked) >= 3 and clock.slept[:2]


def _the_port_is_closed(cloud: Cloud, proxy: Proxy, act: Act, ends: str) -> None:
    result, clock = at_the_write(cloud, proxy, act, Fault(ends=ends), before=True, after={2: proxy.open})
    assert result.get("changed") and not result.get("failed"), result
    assert len(clock.slept) >= 2 and len(writes(proxy)) == 1, "nothing arrived before"


@pytest.mark.case("N02")
def test_the_port_is_closed_when_a_put_is_due(cloud: Cloud, proxy: Proxy, family: Family) -> None:
    _the_port_is_closed(cloud, proxy, making(family), "leave")


@pytest.mark.case("N02")
def test_the_port_is_closed_when_a_post_is_due(cloud: Cloud, proxy: Proxy, act: Act) -> None:
    _the_port_is_closed(cloud, proxy, act, "leave")


@pytest.mark.case("N02")
def test_the_port_stays_closed(cloud: Cloud, proxy: Proxy, family: Family) -> None:
    proxy.close()
    result = failed(cloud.play(family.module, family.present, clock=Meeting(cloud, proxy)), "cannot connect to 127")
    assert (result["changed"], result["outcome"], result["attempts"]) == (False, "none", 5)


@pytest.mark.case("N03")
def test_nobody_answers_when_a_put_is_due(
    cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "CONNECT_SECONDS", 1)
    _the_port_is_closed(cloud, proxy, making(family), "swallow")


@pytest.mark.case("N03")
def test_nobody_answers_when_a_post_is_due(
    cloud: Cloud, proxy: Proxy, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "CONNECT_SECONDS", 1)
    _the_port_is_closed(cloud, proxy, act, "swallow")


@pytest.mark.case("N03")
def test_silence_ends_at_the_deadline(
    cloud: Cloud, proxy: Proxy, family: Family, figure: Callable[[str, float], None]
) -> None:
    assert wire.CONNECT_SECONDS == 10
    proxy.refuse(silently=True)
    result = timed(figure, cloud, making(family), 1)
    failed(result, r"no connection to 127\.0\.0\.1 within (1|0\.\d+) s")
    assert (result["changed"], result["outcome"]) == (False, "none")


@pytest.mark.case("N03")
def test_silence_in_place_of_tls_ends_at_the_deadline(
    cloud: Cloud, proxy: Proxy, family: Family, figure: Callable[[str, float], None]
) -> None:
    proxy.meets = ["silence"] * 9
    result = timed(figure, cloud, making(family), 1)
    failed(result, r"no connection to 127\.0\.0\.1 within")
    assert (result["changed"], result["outcome"]) == (False, "none") and not proxy.received


def _the_connection_breaks(cloud: Cloud, proxy: Proxy, act: Act, fate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if fate == "silence":
        monkeypatch.setattr(wire, "CONNECT_SECONDS", 1)
    result, clock = at_the_write(cloud, proxy, act, Fault(ends="close", then=(fate, fate)), before=True)
    assert result.get("changed") and not result.get("failed"), result
    assert not proxy.meets, "it met both"
    assert len(writes(proxy)) == 1 and len(clock.slept) >= 2
    gc.collect()  # here, where it may be told what was left to it


@pytest.mark.case("N04")
@pytest.mark.spread
@leaking
def test_the_connection_breaks_before_a_put(
    fate: str, cloud: Cloud, proxy: Proxy, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    _the_connection_breaks(cloud, proxy, making(family), fate, monkeypatch)


@pytest.mark.case("N04")
@leaking
def test_the_connection_breaks_before_a_post(
    fate: str, cloud: Cloud, proxy: Proxy, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    _the_connection_breaks(cloud, proxy, act, fate, monkeypatch)


@pytest.mark.case("N19")
@pytest.mark.spread
@pytest.mark.parametrize("how", ["refused", "silent"])
def test_the_first_address_is_broken(
    how: str, cloud: Cloud, proxy: Proxy, family: Family, everything: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnished(cloud, making(family))
    proxy.anew()
    if not everything or family != COMPUTE:
        monkeypatch.setattr(wire, "CONNECT_SECONDS", 4)
    # An address where nothing listens; or, for want of a network that swallows, a listener whose queue is full.
    first = "::1"
    monkeypatch.setenv("AZURE_CLOUD_ENVIRONMENT", proxy.url.replace("127.0.0.1", "localhost"))
    asked = resolving(monkeypatch, "localhost", [first, "127.0.0.1"])
    with ExitStack() as stack:
        if how == "silent":
            listener, *fillers = (stack.enter_context(socket.socket(socket.AF_INET6)) for _place in range(3))
            listener.bind((first, proxy.port))
            listener.listen(0)
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex((first, proxy.port))
        clock = Meeting(cloud, proxy)
        began = time.monotonic()
        result = cloud.play(family.reader[0], family.reading, clock=clock)
        assert time.monotonic() - began < 10 * proxy.connections
    assert not result.get("failed") and asked, result
    assert not clock.slept, "the second address took the same attempt"
