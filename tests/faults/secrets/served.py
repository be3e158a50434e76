# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator of the secrets matrix, and the secrets that it holds and gives: no task ever named those."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import requests

from ..cloud import Cloud
from ..families import GROUP_PATH, SUBSCRIPTION, WORKSPACE_PATH
from ..types import BY_NAME, ONLINE_ENDPOINT, TYPES
from . import tasks
from .canaries import canary
from .channels import Seen

ML_VERSION = "2025-12-01"
# What Azure answers with secrets: path and api-version of each request, and where no secret is in the answer.
_KEYS = (
    (f"{WORKSPACE_PATH}/listKeys", ML_VERSION),
    (f"{WORKSPACE_PATH}/listNotebookKeys", ML_VERSION),
    (f"{ONLINE_ENDPOINT.id}/listKeys", ML_VERSION),
    (f"{WORKSPACE_PATH}/listStorageAccountKeys", ML_VERSION),
    (f"{WORKSPACE_PATH}/listNotebookAccessToken", ML_VERSION),
    (f"{WORKSPACE_PATH}/datastores/workspaceblobstore/listSecrets", ML_VERSION),
    (f"{WORKSPACE_PATH}/onlineEndpoints/churn-score/listKeys", ML_VERSION),
    (f"{WORKSPACE_PATH}/batchEndpoints/churn-nightly/listkeys", ML_VERSION),
    (f"{GROUP_PATH}/providers/Microsoft.Storage/storageAccounts/stfaults/listKeys", "2023-05-01"),
)
_NO_SECRETS = (
    "name",
    "keyName",
    "permissions",
    "creationTime",
    "tokenType",
    "scope",
    "hostName",
    "publicDns",
    "notebookResourceId",
)


# An experiment, and a run of it, by the regional server.
_RUN = (
    ("POST", "", None),
    *(("PATCH", f"/runs/{name}", {"runId": name, "status": "Completed"}) for name in tasks.RUNS),
)
_FILE = f"/artifact/v2.0{WORKSPACE_PATH}/artifacts/ExperimentRun/dcid.{tasks.NEW}/content?path=outputs/model.json"


@dataclass
class Served:
    """The emulator with what is there before each play.

    :param kept: label -> canary of what lies in the resources.   :param given: what the emulator made up itself.
    """

    cloud: Cloud
    kept: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)

    def options(self) -> dict[str, str]:
        """The connection options of every task but its credentials."""
        emulator = self.cloud.emulator
        return {
            "cloud_environment": emulator.url,
            "subscription_id": SUBSCRIPTION,
            "tenant": tasks.TENANT,
            "ca_path": emulator.ca_file,
        }

    def anew(self) -> None:
        """As before the first play."""
        self.cloud.anew()
        self.cloud.put(*rows(self.kept))
        for method, path, body in _RUN:
            _send(self.cloud, method, f"/history/v1.0{WORKSPACE_PATH}/experiments/e{path}", body)
        _send(self.cloud, "POST", _FILE, {"weights": [1]})
        # Only a request leaves a secret where the service gives it back.
        for path, body in _held(self.kept["the service's account key"]):
            _send(self.cloud, "PUT", f"{WORKSPACE_PATH}/{path}?api-version={ML_VERSION}", body)
        self.cloud.control("DELETE", "journal")
        self.cloud.control("POST", "faults", tasks.faults())

    def requests(self) -> list[dict[str, Any]]:
        """Every request of the play, as the journal has it."""
        return self.cloud.emulator.journal()

    def secrets(self, seen: Seen) -> dict[str, str]:
        """Label -> secret of the service, the tokens that it issued during a play included."""
        tokens = {f"access token in {where}": token for where, token in _tokens(seen)}
        return {**self.kept, **self.given, **tokens}


def furnish(cloud: Cloud) -> Served:
    """Make what every play finds."""
    cloud.furnish()
    for family in TYPES:
        cloud.need(family)
    for name in tasks.WANTED:
        made = cloud.make(BY_NAME[name])
        assert not made.get("failed"), made
    cloud.keep()
    served = Served(cloud)
    rows(served.kept)
    served.kept["signature of a poll URL"] = tasks.SIGNATURE
    served.kept["key in a failure"] = tasks.FAILURE_KEY
    served.given = dict(_asked(cloud))
    return served


