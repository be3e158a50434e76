# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters, tests and lookups in a real ``ansible-playbook``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cloud import DEFAULTS, GROUP, GROUP_PATH, WORKSPACE, WORKSPACE_PATH, Cloud
from playing import Played, play

CANARY = "canary-6c1b0f9e2d"
WHERE = f"resource_group='{GROUP}', workspace='{WORKSPACE}'"
STORAGE = f"{GROUP_PATH}/providers/Microsoft.Storage/storageAccounts/st1"


def debug(expression: str, **more: Any) -> dict[str, Any]:
    return {"ansible.builtin.debug": {"msg": f"{{{{ {expression} }}}}"}, **more}


def fact(expression: str, **more: Any) -> dict[str, Any]:
    return {"ansible.builtin.set_fact": {"found": f"{{{{ {expression} }}}}"}, "no_log": True, **more}


def played(cloud: Cloud, place: Path, *tasks: dict[str, Any], environment: Any = (), **more: Any) -> Played:
    variables = {**cloud.emulator.variables(), **dict(environment)}
    return play(place, tasks, variables, keys=more.pop("keys", DEFAULTS), **more)


def found(result: dict[str, Any]) -> Any:
    return result["ansible_facts"]["found"]


def told(result: dict[str, Any]) -> str:
    assert result["failed"], result
    return str(result["msg"])


def connection(name: str = "oai") -> dict[str, Any]:
    credentials = {"type": "ApiKey", "api_key": CANARY}
    options = {"name": name, "category": "AzureOpenAI", "target": "https://x.example/", "credentials": credentials}
    return {"mlops.azureml.aml_connection": options}


MODELS = [
    {"mlops.azureml.aml_model": {"name": "churn", "version": version, "model_uri": "azureml://datastores/d/paths/m"}}
    for version in ("1", "2")
]


def test_lookups_read_with_the_login_of_the_modules_and_print_no_secret(cloud: Cloud, tmp_path: Path) -> None:
    secret = f"lookup('mlops.azureml.aml_secret', 'oai', of='connection', {WHERE})"
    endpoint = f"query('mlops.azureml.aml_secret', 'score', of='endpoint', {WHERE})"
    ended = played(
        cloud,
        tmp_path,
        connection(),
        {"mlops.azureml.aml_online_endpoint": {"name": "score", "auth_mode": "Key"}},
        *MODELS,
        fact(secret),
        fact(endpoint),
        fact("lookup('mlops.azureml.aml_token')"),
        debug(f"lookup('mlops.azureml.aml_asset', 'churn', type='model', {WHERE})"),
        debug(f"lookup('mlops.azureml.aml_asset', 'churn', type='model', form='reference', {WHERE})"),
        debug(f"lookup('mlops.azureml.aml_secret', 'oai', of='connection', member='nonsense', {WHERE})"),
        arguments=["-vvvv"],
    )
    *_made, key, keys, token, asset, reference, wrong = ended.results
    assert found(key) == CANARY and len(found(keys)[0]) > 10
    assert found(token).count(".") == 2
    assert asset["msg"] == f"{WORKSPACE_PATH}/models/churn/versions/2" and reference["msg"] == "azureml:churn:2"
    assert "oai has no nonsense; it has key" in told(wrong)
    for secret_value in (CANARY, found(keys)[0], found(token)):
        assert secret_value not in ended.printed
    # The one in the play's own task is printed by nobody, its requests are those of the module.
    assert [entry["path"].rpartition("/")[2] for entry in cloud.requests()].count("listsecrets") == 2


def test_a_lookup_works_where_no_worker_runs_it_and_takes_options_over_the_environment(
    cloud: Cloud, tmp_path: Path
) -> None:
    keys = {**DEFAULTS, "name": "{{ lookup('mlops.azureml.aml_token') | length }} characters"}
    environment = {"AZURE_SECRET": "wrong-canary-secret"}
    right = cloud.emulator.variables()["AZURE_SECRET"]
    ended = played(
        cloud,
        tmp_path,
        fact("lookup('mlops.azureml.aml_token', secret=right, token_cache=false)"),
        fact("lookup('mlops.azureml.aml_token', token_cache=false)"),
        variables={"right": right},
        environment=environment,
    )
    good, bad = ended.results
    assert found(good) and "AADSTS" in told(bad)
    assert right not in ended.printed and environment["AZURE_SECRET"] not in ended.printed
    assert played(cloud, tmp_path, debug("1"), keys=keys).status == 0


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (f"lookup('mlops.azureml.aml_asset', 'nothing', type='model', {WHERE})", "there is no version of the model"),
        ("lookup('mlops.azureml.aml_asset', 'churn', type='model', resource_group='rg1')", "workspace: is required"),
        (f"lookup('mlops.azureml.aml_secret', of='endpoint', {WHERE})", "_terms: is required"),
        (f"lookup('mlops.azureml.aml_secret', 'nothing', of='datastore', {WHERE})", "nothing"),
        ("lookup('mlops.azureml.aml_asset', 'churn')", "type"),
        ("lookup('mlops.azureml.aml_asset', 'churn', type='compute')", "compute"),
        ("lookup('mlops.azureml.aml_asset', nowhere, type='model')", "undefined"),
        ("nowhere | mlops.azureml.aml_redact", "undefined"),
        ("lookup('mlops.azureml.aml_token', validate_certs='perhaps')", "is neither true nor false"),
        ("lookup('mlops.azureml.aml_token', secrt='x')", "secrt: is no option of this lookup"),
        ("lookup('mlops.azureml.aml_token', subscription_id='x')", "is not a subscription id"),
        ("'nothing' | mlops.azureml.aml_resource_id", "is not the id of a resource"),
        ("[] | mlops.azureml.aml_diff", "after"),
        ("'{' | mlops.azureml.from_terraform", "no JSON"),
        ("'Succeeded' is mlops.azureml.aml_healthy", "the input must be"),
    ],
)
def test_what_goes_wrong_is_one_line(expression: str, expected: str, cloud: Cloud, tmp_path: Path) -> None:
    message = told(played(cloud, tmp_path, debug(expression)).only)
    assert (
        expected in message and "Traceback" not in message and "defect" not in message and "\n" not in message.strip()
    )


