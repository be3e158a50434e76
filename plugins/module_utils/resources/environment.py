# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An environment: the image that jobs and deployments run in, by versions (contract 4, recorded 2.6)."""

from __future__ import annotations

from ..schema import Field, Resource
from ..source import Source
from .asset import (
    DESCRIBED,
    IS_ANONYMOUS,
    IS_ARCHIVED,
    LIST_VIEW,
    PROVISIONING_STATE,
    STATES,
    VERSIONS,
    asset,
)

ROUTE = (
    Field("path", "path", required=True),
    Field("port", "port", type="int", required=True),
)

ENVIRONMENT_VERSION = Resource(
    noun="environment",
    plural="environments",
    path="environments/{name}/versions/{version}",
    states=STATES,
    fields=(
        Field("image", "properties.image", create_only=True),
        Field("conda_file", "properties.condaFile", type="dict", same="json", create_only=True),
        Field(
            "build",
            "properties.build",
            type="dict",
            create_only=True,
            fields=(
                Field("context_uri", "contextUri", same="asset", required=True),
                Field("dockerfile_path", "dockerfilePath", unset_means="Dockerfile"),
            ),
        ),
        Field("os_type", "properties.osType", choices=("Linux", "Windows"), same="casefold", create_only=True),
        Field(
            "auto_rebuild",
            "properties.autoRebuild",
            choices=("Disabled", "OnBaseImageUpdate"),
            same="casefold",
            create_only=True,
            unset_means="Disabled",
        ),
        Field(
            "inference_config",
            "properties.inferenceConfig",
            type="dict",
            create_only=True,
            fields=(
                Field("liveness_route", "livenessRoute", type="dict", fields=ROUTE),
                Field("readiness_route", "readinessRoute", type="dict", fields=ROUTE),
                Field("scoring_route", "scoringRoute", type="dict", fields=ROUTE),
                Field("startup_route", "startupRoute", type="dict", fields=ROUTE),
            ),
        ),
        Field("stage", "properties.stage"),
        *DESCRIBED,
        IS_ANONYMOUS,
        IS_ARCHIVED,
        Field("environment_type", "properties.environmentType", read_only=True),
        PROVISIONING_STATE,
    ),
    list_query=(("listViewType", "list_view"), ("stage", "stage")),
    reader_options={"list_view": LIST_VIEW, "stage": {"type": "str"}},
    source=Source("build.context", "build.context_uri", "properties.build.contextUri", form="url", folder=True),
)
ENVIRONMENT_CONTAINER = Resource(
    noun="environment",
    plural="environments",
    path="environments/{name}",
    states=STATES,
    fields=(*DESCRIBED, IS_ARCHIVED, *VERSIONS, PROVISIONING_STATE),
    list_query=(("listViewType", "list_view"),),
    reader_options={"list_view": LIST_VIEW},
)
ENVIRONMENT = asset(ENVIRONMENT_VERSION, ENVIRONMENT_CONTAINER)
