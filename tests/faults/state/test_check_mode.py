# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check mode tells the truth and touches nothing; a second run has nothing to do (C09 to C11)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..cloud import Cloud
from ..families import COMPUTE, DATASTORE, WORKSPACE, Family
from .lives import OTHERS, Step, life

TOLD = ("changed", "diff", "reasons")


def files(place: Path) -> set[str]:
    """Every file below, without the token cache."""
    found = {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()}
    return {name for name in found if not name.startswith(".cache/ansible-mlops-azureml/")}


def check_truth(cloud: Cloud, steps: tuple[Step, ...], home: Path) -> Iterator[dict[str, Any]]:
    """Foresee each step, then take it; the results of the latter."""
    for module, options in steps:
        cloud.forget()
        there = cloud.control("GET", "resources")
        kept = files(home)
        foreseen = cloud.play(module, options, check_mode=True)
        assert not cloud.writes(), (module, options)
        assert cloud.control("GET", "resources") == there and files(home) == kept
        real = cloud.play(module, options)
        assert not foreseen.get("failed") and not real.get("failed"), (options, foreseen, real)
        for name in TOLD:
            assert foreseen.get(name) == real.get(name), (name, module, options)
        assert real["changed"] == bool(cloud.writes()), (module, options, cloud.writes())
        yield real


@pytest.mark.case("C09")
def test_foresees_each_step_of_a_life(cloud: Cloud, family: Family, tmp_path: Path) -> None:
    cloud.need(family)
    results = list(check_truth(cloud, life(family), tmp_path))
    assert [result["changed"] for result in results] == [True, False, True, False, True, False]
    for result in results:
        before, after = result["diff"]["before"], result["diff"]["after"]
        assert (before != after) == result["changed"]
        assert "a2V5LW9mLXRoZS1hY2NvdW50" not in str(result)


@pytest.mark.case("C09")
@pytest.mark.parametrize("steps", OTHERS.values(), ids=OTHERS)
def test_foresees_each_step_of_others(cloud: Cloud, steps: tuple[Step, ...], tmp_path: Path) -> None:
    assert list(check_truth(cloud, steps, tmp_path))


@pytest.mark.case("C09")
def test_foresees_each_step_of_an_estate(cloud: Cloud, family: Family) -> None:
    cloud.need(family)
    for _module, options in life(family):
        cloud.forget()
        foreseen = cloud.apply(family, options, check_mode=True)
        assert not cloud.writes()
        real = cloud.apply(family, options)
        assert not foreseen.get("failed") and not real.get("failed"), (foreseen, real)
        assert all(foreseen.get(name) == real.get(name) for name in TOLD)
        assert [row["action"] for row in foreseen["resources"]] == [row["action"] for row in real["resources"]]
        assert real["changed"] == bool(cloud.writes())


@pytest.mark.case("C09")
def test_readers_read(cloud: Cloud, family: Family) -> None:
    cloud.need(family)
    cloud.make(family)
    cloud.forget()
    foreseen = cloud.play(family.reader[0], family.reading, check_mode=True)
    assert foreseen == cloud.read(family) and not foreseen["changed"] and not cloud.writes()


@pytest.mark.case("C09")
def test_foresees_that_a_fixed_field_cannot_change(cloud: Cloud) -> None:
    for family, option in (
        (COMPUTE, {"vm_size": "Standard_D13_v2"}),
        (WORKSPACE, {"location": "northeurope"}),
        (DATASTORE, {"container_name": "other"}),
    ):
        cloud.make(family)
        cloud.forget()
        foreseen = cloud.play(family.module, {**family.present, **option}, check_mode=True)
        real = cloud.make(family, **option)
        for name in ("failed", "changed", "msg", "error", "outcome"):
            assert foreseen[name] == real[name]
        assert foreseen["failed"] and foreseen["error"]["target"] == next(iter(option)) and not cloud.writes()


