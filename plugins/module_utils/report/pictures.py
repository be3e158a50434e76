# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of a report: SVG as text, drawn here so that the page needs no library. Pure.

Every text goes through :func:`escaped`. Colours are classes, so that the style sheet chooses them for light, dark and
paper.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

# A circle of this radius is 100 long, so that a share in percent is a length.
RADIUS = 100 / (2 * math.pi)
# How many resources of a type are shown by their names; of more each is a square.
MOST_NAMED = 8
SIDE, STEP = 10, 13
LANE, PILL = 34, 26


def escaped(text: Any) -> str:
    """``text`` as it may stand in an element or in an attribute."""
    return escape(str(text), quote=True)


def cut(text: str, most: int) -> str:
    """``text``, shortened to ``most`` characters."""
    return text if len(text) <= most else text[: most - 1] + "\u2026"


def donut(parts: Sequence[tuple[str, float]], middle: str, label: str) -> str:
    """Shares of a whole. :param parts: (class, number) pairs.   :param middle: the text in it."""
    whole = sum(number for _tone, number in parts)
    drawn, begun = [], 25.0
    for tone, number in parts:
        share = 100 * number / whole if whole else 0
        if share:
            drawn.append(
                f'<circle class="arc {tone}" r="{RADIUS:.3f}" cx="21" cy="21" '
                f'stroke-dasharray="{share:.2f} {100 - share:.2f}" stroke-dashoffset="{begun:.2f}"/>'
            )
        begun -= share
    return (
        f'<svg class="donut" viewBox="0 0 42 42" role="img" aria-label="{escaped(label)}">'
        f'<circle class="track" r="{RADIUS:.3f}" cx="21" cy="21"/>{"".join(drawn)}'
        f'<text x="21" y="23.6" text-anchor="middle">{escaped(middle)}</text></svg>'
    )


def spark(values: Sequence[float], label: str) -> str:
    """The course of a metric; one value is a dot."""
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    wide = 112 / max(1, len(values) - 1)
    points = [(4 + wide * place, 26 - 22 * (value - low) / spread) for place, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<svg class="spark" viewBox="0 0 120 30" role="img" aria-label="{escaped(label)}">'
        f'<polyline points="{line}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/></svg>'
    )


def traffic(shares: Sequence[tuple[str, float]], label: str) -> str:
    """One bar, each deployment a part of it. :param shares: (class, percent) pairs."""
    drawn, at = [], 0.0
    for series, percent in shares:
        drawn.append(f'<rect class="{series}" x="{at:g}" y="0" width="{max(0.0, percent - 0.4):g}" height="6"/>')
        at += percent
    return (
        f'<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{escaped(label)}">'
        f'<rect class="track" x="0" y="0" width="100" height="6"/>{"".join(drawn)}</svg>'
    )


@dataclass(frozen=True)
class Space:
    """How wide a map is, in its own units, where its lanes begin, and how wide a name is."""

    name: str
    width: int
    lane: int
    pill: int
    titles: bool


WIDE = Space("wide", 1080, 250, 160, True)
NARROW = Space("narrow", 340, 24, 150, False)


def estate_map(space: Space, workspace: Mapping[str, Any], resources: Sequence[Mapping[str, Any]]) -> str:
    """Subscription, resource group, workspace, and below it one lane for each type with a mark for each resource."""
    above = [
        ("Subscription", workspace["subscription_id"]),
        ("Resource group", workspace["resource_group"]),
        ("Workspace", workspace["name"]),
    ]
    drawn, bottom = _crumbs(space, above)
    trunk = bottom
    lanes: dict[str, list[Mapping[str, Any]]] = {}
    for row in resources:
        if row["type"] != "workspace":
            lanes.setdefault(row["type"], []).append(row)
    turns = []
    y = bottom + 16
    for noun, rows in sorted(lanes.items()):
        turns.append(f"M10 {trunk}V{y + 13}H{22 if space.lane > 100 else 18}")
        drawn.append(f'<text class="lane" x="28" y="{y + 17}">{escaped(plain(noun))}')
        drawn.append(f' <tspan class="soft">{len(rows):,}</tspan></text>')
        top = y if space.lane > 100 else y + LANE - 8
        marks, y = _named(space, rows, top) if len(rows) <= MOST_NAMED else _squares(space, rows, top)
        drawn += marks
        y += 10
    label = f"Map of the workspace: {len(resources) - 1} resources of {len(lanes)} types"
    return (
        f'<svg class="map {space.name}" viewBox="0 0 {space.width} {max(y, bottom) + 4}" role="img" '
        f'aria-label="{label}"><path class="edge" d="{"".join(turns)}"/>{"".join(drawn)}</svg>'
    )


