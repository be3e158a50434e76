# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin through a real ``ansible-inventory`` and ``ansible-playbook``, on the release that runs this."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import serving
import yaml
from cloud import Cloud
from inventories import PLUGIN, Listed, inventory, write
from playing import TIMEOUT_SECONDS, play, start

ROOT = Path(__file__).resolve().parents[2]
PROVIDER = "providers/Microsoft.MachineLearningServices"
OTHER = "00000000-0000-0000-0000-000000000002"
SUBSCRIPTION = serving.SUBSCRIPTION
CANARY = "canary-7f3e9a1b2c"


def group_path(group: str, subscription: str = SUBSCRIPTION) -> str:
    return f"/subscriptions/{subscription}/resourceGroups/{group}"


def workspace_path(name: str, group: str = "rg1", subscription: str = SUBSCRIPTION) -> str:
    return f"{group_path(group, subscription)}/{PROVIDER}/workspaces/{name}"


def workspace(name: str, group: str = "rg1", subscription: str = SUBSCRIPTION, **members: Any) -> dict[str, Any]:
    properties = {"provisioningState": "Succeeded", "workspaceId": "4" * 8, **members.pop("properties", {})}
    return {
        "id": workspace_path(name, group, subscription),
        "name": name,
        "location": "westeurope",
        "kind": "Default",
        "identity": {"type": "SystemAssigned"},
        "properties": properties,
        **members,
    }


def instance(name: str, within: str = "ws1", **inner: Any) -> dict[str, Any]:
    machine: dict[str, Any] = {
        "vmSize": "STANDARD_DS3_V2",
        "state": "Running",
        "sshSettings": {"sshPublicAccess": "Enabled", "adminUserName": "azureuser", "sshPort": 50001},
        "connectivityEndpoints": {"publicIpAddress": "203.0.113.10", "privateIpAddress": "10.0.0.4"},
        **inner,
    }
    return _compute(name, within, "ComputeInstance", machine)


def cluster(name: str, nodes: int, within: str = "ws1") -> dict[str, Any]:
    inner = {
        "vmSize": "STANDARD_DS3_V2",
        "scaleSettings": {"minNodeCount": nodes, "maxNodeCount": 9},
        "currentNodeCount": nodes,
        "userAccountCredentials": {"adminUserName": "runner"},
    }
    return _compute(name, within, "AmlCompute", inner)


def _compute(name: str, within: str, kind: str, inner: dict[str, Any]) -> dict[str, Any]:
    properties = {"computeType": kind, "provisioningState": "Succeeded", "properties": inner}
    path = f"{workspace_path(within)}/computes/{name}"
    return {"id": path, "name": name, "location": "westeurope", "tags": {"use": name}, "properties": properties}


def endpoint(kind: str, name: str, within: str = "ws1", **properties: Any) -> dict[str, Any]:
    own = {"authMode": "Key", "provisioningState": "Succeeded", "scoringUri": f"https://{name}.invalid/score"}
    path = f"{workspace_path(within)}/{kind}/{name}"
    return {"id": path, "name": name, "location": "westeurope", "properties": {**own, **properties}}


@pytest.fixture
def fleet(cloud: Cloud) -> Cloud:
    """Three workspaces beside the one that is always there, in two groups and two regions."""
    cloud.ask(
        "PUT",
        "resources",
        [
            {"id": group_path("rg2"), "location": "northeurope", "properties": {}},
            workspace("churn", tags={"team": "ada", "env": "prod"}),
            workspace("fraud", "rg2", location="northeurope", tags={"team": "bob", "env": "prod"}),
            workspace("hub", "rg2", location="northeurope", kind="Hub", tags={"team": "bob", "env": "dev"}),
        ],
    )
    return cloud


def listed(cloud: Cloud, place: Path, *arguments: str, **options: Any) -> Listed:
    return inventory(place, cloud.emulator.variables(), options, arguments=arguments or ("--list",))


def asked(cloud: Cloud) -> list[str]:
    """What was asked of the resource manager."""
    paths = [f"{entry['method']} {entry['path']}" for entry in cloud.requests()]
    return [path for path in paths if "/subscriptions/" in path]


def refused(cloud: Cloud, place: Path, **options: Any) -> str:
    """What is said of an inventory that cannot be read, on one line; nothing was sent for it."""
    before = len(cloud.requests())
    found = listed(cloud, place, **options)
    assert found.status != 0, found.said
    assert len(cloud.requests()) == before
    return " ".join(found.told.split())


# ----- workspaces ------------------------------------------------------------------------------------------------


