# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job of AWX shows: the result of a reader of a thousand things too, and the name of every module."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from job import COLLECTION, MAX_EVENT_RES, Done, Job, principal

from tests.process.cloud import GROUP, WORKSPACE, WORKSPACE_PATH, Cloud

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(COLLECTION + path.stem for path in (ROOT / "plugins" / "modules").glob("aml_*.py"))
MANY = 1000


def play(cloud: Cloud, place: Path, tasks: list[dict[str, Any]], **keys: Any) -> Done:
    """Run tasks as a job, in the workspace of the tests."""
    defaults = {"group/mlops.azureml.aml": {"resource_group": GROUP, "workspace": WORKSPACE}}
    (place / "project").mkdir()
    about = {"name": "Look", "hosts": "all", "gather_facts": False, "module_defaults": defaults, **keys}
    (place / "project" / "site.yml").write_text(json.dumps([{**about, "tasks": tasks}]))
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
    """Whole they are too long for AWX, which the task says; by the members that are needed they are not."""
    cloud.ask("PUT", "resources", [cluster(number) for number in range(MANY)])
    reader = f"{COLLECTION}aml_compute_info"
    tasks = [
        {reader: {}, "register": "whole"},
        {reader: {"fields": ["name", "provisioning_state"]}},
        {f"{COLLECTION}aml_export": {"types": ["compute"]}},
        {reader: {"fields": ["name", "colour"]}, "ignore_errors": True},
        {"ansible.builtin.debug": {"msg": "{{ whole.computes | length }}"}},
    ]
    done = play(cloud, tmp_path, tasks)
    assert done.status == "successful", done.printed
    whole, chosen, exported, refused, told = (one.result for one in done.results)
    assert not whole, "AWX drops it"
    warned = next(line for line in done.printed.splitlines() if "AWX shows none" in line)
    assert f"more than {MAX_EVENT_RES}: name the members that are needed in `fields`" in " ".join(
        done.printed.split()
    ), warned
    assert chosen["computes"][7] == {"name": "cluster-0007", "provisioning_state": "Succeeded"}
    assert len(chosen["computes"]) == len(exported["resources"]) == MANY
    assert max(len(str(one)) for one in (chosen, exported)) <= MAX_EVENT_RES
    assert refused["msg"].startswith("fields: there is no member colour; there are ")
    assert told["msg"] in (MANY, str(MANY)), "what follows has all of it"


def test_an_event_says_which_module_it_is_of(cloud: Cloud, tmp_path: Path) -> None:
    """Each module by its full name, and one by its short one. Those that run are looked at in every other job."""
    tasks = [{name: {}, "when": False} for name in MODULES]
    short = {MODULES[0].removeprefix(COLLECTION): {}, "ignore_errors": True}
    done = play(cloud, tmp_path, [*tasks, short], collections=["mlops.azureml"])
    assert [one.action for one in done.results] == [*MODULES, MODULES[0]]
    assert [one.how for one in done.results] == ["skipped"] * len(MODULES) + ["failed"]
