# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""MLClient of azure-ai-ml 1.35.2: the operations of contract 7.4."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from azure.ai.ml import Input, MLClient, command, load_registry
from azure.ai.ml.entities import (
    AccountKeyConfiguration,
    AmlCompute,
    AzureBlobDatastore,
    BatchEndpoint,
    CommandComponent,
    ComputeInstance,
    CronTrigger,
    Data,
    Environment,
    JobSchedule,
    ManagedOnlineDeployment,
    ManagedOnlineEndpoint,
    Model,
    Workspace,
    WorkspaceConnection,
)
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import ClientSecretCredential
from emulator_process import CLIENT, SECRET, SUBSCRIPTION, TENANT, Emulator
from wire import Wire

LOCATION = "westeurope"
SIZE = "STANDARD_D2_V2"
Journal = Callable[[], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def credential(emulator: Emulator) -> ClientSecretCredential:
    """The service principal of the tests."""
    return ClientSecretCredential(TENANT, CLIENT, SECRET, authority=emulator.url, disable_instance_discovery=True)


@pytest.fixture(scope="module")
def client(emulator: Emulator, credential: ClientSecretCredential) -> Iterator[MLClient]:
    """The client; the URL of a cloud's metadata is how it is shown the way (contract 1.6)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARM_CLOUD_METADATA_URL", emulator.url + "/metadata/endpoints?api-version=2019-05-01")
        patch.setenv("REGISTRY_DISCOVERY_ENDPOINT_URL", emulator.url + "/")
        yield MLClient(credential, SUBSCRIPTION, "rg", "workspace", enable_telemetry=False, show_progress=False)


def cluster(name: str) -> AmlCompute:
    """Return a cluster of at most one node."""
    return AmlCompute(name=name, size=SIZE, min_instances=0, max_instances=1)


def versions_asked(entries: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return verb and api-version of every request that went to a workspace or below it."""
    below = (entry for entry in entries if "/workspaces/" in entry["path"])
    return [(entry["method"], entry["api_version"]) for entry in below]


@pytest.mark.usefixtures("workspace")
def test_workspace_get(client: MLClient) -> None:
    found = client.workspaces.get("workspace")
    assert (found.name, found.location) == ("workspace", LOCATION)
    assert found.discovery_url.endswith("/discovery")
    assert found.mlflow_tracking_uri.startswith("azureml://")


@pytest.mark.usefixtures("workspace")
def test_workspace_get_of_a_missing_one(client: MLClient) -> None:
    with pytest.raises(ResourceNotFoundError, match="ResourceNotFound"):
        client.workspaces.get("nowhere")


@pytest.mark.usefixtures("workspace")
def test_workspace_list(client: MLClient) -> None:
    assert "workspace" in [found.name for found in client.workspaces.list()]


@pytest.mark.usefixtures("workspace")
def test_workspace_keys(client: MLClient) -> None:
    assert client.workspaces.get_keys("workspace").user_storage_key


def test_workspace_create(client: MLClient, dependencies: dict[str, str], journal: Journal) -> None:
    wanted = Workspace(name="templated", location=LOCATION, storage_account=dependencies["storageAccount"])
    made = client.workspaces.begin_create(wanted).result()
    assert (made.name, made.location) == ("templated", LOCATION)
    assert made.storage_account.lower() == dependencies["storageAccount"].lower()
    assert made.key_vault and made.application_insights
    # It sends a template, not the workspace (contract 0.8).
    puts = [entry["path"] for entry in journal() if entry["method"] == "PUT"]
    assert len(puts) == 1 and "/Microsoft.Resources/deployments/" in puts[0]


def test_workspace_update(client: MLClient, dependencies: dict[str, str]) -> None:
    wanted = Workspace(name="updated", location=LOCATION, storage_account=dependencies["storageAccount"])
    client.workspaces.begin_create(wanted).result()
    made = client.workspaces.begin_update(client.workspaces.get("updated"), description="changed").result()
    assert made.description == "changed"


def test_workspace_delete(client: MLClient, dependencies: dict[str, str]) -> None:
    wanted = Workspace(name="gone", location=LOCATION, storage_account=dependencies["storageAccount"])
    client.workspaces.begin_create(wanted).result()
    client.workspaces.begin_delete("gone", delete_dependent_resources=False).result()
    with pytest.raises(ResourceNotFoundError):
        client.workspaces.get("gone")


@pytest.mark.usefixtures("workspace")
def test_compute_create(client: MLClient, journal: Journal) -> None:
    made = client.compute.begin_create_or_update(cluster("made")).result()
    assert (made.name, made.provisioning_state, made.size) == ("made", "Succeeded", SIZE)
    # It asks the workspace for the location first (contract 7.4).
    assert versions_asked(journal())[0][0] == "GET"


@pytest.mark.usefixtures("workspace")
def test_compute_get(client: MLClient) -> None:
    client.compute.begin_create_or_update(cluster("read")).result()
    assert client.compute.get("read").provisioning_state == "Succeeded"


@pytest.mark.usefixtures("workspace")
def test_compute_list(client: MLClient) -> None:
    client.compute.begin_create_or_update(cluster("listed")).result()
    assert "listed" in [found.name for found in client.compute.list()]


@pytest.mark.usefixtures("workspace")
def test_compute_delete(client: MLClient) -> None:
    client.compute.begin_create_or_update(cluster("deleted")).result()
    client.compute.begin_delete("deleted").result()
    with pytest.raises(HttpResponseError) as caught:
        client.compute.get("deleted")
    assert caught.value.status_code == 404


@pytest.mark.usefixtures("workspace")
def test_compute_instance_create(client: MLClient) -> None:
    made = client.compute.begin_create_or_update(ComputeInstance(name="instance", size=SIZE)).result()
    assert (made.name, made.state) == ("instance", "Running")


@pytest.mark.usefixtures("workspace")
def test_compute_instance_stop(client: MLClient) -> None:
    client.compute.begin_create_or_update(ComputeInstance(name="stopped", size=SIZE)).result()
    client.compute.begin_stop("stopped").result()
    assert client.compute.get("stopped").state == "Stopped"


@pytest.mark.usefixtures("workspace")
def test_compute_instance_start_and_restart(client: MLClient) -> None:
    client.compute.begin_create_or_update(ComputeInstance(name="started", size=SIZE)).result()
    client.compute.begin_stop("started").result()
    client.compute.begin_start("started").result()
    client.compute.begin_restart("started").result()
    assert client.compute.get("started").state == "Running"


@pytest.mark.usefixtures("workspace")
def test_compute_nodes(client: MLClient) -> None:
    wanted = AmlCompute(name="nodes", size=SIZE, min_instances=1, max_instances=1)
    client.compute.begin_create_or_update(wanted).result()
    # The client keeps the wire's own names here.
    assert [vars(node)["nodeState"] for node in client.compute.list_nodes("nodes")] == ["idle"]


@pytest.mark.usefixtures("workspace")
def test_compute_usage(client: MLClient) -> None:
    assert "TotalClusters" in [found.name["value"] for found in client.compute.list_usage()]


def blob_datastore(name: str) -> AzureBlobDatastore:
    """Return a datastore that carries an account key."""
    key = AccountKeyConfiguration(account_key="Y2FuYXJ5")
    return AzureBlobDatastore(name=name, account_name="account", container_name="container", credentials=key)


@pytest.mark.usefixtures("workspace")
def test_datastore_create(client: MLClient) -> None:
    made = client.datastores.create_or_update(blob_datastore("made"))
    assert (made.name, made.account_name) == ("made", "account")


@pytest.mark.usefixtures("workspace")
def test_datastore_get_without_and_with_its_secret(client: MLClient) -> None:
    client.datastores.create_or_update(blob_datastore("secret"))
    assert not getattr(client.datastores.get("secret").credentials, "account_key", None)
    # It asks for a secret that runs out, which is a signature in place of the key ("a SAS token will be requested").
    assert "sig=" in client.datastores.get("secret", include_secrets=True).credentials.sas_token


@pytest.mark.usefixtures("workspace")
def test_datastore_list(client: MLClient) -> None:
    client.datastores.create_or_update(blob_datastore("listed"))
    assert {"listed", "workspaceblobstore"} <= {found.name for found in client.datastores.list()}


@pytest.mark.usefixtures("workspace")
def test_datastore_default(client: MLClient) -> None:
    assert client.datastores.get_default().name == "workspaceblobstore"


@pytest.mark.usefixtures("workspace")
def test_datastore_delete(client: MLClient) -> None:
    client.datastores.create_or_update(blob_datastore("gone"))
    client.datastores.delete("gone")
    with pytest.raises(HttpResponseError) as caught:
        client.datastores.get("gone")
    assert caught.value.status_code == 404


def remote_model(name: str, version: str = "1") -> Model:
    """Return a model whose files are there already, so that nothing is uploaded."""
    path = "azureml://datastores/workspaceblobstore/paths/x"
    return Model(name=name, version=version, path=path, type="custom_model")


@pytest.mark.usefixtures("workspace")
def test_model_create(client: MLClient) -> None:
    made = client.models.create_or_update(remote_model("made"))
    assert (made.name, made.version) == ("made", "1")


@pytest.mark.usefixtures("workspace")
def test_model_list(client: MLClient) -> None:
    client.models.create_or_update(remote_model("listed"))
    client.models.create_or_update(remote_model("listed", "2"))
    assert sorted(found.version for found in client.models.list(name="listed")) == ["1", "2"]


@pytest.mark.usefixtures("workspace")
def test_model_get_latest(client: MLClient) -> None:
    client.models.create_or_update(remote_model("latest"))
    client.models.create_or_update(remote_model("latest", "2"))
    assert client.models.get("latest", label="latest").version == "2"


@pytest.mark.usefixtures("workspace")
def test_model_archive(client: MLClient) -> None:
    client.models.create_or_update(remote_model("archived"))
    client.models.archive("archived", version="1")
    assert [found.name for found in client.models.list(name="archived")] == []


@pytest.mark.usefixtures("workspace")
def test_cloud_given_as_arguments(
    emulator: Emulator, credential: ClientSecretCredential, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The client leaves the name of its cloud here, where every other client finds it.
    monkeypatch.setenv("AZUREML_CURRENT_CLOUD", "AzureEmulator")
    described = {
        "azure_portal": emulator.url,
        "resource_manager": emulator.url,
        "active_directory": emulator.url,
        "aml_resource_id": emulator.url,
        "storage_endpoint": "core.windows.net",
        "registry_discovery_endpoint": emulator.url + "/",
    }
    options = {"enable_telemetry": False, "cloud": "AzureConformance", "cloud_metadata": described}
    client = MLClient(credential, SUBSCRIPTION, "rg", "workspace", **options)
    assert client.workspaces.get("workspace").name == "workspace"


@pytest.fixture(scope="module")
def environment(client: MLClient, workspace: str) -> str:
    """The reference of an environment that jobs and components run in."""
    made = client.environments.create_or_update(Environment(name="e1", version="1", image="mcr.microsoft.com/x"))
    return f"azureml:{made.name}:{made.version}"


def test_environment_create(client: MLClient, environment: str) -> None:
    assert client.environments.get("e1", version="1").image == "mcr.microsoft.com/x"


def test_environment_list(client: MLClient, environment: str) -> None:
    assert "e1" in [found.name for found in client.environments.list()]


@pytest.mark.usefixtures("workspace")
def test_data_create(client: MLClient) -> None:
    made = client.data.create_or_update(Data(name="dt1", version="1", path="https://a/b", type="uri_file"))
    assert (made.name, made.version, made.type) == ("dt1", "1", "uri_file")


def test_component_create(client: MLClient, environment: str) -> None:
    wanted = CommandComponent(name="cp1", version="1", command="echo hi", environment=environment)
    made = client.components.create_or_update(wanted)
    # The specification comes back as it was sent (contract 7.4).
    assert (made.name, made.version, made.command) == ("cp1", "1", "echo hi")


@pytest.fixture(scope="module")
def job(client: MLClient, environment: str) -> str:
    """The name of a submitted job on a cluster."""
    client.compute.begin_create_or_update(cluster("jobs")).result()
    wanted = command(name="j1", command="echo hi", environment=environment, compute="jobs", experiment_name="exp")
    return client.jobs.create_or_update(wanted).name


def test_job_create(job: str) -> None:
    assert job == "j1"


def test_job_get(client: MLClient, job: str) -> None:
    found = client.jobs.get(job)
    assert (found.experiment_name, found.command) == ("exp", "echo hi")
    assert found.status


def test_job_list(client: MLClient, job: str) -> None:
    assert job in [found.name for found in client.jobs.list()]


def test_job_cancel(client: MLClient, job: str) -> None:
    client.jobs.begin_cancel(job).result()
    assert client.jobs.get(job).status in ("Canceled", "CancelRequested", "Completed")


def key_endpoint(name: str) -> ManagedOnlineEndpoint:
    """Return an online endpoint that is called with a key."""
    return ManagedOnlineEndpoint(name=name, auth_mode="key")


@pytest.fixture(scope="module")
def endpoint(client: MLClient, workspace: str) -> str:
    """The name of an online endpoint with one deployment, 'blue'."""
    client.models.create_or_update(remote_model("deployed"))
    client.online_endpoints.begin_create_or_update(key_endpoint("ep1")).result()
    wanted = ManagedOnlineDeployment(
        name="blue",
        endpoint_name="ep1",
        model="azureml:deployed:1",
        instance_type="Standard_DS3_v2",
        instance_count=1,
    )
    client.online_deployments.begin_create_or_update(wanted).result()
    return "ep1"


def test_online_endpoint_create(client: MLClient, endpoint: str) -> None:
    found = client.online_endpoints.get(endpoint)
    assert (found.name, found.provisioning_state) == (endpoint, "Succeeded")
    assert found.scoring_uri.endswith("/score")


def test_online_endpoint_keys(client: MLClient, endpoint: str) -> None:
    assert client.online_endpoints.get_keys(endpoint).primary_key


def test_online_deployment_create(client: MLClient, endpoint: str) -> None:
    assert client.online_deployments.get("blue", endpoint).provisioning_state == "Succeeded"


def test_online_endpoint_traffic(client: MLClient, endpoint: str) -> None:
    found = client.online_endpoints.get(endpoint)
    found.traffic = {"blue": 100}
    assert client.online_endpoints.begin_create_or_update(found).result().traffic == {"blue": 100}


@pytest.mark.usefixtures("workspace")
def test_online_endpoint_delete(client: MLClient) -> None:
    client.online_endpoints.begin_create_or_update(key_endpoint("gone")).result()
    client.online_endpoints.begin_delete("gone").result()
    with pytest.raises(HttpResponseError) as caught:
        client.online_endpoints.get("gone")
    assert caught.value.status_code == 404


@pytest.mark.usefixtures("workspace")
def test_batch_endpoint_create(client: MLClient) -> None:
    made = client.batch_endpoints.begin_create_or_update(BatchEndpoint(name="be1")).result()
    assert (made.name, made.provisioning_state) == ("be1", "Succeeded")


def test_batch_endpoint_takes_jobs_and_lists_them(client: MLClient, wire: Wire, workspace: str) -> None:
    place = f"{workspace}/batchEndpoints/batch-jobs"
    wire.make(place, {"location": LOCATION, "properties": {"authMode": "AADToken"}})
    wire.make(f"{place}/deployments/blue", {"location": LOCATION, "properties": {}})
    assert list(client.batch_endpoints.list_jobs("batch-jobs")) == []
    # It asks for a token of the region, whose audience it makes of the cloud's portal (contract 1.6).
    data = Input(type="uri_folder", path="https://account.blob.core.windows.net/container/in")
    started = client.batch_endpoints.invoke("batch-jobs", deployment_name="blue", inputs={"data": data})
    for listed in (
        client.batch_endpoints.list_jobs("batch-jobs"),
        client.batch_deployments.list_jobs("batch-jobs", name="blue"),
    ):
        assert [found.name for found in listed] == [started.name]


@pytest.mark.usefixtures("workspace")
def test_batch_endpoint_that_is_missing_lists_nothing(client: MLClient) -> None:
    with pytest.raises(HttpResponseError):
        list(client.batch_endpoints.list_jobs("nowhere"))


@pytest.mark.usefixtures("workspace")
def test_connection_create(client: MLClient) -> None:
    wanted = WorkspaceConnection(name="cn", type="python_feed", target="https://x", credentials=None)
    assert client.connections.create_or_update(wanted).name == "cn"


@pytest.mark.usefixtures("workspace")
def test_connection_list(client: MLClient) -> None:
    wanted = WorkspaceConnection(name="listed", type="python_feed", target="https://x", credentials=None)
    client.connections.create_or_update(wanted)
    assert "listed" in [found.name for found in client.connections.list()]


def test_schedule_create(client: MLClient, job: str) -> None:
    wanted = JobSchedule(name="s1", trigger=CronTrigger(expression="0 1 * * *"), create_job=f"azureml:{job}")
    assert client.schedules.begin_create_or_update(wanted).result().name == "s1"


@pytest.mark.usefixtures("workspace")
def test_registry_create(client: MLClient) -> None:
    text = f"name: made\nlocation: {LOCATION}\nreplication_locations:\n  - location: {LOCATION}\n"
    assert client.registries.begin_create(load_registry(io.StringIO(text))).result().name == "made"
    (region,) = client.registries.get("made").replication_locations
    # The service makes the accounts and says which (recorded 2.6).
    assert "/storageAccounts/st" in region.storage_config.arm_resource_id
    assert ["/registries/acr" in account.arm_resource_id for account in region.acr_config] == [True]


def test_registry_get_of_a_missing_one(client: MLClient) -> None:
    # All that was ever seen of it (contract 7.4).
    with pytest.raises(ResourceNotFoundError):
        client.registries.get("reg1")


@pytest.mark.usefixtures("workspace")
def test_registry_assets(client: MLClient, credential: ClientSecretCredential, tmp_path: Path) -> None:
    text = f"name: shared\nlocation: {LOCATION}\nreplication_locations:\n  - location: {LOCATION}\n"
    client.registries.begin_create(load_registry(io.StringIO(text))).result()
    # The client finds the registry by its name alone, and its assets where the discovery document leads.
    registry = MLClient(credential, registry_name="shared", enable_telemetry=False, show_progress=False)
    made = registry.environments.create_or_update(Environment(name="e1", version="1", image="mcr.microsoft.com/x"))
    assert made.id == "azureml://registries/shared/environments/e1/versions/1"
    file = tmp_path / "model.pkl"
    file.write_text("a model", encoding="utf-8")
    assert registry.models.create_or_update(Model(name="m1", version="1", path=str(file))).version == "1"
    assert [found.version for found in registry.models.list(name="m1")] == ["1"]
    assert [found.name for found in registry.environments.list()] == ["e1"]
