# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A registry: assets that several workspaces share, in several regions (contract 4, recorded 2.6)."""

from __future__ import annotations

from ..schema import TAGS, Field, Resource
from ..scope import ML_PROVIDER, NAMES, RESOURCE_GROUP, SUBSCRIPTION
from .own_identity import IDENTITY, IDENTITY_IDS

LINK_STATE = "registryPrivateLinkServiceConnectionState"

REGISTRY = Resource(
    noun="registry",
    plural="registries",
    scope=RESOURCE_GROUP,
    listed_in=(SUBSCRIPTION,),
    path="providers/" + ML_PROVIDER + "/registries/{name}",
    defined=True,
    names={"name": NAMES["registry"]},
    fields=(
        Field("location", "location", same="location", create_only=True, from_parent=True),
        IDENTITY,
        *IDENTITY_IDS,
        TAGS,
        Field("kind", "kind", same="casefold"),
        Field("sku", "sku.name", same="casefold"),
        Field(
            "public_network_access",
            "properties.publicNetworkAccess",
            choices=("Disabled", "Enabled"),
            same="casefold",
            unset_means="Enabled",
        ),
        Field(
            "regions",
            "properties.regionDetails",
            type="list",
            key="location",
            required=True,
            fields=(
                Field("location", "location", same="location", required=True),
                # The service adds names and ids of what it made, so only the keys given count.
                Field("acr_details", "acrDetails", type="list", elements="dict", same="tree"),
                Field("storage_account_details", "storageAccountDetails", type="list", elements="dict", same="tree"),
            ),
        ),
        Field(
            "managed_resource_group_identities",
            "properties.managedResourceGroupSettings.assignedIdentities",
            type="list",
            key="principal_id",
            fields=(Field("principal_id", "principalId", same="casefold", required=True),),
        ),
        Field("intellectual_property_publisher", "properties.intellectualPropertyPublisher", create_only=True),
        Field("managed_resource_group", "properties.managedResourceGroup.resourceId", read_only=True),
        Field("discovery_url", "properties.discoveryUrl", read_only=True),
        Field("ml_flow_registry_uri", "properties.mlFlowRegistryUri", read_only=True),
        Field(
            "private_endpoint_connections",
            "properties.registryPrivateEndpointConnections",
            type="list",
            key="id",
            fields=(
                Field("id", "id", same="id", required=True),
                Field("location", "location", same="location"),
                Field("group_ids", "properties.groupIds", type="list", same="casefold", unordered=True),
                Field("subnet_id", "properties.privateEndpoint.subnetArmId", same="id"),
                Field(
                    "status",
                    f"properties.{LINK_STATE}.status",
                    choices=("Approved", "Disconnected", "Pending", "Rejected", "Timeout"),
                    same="casefold",
                ),
                Field("description", f"properties.{LINK_STATE}.description"),
                Field("actions_required", f"properties.{LINK_STATE}.actionsRequired"),
                Field("private_endpoint_id", "properties.privateEndpoint.id", read_only=True),
                Field("provisioning_state", "properties.provisioningState", read_only=True),
            ),
        ),
    ),
    # PartialRegistryPartialTrackedResource of 2025-12-01.
    patch=("identity", "sku", "tags"),
    contents=("models", "components", "environments", "data", "codes"),
    force_to_recreate=True,
)
