# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection of a workspace: another service, and how to log in to it (contract 4, recorded 2.6).

A PUT replaces the whole connection, and no answer shows its credentials, the names beside the secrets neither (features
2.2).
"""

from __future__ import annotations

from ..schema import Field, Resource

ACCESS_KEY, ACCOUNT_KEY, API_KEY, CUSTOM_KEYS = "AccessKey", "AccountKey", "ApiKey", "CustomKeys"
IDENTITY, OAUTH2, PAT, SAS = "ManagedIdentity", "OAuth2", "PAT", "SAS"
PRINCIPAL, USER = "ServicePrincipal", "UsernamePassword"

CREDENTIALS = (
    Field(
        "type",
        "authType",
        choices=(
            "AAD",
            ACCESS_KEY,
            ACCOUNT_KEY,
            API_KEY,
            CUSTOM_KEYS,
            IDENTITY,
            "None",
            OAUTH2,
            PAT,
            SAS,
            PRINCIPAL,
            USER,
        ),
        same="casefold",
        required=True,
    ),
    Field("access_key_id", "credentials.accessKeyId", variants=(ACCESS_KEY,), unshown=True, required=True),
    Field("secret_access_key", "credentials.secretAccessKey", variants=(ACCESS_KEY,), write_only=True, required=True),
    Field("account_key", "credentials.key", variants=(ACCOUNT_KEY,), write_only=True, required=True),
    Field("api_key", "credentials.key", variants=(API_KEY,), write_only=True, required=True),
    Field("custom_keys", "credentials.keys", type="dict", variants=(CUSTOM_KEYS,), write_only=True, required=True),
    Field("pat", "credentials.pat", variants=(PAT,), write_only=True, required=True),
    Field("sas", "credentials.sas", variants=(SAS,), write_only=True, required=True),
    Field("username", "credentials.username", variants=(OAUTH2, USER), unshown=True),
    Field("password", "credentials.password", variants=(OAUTH2,), write_only=True),
    Field("user_password", "credentials.password", variants=(USER,), write_only=True, required=True),
    Field("security_token", "credentials.securityToken", variants=(USER,), write_only=True),
    Field("client_id", "credentials.clientId", variants=(IDENTITY, OAUTH2, PRINCIPAL), unshown=True, same="casefold"),
    Field("client_secret", "credentials.clientSecret", variants=(OAUTH2, PRINCIPAL), write_only=True, required=True),
    Field("tenant_id", "credentials.tenantId", variants=(OAUTH2, PRINCIPAL), unshown=True, same="casefold"),
    Field("resource_id", "credentials.resourceId", variants=(IDENTITY,), unshown=True, same="id"),
    Field("auth_url", "credentials.authUrl", variants=(OAUTH2,), unshown=True),
    Field("developer_token", "credentials.developerToken", variants=(OAUTH2,), write_only=True),
    Field("refresh_token", "credentials.refreshToken", variants=(OAUTH2,), write_only=True),
)

CONNECTION = Resource(
    noun="connection",
    plural="connections",
    path="connections/{name}",
    names={"name": (r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}", "lake")},
    state_path="",
    fields=(
        # Some words for one category come back as another (recorded: AzureDataLakeGen2 as ADLSGen2).
        Field("category", "properties.category", same="category", required=True),
        Field("target", "properties.target"),
        # The kind of credentials stands beside them, not in them.
        Field(
            "credentials",
            "properties",
            type="dict",
            union="type",
            fields=CREDENTIALS,
            required=True,
            cleared={"type": "None"},
        ),
        Field("metadata", "properties.metadata", type="dict", merge=True),
        Field("expiry_time", "properties.expiryTime"),
        Field("is_shared_to_all", "properties.isSharedToAll", type="bool", unset_means=False),
        Field("shared_users", "properties.sharedUserList", type="list", unordered=True, same="casefold"),
        Field(
            "use_workspace_managed_identity", "properties.useWorkspaceManagedIdentity", type="bool", unset_means=False
        ),
        Field("pe_requirement", "properties.peRequirement", same="casefold"),
        Field("pe_status", "properties.peStatus", same="casefold"),
        Field("group", "properties.group", read_only=True),
        Field("error", "properties.error", read_only=True),
        Field("created_by_workspace", "properties.createdByWorkspaceArmId", read_only=True),
    ),
    list_query=(("category", "category"), ("target", "target"), ("includeAll", "include_all")),
    reader_options={
        "category": {"type": "str"},
        "target": {"type": "str"},
        "include_all": {"type": "bool", "default": False},
    },
)
