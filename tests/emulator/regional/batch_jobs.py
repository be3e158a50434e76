# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mferp/managementfrontend: the jobs of batch endpoints, which ARM does not show.

Source: 2020-09-01-dataplanepreview, the specification of Microsoft's client (batch_endpoints.list_jobs). A list that is
filtered or continued was not seen.
"""

from __future__ import annotations

from typing import Any

from .. import batch_scoring
from .plane import Endpoint, Service, Visit, error_of


def list_jobs(visit: Visit) -> Any:
    """GET batchEndpoints/{endpoint}/jobs, and the same below one deployment, each with its status by now."""
    parts = visit.params
    above = f"{visit.workspace_id}/batchEndpoints/{parts['endpoint']}"
    place = f"{above}/deployments/{parts['deployment']}" if "deployment" in parts else above
    if not visit.emulator.store.exists(place):
        raise visit.error(404, "NotFound", f"There is no {place.rpartition('/')[2]}.")
    return {"value": batch_scoring.jobs_below(visit.emulator, place)}


SERVICE = Service(
    "/mferp/managementfrontend",
    "batchEndpoints/jobs",
    (
        Endpoint("GET", "batchEndpoints/{endpoint}/jobs", list_jobs),
        Endpoint("GET", "batchEndpoints/{endpoint}/deployments/{deployment}/jobs", list_jobs),
    ),
    error_of("managementfrontend"),
)
