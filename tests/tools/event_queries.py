# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 tests/tools/event_queries.py`` writes ``extensions/audit/event_query.yml``, by which nodes are counted.

For each event of a task Automation Platform looks for the query of the module, runs it on the event's result by ``jq``,
and counts what that yields: a node once, however often a task meets it. It needs the packages of the tests.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "extensions" / "audit" / "event_query.yml"
PACKAGE = "ansible_collections.mlops.azureml.plugins.modules"

#: Why a module that is no reader yields no node.
NOTHING_MANAGED = {
    "aml_artifact": "fetches files to the machine that runs it",
    "aml_asset_prune": "takes away what counted when it was made",
    "aml_doctor": "only reads",
    "aml_experiment": "a record of the workspace's regional server, and no resource",
    "aml_export": "only reads",
    "aml_gate": "only reads",
    "aml_online_endpoint_invoke": "asks a model; it manages nothing",
    "aml_report": "writes a file on the machine that runs it",
    "aml_run": "a record of the workspace's regional server, and no resource",
    "aml_token": "only logs in",
    "aml_workspace_diagnose": "only reads",
}
#: Where the ids are in the results of modules that are made by hand.
OWN = {
    "aml_apply": '.resources[]? | select(.action | IN("skip", "fail", "delete") | not) | .id',
    "aml_asset_publish": ".asset.id?",
    "aml_batch_endpoint_invoke": ".job.id?",
    "aml_dependencies": ".ids[]?",
    "aml_endpoint_traffic": ".resource_id",
    "aml_quota": ".quota.id?",
    # Of an address only what it is about, and only what changed something.
    "aml_rest": 'select(.changed) | .url? | strings | sub("^https?://[^/]+"; "") | sub("[?].*$"; "")',
}
# Names and buckets are those of azure.azcollection, so that reports of both can be laid side by side. The service
# spells ids with letters of either case, so they count in lower case. Versions of an asset are one node.
NODE = """\
strings | select(. != "") | ascii_downcase | sub("/versions/[^/]+$"; "") as $id
| ($id | split("/")) as $parts
| (($id | capture("/providers/microsoft[.](?<found>[^/]+)(?!.*/providers/)").found)? // "resources") as $type
| {name: $id,
   canonical_facts: {name: $parts[-1], id: $id, node_type: $type},
   facts: {infra_type: "PublicCloud",
           infra_bucket: ({"containerregistry": "DevOps",
                           "insights": "Data Processing & Analytics",
                           "keyvault": "Database",
                           "machinelearningservices": "Machine Learning Services",
                           "managedidentity": "Governance & Operations",
                           "operationalinsights": "Data Processing & Analytics",
                           "storage": "Storage"}[$type] // "UNKNOWN"),
           device_type: ($parts[-2] // "UNKNOWN")}}"""

OPENING = """\
---
# Made by tests/tools/event_queries.py; do not edit.
# What Automation Platform counts as a managed node, by the module whose event it is.
"""


def changing() -> dict[str, Any]:
    """The task of every module that is no reader, by name."""
    names = (path.stem for path in sorted((ROOT / "plugins" / "modules").glob("aml_*.py")))
    tasks = {name: importlib.import_module(f"{PACKAGE}.{name}").TASK for name in names if not name.endswith("_info")}
    return {name: task for name, task in tasks.items() if name not in NOTHING_MANAGED}


def ids(name: str, task: Any) -> str:
    """The expression that yields the resource ids of a result."""
    if name in OWN:
        return OWN[name]
    return {"manage": f".{task.declaration.noun}.id?", "act": ".resource_id"}[task.verb]


def made() -> str:
    """The file as it must be, from the collection beside this one."""
    entries = []
    for name, task in changing().items():
        query = f"{ids(name, task)}\n| {NODE}"
        body = "\n".join(f"    {line}" for line in query.splitlines())
        entries.append(f"mlops.azureml.{name}:\n  query: |-\n{body}\n")
    return OPENING + "".join(entries)


def nodes(name: str, result: dict[str, Any]) -> list[dict[str, Any]]:
    """What is counted of an event: the nodes in the result of the module ``name``, as the shipped file says."""
    import jq  # of those who look at events

    query = yaml.safe_load(TARGET.read_text())[f"mlops.azureml.{name}"]["query"]
    found: list[dict[str, Any]] = jq.compile(query).input(result).all()
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.dont_write_bytecode = True
        sys.path.insert(0, place)
        (Path(place) / "ansible_collections" / "mlops").mkdir(parents=True)
        (Path(place) / "ansible_collections" / "mlops" / "azureml").symlink_to(ROOT)
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(made(), encoding="utf-8")