def test_workspaces_are_hosts_whose_tasks_run_here(fleet: Cloud, tmp_path: Path) -> None:
    found = listed(fleet, tmp_path)
    assert list(found.hosts) == ["churn", "fraud", "hub", "ws1"]
    assert found.groups == {
        "aml_westeurope": ["churn", "ws1"],
        "aml_northeurope": ["fraud", "hub"],
        "aml_kind_default": ["churn", "fraud", "ws1"],
        "aml_kind_hub": ["hub"],
        "aml_state_succeeded": ["churn", "fraud", "hub", "ws1"],
    }
    fraud = found.hosts["fraud"]
    assert {name: fraud[name] for name in ("subscription_id", "resource_group", "workspace")} == {
        "subscription_id": SUBSCRIPTION,
        "resource_group": "rg2",
        "workspace": "fraud",
    }
    assert fraud["ansible_connection"] == "local"
    assert Path(fraud["ansible_python_interpreter"]).samefile(sys.executable)
    assert fraud["aml_tags"] == {"team": "bob", "env": "prod"} and fraud["aml_location"] == "northeurope"
    assert fraud["aml_id"] == workspace_path("fraud", "rg2") and fraud["aml_name"] == "fraud"
    assert asked(fleet) == [f"GET /subscriptions/{SUBSCRIPTION}/{PROVIDER}/workspaces"]


def test_a_list_of_many_pages_is_read_whole(cloud: Cloud, tmp_path: Path) -> None:
    cloud.ask("PUT", "resources", [workspace(f"w{number:03}") for number in range(120)])
    assert len(listed(cloud, tmp_path).hosts) == 121
    assert len(asked(cloud)) == 3


@pytest.mark.parametrize(
    ("options", "hosts"),
    [
        ({"resource_groups": ["rg2"]}, ["fraud", "hub"]),
        ({"resource_groups": ["rg2", "RG1", "rg1"]}, ["churn", "fraud", "hub", "ws1"]),
        ({"workspaces": ["Churn", "hub"]}, ["churn", "hub"]),
        ({"locations": ["North Europe"]}, ["fraud", "hub"]),
        ({"tags": {"env": "prod"}}, ["churn", "fraud"]),
        ({"tags": {"env": "prod", "team": "bob"}}, ["fraud"]),
        ({"include": ["aml_kind == 'hub'", "aml_tags.team == 'ada'"]}, ["churn", "hub"]),
        ({"exclude": ["aml_tags.team == 'bob'"]}, ["churn", "ws1"]),
        ({"include": ["aml_tags.env == 'prod'"], "exclude": ["'ra' in aml_name"]}, ["churn"]),
        ({"include": ["aml_tags.get('team')"]}, ["churn", "fraud", "hub"]),
        ({"include": ["aml_tags.get('env') == 'prod' and aml_kind is match('def')"]}, ["churn", "fraud"]),
    ],
    ids=str,
)
def test_filters(options: dict[str, Any], hosts: list[str], fleet: Cloud, tmp_path: Path) -> None:
    assert list(listed(fleet, tmp_path, **options).hosts) == hosts


def test_what_the_user_computes(fleet: Cloud, tmp_path: Path) -> None:
    found = listed(
        fleet,
        tmp_path,
        compose={"region": "aml_location | upper", "pair": "[workspace, resource_group]", "absent": "aml_tags.team"},
        groups={"Production": "aml_tags.env | default('') == 'prod'", "shouting": "region == 'NORTHEUROPE'"},
        keyed_groups=[
            {"key": "aml_tags", "prefix": "tag"},
            {
                "key": "aml_tags.team | default('')",
                "prefix": "team",
                "default_value": "nobody",
                "parent_group": "teams",
            },
        ],
        default_groups=False,
    )
    assert found.groups == {
        "Production": ["churn", "fraud"],
        "shouting": ["fraud", "hub"],
        "tag_team_ada": ["churn"],
        "tag_team_bob": ["fraud", "hub"],
        "tag_env_prod": ["churn", "fraud"],
        "tag_env_dev": ["hub"],
        "team_ada": ["churn"],
        "team_bob": ["fraud", "hub"],
        "team_nobody": ["ws1"],
        "teams": ["churn", "fraud", "hub", "ws1"],
    }
    hosts = found.hosts
    assert hosts["hub"]["region"] == "NORTHEUROPE" and hosts["churn"]["pair"] == ["churn", "rg1"]
    assert hosts["churn"]["absent"] == "ada" and "absent" not in hosts["ws1"]


