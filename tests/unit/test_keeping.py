# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which versions of assets are kept, and why."""

from __future__ import annotations

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.calls.keeping import (
    Rule,
    Version,
    judged,
    moment,
    named_in,
    version_of,
)

DAY = 86400.0
NOW = 1_700_000_000.0
WORKSPACE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws"


def old(version: str, days: float, **tags: str) -> Version:
    return Version("churn", version, NOW - days * DAY, tags)


def going(versions, rule, used=(), place=("", "models")):
    return [one.version for one, reason in judged(versions, rule, named_in(used), place, NOW) if not reason]


def test_the_newest_stay_by_when_they_were_made_and_not_by_their_name():
    versions = [old("9", 1), old("10", 3), old("11", 2)]
    assert going(versions, Rule(keep_last=2)) == ["10"]
    assert going(versions, Rule(keep_last=3)) == []


def test_of_the_same_moment_the_higher_number_is_newer():
    assert going([old("9", 1), old("10", 1), old("a", 1)], Rule(keep_last=1)) == ["9", "a"]


def test_each_asset_keeps_its_own():
    versions = [old("1", 5), old("2", 4), Version("fraud", "1", NOW - 90 * DAY)]
    assert going(versions, Rule(keep_last=1)) == ["1"]


def test_both_rules_must_let_it_go():
    versions = [old("1", 100), old("2", 50), old("3", 10)]
    assert going(versions, Rule(older_than=40 * DAY)) == ["2", "1"]
    assert going(versions, Rule(keep_last=2, older_than=40 * DAY)) == ["1"]
    assert going(versions, Rule(keep_last=1, older_than=99 * DAY)) == ["1"]


def test_one_whose_age_nobody_knows_is_young():
    assert going([Version("churn", "1"), old("2", 100)], Rule(older_than=DAY)) == ["2"]
    assert going([Version("churn", "1"), old("2", 100)], Rule(keep_last=1)) == ["2"]


@pytest.mark.parametrize(
    ("tags", "goes"),
    [((("stage", "Production"),), []), ((("stage", ""),), []), ((("stage", "Test"),), ["1"]), ((("x", ""),), ["1"])],
)
def test_a_tag_keeps_with_its_value_or_with_any(tags, goes):
    assert going([old("1", 9, stage="Production")], Rule(older_than=DAY, tags=tags)) == goes


@pytest.mark.parametrize(
    "named",
    [
        f"{WORKSPACE}/models/churn/versions/1",
        f"{WORKSPACE}/Models/Churn/versions/1/",
        "azureml:churn:1",
        "azureml:churn@latest",
        "azureml://locations/westeurope/workspaces/0-0/models/churn/versions/1",
        f"{WORKSPACE}/models/churn/labels/latest",
    ],
)
def test_what_a_deployment_names_is_in_use(named):
    body = {"properties": {"model": named, "deep": [{"assetId": "x"}]}}
    assert going([old("1", 9)], Rule(older_than=DAY), [body]) == []
    deep = {"properties": {"a": [{"b": {"assetId": named}}]}}
    assert going([old("1", 9)], Rule(older_than=DAY), [deep]) == []


@pytest.mark.parametrize(
    "named",
    [
        f"{WORKSPACE}/models/churn/versions/2",
        f"{WORKSPACE}/models/churn2/versions/1",
        f"{WORKSPACE}/environments/churn/versions/1",
        "azureml://registries/shared/models/churn/versions/1",
        "azureml:churn:11",
        "/models/churn/versions/1/more",
        "churn",
        "",
    ],
)
def test_what_it_does_not_name_is_not(named):
    assert going([old("1", 9)], Rule(older_than=DAY), [{"model": named}]) == ["1"]


def test_what_is_in_a_registry_is_another_one():
    used = [{"model": "azureml://registries/Shared/models/churn/versions/1"}, {"model": "azureml:churn:2"}]
    versions = [old("1", 9), old("2", 9)]
    assert going(versions, Rule(older_than=DAY), used, ("shared", "models")) == ["2"]
    assert going(versions, Rule(older_than=DAY), used, ("other", "models")) == ["2", "1"]
    assert going(versions, Rule(older_than=DAY), used) == ["1"]


def test_what_the_service_made_itself_stays():
    body = {
        "name": "1",
        "properties": {"environmentType": "Curated"},
        "systemData": {"createdAt": "2020-01-01T00:00:00Z"},
    }
    assert going([version_of("AzureML-x", body)], Rule(older_than=DAY), place=("", "environments")) == []


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2023-11-14T22:13:20.1234567+00:00", NOW),
        ("2023-11-14T22:13:20Z", NOW),
        ("", None),
        (None, None),
        ("soon", None),
    ],
)
def test_a_moment_of_the_service_is_utc(text, seconds):
    assert moment(text) == seconds


def test_every_reason_is_told():
    versions = [old("5", 1), old("4", 2), old("3", 50, keep="x"), old("2", 60), old("1", 70)]
    rule = Rule(keep_last=1, older_than=30 * DAY, tags=(("keep", ""),))
    found = [
        (one.version, reason)
        for one, reason in judged(versions, rule, named_in(["azureml:churn:2"]), ("", "models"), NOW)
    ]
    assert found == [("5", "one of the last 1"), ("4", "too young"), ("3", "tagged keep"), ("2", "in use"), ("1", "")]
