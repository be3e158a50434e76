# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sections of the report's page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from . import pictures
from .pictures import cut, escaped, plain
from .tables import chip, empty, section, table, when


def sections(data: Mapping[str, Any], made: Mapping[str, Any], rows: Mapping[str, Sequence[Any]]) -> Sequence[str]:
    """All of them, in their order."""
    resources = data["resources"]
    return (
        f'<div id="summary">{_cards(data["summary"])}</div>',
        section("map", "Each mark is a resource, coloured by its state.", _key(data) + _maps(data)),
        _drift(data, rows),
        section(
            "compute",
            "What runs, and what it costs while nobody uses it.",
            table("computes", rows) if data["computes"] else empty("There is no compute in this workspace."),
        ),
        section("endpoints", "", _endpoints(data["endpoints"])),
        section("runs", f"The last {len(data['runs'])} jobs, the newest first." if data["runs"] else "", _runs(data)),
        section("network", "", _network(data, rows)),
        section(
            "findings",
            "Where this workspace is not as Microsoft's security baseline for Azure Machine Learning wants it.",
            (table("findings", rows) if rows["findings"] else empty("Nothing was found against the baseline."))
            + _rules(data["rules"]),
        ),
        section("resources", f"{len(resources):,} in all.", table("resources", rows)),
        section("made", "", _made(data, made)),
    )


def _card(word: str, title: str, number: str, about: str, picture: str = "") -> str:
    return (
        f'<div class="card"><div><a class="over" href="#{word}">{title}</a><b>{escaped(number)}</b>'
        f"<small>{escaped(about)}</small></div>{picture}</div>"
    )


def _cards(summary: Mapping[str, Any]) -> str:
    tones, broken = summary["tones"], summary["findings"]
    states = [(word, tones.get(word, 0)) for word in ("ok", "busy", "bad", "off", "none")]
    told = ", ".join(
        f"{count} {name}"
        for name, count in (("failed", tones.get("bad", 0)), ("under way", tones.get("busy", 0)))
        if count
    )
    found = ", ".join(f"{count} {word}" for word, count in broken.items() if count)
    cards = [
        _card(
            "resources",
            "Resources",
            f"{summary['resources']:,}",
            told or f"of {len(summary['types'])} types, none failed",
            pictures.donut(states, "", "Resources by state: " + (told or "none failed")),
        )
    ]
    if summary["declared"] is None:
        cards.append(_card("drift", "Drift", "\u2013", "nothing was declared to compare with"))
    else:
        share = f"{100 * summary['as_declared'] // max(1, summary['declared'])} %"
        parts = [("ok", summary["as_declared"]), ("move", summary["drifted"])]
        more = f", {summary['undeclared']} not declared" if summary["undeclared"] else ""
        about = f"of {summary['declared']} declared resources{more}"
        cards.append(_card("drift", "Drift", f"{summary['drifted']}", about, pictures.donut(parts, share, share)))
    idle = f"{summary['idle_nodes']} idle, {summary['always_on_nodes']} that never stop"
    cards.append(_card("compute", "Nodes that run", str(summary["nodes"]), idle))
    parts = [("bad", broken["high"]), ("busy", broken["medium"]), ("off", broken["low"])]
    picture = pictures.donut(parts, "", found) if found else ""
    cards.append(_card("findings", "Findings", str(sum(broken.values())), found or "none found", picture))
    return f'<div class="cards">{"".join(cards)}</div>'


def _key(data: Mapping[str, Any]) -> str:
    words = {"ok": "well", "busy": "under way", "bad": "failed", "off": "at rest", "none": "no state"}
    there = [chip(f"{words[tone]} {count:,}", tone) for tone, count in data["summary"]["tones"].items()]
    moves = sum(row["change"] not in ("", "none", "undeclared") for row in data["resources"])
    there += [chip(f"framed: differs from what is declared {moves:,}", "move")] if moves else []
    return f'<div class="key">{"".join(there)}</div>'


def _maps(data: Mapping[str, Any]) -> str:
    spaces = (pictures.WIDE, pictures.NARROW)
    return "".join(pictures.estate_map(space, data["workspace"], data["resources"]) for space in spaces)


def _drift(data: Mapping[str, Any], rows: Mapping[str, Sequence[Any]]) -> str:
    if data["drift"] is None:
        return section("drift", "", empty("The task declares no resources, so there is nothing to compare with."))
    about = "What aml_apply would do with the same resources, and why."
    moved = table("drift", rows) if rows["drift"] else empty("Everything that is declared is as declared.")
    return section("drift", about, moved + _undeclared(data["drift"]["undeclared"]))


def _undeclared(rows: Sequence[Mapping[str, Any]]) -> str:
    """How many resources of each type nobody declares; the table of all resources names them."""
    types = [_plural(plain(word), count) for word, count in sorted(Counter(row["type"] for row in rows).items())]
    told = f"Not declared, and left alone: {', '.join(types)}. The table of resources names them."
    return f'<p class="next">{escaped(told)}</p>' if types else ""


