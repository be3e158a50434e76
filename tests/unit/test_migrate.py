# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The codemod of ``playbooks/migrate.yml``: what it writes, what it leaves byte for byte, and what it tells of."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "playbooks" / "files"
sys.path.insert(0, str(FILES))

import azcollection  # noqa: E402  # no package: it is a file of a playbook
import migrate  # noqa: E402

SCOPE = "{resource_group: rg, ml_workspace: ws, name: x"


def moved(text: str) -> tuple[str, list[str]]:
    """The text, and what is told of it without the lines."""
    after, notes, _tasks = migrate.migrate(text)
    return after, [words for _line, words in notes]


BEFORE = """\
---
# the cluster
- name: Cluster   # keep me
  azure.azcollection.azure_rm_ml_compute:
    ml_workspace:   "ws"     # where
    resource_group: 'rg'

    type: amlcompute  # kind
    size: Standard_DS3_v2
    min_instances: 0   # none
    # in between
    max_instances: "{{ n }}"
    idle_time_before_scale_down: 120
    identity_type: UserAssigned
    user_assigned_identities:
      - /subscriptions/1/one   # first
      # second
      - /subscriptions/1/two
    resource_definition: |
      # a comment
      ml_workspace: not mine
    frobnicate: 1
  register: made
- ansible.builtin.debug: {msg: "{{ made.ml_compute.name }} {{ made['ml_compute'] }} {{ other.ml_compute }}"}
"""
AFTER = """\
---
# the cluster
- name: Cluster   # keep me
  mlops.azureml.aml_compute:
    workspace:   "ws"     # where
    resource_group: 'rg'

    type: AmlCompute  # kind
    vm_size: Standard_DS3_v2
    scale:
      min_nodes: 0   # none
      max_nodes: "{{ n }}"
      idle_time_before_scale_down: 120s
    # in between
    identity:
      type: UserAssigned
      user_assigned_identities:
        - /subscriptions/1/one   # first
        # second
        - /subscriptions/1/two
    definition: |
      # a comment
      ml_workspace: not mine
    frobnicate: 1
  register: made
- ansible.builtin.debug: {msg: "{{ made.compute.name }} {{ made['compute'] }} {{ other.ml_compute }}"}
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_playbook_is_moved_and_nothing_else_in_it(end: str) -> None:
    after, notes = moved(BEFORE.replace("\n", end))
    assert after == AFTER.replace("\n", end)
    assert notes == [
        "frobnicate: azure.azcollection 3.21 documents no such option; it was left as it is",
        "made.ml_compute is made.compute now; look at what is read of it",
    ]


def test_what_is_moved_is_not_moved_again_and_what_is_not_theirs_never() -> None:
    assert moved(AFTER)[0] == AFTER
    other = BEFORE.replace("azure_rm_ml_", "azure_rm_").replace("ml_compute", "compute")
    assert moved(other) == (other, [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("compute: %s, type: computeinstance, state: stop}", "compute: %s, type: ComputeInstance, state: stopped}"),
        ("schedule: %s, state: disabled}", "schedule: %s, enabled: false}"),
        ("model: %s, type: mlflow_model, state: archive}", "model: %s, model_type: mlflow_model, state: archived}"),
        ("model: %s, version: 1, path: azureml://d/m}", "model: %s, version: 1, model_uri: azureml://d/m}"),
        (
            "data: %s, version: 1, path: ./r.csv, data_type: mltable}",
            "data: %s, version: 1, path: ./r.csv, type: mltable}",
        ),
        ("job: %s, state: cancel, append_tags: no}", "job: %s, state: canceled, purge_tags: true}"),
        ("online_endpoint: %s, auth_mode: aml_token}", "online_endpoint: %s, auth_mode: AMLToken}"),
        ("model_info: %s, list_type: archived}", "model_info: %s, list_view: ArchivedOnly}"),
        ("workspace_info: {filtered_kinds: [hub]}", "workspace_info: {kind: hub}"),
        ("workspace_info:\n    filtered_kinds:\n      - hub # one\n", "workspace_info:\n    kind: hub # one\n"),
        ("batch_deployment_info: %s, endpoint_name: e}", "batch_deployment_info: %s, endpoint: e}"),
        (
            "online_endpoint_invoke: %s, request_file: one.json}",
            "online_endpoint_invoke: %s, body: \"{{ lookup('ansible.builtin.file', 'one.json') | from_json }}\"}",
        ),
        ("data: &all %s}\n- azure_rm_ml_data: *all\n", "data: &all %s}\n- mlops.azureml.aml_data: *all\n"),
        ("compute:\n  args: %s, size: S}\n", "compute:\n  args: %s, vm_size: S}\n"),
        (
            "workspace:\n    hub_id: /h\n    managed_network: disabled\n",
            "workspace:\n    hub_id: /h\n    managed_network:\n      isolation_mode: Disabled\n",
        ),
        (
            "compute:\n    type: computeinstance\n    ssh_key_value: k\n    size: S",
            "compute:\n    type: ComputeInstance\n    ssh:\n      admin_public_key: k\n    vm_size: S",
        ),
    ],
)
def test_options_and_values_are_called_as_they_are_here(before: str, after: str) -> None:
    ours = SCOPE.replace("ml_workspace", "workspace")
    expected = f"- mlops.azureml.aml_{after.replace('%s', ours)}"
    got, notes = moved(f"- azure_rm_ml_{before.replace('%s', SCOPE)}")
    assert (got.rstrip("\n"), notes) == (expected.rstrip("\n"), [])


def test_a_state_that_is_a_module_of_its_own_becomes_one() -> None:
    text = "- azure_rm_ml_online_endpoint:\n    name: e\n    state: regenerate_keys\n    key_type: primary\n"
    after, notes = moved(text)
    expected = "- mlops.azureml.aml_endpoint_key_regenerate:\n    name: e\n    # state: regenerate_keys\n"
    assert after == f"{expected}    key_type: primary\n" and len(notes) == 1


def test_an_option_keeps_its_name_when_its_value_means_something_else() -> None:
    text = "- azure_rm_ml_data:\n    append_tags: '{{ keep }}'\n"
    assert moved(text)[0] == text.replace("azure_rm_ml_data", "mlops.azureml.aml_data")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("compute: {type: '{{ kind }}'}", "type: its values are called AmlCompute, ComputeInstance here"),
        ("compute: {vnet_name: v}", "vnet_name: give subnet as a resource id"),
        ("compute: {ssh_key_value: k}", "ssh_key_value: what it is called here depends on the type"),
        ("compute: {min_instances: 1}", "min_instances: write them as members of scale"),
        ("compute: {size: S, type: &t amlcompute}", "type: it has an anchor, an alias or a tag, so write AmlCompute"),
        ("compute: name=x type=amlcompute", "write its options as a mapping"),
        ("model: {path: '{{ where }}'}", "path: call it model_uri if it is in Azure"),
        ("model: {state: '{{ wanted }}'}", "state: its values are called"),
        ("online_endpoint_invoke: {request_file: it's.json}", "request_file: body is what is in the file"),
        ("data: {append_tags: '{{ keep }}'}", "append_tags: its values are called false, true here"),
        ("model: {path: ./m}", "version: has to be given"),
        ("online_endpoint_invoke: {}", "name: the name of the endpoint has to be given"),
        ("model: {state: gone}", "state: gone is none of"),
        ("online_endpoint: {local: true}", "local: containers on the own machine"),
        ("online_deployment: {all_traffic: true}", "all_traffic: shift the traffic by aml_endpoint_traffic"),
        ("workspace_info: {filtered_kinds: [hub, project]}", "filtered_kinds: kind takes one of"),
        ("workspace: {}", "storage_account, key_vault: a new workspace needs them"),
        ("thing: {}", "azure_rm_ml_thing: azure.azcollection 3.21 has no such module"),
        ("data: {ad_user: me}", "ad_user: nobody logs in by a password here"),
    ],
)
def test_what_nobody_can_know_is_left_and_told(options: str, told: str) -> None:
    text = f"- azure_rm_ml_{options}\n"
    after, notes = moved(text)
    assert any(words.startswith(told) or told in words for words in notes), notes
    # A value is still there, whatever it is called now.
    assert all(value in after for value in re.findall(r": ([^:{},]+|'.*?')[,}]", options))


def test_options_without_a_meaning_become_comments() -> None:
    after, notes = moved("- azure_rm_ml_data:\n    name: d\n    location: eastus # there\n")
    assert after == "- mlops.azureml.aml_data:\n    name: d\n    # location: eastus # there\n"
    assert notes == ["location: it has no counterpart and is a comment now: an asset is where its workspace is"]


def test_defaults_are_moved_and_want_nothing() -> None:
    text = "- hosts: all\n  module_defaults:\n    group/azure.azcollection.azure: {ml_workspace: w}\n"
    text += "    azure.azcollection.azure_rm_ml_compute: {type: amlcompute}\n"
    after, notes = moved(text)
    assert "mlops.azureml.aml_compute: {type: AmlCompute}" in after
    assert notes == [
        "group/azure.azcollection.azure: give what is common to the group mlops.azureml.aml as well",
    ]


def options_of(name: str) -> set[str]:
    """The options of a module of ours, those of its fragments too."""
    found: set[str] = set()
    module = (ROOT / "plugins" / "modules" / f"{name}.py").read_text().split('"""')[1]
    documents = [yaml.safe_load(module)]
    for fragment in documents[0]["extends_documentation_fragment"]:
        path = ROOT / "plugins" / "doc_fragments" / f"{fragment.split('.')[2]}.py"
        documents += [yaml.safe_load(text) for text in re.findall(r'= r"""(.*?)"""', path.read_text(), re.S)]
    for document in documents:
        for option, what in (document.get("options") or {}).items():
            found |= {option, *(f"{option}.{member}" for member in what.get("suboptions") or {})}
    return found


