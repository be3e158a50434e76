# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the report's page, as data for its script, and what its sections are made of. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .pictures import escaped, plain

ACTIONS = {
    "none": ("as declared", "ok"),
    "create": ("to create", "move"),
    "update": ("to change", "move"),
    "recreate": ("to recreate", "bad"),
    "delete": ("to delete", "bad"),
    "act": ("to start or stop", "move"),
    "fail": ("cannot be made", "bad"),
    "skip": ("waits for another", "busy"),
    "undeclared": ("not declared", "off"),
    "": ("", "none"),
}
SEVERITIES = {"high": "bad", "medium": "busy", "low": "off"}
#: The tables: title of the columns.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "drift": ("Type", "Name", "Plan", "Reasons"),
    "resources": ("Type", "Name", "State", "Details", "Created", "Plan"),
    "computes": ("Name", "Type", "Size", "State", "Nodes", "Range", "Idle", "Since", "Cost without use"),
    "findings": ("Severity", "Type", "Name", "Finding", "What to set"),
    "rules": ("Name", "Type", "Destination", "State"),
}
NAMES = {
    "summary": "Summary",
    "map": "Map",
    "drift": "Drift",
    "compute": "Compute",
    "endpoints": "Endpoints",
    "runs": "Runs",
    "network": "Network and identity",
    "findings": "Findings",
    "resources": "Resources",
    "made": "How this was made",
}


def when(text: str) -> str:
    """A moment as people read it, to the minute."""
    return text[:16].replace("T", " ")


def rows(data: Mapping[str, Any]) -> dict[str, list[list[Any]]]:
    """The cells of each table, as the script takes them."""
    drift = data["drift"] or {"resources": []}
    return {
        "drift": [
            [plain(r["type"]), r["name"], ACTIONS[r["action"]], "; ".join(r["reasons"])]
            for r in drift["resources"]
            if r["action"] != "none"
        ],
        "resources": [
            [
                plain(r["type"]),
                r["name"],
                (r["state"], r["tone"]),
                r["detail"],
                when(r["created"]),
                ACTIONS[r["change"]],
            ]
            for r in data["resources"]
        ],
        "computes": [
            [
                *(r["name"], r["kind"], r["size"], (r["state"], r["tone"])),
                *(r["nodes"], r["range"], r["idle"], when(r["since"]), r["note"]),
            ]
            for r in data["computes"]
        ],
        "findings": [
            [(r["severity"], SEVERITIES[r["severity"]]), plain(r["type"]), r["name"], r["title"], r["fix"]]
            for r in data["findings"]
        ],
        "rules": [
            [r["name"], r["kind"], r["destination"], (r["state"], r["tone"])] for r in data["network"]["outbound_rules"]
        ],
    }


def section(word: str, about: str, content: str) -> str:
    """One part of the page, under its name."""
    told = f"<p>{escaped(about)}</p>" if about else ""
    return (
        f'<section id="{word}" aria-labelledby="h-{word}"><h2 id="h-{word}">{NAMES[word]}</h2>{told}{content}</section>'
    )


def empty(text: str) -> str:
    """What is said where there is nothing to show."""
    return f'<p class="empty">{escaped(text)}</p>'


def table(word: str, rows: Mapping[str, Sequence[Any]]) -> str:
    """A table that the script fills, filters and sorts."""
    name = NAMES.get(word, plain(word))
    heads = "".join(f'<th scope="col"><button type="button">{title}</button></th>' for title in COLUMNS[word])
    if not rows[word]:
        return empty("Nothing.")
    return (
        f'<div class="tools"><label><span class="sr">Filter {name}</span>'
        f'<input type="search" id="t-{word}-filter" placeholder="Filter" autocomplete="off"></label>'
        f'<p id="t-{word}-count" role="status"></p></div>'
        f"<noscript>{empty('This table needs the script of this page, which asks nothing of the network.')}</noscript>"
        f'<table id="t-{word}" data-rows="{word}"><caption class="sr">{name}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody></tbody></table>"
    )


def chip(text: Any, tone: str) -> str:
    """A state, coloured by what it means; nothing where there is none."""
    return f'<span class="chip {tone}">{escaped(text)}</span>' if text else ""
