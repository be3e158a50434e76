# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishing to a registry: once, also when its answer is lost or another run is faster."""

from __future__ import annotations

from typing import Any

import pytest

from ..cloud import Cloud
from ..families import GROUP_PATH, HERE, PROVIDER
from ..types import BY_NAME

REGISTRY = f"{GROUP_PATH}/providers/{PROVIDER}/registries/shared"
COPY = f"{REGISTRY}/models/churn/versions/1"
PUBLISH = {**HERE, "type": "model", "name": "churn", "version": "1", "registry": "shared"}
MODEL = {**HERE, "name": "churn", "version": "1", "model_uri": "azureml://datastores/store/paths/models/churn"}
POST = r"/models/churn/versions/1/publish(\?|$)"


@pytest.fixture
def shared(cloud: Cloud) -> Cloud:
    """A registry, and a model in the workspace."""
    family = BY_NAME["registry_of_assets"]
    for module, options in ((family.module, family.present), ("aml_model", MODEL)):
        made = cloud.play(module, options)
        assert made["changed"], made
    cloud.forget()
    return cloud


def publish(cloud: Cloud, check_mode: bool = False, **changed: Any) -> dict[str, Any]:
    """Play the publishing."""
    return cloud.play("aml_asset_publish", {**PUBLISH, **changed}, check_mode=check_mode)


def copy_of(cloud: Cloud) -> dict[str, Any] | None:
    """What the registry has, once nothing goes on."""
    cloud.advance(120)
    return cloud.emulator.state.store.get(COPY)


def test_a_version_is_published_once(shared: Cloud) -> None:
    foreseen = publish(shared, check_mode=True)
    assert foreseen["changed"] and not shared.writes()
    result = publish(shared)
    assert result["changed"] and result["asset"]["id"] == COPY and foreseen["diff"] == result["diff"], result
    assert result["reference"] == "azureml://registries/shared/models/churn/versions/1" == foreseen["reference"]
    shared.forget()
    again = publish(shared)
    assert (again["changed"], again["asset"], shared.writes()) == (False, result["asset"], [])
    assert publish(shared, check_mode=True)["changed"] is False


@pytest.mark.parametrize("kind", ["code", "component", "data", "environment"])
def test_every_kind_of_asset_is_published(shared: Cloud, kind: str) -> None:
    family = BY_NAME[kind]
    assert shared.make(family)["changed"]
    named = {option: family.made[option] for option in ("name", "version")}
    other = {"destination_name": "other", "destination_version": "7"}
    result = publish(shared, type=kind, **named, **other)
    assert result["changed"] and (result["asset"]["name"], result["asset"]["version"]) == ("other", "7"), result
    assert result["asset"]["id"].endswith("/other/versions/7") and result["reference"].endswith("/other/versions/7")
    assert publish(shared, type=kind, **named, **other)["changed"] is False


def test_a_lost_answer_is_not_sent_again_and_what_it_did_is_seen(shared: Cloud) -> None:
    shared.fault("POST", POST, {"drop": True, "after": True})
    result = publish(shared)
    assert result["changed"] and copy_of(shared), result
    assert len(shared.requests("POST", "/publish$")) == 1


def test_a_lost_request_is_told_and_the_next_run_heals(shared: Cloud) -> None:
    shared.fault("POST", POST, {"drop": True})
    result = publish(shared)
    assert (result["error"]["code"], result["changed"], result["outcome"]) == ("AnswerLost", True, "unknown"), result
    told = "model churn:1: the answer to publish was lost; it may have taken effect and was not repeated"
    assert told in result["msg"]
    assert publish(shared)["changed"] and copy_of(shared)


def test_a_copy_that_fails_fails_the_task(shared: Cloud) -> None:
    shared.fault("POST", POST, {"fail_operation": {"code": "UserError", "message": "No room."}})
    result = publish(shared)
    assert (result["error"]["code"], result["changed"], result["outcome"]) == ("UserError", True, "partial"), result
    assert "model churn:1: publishing it failed: UserError: No room" in result["msg"] and copy_of(shared) is None
    assert publish(shared)["changed"]


def test_another_run_that_is_faster_is_waited_for(shared: Cloud) -> None:
    refused = {"status": 409, "code": "Conflict", "message": "It is being published."}
    shared.fault("POST", POST, {**refused, "after": True})
    result = publish(shared)
    assert not result.get("failed") and result["changed"] is False and copy_of(shared), result


def test_a_conflict_for_another_reason_is_told(shared: Cloud) -> None:
    shared.fault("POST", POST, {"status": 409, "code": "Conflict", "message": "Not now."})
    result = publish(shared)
    assert "Conflict: Not now" in result["msg"] and result["changed"] is False


def test_an_operation_that_leaves_nothing_is_no_success(shared: Cloud) -> None:
    shared.fault("POST", POST, {"status": 200, "body": {}})
    result = publish(shared)
    assert result["error"]["code"] == "NotApplied" and result["outcome"] == "partial", result


def test_without_waiting_the_next_run_finds_it(shared: Cloud) -> None:
    result = publish(shared, wait=False)
    assert result["changed"] and "/mfeOperationResults/" in result["operation_url"]
    assert copy_of(shared)
    assert publish(shared)["changed"] is False


@pytest.mark.parametrize("changed", [{"registry": "other"}, {"version": "2"}])
def test_what_is_missing_is_told(shared: Cloud, changed: dict[str, str]) -> None:
    result = publish(shared, **changed)
    assert result["failed"] and result["status"] == 404 and not shared.writes(), result
    foreseen = publish(shared, check_mode=True, **changed)
    assert foreseen["changed"] and "must create" in " ".join(foreseen["warnings"]), foreseen


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"registry": "../x"}, "registry: "),
        ({"destination_name": "a/b"}, "destination_name: "),
        ({"destination_version": ".."}, "destination_version: "),
        ({"version": "a b"}, "version: "),
        ({"registry_subscription_id": "mine"}, "registry_subscription_id: "),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(cloud: Cloud, changed: dict[str, str], named: str) -> None:
    result = publish(cloud, **changed)
    assert result["failed"] and result["msg"].startswith(named), result["msg"]
    assert not cloud.requests()
