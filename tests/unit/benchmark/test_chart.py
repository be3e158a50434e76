# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar chart of the benchmark: whole, to scale, and readable on either background."""

from __future__ import annotations

from xml.etree import ElementTree

import chart
import pytest

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    {"work": "a work", "subject": "them & <theirs>", "latency_ms": 0, "median_s": 100.0, "extrapolated": True},
    {"work": "a work", "subject": "ours", "latency_ms": 0, "median_s": 0.1},
    {"work": "a work", "subject": "ours", "latency_ms": 30, "median_s": 5.0},
    {"work": "a work", "subject": "nobody", "latency_ms": None, "median_s": None},
    {"work": "a work", "subject": "noise", "latency_ms": 0, "median_s": -0.002},
    {"work": "another", "subject": "ours", "latency_ms": 0, "median_s": 10.0},
    {"work": "not shown", "subject": "ours", "latency_ms": 0, "median_s": 1.0},
]


def drawn() -> ElementTree.Element:
    return ElementTree.fromstring(chart.chart(ROWS, ["a work", "another", "never measured"], ["ours"]))


def test_each_row_with_a_duration_has_one_bar() -> None:
    bars = drawn().findall(f"{SVG}rect")
    assert [drawing.get("class") for drawing in bars] == ["ours", "peer line", "ours"]


def test_the_scale_is_logarithmic_and_the_same_in_every_panel() -> None:
    tenth, hundred, ten = (float(drawing.get("width", "")) for drawing in drawn().findall(f"{SVG}rect"))
    room = chart.WIDTH - chart.LABELS - chart.VALUES
    # From 0.1 s to 100 s are three decades. A bar at the lower end is still seen.
    assert (tenth, hundred) == (1, room) and ten == pytest.approx(room * 2 / 3, abs=0.1)


def test_texts_say_who_what_and_how_long() -> None:
    texts = [text.text for text in drawn().findall(f"{SVG}text")]
    assert {"0.1 s", "1 s", "10 s", "100 s"} <= set(texts)
    assert {"a work", "another", "ours", "them & <theirs>", "0.10 s", "1.7 min", "10 s"} <= set(texts)
    assert not {"nobody", "noise", "not shown", "never measured"} & set(texts)


def test_the_texts_change_colour_with_the_background() -> None:
    style = drawn().findtext(f"{SVG}style", "")
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    assert "text { font" in light and "fill: #1f2328" in light and "text { fill: #f0f6fc; }" in dark


def test_everything_lies_inside_the_picture() -> None:
    picture = drawn()
    width, height = (float(word) for word in picture.get("viewBox", "").split()[2:])
    for drawing in picture.findall(f"{SVG}rect"):
        assert float(drawing.get("x", "")) + float(drawing.get("width", "")) <= width
        assert float(drawing.get("y", "")) + float(drawing.get("height", "")) <= height
    assert all(float(text.get("y", "")) <= height for text in picture.findall(f"{SVG}text"))


def test_a_run_without_figures_still_has_a_picture() -> None:
    assert ElementTree.fromstring(chart.chart([], ["a work"], [])).findall(f"{SVG}rect") == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0004, "0.4 ms"),
        (0.0352, "35 ms"),
        (0.0996, "0.10 s"),
        (1.419, "1.42 s"),
        (11.04, "11 s"),
        (99.6, "1.7 min"),
        (660, "11 min"),
        (5400, "1.5 h"),
    ],
)
def test_a_duration_is_told_as_people_say_it(value: float, text: str) -> None:
    assert chart.seconds(value) == text


def test_one_value_alone_has_a_whole_decade() -> None:
    assert chart.decades([1.0]) == (0, 1)
    assert chart.decades([0.03, 700]) == (-2, 3)