def test_the_names_of_variables_begin_as_wished(fleet: Cloud, tmp_path: Path) -> None:
    found = listed(fleet, tmp_path, hostvars_prefix="ml_of_", include=["ml_of_kind == 'hub'"])
    assert found.hosts["hub"]["ml_of_tags"]["env"] == "dev" and found.hosts["hub"]["workspace"] == "hub"
    assert not [name for name in found.hosts["hub"] if name.startswith("aml_")]


@pytest.mark.parametrize("option", ["include", "exclude", "hostnames", "compose", "keyed_groups"])
def test_strict_fails_naming_the_host(option: str, fleet: Cloud, tmp_path: Path) -> None:
    expression = "aml_tags.nowhere"
    value: Any = {
        "compose": {"made": expression},
        "keyed_groups": [{"key": expression}],
    }.get(option, [expression])
    assert sorted(listed(fleet, tmp_path, **{option: value}).hosts) == (
        [] if option == "include" else ["churn", "fraud", "hub", "ws1"]
    )
    found = listed(fleet, tmp_path, **{option: value}, strict=True)
    said = " ".join(found.told.split())
    assert found.status != 0 and "nowhere" in said and "churn" in said, said


def test_names(fleet: Cloud, tmp_path: Path) -> None:
    found = listed(fleet, tmp_path, hostnames=["aml_tags.nick", "aml_tags.team ~ '/' ~ aml_name"])
    assert list(found.hosts) == ["ada_churn", "bob_fraud", "bob_hub", "ws1"]
    shared = listed(fleet, tmp_path, hostnames=["aml_tags.team"])
    assert list(shared.hosts) == ["ada", "bob--default", "bob--hub", "ws1"]
    both = listed(fleet, tmp_path, hostnames=["'all-the-same'"], include=["aml_tags.env | default('') == 'prod'"])
    assert list(both.hosts) == ["all-the-same--rg1", "all-the-same--rg2"]
    none = listed(fleet, tmp_path, hostnames=["'x'"], workspaces=["churn", "ws1"])
    assert none.status != 0 and "hostnames" in none.told and workspace_path("churn") in none.told.replace("\n", "")


def test_subscriptions_side_by_side(tmp_path: Path) -> None:
    options = [word for subscription in (SUBSCRIPTION, OTHER) for word in ("--subscription", subscription)]
    emulator, process = serving.start(Path(sys.executable), ROOT, tmp_path / "emulator", options=options)
    try:
        cloud = Cloud(emulator)
        rows = [
            *(
                {"id": group_path("rg1", one), "location": "westeurope", "properties": {}}
                for one in (SUBSCRIPTION, OTHER)
            ),
            {"id": group_path("rg2"), "location": "westeurope", "properties": {}},
            *(workspace("churn", "rg1", one) for one in (SUBSCRIPTION, OTHER)),
            workspace("here", "rg2"),
            workspace("there", "rg1", OTHER),
        ]
        cloud.ask("PUT", "resources", rows)
        both = listed(cloud, tmp_path, subscriptions=[SUBSCRIPTION, OTHER])
        assert list(both.hosts) == [f"churn--{SUBSCRIPTION}", f"churn--{OTHER}", "here", "there"]
        assert both.hosts[f"churn--{OTHER}"]["subscription_id"] == OTHER
        # A group need not be in each of them.
        some = listed(cloud, tmp_path, subscriptions=[SUBSCRIPTION, OTHER], resource_groups=["rg2"])
        assert list(some.hosts) == ["here"]
        none = listed(cloud, tmp_path, subscriptions=[SUBSCRIPTION, OTHER], resource_groups=["rg2", "rg-nowhere"])
        assert none.status != 0 and "rg-nowhere" in none.told
    finally:
        serving.stop(process)


# ----- what runs in them -----------------------------------------------------------------------------------------


def test_compute_instances_are_reached_over_ssh(fleet: Cloud, tmp_path: Path) -> None:
    closed = {"sshSettings": {"sshPublicAccess": "Disabled", "adminUserName": "azureuser", "sshPort": 50002}}
    fleet.ask(
        "PUT",
        "resources",
        [instance("open"), instance("closed", **closed), instance("asleep", state="Stopped"), cluster("cpu", 2)],
    )
    found = listed(fleet, tmp_path, yields=["compute_instances"], workspaces=["ws1"])
    assert list(found.hosts) == ["ws1--open"]
    host = found.hosts["ws1--open"]
    assert {name: value for name, value in host.items() if name.startswith("ansible_")} == {
        "ansible_host": "203.0.113.10",
        "ansible_port": 50001,
        "ansible_user": "azureuser",
    }
    assert host["workspace"] == "ws1" and host["aml_name"] == "open" and host["aml_kind"] == "compute_instance"
    assert found.groups["aml_state_running"] == ["ws1--open"]
    assert len(asked(fleet)) == 2
    private = listed(fleet, tmp_path, yields=["compute_instances"], workspaces=["ws1"], connect_with="private")
    assert {name: host["ansible_host"] for name, host in private.hosts.items()} == {
        "ws1--closed": "10.0.0.4",
        "ws1--open": "10.0.0.4",
    }
    every = listed(fleet, tmp_path, yields=["compute_instances"], workspaces=["ws1"], reachable_only=False)
    assert list(every.hosts) == ["ws1--asleep", "ws1--closed", "ws1--open"]


