# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ARM client that azure-ai-ml 1.35.2 carries inside; it asks api-version 2025-12-01 (contract 0.10, 7.3)."""

from __future__ import annotations

import pytest
from azure.ai.ml._restclient.arm_ml_service import MachineLearningServicesMgmtClient, models
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import ClientSecretCredential
from emulator_process import CLIENT, SECRET, SUBSCRIPTION, TENANT, Emulator

LOCATION = "westeurope"


@pytest.fixture(scope="module")
def client(emulator: Emulator) -> MachineLearningServicesMgmtClient:
    """The client, pointed at the emulator by its base URL and nothing else."""
    credential = ClientSecretCredential(TENANT, CLIENT, SECRET, authority=emulator.url, disable_instance_discovery=True)
    scopes = [emulator.url + "/.default"]
    return MachineLearningServicesMgmtClient(credential, SUBSCRIPTION, base_url=emulator.url, credential_scopes=scopes)


def cluster(nodes: int = 1) -> models.ComputeResource:
    """Return the body of a cluster of at most ``nodes`` nodes."""
    scale = models.ScaleSettings(max_node_count=nodes)
    inner = models.AmlComputeProperties(vm_size="STANDARD_D2_V2", scale_settings=scale)
    return models.ComputeResource(location=LOCATION, properties=models.AmlCompute(properties=inner))


def instance() -> models.ComputeResource:
    """Return the body of a compute instance."""
    inner = models.ComputeInstanceProperties(vm_size="STANDARD_D2_V2")
    return models.ComputeResource(location=LOCATION, properties=models.ComputeInstance(properties=inner))


@pytest.mark.usefixtures("workspace")
def test_workspace_list(client: MachineLearningServicesMgmtClient) -> None:
    assert "workspace" in [found.name for found in client.workspaces.list_by_resource_group("rg")]


@pytest.mark.usefixtures("workspace")
def test_workspace_get(client: MachineLearningServicesMgmtClient) -> None:
    found = client.workspaces.get("rg", "workspace")
    assert (found.name, found.properties.provisioning_state) == ("workspace", "Succeeded")
    assert found.properties.discovery_url.endswith("/discovery")


@pytest.mark.usefixtures("workspace")
def test_workspace_get_of_a_missing_one(client: MachineLearningServicesMgmtClient) -> None:
    with pytest.raises(ResourceNotFoundError, match="ResourceNotFound"):
        client.workspaces.get("rg", "nowhere")


def test_workspace_create(client: MachineLearningServicesMgmtClient, dependencies: dict[str, str]) -> None:
    body = models.Workspace(
        location=LOCATION,
        identity=models.ManagedServiceIdentity(type="SystemAssigned"),
        properties=models.WorkspaceProperties(
            storage_account=dependencies["storageAccount"],
            key_vault=dependencies["keyVault"],
            application_insights=dependencies["applicationInsights"],
            description="by the client",
        ),
    )
    made = client.workspaces.begin_create_or_update("rg", "made", body).result()
    assert (made.name, made.properties.description) == ("made", "by the client")


@pytest.mark.usefixtures("workspace")
def test_workspace_keys(client: MachineLearningServicesMgmtClient) -> None:
    assert client.workspaces.list_keys("rg", "workspace").user_storage_key


@pytest.mark.usefixtures("workspace")
def test_compute_create(client: MachineLearningServicesMgmtClient) -> None:
    made = client.compute.begin_create_or_update("rg", "workspace", "made", cluster()).result()
    assert (made.name, made.properties.provisioning_state) == ("made", "Succeeded")


@pytest.mark.usefixtures("workspace")
def test_compute_stop(client: MachineLearningServicesMgmtClient) -> None:
    client.compute.begin_create_or_update("rg", "workspace", "instance", instance()).result()
    client.compute.begin_stop("rg", "workspace", "instance").result()
    assert client.compute.get("rg", "workspace", "instance").properties.properties.state == "Stopped"


