# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Experiments, runs and their files when answers get lost, break off or lead elsewhere (reliability R1, R2, S11)."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from ..cloud import Cloud
from ..families import HERE, WORKSPACE_PATH
from ..permissions.works import ACTIONS, Work
from ..proxy import Fault, Proxy, cut

EXPERIMENT = {**HERE, "name": "churn", "description": "Who will leave", "tags": {"team": "churn"}}
RUN = {**HERE, "experiment": "churn", "name": "one", "display_name": "First", "tags": {"verdict": "good"}}
FETCH: Work = next(work for work in ACTIONS if work.module == "aml_artifact")
CONTENT = b'{"weights": [1]}'
LOST = [{"drop": True, "after": True}, {"drop": True}, {"status": 502}]


@pytest.fixture(name="there")
def there_fixture(cloud: Cloud) -> None:
    """An experiment with one run that has one file."""
    for module, options in FETCH.before:
        assert not (done := cloud.play(module, options)).get("failed"), done
    cloud.forget()


def experiments(cloud: Cloud) -> list[dict[str, Any]]:
    return cloud.play("aml_experiment_info", HERE)["experiments"]


@pytest.mark.parametrize("how", LOST, ids=str)
def test_an_experiment_is_made_once_although_the_answers_get_lost(cloud: Cloud, how: dict[str, Any]) -> None:
    for method, path in (("POST", "/experiments/churn(\\?|$)"), ("PATCH", "/experimentids/")):
        cloud.fault(method, path, how)
    made = cloud.play("aml_experiment", EXPERIMENT)
    assert made.get("changed") and not made.get("failed"), made
    (found,) = experiments(cloud)
    assert (found["description"], found["tags"]) == ("Who will leave", {"team": "churn"})
    assert cloud.play("aml_experiment", EXPERIMENT)["changed"] is False


@pytest.mark.parametrize("how", LOST, ids=str)
def test_a_run_is_changed_although_the_answers_get_lost(cloud: Cloud, there: None, how: dict[str, Any]) -> None:
    cloud.fault("PATCH", "/runs/one", how)
    changed = cloud.play("aml_run", RUN)
    assert changed.get("changed") and not changed.get("failed"), changed
    assert cloud.play("aml_run", RUN)["changed"] is False


def test_what_a_killed_task_left_half_done_is_done_by_the_next(cloud: Cloud) -> None:
    """The service makes an experiment and describes it in two requests."""
    cloud.fault("PATCH", "/experimentids/", {"status": 403, "code": "Forbidden", "message": "No."})
    first = cloud.play("aml_experiment", EXPERIMENT)
    assert (first["failed"], first["changed"], first["outcome"]) == (True, True, "partial"), first
    second = cloud.play("aml_experiment", EXPERIMENT)
    assert (second["changed"], len(cloud.requests("POST", "/experiments/churn(\\?|$)"))) == (True, 1), second
    assert cloud.play("aml_experiment", EXPERIMENT)["changed"] is False


def test_a_run_is_cancelled_once(cloud: Cloud, there: None) -> None:
    body = {"runId": "two", "status": "Running"}
    module, options = FETCH.before[1]
    path = str(options["path"]).replace("one", "two")
    assert not cloud.play(module, {**options, "path": path, "body": body}).get("failed")
    cloud.fault("POST", "/cancel", {"drop": True, "after": True}, times=0)
    result = cloud.play("aml_run", {**HERE, "experiment": "churn", "name": "two", "state": "canceled"})
    assert len(cloud.requests("POST", "/cancel")) == 1
    assert result["changed"], result
    assert not cloud.play("aml_run", {**HERE, "experiment": "churn", "name": "two", "state": "canceled"})["changed"]


def fetch(cloud: Cloud, place: Path, check_mode: bool = False, **more: Any) -> dict[str, Any]:
    options = {**FETCH.options, "path": "outputs/model.json", "dest": str(place), **more}
    return cloud.play("aml_artifact", options, check_mode=check_mode)


