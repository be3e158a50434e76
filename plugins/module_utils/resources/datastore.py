# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A datastore of a workspace: storage plus the credentials to reach it (contract 3, 4; recorded 2.6).

A PUT replaces the whole datastore, and the service never shows the secret that it holds (features 2.4).
"""

from __future__ import annotations

from ..schema import Field, Resource

BLOB, GEN1, GEN2, FILE, ONE_LAKE = "AzureBlob", "AzureDataLakeGen1", "AzureDataLakeGen2", "AzureFile", "OneLake"
CERTIFICATE, PRINCIPAL = "Certificate", "ServicePrincipal"

CREDENTIALS = (
    Field(
        "type",
        "credentialsType",
        choices=("None", "AccountKey", CERTIFICATE, "Sas", PRINCIPAL),
        same="casefold",
        unset_means="None",
        required=True,
    ),
    Field(
        "account_key",
        "secrets.key",
        variants=("AccountKey",),
        write_only=True,
        required=True,
        along=(("secrets.secretsType", "AccountKey"),),
    ),
    Field(
        "sas_token",
        "secrets.sasToken",
        variants=("Sas",),
        write_only=True,
        required=True,
        along=(("secrets.secretsType", "Sas"),),
    ),
    Field("client_id", "clientId", same="casefold", variants=(CERTIFICATE, PRINCIPAL), required=True),
    Field("tenant_id", "tenantId", same="casefold", variants=(CERTIFICATE, PRINCIPAL), required=True),
    Field("authority_url", "authorityUrl", variants=(CERTIFICATE, PRINCIPAL)),
    Field("resource_url", "resourceUrl", variants=(CERTIFICATE, PRINCIPAL)),
    Field("thumbprint", "thumbprint", same="casefold", variants=(CERTIFICATE,), required=True),
    Field(
        "certificate",
        "secrets.certificate",
        variants=(CERTIFICATE,),
        write_only=True,
        required=True,
        along=(("secrets.secretsType", CERTIFICATE),),
    ),
    Field(
        "client_secret",
        "secrets.clientSecret",
        variants=(PRINCIPAL,),
        write_only=True,
        required=True,
        along=(("secrets.secretsType", PRINCIPAL),),
    ),
)

DATASTORE = Resource(
    noun="datastore",
    plural="datastores",
    path="datastores/{name}",
    defined=True,
    names={"name": (r"[a-zA-Z0-9_]{1,255}", "training_data")},
    union="type",
    fields=(
        Field(
            "type",
            "properties.datastoreType",
            choices=(BLOB, GEN1, GEN2, FILE, ONE_LAKE),
            same="casefold",
            create_only=True,
            aliases=("datastore_type",),
        ),
        Field("description", "properties.description"),
        Field("tags", "properties.tags", type="dict", merge=True),
        Field("properties", "properties.properties", type="dict", merge=True),
        Field("account_name", "properties.accountName", create_only=True, variants=(BLOB, GEN2, FILE), required=True),
        Field("container_name", "properties.containerName", create_only=True, variants=(BLOB,), required=True),
        Field("filesystem", "properties.filesystem", create_only=True, variants=(GEN2,), required=True),
        Field("file_share_name", "properties.fileShareName", create_only=True, variants=(FILE,), required=True),
        Field("store_name", "properties.storeName", create_only=True, variants=(GEN1,), required=True),
        Field(
            "one_lake_workspace_name",
            "properties.oneLakeWorkspaceName",
            create_only=True,
            variants=(ONE_LAKE,),
            required=True,
        ),
        Field(
            "artifact",
            "properties.artifact",
            type="dict",
            create_only=True,
            variants=(ONE_LAKE,),
            required=True,
            fields=(
                Field("name", "artifactName", required=True),
                Field("type", "artifactType", choices=("LakeHouse",), same="casefold", required=True),
            ),
        ),
        Field("endpoint", "properties.endpoint", create_only=True, variants=(BLOB, GEN2, FILE, ONE_LAKE)),
        Field("protocol", "properties.protocol", create_only=True, variants=(BLOB, GEN2, FILE)),
        Field(
            "account_subscription_id",
            "properties.subscriptionId",
            same="casefold",
            never_empty=True,
            variants=(BLOB, GEN1, GEN2, FILE),
        ),
        Field(
            "account_resource_group",
            "properties.resourceGroup",
            same="casefold",
            never_empty=True,
            variants=(BLOB, GEN1, GEN2, FILE),
        ),
        Field(
            "service_data_access_identity",
            "properties.serviceDataAccessAuthIdentity",
            choices=("None", "WorkspaceSystemAssignedIdentity", "WorkspaceUserAssignedIdentity"),
            same="casefold",
            create_only=True,
            unset_means="None",
        ),
        Field(
            "credentials",
            "properties.credentials",
            type="dict",
            union="type",
            fields=CREDENTIALS,
            on_create={"type": "None"},
            cleared={"type": "None"},
            no_log=False,
        ),
        Field("is_default", "properties.isDefault", type="bool", read_only=True),
    ),
    kept=(
        "workspaceblobstore",
        "workspacefilestore",
        "workspaceartifactstore",
        "workspaceworkingdirectory",
        "azureml_globaldatasets",
    ),
    stays="properties.isDefault",
    put_query=(("skipValidation", "skip_validation"),),
    list_query=(("isDefault", "is_default"), ("names", "names"), ("searchText", "search")),
    options={"skip_validation": {"type": "bool", "default": False}},
    reader_options={
        "is_default": {"type": "bool"},
        "names": {"type": "list", "elements": "str"},
        "search": {"type": "str"},
    },
)
