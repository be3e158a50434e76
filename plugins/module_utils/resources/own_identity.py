# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The managed identity that a resource itself has: fields that several declarations share."""

from __future__ import annotations

from ..schema import Field

IDENTITY = Field(
    "identity",
    "identity",
    type="dict",
    # The service refuses a workspace without an identity (verified 6).
    on_create={"type": "SystemAssigned"},
    cleared={"type": "None"},
    union="type",
    fields=(
        Field(
            "type",
            "type",
            same="words",
            choices=("None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"),
            unset_means="None",
            required=True,
        ),
        Field(
            "user_assigned_identities",
            "userAssignedIdentities",
            type="list",
            elements="str",
            as_keys=True,
            id_of="Microsoft.ManagedIdentity/userAssignedIdentities",
            variants=("UserAssigned", "SystemAssigned,UserAssigned"),
        ),
    ),
)
# Beside the object, not in it: what a reader shows there can be given back as it is.
IDENTITY_IDS = (
    Field("identity_principal_id", "identity.principalId", read_only=True),
    Field("identity_tenant_id", "identity.tenantId", read_only=True),
)
