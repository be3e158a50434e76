# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pruning: nothing that is deployed goes, and nothing while something cannot be read; a rerun finishes the work."""

from __future__ import annotations

from typing import Any

import pytest

from ..cloud import Cloud
from ..families import HERE, WORKSPACE_PATH
from ..types import BY_NAME
from .conftest import MortalClock, Serving

MODELS = f"{WORKSPACE_PATH}/models/churn/versions"
PRUNE = {**HERE, "type": "model", "keep_last": 1}
DAY = 86400


@pytest.fixture
def models(serving: Serving) -> Cloud:
    """Version 1 is deployed; 2, 3 and 4 come later, a day after each other."""
    for version in ("2", "3", "4"):
        serving.cloud.advance(DAY)
        options = {**HERE, "name": "churn", "version": version, "model_uri": "azureml://datastores/store/paths/m"}
        assert serving.cloud.play("aml_model", options)["changed"]
    serving.cloud.forget()
    return serving.cloud


def prune(cloud: Cloud, check_mode: bool = False, **changed: Any) -> dict[str, Any]:
    """Play the pruning."""
    return cloud.play("aml_asset_prune", {**PRUNE, **changed}, check_mode=check_mode)


def gone(result: dict[str, Any]) -> list[str]:
    """The versions that went, as far as they are told."""
    return [one["version"] for one in result["pruned"]]


def archived(cloud: Cloud) -> list[str]:
    """The versions that are archived."""
    rows = cloud.emulator.state.store.list(MODELS)
    return [row["name"] for row in rows if row["properties"]["isArchived"]]


@pytest.mark.parametrize("state", ["archived", "absent"])
def test_check_mode_tells_what_goes_and_a_second_run_has_nothing_to_do(models: Cloud, state: str) -> None:
    foreseen = prune(models, check_mode=True, state=state)
    assert not models.writes() and {entry["method"] for entry in models.requests()} == {"GET"}
    assert (gone(foreseen), foreseen["changed"]) == (["3", "2"], True)
    reasons = {one["version"]: one["reason"] for one in foreseen["kept"]}
    assert reasons == {"4": "one of the last 1", "1": "in use"}
    real = prune(models, state=state)
    assert real == foreseen and len(models.writes()) == 2
    models.forget()
    again = prune(models, state=state)
    assert (again["changed"], gone(again), models.writes()) == (False, [], [])
    left = [row["name"] for row in models.emulator.state.store.list(MODELS)]
    assert left == (["1", "2", "3", "4"] if state == "archived" else ["1", "4"])
    assert archived(models) == (["2", "3"] if state == "archived" else [])


def test_age_counts_in_the_services_time(models: Cloud) -> None:
    assert gone(prune(models, check_mode=True, keep_last=None, older_than="36h")) == ["2"]
    assert gone(prune(models, check_mode=True, keep_last=None, older_than="P30D")) == []
    assert gone(prune(models, check_mode=True, keep_last=2, older_than="36h")) == ["2"]


def test_what_is_deployed_goes_only_when_the_task_says_so(models: Cloud) -> None:
    assert gone(prune(models, check_mode=True, protect_deployed=False)) == ["3", "2", "1"]
    models.forget()
    prune(models, check_mode=True, protect_deployed=False)
    assert not models.requests("", "Endpoints")


@pytest.mark.parametrize(
    ("family", "kind"), [("batch_deployment", "batch deployment"), ("schedule", "schedule")], ids=["batch", "schedule"]
)
def test_batch_deployments_and_schedules_count_too(models: Cloud, family: str, kind: str) -> None:
    found = BY_NAME[family]
    models.need(found)
    assert models.make(found)["changed"], kind
    body = models.stored(found)
    named = {"assetId": f"{MODELS}/2"}
    models.put({**body, "properties": {**body["properties"], "somewhere": [named]}})
    assert gone(prune(models, check_mode=True)) == ["3"]


@pytest.mark.parametrize(
    "path", ["/onlineEndpoints(\\?|$)", "/deployments(\\?|$)", "/schedules(\\?|$)", "/models/churn/versions"]
)
def test_nothing_goes_while_something_cannot_be_read(models: Cloud, path: str) -> None:
    models.fault("GET", path, {"status": 403, "code": "AuthorizationFailed", "message": "No."}, times=0)
    result = prune(models, state="absent")
    assert result["failed"] and result["status"] == 403 and not models.writes(), result


