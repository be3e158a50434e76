# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulator for each client's tests, reached by https with the emulator's own authority and by nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from emulator_process import SUBSCRIPTION, Emulator, running
from wire import Wire

GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
LOCATION = "westeurope"
WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/workspace"


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator that the clients trust. Without Retry-After they sleep 30 s between polls (contract 0.4)."""
    folder = tmp_path_factory.mktemp("emulator")
    with running(folder, "--retry-after", "1") as found, pytest.MonkeyPatch.context() as patch:
        # requests, azure-core and msal read the first, urllib (azureml-core) the second (contract 0.1).
        patch.setenv("REQUESTS_CA_BUNDLE", found.ca_file)
        patch.setenv("SSL_CERT_FILE", found.ca_file)
        yield found


@pytest.fixture(scope="module")
def wire(emulator: Emulator) -> Wire:
    """A plain caller, to prepare what a test needs and to look at what a client did."""
    return Wire(emulator)


@pytest.fixture(scope="module")
def dependencies(wire: Wire) -> dict[str, str]:
    """The resource group and what a workspace stands on, by the workspace's names for them."""
    wire.register_all()
    wire.make(GROUP, {"location": LOCATION})
    ids = {
        "storageAccount": f"{GROUP}/providers/Microsoft.Storage/storageAccounts/wsstorage",
        "keyVault": f"{GROUP}/providers/Microsoft.KeyVault/vaults/wsvault",
        "applicationInsights": f"{GROUP}/providers/Microsoft.Insights/components/wsinsights",
    }
    wire.make(ids["storageAccount"], {"location": LOCATION, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}})
    vault = {"tenantId": "11111111-1111-1111-1111-111111111111", "sku": {"family": "A", "name": "standard"}}
    wire.make(ids["keyVault"], {"location": LOCATION, "properties": {**vault, "accessPolicies": []}})
    insights = {"location": LOCATION, "kind": "web", "properties": {"Application_Type": "web"}}
    wire.make(ids["applicationInsights"], insights)
    return ids


@pytest.fixture(scope="module")
def workspace(wire: Wire, dependencies: dict[str, str]) -> str:
    """The id of a workspace named "workspace"."""
    body = {"location": LOCATION, "identity": {"type": "SystemAssigned"}, "properties": dict(dependencies)}
    wire.make(WORKSPACE, body)
    return WORKSPACE


@pytest.fixture()
def journal(wire: Wire) -> Callable[[], list[dict[str, Any]]]:
    """A function that returns the requests that reached the emulator since the test began, in order."""
    wire.control("DELETE", "journal")
    return lambda: wire.control("GET", "journal")["value"]
