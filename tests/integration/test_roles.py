# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles, as a play has them: their plan, the run, the second run, and what a wrong type says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import serving

TIMEOUT_SECONDS = 300
RECAP = re.compile(r"^localhost\s*:\s*ok=\d+\s+changed=(\d+)\s+unreachable=0\s+failed=(\d+)", re.MULTILINE)
# What is sent as POST and only reads.
READS = re.compile(r"/oauth2/|/listKeys$|/score$")
ENDPOINT = "churn-roles-score"
SPEC: dict[str, Any] = {
    "name": "ml-team",
    "resource_group": "rg-team",
    "location": "westeurope",
    "tags": {"team": "churn"},
    "dependencies": {
        "storage_account": {"name": "stmlteam"},
        "key_vault": {"name": "kv-ml-team"},
        "log_analytics": {"name": "log-ml-team"},
        "application_insights": {"name": "appi-ml-team"},
    },
    "options": {"description": "Made by a role"},
    "online_endpoints": [{"name": ENDPOINT, "auth_mode": "Key"}],
    "models": [
        {"name": "churn", "version": "7", "tags": {"approved": "true"}, "model_uri": "azureml://datastores/d/paths/m"}
    ],
    "computes": [
        {"name": "cpu", "compute_type": "AmlCompute", "vm_size": "Standard_DS3_v2", "scale": {"max_nodes": 4}},
        {"name": "bench", "compute_type": "ComputeInstance", "vm_size": "Standard_DS3_v2"},
    ],
    "datastores": [
        {
            "name": "training",
            "datastore_type": "AzureBlob",
            "account_name": "stmlteam",
            "container_name": "training",
            "credentials": {"type": "None"},
        }
    ],
    "others": [
        {
            "type": "registry",
            "name": "ml-shared",
            "location": "westeurope",
            "regions": [
                {
                    "location": "westeurope",
                    "acr_details": [{"systemCreatedAcrAccount": {"acrAccountSku": "Premium"}}],
                    "storage_account_details": [
                        {"systemCreatedStorageAccount": {"storageAccountType": "Standard_LRS"}}
                    ],
                }
            ],
        }
    ],
}
HERE = {"resource_group": "rg-team", "workspace": "ml-team"}
WORKSPACE = {"workspace_spec": SPEC}
REPORT = {
    "report_workspaces": [
        {**HERE, "resources": [{"type": "compute", **SPEC["computes"][0]}]},
        {**HERE, "dest": "{{ report_dest }}/other/"},
    ],
    "report_formats": ["html", "json", "junit"],
}
BASELINE = {"baseline_resource_group": "rg-team", "baseline_workspace": "ml-team"}
PROMOTE = {
    "promote_model": {"name": "churn", "version": "7"},
    "promote_from": HERE,
    "promote_registry": {"name": "ml-shared"},
    "promote_to": HERE,
    "promote_endpoint": ENDPOINT,
    "promote_probe": {"body": {"input_data": [[0.1]]}, "delay": 0},
}
ENDINGS = ("html", "json", "junit.xml")
Played = tuple[int, int, str, list[str]]


@pytest.fixture
def role(emulator: serving.Emulator, tmp_path: Path) -> Callable[..., Played]:
    """Plays a role; returns how many tasks changed something, how many failed, what was printed, and the writes."""

    def play(name: str, variables: dict[str, Any], *words: str) -> Played:
        emulator.call("DELETE", "/_emulator/journal")
        playbook = [{"name": name, "hosts": "localhost", "gather_facts": False, "roles": [f"mlops.azureml.{name}"]}]
        (tmp_path / "playbook.yml").write_text(json.dumps(playbook))
        (tmp_path / "variables.json").write_text(json.dumps(variables))
        command = ("playbook.yml", "-e", "@variables.json", *words)
        done = emulator.playbook(*command, place=tmp_path, seconds=TIMEOUT_SECONDS)
        found = RECAP.search(done.stdout)
        assert found, done.stdout
        journal = json.loads(emulator.call("GET", "/_emulator/journal"))["value"]
        sent = [f"{one['method']} {one['path']}" for one in journal if one["method"] != "GET"]
        return int(found[1]), int(found[2]), done.stdout, [one for one in sent if not READS.search(one)]

    return play


