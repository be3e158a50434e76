# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which splits of its traffic an endpoint passes through, from what is there to what is wanted. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..compare import shares

#: The percentage of each deployment; one that gets nothing is not named.
Split = dict[str, int]


@dataclass(frozen=True)
class Course:
    """The way of one shift.

    :param origin: what the traffic goes back to when something fails.   :param left: the splits still to come, the
        wanted one last; none where it is there.   :param resumed: an earlier run ended on the way.
    """

    origin: Split
    left: tuple[Split, ...]
    resumed: bool = False


def course(current: Mapping[str, Any], wanted: Mapping[str, Any], steps: Sequence[Any], mark: str) -> Course:
    """What is left to do. A run that was ended on the way stands at one of the steps, and the mark that it left says
    where it began.

    :param steps: each a split, or how many percent of the way are done then.
    :param mark: as :func:`marked` made it; empty where there is none.
    """
    now, last = shares(current), shares(wanted)
    if now == last:
        return Course(now, ())
    began = read(mark)
    origin = now if began is None else began
    way = passing(origin, last, steps)
    if now in way:
        left = way[len(way) - way[::-1].index(now) :]
        return Course(origin, tuple(_without_repeats([*left, last])), resumed=True)
    return Course(now, tuple(_without_repeats([*passing(now, last, steps), last])))


def passing(origin: Split, wanted: Split, steps: Sequence[Any]) -> list[Split]:
    """The splits on the way. Where all or nothing has no traffic there is no part of the way."""
    parts = bool(origin) and bool(wanted)
    return [
        shares(step) if isinstance(step, Mapping) else _part(origin, wanted, int(step))
        for step in steps
        if parts or isinstance(step, Mapping)
    ]


def _part(origin: Split, wanted: Split, percent: int) -> Split:
    """The split after so many percent of the way, in whole percentages that are 100 in all."""
    exact = {
        name: origin.get(name, 0) * (100 - percent) + wanted.get(name, 0) * percent
        for name in sorted({*origin, *wanted})
    }
    found = {name: hundredths // 100 for name, hundredths in exact.items()}
    by_rest = sorted(exact, key=lambda name: -(exact[name] % 100))
    for name in by_rest[: 100 - sum(found.values())]:
        found[name] += 1
    return shares(found)


def _without_repeats(splits: Sequence[Split]) -> list[Split]:
    return [split for place, split in enumerate(splits) if not place or split != splits[place - 1]]


def marked(split: Split) -> str:
    """A split as the value of a tag. What has no traffic at all is ``none``."""
    return " ".join(f"{name}={share}" for name, share in sorted(split.items())) or "none"


def read(mark: str) -> Split | None:
    """The split that a mark says; None where it says none."""
    if mark == "none":
        return {}
    found: Split = {}
    for part in mark.split():
        name, _equals, share = part.partition("=")
        if not name or not share.isdigit():
            return None
        found[name] = int(share)
    return found if sum(found.values()) == 100 else None


def told(split: Mapping[str, int]) -> str:
    """A split for a sentence."""
    return ", ".join(f"{name} {share}" for name, share in sorted(split.items())) or "no traffic"
