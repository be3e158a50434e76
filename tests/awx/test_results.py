# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job of AWX shows: the result of a reader of a thousand things too, and the name of every module."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from job import COLLECTION, MAX_EVENT_RES, Job, principal

from tests.process.cloud import GROUP, WORKSPACE, WORKSPACE_PATH, Cloud

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(COLLECTION + path.stem for path in (ROOT / "plugins" / "modules").glob("aml_*.py"))
MANY = 1000


def play(cloud: Cloud, place: Path, tasks: list[dict[str, Any]]) -> Any:
    """Run tasks as a job, in the workspace of the tests."""
    defaults = {"group/mlops.azureml.aml": {"resource_group": GROUP, "workspace": WORKSPACE}}
    (place / "project").mkdir()
    plays = [{"name": "Look", "hosts": "all", "gather_facts": False, "module_defaults": defaults, "tasks": tasks}]
    (place / "project" / "site.yml").write_text(json.dumps(plays))
    return Job(place, "site.yml", principal(cloud.emulator), project=place / "project").done()


def cluster(number: int) -> dict[str, Any]:
    """One of many computes, as the service holds it."""
    inner = {"vmSize": "STANDARD_DS3_V2", "vmPriority": "Dedicated", "scaleSettings": {"maxNodeCount": 4}}
    return {
        "id": f"{WORKSPACE_PATH}/computes/cluster-{number:04}",
        "location": "westeurope",
        "tags": {"team": "fraud"},
        "properties": {"computeType": "AmlCompute", "provisioningState": "Succeeded", "properties": inner},
    }


def test_a_thousand_children_are_shown(cloud: Cloud, tmp_path: Path) -> None:
    cloud.ask("PUT", "resources", [cluster(number) for number in range(MANY)])
    tasks = [{f"{COLLECTION}aml_compute_info": {}}, {f"{COLLECTION}aml_export": {"types": ["compute"]}}]
    done = play(cloud, tmp_path, tasks)
    assert done.status == "successful", done.printed
    for one in done.results:
        print(one.action, len(str(one.result)), one.result.keys())
    computes, exported = (one.result for one in done.results)
    assert len(computes["computes"]) == len(exported["resources"]) == MANY
    assert all(len(str(one.result)) <= MAX_EVENT_RES for one in done.results)


def test_an_event_says_which_module_it_is_of(cloud: Cloud, tmp_path: Path) -> None:
    """By its full name, and by its short one; it fails before any request."""
    tasks = [{name: {"no_such_option": 1}, "ignore_errors": True} for name in MODULES]
    done = play(cloud, tmp_path, [*tasks, {"ansible.builtin.include_tasks": "short.yml"}] if False else tasks)
    assert [one.action for one in done.results] == MODULES
    assert {one.how for one in done.results} == {"failed"} and not cloud.requests()
