# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of documented answers that the request of the same example cannot lead to, with the reason for each.

The tests fail when a member listed here is there after all, so that the list stays as short as it can be.
"""

from __future__ import annotations

_WAS_NOT_SENT = {"/properties/allowPublicAccessWhenBehindVnet": "recorded 2.1: absent unless it was sent"}
_CONNECTIONS = {"/properties/privateEndpointConnections": "read-only; connections come with a later issue"}
_IDENTITY_TENANT = {"/identity/userAssignedIdentities/testuai/tenantId": "recorded 2.1: principalId and clientId only"}
_KEYS = {"/userStorageResourceId": "recorded 2.1 and the schema say userStorageArmId"}
_CREATOR = {"/properties/properties/createdBy/userName": "recorded 2.2: userOrgId and userId only"}
_NO_HEADERS = "nothing that the request sends gives its calls a header"
_NO_IDENTITY = "the example prints an identity that is no id of one"
_MODULE_OF_HARDWARE = "only a vault in a pool of hardware modules has one"
_HOCKEY = {
    "/properties/HockeyAppId": "recorded 2.9: not there any more",
    "/properties/HockeyAppToken": "recorded 2.9: not there any more",
    "/properties/DisableIpMasking": "recorded 2.9: absent unless it was sent",
}

_SECRETS = {
    "/properties/credentials/secrets": "recorded 2.6: credentials come without them",  # pragma: allowlist secret: prose
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
        "/value/0/identity": _NO_IDENTITY,
    },
    "ml-2024-10-01--Workspace-ServerlessEndpoint-update": {
        "/properties/inferenceEndpoint/headers/string": _NO_HEADERS,
        "/identity/(principalId|tenantId|userAssignedIdentities)": _NO_IDENTITY,
    },
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