def test_nodes_of_clusters(fleet: Cloud, tmp_path: Path) -> None:
    fleet.ask("PUT", "resources", [cluster("cpu", 2), cluster("idle", 0), instance("open")])
    found = listed(fleet, tmp_path, yields=["nodes"], workspaces=["ws1"])
    assert len(found.hosts) == 2 and all(re.fullmatch(r"ws1--cpu--tvmps_\w+_d", name) for name in found.hosts)
    reached = sorted((one["ansible_host"], one["ansible_port"], one["ansible_user"]) for one in found.hosts.values())
    assert reached == [("203.0.113.10", 50000, "runner"), ("203.0.113.11", 50001, "runner")]
    assert {one["aml_compute"] for one in found.hosts.values()} == {"cpu"}
    # The idle cluster has none, and so is not asked.
    assert [path.rpartition("/")[2] for path in asked(fleet)] == ["workspaces", "computes", "listNodes"]


def test_endpoints(fleet: Cloud, tmp_path: Path) -> None:
    fleet.ask(
        "PUT",
        "resources",
        [
            endpoint("onlineEndpoints", "score"),
            endpoint("batchEndpoints", "nightly"),
            endpoint("batchEndpoints", "score"),
            endpoint("serverlessEndpoints", "llama"),
        ],
    )
    found = listed(fleet, tmp_path, yields=["endpoints"], workspaces=["ws1"])
    assert list(found.hosts) == [
        "ws1--llama",
        "ws1--nightly",
        "ws1--score--batch_endpoint",
        "ws1--score--online_endpoint",
    ]
    online = found.hosts["ws1--score--online_endpoint"]
    assert online["aml_scoring_uri"] == "https://score.invalid/score" and online["ansible_connection"] == "local"
    assert found.groups["aml_kind_serverless_endpoint"] == ["ws1--llama"]
    assert len(asked(fleet)) == 4 and not [path for path in asked(fleet) if "Key" in path]


def test_all_at_once_ask_for_each_list_once(fleet: Cloud, tmp_path: Path) -> None:
    fleet.ask("PUT", "resources", [instance("open"), cluster("cpu", 1), endpoint("onlineEndpoints", "score")])
    words = ["workspaces", "compute_instances", "nodes", "endpoints"]
    found = listed(fleet, tmp_path, yields=words, tags=None, workspaces=["ws1", "churn"])
    assert [name.partition("--tvm")[0] for name in found.hosts] == [
        "churn",
        "ws1",
        "ws1--cpu",
        "ws1--open",
        "ws1--score",
    ]
    paths = asked(fleet)
    assert len(paths) == 1 + 2 * 4 + 1 and len(set(paths)) == len(paths), paths
    assert len([entry for entry in fleet.requests() if "/oauth2/" in entry["path"]]) == 1


def test_what_the_service_says_of_a_machine_is_no_option_of_ssh(fleet: Cloud, tmp_path: Path) -> None:
    fleet.ask(
        "PUT",
        "resources",
        [
            instance(
                "bad",
                connectivityEndpoints={"publicIpAddress": "-oProxyCommand=touch x"},
                sshSettings={"sshPublicAccess": "Enabled", "adminUserName": "-oX=y", "sshPort": 99999999},
            )
        ],
    )
    options = {"yields": ["compute_instances"], "workspaces": ["ws1"]}
    assert listed(fleet, tmp_path, **options).hosts == {}
    host = listed(fleet, tmp_path, **options, reachable_only=False).hosts["ws1--bad"]
    assert not {name for name in host if name.startswith("ansible_")}


# ----- the cache ---------------------------------------------------------------------------------------------------


def cached(place: Path, **options: Any) -> dict[str, Any]:
    kept = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(place / "kept")}
    return {**kept, **options}


