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

from cloud import COMPUTES, DEFAULTS, GROUP, GROUP_PATH, WORKSPACE_PATH, Cloud
from comparing import differences
from playing import Played, Task, play

# Core lists sets in the order of their hashes in some messages. Pipelining only makes the modules start faster. From
# ansible-core 2.21 on the options are repeated in a result only where one asks for it.
SAME_IN_BOTH = {"PYTHONHASHSEED": "0", "ANSIBLE_PIPELINING": "true", "ANSIBLE_INJECT_INVOCATION": "true"}
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
    task("compute", name="regained", **CLUSTER),
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
    task("compute", name="slow", wait_timeout=50, **CLUSTER),
    task("compute", name="forbidden", **CLUSTER),
    task("compute", name="conflict", **CLUSTER),
    task("compute", name="refused", **CLUSTER),
    task("compute", name="failing", **CLUSTER),
    task("compute", name="page", **CLUSTER),
    task("compute", name="broken", **CLUSTER),
    task("compute", name="odd", **CLUSTER),
    task("rest", method="POST", path="computes/lost/start"),
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


def lose_an_answer(cloud: Cloud) -> None:
    """Once: the write is looked for, and sent again."""
    cloud.fault("PUT", "computes/regained", times=1, drop=True)


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
    cloud.fault("POST", "computes/lost/start", drop=True)
    # The first poll of all; whoever it is for would have to wait longer than the task may take.
    asked = {"retry-after": "1000", "content-type": "application/json"}
    cloud.fault("GET", "computeOperationsStatus", times=1, status=200, body={"status": "InProgress"}, headers=asked)


def compared(
    cloud: Cloud,
    place: Path,
    tasks: Sequence[Task],
    arguments: Iterable[str] = (),
    prepared: Callable[[Cloud], None] = lambda _cloud: None,
    keys: Mapping[str, Any] | None = None,
) -> Played:
    """Play ``tasks`` through both fronts from the same beginning; how the first ended. Fails where they differ."""
    played = []
    for front in ("in_process", "module"):
        cloud.prepare()
        prepared(cloud)
        own = {**cloud.emulator.variables(), **SAME_IN_BOTH, "AML_EXECUTION": front}
        played.append(play(place / front, tasks, own, arguments, {**DEFAULTS, **(keys or {})}))
    first, second = played
    assert first.hosts.keys() == second.hosts.keys() and first.status == second.status
    for host in first.hosts:
        assert not (found := differences(tasks, first.hosts[host], second.hosts[host])), "\n".join([host, *found])
    return first


def test_what_goes_well(cloud: Cloud, tmp_path: Path) -> None:
    results = compared(cloud, tmp_path, FINE, ["--diff"], lose_an_answer).results
    assert [(FINE[n], r.get("msg")) for n, r in enumerate(results) if r["failed"]] == []
    assert {bool(result["changed"]) for result in results} == {True, False}


def test_check_mode(cloud: Cloud, tmp_path: Path) -> None:
    # The first task of each module: what it predicts with nothing there yet.
    managing = [*{next(iter(one)): one for one in reversed(FINE) if not next(iter(one)).endswith("_info")}.values()]
    results = compared(cloud, tmp_path, managing, ["--check", "--diff"]).results
    assert [(managing[n], r.get("msg")) for n, r in enumerate(results) if r["failed"]] == []
    assert cloud.writes() == []


def test_what_fails(cloud: Cloud, tmp_path: Path) -> None:
    results = compared(cloud, tmp_path, FAILING, prepared=script_faults).results
    fine = [one for one, result in zip(FAILING, results, strict=True) if not result["failed"]]
    assert fine == [task("compute", name="fixed", **CLUSTER)]
    for one, result in zip(FAILING, results, strict=True):
        assert SECRET not in str(result.get("msg")), one
        assert "Traceback" not in str(result), one


def flaky(cloud: Cloud) -> None:
    """The first read of one compute is refused, so that repeating the task helps."""
    refused = {"status": 403, "code": "AuthorizationFailed", "message": "Not yet."}
    cloud.fault("GET", "computes/flaky", times=1, **refused)
    cloud.fault("GET", "computes/never", **refused)


