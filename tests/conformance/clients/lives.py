# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules of azure.azcollection 3.21 are asked to do with each kind of resource, and what they say. Data only.

``changed`` is what that collection says, right or wrong: where it is wrong, a comment says so. ``holds`` is what the
emulator has to hold after a step, by the dotted path below the resource; None when the resource has to be gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LOCATION = "westeurope"
SIZE = "STANDARD_D2_V2"
CONTENT = "azureml://datastores/workspaceblobstore/paths/"


@dataclass(frozen=True)
class Step:
    """One task.

    :param module: the end of the module's name, '' for that of the life.
    :param path: where the emulator is asked, below the workspace; '' for that of the life.
    """

    does: str
    options: Mapping[str, Any]
    changed: bool
    holds: Mapping[str, Any] | None = field(default_factory=dict)
    module: str = ""
    path: str = ""


@dataclass(frozen=True)
class Life:
    """One resource from its creation to its end.

    :param module: the end of the module's name: 'compute' of azure_rm_ml_compute.
    :param path: of the resource, below the workspace; below the provider when it begins with a slash.
    :param named: the options that name it.
    :param asked: the options that name it to the info module, where they are others.
    """

    name: str
    module: str
    path: str
    named: Mapping[str, Any]
    steps: tuple[Step, ...]
    asked: Mapping[str, Any] | None = None


def _same(does: str, step: Step, **other: Any) -> Step:
    """Return a step with the options of another."""
    return Step(does, step.options, **{"changed": False, "holds": step.holds, **other})


GONE = Step("delete", {"state": "absent"}, True, None)

# ----- computes and datastores --------------------------------------------------------------------------------------

_CLUSTER = Step(
    "create",
    {"type": "amlcompute", "size": SIZE, "min_instances": 0, "max_instances": 1},
    True,
    {"properties.properties.scaleSettings.maxNodeCount": 1, "properties.properties.vmSize": SIZE},
)
_INSTANCE = Step("create", {"type": "computeinstance", "size": SIZE}, True, {"properties.properties.state": "Running"})
_BLOB = "type: azure_blob\naccount_name: account\ncontainer_name: container\n"
_DATASTORE = Step(
    "create",
    {"resource_definition": f"{_BLOB}credentials:\n  account_key: Y2FuYXJ5\n", "description": "one"},
    True,
    {"properties.description": "one", "properties.credentials.credentialsType": "AccountKey"},
)

# ----- assets -------------------------------------------------------------------------------------------------------

_DATA = Step(
    "create",
    {"version": "1", "resource_definition": f"type: uri_folder\npath: {CONTENT}data/\n", "description": "one"},
    True,
    {"properties.description": "one", "properties.dataType": "uri_folder"},
)
_MODEL = Step(
    "create",
    {"path": f"{CONTENT}model/", "description": "one", "stage": "Staging"},
    True,
    {"properties.description": "one", "properties.stage": "Staging"},
)
_ENVIRONMENT = Step(
    "create",
    {"resource_definition": "image: mcr.microsoft.com/azureml/one:1\n", "description": "one"},
    True,
    {"properties.image": "mcr.microsoft.com/azureml/one:1", "properties.description": "one"},
)
_COMPONENT = Step(
    "create",
    {"resource_definition": "type: command\ncommand: echo one\nenvironment: azureml:environment:1\n"},
    True,
    {"properties.componentSpec.command": "echo one"},
)
_CONNECTION = Step(
    "create",
    {
        "resource_definition": "type: git\ntarget: https://one.example\n"
        "credentials:\n  type: username_password\n  username: canary\n  password: canary\n"
    },
    True,
    {"properties.target": "https://one.example", "properties.authType": "UsernamePassword"},
)


def _shelved(path: str) -> tuple[Step, ...]:
    """Archive and restore: what these modules have in place of a deletion. Both are about the whole asset."""
    return (
        Step("archive", {"state": "archive"}, True, {"properties.isArchived": True}, path=path),
        Step("archive again", {"state": "archive"}, False, {"properties.isArchived": True}, path=path),
        Step("restore", {"state": "restore"}, True, {"properties.isArchived": False}, path=path),
    )


# ----- jobs and schedules -------------------------------------------------------------------------------------------

_JOB = Step(
    "create",
    {
        "resource_definition": "type: command\ncommand: echo one\nenvironment: azureml:environment:1\n"
        "compute: azureml:cluster\nexperiment_name: lives\n",
        "description": "one",
    },
    True,
    {"properties.command": "echo one", "properties.description": "one"},
)
_CRON = "display_name: one\ncreate_job: azureml:pipeline\ntrigger:\n  type: cron\n  time_zone: UTC\n"
_SCHEDULE = Step(
    "create",
    {"resource_definition": f"{_CRON}  expression: '1 * * * *'\n"},
    True,
    {"properties.trigger.expression": "1 * * * *", "properties.isEnabled": True},
)