def test_with_a_warm_cache_nothing_is_sent(fleet: Cloud, tmp_path: Path) -> None:
    fleet.ask("PUT", "resources", [instance("open"), cluster("cpu", 1), endpoint("onlineEndpoints", "score")])
    options = cached(tmp_path, yields=["workspaces", "compute_instances", "nodes", "endpoints"])
    first = listed(fleet, tmp_path, **options)
    sent = len(fleet.requests())
    assert sent
    # Only what was asked is kept: what becomes of it can change.
    second = listed(fleet, tmp_path, **options)
    third = listed(fleet, tmp_path, **options, keyed_groups=[{"key": "aml_kind", "prefix": "kind"}])
    assert len(fleet.requests()) == sent
    assert second.whole == first.whole and third.hosts == first.hosts and "kind_node" in third.groups
    arguments = ["-i", str(write(tmp_path, options)), "--flush-cache"]
    play(tmp_path, [{"ansible.builtin.debug": {}}], fleet.emulator.variables(), arguments)
    assert len(fleet.requests()) > sent


@pytest.mark.parametrize(
    "change", [{"resource_groups": ["rg2"]}, {"subscriptions": [OTHER]}, {"yields": ["endpoints"]}]
)
def test_another_question_is_asked_anew(change: dict[str, Any], fleet: Cloud, tmp_path: Path) -> None:
    listed(fleet, tmp_path, **cached(tmp_path))
    sent = len(fleet.requests())
    listed(fleet, tmp_path, **cached(tmp_path, **change))
    assert len(fleet.requests()) > sent


def test_no_secret_is_kept_or_shown(fleet: Cloud, tmp_path: Path) -> None:
    """Neither ours, nor one that somebody put where the service shows it."""
    told = f"https://x.invalid/?sig={CANARY}"
    fleet.ask(
        "PUT",
        "resources",
        [
            workspace("odd", tags={"password": CANARY}, properties={"description": f"AccountKey={CANARY};"}),
            endpoint("onlineEndpoints", "score", "odd", description=told, properties={"apiKey": CANARY}),
        ],
    )
    options = cached(tmp_path, yields=["workspaces", "endpoints"], secret=serving.CLIENT_SECRET)
    for _again in range(2):
        found = listed(fleet, tmp_path, "--list", "-vvvv", **options)
        assert '"odd--score"' in found.said, found.told
        assert CANARY not in found.said + found.told and serving.CLIENT_SECRET not in found.said + found.told
    files = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    assert files
    for path in files:
        text = path.read_text()
        assert CANARY not in text and serving.CLIENT_SECRET not in text and "eyJ" not in text
    wrong = listed(fleet, tmp_path, "--list", "-vvvv", **{**options, "secret": CANARY, "resource_groups": ["rg1"]})
    assert wrong.status != 0 and "AADSTS7000215" in wrong.told and CANARY not in wrong.told + wrong.said


# ----- what the service says is never evaluated --------------------------------------------------------------------

TEMPLATES = (
    "{{ lookup('ansible.builtin.pipe', 'touch {path}') }}",
    "{% for x in lookup('ansible.builtin.pipe', 'touch {path}') %}{{ x }}{% endfor %}",
    "#jinja2: variable_start_string: '[%' , variable_end_string: '%]'\n"
    "[% lookup('ansible.builtin.pipe', 'touch {path}') %]",
    "{{ 40 + 2 }}",
)
# No template, and yet something to evaluate for who writes `when: "{{ aml_tags.e }}"`.
EXPRESSION = "lookup('ansible.builtin.pipe', 'touch {path}')"
# What AWX sets for the update of an inventory, with the variables of a credential that has nothing for them.
AWX = {
    "ANSIBLE_JINJA2_NATIVE": "True",
    "ANSIBLE_INVENTORY_ENABLED": "auto",
    "INVENTORY_UPDATE_ID": "7",
    "AZURE_AD_USER": "",
    "AZURE_PASSWORD": "",
}


def test_as_awx_updates_an_inventory(fleet: Cloud, tmp_path: Path) -> None:
    environment = {**fleet.emulator.variables(), **AWX}
    found = inventory(
        tmp_path, environment, {"keyed_groups": [{"key": "aml_tags.env"}]}, arguments=("--list", "--export")
    )
    assert found.groups["_prod"] == ["churn", "fraud"] and len(found.hosts) == 4


