# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The storage account that a workspace keeps its files in (contract 6.3). New ones get no public blob access and TLS
1.2.
"""

from __future__ import annotations

from dataclasses import replace

from ..schema import TAGS, Field, Resource
from ..scope import RESOURCE_GROUP
from .workspace import WORKSPACE_USES

STORAGE_ACCOUNT = Resource(
    noun="storage_account",
    plural="storage_accounts",
    scope=RESOURCE_GROUP,
    path="providers/Microsoft.Storage/storageAccounts/{name}",
    names={"name": (r"[a-z0-9]{3,24}", "stmlprod")},
    api_version="2023-05-01",
    used_by=WORKSPACE_USES,
    fields=(
        Field("location", "location", same="location", create_only=True, from_parent=True),
        Field("sku", "sku.name", same="casefold", on_create="Standard_LRS"),
        Field("kind", "kind", same="casefold", on_create="StorageV2", create_only=True),
        replace(TAGS, limits=(50, 128, 256)),
        Field("allow_blob_public_access", "properties.allowBlobPublicAccess", type="bool", on_create=False),
        Field(
            "allow_shared_key_access", "properties.allowSharedKeyAccess", type="bool", unset_means=True, no_log=False
        ),
        Field(
            "minimum_tls_version",
            "properties.minimumTlsVersion",
            choices=("TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3"),
            on_create="TLS1_2",
        ),
        Field("https_only", "properties.supportsHttpsTrafficOnly", type="bool", on_create=True),
        Field("hierarchical_namespace", "properties.isHnsEnabled", type="bool", create_only=True, unset_means=False),
        Field(
            "public_network_access",
            "properties.publicNetworkAccess",
            choices=("Enabled", "Disabled"),
            unset_means="Enabled",
        ),
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
    patch=("tags", "sku", "properties"),
)
