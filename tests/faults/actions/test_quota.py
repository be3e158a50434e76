# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quotas: set once, read back, and a verdict of the service in a 200 that is a refusal (reliability R1, R2)."""

from __future__ import annotations

from typing import Any

import pytest

from ..cloud import Cloud
from ..families import HERE

REGION = {"location": "westeurope"}
QUOTA = {**HERE, **REGION, "name": "standardDSv2Family", "limit": 12}
SET = "/updateQuotas"


def limit(cloud: Cloud) -> int:
    """What the workspace may use now."""
    (row,) = [
        row
        for row in cloud.play("aml_quota_info", REGION)["quotas"]
        if row["name"] == "standardDSv2Family" and "/workspaces/ws/" in row["id"]
    ]
    return int(row["limit"])


@pytest.mark.parametrize("how", [{"drop": True, "after": True}, {"drop": True}, {"status": 502}], ids=str)
def test_a_limit_is_sent_once(cloud: Cloud, how: dict[str, Any]) -> None:
    cloud.fault("POST", SET, how, times=0)
    result = cloud.play("aml_quota", QUOTA)
    assert len(cloud.requests("POST", SET)) == 1
    assert (result["failed"], result["changed"], result["outcome"]) == (True, True, "unknown"), result


def test_after_a_lost_answer_the_next_run_knows(cloud: Cloud) -> None:
    cloud.fault("POST", SET, {"drop": True, "after": True})
    assert cloud.play("aml_quota", QUOTA)["failed"]
    assert (cloud.play("aml_quota", QUOTA)["changed"], limit(cloud)) == (False, 12)


def test_a_limit_of_nothing_is_one(cloud: Cloud) -> None:
    none = {**QUOTA, "limit": 0}
    assert [cloud.play("aml_quota", none)["changed"] for _turn in range(2)] == [True, False]
    assert limit(cloud) == 0


def test_check_mode_foretells_it(cloud: Cloud) -> None:
    before = limit(cloud)
    predicted = cloud.play("aml_quota", QUOTA, check_mode=True)
    assert (predicted["changed"], predicted["quota"]["limit"], limit(cloud)) == (True, 12, before)
    assert cloud.writes() == []
    done = cloud.play("aml_quota", QUOTA)
    assert (done["changed"], done["reasons"], done["quota"]) == (True, predicted["reasons"], predicted["quota"])


def test_a_workspace_that_comes_has_its_quota_foretold(cloud: Cloud) -> None:
    coming = {**QUOTA, "workspace": "coming"}
    predicted = cloud.play("aml_quota", coming, check_mode=True)
    assert predicted["changed"] and "coming" in predicted["warnings"][0], predicted
    assert cloud.play("aml_quota", coming)["failed"]


@pytest.mark.parametrize(
    "verdict",
    ["InvalidQuotaBelowClusterMinimum", "InvalidQuotaExceedsSubscriptionLimit", "OperationNotEnabledForRegion"],
)
def test_a_verdict_that_is_no_success_is_a_failure(cloud: Cloud, verdict: str) -> None:
    row = {"id": f"x/{QUOTA['name']}", "limit": 12, "status": verdict}
    cloud.fault("POST", SET, {"status": 200, "body": {"value": [row]}})
    result = cloud.play("aml_quota", QUOTA)
    assert result["failed"] and verdict in result["msg"], result
    assert (result["changed"], result["outcome"]) == (False, "none")


def test_an_acceptance_that_did_nothing_is_told(cloud: Cloud) -> None:
    cloud.fault("POST", SET, {"status": 200, "body": {"value": [{"limit": 12, "status": "Success"}]}}, times=0)
    result = cloud.play("aml_quota", QUOTA)
    assert (result["error"]["code"], result["changed"], result["outcome"]) == ("NotApplied", True, "partial"), result
    assert len(cloud.requests("POST", SET)) == 1


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"limit": None}, "limit"),
        ({"resource_group": None}, "resource_group"),
        ({"name": "nowhereFamily"}, "nowhereFamily"),
        ({"location": "../x"}, "location"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(cloud: Cloud, more: dict[str, Any], named: str) -> None:
    result = cloud.play("aml_quota", {**QUOTA, **more})
    assert result["failed"] and named in result["msg"] and cloud.writes() == [], result
