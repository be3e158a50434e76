# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""history/v1.0: experiments and runs (contract 5, verified 7)."""

from __future__ import annotations

from .experiments import (
    delete_experiment,
    delete_experiment_tags,
    get_experiment,
    list_experiments,
    patch_experiment,
    post_experiment,
    query_experiments,
)
from .plane import Endpoint, Service, error_of
from .runs import (
    artifact_content,
    artifact_contents,
    artifact_uri,
    cancel_run,
    children_of,
    create_artifacts,
    delete_run_tags,
    details_of,
    get_artifact,
    get_run,
    list_artifacts,
    list_runs,
    patch_run,
    patch_runs,
    post_event,
    post_events,
    post_metric,
    post_metrics,
    query_metrics,
    query_runs,
    token_of_run,
    wait_for_metrics,
)

# ----- the table --------------------------------------------------------------------------------------------------

#: Paths below an experiment, which is named by its name or by its id.
BELOW_EXPERIMENT = (
    ("GET", "", get_experiment),
    ("GET", "/runs", list_runs),
    ("POST", "/runs:query", query_runs),
    ("PATCH", "/batch/runs", patch_runs),
    ("POST", "/batch/events", post_events),
    ("POST", "/metrics:query", query_metrics),
    ("GET", "/runs/{run}", get_run),
    ("PATCH", "/runs/{run}", patch_run),
    ("GET", "/runs/{run}/details", details_of),
    ("GET", "/runs/{run}/children", children_of),
    ("DELETE", "/runs/{run}/tags", delete_run_tags),
    ("POST", "/runs/{run}/tags:delete", delete_run_tags),
    ("POST", "/runs/{run}/cancel", cancel_run),
    ("GET", "/runs/{run}/token", token_of_run),
    ("POST", "/runs/{run}/events", post_event),
    ("POST", "/runs/{run}/metrics", post_metric),
    ("POST", "/runs/{run}/batch/metrics", post_metrics),
    ("GET", "/runs/{run}/metricsingest/wait", wait_for_metrics),
    ("GET", "/runs/{run}/artifacts", list_artifacts),
    ("GET", "/runs/{run}/artifacts/path", list_artifacts),
    ("GET", "/runs/{run}/artifacts/path/{path...}", list_artifacts),
    ("GET", "/runs/{run}/artifacts/metadata", get_artifact),
    ("GET", "/runs/{run}/artifacts/metadata/{path...}", get_artifact),
    ("GET", "/runs/{run}/artifacts/contentinfo", artifact_content),
    ("GET", "/runs/{run}/artifacts/contentinfo/{path...}", artifact_content),
    ("GET", "/runs/{run}/artifacts/artifacturi", artifact_uri),
    ("GET", "/runs/{run}/artifacts/artifacturi/{path...}", artifact_uri),
    ("GET", "/runs/{run}/artifacts/prefix/contentinfo", artifact_contents),
    ("GET", "/runs/{run}/artifacts/prefix/contentinfo/{path...}", artifact_contents),
    ("POST", "/runs/{run}/artifacts/batch/metadata", create_artifacts),
)

SERVICE = Service(
    "/history/v1.0",
    "experiments",
    (
        Endpoint("GET", "experiments", list_experiments),
        Endpoint("POST", "experiments:query", query_experiments),
        Endpoint("POST", "experiments/{experiment}", post_experiment),
        Endpoint("PATCH", "experimentids/{experiment_id}", patch_experiment),
        Endpoint("DELETE", "experimentids/{experiment_id}", delete_experiment),
        Endpoint("DELETE", "experimentids/{experiment_id}/tags", delete_experiment_tags),
        Endpoint("POST", "experimentids/{experiment_id}/tags:delete", delete_experiment_tags),
        Endpoint("GET", "runs/{run}", get_run),
        *(Endpoint(method, "experiments/{experiment}" + tail, handler) for method, tail, handler in BELOW_EXPERIMENT),
        *(
            Endpoint(method, "experimentids/{experiment_id}" + tail, handler)
            for method, tail, handler in BELOW_EXPERIMENT
        ),
    ),
    error_of("run-history"),
)