def _plural(noun: str, count: int) -> str:
    many = noun if noun == "data" or count == 1 else f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {many}"


def _endpoints(endpoints: Sequence[Mapping[str, Any]]) -> str:
    if not endpoints:
        return empty("There are no endpoints in this workspace.")
    return f'<ul class="list">{"".join(map(_endpoint, endpoints))}</ul>'


def _endpoint(one: Mapping[str, Any]) -> str:
    facts = [
        f"{one['kind']} endpoint",
        one["auth"] and f"{one['auth']} login",
        one["public"] and f"public access {one['public']}",
    ]
    soft = " \u00b7 ".join(text for text in facts if text)
    series = {row["name"]: f"s{place % 5}" for place, row in enumerate(one["deployments"])}
    shares = [(series[row["name"]], float(row["percent"])) for row in one["deployments"] if row["percent"]]
    told = ", ".join(f"{row['name']} {row['percent']} %" for row in one["deployments"]) or "no deployment"
    legend = "".join(_deployment(row, series[row["name"]]) for row in one["deployments"])
    shown = pictures.traffic(shares, f"Traffic of {one['name']}: {told}") if one["deployments"] else ""
    return (
        f'<li><div class="line"><h3>{escaped(one["name"] or "(no name)")}</h3>{chip(one["state"], one["tone"])}'
        f'<span class="soft">{escaped(soft)}</span></div>{shown}'
        + (f'<ul class="legend">{legend}</ul>' if legend else empty("It has no deployment."))
        + "</li>"
    )


def _deployment(row: Mapping[str, Any], series: str) -> str:
    facts = [f"mirrors {row['mirror']} %" if row["mirror"] else "", row["model"]]
    facts.append(f"{row['count'] or ''} \u00d7 {row['size']}" if row["count"] and row["size"] else row["size"])
    soft = " \u00b7 ".join(str(text) for text in facts if text)
    return (
        f'<li><span class="dot {series}"></span><b>{escaped(row["percent"])} %</b> <span>{escaped(row["name"])}</span>'
        f'{chip(row["state"], row["tone"])}<span class="soft">{escaped(soft)}</span></li>'
    )


def _runs(data: Mapping[str, Any]) -> str:
    if not data["runs"]:
        return empty("There are no jobs in this workspace.")
    return f'<ul class="list rows">{"".join(_run(row, data["metric"]) for row in data["runs"])}</ul>'


def _run(row: Mapping[str, Any], metric: str) -> str:
    facts = [row["kind"], row["experiment"], when(row["created"])]
    soft = " \u00b7 ".join(text for text in facts if text)
    course = ""
    if row["values"]:
        last = f"{row['values'][-1]:.6g}"
        label = f"{metric} of {row['title']}, {len(row['values'])} values, the last {last}"
        told = f'<span class="soft">{escaped(cut(metric, 24))} <b>{last}</b></span>'
        course = f'<div class="course">{pictures.spark(row["values"], label)}{told}</div>'
    elif metric:
        course = f'<span class="soft">no {escaped(cut(metric, 24))}</span>'
    return (
        f'<li class="run"><div><div class="line"><h3>{escaped(row["title"] or "(no name)")}</h3>'
        f"{chip(row['state'], row['tone'])}</div>"
        f'<span class="soft">{escaped(soft)}</span></div>{course}</li>'
    )


def _rules(rules: Sequence[Mapping[str, Any]]) -> str:
    """How many rules were looked at, and which could not be: to find nothing says something of those alone."""
    unread = [row["rule"] for row in rules if row["broken"] is None]
    told = f"{len(rules) - len(unread)} rules were held against it."
    told += f" Not looked at: {', '.join(unread)}." if unread else ""
    return f'<p class="next">{escaped(told)}</p>'


def _network(data: Mapping[str, Any], rows: Mapping[str, Sequence[Any]]) -> str:
    pairs = "".join(f"<dt>{escaped(r['name'])}</dt><dd>{escaped(r['value'])}</dd>" for r in data["network"]["settings"])
    rules = table("rules", rows) if rows["rules"] else empty("The workspace has no outbound rules of its own.")
    return f'<dl>{pairs}</dl><h3 class="next">Outbound rules</h3>{rules}'


def _made(data: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    pairs = [
        ("Collection", f"mlops.azureml {made['version']}"),
        ("Azure ML api-version", made["api_version"]),
        ("Cloud", made["cloud"]),
        ("Scope", data["workspace"]["id"]),
        ("Types", ", ".join(map(plain, made["types"]))),
        ("Requests", f"{made['requests']} in {made['seconds']} s"),
        ("Seen", f"{made['time']}"),
    ]
    told = "".join(f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>" for name, value in pairs)
    gaps = "".join(
        f"<li><h3>{escaped(plain(gap['what']) or '(no name)')}</h3>{escaped(gap['why'])}</li>" for gap in data["gaps"]
    )
    missing = f'<h3 class="next">Not read</h3><ul class="list">{gaps}</ul>' if gaps else ""
    return f"<dl>{told}</dl>{missing}"