def test_a_lookup_without_credentials_says_what_it_looked_for(tmp_path: Path) -> None:
    ended = play(tmp_path, [debug("lookup('mlops.azureml.aml_token')")], {"AZURE_CONFIG_DIR": "", "PATH_TO_AZ": ""})
    assert "AZURE_CLIENT_ID" in told(ended.only) and "AZURE_SECRET" in told(ended.only)


def test_a_state_of_terraform_becomes_items_that_make_it_once(cloud: Cloud, tmp_path: Path) -> None:
    def one(type_: str, label: str, **values: Any) -> dict[str, Any]:
        return {"address": f"{type_}.{label}", "mode": "managed", "type": type_, "name": label, "values": values}

    cluster = one(
        "azurerm_machine_learning_compute_cluster",
        "cpu",
        id=f"{WORKSPACE_PATH}/computes/cpu",
        name="cpu",
        machine_learning_workspace_id=WORKSPACE_PATH,
        location="westeurope",
        vm_size="STANDARD_DS2_V2",
        vm_priority="Dedicated",
        scale_settings=[{"min_node_count": 0, "max_node_count": 2, "scale_down_nodes_after_idle_duration": "PT2M"}],
        local_auth_enabled=True,
        node_public_ip_enabled=True,
        ssh_public_access_enabled=False,
    )
    lake = one(
        "azurerm_machine_learning_datastore_blobstorage",
        "lake",
        id=f"{WORKSPACE_PATH}/dataStores/lake",
        name="lake",
        storage_container_id=f"{STORAGE}/blobServices/default/containers/raw",
        account_key=CANARY,
        service_data_auth_identity="None",
        is_default=False,
    )
    body = {"properties": {"authMode": "Key", "description": "scores", "publicNetworkAccess": "Enabled"}}
    score = one(
        "azapi_resource",
        "score",
        id=f"{WORKSPACE_PATH}/onlineEndpoints/score",
        type="Microsoft.MachineLearningServices/workspaces/onlineEndpoints@2024-04-01",
        name="score",
        location="westeurope",
        identity=[{"type": "SystemAssigned", "identity_ids": []}],
        body=body,
    )
    state = {"format_version": "1.0", "values": {"root_module": {"resources": [cluster, lake, score]}}}
    (tmp_path / "state.json").write_text(json.dumps(state))
    moved = "lookup('file', 'state.json') | mlops.azureml.from_terraform"
    applied = {"mlops.azureml.aml_apply": {"resources": f"{{{{ ({moved}).resources }}}}"}}
    ended = played(
        cloud,
        tmp_path,
        applied,
        {**applied, "check_mode": True},
        debug(f"({moved}).untranslated"),
        debug("result_0 | mlops.azureml.aml_plan_table"),
        debug("[result_0 is mlops.azureml.aml_drifted, result_1 is mlops.azureml.aml_drifted]"),
        debug("[result_0 is mlops.azureml.aml_healthy, result_0 is mlops.azureml.aml_terminal]"),
    )
    made, again, left, table, drifted, well = ended.results
    assert made["changed"] and not made.get("failed") and not again["changed"], again.get("resources")
    assert [row["attribute"] for row in left["msg"]] == ["account_key"]
    assert table["msg"].splitlines()[-1] == "Plan: 3 create"
    assert drifted["msg"] == [True, False] and well["msg"] == [True, True]
    assert CANARY not in ended.printed


def test_a_document_of_the_cli_becomes_an_item_that_makes_it_once(cloud: Cloud, tmp_path: Path) -> None:
    (tmp_path / "cpu.yml").write_text(
        "$schema: https://azuremlschemas.azureedge.net/latest/amlCompute.schema.json\n"
        "name: cpu\ntype: amlcompute\nsize: Standard_DS3_v2\nmax_instances: 4\n"
    )
    item = "lookup('file', 'cpu.yml') | mlops.azureml.from_az_ml_yaml"
    applied = {"mlops.azureml.aml_apply": {"resources": [f"{{{{ {item} }}}}"]}}
    made, again = played(cloud, tmp_path, applied, applied).results
    assert made["changed"] and not again["changed"]


def test_what_the_service_said_is_not_evaluated_after_a_filter(cloud: Cloud, tmp_path: Path) -> None:
    evil = "{{ lookup('pipe', 'echo evaluated') }}"
    tags = {"mlops.azureml.aml_online_endpoint": {"name": "score", "auth_mode": "Key", "tags": {"note": "{{ evil }}"}}}
    read = {"mlops.azureml.aml_online_endpoint_info": {"name": "score"}, "register": "read"}
    differing = "([] | mlops.azureml.aml_diff(read.online_endpoints | mlops.azureml.aml_redact))[0].after"
    ended = played(
        cloud,
        tmp_path,
        tags,
        read,
        {"ansible.builtin.set_fact": {"kept": f"{{{{ {differing} }}}}"}},
        debug("kept.tags.note ~ ''"),
        variables={"evil": {"__ansible_unsafe": evil}},
    )
    assert ended.results[-1]["msg"] == evil