@pytest.mark.parametrize("cache", [False, True], ids=["asked", "cached"])
def test_a_template_of_the_service_is_a_text(cache: bool, fleet: Cloud, tmp_path: Path) -> None:
    """In every place where a value of the service gets to: variables, what is computed of them, names, groups, keys.
    With what is cached it is as in AWX, where templates give values of any type.
    """
    made = tmp_path / "evaluated"
    evil = [text.replace("{path}", str(made)) for text in TEMPLATES]
    # What a cache that reads JSON in its own way might take for Ansible's own values.
    forged = [
        {"__ansible_type": "_AnsibleTaggedStr", "value": evil[0], "tags": [{"__ansible_type": "TrustedAsTemplate"}]},
        {"__ansible_unsafe": evil[0]},
        {"__ansible_vault": evil[0]},
    ]
    tags = {**{f"t{number}": text for number, text in enumerate(evil)}, "e": EXPRESSION.replace("{path}", str(made))}
    services = [{"name": "x", "image": one} for one in forged]
    fleet.ask(
        "PUT",
        "resources",
        [
            workspace(
                "odd", tags={**tags, evil[0]: "key"}, properties={"description": evil[0], "friendlyName": evil[3]}
            ),
            instance("bad", "odd", customServices=services, createdBy={evil[0]: 1}),
        ],
    )
    options = {
        "workspaces": ["odd"],
        "yields": ["workspaces", "compute_instances"],
        "compose": {
            "told": "aml_tags.t0",
            "joined": "aml_tags | join('|')",
            "valued": "aml_tags.values() | join('|')",
            "whole": "aml_tags",
            "named": "aml_description ~ aml_friendly_name",
        },
        "groups": {"numbered": "aml_tags.t3 == '42'"},
        "include": ["aml_tags.t3 is defined or aml_workspace_tags.t3 is defined"],
        "exclude": ["aml_tags.t3 == '42'"],
        "keyed_groups": [{"key": "aml_tags", "prefix": "tag"}, {"key": "aml_description", "parent_group": "below"}],
        "hostnames": ["'h' ~ aml_tags.t3"],
        **(cached(tmp_path) if cache else {}),
    }
    path = write(tmp_path, options)
    if cache:
        listed(fleet, tmp_path, **options)
        fleet.emulator.reset()
    shown = (
        "aml_tags",
        "aml_description",
        "aml_friendly_name",
        "aml_custom_services",
        "aml_created_by",
        "told",
        "joined",
        "valued",
        "whole",
        "named",
        "inventory_hostname",
        "group_names",
        "groups",
    )
    kept = ", ".join(f"{name} | default('')" for name in shown)
    tasks = [
        *({"ansible.builtin.debug": {"var": name}} for name in shown),
        {"ansible.builtin.debug": {"msg": f"{{{{ [{kept}] }}}}"}},
        {"ansible.builtin.set_fact": {"copied": f"{{{{ [{kept}] }}}}"}},
        {"ansible.builtin.debug": {"msg": "{{ item }} {{ copied }}"}, "loop": "{{ aml_tags.values() | list }}"},
        {"ansible.builtin.debug": {"msg": "{{ hostvars[item] }}"}, "loop": "{{ groups.all }}"},
    ]
    # Whether these fail, and how, is for the release to say.
    twice = [
        {"ansible.builtin.debug": {}, "when": "{{ aml_tags.e }}"},
        {"ansible.builtin.assert": {"that": ["{{ aml_tags.e }}"]}},
    ]
    keys = {"hosts": "all", "connection": "local"}
    variables = {"ansible_python_interpreter": sys.executable}
    environment = {**fleet.emulator.variables(), **({} if not cache else AWX)}
    played = play(tmp_path, [*tasks, *twice], environment, ["-i", str(path), "-vv"], keys, variables)
    assert len(played.hosts) == 2, played.printed
    for results in played.hosts.values():
        assert not [result["msg"] for result in results[: len(tasks)] if result.get("failed")], played.printed
    (odd,) = (results for results in played.hosts.values() if results[1].get("aml_description") == evil[0])
    told = dict(zip(shown, odd, strict=False))
    assert {name: told["aml_tags"]["aml_tags"][name] for name in tags} == tags
    assert told["told"]["told"] == evil[0] and told["named"]["named"] == evil[0] + evil[3]
    assert told["whole"]["whole"] == told["aml_tags"]["aml_tags"]
    assert all(text in told["valued"]["valued"] for text in evil)
    assert not made.exists(), "a value of the service was evaluated"
    assert not re.search(r"\b42\b", json.dumps(odd))
    assert "{" not in told["inventory_hostname"]["inventory_hostname"] + "".join(told["group_names"]["group_names"])


