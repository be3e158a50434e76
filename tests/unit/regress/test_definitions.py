# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Items of an estate that are said in the CLI's own YAML: their order, their versions, and what they share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

IMAGE = "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"
ENVIRONMENT = {"name": "train", "image": IMAGE}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Code of a job."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "train.py").write_text("print('trained')\n")
    return tmp_path


@pytest.fixture
def apply(cloud):
    """One task with these (type, definition) pairs."""

    def play(*pairs, **more):
        resources = [{"type": kind, "definition": said} for kind, said in pairs]
        return cloud.play("aml_apply", resources=resources, **{**cloud.here, **more})

    return play


def rows(result) -> list[tuple[str, str]]:
    assert not result.get("failed"), result["msg"]
    return [(row["name"], row["action"]) for row in result["resources"]]


def job(name: str, folder: Path, **more) -> tuple[str, dict]:
    said = {"name": name, "type": "command", "command": "python train.py", "code": str(folder / "src"), **more}
    return "job", {"environment": "azureml:train@latest", **said}


def test_what_several_bring_along_is_made_once(apply, cloud, folder):
    """Side by side, and found by the others; one that fails stops none of them."""
    cloud.fault({"match": {"method": "PUT", "path": "jobs/j1", "times": 1}, "action": {"status": 400, "code": "No"}})
    jobs = [job(f"j{number}", folder, environment={"image": IMAGE}) for number in range(6)]
    result = apply(*jobs)
    assert [row["action"] for row in result["resources"]] == ["create", "fail", *["create"] * 4], result["msg"]
    made = [line.partition("?")[0].rpartition("/workspaces/ws/")[2] for line in cloud.writes() if "PUT" in line]
    assert sum(line.startswith("codes/") for line in made) == 1, made
    assert sum(line.startswith("environments/") for line in made) == 1, made
    cloud.forget()
    assert rows(apply(*jobs)) == [(f"j{number}", "create" if number == 1 else "none") for number in range(6)]


def test_who_names_the_latest_waits_for_every_version_that_is_declared(apply, cloud, folder):
    versions = [("environment", {**ENVIRONMENT, "version": str(number)}) for number in (1, 2)]
    result = apply(job("j", folder), *versions)
    assert [action for _name, action in rows(result)] == ["create"] * 3
    made = [line.rpartition("/workspaces/ws/")[2] for line in cloud.writes() if "/workspaces/ws/" in line]
    # The latest of an environment is the one that was made last (mapping 3).
    *_first, last = (line for line in made if line.startswith("environments/"))
    assert {*made[:3]} >= {"environments/train/versions/1", "environments/train/versions/2"} and made[-1] == "jobs/j"
    assert cloud.stored()[f"{cloud.workspace}/jobs/j".lower()]["properties"]["environmentId"].endswith(f"/{last}")


def test_an_asset_without_a_version_is_the_latest_or_the_next(apply, cloud, folder):
    assert rows(apply(("environment", ENVIRONMENT))) == [("train:1", "create")]
    assert rows(apply(("environment", ENVIRONMENT))) == [("train:1", "none")]
    other = {**ENVIRONMENT, "image": "example.org/other:1"}
    predicted, made = (apply(("environment", other), job("j", folder), check_mode=check) for check in (True, False))
    assert [action for _name, action in rows(predicted)] == [action for _name, action in rows(made)] == ["create"] * 2
    # What the service calls the next version of an environment is a time.
    name, where = made["resources"][0]["name"], made["resources"][0]["id"]
    assert name != "train:1" and where == f"{cloud.workspace}/environments/train/versions/{name.partition(':')[2]}"
    assert cloud.stored()[f"{cloud.workspace}/jobs/j".lower()]["properties"]["environmentId"] == where


