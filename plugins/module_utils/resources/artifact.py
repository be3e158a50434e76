# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a run left behind, kept by the regional run history (seed: artifacts/metadata; contract 5)."""

from __future__ import annotations

from ..schema import Field, Resource

ARTIFACT = Resource(
    noun="artifact",
    plural="artifacts",
    plane="regional",
    service="history/v1.0",
    path="experiments/{experiment}/runs/{run}/artifacts",
    names={"experiment": (r"[a-zA-Z0-9][a-zA-Z0-9 ._-]{0,254}", "churn")},
    collection=True,
    page_token="continuationToken",
    fields=(
        Field("artifact_id", "artifactId", read_only=True),
        Field("origin", "origin", read_only=True),
        Field("container", "container", read_only=True),
        Field("path", "path", read_only=True),
        Field("etag", "etag", read_only=True),
        Field("created", "createdTime", read_only=True),
        Field("data_path", "dataPath", type="dict", read_only=True),
        Field("tags", "tags", type="dict", read_only=True),
    ),
)
