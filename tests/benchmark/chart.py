# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar chart of a run, as an SVG that reads well on a light and on a dark page. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

WIDTH, LABELS, VALUES = 860, 250, 80
BAR, GAP, HEAD, FOOT = 16, 8, 40, 34
STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 14px; }
.small { font-size: 11px; fill: #59636e; }
.grid { stroke: #d1d9e0; stroke-width: 1; }
.ours { fill: #0969da; }
.peer { fill: #8c959f; }
.line { fill-opacity: .35; stroke-width: 1; stroke-dasharray: 3 2; }
.ours.line { stroke: #0969da; }
.peer.line { stroke: #8c959f; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .small { fill: #9198a1; }
  .grid { stroke: #3d444d; }
  .ours { fill: #4493f8; }
  .ours.line { stroke: #4493f8; }
}"""


def decades(values: Iterable[float]) -> tuple[int, int]:
    """Return the powers of ten between which all values lie; at least one decade. Raises ValueError for none."""
    found = list(values)
    low = math.floor(math.log10(min(found)))
    return low, max(math.ceil(math.log10(max(found))), low + 1)


def seconds(value: float) -> str:
    """Return a duration as people say it: ``35 ms``, ``1.42 s``, ``11 min``, ``1.5 h``."""
    if value < 0.0995:
        return f"{value * 1000:.2g} ms" if value < 0.00995 else f"{value * 1000:.0f} ms"
    if value < 99.5:
        return f"{value:.2f} s" if value < 9.95 else f"{value:.0f} s"
    if value < 5400:
        return f"{value / 60:.1f} min" if value < 597 else f"{value / 60:.0f} min"
    return f"{value / 3600:.1f} h"


def chart(rows: Sequence[dict[str, Any]], works: Iterable[str], ours: Iterable[str], latency_ms: int = 0) -> str:
    """Return the chart: one panel for each of ``works``, one bar for each subject, all on one logarithmic scale.

    A bar with a dashed edge is extrapolated. Rows without a duration, or with none above zero, have no bar.
    """
    own, parts, top = frozenset(ours), [], 34
    drawn = [row for row in rows if row["latency_ms"] == latency_ms and (row["median_s"] or 0) > 0]
    panels = [(work, [row for row in drawn if row["work"] == work]) for work in works]
    panels = [(work, bars) for work, bars in panels if bars]
    if panels:
        scale = decades(row["median_s"] for _work, bars in panels for row in bars)
        for work, bars in panels:
            drawing, height = _panel(work, sorted(bars, key=lambda row: row["median_s"]), own, scale, top)
            parts += drawing
            top += height
    late = f"every answer {latency_ms} ms late" if latency_ms else "no network latency"
    legend = f"Medians of one run side by side, {late}. Shorter is better; the scale is logarithmic."
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 8}" role="img"'
            ' aria-label="Benchmark of mlops.azureml against other clients">',
            f"<style>\n{STYLE}\n</style>",
            f'<text class="small" x="12" y="20">{escape(legend)} Dashed: extrapolated from fewer tasks.</text>',
            *parts,
            "</svg>\n",
        ]
    )


def _panel(
    work: str, bars: Sequence[dict[str, Any]], ours: frozenset[str], scale: tuple[int, int], top: int
) -> tuple[list[str], int]:
    """Return the elements of one panel and its height."""
    low, high = scale
    room = WIDTH - LABELS - VALUES

    def place(value: float) -> float:
        return LABELS + room * (math.log10(value) - low) / (high - low)

    bottom = top + HEAD + len(bars) * (BAR + GAP)
    parts = [f'<text class="title" x="12" y="{top + 22}">{escape(work)}</text>']
    for power in range(low, high + 1):
        x = place(10.0**power)
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="{top + HEAD - 6}" x2="{x:.1f}" y2="{bottom}"/>')
        label = f"{10**power:,} s" if power >= 0 else f"{10.0**power:.{-power}f} s"
        parts.append(f'<text class="small" x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">{label}</text>')
    for number, row in enumerate(bars):
        y = top + HEAD + number * (BAR + GAP)
        kind = ("ours" if row["subject"] in ours else "peer") + (" line" if row.get("extrapolated") else "")
        end = place(row["median_s"])
        base = f'y="{y + BAR - 4}"'
        parts += [
            f'<text x="{LABELS - 8}" {base} text-anchor="end">{escape(row["subject"])}</text>',
            f'<rect class="{kind}" x="{LABELS}" y="{y}" width="{max(end - LABELS, 1):.1f}" height="{BAR}" rx="2"/>',
            f'<text x="{end + 6:.1f}" {base}>{escape(seconds(row["median_s"]))}</text>',
        ]
    return parts, bottom - top + FOOT
