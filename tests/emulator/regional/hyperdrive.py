# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""hyperdrive/v1.0: starting and cancelling sweeps (contract 5, data-plane specification 2019-09-30)."""

from __future__ import annotations

import uuid
from typing import Any

from starlette.responses import JSONResponse, Response

from . import records
from .plane import Endpoint, Service, Visit, error_of

#: What a sweep is when the request does not say.
DEFAULTS: dict[str, Any] = {
    "description": None,
    "generator_config": {},
    "max_concurrent_jobs": 1,
    "max_duration_minutes": 10080,
    "max_total_jobs": 1,
    "platform": "AML",
    "platform_config": {},
    "policy_config": {"name": "DEFAULT"},
    "primary_metric_config": {},
}


def create_sweep(visit: Visit) -> Response:
    """POST experiments/{e}/runs: 201 with the sweep, whose run is in run history."""
    name, sent = visit.params["experiment"], visit.json()
    experiment = records.experiment_named(visit, name) or records.create_experiment(visit, name)
    run_id = f"HD_{uuid.uuid4()}"
    fields = {"status": "Running", "runType": "hyperdrive", "displayName": sent.get("name")}
    row = records.create_run(visit, experiment, run_id, fields)
    result = {
        **{key: sent.get(key, value) for key, value in DEFAULTS.items()},
        "all_jobs_generated": False,
        "cancellation_requested": False,
        "created": row["createdUtc"],
        "created_by_user_id": 0,
        "experiment_id": run_id,
        "experiment_uri": None,
        "modified": row["createdUtc"],
        "name": sent.get("name") or name,
        "status": "Running",
        "study_id": 0,
        "study_uri": None,
        "hyperdrive_run_id": run_id,
    }
    return JSONResponse({"code": 201, "result": result}, status_code=201)


def cancel_sweep(visit: Visit) -> Any:
    """POST experiments/{e}/runs/{id}/cancel."""
    run_id = visit.params["run"]
    row = records.run_with_id(visit, run_id)
    if row is None:
        raise visit.error(404, "NotFound", f"Run {run_id} was not found.")
    records.set_status(visit, row, "Canceled")
    records.save_run(visit, row)
    return {"code": 200, "result": f"Cancellation requested for {run_id}"}


SERVICE = Service(
    "/hyperdrive/v1.0",
    "experiments/runs",
    (
        Endpoint("POST", "experiments/{experiment}/runs", create_sweep),
        Endpoint("POST", "experiments/{experiment}/runs/{run}/cancel", cancel_sweep),
    ),
    error_of("hyperdrive"),
)
