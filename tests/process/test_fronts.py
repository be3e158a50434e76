# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same tasks through both fronts register the same results, failures included (design section 3)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cloud import DEFAULTS, GROUP, GROUP_PATH, Cloud
from playing import Task, play

# What core adds to one of the two, or what differs between any two runs.
NOT_COMPARED = frozenset({"exception", "elapsed", "request_id", "correlation_id", "ansible_facts", "expires_on"})
_DIFFERS = (
    (re.compile(r"\(request id [^)]+\)"), "(request id)"),
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "<guid>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.]*(Z|\+00:00)?"), "<time>"),
    (re.compile(r"\beyJ[\w.-]+"), "<token>"),
    (re.compile(r"\b0x[0-9a-f]+\b|\b[0-9a-f]{32}\b"), "<random>"),
)
# Core lists sets in the order of their hashes in some messages. Pipelining only makes the modules start faster.
SAME_IN_BOTH = {"PYTHONHASHSEED": "0", "ANSIBLE_PIPELINING": "true"}
SECRET = "a secret that a sibling holds"
BLOB = {"type": "AzureBlob", "account_name": "account", "container_name": "data"}
KEY = {"type": "AccountKey", "account_key": SECRET}
CLUSTER = {"type": "AmlCompute", "vm_size": "Standard_DS3_v2", "scale": {"max_nodes": 2}}
CLUSTER_BODY = {
    "location": "westeurope",
    "properties": {
        "computeType": "AmlCompute",
        "properties": {
            "vmSize": "STANDARD_D2_V2",
            "scaleSettings": {"maxNodeCount": 1},
            "userAccountCredentials": {"adminUserName": "me", "adminUserPassword": SECRET},
        },
    },
}


def task(module: str, **options: Any) -> Task:
    return {f"mlops.azureml.aml_{module}": options}


# What goes well, in the order in which it builds up.
FINE = [
    task("resource_group", name="rg2", location="West Europe", tags={"a": 1, "b": True, "c": 1.5}),
    task("resource_group", name="rg2", location="westeurope", tags={"a": "2"}),
    task("resource_group_info"),
    task("datastore", name="store", credentials=KEY, description=12, **BLOB),
    task("datastore", name="store", credentials=KEY, update_secret="always", **BLOB),
    task("datastore_info"),
    task("compute", name="cpu", **CLUSTER),
    task("compute", name="cpu", **{**CLUSTER, "scale": {"max_nodes": "3"}}),
    task("compute", name="cpu2", wait=False, **CLUSTER),
    task("compute_info", name="cpu", nodes=True),
    task("model", name="m", version=1, model_type="custom_model", model_uri="azureml://datastores/store/paths/m"),
    task("dependencies", storage_account={"name": "stfronts"}, key_vault={"name": "kv-fronts"}),
    task("workspace", name="ws1", description="d", tags={"date": "{{ '2026-01-02' | to_datetime('%Y-%m-%d') }}"}),
    task("workspace_info"),
    task("discovery_info"),
    task("experiment_info"),
    task("provider_info", name="Microsoft.Storage"),
    task("rest", path="computes", paging=True),
    task("rest", method="PATCH", path=GROUP_PATH, api_version="2021-04-01", body={"tags": {"{{ 1 }}": "ü\u202e"}}),
    task("resource_info", type="workspaces/computes", name="ws1"),
    task("resource", type="workspaces/computes", name="ws1/cpu3", body=CLUSTER_BODY),
    task("token"),
    task("token", audience="ml", endpoint="v1"),
    task("datastore", name="store", state="absent", type="AzureBlob"),
    task("datastore", name="store", state="absent"),
]  # fmt: skip

