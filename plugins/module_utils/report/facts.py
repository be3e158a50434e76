# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says: plain data, made from what was seen. All formats show this same data. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .. import baseline, redact
from ..tree import dig
from . import parts, states
from .looking import One, Seen
from .parts import text

#: The version of this data's form. It changes when a member goes away or means something else.
FORM = 1
#: Beside the actions of a plan: what it says of what is as declared, and what nobody declares.
DECLARED, UNDECLARED = "none", "undeclared"
# What says more of a resource than its name does, by noun.
DETAILS: Mapping[str, tuple[str, ...]] = {
    "compute": ("properties.computeType", parts.INNER + "vmSize"),
    "connection": ("properties.category", "properties.authType"),
    "datastore": ("properties.datastoreType",),
    "job": ("properties.jobType", "properties.experimentName"),
    "online_deployment": ("properties.instanceType",),
    "outbound_rule": ("properties.type",),
    "schedule": ("properties.trigger.expression", "properties.trigger.frequency"),
}


def facts(seen: Seen, metric: str, rules: Collection[str] = ()) -> dict[str, Any]:
    """All that a report says but how it was made. :param rules: those of the baseline that hold, all where none is."""
    drift = _drift(seen)
    found = {one.path.lower(): one for one in seen.resources}
    changes = _changes(seen.rows or ())
    resources = [_resource(one, changes, seen.rows is not None) for one in (seen.workspace, *found.values())]
    broken = _broken(seen, rules)
    findings = [_finding(one) for one in broken]
    computes = [parts.compute(one) for one in found.values() if one.noun == "compute"]
    return {
        "form": FORM,
        "workspace": _workspace(seen.workspace),
        "summary": _summary(resources, drift, findings, computes, seen),
        "resources": resources,
        "drift": drift,
        "computes": computes,
        "endpoints": parts.endpoints(list(found.values())),
        "runs": [parts.run(one, seen.measured.get(one.name, ())) for one in seen.last],
        "metric": metric,
        "network": parts.network(seen),
        "findings": findings,
        "rules": _rules(seen, broken, rules),
        "corrections": baseline.corrections(broken),
        "gaps": [{"what": what, "why": why} for what, why in seen.gaps],
    }


def shown(value: Any, secrets: tuple[str, ...]) -> Any:
    """``value`` as it may be shown: each text one line without secrets, without what a terminal or a reader's eye
    would take for something else.
    """
    # Most texts come again and again, and to look for secrets takes its time.
    known: dict[str, str] = {}

    def clean(item: Any) -> Any:
        if isinstance(item, Mapping):
            return {key: clean(inner) for key, inner in item.items()}
        if isinstance(item, list):
            return [clean(inner) for inner in item]
        if not isinstance(item, str):
            return item
        if item not in known:
            known[item] = redact.line(item, secrets)
        return known[item]

    return clean(value)


def _workspace(one: One) -> dict[str, Any]:
    words = one.path.split("/")
    return {
        "name": one.name,
        "id": one.path,
        "subscription_id": words[2],
        "resource_group": words[4],
        "location": text(one.body, "location"),
        "kind": text(one.body, "kind") or "Default",
        "description": text(one.body, "properties.description"),
    }


def _resource(one: One, changes: Mapping[str, str], compared: bool) -> dict[str, Any]:
    state = text(one.body, *parts.STATES) or ("Archived" if dig(one.body, "properties.isArchived") else "")
    details = [found for found in (text(one.body, path) for path in DETAILS.get(one.noun, ())) if found]
    latest = text(one.body, "properties.latestVersion")
    if latest:
        details.append(f"latest version {latest}")
    return {
        "type": one.noun,
        "name": one.name,
        "state": state,
        "tone": states.tone(state),
        "detail": ", ".join(details),
        "created": text(one.body, "systemData.createdAt", "properties.createdOn")[:19],
        "change": changes.get(one.path.lower(), UNDECLARED) if compared else "",
    }