def test_roles(role: Callable[..., Played], emulator: serving.Emulator, tmp_path: Path) -> None:
    """One workspace for all of them: made, reported on, held against the rules, set right, and served from."""
    settled(role, "workspace", WORKSPACE)
    assert len(held(emulator, "/computes")) == 2 and held(emulator, "/datastores")
    reported(role, tmp_path / "reports")
    found(role, emulator)
    settled(role, "baseline", {**BASELINE, "baseline_enforce": True})
    assert held(emulator, "MachineLearningServices/workspaces")[0]["properties"]["publicNetworkAccess"] == "Disabled"
    # The rules closed the endpoint; the emulator lets us in all the same, as a private endpoint would.
    settled(role, "promote", PROMOTE)
    assert held(emulator, "/onlineEndpoints")[0]["properties"]["traffic"] == {"blue": 100}


def settled(role: Callable[..., Played], name: str, variables: dict[str, Any]) -> None:
    """Assert that the plan is whole and writes nothing, that the run writes, and that the next one does not."""
    changed, failed, printed, writes = role(name, variables, "--check", "--diff")
    assert changed and not failed and not writes, printed
    changed, failed, printed, writes = role(name, variables)
    assert changed and not failed and writes, printed
    changed, failed, printed, writes = role(name, variables)
    assert not changed and not failed and not writes, printed


def reported(role: Callable[..., Played], place: Path) -> None:
    """Assert that the files are foretold, written and then left alone, and nothing but them."""
    named = [folder / f"ml-team.{word}" for folder in (place, place / "other") for word in ENDINGS]
    for words, count in ((["--check"], 1), ([], 1), ([], 0)):
        changed, failed, printed, writes = role("report", {**REPORT, "report_dest": str(place)}, *words)
        assert (changed, failed, writes) == (count, 0, []), printed
        assert "0 of 1 resources are not as declared" in printed, printed
        assert [file.is_file() for file in named] == [not words] * len(named)


def found(role: Callable[..., Played], emulator: serving.Emulator) -> None:
    """Assert that what deviates is reported, with what could not be read, and stays as it is."""
    refused = {"status": 403, "body": {"error": {"code": "AuthorizationFailed", "message": "no"}}}
    fault = {"match": {"method": "GET", "path": "/connections", "times": 1}, "action": refused}
    emulator.call("POST", "/_emulator/faults", json.dumps(fault).encode())
    changed, failed, printed, writes = role("baseline", {**BASELINE, "baseline_fail": True})
    assert not changed and failed == 1 and not writes, printed
    for part in (
        "high | workspace-public-access | ml-team | Anybody on the internet",
        "medium | instance-idle-shutdown | bench | The instance never stops",
        "findings in ml-team against workspace-public-access,",
        "not looked at: connection-keys, connection-shared",
    ):
        assert part in printed, printed


def held(emulator: serving.Emulator, ending: str) -> list[dict[str, Any]]:
    """What the emulator holds of a type."""
    rows = json.loads(emulator.call("GET", "/_emulator/resources"))["value"]
    return [row for row in rows if row["type"].endswith(ending)]


@pytest.mark.parametrize(
    ("name", "variables", "named"),
    [
        ("workspace", {"workspace_spec": {**SPEC, "computes": "cpu"}}, "computes"),
        ("workspace", {"workspace_spec": {**SPEC, "compute": []}}, "compute"),
        ("baseline", {**BASELINE, "baseline_rules": ["everything"]}, "baseline_rules"),
        ("promote", {**PROMOTE, "promote_from": "ml-team"}, "promote_from"),
        ("report", {**REPORT, "report_workspaces": [{"workspace": "ml-team"}]}, "report_workspaces"),
    ],
)
def test_a_wrong_type_names_its_option(
    name: str, variables: dict[str, Any], named: str, role: Callable[..., Played]
) -> None:
    _changed, failed, printed, writes = role(name, variables)
    assert failed == 1 and not writes and "Validating arguments against arg spec" in printed and named in printed
