# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The key vault that a workspace keeps its secrets in (contract 6.4). New ones use roles (RBAC), not access
policies.
"""

from __future__ import annotations

from ..schema import TAGS, Field, Resource
from ..scope import RESOURCE_GROUP
from .workspace import WORKSPACE_USES

KEY_VAULT = Resource(
    noun="key_vault",
    plural="key_vaults",
    scope=RESOURCE_GROUP,
    path="providers/Microsoft.KeyVault/vaults/{name}",
    names={"name": (r"[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]", "kv-ml-prod")},
    api_version="2023-07-01",
    used_by=WORKSPACE_USES,
    fields=(
        Field("location", "location", same="location", create_only=True, from_parent=True),
        Field("tenant_id", "properties.tenantId", same="casefold", create_only=True, from_tenant=True),
        Field(
            "sku",
            "properties.sku.name",
            choices=("standard", "premium"),
            same="casefold",
            on_create="standard",
            along=(("properties.sku.family", "A"),),
        ),
        TAGS,
        Field(
            "rbac_authorization", "properties.enableRbacAuthorization", type="bool", on_create=True, unset_means=False
        ),
        Field(
            "soft_delete_retention_days",
            "properties.softDeleteRetentionInDays",
            type="int",
            create_only=True,
            unset_means=90,
        ),
        Field("purge_protection", "properties.enablePurgeProtection", type="bool", unset_means=False),
        Field(
            "public_network_access",
            "properties.publicNetworkAccess",
            choices=("Enabled", "Disabled"),
            unset_means="Enabled",
        ),
        Field("vault_uri", "properties.vaultUri", read_only=True),
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
    patch=("tags", "properties"),
)
