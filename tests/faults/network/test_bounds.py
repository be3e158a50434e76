# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer that would fill the memory is left where it is (N12, N13)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ..cloud import Cloud
from ..families import Family
from ..proxy import Answer, Fault, Proxy
from .meeting import Act, changing, failed, furnished, making, writes

ROOT = Path(__file__).resolve().parents[3]
MIB = 1024 * 1024
GIB = 1024 * MIB
# The limit of an answer, once more what sockets and TLS may hold of it, and as much as the catalogue allows.
MOST_SENT = 48 * MIB
MOST_MB = 100.0

Play = Callable[[str, dict[str, Any]], dict[str, Any]]
Says = Callable[[Answer], Iterator[bytes]]


def plain(answer: Answer) -> Iterator[bytes]:
    """A body of 1 GiB that says so."""
    yield answer.head(GIB)
    for _piece in range(GIB // MIB):
        yield b" " * MIB


def endless(answer: Answer) -> Iterator[bytes]:
    """A body of 1 GiB that does not say how long it is."""
    yield answer.head(-1)
    for _piece in range(GIB // MIB):
        yield b" " * MIB


def chunked(answer: Answer) -> Iterator[bytes]:
    """The same in chunks."""
    yield answer.having(transfer_encoding="chunked").head(-1)
    for _piece in range(GIB // MIB):
        yield b"100000\r\n" + b" " * MIB + b"\r\n"


def bomb(encoding: str, wbits: int, layers: int = 1) -> Says:
    """1 GiB of blanks, packed: one MiB of them is packed once, and its bytes are sent a thousand times."""

    def says(answer: Answer) -> Iterator[bytes]:
        packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
        first, block = (packer.compress(b" " * MIB) + packer.flush(zlib.Z_FULL_FLUSH) for _time in range(2))
        pieces = [first, *[block] * (GIB // MIB - 1)]
        for _layer in range(layers - 1):
            outer = zlib.compressobj(9, zlib.DEFLATED, wbits)
            pieces = [outer.compress(b"".join(pieces)), outer.flush()]
        yield answer.having(content_encoding=encoding).head(-1)
        yield from pieces

    return says


def saying_nothing(answer: Answer) -> Iterator[bytes]:
    """Gzip data without an end that hold nothing: empty blocks."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    yield answer.having(content_encoding="gzip").head(-1)
    yield packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    for _piece in range(GIB // MIB):
        yield b"\x00\x00\x00\xff\xff" * (MIB // 5)


LARGE = {"1 GiB": plain, "1 GiB without a length": endless, "1 GiB in chunks": chunked}
PACKED = {
    "gzip": bomb("gzip", 31),
    "deflate": bomb("deflate", 15),
    "br": bomb("br", 15),
    "gzip twice": bomb("gzip, gzip", 31, layers=2),
    "gzip and deflate": bomb("gzip, deflate", 15),
    "unknown": bomb("x-unheard-of", 31),
    "nothing": saying_nothing,
}


@pytest.fixture(scope="module")
def play() -> Iterator[Callable[[], Play]]:
    """Runs a task in a process of its own; that is started when it is first asked, with the environment as it is."""
    started: list[subprocess.Popen[str]] = []

    def task(module: str, options: dict[str, Any]) -> dict[str, Any]:
        if not started:
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": "/tmp"}
            command = [sys.executable, "-m", "tests.faults.network.measured"]
            started.append(
                subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
                )
            )
        (process,) = started
        print(json.dumps([module, options]), file=process.stdin, flush=True)
        line = process.stdout.readline()
        assert line, "the process has died"
        return json.loads(line)

    yield task
    for process in started:
        process.stdin.close()
        process.wait(timeout=20)
        process.stdout.close()


def _measured(play: Play, act: Act, figure: Callable[[str, float], None]) -> dict[str, Any]:
    told = play(act.module, {**act.options})
    figure("hostile_answer_mb", round(told["mb"], 1))
    assert told["mb"] < MOST_MB, told
    return told["result"]


def _a_read(
    play: Play, cloud: Cloud, proxy: Proxy, family: Family, figure: Callable[[str, float], None], says: Says
) -> dict[str, Any]:
    act = changing(family)
    furnished(cloud, act)
    proxy.anew()
    pattern = f"/{family.path.rpartition('/')[0]}"
    proxy.on("GET", pattern, Fault(says=says, ends="close"), times=0)
    result = failed(_measured(play, act, figure))
    assert (result["changed"], result["outcome"]) == (False, "none") and not writes(proxy)
    assert proxy.sent < MOST_SENT, f"{proxy.sent / MIB:.0f} MiB were taken"
    return {**result, "asked": len(proxy.asked("GET", pattern))}


def _a_write(play: Play, cloud: Cloud, proxy: Proxy, family: Family, figure: Any, says: Says) -> None:
    act = making(family)
    furnished(cloud, act)
    proxy.anew()
    proxy.on("PUT", "/workspaces/|/registries/", Fault(says=says, ends="close"))
    result = _measured(
        play, Act(act.kind, act.name, act.before, act.module, {**act.options, "wait_timeout": 60}), figure
    )
    assert result.get("changed") and not result.get("failed"), result
    assert len(writes(proxy)) == 1 and proxy.sent < MOST_SENT


@pytest.mark.case("N12")
@pytest.mark.spread
@pytest.mark.parametrize("says", LARGE.values(), ids=LARGE)
def test_a_large_answer(
    says: Says, play: Play, cloud: Cloud, proxy: Proxy, family: Family, figure: Callable[[str, float], None]
) -> None:
    result = _a_read(play, cloud, proxy, family, figure, says)
    assert "more than 32 MiB" in result["msg"] and result["asked"] == 1, result


@pytest.mark.case("N13")
@pytest.mark.spread
@pytest.mark.parametrize("says", PACKED.values(), ids=PACKED)
def test_a_packed_answer(
    says: Says, play: Play, cloud: Cloud, proxy: Proxy, family: Family, figure: Callable[[str, float], None]
) -> None:
    result = _a_read(play, cloud, proxy, family, figure, says)
    assert result["asked"] == 1 and ("more than 32 MiB" in result["msg"] or "content encoding" in result["msg"]), result


@pytest.mark.case("N13")
def test_an_answer_packed_twice_and_told_once(
    play: Play, cloud: Cloud, proxy: Proxy, family: Family, figure: Callable[[str, float], None]
) -> None:
    """One layer is taken off; what is below it is no JSON."""
    result = _a_read(play, cloud, proxy, family, figure, bomb("gzip", 31, layers=2))
    assert result["asked"] == 1 and "malformed JSON" in result["msg"], result


@pytest.mark.case("N12")
def test_a_large_answer_to_a_write(
    play: Play, cloud: Cloud, proxy: Proxy, family: Family, figure: Callable[[str, float], None]
) -> None:
    """What cannot be taken tells nothing, so the resource is looked at."""
    cloud.config(operation_seconds={"default": 0})
    _a_write(play, cloud, proxy, family, figure, plain)


@pytest.mark.case("N13")
def test_a_packed_answer_to_a_write(
    play: Play, cloud: Cloud, proxy: Proxy, family: Family, figure: Callable[[str, float], None]
) -> None:
    cloud.config(operation_seconds={"default": 0})
    _a_write(play, cloud, proxy, family, figure, bomb("gzip", 31))
