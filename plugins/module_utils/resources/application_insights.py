# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The application insights component that a workspace sends its telemetry to (contract 6.5)."""

from __future__ import annotations

from ..schema import TAGS, Field, Resource
from ..scope import RESOURCE_GROUP
from .workspace import WORKSPACE_USES

APPLICATION_INSIGHTS = Resource(
    noun="application_insights",
    plural="application_insights",
    scope=RESOURCE_GROUP,
    path="providers/Microsoft.Insights/components/{name}",
    names={"name": (r"[a-zA-Z0-9_.()-]{0,259}[a-zA-Z0-9_()-]", "appi-ml-prod")},
    api_version="2020-02-02",
    used_by=WORKSPACE_USES,
    fields=(
        Field("location", "location", same="location", create_only=True, from_parent=True),
        Field("kind", "kind", same="casefold", on_create="web", create_only=True),
        Field("application_type", "properties.Application_Type", same="casefold", on_create="web", create_only=True),
        Field(
            "log_analytics_id",
            "properties.WorkspaceResourceId",
            same="id",
            id_of="Microsoft.OperationalInsights/workspaces",
        ),
        TAGS,
        Field("provisioning_state", "properties.provisioningState", read_only=True),
        Field("app_id", "properties.AppId", read_only=True),
        # Both hold what a client needs to write telemetry, so they are no more shown than a key is.
        Field("instrumentation_key", "properties.InstrumentationKey", read_only=True, write_only=True),
        Field("connection_string", "properties.ConnectionString", read_only=True, write_only=True),
    ),
)
