# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A private endpoint connection: somebody's private endpoint that may lead to a workspace, or not (contract 4)."""

from __future__ import annotations

from dataclasses import replace

from ..schema import TAGS, Field, Resource
from .own_identity import IDENTITY, IDENTITY_IDS

STATE = "properties.privateLinkServiceConnectionState"

PRIVATE_ENDPOINT_CONNECTION = Resource(
    noun="private_endpoint_connection",
    plural="private_endpoint_connections",
    path="privateEndpointConnections/{name}",
    fields=(
        Field(
            "status",
            f"{STATE}.status",
            choices=("Approved", "Pending", "Rejected", "Disconnected", "Timeout"),
            same="casefold",
            required=True,
        ),
        Field("description", f"{STATE}.description"),
        Field("actions_required", f"{STATE}.actionsRequired"),
        Field("location", "location", same="location"),
        replace(IDENTITY, on_create=None),
        *IDENTITY_IDS,
        Field("sku", "sku.name", same="casefold"),
        TAGS,
        Field("private_endpoint_id", "properties.privateEndpoint.id", read_only=True),
        Field("subnet_id", "properties.privateEndpoint.subnetArmId", read_only=True),
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
)
