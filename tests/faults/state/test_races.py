# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs at the same resource at the same time (C06 to C08), in many orders, none of them left to chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ..cloud import Cloud
from ..families import COMPUTE, CONNECTION, DATASTORE, DEPLOYMENT, ENDPOINT, JOB, MODEL, REGISTRY, WORKSPACE, Family
from .side_by_side import race

# What a PUT needs besides what changes: the service does not show it.
SECRETS = ("credentials", "administrator_account", "databricks_access_token")
# How many orders: in the quick form, of two that make the same, of anything else.
QUICK, WHOLE, FEW = 4, 50, 6
# The service takes no second write while the first one's operation runs (recorded 2.1, 2.2).
EXCLUSIVE = (WORKSPACE, COMPUTE)
# For each family two changes that have nothing to do with each other, and where the service shows them.
CHANGES: Mapping[str, tuple[tuple[Mapping[str, Any], str], ...]] = {
    WORKSPACE.name: (
        ({"friendly_name": "A"}, "properties.friendlyName"),
        ({"description": "B"}, "properties.description"),
    ),
    COMPUTE.name: (
        ({"scale": {"max_nodes": 5}}, "properties.properties.scaleSettings.maxNodeCount"),
        ({"tags": {"b": "B"}}, "tags.b"),
    ),
    DATASTORE.name: (({"description": "A"}, "properties.description"), ({"tags": {"b": "B"}}, "properties.tags.b")),
    MODEL.name: (({"description": "A"}, "properties.description"), ({"tags": {"b": "B"}}, "properties.tags.b")),
    CONNECTION.name: (
        ({"body": {"properties": {"target": "https://a.blob.core.windows.net/"}}}, "properties.target"),
        ({"body": {"properties": {"metadata": {"b": "B"}}}}, "properties.metadata.b"),
    ),
    REGISTRY.name: (({"body": {"tags": {"a": "A"}}}, "tags.a"), ({"body": {"tags": {"b": "B"}}}, "tags.b")),
    JOB.name: (
        ({"body": {"properties": {"displayName": "A"}}}, "properties.displayName"),
        ({"body": {"properties": {"description": "B"}}}, "properties.description"),
    ),
    ENDPOINT.name: (
        ({"body": {"properties": {"description": "A"}}}, "properties.description"),
        ({"body": {"tags": {"b": "B"}}}, "tags.b"),
    ),
    DEPLOYMENT.name: (
        ({"body": {"properties": {"description": "A"}}}, "properties.description"),
        ({"body": {"tags": {"b": "B"}}}, "tags.b"),
    ),
    "connection_with_key": (
        ({"target": "https://c.openai.azure.com/"}, "properties.target"),
        ({"metadata": {"b": "B"}}, "properties.metadata.b"),
    ),
    "outbound_rule": (
        ({"destination": "other.contoso.com"}, "properties.destination"),
        ({"category": "Recommended"}, "properties.category"),
    ),
    "private_endpoint_connection": (
        ({"description": "A"}, "properties.privateLinkServiceConnectionState.description"),
        ({"tags": {"b": "B"}}, "tags.b"),
    ),
}
# Of all others: a tag and the description. Where that is created only, or there is none, another tag.
ONLY_TAGS = ("aml_compute", "aml_registry", "aml_serverless_endpoint")
TAGS_BESIDE_PROPERTIES = (
    "aml_online_endpoint",
    "aml_online_deployment",
    "aml_batch_endpoint",
    "aml_batch_deployment",
    *ONLY_TAGS,
)


def changes_of(family: Family) -> tuple[tuple[Mapping[str, Any], str], ...]:
    if family.name in CHANGES:
        return CHANGES[family.name]
    tags = "tags" if family.module in TAGS_BESIDE_PROPERTIES else "properties.tags"
    described = ({"description": "A"}, "properties.description")
    first = ({"tags": {"a": "A"}}, f"{tags}.a") if family.module in ONLY_TAGS else described
    return first, ({"tags": {"b": "B"}}, f"{tags}.b")


def seeds(everything: bool, most: int = FEW) -> range:
    return range(most if everything else QUICK)


def shown(cloud: Cloud, family: Family, path: str) -> Any:
    value: Any = cloud.stored(family)
    for word in path.split("."):
        value = (value or {}).get(word)
    return value


def settled(cloud: Cloud, family: Family) -> bool:
    row = cloud.stored(family)
    return row is None or row["properties"].get("provisioningState") in (None, "Succeeded")


def again(cloud: Cloud, rows: list[dict[str, Any]]) -> None:
    """Back to how it was before the race."""
    cloud.control("POST", "reset")
    cloud.put(*rows)