@pytest.mark.parametrize("name", sorted(azcollection.MODULES))
def test_every_counterpart_is_an_option_here(name: str) -> None:
    module = azcollection.MODULES[name]
    there = options_of(module.name)
    options = dict(module.options)
    if name == "compute":
        for logins in azcollection.LOGIN_OF_COMPUTE.values():
            options.update({f"{theirs} of {id(logins)}": option for theirs, option in logins.items()})
    of_verbs = {"key_type"} if module.verbs else set()
    for theirs, option in options.items():
        if isinstance(option, azcollection.To) and theirs not in of_verbs:
            assert option.path in there, f"{theirs}: {module.name} has no {option.path}"
        if isinstance(option, azcollection.Content):
            assert {option.uri, option.local} <= there
    for option, _word in module.states.values():
        assert option in there
    for verb in module.verbs.values():
        assert (ROOT / "plugins" / "modules" / f"{verb}.py").is_file()


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", str(FILES / "migrate.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_nothing_is_written_before_it_is_told_to(tmp_path: Path) -> None:
    for name, text in (("one.yml", BEFORE), ("two.yaml", "a: 1\n"), ("broken.yml", "a: [\n"), ("no.txt", BEFORE)):
        (tmp_path / name).write_text(text)
    told = run(str(tmp_path))
    assert told.returncode == 2 and "broken.yml: not read: " in told.stdout and not told.stderr
    assert "-  azure.azcollection.azure_rm_ml_compute:\n" in told.stdout
    assert "+  mlops.azureml.aml_compute:\n" in told.stdout
    assert f"{tmp_path / 'one.yml'}:22: frobnicate: " in told.stdout
    assert told.stdout.endswith("1 files to move, 1 tasks found, 2 things to look at\n")
    assert (tmp_path / "one.yml").read_text() == BEFORE
    assert run("--apply", str(tmp_path)).stdout.endswith("1 files moved, 1 tasks found, 2 things to look at\n")
    assert (tmp_path / "one.yml").read_text() == AFTER and (tmp_path / "no.txt").read_text() == BEFORE
    (tmp_path / "broken.yml").unlink()
    assert run("--apply", str(tmp_path)).stdout == "0 files moved, 0 tasks found, 0 things to look at\n"
