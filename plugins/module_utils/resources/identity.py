# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A user-assigned managed identity (contract 6.6)."""

from __future__ import annotations

from ..schema import TAGS, Field, Resource
from ..scope import RESOURCE_GROUP
from .workspace import WORKSPACE_USES

IDENTITY = Resource(
    noun="identity",
    plural="identities",
    scope=RESOURCE_GROUP,
    path="providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}",
    names={"name": (r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}", "id-ml-prod")},
    api_version="2023-01-31",
    used_by=WORKSPACE_USES,
    fields=(
        Field("location", "location", same="location", create_only=True, from_parent=True),
        TAGS,
        Field("principal_id", "properties.principalId", read_only=True),
        Field("client_id", "properties.clientId", read_only=True),
        Field("tenant_id", "properties.tenantId", read_only=True),
    ),
    patch=("tags",),
)