# ----- endpoints ----------------------------------------------------------------------------------------------------

_ONLINE_ENDPOINT = Step(
    "create",
    {"resource_definition": "auth_mode: key\n", "description": "one"},
    True,
    {"properties.description": "one", "properties.authMode": "Key"},
)
_BATCH_ENDPOINT = Step(
    "create",
    {"resource_definition": "auth_mode: aad_token\n", "description": "one"},
    True,
    {"properties.description": "one", "properties.authMode": "AADToken"},
)
_CODE = (
    "name: blue\nmodel: azureml:model:1\nenvironment: azureml:environment:1\n"
    "code_configuration:\n  code: azureml:code:1\n  scoring_script: score.py\n"
)
_ONLINE_DEPLOYMENT = Step(
    "create",
    {
        "resource_definition": f"{_CODE}instance_type: Standard_DS3_v2\ninstance_count: 1\n",
        "description": "one",
        "all_traffic": True,
    },
    True,
    {"properties.description": "one", "properties.instanceType": "Standard_DS3_v2", "sku.capacity": 1},
)
_BATCH_DEPLOYMENT = Step(
    "create",
    {"resource_definition": f"{_CODE}compute: azureml:cluster\n", "description": "one", "set_default": True},
    True,
    {"properties.description": "one"},
)
_ONLINE, _BATCH = "online-of-blue", "batch-of-blue"

# ----- registries and workspaces ------------------------------------------------------------------------------------

_REGIONS = f"location: {LOCATION}\nreplication_locations:\n  - location: {LOCATION}\n"
_REGISTRY = Step("create", {"resource_definition": _REGIONS, "tags": {"key": "one"}}, True, {"tags.key": "one"})
_WORKSPACE = Step("create", {"location": LOCATION, "description": "one"}, True, {"properties.description": "one"})