@pytest.mark.case("C09")
def test_foresees_what_the_service_would_refuse(cloud: Cloud) -> None:
    """Where an answer can be known before anything is sent, check mode does not promise what the real run cannot do."""
    hub = {key: value for key, value in WORKSPACE.present.items() if key != "name"}
    cloud.play("aml_workspace", {**hub, "name": "hub", "kind": "hub"})
    cloud.play(
        "aml_workspace",
        {"resource_group": "rg", "name": "lone", "kind": "project", "hub_id": WORKSPACE.id[:-4] + "hub"},
    )
    small = {**COMPUTE.present, "scale": {"min_nodes": 3, "max_nodes": 2}}
    cloud.make(COMPUTE, scale={"min_nodes": 2, "max_nodes": 4})
    cases = (
        ("aml_workspace", {"resource_group": "rg", "name": "hub", "state": "absent"}, "state"),
        ("aml_workspace", {"resource_group": "rg", "name": "hub", "state": "absent", "force": True}, "state"),
        ("aml_workspace", {"resource_group": "rg", "name": "other", "kind": "project"}, "hub_id"),
        ("aml_compute", small, "scale.min_nodes"),
        ("aml_compute", {**COMPUTE.present, "scale": {"max_nodes": 1}}, "scale.min_nodes"),
        ("aml_datastore", {**DATASTORE.where, "name": "workspaceblobstore", "state": "absent"}, "state"),
    )
    for module, options, option in cases:
        cloud.forget()
        foreseen = cloud.play(module, options, check_mode=True)
        real = cloud.play(module, options)
        assert foreseen.get("failed") and real.get("failed"), (options, foreseen, real)
        assert foreseen["msg"] == real["msg"] and foreseen["error"]["target"] == option, foreseen["msg"]
        assert not cloud.writes() and not real["changed"]


@pytest.mark.case("C10")
def test_needs_no_right_to_write(cloud: Cloud, family: Family) -> None:
    cloud.need(family)
    client = os.environ["AZURE_CLIENT_ID"]
    cloud.config(permissions={client: ["*/read"]})
    foreseen = cloud.play(family.module, family.present, check_mode=True)
    assert not foreseen.get("failed") and foreseen["changed"], foreseen
    refused = cloud.make(family)
    assert refused["failed"] and refused["error"]["code"] == "AuthorizationFailed"


@pytest.mark.case("C10")
@pytest.mark.parametrize("missing", ["resource_group", "workspace"])
def test_foresees_what_a_task_before_it_would_make(cloud: Cloud, family: Family, missing: str) -> None:
    options = dict(family.present)
    if missing in options:
        options[missing] = "notyet"
    elif "workspaces/" in str(options.get("type")):
        options["name"] = "notyet/" + str(options["name"]).partition("/")[2]
    else:
        options["resource_group"] = "notyet"
    foreseen = cloud.play(family.module, options, check_mode=True)
    assert not foreseen.get("failed") and foreseen["changed"], foreseen
    assert any("a task before it must create" in text for text in foreseen["warnings"])
    assert not cloud.writes()
    real = cloud.play(family.module, options)
    assert real["failed"] and not real["changed"]


@pytest.mark.case("C10")
@pytest.mark.parametrize("state", ["Creating", "Updating"])
def test_says_what_a_real_run_would_wait_for(cloud: Cloud, stateful: Family, state: str) -> None:
    cloud.need(stateful)
    cloud.make(stateful)
    row = cloud.stored(stateful)
    cloud.put({**row, "properties": {**row["properties"], "provisioningState": state}})
    began = cloud.emulator.state.clock.now()
    foreseen = cloud.play(stateful.module, stateful.present, check_mode=True)
    assert not foreseen.get("failed") and not foreseen["changed"], foreseen
    (warning,) = foreseen["warnings"]
    assert f"still {state.lower()}" in warning and "a real run waits" in warning
    assert cloud.emulator.state.clock.now() == began


@pytest.mark.case("C11")
def test_a_second_run_has_nothing_to_do(cloud: Cloud, family: Family) -> None:
    """Alone, in an estate, and in check mode: unchanged, no write, nothing in the diff, two requests at most."""
    cloud.need(family)
    for options in (family.present, family.changing):
        first = cloud.play(family.module, options)
        assert not first.get("failed") and first["changed"], first
        for run in (cloud.play, lambda _module, chosen, **more: cloud.apply(family, chosen, **more)):
            for check_mode in (True, False):
                cloud.forget()
                second = run(family.module, options, check_mode=check_mode)
                assert not second.get("failed") and not second["changed"], second
                assert not second.get("reasons") and not cloud.writes() and len(cloud.journal()) <= 2
                diff = second["diff"]
                assert not diff or diff["before"] == diff["after"]
