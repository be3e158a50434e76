# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A resource group (contract 6.2)."""

from __future__ import annotations

from ..schema import TAGS, Field, Resource
from ..scope import SUBSCRIPTION

RESOURCE_GROUP = Resource(
    noun="resource_group",
    plural="resource_groups",
    scope=SUBSCRIPTION,
    path="resourceGroups/{name}",
    names={"name": (r"[-\w.()]{0,89}[-\w()]", "rg-ml")},
    api_version="2021-04-01",
    absent_codes=("ResourceGroupNotFound",),
    fields=(
        Field("location", "location", same="location", required=True, create_only=True),
        Field("managed_by", "managedBy", same="id", create_only=True),
        TAGS,
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
    patch=("tags",),
    contents=("resources?2021-04-01",),
    force_to_recreate=True,
)