def test_what_the_user_writes_is_evaluated(fleet: Cloud, tmp_path: Path) -> None:
    environment = {**fleet.emulator.variables(), "WHERE": "rg2", "PROOF": serving.CLIENT_SECRET}
    del environment["AZURE_SECRET"]
    options = {
        "resource_groups": ["{{ lookup('ansible.builtin.env', 'WHERE') }}"],
        "secret": "{{ lookup('ansible.builtin.env', 'PROOF') }}",
    }
    assert list(inventory(tmp_path, environment, options).hosts) == ["fraud", "hub"]


def test_an_ordinary_value_is_listed_as_it_is(fleet: Cloud, tmp_path: Path) -> None:
    """Other programs read the list; before 2.19 a marked text would be an object there."""
    assert "__ansible" not in listed(fleet, tmp_path, compose={"x": "aml_tags.team"}).said


# ----- what is wrong -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"yields": ["jobs"]}, "yields"),
        ({"yields": []}, "yields"),
        ({"workspacess": ["x"]}, "workspacess: is no option"),
        ({"validate_certs": "perhaps"}, "validate_certs: 'perhaps'"),
        ({"resource_groups": ["a/b"]}, "resource_groups: 'a/b'"),
        ({"subscriptions": ["mine"]}, "subscriptions: 'mine'"),
        ({"workspaces": ["no name"]}, "workspaces: 'no name'"),
        ({"include": ["aml_kind =="]}, "include[0]: 'aml_kind =='"),
        ({"exclude": ["true", "{{ aml_kind }}"]}, "exclude[1]"),
        ({"compose": {"x": "a b"}}, "compose.x"),
        ({"groups": {"x": "("}}, "groups.x"),
        ({"keyed_groups": [{"prefix": "x"}]}, "keyed_groups[0].key: is required"),
        ({"keyed_groups": [{"key": "|"}]}, "keyed_groups[0].key"),
        ({"hostvars_prefix": "ansible_"}, "hostvars_prefix"),
        ({"connect_with": "pigeon"}, "connect_with"),
        ({"auth_source": "guess"}, "auth_source"),
        ({"subscription_id": "mine"}, "subscription_id"),
        ({"profile": "nobody"}, "profile"),
    ],
    ids=str,
)
def test_a_wrong_option_is_named_before_anything_is_sent(
    options: dict[str, Any], said: str, cloud: Cloud, tmp_path: Path
) -> None:
    assert said in refused(cloud, tmp_path, **options)


def test_no_credentials(tmp_path: Path) -> None:
    found = inventory(tmp_path, dict.fromkeys(serving.Emulator("", "", "", 0).variables(), ""), {})
    said = " ".join(found.told.split())
    assert found.status != 0 and "AZURE_CLIENT_ID" in said and "az login" in said, said


def test_what_is_forbidden_fails_or_is_left_out(fleet: Cloud, tmp_path: Path) -> None:
    denied = {"status": 403, "code": "AuthorizationFailed", "message": "The client may not read this."}
    fleet.fault("GET", "workspaces/fraud/onlineEndpoints", 0, **denied)
    fleet.ask("PUT", "resources", [endpoint("onlineEndpoints", "score")])
    options = {"yields": ["workspaces", "endpoints"], "workspaces": ["ws1", "fraud"]}
    failed = listed(fleet, tmp_path, **options)
    assert failed.status != 0 and "AuthorizationFailed" in failed.told
    skipped = listed(fleet, tmp_path, **options, on_forbidden="skip")
    assert list(skipped.hosts) == ["fraud", "ws1", "ws1--score"]
    assert "online_endpoints of workspace fraud: left out" in " ".join(skipped.told.split())


def test_the_actions_of_the_guide_are_enough(fleet: Cloud, tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "inventory.md").read_text(encoding="utf-8")
    actions = re.findall(r"`(Microsoft\.MachineLearningServices/[\w/]+)`", guide)
    fleet.ask("PUT", "resources", [instance("open"), cluster("cpu", 1), endpoint("onlineEndpoints", "score")])
    fleet.ask("PATCH", "config", {"permissions": {serving.CLIENT: actions}})
    words = ["workspaces", "compute_instances", "nodes", "endpoints"]
    assert len(listed(fleet, tmp_path, yields=words).hosts) == 7
    for action in actions:
        others = [other for other in actions if other != action]
        fleet.ask("PATCH", "config", {"permissions": {serving.CLIENT: others}})
        less = listed(fleet, tmp_path, yields=words)
        assert less.status != 0 and "AuthorizationFailed" in less.told, f"{action} is not needed"


def test_a_workspace_that_goes_meanwhile_takes_what_is_in_it_along(fleet: Cloud, tmp_path: Path) -> None:
    gone = {"status": 404, "code": "ResourceNotFound", "message": "The Resource was not found."}
    fleet.fault("GET", "workspaces/fraud/computes", 0, **gone)
    fleet.ask("PUT", "resources", [instance("open")])
    assert list(listed(fleet, tmp_path, yields=["compute_instances"]).hosts) == ["ws1--open"]