LIVES = (
    Life(
        "cluster",
        "compute",
        "computes/life",
        {"name": "life"},
        (
            _CLUSTER,
            _same("again", _CLUSTER),
            Step("change", {"max_instances": 3}, True, {"properties.properties.scaleSettings.maxNodeCount": 3}),
            GONE,
        ),
    ),
    Life(
        "instance",
        "compute",
        "computes/instance",
        {"name": "instance"},
        (
            _INSTANCE,
            _same("again", _INSTANCE),
            Step("stop", {"state": "stop"}, True, {"properties.properties.state": "Stopped"}),
            Step("stop again", {"state": "stop"}, False, {"properties.properties.state": "Stopped"}),
            Step("start", {"state": "start"}, True, {"properties.properties.state": "Running"}),
            Step("restart", {"state": "restart"}, True, {"properties.properties.state": "Running"}),
            GONE,
        ),
    ),
    Life(
        "datastore",
        "datastore",
        "datastores/life",
        {"name": "life"},
        (
            _DATASTORE,
            _same("again", _DATASTORE),
            Step(
                "change",
                {"resource_definition": _BLOB, "description": "two"},
                True,
                # It reads without secrets and sends what it read, so the credentials are lost.
                {"properties.description": "two", "properties.credentials.credentialsType": "None"},
            ),
            GONE,
        ),
    ),
    Life(
        "connection",
        "connection",
        "connections/life",
        {"name": "life"},
        (
            _CONNECTION,
            _same("again", _CONNECTION),
            # It changes no connection, and warns.
            Step(
                "change",
                {"resource_definition": "type: git\ntarget: https://two.example\n"},
                False,
                {"properties.target": "https://one.example"},
            ),
            GONE,
        ),
    ),
    Life(
        "data",
        "data",
        "data/life/versions/1",
        {"name": "life"},
        (
            _DATA,
            _same("again", _DATA),
            Step("change", {"version": "1", "description": "two"}, True, {"properties.description": "two"}),
            *_shelved("data/life"),
        ),
        {"name": "life", "version": "1"},
    ),
    Life(
        "model",
        "model",
        "models/life/versions/1",
        {"name": "life", "version": "1"},
        (
            _MODEL,
            _same("again", _MODEL),
            Step("change", {"stage": "Production"}, True, {"properties.stage": "Production"}),
            *_shelved("models/life"),
        ),
    ),
    Life(
        "environment",
        "environment",
        "environments/life/versions/1",
        {"name": "life", "version": "1"},
        (
            _ENVIRONMENT,
            _same("again", _ENVIRONMENT),
            # It changes no environment that is there.
            Step("change", {**_ENVIRONMENT.options, "description": "two"}, False, {"properties.description": "one"}),
            *_shelved("environments/life"),
        ),
    ),
    Life(
        "component",
        "component",
        "components/life/versions/1",
        {"name": "life", "version": "1"},
        (
            _COMPONENT,
            _same("again", _COMPONENT),
            # It changes no component that is there.
            Step(
                "change",
                {"resource_definition": str(_COMPONENT.options["resource_definition"]).replace("one", "two")},
                False,
                _COMPONENT.holds,
            ),
            *_shelved("components/life"),
        ),
    ),
    Life(
        "job",
        "job",
        "jobs/life",
        {"name": "life"},
        (
            _JOB,
            _same("again", _JOB),
            # It changes no job that is there.
            Step("change", {**_JOB.options, "description": "two"}, False, _JOB.holds),
            # It says so of a job that is over as well.
            Step("cancel", {"state": "cancel"}, True, {}),
            *_shelved("jobs/life"),
        ),
    ),
    Life(
        "schedule",
        "schedule",
        "schedules/life",
        {"name": "life"},
        (
            _SCHEDULE,
            # It sends the schedule in any case, and compares when it was changed last.
            _same("again", _SCHEDULE, changed=True),
            Step(
                "change",
                {"resource_definition": f"{_CRON}  expression: '2 * * * *'\n"},
                True,
                {"properties.trigger.expression": "2 * * * *"},
            ),
            Step("disable", {"state": "disabled"}, True, {"properties.isEnabled": False}),
            Step("enable", {"state": "enabled"}, True, {"properties.isEnabled": True}),
            # The service deletes no schedule that is enabled (recorded 1).
            Step("disable", {"state": "disabled"}, True, {"properties.isEnabled": False}),
            GONE,
        ),
    ),
    Life(
        "online endpoint",
        "online_endpoint",
        "onlineEndpoints/online-life",
        {"name": "online-life"},
        (
            _ONLINE_ENDPOINT,
            _same("again", _ONLINE_ENDPOINT),
            Step("change", {**_ONLINE_ENDPOINT.options, "description": "two"}, True, {"properties.description": "two"}),
            Step("regenerate keys", {"state": "regenerate_keys"}, True),
            GONE,
        ),
    ),
    Life(
        "online deployment",
        "online_deployment",
        f"onlineEndpoints/{_ONLINE}/deployments/blue",
        {"name": "blue", "endpoint_name": _ONLINE},
        (
            _ONLINE_DEPLOYMENT,
            _same("again", _ONLINE_DEPLOYMENT),
            Step(
                "change",
                {**_ONLINE_DEPLOYMENT.options, "description": "two"},
                True,
                {"properties.traffic": {"blue": 100}},
                path=f"onlineEndpoints/{_ONLINE}",
            ),
            Step("invoke", {"name": _ONLINE, "request_file": "request.json"}, True, module="online_endpoint_invoke"),
            # The service deletes no deployment that has traffic.
            Step(
                "take the traffic away",
                {"name": _ONLINE, "resource_definition": "auth_mode: key\n", "traffic": {"blue": 0}},
                True,
                {"properties.traffic": {}},
                module="online_endpoint",
                path=f"onlineEndpoints/{_ONLINE}",
            ),
            GONE,
        ),
    ),
    Life(
        "batch endpoint",
        "batch_endpoint",
        "batchEndpoints/batch-life",
        {"name": "batch-life"},
        (
            _BATCH_ENDPOINT,
            _same("again", _BATCH_ENDPOINT),
            Step("change", {**_BATCH_ENDPOINT.options, "description": "two"}, True, {"properties.description": "two"}),
            GONE,
        ),
    ),
    Life(
        "batch deployment",
        "batch_deployment",
        f"batchEndpoints/{_BATCH}/deployments/blue",
        {"name": "blue", "endpoint_name": _BATCH},
        (
            _BATCH_DEPLOYMENT,
            _same("again", _BATCH_DEPLOYMENT),
            Step(
                "change",
                {**_BATCH_DEPLOYMENT.options, "description": "two"},
                True,
                {"properties.defaults.deploymentName": "blue"},
                path=f"batchEndpoints/{_BATCH}",
            ),
            Step(
                "invoke",
                {
                    "name": _BATCH,
                    "input": "https://account.blob.core.windows.net/container/in",
                    "input_type": "uri_folder",
                },
                True,
                module="batch_endpoint_invoke",
            ),
            GONE,
        ),
    ),
    Life(
        "registry",
        "registry",
        "/registries/registry-life",
        {"name": "registry-life"},
        (
            _REGISTRY,
            _same("again", _REGISTRY),
            Step("change", {**_REGISTRY.options, "tags": {"key": "two"}}, True, {"tags.key": "two"}),
            GONE,
        ),
    ),
    Life(
        "workspace",
        "workspace",
        "/workspaces/workspace-life",
        {"name": "workspace-life"},
        (
            _WORKSPACE,
            _same("again", _WORKSPACE),
            Step("change", {**_WORKSPACE.options, "description": "two"}, True, {"properties.description": "two"}),
            Step("delete", {"state": "absent", "permanently_delete": True}, True, None),
        ),
    ),
)
