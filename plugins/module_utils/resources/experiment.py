# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An experiment of a workspace, kept by the regional run history (seed; contract 5)."""

from __future__ import annotations

from ..schema import Field, Resource

EXPERIMENT = Resource(
    noun="experiment",
    plural="experiments",
    plane="regional",
    service="history/v1.0",
    path="experiments/{name}",
    names={"name": (r"[a-zA-Z0-9][a-zA-Z0-9 ._-]{0,254}", "churn")},
    fields=(
        Field("experiment_id", "experimentId", read_only=True),
        Field("description", "description", read_only=True),
        Field("tags", "tags", type="dict", read_only=True),
        Field("created", "createdUtc", read_only=True),
        Field("archived", "archivedTime", read_only=True),
        Field("latest_run_id", "latestCreatedRunId", read_only=True),
        Field("latest_run_created", "latestCreatedRunCreatedUtc", read_only=True),
    ),
)
