# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Automation Platform counts of real events: every node, each once.

tests/integration/test_examples.py looks at the results of every module.
"""

from __future__ import annotations

import json
from pathlib import Path

import event_queries
from job import COLLECTION, Job, principal

from tests.process.cloud import DEFAULTS, WORKSPACE_PATH, Cloud

TASKS = [
    {"aml_resource_group": {"name": "rg-more", "location": "westeurope"}},
    {"aml_compute": {"name": "cpu", "type": "AmlCompute", "vm_size": "Standard_DS3_v2", "scale": {"max_nodes": 4}}},
    {
        "aml_compute": {
            "name": "{{ item }}",
            "type": "AmlCompute",
            "vm_size": "Standard_DS3_v2",
            "scale": {"max_nodes": 1},
        },
        "loop": ["gpu-a", "gpu-b"],
    },
    {"aml_apply": {"resources": [{"type": "compute", "name": "cpu", "compute_type": "AmlCompute"}]}},
    {"aml_environment": {"name": "train", "version": "1", "image": "mcr.microsoft.com/azureml/openmpi4.1.0"}},
    {"aml_environment": {"name": "train", "version": "2", "image": "mcr.microsoft.com/azureml/openmpi4.1.0"}},
]


def test_a_node_counts_once_however_often_it_is_met(cloud: Cloud, tmp_path: Path) -> None:
    tasks = [{COLLECTION + key if key.startswith("aml_") else key: task[key] for key in task} for task in TASKS]
    play = {"name": "Make", "hosts": "all", "gather_facts": False, **DEFAULTS, "tasks": [*tasks, *tasks]}
    (tmp_path / "site.yml").write_text(json.dumps([play]))
    done = Job(tmp_path, "site.yml", principal(cloud.emulator), project=tmp_path).done()
    assert done.status == "successful", done.printed
    found = []
    for event in done.events:
        if event["event"] in ("runner_on_ok", "runner_item_on_ok"):
            name = event["event_data"]["resolved_action"].removeprefix(COLLECTION)
            found += event_queries.nodes(name, event["event_data"]["res"])
    half = len(found) // 2
    assert half == 7 and found[:half] == found[half:]
    group = WORKSPACE_PATH.partition("/providers/")[0].rpartition("/")[0]
    assert {json.dumps(node["canonical_facts"]) for node in found} == {
        json.dumps({"name": name.rpartition("/")[2], "id": name, "node_type": kind})
        for name, kind in (
            (f"{group}/rg-more".lower(), "resources"),
            *(
                (f"{WORKSPACE_PATH}/computes/{name}".lower(), "machinelearningservices")
                for name in ("cpu", "gpu-a", "gpu-b")
            ),
            (f"{WORKSPACE_PATH}/environments/train".lower(), "machinelearningservices"),
        )
    }
    assert {node["facts"]["infra_type"] for node in found} == {"PublicCloud"}