@pytest.mark.usefixtures("workspace")
def test_compute_list(client: MachineLearningServicesMgmtClient) -> None:
    client.compute.begin_create_or_update("rg", "workspace", "listed", cluster()).result()
    assert "listed" in [found.name for found in client.compute.list("rg", "workspace")]


@pytest.mark.usefixtures("workspace")
def test_compute_delete(client: MachineLearningServicesMgmtClient) -> None:
    client.compute.begin_create_or_update("rg", "workspace", "gone", cluster()).result()
    client.compute.begin_delete("rg", "workspace", "gone", underlying_resource_action="Delete").result()
    with pytest.raises(HttpResponseError) as caught:
        client.compute.get("rg", "workspace", "gone")
    assert caught.value.status_code == 404


@pytest.mark.usefixtures("workspace")
def test_datastore_create(client: MachineLearningServicesMgmtClient) -> None:
    credentials = models.NoneDatastoreCredentials()
    properties = models.AzureBlobDatastore(account_name="account", container_name="container", credentials=credentials)
    made = client.datastores.create_or_update("rg", "workspace", "made", models.Datastore(properties=properties))
    assert (made.name, made.properties.account_name) == ("made", "account")


@pytest.mark.usefixtures("workspace")
def test_datastore_list_shows_the_defaults(client: MachineLearningServicesMgmtClient) -> None:
    names = {found.name for found in client.datastores.list("rg", "workspace")}
    assert {"workspaceblobstore", "workspaceartifactstore", "workspacefilestore", "workspaceworkingdirectory"} <= names


@pytest.mark.usefixtures("workspace")
def test_model_version_create(client: MachineLearningServicesMgmtClient) -> None:
    properties = models.ModelVersionProperties(model_uri="azureml://x", model_type="custom_model")
    body = models.ModelVersion(properties=properties)
    made = client.model_versions.create_or_update("rg", "workspace", "m", "1", body)
    assert (made.name, made.properties.model_type) == ("1", "custom_model")
    assert made.properties.flavors == {}


@pytest.mark.usefixtures("workspace")
def test_connection_create(client: MachineLearningServicesMgmtClient) -> None:
    properties = models.NoneAuthTypeWorkspaceConnectionProperties(category="PythonFeed", target="https://x")
    body = models.WorkspaceConnectionPropertiesV2BasicResource(properties=properties)
    assert client.workspace_connections.create("rg", "workspace", "cn", body).name == "cn"


@pytest.mark.usefixtures("workspace")
def test_job_create(client: MachineLearningServicesMgmtClient) -> None:
    body = models.JobBase(properties=models.CommandJob(command="echo", environment_id="azureml://x"))
    made = client.jobs.create_or_update("rg", "workspace", "j1", body)
    assert (made.name, made.properties.command) == ("j1", "echo")


def endpoint() -> models.OnlineEndpoint:
    """Return the body of an online endpoint that is called with a key."""
    return models.OnlineEndpoint(location=LOCATION, properties=models.OnlineEndpointProperties(auth_mode="Key"))


@pytest.mark.usefixtures("workspace")
def test_online_endpoint_create(client: MachineLearningServicesMgmtClient) -> None:
    made = client.online_endpoints.begin_create_or_update("rg", "workspace", "made", endpoint()).result()
    assert (made.name, made.properties.provisioning_state) == ("made", "Succeeded")


@pytest.mark.usefixtures("workspace")
def test_online_endpoint_keys(client: MachineLearningServicesMgmtClient) -> None:
    client.online_endpoints.begin_create_or_update("rg", "workspace", "keys", endpoint()).result()
    assert client.online_endpoints.list_keys("rg", "workspace", "keys").primary_key


@pytest.mark.usefixtures("workspace")
def test_online_endpoint_delete(client: MachineLearningServicesMgmtClient) -> None:
    client.online_endpoints.begin_create_or_update("rg", "workspace", "gone", endpoint()).result()
    client.online_endpoints.begin_delete("rg", "workspace", "gone").result()
    with pytest.raises(HttpResponseError) as caught:
        client.online_endpoints.get("rg", "workspace", "gone")
    assert caught.value.status_code == 404
