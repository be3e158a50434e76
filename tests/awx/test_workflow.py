# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan, its approval and its provisioning, as the nodes of a workflow: what one hands on and the next one takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from job import COLLECTION, Done, Job, principal

from tests.process.cloud import GROUP, WORKSPACE, WORKSPACE_PATH, Cloud

PROJECT = Path(__file__).resolve().parents[2] / "extensions" / "awx" / "project"
SCALE = {"max_nodes": 4}
ESTATE = {
    "estate_resource_group": GROUP,
    "estate_workspace": WORKSPACE,
    "estate_resources": [
        {"type": "compute", "name": name, "compute_type": "AmlCompute", "vm_size": "Standard_DS3_v2", "scale": SCALE}
        for name in ("cpu", "gpu")
    ],
}
STRICT = {"estate_fail_on_changes": True}
SENT = {f"{WORKSPACE_PATH}/computes/{name}" for name in ("cpu", "gpu")}


def node(cloud: Cloud, place: Path, playbook: str, before: dict[str, Any] | None = None, *words: str) -> Done:
    """One node of the workflow, which gets what the nodes before it handed on."""
    cloud.ask("DELETE", "journal")
    variables = {**ESTATE, **(before or {})}
    return Job(place, COLLECTION + playbook, principal(cloud.emulator), variables, words).done()


def test_what_was_planned_is_made_and_then_nothing(cloud: Cloud, tmp_path: Path) -> None:
    planned = node(cloud, tmp_path, "plan", None, "--check", "--diff")
    assert planned.status == "successful" and not cloud.writes(), planned.printed
    handed = planned.artifacts
    assert handed["aml_plan_changes"] == 2 and set(handed["aml_changed_ids"]) == SENT
    assert handed["aml_workspace_ids"] == [WORKSPACE_PATH]
    assert [line.split()[:2] for line in handed["aml_plan_summary"] if "create" in line and "compute" in line]
    assert "+    " in planned.printed or "after" in planned.printed, "the plan shows its diff"

    made = node(cloud, tmp_path, "provision", handed)
    assert made.status == "successful", made.printed
    assert {write.partition(" ")[2] for write in cloud.writes()} == SENT
    assert made.artifacts["aml_plan_changes"] == 2 and set(made.artifacts["aml_changed_ids"]) == SENT

    again = node(cloud, tmp_path, "provision", made.artifacts)
    assert again.status == "successful" and again.artifacts["aml_plan_changes"] == 0 and not cloud.writes()
    assert node(cloud, tmp_path, "plan", STRICT).status == "successful"


def test_what_was_not_planned_is_not_made(cloud: Cloud, tmp_path: Path) -> None:
    """A workspace that came into the inventory while somebody thought about the plan, and one that has changed.

    The plan is that of the nightly job, which fails for drift, and hands on what it found.
    """
    drifted = node(cloud, tmp_path, "plan", STRICT)
    handed = drifted.artifacts
    assert drifted.status == "failed" and handed["aml_plan_changes"] == 2 and not cloud.writes()
    others = {name: value for name, value in handed.items() if not name.startswith("aml_plan_digest_")}
    assert len(others) == len(handed) - 1
    late = node(cloud, tmp_path, "provision", others)
    assert late.status == "failed" and not cloud.writes() and "Plan it anew" in late.printed
    inner = {"vmSize": "STANDARD_DS3_V2", "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 9}}
    properties = {"computeType": "AmlCompute", "provisioningState": "Succeeded", "properties": inner}
    other = {"id": f"{WORKSPACE_PATH}/computes/gpu", "location": "westeurope", "properties": properties}
    cloud.ask("PUT", "resources", [other])
    late = node(cloud, tmp_path, "provision", handed)
    assert late.status == "failed" and not cloud.writes()
    assert "What was planned is not what would be done now" in late.printed and "max_nodes: 9 -> 4" in late.printed


def test_what_cannot_be_is_told_in_one_line(cloud: Cloud, tmp_path: Path) -> None:
    done = node(cloud, tmp_path, "provision", {"estate_resources": [{"type": "compute", "colour": "red"}]})
    assert done.status == "failed" and "colour" in done.printed and not cloud.writes()
    assert done.artifacts["aml_plan_changes"] == 0 and "colour" in done.artifacts["aml_plan_summary"][0]


def test_the_project_that_is_shipped_declares_an_estate(cloud: Cloud, tmp_path: Path) -> None:
    where = {name: ESTATE[name] for name in ("estate_resource_group", "estate_workspace")}
    done = Job(tmp_path, "plan.yml", principal(cloud.emulator), where, ("--check", "--diff"), project=PROJECT).done()
    assert done.status == "successful" and not cloud.writes(), done.printed
    assert done.artifacts["aml_changed_ids"] == [f"{WORKSPACE_PATH}/computes/cpu-cluster"]
