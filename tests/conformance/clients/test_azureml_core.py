# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""azureml-core 1.61 (SDK v1), which speaks ARM and the regional plane that it finds by discovery (contract 5, 7.5)."""

from __future__ import annotations

import json
import ssl
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from azureml.core import Datastore, Environment, Experiment, Model, Run, Workspace
from azureml.core.authentication import ServicePrincipalAuthentication, TokenAuthentication
from azureml.exceptions import WebserviceException
from emulator_process import CLIENT, SECRET, SUBSCRIPTION, TENANT, Emulator
from hosts import lead_storage_here

CLOUD = "AzureEmulator"


@pytest.fixture(scope="module", autouse=True)
def surroundings(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """How SDK v1 is shown the way: a metadata URL, the cloud's name, and a home to keep what it found."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("AZURE_CONFIG_DIR", str(home / ".azure"))
        patch.setenv("ARM_CLOUD_METADATA_URL", emulator.url + "/metadata/endpoints?api-version=2019-05-01")
        patch.setenv("AZUREML_CURRENT_CLOUD", CLOUD)
        lead_storage_here(patch)
        # Files to register have to lie below the working directory.
        patch.chdir(home)
        yield


def token_for(emulator: Emulator, audience: str) -> str:
    """Return a token as an own function would get it for TokenAuthentication."""
    form = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET, "resource": audience}
    data = urllib.parse.urlencode(form).encode()
    context = ssl.create_default_context(cafile=emulator.ca_file)
    with urllib.request.urlopen(f"{emulator.url}/{TENANT}/oauth2/token", data, timeout=10, context=context) as answer:
        return json.load(answer)["access_token"]


@pytest.fixture(scope="module")
def authentication(emulator: Emulator) -> TokenAuthentication:
    """Authentication by a function of our own, which gets the audience."""
    return TokenAuthentication(lambda audience: token_for(emulator, audience), cloud=CLOUD)


@pytest.fixture(scope="module")
def found(workspace: str, authentication: TokenAuthentication) -> Workspace:
    """The workspace as the SDK sees it."""
    return Workspace.get("workspace", auth=authentication, subscription_id=SUBSCRIPTION, resource_group="rg")


@pytest.fixture(scope="module")
def run(found: Workspace) -> Run:
    """A completed run with a metric and a tag."""
    started = Experiment(found, "logged").start_logging(snapshot_directory=None)
    started.log("accuracy", 0.9)
    started.tag("colour", "blue")
    started.complete()
    return started


def test_token_authentication(authentication: TokenAuthentication) -> None:
    assert len(authentication._get_arm_token().split(".")) == 3


def test_service_principal_authentication() -> None:
    # Any other tenant asks the public cloud for instance discovery first (contract 0.2).
    token = ServicePrincipalAuthentication("adfs", CLIENT, SECRET, cloud=CLOUD)._get_arm_token()
    assert len(token.split(".")) == 3


def test_workspace_get(found: Workspace) -> None:
    assert (found.name, found.location) == ("workspace", "westeurope")


def test_workspace_list(found: Workspace, authentication: TokenAuthentication) -> None:
    assert found.name in Workspace.list(SUBSCRIPTION, auth=authentication, resource_group="rg")


def test_workspace_details(found: Workspace, workspace: str) -> None:
    assert found.get_details()["id"].lower() == workspace.lower()


def test_experiment_create(found: Workspace) -> None:
    assert Experiment(found, "made").id


def test_experiment_list(found: Workspace) -> None:
    Experiment(found, "listed")
    assert "listed" in [experiment.name for experiment in Experiment.list(found)]


def test_run_completes(run: Run) -> None:
    assert run.get_status() == "Completed"


def test_run_metrics(run: Run) -> None:
    assert run.get_metrics() == {"accuracy": 0.9}


def test_run_tags(run: Run) -> None:
    assert run.get_tags()["colour"] == "blue"


def test_run_list(found: Workspace, run: Run) -> None:
    assert run.id in [listed.id for listed in Experiment(found, "logged").get_runs()]


@pytest.fixture(scope="module")
def model(found: Workspace) -> Model:
    """A registered model whose file went through the blob host."""
    Path("model.pkl").write_text("weights")
    return Model.register(found, "model.pkl", "m1", tags={"stage": "test"})


def test_model_register(model: Model) -> None:
    assert (model.id, model.version, model.tags) == ("m1:1", 1, {"stage": "test"})


def test_model_get(found: Workspace, model: Model) -> None:
    assert Model(found, "m1").id == model.id


def test_model_list(found: Workspace, model: Model) -> None:
    assert model.id in [listed.id for listed in Model.list(found)]


def test_model_get_of_a_missing_one(found: Workspace) -> None:
    with pytest.raises(WebserviceException, match="ModelNotFound"):
        Model(found, "nothing")


def test_model_delete(found: Workspace) -> None:
    Path("gone.pkl").write_text("weights")
    Model.register(found, "gone.pkl", "gone").delete()
    assert [listed.name for listed in Model.list(found, name="gone")] == []


def test_datastore_list(found: Workspace) -> None:
    assert {"workspaceblobstore", "workspaceartifactstore", "workspacefilestore"} <= set(found.datastores)


def test_datastore_default(found: Workspace) -> None:
    assert isinstance(found.get_default_datastore(), type(Datastore.get(found, "workspaceblobstore")))


def test_compute_targets(found: Workspace) -> None:
    assert found.compute_targets == {}


def test_environment_list(found: Workspace) -> None:
    assert list(Environment.list(found)) == []
