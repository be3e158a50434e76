# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The container registry that a workspace keeps its images in (contract 6.6)."""

from __future__ import annotations

from ..schema import TAGS, Field, Resource
from ..scope import RESOURCE_GROUP
from .workspace import WORKSPACE_USES

CONTAINER_REGISTRY = Resource(
    noun="container_registry",
    plural="container_registries",
    scope=RESOURCE_GROUP,
    path="providers/Microsoft.ContainerRegistry/registries/{name}",
    names={"name": (r"[a-zA-Z0-9]{5,50}", "crmlprod")},
    api_version="2023-07-01",
    used_by=WORKSPACE_USES,
    fields=(
        Field("location", "location", same="location", create_only=True, from_parent=True),
        Field("sku", "sku.name", choices=("Basic", "Standard", "Premium"), same="casefold", on_create="Standard"),
        Field("admin_user", "properties.adminUserEnabled", type="bool", on_create=False, unset_means=False),
        Field(
            "public_network_access",
            "properties.publicNetworkAccess",
            choices=("Enabled", "Disabled"),
            unset_means="Enabled",
        ),
        TAGS,
        Field("login_server", "properties.loginServer", read_only=True),
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
    patch=("tags", "sku", "properties"),
)