@pytest.mark.case("C06")
def test_two_make_the_same(cloud: Cloud, family: Family, everything: bool) -> None:
    """One resource; each write that was taken belongs to a run that says changed, and nobody else says so."""
    cloud.need(family)
    rows = cloud.control("GET", "resources")["value"]
    for seed in seeds(everything, WHOLE if family is COMPUTE else FEW):
        again(cloud, rows)
        results = [
            {**run.result, "changed": run.result["changed"] or bool(run.session.accepted)}
            for run in race(cloud, seed, *((family.module, family.present),) * 2)
        ]
        taken = [entry for entry in cloud.requests("PUT") if entry["status"] < 300]
        failed = [result for result in results if result.get("failed")]
        # Of what shows no state nothing tells that the operation was canceled by one that did the same.
        shows = "provisioningState" in cloud.stored(family)["properties"]
        assert len(failed) <= (not shows) and all("Canceled" in one["msg"] for one in failed), (seed, failed)
        assert sum(result["changed"] for result in results) == len(taken), (seed, results, cloud.writes())
        assert 1 <= len(taken) <= (1 if family in EXCLUSIVE else 2)
        assert cloud.stored(family) is not None and settled(cloud, family)
        after = cloud.make(family)
        assert not after.get("failed") and not after["changed"], (seed, after)


@pytest.mark.case("C07")
@pytest.mark.in_place
def test_two_change_different_fields(cloud: Cloud, family: Family, everything: bool) -> None:
    """No type of Azure ML shows an etag, so a PUT between another's read and its PUT can be lost. Then the one whose
    change is gone has said so, or it had ended before; and there is no request between that read and that PUT.
    """
    cloud.need(family)
    made = cloud.make(family)
    assert not made.get("failed"), made
    rows = cloud.control("GET", "resources")["value"]
    named = ("name", "version", "type", *SECRETS)
    where = {**family.where, **{name: family.made[name] for name in named if name in family.made}}
    changes = changes_of(family)
    tasks = [(family.module, {**where, **options}) for options, _path in changes]
    for seed in seeds(everything):
        again(cloud, rows)
        before = [shown(cloud, family, path) for _options, path in changes]
        runs = race(cloud, seed, *tasks)
        stateless = "provisioningState" not in cloud.stored(family)["properties"]
        for own, other, (_options, path), was in zip(runs, reversed(runs), changes, before, strict=True):
            kept = shown(cloud, family, path) != was
            if own.result.get("failed"):
                # Its own operation may be the one that the other write canceled.
                told = any(word in own.result["msg"] for word in ("did not take", "Canceled"))
                assert told and (not kept or stateless), (seed, own.result)
            elif not kept:
                assert other.looked < own.wrote < other.wrote, (seed, runs)
                numbers = [number for number, _method in other.asked]
                assert numbers.index(other.wrote) == numbers.index(other.looked) + 1, (seed, other.asked)
        assert settled(cloud, family)
        for module, options in tasks:
            repaired = cloud.play(module, options)
            assert not repaired.get("failed"), (seed, repaired)
        assert all(shown(cloud, family, path) != was for (_o, path), was in zip(changes, before, strict=True)), seed
        whole = cloud.make(family)
        # Nothing else of what the task that made it declares has changed.
        own_options = {name for options, _path in changes for name in options}
        assert not whole.get("failed"), (seed, whole)
        assert all(reason.partition(":")[0].partition(".")[0] in own_options for reason in whole["reasons"]), whole


@pytest.mark.case("C08")
def test_one_deletes_what_the_other_changes(cloud: Cloud, family: Family, everything: bool) -> None:
    """Gone, or as the other declares it, or made anew by it; never half of it."""
    cloud.need(family)
    made = cloud.make(family)
    assert not made.get("failed"), made
    rows = cloud.control("GET", "resources")["value"]
    ends = set()
    for seed in seeds(everything):
        again(cloud, rows)
        purge = {"on_soft_deleted": "purge", "force": True} if family is WORKSPACE else {}
        tasks = ((family.module, family.absent), (family.module, {**family.changing, **purge}))
        gone, changed = (run.result for run in race(cloud, seed, *tasks))
        for result in (gone, changed):
            assert not result.get("failed") or result["error"]["code"] != "Defect", (seed, result)
        assert settled(cloud, family), (seed, gone, changed)
        there = cloud.stored(family) is not None
        ends.add((there, bool(gone.get("failed")), bool(changed.get("failed"))))
        if changed.get("failed"):
            assert changed["msg"] and family.path.rpartition("/")[2] in changed["msg"], changed
        if there:
            after = cloud.change(family, **purge)
            assert not after.get("failed"), (seed, after)
            assert not after["changed"] or gone.get("failed") or changed.get("failed"), (seed, after)
    assert ends
