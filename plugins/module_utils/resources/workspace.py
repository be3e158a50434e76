# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An Azure ML workspace, hub, project or feature store (contract 3, 4; recorded 2.1)."""

from __future__ import annotations

from ..holds import Use
from ..schema import TAGS, Field, Resource
from ..scope import ML_PROVIDER, RESOURCE_GROUP, SUBSCRIPTION
from .own_identity import IDENTITY, IDENTITY_IDS

WORKSPACE = Resource(
    noun="workspace",
    plural="workspaces",
    scope=RESOURCE_GROUP,
    listed_in=(SUBSCRIPTION,),
    path="providers/" + ML_PROVIDER + "/workspaces/{name}",
    names={"name": (r"[a-zA-Z0-9][a-zA-Z0-9_-]{1,32}", "ml-prod")},
    fields=(
        Field("location", "location", same="location", create_only=True, from_parent=True),
        Field(
            "kind",
            "kind",
            words=(("default", "Default"), ("hub", "Hub"), ("project", "Project"), ("featurestore", "FeatureStore")),
            same="casefold",
            create_only=True,
            unset_means="Default",
        ),
        IDENTITY,
        *IDENTITY_IDS,
        Field("sku", "sku.name", same="casefold", never_empty=True),
        TAGS,
        Field("friendly_name", "properties.friendlyName"),
        Field("description", "properties.description"),
        Field(
            "storage_account",
            "properties.storageAccount",
            same="id",
            id_of="Microsoft.Storage/storageAccounts",
            create_only=True,
        ),
        Field("key_vault", "properties.keyVault", same="id", id_of="Microsoft.KeyVault/vaults", create_only=True),
        Field(
            "application_insights", "properties.applicationInsights", same="id", id_of="Microsoft.Insights/components"
        ),
        # Null until the first image is built, then filled in by the service (seed).
        Field(
            "container_registry",
            "properties.containerRegistry",
            same="id",
            id_of="Microsoft.ContainerRegistry/registries",
        ),
        Field(
            "hub_id",
            "properties.hubResourceId",
            same="id",
            id_of=ML_PROVIDER + "/workspaces",
            create_only=True,
            required_for=("kind", "project"),
        ),
        Field(
            "associated_workspaces",
            "properties.associatedWorkspaces",
            type="list",
            elements="str",
            same="id",
            id_of=ML_PROVIDER + "/workspaces",
            unordered=True,
        ),
        Field("hbi_workspace", "properties.hbiWorkspace", type="bool", create_only=True, unset_means=False),
        Field(
            "primary_user_assigned_identity",
            "properties.primaryUserAssignedIdentity",
            same="id",
            id_of="Microsoft.ManagedIdentity/userAssignedIdentities",
        ),
        Field("image_build_compute", "properties.imageBuildCompute"),
        Field(
            "public_network_access",
            "properties.publicNetworkAccess",
            choices=("Enabled", "Disabled"),
            same="casefold",
            unset_means="Enabled",
        ),
        Field(
            "allow_public_access_when_behind_vnet",
            "properties.allowPublicAccessWhenBehindVnet",
            type="bool",
            unset_means=False,
        ),
        Field("v1_legacy_mode", "properties.v1LegacyMode", type="bool", unset_means=False),
        Field(
            "enable_data_isolation", "properties.enableDataIsolation", type="bool", create_only=True, unset_means=False
        ),
        Field(
            "system_datastores_auth_mode",
            "properties.systemDatastoresAuthMode",
            choices=("AccessKey", "Identity", "UserDelegationSAS"),
            same="casefold",
        ),
        Field(
            "enable_service_side_cmk_encryption",
            "properties.enableServiceSideCMKEncryption",
            type="bool",
            create_only=True,
            unset_means=False,
        ),
        Field(
            "encryption",
            "properties.encryption",
            type="dict",
            fields=(
                Field(
                    "status",
                    "status",
                    choices=("Enabled", "Disabled"),
                    same="casefold",
                    create_only=True,
                    required=True,
                ),
                Field("key_vault_id", "keyVaultProperties.keyVaultArmId", same="id", required=True, no_log=False),
                Field("key_identifier", "keyVaultProperties.keyIdentifier", required=True, no_log=False),
                Field("identity_client_id", "keyVaultProperties.identityClientId", same="casefold"),
                Field(
                    "user_assigned_identity",
                    "identity.userAssignedIdentity",
                    same="id",
                    id_of="Microsoft.ManagedIdentity/userAssignedIdentities",
                    create_only=True,
                ),
                Field(
                    "cosmos_db_id",
                    "cosmosDbResourceId",
                    same="id",
                    id_of="Microsoft.DocumentDB/databaseAccounts",
                    create_only=True,
                ),
                Field(
                    "search_account_id",
                    "searchAccountResourceId",
                    same="id",
                    id_of="Microsoft.Search/searchServices",
                    create_only=True,
                ),
                Field(
                    "storage_account_id",
                    "storageAccountResourceId",
                    same="id",
                    id_of="Microsoft.Storage/storageAccounts",
                    create_only=True,
                ),
            ),
        ),
        Field(
            "managed_network",
            "properties.managedNetwork",
            type="dict",
            fields=(
                Field(
                    "isolation_mode",
                    "isolationMode",
                    choices=("Disabled", "AllowInternetOutbound", "AllowOnlyApprovedOutbound"),
                    same="casefold",
                    unset_means="Disabled",
                ),
                Field("firewall_sku", "firewallSku", choices=("Basic", "Standard"), same="casefold"),
                Field("kind", "managedNetworkKind", choices=("V1", "V2"), same="casefold"),
                Field("enable_network_monitor", "enableNetworkMonitor", type="bool", unset_means=False),
                Field("outbound_rules", "outboundRules", type="dict", same="tree"),
            ),
        ),
        Field("managed_network_status", "properties.managedNetwork.status.status", read_only=True),
        Field("provision_network_now", "properties.provisionNetworkNow", type="bool", create_only=True),
        Field(
            "serverless_compute",
            "properties.serverlessComputeSettings",
            type="dict",
            fields=(
                Field(
                    "custom_subnet",
                    "serverlessComputeCustomSubnet",
                    same="id",
                    id_of="Microsoft.Network/virtualNetworks/subnets",
                ),
                Field("no_public_ip", "serverlessComputeNoPublicIP", type="bool", unset_means=False),
            ),
        ),
        Field(
            "feature_store",
            "properties.featureStoreSettings",
            type="dict",
            fields=(
                Field("spark_runtime_version", "computeRuntime.sparkRuntimeVersion"),
                Field("offline_store_connection", "offlineStoreConnectionName"),
                Field("online_store_connection", "onlineStoreConnectionName"),
            ),
        ),
        Field(
            "hub_config",
            "properties.workspaceHubConfig",
            type="dict",
            create_only=True,
            fields=(
                Field(
                    "additional_storage_accounts",
                    "additionalWorkspaceStorageAccounts",
                    type="list",
                    elements="str",
                    same="id",
                    id_of="Microsoft.Storage/storageAccounts",
                    unordered=True,
                ),
                Field("default_resource_group", "defaultWorkspaceResourceGroup", same="id"),
            ),
        ),
        Field(
            "collections_throughput",
            "properties.serviceManagedResourcesSettings.cosmosDb.collectionsThroughput",
            type="int",
        ),
        Field(
            "shared_private_links",
            "properties.sharedPrivateLinkResources",
            type="list",
            key="name",
            fields=(
                Field("name", "name", required=True),
                Field("group_id", "properties.groupId"),
                Field("private_link_resource_id", "properties.privateLinkResourceId", same="id"),
                Field("request_message", "properties.requestMessage"),
                Field(
                    "status",
                    "properties.status",
                    choices=("Approved", "Pending", "Rejected", "Disconnected", "Timeout"),
                    same="casefold",
                ),
            ),
        ),
        Field("provisioning_state", "properties.provisioningState", read_only=True),
        Field("workspace_id", "properties.workspaceId", read_only=True),
        Field("tenant_id", "properties.tenantId", read_only=True),
        Field("discovery_url", "properties.discoveryUrl", read_only=True),
        Field("mlflow_tracking_uri", "properties.mlFlowTrackingUri", read_only=True),
        Field("notebook_info", "properties.notebookInfo", type="dict", read_only=True),
        Field("private_endpoint_connections", "properties.privateEndpointConnections", type="list", read_only=True),
        Field("private_link_count", "properties.privateLinkCount", type="int", read_only=True),
        Field("service_resource_group", "properties.serviceProvisionedResourceGroup", read_only=True),
        Field("storage_hns_enabled", "properties.storageHnsEnabled", type="bool", read_only=True),
    ),
    # WorkspaceUpdateParameters and WorkspacePropertiesUpdateParameters of 2025-12-01.
    patch=(
        "identity",
        "sku",
        "tags",
        "properties.applicationInsights",
        "properties.containerRegistry",
        "properties.description",
        "properties.enableDataIsolation",
        "properties.encryption.keyVaultProperties",
        "properties.featureStoreSettings",
        "properties.friendlyName",
        "properties.imageBuildCompute",
        "properties.managedNetwork",
        "properties.primaryUserAssignedIdentity",
        "properties.publicNetworkAccess",
        "properties.serverlessComputeSettings",
        "properties.serviceManagedResourcesSettings",
        "properties.systemDatastoresAuthMode",
        "properties.v1LegacyMode",
    ),
    delete_query=(("forceToPurge", "purge"),),
    contents=("computes", "models", "onlineEndpoints", "batchEndpoints"),
    # A hub with projects, each of which is named there.
    stays="properties.associatedWorkspaces",
    force_to_recreate=True,
    soft_deleted="Soft-deleted workspace exists",
    purge_query=(("forceToPurge", "true"),),
    list_query=(("kind", "kind"),),
    options={
        "purge": {"type": "bool", "default": False},
        "on_soft_deleted": {"type": "str", "choices": ["fail", "purge"], "default": "fail"},
    },
    reader_options={"kind": {"type": "str", "choices": ["default", "hub", "project", "featurestore"]}},
)

# Where a workspace names what it depends on: deleting one of these breaks it.
DEPENDENCIES = ("storageAccount", "keyVault", "applicationInsights", "containerRegistry", "primaryUserAssignedIdentity")
WORKSPACE_USES = (
    Use(
        SUBSCRIPTION.path + "/providers/" + ML_PROVIDER + "/workspaces",
        WORKSPACE.api_version,
        (*(f"properties.{name}" for name in DEPENDENCIES), "identity.userAssignedIdentities"),
    ),
)