def rows(kept: dict[str, str]) -> list[dict[str, Any]]:
    """Resources that hold what the service should not show, and says where nobody would look; ``kept`` gets all of
    it.
    """

    def secret(label: str, kind: str = "key") -> str:
        return kept.setdefault(f"the service's {label}", canary(f"the service's {label}", kind))

    own: dict[str, Any] = {"provisioningState": "Failed"}
    told = f"mounting with AccountKey={secret('account key in an error')}; failed, {secret('URL', 'plain')}"
    told = told.replace(kept["the service's URL"], "https://x/?sv=1&sig=" + kept["the service's URL"])
    cluster = {
        "vmSize": "STANDARD_D2_V2",
        "scaleSettings": {"maxNodeCount": 1, "minNodeCount": 0},
        "userAccountCredentials": {"adminUserName": "me", "adminUserPassword": secret("password of a cluster")},
        "propertyBag": {"password": secret("password in a bag"), "kind": "x"},
        "errors": [{"error": {"code": "UserError", "message": told}}],
    }
    instance = {
        "vmSize": "STANDARD_D2_V2",
        "customServices": [
            {"name": "s", "environmentVariables": {"TOKEN": {"type": "local", "value": secret("variable")}}}
        ],
        "containers": [
            {"name": "s", "environment": {"environmentVariables": {"A": secret("variable of a container")}}}
        ],
        "connectivityEndpoints": {"privateIpAddress": "10.0.0.1"},
    }
    connection = {
        "authType": "CustomKeys",
        "category": "CustomKeys",
        "target": "t",
        "credentials": {"keys": {"one": secret("key of a connection")}},
        "metadata": {"token": secret("metadata of a connection")},
    }
    location = {"location": "westeurope"}
    return [
        _row(f"computes/{tasks.NEW}", {"computeType": "AmlCompute", **own, "properties": cluster}, **location),
        _row("computes/instance", {"computeType": "ComputeInstance", **own, "properties": instance}, **location),
        _row(f"datastores/{tasks.NEW}", _blob(secret("account key"))),
        _row("connections/kept", connection),
    ]


def _held(key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What gives back the secret that it was made with: path and body."""
    attached = {"databricksAccessToken": key, "workspaceUrl": "https://adb-1.azuredatabricks.net"}
    connection = {
        "category": "CustomKeys",
        "authType": "CustomKeys",
        "target": "t",
        "credentials": {"keys": {"one": key}},
    }
    yield "datastores/held", {"properties": _blob(key)}
    yield "connections/held", {"properties": connection}
    yield (
        "computes/attached",
        {"location": "westeurope", "properties": {"computeType": "Databricks", "properties": attached}},
    )


def _blob(key: str) -> dict[str, Any]:
    """A datastore that has the key of its account."""
    return {
        "datastoreType": "AzureBlob",
        "accountName": "account",
        "containerName": "data",
        "credentials": {
            "credentialsType": "AccountKey",
            "secrets": {"secretsType": "AccountKey", "key": key},
        },
    }


def _row(path: str, properties: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"id": f"{WORKSPACE_PATH}/{path}", **members, "properties": properties}


def _asked(cloud: Cloud) -> Iterator[tuple[str, str]]:
    """What the emulator answers to each request for secrets."""
    for path, version in _KEYS:
        for place, value in _leaves(_send(cloud, "POST", f"{path}?api-version={version}")):
            yield f"{path.rpartition('/')[2]} {place}", value


def _send(cloud: Cloud, method: str, path: str, body: Any = None) -> Any:
    """One request as one of the applications."""
    emulator = cloud.emulator
    principal = next(iter(emulator.state.directory.principals.values()))
    form = {
        "grant_type": "client_credentials",
        "client_id": principal.client_id,
        "client_secret": principal.secret,
        "scope": "https://management.azure.com/.default",
    }
    login = f"{emulator.url}/{tasks.TENANT}/oauth2/v2.0/token"
    token = requests.post(login, data=form, verify=emulator.ca_file, timeout=30).json()["access_token"]
    header = {"Authorization": f"Bearer {token}"}
    answer = requests.request(
        method, emulator.url + path, json=body or {}, headers=header, verify=emulator.ca_file, timeout=30
    )
    assert answer.status_code < 300, (path, answer.text)
    return answer.json()


def _leaves(value: Any, place: str = "", name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{place}.{key}", key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, f"{place}.{number}", name)
    elif isinstance(value, str) and len(value) >= 24 and name not in _NO_SECRETS and not value.startswith("/"):
        yield place, value


def _tokens(seen: Seen) -> Iterator[tuple[str, str]]:
    """Where a play keeps access tokens, and what is secret of each: the signature."""
    for number, result in enumerate(seen.results):
        if isinstance(result, dict) and str(result.get("token")).count(".") == 2:
            yield f"result {number}", result["token"].rpartition(".")[2]
    for path in (seen.home / ".cache").rglob("*"):
        if path.is_file():
            for place, value in _leaves(_json(path.read_text())):
                if value.count(".") == 2:
                    yield f"{path.name} {place}", value.rpartition(".")[2]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
