# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Log Analytics workspace that holds the data of application insights (contract 6.5)."""

from __future__ import annotations

from ..schema import TAGS, Field, Resource
from ..scope import RESOURCE_GROUP

LOG_ANALYTICS = Resource(
    noun="log_analytics",
    plural="log_analytics",
    scope=RESOURCE_GROUP,
    path="providers/Microsoft.OperationalInsights/workspaces/{name}",
    names={"name": (r"[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]", "log-ml-prod")},
    api_version="2020-08-01",
    fields=(
        Field("location", "location", same="location", create_only=True, from_parent=True),
        Field("sku", "properties.sku.name", same="casefold", on_create="PerGB2018"),
        Field("retention_days", "properties.retentionInDays", type="int"),
        TAGS,
        Field("provisioning_state", "properties.provisioningState", read_only=True),
        Field("customer_id", "properties.customerId", read_only=True),
    ),
)
