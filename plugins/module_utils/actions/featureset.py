# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done to the version of a feature set: materialising a window of time anew (contract 3; recorded 1)."""

from __future__ import annotations

from ..resources.featureset import NAME
from ..schema import Field
from ..task import Action

BACKFILLED = Action(
    noun="backfill",
    paths=(("", "featuresets/{name}/versions/{version}/backfill"),),
    names={"name": NAME},
    reads=False,
    long=True,
    # FeaturesetVersionBackfillRequest of 2025-12-01.
    fields=(
        Field("window_start", "featureWindow.featureWindowStart"),
        Field("window_end", "featureWindow.featureWindowEnd"),
        Field(
            "data_availability_status",
            "dataAvailabilityStatus",
            type="list",
            elements="str",
            choices=("None", "Pending", "Incomplete", "Complete"),
        ),
        Field("job_id", "jobId"),
        Field("instance_type", "resource.instanceType"),
        Field("spark_configuration", "sparkConfiguration", type="dict", merge=True),
        Field("display_name", "displayName"),
        Field("description", "description"),
        Field("tags", "tags", type="dict", merge=True),
        Field("properties", "properties", type="dict", merge=True),
    ),
    answer=(Field("job_ids", "jobIds", type="list", elements="str"),),
)
