# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Experiments in MLflow's own REST (contract 5 and 7.6)."""

from __future__ import annotations

from typing import Any

from . import records
from .mlflow_words import milliseconds, needed, paged
from .plane import Visit
from .records import Row


def shown_experiment(row: Row) -> Row:
    """An experiment as MLflow shows it."""
    return {
        "experiment_id": row["experimentId"],
        "name": row["name"],
        "artifact_location": "",
        "lifecycle_stage": "deleted" if row["archivedTime"] else "active",
        "creation_time": milliseconds(row["createdUtc"]),
        "tags": [{"key": key, "value": value} for key, value in row["tags"].items()],
    }


def experiment_by_name(visit: Visit) -> Any:
    """GET experiments/get-by-name."""
    name = needed(visit, "experiment_name")
    row = records.experiment_named(visit, name)
    if row is None:
        raise visit.error(404, "NotFound", f"Could not find experiment with name '{name}'")
    return {"experiment": shown_experiment(row)}


def experiment_row(visit: Visit) -> Row:
    """The experiment that a request names by its id."""
    wanted = needed(visit, "experiment_id")
    row = records.experiment_with_id(visit, wanted)
    if row is None:
        raise visit.error(404, "NotFound", f"No experiment with id '{wanted}' exists")
    return row


def get_experiment(visit: Visit) -> Any:
    """GET experiments/get."""
    return {"experiment": shown_experiment(experiment_row(visit))}


def create_experiment(visit: Visit) -> Any:
    """POST experiments/create."""
    name = needed(visit, "name")
    if records.experiment_named(visit, name) is not None:
        raise visit.error(409, "Conflict", f"Experiment '{name}' already exists.")
    return {"experiment_id": records.create_experiment(visit, name)["experimentId"]}


def search_experiments(visit: Visit) -> Any:
    """POST or GET experiments/search."""
    rows = [shown_experiment(row) for row in records.experiments(visit) if not row["archivedTime"]]
    return paged(visit, "experiments", rows)