# What ends in a failure: by core's own checks, by ours, by the service, by the login.
FAILING = [
    task("compute", name="cpu", bogus=1, secret=SECRET, **{**CLUSTER, "scale": {"bogus": 2}}),
    task("datastore", name="store", **{**BLOB, "type": "AzureFloppy"}, credentials=KEY, secret=SECRET),
    task("datastore", name="store", **BLOB, credentials={"type": SECRET, "account_key": SECRET}),
    task("datastore", name="store", **BLOB, credentials={**KEY, "bogus": SECRET}),
    task("datastore", name="store", **BLOB, credentials=f"account_key {SECRET}", secret=SECRET),
    task("datastore", name="store", **BLOB, credentials={"account_key": SECRET}),
    task("compute", type="AmlCompute", secret=SECRET),
    task("compute", name="cpu", **{**CLUSTER, "scale": {"max_nodes": "many"}}),
    task("compute", name="cpu", **{**CLUSTER, "scale": []}),
    task("compute", name={"cpu": 1}, **CLUSTER),
    task("compute", name=None, **CLUSTER),
    task("compute", name="cpu", wait="perhaps", wait_timeout="soon", **CLUSTER),
    task("rest", path="models", plane="regional", workspace=None),
    task("rest", path="computes", status_code=["200", "x"]),
    task("rest", path="../../x"),
    task("compute", name="../x", **CLUSTER),
    task("compute", name="cpu", workspace="a%2fb", **CLUSTER),
    task("compute", name="cpu", ssh={"public_access": "Enabled"}, **CLUSTER),
    task("compute", name="cpu", **{**CLUSTER, "scale": {"max_nodes": 1, "idle_time_before_scale_down": "soon"}}),
    task("compute", name="cpu", subscription_id="mine", **CLUSTER),
    task("compute", name="cpu", workspace="nowhere", **CLUSTER),
    task("compute", name="cpu", resource_group="nowhere", **CLUSTER),
    task("compute", name="cpu", api_version="2001-01-01", **CLUSTER),
    task("compute", name="forbidden", **CLUSTER),
    task("compute", name="conflict", **CLUSTER),
    task("compute", name="refused", **CLUSTER),
    task("compute", name="failing", **CLUSTER),
    task("compute", name="page", **CLUSTER),
    task("compute", name="broken", **CLUSTER),
    task("compute", name="odd", **CLUSTER),
    task("compute", name="lost", wait_timeout=1, **CLUSTER),
    task("compute", name="gone", state="stopped", type="ComputeInstance"),
    task("compute", name="fixed", **CLUSTER),
    task("compute", name="fixed", **{**CLUSTER, "vm_size": "Standard_D2_v2"}),
    task("workspace", name="ws1", state="absent"),
    task("resource_group", name=GROUP, state="absent"),
    task("dependencies", storage_account={"name": "NO"}, key_vault={"name": "kv-fronts"}),
    task("dependencies", storage_account={"name": "stforbidden"}, key_vault={"name": "kv-fronts"}),
    task("compute_info", secret="wrong"),
    task("compute_info", tenant="33333333-3333-3333-3333-333333333333"),
    task("compute_info", ca_path="/nowhere.pem"),
    task("compute_info", cloud_environment="AzureMars"),
    task("rest", path="nothing/here"),
]  # fmt: skip


def script_faults(cloud: Cloud) -> None:
    """Answers that the emulator would not give by itself."""
    denied = {"code": "AuthorizationFailed", "message": "The client does not have authorization. \u202e\n"}
    cloud.fault("PUT", "computes/forbidden", status=403, **denied)
    cloud.fault("PUT", "storageAccounts/stforbidden", status=403, **denied)
    cloud.fault("PUT", "computes/conflict", status=409, code="Conflict", message="Somebody else is working on it.")
    inner = {"code": "Inner", "target": "scale", "message": "The size is not a size."}
    refused = {"error": {"code": "UserError", "message": "No.", "details": [inner]}}
    cloud.fault("PUT", "computes/refused", status=400, body=refused)
    cloud.fault(
        "PUT", "computes/failing", fail_operation={"code": "QuotaExceeded", "message": "There is no core left."}
    )
    cloud.fault("GET", "computes/page", status=200, body="<html>please log in", headers={"content-type": "text/html"})
    cloud.fault("GET", "computes/broken", status=200, body="{", headers={"content-type": "application/json"})
    # Not what any service would send: whatever that leads to is the same in both fronts.
    cloud.fault("GET", "computes/odd", status=200, body={"id": 5, "properties": "text", "tags": [1]})
    cloud.fault("PUT", "computes/lost", drop=True)


def differences(tasks: Sequence[Task], ours: Sequence[Any], theirs: Sequence[Any]) -> list[str]:
    """One line for each value that differs, with the task it belongs to."""
    found = []
    for number, (one, own, other) in enumerate(zip(tasks, ours, theirs, strict=True)):
        for path in sorted(set(flat(own)) | set(flat(other))):
            left, right = flat(own).get(path, "absent"), flat(other).get(path, "absent")
            if left != right:
                found.append(f"{number} {one}\n   {path}: in process {left!r}, module {right!r}")
    return found


