# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole emulator on a virtual clock, and a client that asks it in process with a token."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from tests.emulator import tokens
from tests.emulator.app import build
from tests.emulator.clock import Clock
from tests.emulator.config import Config
from tests.emulator.core import EmulatorState
from tests.emulator.directory import SUBSCRIPTION, TENANT, Directory
from tests.emulator.store import Store

BASE = "https://127.0.0.1:8443"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
VERSIONS = {
    "": "2021-04-01",
    "Microsoft.Storage": "2023-05-01",
    "Microsoft.KeyVault": "2023-07-01",
    "Microsoft.Insights": "2020-02-02",
    "Microsoft.OperationalInsights": "2020-08-01",
    "Microsoft.ContainerRegistry": "2023-07-01",
    "Microsoft.ManagedIdentity": "2023-01-31",
    "Microsoft.MachineLearningServices": "2025-12-01",
}


class Cloud:
    """The emulator and a client of it; paths are given without the api-version, which follows from the provider."""

    def __init__(self) -> None:
        config = Config(operation_seconds={"default": 10.0}, register_seconds=5.0, registered=["*"])
        self.state = EmulatorState(Store(), Clock(virtual=True), config, Directory(), base_url=BASE)
        self.client = TestClient(build(self.state), base_url=BASE)
        self.client.headers["Authorization"] = "Bearer " + self.token()

    def token(self, audience: str = "https://management.azure.com/", client_id: str = "app", life: int = 36000) -> str:
        now = self.state.clock.now()
        return tokens.issue(
            tenant=TENANT, client_id=client_id, object_id="oid-1", audience=audience, now=now, lifetime_s=life
        )

    def send(self, method: str, path: str, body: Any = None, version: str | None = None, **query: str):
        if version is None:
            namespace = path.split("/providers/")[-1].split("/")[0] if "/providers/" in path else ""
            version = VERSIONS.get(namespace, "2025-12-01")
        parameters = {"api-version": version, **query} if version else query
        return self.client.request(method, path, params=parameters, json=body)

    def get(self, path: str, **query: str):
        return self.send("GET", path, **query)

    def put(self, path: str, body: Any, **query: str):
        return self.send("PUT", path, body, **query)

    def post(self, path: str, body: Any = None, **query: str):
        return self.send("POST", path, body, **query)

    def delete(self, path: str, **query: str):
        return self.send("DELETE", path, **query)

    def finish(self, answer):
        """Let the operation that an answer started come to its end, and return the last poll."""
        url = answer.headers.get("Azure-AsyncOperation") or answer.headers["Location"]
        self.state.clock.advance(10)
        return self.client.get(url)

    def made(self, path: str, body: Any, **query: str) -> dict[str, Any]:
        """PUT, wait, GET."""
        answer = self.put(path, body, **query)
        assert answer.status_code in (200, 201, 202), answer.text
        self.state.clock.advance(10)
        found = self.get(path)
        assert found.status_code == 200, found.text
        return found.json()

    def group(self) -> str:
        self.made(GROUP, {"location": "eastus"})
        return GROUP

    def dependents(self) -> dict[str, str]:
        """A group with what a workspace stands on; returns the properties of the workspace that name it."""
        group = self.group()
        paths = {
            "storageAccount": f"{group}/providers/Microsoft.Storage/storageAccounts/st1",
            "keyVault": f"{group}/providers/Microsoft.KeyVault/vaults/kv-1",
            "applicationInsights": f"{group}/providers/Microsoft.Insights/components/ai1",
        }
        vault = {"tenantId": TENANT, "sku": {"family": "A", "name": "standard"}}
        account = {"location": "eastus", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
        self.made(paths["storageAccount"], account)
        self.made(paths["keyVault"], {"location": "eastus", "properties": vault})
        self.made(paths["applicationInsights"], {"location": "eastus", "kind": "web", "properties": {}})
        return paths

    def workspace(self, name: str = "ws", **properties: Any) -> str:
        """A finished workspace; returns its path."""
        path = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/{name}"
        body = {
            "location": "eastus",
            "identity": {"type": "SystemAssigned"},
            "properties": {**self.dependents(), **properties},
        }
        found = self.made(path, body)
        assert found["properties"]["provisioningState"] == "Succeeded"
        return path
