# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report in a browser: it asks nobody, says nothing on the console, everybody can use it, and it filters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.report.looking import Seen
from ansible_collections.mlops.azureml.plugins.module_utils.report.page import page
from tests.unit import reported

SHOWN = '[...document.querySelectorAll("#t-resources tbody tr")].filter((row) => !row.hidden).length'
NAMES = '[...document.querySelectorAll("#t-resources td:nth-child(2)")].slice(0, 3).map((cell) => cell.textContent)'
WORKSPACES = {
    "empty": Seen(reported.workspace(), []),
    "some": reported.some(),
    "hostile": reported.hostile(),
    "large": reported.large(),
}
LOOKS = [{"width": width, "dark": dark} for width in (1280, 390) for dark in (False, True)]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report of each of the workspaces."""
    place = tmp_path_factory.mktemp("pages")
    for name, seen in WORKSPACES.items():
        (place / f"{name}.html").write_text(page(reported.data(seen), reported.MADE), encoding="utf-8")
    return {name: place / f"{name}.html" for name in WORKSPACES}


@pytest.fixture(scope="session")
def looked(chromium: Any, pages: dict[str, Path]) -> dict[str, list[dict[str, Any]]]:
    """What is seen of each page, wide and narrow, light and dark. Of the large one accessibility is looked at once."""
    visits = [
        (name, {**look, "url": path.as_uri(), "axe": name != "large" or look == LOOKS[0]})
        for name, path in pages.items()
        for look in LOOKS
    ]
    seen = chromium.visit(*(visit for _name, visit in visits))
    found: dict[str, list[dict[str, Any]]] = {}
    for (name, visit), told in zip(visits, seen, strict=True):
        found.setdefault(name, []).append({**told, "look": visit, "own": visit["url"]})
    return found


@pytest.mark.parametrize("name", WORKSPACES)
def test_it_asks_nobody_and_complains_of_nothing(looked: Any, name: str) -> None:
    for seen in looked[name]:
        assert [line for line in seen["requests"] if line != f"GET {seen['own']}" and " data:" not in line] == []
        assert seen["console"] == []


@pytest.mark.parametrize("name", WORKSPACES)
def test_everybody_can_use_it(looked: Any, name: str) -> None:
    for seen in looked[name]:
        assert seen.get("axe", []) == [], seen["look"]


@pytest.mark.parametrize("name", WORKSPACES)
def test_nothing_is_wider_than_the_screen(looked: Any, name: str) -> None:
    for seen in looked[name]:
        assert seen["wide"] <= seen["look"]["width"], seen["look"]


def test_figures(looked: Any, pages: dict[str, Path], figure: Any) -> None:
    every = [seen for told in looked.values() for seen in told]
    out = [line for seen in every for line in seen["requests"] if not line.startswith(("GET file:", "GET data:"))]
    size = pages["large"].stat().st_size
    figure("requests_out", len(out))
    figure("axe", sum(len(seen.get("axe", [])) for seen in every))
    figure("console", sum(len(seen["console"]) for seen in every))
    figure("bytes", size)
    assert size < 1_000_000 and len(WORKSPACES["large"].resources) == 1999


def test_it_filters_and_sorts(chromium: Any, pages: dict[str, Path]) -> None:
    steps = [
        ["value", SHOWN],
        ["fill", "#t-resources-filter", "churn FAILED"],
        ["value", SHOWN],
        ["value", 'document.getElementById("t-resources-count").textContent'],
        ["fill", "#t-resources-filter", "no such thing"],
        ["value", SHOWN],
        ["fill", "#t-resources-filter", ""],
        ["click", "#t-resources th:nth-child(2) button"],
        ["value", NAMES],
        ["press", "#t-resources th:nth-child(2) button", "Enter"],
        ["value", NAMES],
        ["value", 'document.querySelector("#t-resources th:nth-child(2)").getAttribute("aria-sort")'],
    ]
    (seen,) = chromium.visit({"url": pages["large"].as_uri(), "width": 1280, "steps": steps})
    everything, failed, told, nothing, first, last, how = seen["values"]
    jobs = [one for one in WORKSPACES["large"].resources if one.body["properties"].get("status") == "Failed"]
    assert (everything, failed, nothing) == (2000, len(jobs), 0)
    assert told == f"{len(jobs)} of 2,000"
    assert first[:1] == ["churn-region-00000"] and last[:1] == ["train-churn-nightly-00998"] and how == "descending"
    assert seen["console"] == []


def test_hostile_names_are_text(chromium: Any, pages: dict[str, Path]) -> None:
    steps = [
        ["value", 'document.querySelectorAll("script, img, iframe").length'],
        ["value", '[...document.querySelectorAll("#t-resources td")].map((cell) => cell.textContent)'],
        ["value", 'document.querySelector("h1").textContent'],
    ]
    (seen,) = chromium.visit({"url": pages["hostile"].as_uri(), "width": 1280, "steps": steps})
    elements, cells, heading = seen["values"]
    assert (elements, heading) == (2, "ml-prod") and "<script>alert(1)</script>" in cells and seen["console"] == []


def test_without_a_script_it_says_what_is_missing(chromium: Any, pages: dict[str, Path]) -> None:
    (seen,) = chromium.visit({"url": pages["some"].as_uri(), "width": 1280, "script": False})
    assert seen["console"] == []


def test_it_prints(chromium: Any, pages: dict[str, Path]) -> None:
    (seen,) = chromium.visit({"url": pages["some"].as_uri(), "width": 1280, "print": True})
    assert seen["pages"] > 20_000 and seen["console"] == []