def flat(value: Any, path: str = "") -> dict[str, Any]:
    """Every leaf of ``value`` by its path, without what differs between any two runs."""
    if isinstance(value, Mapping):
        found: dict[str, Any] = {path: "{}"} if not value else {}
        for key, item in value.items():
            if key not in NOT_COMPARED:
                found.update(flat(item, f"{path}.{key}"))
        return found
    if isinstance(value, list):
        return (
            {path: "[]"}
            if not value
            else {k: v for n, item in enumerate(value) for k, v in flat(item, f"{path}.{n}").items()}
        )
    if isinstance(value, str):
        for pattern, word in _DIFFERS:
            value = pattern.sub(word, value)
    return {path: value if isinstance(value, str) else repr(value)}


def compared(
    cloud: Cloud,
    place: Path,
    tasks: Sequence[Task],
    arguments: Iterable[str] = (),
    prepared: Callable[[Cloud], None] = script_faults,
    environment: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Play ``tasks`` through both fronts from the same beginning; the results of the first. Fails where they differ."""
    played = []
    for front in ("in_process", "module"):
        cloud.prepare()
        prepared(cloud)
        own = {**cloud.emulator.variables(), **SAME_IN_BOTH, "AML_EXECUTION": front, **(environment or {})}
        played.append(play(place / front, tasks, own, arguments, DEFAULTS).results)
    assert not (found := differences(tasks, *played)), "\n".join(found)
    return played[0]


def test_what_goes_well(cloud: Cloud, tmp_path: Path) -> None:
    results = compared(cloud, tmp_path, FINE, ["--diff"])
    assert [(FINE[n], r.get("msg")) for n, r in enumerate(results) if r["failed"]] == []
    assert {bool(result["changed"]) for result in results} == {True, False}


def test_check_mode(cloud: Cloud, tmp_path: Path) -> None:
    # The first task of each module: what it predicts with nothing there yet.
    managing = [*{next(iter(one)): one for one in reversed(FINE) if not next(iter(one)).endswith("_info")}.values()]
    results = compared(cloud, tmp_path, managing, ["--check", "--diff"])
    assert [(managing[n], r.get("msg")) for n, r in enumerate(results) if r["failed"]] == []
    assert cloud.writes() == []


def test_what_fails(cloud: Cloud, tmp_path: Path) -> None:
    results = compared(cloud, tmp_path, FAILING)
    fine = [one for one, result in zip(FAILING, results, strict=True) if not result["failed"]]
    assert fine == [task("compute", name="fixed", **CLUSTER)]
    for one, result in zip(FAILING, results, strict=True):
        assert SECRET not in str(result.get("msg")), one
        assert "Traceback" not in str(result), one


#: What a server, or something in between, might send in the place of JSON objects of the known form.
NONSENSE: list[Any] = [None, "text", 5, [], [1], {}]


def test_nonsense_for_metadata(cloud: Cloud, tmp_path: Path) -> None:
    documents = [
        *NONSENSE,
        {"authentication": 5, "resourceManager": []},
        {"authentication": {"loginEndpoint": 5, "audiences": "x"}, "resourceManager": 7, "name": [], "suffixes": 3},
        [{"authentication": {"loginEndpoint": "ftp://x", "audiences": [1]}, "resourceManager": "https://x y"}],
    ]
    nothing_but_told(cloud, tmp_path, "GET", "/metadata/", documents)


def test_nonsense_for_a_token(cloud: Cloud, tmp_path: Path) -> None:
    answers = [*NONSENSE, {"access_token": 5}, {"access_token": []}, {"access_token": ""}]
    nothing_but_told(cloud, tmp_path, "POST", "/oauth2/", answers)


def nothing_but_told(cloud: Cloud, place: Path, method: str, path: str, bodies: Sequence[Any]) -> None:
    """Each task has the next one of ``bodies`` as its answer from ``path``, and fails with words for it."""

    def script(cloud: Cloud) -> None:
        for body in bodies:
            kind = {"content-type": "application/json"}
            cloud.fault(method, path, times=1, status=200, body=json.dumps(body), headers=kind)

    quick = task("provider_info", auth_source="service_principal")
    results = compared(cloud, place, [quick] * len(bodies), prepared=script)
    told = [(body, result.get("msg")) for body, result in zip(bodies, results, strict=True)]
    assert [one for one, result in zip(told, results, strict=True) if not result["failed"]] == []
    assert [one for one in told if "defect" in one[1]] == []
