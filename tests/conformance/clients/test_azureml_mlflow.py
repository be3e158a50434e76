# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""azureml-mlflow 1.62 with mlflow-skinny 3.15, by the tracking URI that the workspace names (contract 7.6)."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from emulator_process import CLIENT, SECRET, Emulator
from hosts import lead_storage_here
from wire import Wire

Journal = Callable[[], list[dict[str, Any]]]
Mlflow = Any


@pytest.fixture(scope="module", name="mlflow")
def mlflow_fixture(
    emulator: Emulator, wire: Wire, workspace: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mlflow]:
    """The client, shown the way: by a metadata URL, the cloud's name, and a principal in the environment.

    It reads the first two while it is imported.
    """
    home = tmp_path_factory.mktemp("home")
    shown = wire.send("GET", workspace, api_version="2024-10-01").json()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("AZURE_CONFIG_DIR", str(home / ".azure"))
        patch.setenv("ARM_CLOUD_METADATA_URL", emulator.url + "/metadata/endpoints?api-version=2019-05-01")
        patch.setenv("AZUREML_CURRENT_CLOUD", "AzureEmulator")
        # This tenant needs no instance discovery, which would ask a host of Microsoft's (contract 0.2).
        patch.setenv("AZURE_TENANT_ID", "adfs")
        patch.setenv("AZURE_CLIENT_ID", CLIENT)
        patch.setenv("AZURE_CLIENT_SECRET", SECRET)
        lead_storage_here(patch)
        patch.chdir(home)
        client = importlib.import_module("mlflow")
        client.set_tracking_uri(shown["properties"]["mlFlowTrackingUri"])
        yield client


@pytest.fixture(scope="module")
def run(mlflow: Mlflow) -> Any:
    """A run that has ended, with a metric, a parameter and a tag."""
    mlflow.set_experiment("logged")
    with mlflow.start_run(run_name="first") as started:
        mlflow.log_metric("accuracy", 0.9)
        mlflow.log_param("rate", "0.01")
        mlflow.set_tag("colour", "blue")
    return mlflow.get_run(started.info.run_id)


def test_set_experiment_makes_it(mlflow: Mlflow, journal: Journal) -> None:
    made = mlflow.set_experiment("made")
    assert (made.name, made.lifecycle_stage) == ("made", "active")
    assert [entry["path"].rpartition("/")[2] for entry in journal() if "/mlflow/" in entry["path"]] == [
        "get-by-name",
        "create",
        "get",
    ]


def test_set_experiment_finds_it(mlflow: Mlflow) -> None:
    made = mlflow.set_experiment("found")
    assert mlflow.set_experiment("found").experiment_id == made.experiment_id


def test_run_is_finished(run: Any) -> None:
    assert (run.info.status, run.info.run_name) == ("FINISHED", "first")


def test_run_holds_what_was_logged(run: Any) -> None:
    assert (run.data.metrics, run.data.params, run.data.tags["colour"]) == (
        {"accuracy": 0.9},
        {"rate": "0.01"},
        "blue",
    )


def test_run_is_found(mlflow: Mlflow, run: Any) -> None:
    found = mlflow.search_runs(experiment_names=["logged"], output_format="list")
    assert [one.info.run_id for one in found] == [run.info.run_id]


def test_a_run_that_failed_says_so(mlflow: Mlflow) -> None:
    mlflow.set_experiment("failed")
    with pytest.raises(ValueError, match="no luck"), mlflow.start_run() as started:
        raise ValueError("no luck")
    assert mlflow.get_run(started.info.run_id).info.status == "FAILED"


def test_run_that_is_not_there(mlflow: Mlflow) -> None:
    with pytest.raises(mlflow.MlflowException):
        mlflow.get_run("00000000-0000-0000-0000-00000000dead")


def test_a_token_is_asked_for_once(mlflow: Mlflow, run: Any, journal: Journal) -> None:
    mlflow.get_run(run.info.run_id)
    assert [entry["path"] for entry in journal() if entry["path"].endswith("/token")] == []


def test_files_become_artifacts(mlflow: Mlflow, run: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    client = mlflow.MlflowClient()
    client.log_artifact(run.info.run_id, str(tmp_path / "notes.txt"))
    assert [row.path for row in client.list_artifacts(run.info.run_id)] == ["notes.txt"]