@pytest.mark.parametrize(("name", "ours"), [("aml.yml", 1), ("aml.yaml", 1), ("prod.aml.yml", 1), ("other.yml", 0)])
def test_names_of_files(name: str, ours: int, fleet: Cloud, tmp_path: Path) -> None:
    found = inventory(tmp_path, fleet.emulator.variables(), path=write(tmp_path, {}, name))
    assert (found.status == 0) == bool(ours) and bool(fleet.requests()) == bool(ours)


# ----- as users meet it ----------------------------------------------------------------------------------------------


def examples() -> list[dict[str, Any]]:
    source = (ROOT / "plugins" / "inventory" / "aml.py").read_text(encoding="utf-8")
    (text,) = re.findall(r'^EXAMPLES = r"""\n(.*?)"""', source, re.DOTALL | re.MULTILINE)
    return [document for document in yaml.safe_load_all(text) if document]


@pytest.mark.parametrize("number", range(4))
def test_the_examples_of_the_documentation(number: int, fleet: Cloud, tmp_path: Path) -> None:
    found = examples()
    assert len(found) == 4 and {document["plugin"] for document in found} == {PLUGIN}
    fleet.ask(
        "PUT",
        "resources",
        [
            *(
                {"id": group_path(group), "location": "westeurope", "properties": {}}
                for group in ("rg-ml", "rg-research")
            ),
            workspace("ml-prod", "rg-ml"),
            {
                **endpoint("onlineEndpoints", "score"),
                "id": f"{workspace_path('ml-prod', 'rg-ml')}/onlineEndpoints/score",
            },
            {**instance("dev"), "id": f"{workspace_path('ml-prod', 'rg-ml')}/computes/dev"},
        ],
    )
    expected = (
        ["churn", "fraud", "hub", "ml-prod", "ws1"],
        ["churn", "fraud"],
        ["ml-prod--dev"],
        ["score"],
    )[number]
    options = {name: value for name, value in found[number].items() if name != "plugin"}
    assert list(listed(fleet, tmp_path, **options).hosts) == expected


@pytest.mark.parametrize("slices", [1, 3])
def test_a_play_works_in_every_workspace(slices: int, fleet: Cloud, tmp_path: Path) -> None:
    """The hosts fan out; what AWX calls a slice is every n-th of them, and together the slices are the whole."""
    path = write(tmp_path, {})
    here = {"resource_group": "{{ resource_group }}", "workspace": "{{ workspace }}"}
    keys = {"hosts": "all", "module_defaults": {"group/mlops.azureml.aml": here}}
    names = ["churn", "fraud", "hub", "ws1"]
    read = {"mlops.azureml.aml_compute_info": {}}
    for number in range(slices):
        arguments = ["-i", str(path), "--limit", ",".join(names[number::slices])]
        played = play(tmp_path, [read], fleet.emulator.variables(), arguments, keys)
        assert sorted(played.hosts) == sorted(names[number::slices]), played.printed
        assert not [results for results in played.hosts.values() if results[0].get("failed")], played.printed
    paths = [path for path in asked(fleet) if path.endswith("/computes")]
    assert sorted(path.split("/")[-2] for path in paths) == names


def test_a_playbook_that_init_adopts_reads_its_inventory(fleet: Cloud, tmp_path: Path) -> None:
    """In a container, under nohup and in a service the parent of the command is init; nobody was cancelled there."""
    script = '"$@" > done.txt 2>&1 & exit 0'
    arguments = ["-i", str(write(tmp_path, {}))]
    task = {"ansible.builtin.debug": {"msg": "{{ groups.all | length }} hosts"}}
    process = start(tmp_path, [task], fleet.emulator.variables(), arguments, launcher=("sh", "-c", script, "sh"))
    process.communicate(timeout=TIMEOUT_SECONDS)
    log, deadline = tmp_path / "done.txt", time.monotonic() + TIMEOUT_SECONDS
    while "PLAY RECAP" not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    assert "4 hosts" in log.read_text(), log.read_text()


def test_ansible_doc_shows_it(tmp_path: Path) -> None:
    done = subprocess.run(
        ["ansible-doc", "-t", "inventory", "--json", PLUGIN], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    shown = json.loads(done.stdout)[PLUGIN]["doc"]["options"]
    assert {"yields", "keyed_groups", "cache_plugin", "client_id", "api_version"} <= set(shown)
