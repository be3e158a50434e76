# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report against an emulator: what it asks for, what it leaves out, and which files it writes when."""

from __future__ import annotations

import json
import os
import stat

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.baseline import RULES

CLUSTER = {
    "type": "compute",
    "name": "cpu",
    "compute_type": "AmlCompute",
    "vm_size": "Standard_D2_v2",
    "scale": {"max_nodes": 1},
}
KEY = "Y2FuYXJ5LW9mLWEta2V5LW9mLWEtcmVwb3J0"
LAKE = {
    "type": "datastore",
    "name": "lake",
    "datastore_type": "AzureBlob",
    "account_name": "account",
    "container_name": "c",
    "credentials": {"type": "AccountKey", "account_key": KEY},
    "skip_validation": True,
}


# What a report holds, none of it what it should be.
FORGED = (
    b'<script type="application/json" id="data">{"made": {"time": {}, "requests": "\\ud83d", "seconds": []}}</script>'
)


@pytest.fixture
def report(cloud, tmp_path):
    """Run the module with all formats into ``tmp_path``."""
    every = {"dest": str(tmp_path / "r.html"), "formats": ["html", "json", "junit"]}
    return lambda **more: cloud.play("aml_report", **{**cloud.here, **every, **more})


@pytest.fixture
def made(cloud):
    """A compute and a datastore with a key."""
    assert cloud.play("aml_apply", resources=[CLUSTER, LAKE], **cloud.here)["changed"]
    cloud.forget()


def test_check_mode_says_what_would_be_written(report, made, cloud, tmp_path):
    result = report(check_mode=True)
    assert result["changed"] and [file["changed"] for file in result["files"]] == [True] * 3
    assert list(tmp_path.iterdir()) == [] and not cloud.writes()


def test_files_are_written_once_for_their_owner_alone(report, made, cloud, tmp_path):
    assert report(resources=[CLUSTER, LAKE])["changed"]
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(before) == ["r.html", "r.json", "r.junit.xml"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    again = report(resources=[CLUSTER, LAKE])
    assert not again["changed"] and {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert not cloud.writes()


def test_only_what_is_no_longer_so_is_written_anew(report, made, tmp_path):
    report()
    (tmp_path / "r.html").write_text((tmp_path / "r.html").read_text().replace("cpu", "gpu"))
    result = report()
    assert [file["changed"] for file in result["files"]] == [True, False, False]
    assert "gpu" not in (tmp_path / "r.html").read_text()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b'{"made": []}', b'{"made": {"time": {}}}', FORGED, b"[" * 100_000]
)
def test_another_file_in_its_place_is_replaced(report, made, tmp_path, content):
    for name in ("r.html", "r.json", "r.junit.xml"):
        (tmp_path / name).write_bytes(content)
    assert all(file["changed"] for file in report()["files"])
    assert json.loads((tmp_path / "r.json").read_text())["workspace"]["name"] == "ws"


def test_another_mode_is_a_change(report, made, tmp_path):
    report()
    assert report(mode="0640", check_mode=True)["changed"]
    assert stat.S_IMODE((tmp_path / "r.html").stat().st_mode) == 0o600
    assert report(mode="0640")["changed"] and not report(mode="0640")["changed"]
    assert stat.S_IMODE((tmp_path / "r.html").stat().st_mode) == 0o640


def test_drift_has_the_reasons_of_the_plan(report, made, tmp_path):
    wanted = [
        {**CLUSTER, "scale": {"max_nodes": 3}},
        {**CLUSTER, "name": "gpu"},
        {**CLUSTER, "vm_size": "Standard_D3_v2"},
    ]
    result = report(resources=wanted[:2])
    assert [(row["name"], row["action"], row["reasons"]) for row in result["drift"]] == [
        ("cpu", "update", ["scale.max_nodes: 1 -> 3"]),
        ("gpu", "create", ["it is absent"]),
    ]
    assert result["summary"]["undeclared"] == 2
    (fixed,) = report(resources=wanted[2:])["drift"]
    assert fixed["action"] == "fail" and "vm_size" in fixed["reasons"][0]