def test_one_that_does_not_go_keeps_no_other(models: Cloud) -> None:
    models.fault("DELETE", "/versions/3", {"status": 409, "code": "Conflict", "message": "It is needed."}, times=0)
    result = prune(models, state="absent")
    assert (result["error"]["code"], result["changed"], result["outcome"]) == ("PartlyFailed", True, "partial"), result
    assert "1 of 2 versions did not go: churn:3: Conflict: It is needed" in result["msg"] and gone(result) == ["2"]
    models.heal()
    assert gone(prune(models, state="absent")) == ["3"]


@pytest.mark.parametrize("state", ["archived", "absent"])
def test_a_killed_run_is_finished_by_the_next_one(models: Cloud, state: str) -> None:
    clock = MortalClock(Serving(models), 1)
    killed = models.play("aml_asset_prune", {**PRUNE, "state": state}, clock=clock)
    assert killed["error"]["code"] == "Cancelled" and len(models.writes()) == 1
    assert gone(prune(models, state=state)) == ["2"]
    assert prune(models, state=state)["changed"] is False


def test_an_archived_one_is_left_alone_until_it_is_to_be_deleted(models: Cloud) -> None:
    prune(models)
    assert gone(prune(models, state="absent", keep_last=1)) == ["3", "2"]


def test_a_registry_is_pruned_by_what_the_named_workspaces_run(models: Cloud) -> None:
    family = BY_NAME["registry_of_assets"]
    assert models.make(family)["changed"]
    shared = {"resource_group": "rg", "registry": "shared"}
    for version in ("1", "2", "3"):
        options = {**shared, "name": "train", "version": version, "image": "mcr.microsoft.com/x:1"}
        assert models.play("aml_environment", options)["changed"]
    green = f"{WORKSPACE_PATH}/onlineEndpoints/churn-score/deployments/green"
    body = models.emulator.state.store.get(green)
    used = "azureml://registries/shared/environments/train/versions/1"
    models.put({**body, "properties": {**body["properties"], "environmentId": used}})
    asked = {**shared, "type": "environment", "keep_last": 1}
    missing = models.play("aml_asset_prune", asked)
    assert missing["msg"].startswith("deployed_in: is required for a registry"), missing
    for place in ("ws", WORKSPACE_PATH):
        foreseen = models.play("aml_asset_prune", {**asked, "deployed_in": [place]}, check_mode=True)
        assert gone(foreseen) == ["2"], foreseen
    result = models.play("aml_asset_prune", {**asked, "deployed_in": ["ws"], "state": "absent"})
    assert gone(result) == ["2"] and result["changed"], result


def test_a_name_that_is_not_there_has_nothing_to_prune(models: Cloud) -> None:
    result = prune(models, name="other")
    assert (result.get("failed"), result["changed"], result["pruned"]) == (None, False, []), result


def test_a_workspace_that_is_not_there_is_a_failure_but_in_check_mode(models: Cloud) -> None:
    assert prune(models, workspace="other")["status"] == 404
    foreseen = prune(models, workspace="other", check_mode=True)
    assert (foreseen.get("failed"), foreseen["changed"]) == (None, False) and foreseen["warnings"]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"keep_last": None}, "keep_last: is required, or older_than"),
        ({"keep_last": 0}, "keep_last: must be at least 1"),
        ({"older_than": "soon"}, "older_than: "),
        ({"name": "../x"}, "name: "),
        ({"registry": "shared"}, "registry: excludes workspace"),
        ({"deployed_in": ["../x"]}, "deployed_in: "),
        ({"deployed_in": ["/subscriptions/x/resourceGroups/rg"]}, "deployed_in: "),
        ({"resource_group": None}, "resource_group: is required"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(cloud: Cloud, changed: Any, named: str) -> None:
    result = prune(cloud, **changed)
    assert result["failed"] and result["msg"].startswith(named), result["msg"]
    assert not cloud.requests()
