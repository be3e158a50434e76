# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of documented answers that the request of the same example cannot lead to, with the reason for each.

The tests fail when a member listed here is there after all, so that the list stays as short as it can be.
"""

from __future__ import annotations

_WAS_NOT_SENT = {"/properties/allowPublicAccessWhenBehindVnet": "recorded 2.1: absent unless it was sent"}
_CONNECTIONS = {"/properties/privateEndpointConnections": "read-only; nothing connects to the workspace"}
_IDENTITY_TENANT = {"/identity/userAssignedIdentities/testuai/tenantId": "recorded 2.1: principalId and clientId only"}
_KEYS = {"/userStorageResourceId": "recorded 2.1 and the schema say userStorageArmId"}
_CREATOR = {"/properties/properties/createdBy/userName": "recorded 2.2: userOrgId and userId only"}
_NO_HEADERS = "nothing that the request sends gives its calls a header"
_BESIDE_THE_TYPE = "the example prints what an identity of this type does not have"
_NOT_ASSIGNED = {"(/value/0)?/identity/userAssignedIdentities": _BESIDE_THE_TYPE}
_NO_SYSTEM = {"(/value/0)?/identity/(principalId|tenantId)": _BESIDE_THE_TYPE}
_NO_CONNECTION = {
    "(/value/0)?/properties/registryPrivateEndpointConnections/0/properties/privateEndpoint/id": "read-only; a "
    "connection is not made by the request",
}
_OF_2021 = "of 2021-03-01-preview only; services and outputs in every recording"
_JOB_OF_2021 = {"(/value/0)?/properties/(provisioningState|interactionEndpoints|output)": _OF_2021}
_OTHER_TAGS = {"/properties/tags/property[12]": "the request of the example sends other tags"}
_MODULE_OF_HARDWARE = "only a vault in a pool of hardware modules has one"
_BARE_MARKS = {
    "/systemData/(createdByType|lastModified(By|ByType))": "recorded 2.3, 2.4: createdAt, createdBy, lastModifiedAt",
}
_HOCKEY = {
    "/properties/HockeyAppId": "recorded 2.9: not there any more",
    "/properties/HockeyAppToken": "recorded 2.9: not there any more",
    "/properties/DisableIpMasking": "recorded 2.9: absent unless it was sent",
}

_SECRETS = {
    "/properties/credentials/secrets": "recorded 2.6: credentials come without them",  # pragma: allowlist secret: prose
}

# Recordings stand above examples. By lower-case type: members that no recording of the type shows, and where that is
# said.
RECORDED_WITHOUT: dict[str, dict[str, str]] = {
    "microsoft.machinelearningservices/workspaces/batchendpoints": _BARE_MARKS,
    "microsoft.machinelearningservices/workspaces/batchendpoints/deployments": _BARE_MARKS,
    "microsoft.machinelearningservices/workspaces/onlineendpoints": _BARE_MARKS,
    "microsoft.machinelearningservices/workspaces/onlineendpoints/deployments": _BARE_MARKS,
    "microsoft.machinelearningservices/workspaces/jobs": {
        "/systemData/lastModified(At|By|ByType)": "recorded 2.5: systemData of a job has no lastModified",
    },
    "microsoft.machinelearningservices/workspaces/featuresets/versions/features": {
        "/systemData": "recorded: a feature comes without it (get-workspaces-featuresets-versions-features)",
    },
}
# By the name of the case, then by a pattern of the member's path.
UNREACHABLE: dict[str, dict[str, str]] = {
    "ml-2021-03-01-preview--Workspace-listKeys": _KEYS,
    "ml-2024-10-01--Workspace-listKeys": _KEYS,
    "ml-2021-03-01-preview--Workspace-listNotebookAccessToken": {
        "/tokenType": "recorded 2.1 says token_type",
        "/expiresIn": "recorded 2.1 says expires_in",
    },
    "ml-2021-03-01-preview--Workspace-create": {**_WAS_NOT_SENT, **_IDENTITY_TENANT},
    "ml-2021-03-01-preview--Workspace-get": {**_CONNECTIONS, **_IDENTITY_TENANT},
    "ml-2024-10-01--Workspace-create": _WAS_NOT_SENT,
    "ml-2024-10-01--Workspace-get": _CONNECTIONS,
    "ml-2021-03-01-preview--Compute-get-ComputeInstance": _CREATOR,
    "ml-2024-10-01--Compute-get-ComputeInstance": _CREATOR,
    "ml-2024-10-01--Workspace-ServerlessEndpoint-list": {
        "/value/0/properties/inferenceEndpoint/headers/string": _NO_HEADERS,
        **_NO_SYSTEM,
    },
    "ml-2024-10-01--Workspace-ServerlessEndpoint-update": {
        "/properties/inferenceEndpoint/headers/string": _NO_HEADERS,
        "/identity/(principalId|tenantId|userAssignedIdentities)": _BESIDE_THE_TYPE,
    },
    "dp-2019-09-30--createHyperDriveExperiment": {
        "/result/(generator_config|primary_metric_config)/.*": "the example does not print its request, which says it",
    },
    "ml-2024-10-01--Registries-update-UserCreated": {**_NO_SYSTEM, **_NO_CONNECTION},
    "ml-2024-10-01--Registries-get-UserCreated": {**_NO_SYSTEM, **_NO_CONNECTION},
    "ml-2024-10-01--Registries-list-UserCreated": {**_NO_SYSTEM, **_NO_CONNECTION},
    "ml-2024-10-01--Registries-get-SystemCreated": {**_NOT_ASSIGNED, **_NO_CONNECTION},
    "ml-2024-10-01--Registries-list-SystemCreated": {**_NOT_ASSIGNED, **_NO_CONNECTION},
    "ml-2024-10-01--Registries-listBySubscription": {**_NOT_ASSIGNED, **_NO_CONNECTION},
    "ml-2024-10-01--Registries-removeRegions": {**_NO_SYSTEM, **_NOT_ASSIGNED, **_NO_CONNECTION},
    "ml-2024-10-01--Workspace-BatchEndpoint-createOrUpdate": _NOT_ASSIGNED,
    "ml-2024-10-01--Workspace-BatchEndpoint-update": _NOT_ASSIGNED,
    "ml-2024-10-01--Workspace-BatchDeployment-createOrUpdate": _NOT_ASSIGNED,
    "ml-2024-10-01--Workspace-BatchDeployment-update": _NOT_ASSIGNED,
    "ml-2024-10-01--Workspace-BatchDeployment-get": _NOT_ASSIGNED,
    "ml-2024-10-01--Workspace-OnlineEndpoint-createOrUpdate": _NOT_ASSIGNED,
    "ml-2024-10-01--Workspace-OnlineEndpoint-update": _NOT_ASSIGNED,
    "ml-2024-10-01--OnlineDeployment-list": _NOT_ASSIGNED,
    "ml-2024-10-01--OnlineDeployment-ManagedOnlineDeployment-createOrUpdate": _NOT_ASSIGNED,
    "ml-2024-10-01--OnlineDeployment-ManagedOnlineDeployment-get": _NOT_ASSIGNED,
    "ml-2024-10-01--OnlineDeployment-KubernetesOnlineDeployment-createOrUpdate": _NOT_ASSIGNED,
    "ml-2024-10-01--Workspace-CodeContainer-createOrUpdate": _OTHER_TAGS,
    "ml-2021-03-01-preview--CodeContainer-createOrUpdate": _OTHER_TAGS,
    "ml-2021-03-01-preview--EnvironmentSpecificationVersion-list": {
        "/value/1/properties/environmentSpecificationType": "of 2021-03-01-preview only; environmentType since",
    },
    "ml-2024-10-01--Job-CommandJob-createOrUpdate": {
        "/properties/parameters/string": "read-only, and the request names none",
    },
    "ml-2024-10-01--Job-CommandJob-list": {
        "/value/0/properties/parameters/string": "read-only, and a job has none unless the service gives them",
    },
    "ml-2021-03-01-preview--Job-CommandJob-get": _JOB_OF_2021,
    "ml-2021-03-01-preview--Job-CommandJob-list": _JOB_OF_2021,
    "dep-acr--RegistryCreateZoneRedundant": {
        "/properties/networkRuleSet": "recorded 2.9: registries of this tier show none",
    },
    "dep-keyvault--createVaultWithNetworkAcls": {"/properties/hsmPoolResourceId": _MODULE_OF_HARDWARE},
    "dep-keyvault--listVaultByResourceGroup": {"/value/0/properties/hsmPoolResourceId": _MODULE_OF_HARDWARE},
    "dep-appinsights-2020-02-02--ComponentsCreate": {
        "/tags": "an object on the wire (recorded 2.9); the example prints an empty string",
        **_HOCKEY,
    },
    "dep-appinsights-2020-02-02--ComponentsUpdate": {
        "/properties/WorkspaceResourceId": "the request of the update does not name one",
        **_HOCKEY,
    },
    "dep-resources--GetProviders": {
        "/value/./resourceTypes/./locationMappings": "only types in edge zones have them",
        "/value/./resourceTypes/./aliases": "only with $expand=resourceTypes/aliases, which the request does not send",
    },
    "ml-2024-10-01--Datastore-get": _SECRETS,
    "ml-2024-10-01--Datastore-AzureDataLakeGen1WServicePrincipal-createOrUpdate": _SECRETS,
    "ml-2024-10-01--Datastore-AzureDataLakeGen2WServicePrincipal-createOrUpdate": _SECRETS,
    "ml-2024-10-01--Datastore-AzureFileWAccountKey-createOrUpdate": _SECRETS,
    "dep-storage--StorageAccountGetProperties": {
        "/properties/geoReplicationStats": "only with $expand=geoReplicationStats, which the request does not send",
        "/properties/isSkuConversionBlocked": "only while Azure converts or migrates an account",
        "/properties/accountMigrationInProgress": "only while Azure converts or migrates an account",
    },
}