def _changes(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What would be done to each declared resource, by its id in lower case; to an asset what to its versions."""
    found: dict[str, str] = {}
    for row in rows:
        path = str(row["id"]).lower()
        asset = path.partition("/versions")[0]
        found[path] = str(row["action"])
        found[asset] = str(row["action"]) if found.get(asset, DECLARED) == DECLARED else found[asset]
    return found


def _drift(seen: Seen) -> dict[str, Any] | None:
    """What ``aml_apply`` would do, and what it would leave alone because nobody declares it."""
    if seen.rows is None:
        return None
    rows = [
        {
            "type": str(row["type"]),
            "name": str(row["name"]),
            "action": str(row["action"]),
            "reasons": [*row["reasons"], *([row["error"]["message"]] if "error" in row else [])],
        }
        for row in seen.rows
    ]
    known = _changes(seen.rows)
    undeclared = [
        {"type": one.noun, "name": one.name}
        for one in (seen.workspace, *seen.resources)
        if one.path.lower() not in known
    ]
    return {"resources": rows, "undeclared": undeclared}


def _broken(seen: Seen, rules: Collection[str]) -> list[baseline.Finding]:
    """Who breaks which of the rules, the worst first."""
    of_noun: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for one in (seen.workspace, *seen.resources):
        of_noun.setdefault(one.noun, []).append((one.name, one.body))
    found = [one for noun, pairs in of_noun.items() for one in baseline.findings(noun, pairs, rules)]
    return sorted(found, key=lambda one: baseline.SEVERITIES.index(one.rule.severity))


def _finding(one: baseline.Finding) -> dict[str, Any]:
    return {
        "rule": one.rule.id,
        "severity": one.rule.severity,
        "type": one.rule.noun,
        "name": one.name,
        "title": one.rule.title,
        "fix": one.rule.fix,
        "in_place": bool(one.rule.sets),
    }


def _rules(seen: Seen, broken: Sequence[baseline.Finding], rules: Collection[str]) -> list[dict[str, Any]]:
    """Each rule that holds with how many break it; null where nobody looked, or might."""
    unread = {*seen.left, *(what for what, _why in seen.gaps)}
    counts = Counter(one.rule.id for one in broken)
    return [
        {
            "rule": rule.id,
            "severity": rule.severity,
            "type": rule.noun,
            "title": rule.title,
            "fix": rule.fix,
            "broken": None if rule.noun in unread else counts[rule.id],
        }
        for rule in baseline.holding(rules)
    ]


def _summary(
    resources: Sequence[Mapping[str, Any]],
    drift: Mapping[str, Any] | None,
    broken: Sequence[Mapping[str, Any]],
    computes: Sequence[Mapping[str, Any]],
    seen: Seen,
) -> dict[str, Any]:
    """The numbers; those of a drift are null where nothing was declared."""
    by_action = Counter(row["action"] for row in drift["resources"]) if drift else Counter()
    severities = Counter(row["severity"] for row in broken)
    declared = len(drift["resources"]) if drift else None
    return {
        "resources": len(resources),
        "types": dict(sorted(Counter(row["type"] for row in resources).items())),
        "tones": dict(sorted(Counter(row["tone"] for row in resources).items())),
        "declared": declared,
        "as_declared": by_action["none"] if drift else None,
        "actions": dict(sorted(by_action.items())) if drift else None,
        "drifted": declared - by_action["none"] if drift and declared is not None else None,
        "undeclared": len(drift["undeclared"]) if drift else None,
        "findings": {word: severities[word] for word in baseline.SEVERITIES},
        "nodes": sum(row["nodes"] or 0 for row in computes),
        "idle_nodes": sum(row["idle"] for row in computes),
        "always_on_nodes": sum(row["always_on"] for row in computes),
        "not_read": len(seen.gaps),
    }