def left(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_check_mode_foresees_a_run_that_is_not_there_yet(cloud: Cloud, there: None, tmp_path: Path) -> None:
    foreseen = fetch(cloud, tmp_path / "here", check_mode=True, run="later")
    assert (foreseen["changed"], foreseen["files"]) == (True, []), foreseen
    assert "churn/later: this needs what a task before it must create" in foreseen["warnings"][0]
    assert fetch(cloud, tmp_path / "here", run="later")["failed"]


@pytest.mark.parametrize("code", ["SubscriptionNotFound", "InvalidResourceType", ""])
def test_no_other_404_stands_for_a_run_that_is_not_there(cloud: Cloud, there: None, tmp_path: Path, code: str) -> None:
    """Check mode tells the truth: what a proxy or a wrong address answers is no run that is still to come."""
    cloud.fault("GET", "/artifacts", {"status": 404, "code": code, "message": "No."}, times=0)
    foreseen = fetch(cloud, tmp_path / "here", check_mode=True)
    assert foreseen.get("failed") and not foreseen["changed"], foreseen


@pytest.mark.parametrize("how", [{"drop": True}, {"drop": True, "after": True}, {"status": 503}], ids=str)
def test_a_download_that_breaks_off_is_begun_again(cloud: Cloud, there: None, tmp_path: Path, how: Any) -> None:
    cloud.fault("GET", "/content", how)
    place = tmp_path / "here" / "model.json"
    result = fetch(cloud, place)
    assert result["changed"] and place.read_bytes() == CONTENT, result
    assert result["files"][0]["checksum"] == f"sha256:{hashlib.sha256(CONTENT).hexdigest()}"
    assert left(tmp_path / "here") == ["model.json"]


def test_a_download_that_is_cut_off_is_begun_again(proxy: Proxy, cloud: Cloud, there: None, tmp_path: Path) -> None:
    proxy.on("GET", "/content", cut(0.5))
    place = tmp_path / "here" / "model.json"
    assert fetch(cloud, place)["changed"] and place.read_bytes() == CONTENT
    assert left(place.parent) == ["model.json"]


@pytest.mark.parametrize(
    "how", [cut(0.5), cut(0.5, "reset"), cut(0.5, length=10**9)], ids=["closed", "reset", "longer"]
)
def test_a_download_that_never_ends_well_leaves_what_was_there(
    proxy: Proxy, cloud: Cloud, there: None, tmp_path: Path, how: Fault
) -> None:
    place = tmp_path / "here" / "model.json"
    place.parent.mkdir()
    place.write_text("mine")
    proxy.on("GET", "/content", how, times=0)
    result = fetch(cloud, place)
    assert (result["failed"], result["changed"], result["outcome"]) == (True, False, "none"), result
    assert (left(place.parent), place.read_text()) == (["model.json"], "mine")


@pytest.mark.parametrize(
    "name", ["../evil", "outputs/../../evil", "/etc/evil", "outputs//evil", "outputs/\x00evil", "a\\b"]
)
def test_a_name_that_leads_elsewhere_is_not_followed(cloud: Cloud, there: None, tmp_path: Path, name: str) -> None:
    listed = {"value": [{"origin": "ExperimentRun", "container": "dcid.one", "path": name}]}
    cloud.fault("GET", "/artifacts/", {"status": 200, "body": listed}, times=0)
    result = fetch(cloud, tmp_path / "deep" / "here", path="outputs")
    assert result["failed"] and re.search("nothing was written|not below", result["msg"]), result
    assert left(tmp_path / "deep") == [] and not (tmp_path / "evil").exists()


def test_a_file_that_changed_below_is_fetched_in_its_place(cloud: Cloud, there: None, tmp_path: Path) -> None:
    place = tmp_path / "model.json"
    assert [fetch(cloud, place)["changed"] for _turn in range(2)] == [True, False]
    place.write_text("spoiled")
    assert fetch(cloud, place, check_mode=True)["changed"] and place.read_text() == "spoiled"
    assert fetch(cloud, place)["changed"] and place.read_bytes() == CONTENT


def test_a_checksum_spares_the_download(cloud: Cloud, there: None, tmp_path: Path) -> None:
    place = tmp_path / "model.json"
    known = fetch(cloud, place)["files"][0]["checksum"]
    cloud.forget()
    assert fetch(cloud, place, checksum=known)["changed"] is False
    assert cloud.requests("GET", "/content") == []


def test_a_file_with_another_checksum_is_not_put_in_its_place(cloud: Cloud, there: None, tmp_path: Path) -> None:
    result = fetch(cloud, tmp_path / "here" / "model.json", checksum=f"sha256:{'0' * 64}")
    assert (result["failed"], result["error"]["code"], result["changed"]) == (True, "NotPassed", False), result
    assert left(tmp_path / "here") == []


def test_a_link_in_its_place_is_replaced_and_not_followed(cloud: Cloud, there: None, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine")
    place = tmp_path / "model.json"
    place.symlink_to(tmp_path / "elsewhere")
    assert fetch(cloud, place)["changed"] and place.read_bytes() == CONTENT
    assert (tmp_path / "elsewhere").read_text() == "mine" and not place.is_symlink()


def test_a_log_hides_what_looks_like_a_secret(cloud: Cloud, there: None) -> None:
    module, options = FETCH.before[-1]
    words = "Authorization: Bearer canary-0123456789 and AccountKey=canary-9876543210;"
    more = {"query": {"path": "user_logs/std_log.txt"}, "body": {"printed": words}}
    assert not cloud.play(module, {**options, **more}).get("failed")
    shown = cloud.play("aml_run_log_info", {**HERE, "experiment": "churn", "run": "one"})
    assert shown["logs"][0]["lines"] and "canary" not in str(shown), shown


def test_the_artifacts_of_another_workspace_are_none_of_this(cloud: Cloud, there: None, tmp_path: Path) -> None:
    for run in ("../one", "one/../two", WORKSPACE_PATH):
        result = fetch(cloud, tmp_path / "here", run=run)
        assert result["failed"] and "run:" in result["msg"] and cloud.journal() == [], result