def plain(word: str) -> str:
    """A noun as people write it."""
    return word.replace("_", " ")


def _crumbs(space: Space, above: Sequence[tuple[str, str]]) -> tuple[list[str], int]:
    """The boxes of what the workspace lives in, and how far down they go."""
    drawn = []
    side_by_side = space.lane > 100
    for place, (what, name) in enumerate(above):
        x, y = (place * 360, 0) if side_by_side else (0, place * 60)
        wide = 330 if side_by_side else space.width - 2
        last = " own" if place == len(above) - 1 else ""
        drawn.append(f'<rect class="box{last}" x="{x + 1}" y="{y + 1}" width="{wide}" height="46" rx="8"/>')
        drawn.append(f'<text class="soft" x="{x + 14}" y="{y + 19}">{what}</text>')
        drawn.append(
            f'<text class="{last and "strong"}" x="{x + 14}" y="{y + 37}">{escaped(cut(str(name), 38))}</text>'
        )
        if place:
            edge = f"M{x - 28} 24H{x}" if side_by_side else f"M20 {y - 12}V{y}"
            drawn.append(f'<path class="edge" d="{edge}"/>')
    if side_by_side:
        # From the workspace back to where the lanes begin.
        drawn.append(f'<path class="edge" d="M{2 * 360 + 20} 48V62H10V66"/>')
        return drawn, 66
    return drawn, 168


def _mark(row: Mapping[str, Any]) -> str:
    moves = row["change"] not in ("", "none", "undeclared")
    return f"{row['tone']} moves" if moves else str(row["tone"])


def _named(space: Space, rows: Sequence[Mapping[str, Any]], top: int) -> tuple[list[str], int]:
    per = max(1, (space.width - space.lane) // (space.pill + 8))
    drawn = []
    for place, row in enumerate(rows):
        x = space.lane + (place % per) * (space.pill + 8)
        y = top + (place // per) * (PILL + 8)
        told = f"<title>{escaped(row['name'])}: {escaped(row['state'] or 'there')}</title>"
        drawn.append(f'<g class="{_mark(row)}">{told}<rect class="pill" x="{x}" y="{y}" ')
        drawn.append(f'width="{space.pill}" height="{PILL}" rx="13"/><circle cx="{x + 14}" cy="{y + 13}" r="4"/>')
        drawn.append(f'<text x="{x + 25}" y="{y + 17}">{escaped(cut(row["name"], space.pill // 8))}</text></g>')
    return drawn, top + math.ceil(len(rows) / per) * (PILL + 8) - 8


def _squares(space: Space, rows: Sequence[Mapping[str, Any]], top: int) -> tuple[list[str], int]:
    per = (space.width - space.lane) // STEP
    drawn: list[str] = []
    paths: dict[str, list[str]] = {}
    for place, row in enumerate(rows):
        x, y = space.lane + (place % per) * STEP, top + 8 + (place // per) * STEP
        if space.titles:
            told = f"<title>{escaped(row['name'])}: {escaped(row['state'] or 'there')}</title>"
            drawn.append(f'<path class="{_mark(row)}" d="M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z">{told}</path>')
        else:
            paths.setdefault(_mark(row), []).append(f"M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z")
    drawn += [f'<path class="{tone}" d="{"".join(parts)}"/>' for tone, parts in paths.items()]
    return drawn, top + 8 + math.ceil(len(rows) / per) * STEP
