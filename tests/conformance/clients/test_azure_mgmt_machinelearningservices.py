# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""azure-mgmt-machinelearningservices 1.0.1, which asks api-version 2020-08-01 (contract 0.10, 7.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import ClientSecretCredential
from azure.mgmt.machinelearningservices import MachineLearningServicesMgmtClient, models
from emulator_process import CLIENT, SECRET, SUBSCRIPTION, TENANT, Emulator

LOCATION = "westeurope"


@pytest.fixture(scope="module")
def client(emulator: Emulator) -> MachineLearningServicesMgmtClient:
    """The client, pointed at the emulator by its base URL and nothing else."""
    credential = ClientSecretCredential(TENANT, CLIENT, SECRET, authority=emulator.url, disable_instance_discovery=True)
    scopes = [emulator.url + "/.default"]
    return MachineLearningServicesMgmtClient(credential, SUBSCRIPTION, base_url=emulator.url, credential_scopes=scopes)


def new_workspace(dependencies: dict[str, str]) -> models.Workspace:
    """Return the body of a workspace on the dependencies of the session."""
    return models.Workspace(
        location=LOCATION,
        storage_account=dependencies["storageAccount"],
        key_vault=dependencies["keyVault"],
        application_insights=dependencies["applicationInsights"],
        identity=models.Identity(type="SystemAssigned"),
    )


def new_cluster() -> models.ComputeResource:
    """Return the body of a cluster."""
    scale = models.ScaleSettings(max_node_count=1)
    inner = models.AmlComputeProperties(vm_size="STANDARD_D2_V2", scale_settings=scale)
    return models.ComputeResource(location=LOCATION, properties=models.AmlCompute(properties=inner))


@pytest.mark.usefixtures("workspace")
def test_workspace_list_in_a_group(client: MachineLearningServicesMgmtClient) -> None:
    assert "workspace" in [found.name for found in client.workspaces.list_by_resource_group("rg")]


@pytest.mark.usefixtures("workspace")
def test_workspace_list_in_a_subscription(client: MachineLearningServicesMgmtClient) -> None:
    assert "workspace" in [found.name for found in client.workspaces.list_by_subscription()]


@pytest.mark.usefixtures("workspace")
def test_workspace_get(client: MachineLearningServicesMgmtClient, dependencies: dict[str, str]) -> None:
    found = client.workspaces.get("rg", "workspace")
    assert (found.name, found.location) == ("workspace", LOCATION)
    assert found.type == "Microsoft.MachineLearningServices/workspaces"
    assert found.storage_account.lower() == dependencies["storageAccount"].lower()
    assert found.identity.principal_id


@pytest.mark.usefixtures("workspace")
def test_workspace_get_of_a_missing_one(client: MachineLearningServicesMgmtClient) -> None:
    with pytest.raises(ResourceNotFoundError, match="ResourceNotFound"):
        client.workspaces.get("rg", "nowhere")


def test_workspace_create(
    client: MachineLearningServicesMgmtClient,
    dependencies: dict[str, str],
    journal: Callable[[], list[dict[str, Any]]],
) -> None:
    made = client.workspaces.begin_create_or_update("rg", "made", new_workspace(dependencies)).result()
    assert (made.name, made.provisioning_state) == ("made", "Succeeded")
    put = next(entry for entry in journal() if entry["method"] == "PUT")
    assert (put["api_version"], put["status"]) == ("2020-08-01", 202)


@pytest.mark.usefixtures("workspace")
def test_compute_create(client: MachineLearningServicesMgmtClient) -> None:
    computes = client.machine_learning_compute
    made = computes.begin_create_or_update("rg", "workspace", "made", new_cluster()).result()
    assert (made.name, made.properties.provisioning_state) == ("made", "Succeeded")
    assert made.properties.properties.vm_size == "STANDARD_D2_V2"


@pytest.mark.usefixtures("workspace")
def test_compute_delete(client: MachineLearningServicesMgmtClient) -> None:
    computes = client.machine_learning_compute
    computes.begin_create_or_update("rg", "workspace", "gone", new_cluster()).result()
    computes.begin_delete("rg", "workspace", "gone", underlying_resource_action="Delete").result()
    with pytest.raises((ResourceNotFoundError, HttpResponseError)) as caught:
        computes.get("rg", "workspace", "gone")
    assert caught.value.status_code == 404