CPU = task("compute_info", name="eight")
# What Ansible does with a task and its result, whatever the module is.
HANDLED = [
    {**task("compute", name="{{ item }}", **CLUSTER), "loop": ["one", "two", "one"]},
    {**task("compute", name="{{ item }}", **CLUSTER), "loop": ["three", "../x"], "loop_control": {"index_var": "n"}},
    {**task("compute_info", name="flaky"), "register": "it", "until": "it is succeeded", "retries": 3, "delay": 0},
    {**task("compute_info", name="never"), "register": "no", "until": "no is succeeded", "retries": 2, "delay": 0},
    {**task("compute_info"), "register": "listed", "failed_when": "listed.computes | length > 2"},
    {**task("compute_info"), "register": "seen", "changed_when": "seen.computes | length > 2"},
    {**task("compute_info", name="../x"), "failed_when": False},
    {**task("compute", name="five", **CLUSTER), "delegate_to": "localhost"},
    {**task("compute", name="six", **CLUSTER), "run_once": True},
    {**task("datastore", name="store", credentials=KEY, **BLOB), "no_log": True},
    {**task("datastore", name="store", credentials={**KEY, "bogus": 1}, **BLOB), "no_log": True},
    {**task("compute", name="seven", **CLUSTER), "check_mode": True, "diff": True},
    {**task("compute", name="seven", **CLUSTER), "when": False},
    {**task("compute", name="{{ chosen }}", **CLUSTER), "vars": {"chosen": "eight"}, "diff": True},
    {**task("compute", name="nine", **CLUSTER), "throttle": 1, "timeout": 300},
    {"action": {"module": "mlops.azureml.aml_compute_info", "name": "eight"}},
    {"local_action": {"module": "mlops.azureml.aml_compute_info", "name": "eight"}},
    {"mlops.azureml.aml_compute_info": "name=eight nodes=yes"},
    {**CPU, "args": {"nodes": "no"}, "module_defaults": {"mlops.azureml.aml_compute_info": {"nodes": 1}}},
    {**CPU, "module_defaults": {"mlops.azureml.aml_compute_info": {"nodes": 1}}},
]


def test_what_ansible_does_with_a_task(cloud: Cloud, tmp_path: Path) -> None:
    # Of both kinds: what stands for the whole group, and for one module.
    own = {"mlops.azureml.aml_compute": {"wait_timeout": 600}}
    keys = {"module_defaults": {**DEFAULTS["module_defaults"], **own}}
    played = compared(cloud, tmp_path, HANDLED, prepared=flaky, keys=keys)
    looped, broken, found, never, listed, seen, passed, *_others = played.results
    assert [item["changed"] for item in looped["results"]] == [True, True, False]
    assert looped["results"][0]["invocation"]["module_args"]["wait_timeout"] == 600
    assert [item["failed"] for item in broken["results"]] == [False, True] and broken["failed"]
    # How ansible-core counts the attempts of one that never succeeds differs between its releases.
    assert (found["failed"], found["attempts"]) == (False, 2) and never["failed"]
    assert listed["failed"] and seen["changed"] and not passed["failed"]
    assert SECRET not in played.printed


def test_several_hosts(cloud: Cloud, tmp_path: Path) -> None:
    """Side by side and not in step; what runs once is known to all."""
    tasks = [
        task("compute", name="{{ inventory_hostname }}", **CLUSTER),
        task("compute", name="{{ inventory_hostname }}", **CLUSTER),
        {**task("compute_info", name="{{ inventory_hostname }}"), "delegate_to": "localhost"},
    ]
    local = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    keys = {"hosts": "all", "vars": local}
    hosts = ["-i", "one,two,three,"]
    free = compared(cloud, tmp_path / "free", tasks, hosts, keys={**keys, "strategy": "free"})
    assert {host: [result["changed"] for result in results] for host, results in free.hosts.items()} == {
        host: [True, False, False] for host in ("one", "two", "three")
    }
    once = [{**task("compute", name="shared", **CLUSTER), "run_once": True}]
    linear = compared(cloud, tmp_path / "linear", once, hosts, keys=keys)
    assert [results[0]["changed"] for results in linear.hosts.values()] == [True, True, True]
    assert cloud.writes() == [f"PUT {WORKSPACE_PATH}/computes/shared"]


def test_a_task_that_takes_longer_than_ansible_lets_it(cloud: Cloud, tmp_path: Path) -> None:
    """In one thread and in several. Neither the next task nor the end of the play waits for the service."""

    def endless(cloud: Cloud) -> None:
        cloud.ask("PATCH", "config", {"operation_seconds": {"default": 3600, COMPUTES: None}})

    several = {"storage_account": {"name": "stfronts"}, "container_registry": {"name": "crfronts"}}
    tasks = [
        {**task("compute", name="cpu", **CLUSTER), "timeout": 3},
        {**task("dependencies", **several), "timeout": 3},
        task("resource_group_info", name=GROUP),
    ]
    played = compared(cloud, tmp_path, tasks, prepared=endless)
    assert [result["failed"] for result in played.results] == [True, True, False]
    # The words of ansible-core up to 2.18, and of those after it.
    assert all(re.search("expected time frame|Timed out", result["msg"]) for result in played.results[:2])
    assert "Traceback" not in played.printed


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
    results = compared(cloud, place, [quick] * len(bodies), prepared=script).results
    told = [(body, result.get("msg")) for body, result in zip(bodies, results, strict=True)]
    assert [one for one, result in zip(told, results, strict=True) if not result["failed"]] == []
    assert [one for one in told if "defect" in one[1]] == []


def test_a_relative_path_is_relative_to_the_playbook(cloud: Cloud, front: str, tmp_path: Path) -> None:
    """Wherever the playbook was started: Ansible runs a module of this host in the playbook's folder."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "score.py").write_text("")
    elsewhere = ("sh", "-c", 'cd / && exec "$1" "$OLDPWD/$2" -e "@$OLDPWD/variables.json"', "sh")
    own = {**cloud.emulator.variables(), "AML_EXECUTION": front}
    played = play(
        tmp_path, [task("code", name="scoring", version="1", path="src")], own, keys=DEFAULTS, launcher=elsewhere
    )
    assert played.only["changed"], played.printed
