# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A capability host: what the agents of a hub or a project run on (contract 4, recorded 2.6)."""

from __future__ import annotations

from ..schema import Field, Resource


def connections(option: str, path: str) -> Field:
    """Names of connections of the workspace."""
    return Field(option, f"properties.{path}", type="list", unordered=True)


CAPABILITY_HOST = Resource(
    noun="capability_host",
    plural="capability_hosts",
    path="capabilityHosts/{name}",
    # The pattern of Microsoft's client.
    names={"name": (r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}", "agents")},
    # The operations of 2025-12-01 have no list.
    unlisted=True,
    after=("connection",),
    fields=(
        Field(
            "kind",
            "properties.capabilityHostKind",
            choices=("Agents",),
            same="casefold",
            create_only=True,
            on_create="Agents",
        ),
        Field(
            "customer_subnet",
            "properties.customerSubnet",
            same="id",
            id_of="Microsoft.Network/virtualNetworks/subnets",
            create_only=True,
        ),
        connections("ai_services_connections", "aiServicesConnections"),
        connections("vector_store_connections", "vectorStoreConnections"),
        connections("storage_connections", "storageConnections"),
        connections("thread_storage_connections", "threadStorageConnections"),
        connections("aca_environment_connections", "acaEnvironmentConnections"),
        # No GET shows it, whatever the PUT said (recorded twice).
        Field("description", "properties.description", unshown=True),
        Field("tags", "properties.tags", type="dict", merge=True),
        Field("properties", "properties.properties", type="dict", merge=True),
        Field("messages", "properties.messages", type="list", read_only=True),
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
)
