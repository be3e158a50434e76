# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads that lag behind writes, and a service that spells and completes what it was given in its own way (C19, C20)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ..cloud import Cloud, SharedClock
from ..families import CONNECTION, DATASTORE, GROUP_PATH, MODEL, WORKSPACE, Family

# Maps whose keys are the user's: one more of these is another writer's change, no new member of the API.
OWN_MAPS = ("sparkConfiguration",)


@pytest.mark.case("C19")
@pytest.mark.in_place
@pytest.mark.parametrize("reads", [1, 3, 7])
def test_waits_for_reads_that_lag(cloud: Cloud, family: Family, reads: int) -> None:
    """A new resource is not there yet, a changed one is as it was, a deleted one still there: nothing is sent twice."""
    cloud.need(family)
    cloud.config(lag_reads=reads)
    steps = (("PUT", family.present), ("", family.present), ("P", family.changing), ("", family.changing))
    for method, options in (*steps, ("DELETE", family.absent)):
        cloud.forget()
        result = cloud.play(family.module, options)
        assert not result.get("failed") and result["changed"] == bool(method), (method, result)
        assert len(cloud.writes()) == bool(method) and all(one.startswith(method) for one in cloud.writes())
    assert cloud.stored(family) is None


@pytest.mark.case("C19")
@pytest.mark.in_place
@pytest.mark.parametrize("seconds", [1, 10, 30])
def test_waits_for_an_old_value_to_go(cloud: Cloud, family: Family, seconds: int) -> None:
    """A read shows the old value for that long after a change."""
    cloud.need(family)
    cloud.make(family)
    old = cloud.stored(family)
    clock = SharedClock(cloud)
    ready: list[bool] = []
    cloud.fault("GET", family.pattern, {"status": 200, "body": old}, nth=1, times=0)
    clock.after(seconds, lambda: (cloud.control("DELETE", "faults"), ready.append(True)))
    cloud.forget()
    result = cloud.play(family.module, family.changing, clock=clock)
    assert not result.get("failed") and result["changed"], result
    assert ready and len(cloud.writes()) == 1 and sum(clock.slept) >= seconds


@pytest.mark.case("C19")
@pytest.mark.in_place
def test_gives_up_a_value_that_stays(cloud: Cloud, family: Family) -> None:
    cloud.need(family)
    cloud.make(family)
    old = cloud.stored(family)
    cloud.fault("GET", family.pattern, {"status": 200, "body": old}, times=0)
    cloud.forget()
    began = cloud.emulator.state.clock.now()
    result = cloud.change(family)
    assert result["failed"] and result["changed"] and result["outcome"] == "partial"
    assert "did not take" in result["msg"] and len(cloud.writes()) == 1
    assert 60 <= cloud.emulator.state.clock.now() - began <= 90


@pytest.mark.case("C19")
def test_a_list_that_lags_hides_nothing(cloud: Cloud) -> None:
    """An estate reads by listing: what a list leaves out is asked for by itself before it is made again."""
    names = [f"data{number}" for number in range(3)]
    own = {**DATASTORE.made}
    items = [{"type": "datastore", **DATASTORE.where, **own, "name": name} for name in names]
    assert cloud.play("aml_apply", {"resources": items})["changed"]
    cloud.fault("GET", r"/datastores\?", {"status": 200, "body": {"value": []}}, times=0)
    cloud.forget()
    again = cloud.play("aml_apply", {"resources": items})
    assert not again.get("failed") and not again["changed"] and not cloud.writes(), again


# How a service may show what it was given: family, where, how, and what it does not change.
NOISE: tuple[tuple[str, Family, Callable[[dict[str, Any]], Any]], ...] = (
    ("the case of a location", WORKSPACE, lambda row: row.update(location="West Europe")),
    (
        "the case of ids",
        WORKSPACE,
        lambda row: row["properties"].update(storageAccount=row["properties"]["storageAccount"].upper() + "/"),
    ),
    ("tags that are null", WORKSPACE, lambda row: row.update(tags=None)),
    ("an empty text", WORKSPACE, lambda row: row["properties"].update(friendlyName="")),
    ("properties that nobody knows", MODEL, lambda row: row["properties"].update(newFangled={"a": [1, None]})),
    ("the case of an enumeration", DATASTORE, lambda row: row["properties"].update(datastoreType="azureblob")),
    (
        "secrets that are null",
        DATASTORE,
        lambda row: row["properties"].update(credentials={"credentialsType": "AccountKey", "secrets": None}),
    ),
    ("credentials that are gone", CONNECTION, lambda row: row["properties"].update(credentials=None)),
    (
        "a long asset reference",
        MODEL,
        lambda row: row["properties"].update(
            modelUri=f"azureml:/{GROUP_PATH}".replace("azureml:/", "azureml:/", 1)
            + "/workspaces/ws/datastores/workspaceblobstore/paths/churn"
        ),
    ),
)


@pytest.mark.case("C20")
@pytest.mark.parametrize(("noise", "family", "change"), NOISE, ids=[row[0] for row in NOISE])
def test_does_not_mind(cloud: Cloud, noise: str, family: Family, change: Callable[[dict[str, Any]], Any]) -> None:
    """Another spelling of the same is no difference, and no reason to write."""
    cloud.need(family)
    cloud.make(family)
    row = copy.deepcopy(cloud.stored(family))
    change(row)
    cloud.put(row)
    cloud.forget()
    result = cloud.make(family)
    assert not result.get("failed") and not result["changed"] and not cloud.writes(), (noise, result)


@pytest.mark.case("C20")
def test_does_not_mind_members_that_are_added(cloud: Cloud, family: Family) -> None:
    """Unknown members in every object of the answer, and a write that keeps them."""
    cloud.need(family)
    cloud.make(family)

    def added(value: Any) -> Any:
        if isinstance(value, Mapping):
            members = {key: item if key in OWN_MAPS else added(item) for key, item in value.items()}
            return {**members, "addedByTheService": 1}
        return value

    row = cloud.stored(family)
    top = ("tags", "identity", "id", "name", "type", "systemData", "sku", "kind", "location")
    cloud.put({**{key: row[key] for key in row if key in top}, "properties": added(row["properties"])})
    cloud.forget()
    again = cloud.make(family)
    assert not again.get("failed") and not again["changed"] and not cloud.writes(), again


@pytest.mark.case("C20")
def test_a_secret_is_sent_when_the_task_says_so(cloud: Cloud) -> None:
    """It cannot be compared: on_create leaves it alone, always sends it and says changed."""
    cloud.make(DATASTORE)
    for update, changed in (("on_create", False), ("always", True), ("always", True), ("on_create", False)):
        cloud.forget()
        result = cloud.make(DATASTORE, update_secret=update)
        assert not result.get("failed") and result["changed"] == changed == bool(cloud.writes()), result
        assert DATASTORE.made["credentials"]["account_key"] not in str(result)
    without = {key: value for key, value in DATASTORE.made.items() if key != "credentials"}
    cloud.forget()
    refused = cloud.play(DATASTORE.module, {**DATASTORE.where, **without, "description": "Changed"})
    assert refused["failed"] and "account_key" in refused["msg"] and not cloud.writes(), refused
