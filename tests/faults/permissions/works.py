# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each module is used for, as the table of ``docs/permissions.md`` has it: one task a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..families import COMPUTE, DATASTORE, ENDPOINT, HERE, MODEL, WORKSPACE, Family
from ..types import BY_NAME, TYPES

Task = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Work:
    """One row: what the module does, the task, and the tasks that go before it with every permission.

    :param extra: the emulator's knob of this name.
    """

    module: str
    does: str
    options: Mapping[str, Any]
    before: tuple[Task, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


def _needed_by(family: Family) -> tuple[Task, ...]:
    """The tasks that make what it needs."""
    found: list[Task] = []
    for name in family.needs:
        need = BY_NAME[name]
        found += [*_needed_by(need), (need.module, need.present)]
    return tuple(found)


def _life(family: Family, what: str = "") -> tuple[Work, ...]:
    """Create, change and delete a resource, and read it."""
    there = _needed_by(family)
    made = (*there, (family.module, family.present))
    # By a name alone the reader of an asset lists all versions of it.
    reading = {**family.where, "name": family.made["name"]} if "_container" in family.name else family.reading
    return (
        Work(family.module, f"create{what}", family.present, there),
        Work(family.module, f"change{what}", family.changing, made),
        # A schedule that starts something is not deleted.
        Work(family.module, f"delete{what}", family.absent, (*there, (family.module, family.changing))),
        Work(f"{family.module}_info", f"read one{what}", reading, made),
    )


def _what(family: Family) -> str:
    """Which of a module's types, where it has several."""
    versions = ", all versions" if "_container" in family.name else ""
    return versions + (" in a registry" if family.name.endswith("_in_registry") else "")


def _rest(method: str, path: str, **more: Any) -> Task:
    return "aml_rest", {**HERE, "method": method, "path": path, "plane": "regional", "service": "history/v1.0", **more}


_INSTANCE = {**HERE, "name": "ci-1", "compute_type": "ComputeInstance", "vm_size": "Standard_D2_v2"}
_MODEL = {**HERE, "plane": "regional", "name": "fraud", "model_uri": "aml://artifact/ExperimentRun/dcid.fraud_1/m.pkl"}
_MODEL |= {"mime_type": "application/octet-stream"}
_DEPENDENCIES = {"storage_account": "stnew", "key_vault": "kv-new", "log_analytics": "log-new"}
_DEPENDENCIES |= {"application_insights": "appi-new", "container_registry": "crnew", "identity": "id-new"}
_NEEDED = {"resource_group": "rg", **{option: {"name": name} for option, name in _DEPENDENCIES.items()}}
_EXPERIMENT = _rest("POST", "experiments/churn")
_RUN = _rest("PATCH", "experiments/churn/runs/one", body={"runId": "one", "name": "One", "status": "Completed"})
# Any folder and any file will do.
_FOLDER, _LOCAL = str(Path(__file__).parent), str(Path(__file__))
_VERSION = {**HERE, "name": "local", "version": "1"}
_DEFINED = {
    "name": "defined",
    "type": "command",
    "command": "python works.py ${{inputs.rows}}",
    "code": _FOLDER,
    "environment": {"image": "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"},
    "inputs": {"rows": {"type": "uri_file", "path": _LOCAL}},
    "compute": "azureml:cpu",
}
_FILE = _rest(
    "POST",
    "artifacts/ExperimentRun/dcid.one/content",
    service="artifact/v2.0",
    query={"path": "outputs/model.json"},
    body={"weights": [1]},
)
_ITEM = {**COMPUTE.made, "type": "compute"}
_SCORE, _NIGHTLY, _SUMS = (
    {**HERE, "name": BY_NAME[name].made["name"]} for name in ("online_endpoint", "batch_endpoint", "featureset")
)
_TOKENS = {**BY_NAME["online_endpoint"].present, "auth_mode": "AADToken"}
_DEPLOYED = {**HERE, "endpoint": _SCORE["name"], "name": "blue"}
_INPUTS = {"data": {"jobInputType": "UriFolder", "uri": "azureml://datastores/workspaceblobstore/paths/x"}}
_REGION = {"location": "westeurope"}
_QUOTA = {**HERE, **_REGION, "name": "standardDSv2Family", "limit": 24}
_CONNECTED = {**HERE, "name": "openai", "category": "AzureOpenAI", "target": "t"}
_CONNECTED |= {"credentials": {"type": "ApiKey", "api_key": "Y2FuYXJ5LW9mLWEta2V5"}}
_SPARK = {"databricksAccessToken": "Y2FuYXJ5LW9mLWEta2V5", "workspaceUrl": "https://adb-1.azuredatabricks.net"}
_ATTACHED = {"resource_group": "rg", "type": "workspaces/computes", "name": "ws/spark"}
_ATTACHED |= {"body": {"location": "westeurope", "properties": {"computeType": "Databricks", "properties": _SPARK}}}
_REGISTRY = BY_NAME["registry_of_assets"]
_ANOTHER = {**_REGISTRY.made["regions"][0], "location": "northeurope"}
_TWO = {**_REGISTRY.present, "regions": [*_REGISTRY.made["regions"], _ANOTHER]}


def _after(*names: str) -> tuple[Task, ...]:
    """The tasks that make these and what they need."""
    return tuple(
        task for name in names for task in (*_needed_by(BY_NAME[name]), (BY_NAME[name].module, BY_NAME[name].present))
    )


# What acts or reads and manages no resource.
ACTIONS = (
    Work("aml_endpoint_key_info", "read the keys", _SCORE, _after("online_endpoint")),
    Work("aml_endpoint_key_regenerate", "replace one", {**_SCORE, "key_type": "primary"}, _after("online_endpoint")),
    Work(
        "aml_endpoint_key_regenerate",
        "replace one by one of your own",
        {**_SCORE, "key_type": "primary", "key_value": "Y2FuYXJ5LW9mLWEta2V5"},
        _after("online_endpoint"),
    ),
    Work(
        "aml_endpoint_token_info",
        "get a token",
        _SCORE,
        ((BY_NAME["online_endpoint"].module, {**_TOKENS, "auth_mode": "AMLToken"}),),
    ),
    Work(
        "aml_online_endpoint_invoke",
        "call one with keys",
        {**_SCORE, "deployment": "blue"},
        _after("online_deployment"),
    ),
    Work(
        "aml_online_endpoint_invoke",
        "call one with tokens of Microsoft Entra",
        {**_SCORE, "deployment": "blue"},
        (
            *_after("model"),
            (BY_NAME["online_endpoint"].module, _TOKENS),
            (BY_NAME["online_deployment"].module, BY_NAME["online_deployment"].present),
        ),
    ),
    Work(
        "aml_batch_endpoint_invoke",
        "start a job",
        {**_NIGHTLY, "deployment": "nightly", "inputs": _INPUTS},
        _after("batch_deployment"),
    ),
    Work("aml_online_deployment_log_info", "read the logs", _DEPLOYED, _after("online_deployment")),
    Work("aml_online_deployment_info", "read its skus", {**_DEPLOYED, "skus": True}, _after("online_deployment")),
    Work("aml_workspace_key_info", "read all keys", HERE),
    Work("aml_workspace_key_resync", "take over new keys", HERE),
    Work(
        "aml_workspace_notebook_prepare",
        "prepare the notebooks",
        {"resource_group": "rg", "workspace": WORKSPACE.made["name"]},
        ((WORKSPACE.module, WORKSPACE.present),),
        {"notebook_error": {"errorMessage": "no access", "statusCode": 403}},
    ),
    Work("aml_workspace_diagnose", "diagnose", HERE),
    Work("aml_workspace_network_info", "read what it connects to", HERE),
    Work("aml_managed_network_provision", "provision", HERE),
    Work("aml_compute_key_info", "read the keys", {**HERE, "name": "spark"}, (("aml_resource", _ATTACHED),)),
    Work(
        "aml_compute_resize",
        "resize",
        {**HERE, "name": "ci-1", "vm_size": "Standard_DS12_v2"},
        (("aml_compute", _INSTANCE), ("aml_compute", {**_INSTANCE, "state": "stopped"})),
    ),
    Work(
        "aml_compute_idle_shutdown",
        "set when it stops",
        {**HERE, "name": "ci-1", "idle_time_before_shutdown": "PT1H"},
        (("aml_compute", _INSTANCE),),
    ),
    Work(
        "aml_datastore_secret_info",
        "read the secrets",
        {**HERE, "name": "raw"},
        ((DATASTORE.module, DATASTORE.present),),
    ),
    Work(
        "aml_connection_secret_info", "read the secrets", {**HERE, "name": "openai"}, (("aml_connection", _CONNECTED),)
    ),
    Work(
        "aml_featureset_backfill",
        "start a job",
        {**_SUMS, "version": "1", "data_availability_status": ["None"]},
        _after("featureset"),
    ),
    Work(
        "aml_registry_region_remove",
        "leave a region",
        {"resource_group": "rg", "name": "shared", "regions": [{"location": "northeurope"}], "force": True},
        ((_REGISTRY.module, _TWO),),
    ),
    Work("aml_quota", "set one", _QUOTA),
    Work("aml_quota_info", "list", _REGION),
    Work("aml_usage_info", "list", _REGION),
    Work("aml_vm_size_info", "list", _REGION),
    Work("aml_experiment", "create", {**HERE, "name": "churn"}),
    Work("aml_experiment", "archive", {**HERE, "name": "churn", "state": "archived"}, (_EXPERIMENT,)),
    Work("aml_experiment", "delete", {**HERE, "name": "churn", "state": "absent"}, (_EXPERIMENT,)),
    Work("aml_run", "tag", {**HERE, "experiment": "churn", "name": "one", "tags": {"a": "b"}}, (_EXPERIMENT, _RUN)),
    Work(
        "aml_run_info",
        "read its children",
        {**HERE, "experiment": "churn", "name": "one", "children": True},
        (_EXPERIMENT, _RUN),
    ),
    Work(
        "aml_artifact",
        "fetch",
        {**HERE, "experiment": "churn", "run": "one", "path": "outputs", "dest": "~/fetched"},
        (_EXPERIMENT, _RUN, _FILE),
    ),
    Work("aml_metric_info", "read", {**HERE, "run": "one"}, (_EXPERIMENT, _RUN)),
    Work("aml_run_log_info", "read", {**HERE, "experiment": "churn", "run": "one"}, (_EXPERIMENT, _RUN)),
)

CHURN = {"model": "churn", "version": "1"}
_DEPLOYMENT = BY_NAME["online_deployment"]
_DEPLOYED = (*_needed_by(_DEPLOYMENT), (_DEPLOYMENT.module, _DEPLOYMENT.present))
_SHIFT = {**_DEPLOYMENT.where, "traffic": {_DEPLOYMENT.made["name"]: 100}}
_MODELS = tuple((MODEL.module, {**MODEL.present, "version": version}) for version in ("1", "2"))
_OLD = {**HERE, "type": "model", "keep_last": 1}
_JOB = BY_NAME["command_job"]
_JOB_DONE = {**_JOB.present, "state": "completed", "wait_timeout": 100000}
_REGISTRY = BY_NAME["registry_of_assets"]
_PUBLISH = {**HERE, "type": "model", "name": "churn", "version": "1", "registry": _REGISTRY.made["name"]}

ALL: tuple[Work, ...] = (
    *_life(WORKSPACE),
    Work(
        "aml_workspace",
        "delete for good",
        {**WORKSPACE.absent, "purge": True, "force": True},
        ((WORKSPACE.module, WORKSPACE.present),),
    ),
    Work("aml_workspace_info", "list those of a resource group", {"resource_group": "rg"}),
    Work("aml_workspace_info", "list those of the subscription", {}),
    *_life(COMPUTE),
    Work("aml_compute", "stop", {**_INSTANCE, "state": "stopped"}, (("aml_compute", _INSTANCE),)),
    Work(
        "aml_compute",
        "start",
        {**_INSTANCE, "state": "started"},
        (("aml_compute", _INSTANCE), ("aml_compute", {**_INSTANCE, "state": "stopped"})),
    ),
    Work("aml_compute", "restart", {**_INSTANCE, "state": "restarted"}, (("aml_compute", _INSTANCE),)),
    Work("aml_compute_info", "list", HERE),
    Work(
        "aml_compute_info",
        "read its nodes",
        {**HERE, "name": "cpu", "nodes": True},
        ((COMPUTE.module, COMPUTE.present),),
    ),
    *_life(DATASTORE),
    Work("aml_datastore_info", "list", HERE),
    # To attach a compute takes what it takes to make one.
    *(work for family in TYPES if "attached" not in family.name for work in _life(family, _what(family))),
    *_life(MODEL),
    Work("aml_model", "archive", {**MODEL.present, "state": "archived"}, ((MODEL.module, MODEL.present),)),
    Work("aml_model", "register with the regional service", _MODEL),
    Work("aml_model_info", "list the versions", {**HERE, "name": "churn"}, ((MODEL.module, MODEL.present),)),
    Work(
        "aml_model_info", "list those of the regional service", {**HERE, "plane": "regional"}, (("aml_model", _MODEL),)
    ),
    Work("aml_code", "create from a local folder", {**_VERSION, "path": _FOLDER}),
    Work("aml_data", "create from a local file", {**_VERSION, "type": "uri_file", "path": _LOCAL}),
    Work("aml_environment", "create from a local folder", {**_VERSION, "build": {"context": _FOLDER}}),
    Work("aml_model", "create from a local file", {**_VERSION, "path": _LOCAL}),
    Work(
        "aml_job",
        "create from a definition with code, an environment and data of its own",
        {**HERE, "definition": _DEFINED},
    ),
    Work(
        "aml_feature_info",
        "list",
        {**HERE, "featureset": "sums", "version": "1"},
        ((BY_NAME["featureset"].module, BY_NAME["featureset"].present),),
    ),
    Work("aml_resource_group", "create", {"name": "new", "location": "westeurope"}),
    Work("aml_resource_group", "change", {"name": "rg", "tags": {"team": "churn"}}),
    Work(
        "aml_resource_group",
        "delete",
        {"name": "new", "state": "absent"},
        (("aml_resource_group", {"name": "new", "location": "westeurope"}),),
    ),
    Work("aml_resource_group_info", "read one", {"name": "rg"}),
    Work(
        "aml_provider",
        "register",
        {"name": "Microsoft.Search"},
        (("aml_provider", {"name": "Microsoft.Search", "state": "unregistered"}),),
    ),
    Work(
        "aml_provider",
        "unregister",
        {"name": "Microsoft.Search", "state": "unregistered"},
        (("aml_provider", {"name": "Microsoft.Search"}),),
    ),
    Work("aml_provider_info", "read one", {"name": "Microsoft.Search"}),
    Work("aml_provider_info", "list", {}),
    Work("aml_dependencies", "create all six", _NEEDED),
    Work("aml_dependencies", "delete all six", {**_NEEDED, "state": "absent"}, (("aml_dependencies", _NEEDED),)),
    Work("aml_discovery_info", "find the servers", HERE),
    Work("aml_doctor", "look at a workspace", HERE),
    Work("aml_experiment_info", "list", HERE, (_EXPERIMENT,)),
    Work("aml_run_info", "list", {**HERE, "experiment": "churn"}, (_EXPERIMENT, _RUN)),
    Work("aml_artifact_info", "list", {**HERE, "experiment": "churn", "run": "one"}, (_EXPERIMENT, _RUN)),
    Work("aml_asset_prune", "archive models", {**_OLD, "state": "archived"}, _MODELS),
    Work("aml_asset_prune", "delete models", {**_OLD, "state": "absent"}, _MODELS),
    Work("aml_asset_publish", "publish a model", _PUBLISH, (*_MODELS, (_REGISTRY.module, _REGISTRY.present))),
    Work("aml_endpoint_traffic", "shift without a probe", _SHIFT, _DEPLOYED),
    Work("aml_endpoint_traffic", "shift with a probe", {**_SHIFT, "probe": {"body": [1]}}, _DEPLOYED),
    Work(
        "aml_gate",
        "judge a job",
        {**HERE, "job": _JOB.made["name"], "metrics": [{"name": "accuracy", "minimum": 0.5}], "fail": False},
        (*_needed_by(_JOB), (_JOB.module, _JOB_DONE)),
    ),
    Work("aml_gate", "judge a model by its tags", {**HERE, **CHURN, "tags": {"a": "b"}, "fail": False}, _MODELS),
    Work("aml_apply", "create one compute", {**HERE, "resources": [_ITEM]}),
    Work("aml_export", "read a workspace", HERE),
    Work("aml_report", "report what may be read", HERE),
    Work("aml_resource", "create an endpoint", ENDPOINT.present),
    Work("aml_resource", "change an endpoint", ENDPOINT.changing, ((ENDPOINT.module, ENDPOINT.present),)),
    Work("aml_resource", "delete an endpoint", ENDPOINT.absent, ((ENDPOINT.module, ENDPOINT.present),)),
    Work(
        "aml_resource_info",
        "read an endpoint",
        ENDPOINT.reading,
        ((ENDPOINT.module, ENDPOINT.present),),
    ),
    *ACTIONS,
    Work("aml_rest", "read the keys of a workspace", {**HERE, "method": "POST", "path": "listKeys", "read_only": True}),
    Work("aml_token", "get a token", {}),
)
