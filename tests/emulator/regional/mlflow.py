# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mlflow/v1.0 and v2.0: MLflow's own REST over the same experiments, runs and models (contract 5 and 7.6)."""

from __future__ import annotations

from typing import Any

from ..errors import ArmError
from . import mlflow_experiments, mlflow_models, mlflow_runs
from .plane import Endpoint, Service


def error(visit: Any, status: int, code: str, message: str, details: list[dict[str, Any]] | None = None) -> ArmError:
    """An error of MLflow: its clients look at `error_code` only."""
    word = {404: "RESOURCE_DOES_NOT_EXIST", 409: "RESOURCE_ALREADY_EXISTS"}.get(status, "INVALID_PARAMETER_VALUE")
    return ArmError(status, {"error_code": word, "message": message})


OPERATIONS = (
    ("GET", "experiments/get-by-name", mlflow_experiments.experiment_by_name),
    ("GET", "experiments/get", mlflow_experiments.get_experiment),
    ("POST", "experiments/create", mlflow_experiments.create_experiment),
    ("POST", "experiments/search", mlflow_experiments.search_experiments),
    ("GET", "experiments/search", mlflow_experiments.search_experiments),
    ("POST", "runs/create", mlflow_runs.create_run),
    ("GET", "runs/get", mlflow_runs.get_run),
    ("POST", "runs/update", mlflow_runs.update_run),
    ("POST", "runs/search", mlflow_runs.search_runs),
    ("POST", "runs/log-metric", mlflow_runs.log_metric),
    ("POST", "runs/log-parameter", mlflow_runs.log_parameter),
    ("POST", "runs/set-tag", mlflow_runs.set_tag),
    ("POST", "runs/delete-tag", mlflow_runs.delete_tag),
    ("POST", "runs/log-batch", mlflow_runs.log_batch),
    ("GET", "metrics/get-history", mlflow_runs.metric_history),
    ("GET", "registered-models/search", mlflow_models.search_models),
    ("GET", "registered-models/get", mlflow_models.get_model),
    ("GET", "model-versions/search", mlflow_models.search_versions),
)
ENDPOINTS = tuple(Endpoint(method, "api/2.0/mlflow/" + path, handler) for method, path, handler in OPERATIONS)
SERVICES = tuple(Service(f"/mlflow/{version}", "experiments/runs", ENDPOINTS, error) for version in ("v1.0", "v2.0"))