def test_no_secret_is_in_any_of_it(report, made, cloud, tmp_path):
    result = report(resources=[{**LAKE, "description": f"my {KEY}"}])
    shown = json.dumps(result) + "".join(path.read_text() for path in tmp_path.iterdir())
    assert result["drift"] and KEY not in shown and "description" in shown


def test_what_may_not_be_read_is_left_out(report, made, cloud, tmp_path):
    denied = {"status": 403, "body": {"error": {"code": "AuthorizationFailed", "message": "no"}}}
    cloud.fault({"match": {"path": "/connections", "times": 0}, "action": denied})
    result = report()
    assert not result.get("failed") and result["summary"]["not_read"] == 1
    assert [text.partition(":")[0] for text in result["warnings"]] == ["connection could not be read"]
    assert json.loads((tmp_path / "r.json").read_text())["gaps"][0]["what"] == "connection"


def test_without_a_place_it_only_tells(cloud, made, tmp_path):
    result = cloud.play("aml_report", types=["compute"], **cloud.here)
    assert (result["changed"], result["files"]) == (False, [])
    assert result["summary"]["types"] == {"compute": 1, "workspace": 1}


def test_a_workspace_that_is_not_there_is_a_failure(cloud, tmp_path):
    result = cloud.play("aml_report", resource_group="rg", workspace="nowhere", dest=str(tmp_path / "r.html"))
    assert result["failed"] and result["error"]["code"] == "ResourceNotFound" and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"mode": "384"}, "mode"),
        ({"runs": -1}, "runs"),
        ({"formats": []}, "formats"),
        ({"metric": "accuracy", "types": ["compute"]}, "metric"),
        ({"dest": "/proc/x.html"}, "dest"),
    ],
)
def test_bad_options_are_named(report, cloud, options, named):
    result = report(**options)
    assert result["failed"] and result["error"]["target"] == named, result


def test_versions_of_an_asset_cost_no_request_each(report, cloud, emulator):
    for number in range(3):
        cloud.play("aml_model", name="churn", version=str(number), model_uri="azureml://x/y", **cloud.here)
    cloud.forget()
    report(types=["model"])
    asked = [entry["path"].partition("?")[0].rpartition("/")[2] for entry in emulator.journal()]
    assert [word for word in asked if word in ("models", "versions")] == ["models"]


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("dest", ["file/r.html", "file/", "folder.html/r.html", "pipe", "dangling/r.html"])
def test_a_place_where_no_file_can_come_is_refused_before_anything_is_asked(
    cloud, emulator, tmp_path, dest, check_mode
):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "file").write_text("something else")
    (tmp_path / "folder.html" / "r.html" / "ws.html").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    cloud.forget()
    result = cloud.play("aml_report", dest=f"{tmp_path}/{dest}", check_mode=check_mode, **cloud.here)
    assert result["failed"] and result["msg"].startswith("dest: ") and not emulator.journal()
    assert sorted(tmp_path.rglob("*")) == before


def test_only_the_rules_that_hold_are_looked_at(report, made):
    result = report(rules=["workspace-public-access", "compute-local-auth"], types=["compute"])
    assert [(row["rule"], row["broken"]) for row in result["rules"]] == [
        ("workspace-public-access", 1),
        ("compute-local-auth", 1),
    ]
    assert {row["rule"] for row in result["findings"]} == {"workspace-public-access", "compute-local-auth"}


def test_corrections_correct(report, made, cloud):
    bench = {"type": "compute", "name": "bench", "compute_type": "ComputeInstance", "vm_size": "Standard_D2_v2"}
    warm = {**CLUSTER, "scale": {"min_nodes": 1, "max_nodes": 2}}
    endpoint = {"type": "online_endpoint", "name": "churn-score", "auth_mode": "Key"}
    assert cloud.play("aml_apply", resources=[bench, warm, endpoint], **cloud.here)["changed"]
    found = report()
    can = {row["rule"] for row in found["findings"] if row["in_place"]}
    assert can == {rule.id for rule in RULES if rule.sets}
    assert cloud.play("aml_apply", resources=found["corrections"], **cloud.here)["changed"]
    after = report()
    assert after["changed"] and after["corrections"] == []
    assert {row["rule"] for row in after["findings"]} == {row["rule"] for row in found["findings"]} - can
