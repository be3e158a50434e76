# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A POST that may have taken effect is never sent again, whatever happens to which request (G4, rule R2)."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import session
from tests.unit.doubles import VirtualClock

from ..cloud import Cloud
from ..proxy import CLOSED_AFTERWARDS, LOST, LOST_ANSWER, Fault, Proxy, cut, instead
from .meeting import POSTS, Act, Meeting, furnished, is_write, writes
from .replay import HARMLESS, Recorder, Replay, draw, recorder

SEED = 20261125
MANY, FEW = 10_000, 300
# Through real sockets, of those.
MANY_REAL, FEW_REAL = 300, 20


def _unsafe(method: str, url: str) -> bool:
    return method == "POST" and "/oauth2/" not in url


@pytest.fixture
def tapes(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> dict[str, type[Recorder]]:
    """What each task is answered without a fault."""
    monkeypatch.setenv("AML_TOKEN_CACHE", "false")
    found: dict[str, type[Recorder]] = {}
    for act in POSTS:
        furnished(cloud, act)
        found[act.name] = recorder()
        with monkeypatch.context() as patch:
            patch.setattr(session, "Exchange", found[act.name])
            result = act.play(cloud, None)
        assert result["changed"] and not result.get("failed"), result
    return found


def test_no_post_is_repeated_in_random_faults(
    tapes: dict[str, type[Recorder]],
    cloud: Cloud,
    everything: bool,
    figure: Callable[[str, float], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(SEED)
    tried = repeats = lost = 0
    wanted = MANY - MANY_REAL if everything else FEW - FEW_REAL
    while tried < wanted:
        act = POSTS[tried % len(POSTS)]
        sound = tapes[act.name]
        (post,) = (nth for nth, one in enumerate(sound.order) if _unsafe(*one.split()))
        network = Replay(sound.tape, draw(chance, len(sound.order), post), _unsafe)
        monkeypatch.setattr(session, "Exchange", network)
        random.seed(tried)
        result = act.play(cloud, VirtualClock())
        assert network.repeats == 0, (act.name, network.met, network.posts, result)
        unsure = [met for met in network.posts if met and met not in HARMLESS]
        if unsure:
            lost += 1
            # It says so: what may have taken effect was not "nothing".
            assert not result.get("failed") or (result["changed"] and result["outcome"] != "none"), (
                network.met,
                result,
            )
        repeats += network.repeats
        tried += 1
    assert lost > wanted / 4, "the faults hit the POST itself"
    figure("unsafe.faults", tried)
    figure("unsafe.repeats", repeats)


REAL = (
    LOST,
    LOST_ANSWER,
    CLOSED_AFTERWARDS,
    cut(0.5),
    cut(0.0, ends="reset"),
    Fault(says=lambda answer: (), ends="garble"),
    Fault(says=lambda answer: (), ends="close"),
    Fault(passed_on=False, says=lambda answer: (), ends="close"),
    Fault(says=lambda answer: [answer.head()[:30]], ends="close"),
    Fault(ends="close", then=("reset after TLS",)),
    Fault(ends="close", then=("reset", "close")),
    Fault(says=lambda answer: (), ends="reset", then=("reset after TLS",)),
    instead(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
    instead(b"HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\noops", passed_on=False),
    instead(b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"),
    instead(b"this is no HTTP\r\n\r\n"),
)


@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
def test_no_post_is_repeated_through_real_sockets(
    cloud: Cloud, proxy: Proxy, everything: bool, figure: Callable[[str, float], None]
) -> None:
    chance = random.Random(SEED)
    acts: tuple[Act, ...] = POSTS if everything else POSTS[:2]
    tried = struck = 0
    wanted = MANY_REAL if everything else FEW_REAL
    while tried < wanted:
        act = acts[tried % len(acts)]
        furnished(cloud, act)
        proxy.anew()
        cloud.forget()
        on_the_post = chance.random() < 0.6
        for _fault in range(chance.choice((1, 1, 2))):
            fault = chance.choice(REAL)
            if on_the_post:
                proxy.on("POST", "/workspaces/ws/|/models", fault, times=chance.choice((1, 0)))
            else:
                proxy.on("", "", fault, nth=chance.randrange(1, 9), times=chance.choice((1, 2, 3)))
        random.seed(tried)
        result = act.play(cloud, Meeting(cloud, proxy))
        assert len(writes(proxy)) <= 1 and len(cloud.writes()) <= 1, (act.name, writes(proxy), result)
        struck += any(is_write(one) for one in proxy.seen) and proxy.struck is not None
        tried += 1
    assert struck > wanted / 3
    gc.collect()  # what a reset in the middle of a handshake left to it
    figure("unsafe.faults", tried)
    figure("unsafe.repeats", 0)