def test_pruning_keeps_what_a_definition_declares(apply, cloud):
    apply(("environment", ENVIRONMENT))
    apply(("environment", {**ENVIRONMENT, "image": "example.org/other:1"}))
    apply(("environment", {**ENVIRONMENT, "name": "stray", "version": "7"}))
    pruning = {"prune": ["environment"], "prune_confirm": True}
    (new, action), gone = rows(apply(("environment", {**ENVIRONMENT, "image": "example.org/third:1"}), **pruning))
    assert (new.partition(":")[0], action, gone) == ("train", "create", ("stray:7", "delete"))
    assert len([path for path in cloud.stored() if "/environments/train/versions/" in path]) == 3


def test_pruning_what_definitions_bring_along_is_refused(apply, cloud, folder):
    pruning = {"prune": ["compute", "code"], "prune_confirm": True}
    cloud.forget()
    said = apply(("environment", ENVIRONMENT), job("j", folder), **pruning)["msg"]
    assert said.startswith("prune: cannot have code beside resources[1].definition"), said
    assert cloud.writes() == []


def test_a_model_in_a_registry_comes_before_who_names_it_there(apply, cloud, folder):
    registry = cloud.workspace.partition("/workspaces/")[0] + "/registries/shared"
    cloud.put({"id": registry, "location": "westeurope", "properties": {"regionDetails": []}})
    component = {"name": "c", "version": "1", "type": "command", "command": "x", "environment": "azureml:train:1"}
    resources = [
        {"type": "component", "definition": component, "registry": "shared", "workspace": None},
        {"type": "environment", "definition": {**ENVIRONMENT, "version": "1"}, "registry": "shared", "workspace": None},
    ]
    cloud.forget()
    result = cloud.play("aml_apply", resources=resources, resource_group="rg")
    assert rows(result) == [("c:1", "create"), ("train:1", "create")]
    made = [line for line in cloud.writes() if line.startswith("PUT")]
    assert "/environments/" in made[0] and "/components/" in made[1], made


def test_an_item_is_refused_by_its_place_and_its_key(apply, cloud):
    cloud.forget()
    unknown = apply(("environment", ENVIRONMENT), ("compute", {"name": "cpu", "type": "amlcompute", "colour": "red"}))
    assert unknown["msg"].startswith("resources[1].definition.colour: "), unknown["msg"]
    absent = apply(("environment", "nowhere/environment.yml"))
    assert absent["msg"].startswith("resources[0].definition: "), absent["msg"]
    twice = apply(("environment", ENVIRONMENT), ("environment", dict(ENVIRONMENT)))
    assert "is the same environment as resources[0]" in twice["msg"]
    nameless = apply(("environment", {"image": IMAGE}))
    assert nameless["msg"].startswith("resources[0].") and "name" in nameless["msg"], nameless["msg"]
    assert cloud.writes() == []


@pytest.mark.parametrize("form", ["file", "text"])
def test_without_pyyaml_a_file_is_refused_in_words_and_a_map_is_taken(cloud, tmp_path, monkeypatch, form):
    file = tmp_path / "environment.yml"
    file.write_text(f"name: train\nversion: '1'\nimage: {IMAGE}\n")
    monkeypatch.setitem(sys.modules, "yaml", None)
    given = str(file) if form == "file" else file.read_text()
    said = cloud.play("aml_environment", definition=given, **cloud.here)["msg"]
    assert said.startswith("definition: needs PyYAML in the Python that runs the task"), said
    assert cloud.play("aml_environment", definition={**ENVIRONMENT, "version": "1"}, **cloud.here)["changed"]


def test_of_a_text_that_cannot_be_read_nothing_is_told(cloud):
    for text in ("api_key: 'not-to-be-told\nname: k\n", "- not-to-be-told\n- b\n", "a: 1\na: not-to-be-told\n"):
        result = cloud.play("aml_connection", definition=text, **cloud.here)
        assert result["failed"] and result["msg"].startswith("definition: ")
        assert "not-to-be-told" not in str(result)
