# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Datastores (mapping 15)."""

from __future__ import annotations

from ..words import TEXT, Form, Key, fields, told, union, words
from .members import DESCRIPTION, NAME, TEXT_TAGS

LAKE_HOUSE = words(("lake_house", "LakeHouse"))
PUBLIC = "core.windows.net"
TENANT = (
    Key("tenant_id", TEXT, required=True),
    Key("client_id", TEXT, required=True),
    Key("authority_url", TEXT, default="https://login.microsoftonline.com"),
    Key("authority_uri", TEXT, "authority_url"),
    Key("resource_url", TEXT),
)
KEY = ("AccountKey", fields(Key("account_key", TEXT, required=True)))
SAS = ("Sas", fields(Key("sas_token", TEXT, required=True)))
PRINCIPAL = ("ServicePrincipal", fields(*TENANT, Key("client_secret", TEXT, required=True)))
CERTIFICATE = ("Certificate", fields(*TENANT, Key("thumbprint", TEXT, required=True), Key("certificate", TEXT)))
NONE = ("None", fields())

COMMON = (NAME, DESCRIPTION, TEXT_TAGS, *told("id"))
ACCOUNT = (
    *COMMON,
    Key("account_name", TEXT, required=True),
    Key("endpoint", TEXT, default=PUBLIC),
    Key("protocol", TEXT, default="https"),
)


def credentials(*kinds: tuple[str, Form]) -> Key:
    """Credentials of one of several kinds, which their keys tell apart."""
    return Key("credentials", Form("by_keys", variants=(*kinds, NONE), place="type"))


DATASTORE = union(
    "type",
    ("azure_blob", fields(*ACCOUNT, Key("container_name", TEXT, required=True), credentials(KEY, SAS))),
    ("azure_file", fields(*ACCOUNT, Key("file_share_name", TEXT, required=True), credentials(KEY, SAS))),
    (
        "azure_data_lake_gen2",
        fields(*ACCOUNT, Key("filesystem", TEXT, required=True), credentials(PRINCIPAL, CERTIFICATE)),
    ),
    (
        "azure_data_lake_gen1",
        fields(*COMMON, Key("store_name", TEXT, required=True), credentials(PRINCIPAL, CERTIFICATE)),
    ),
    (
        "one_lake",
        fields(
            *COMMON,
            Key("one_lake_workspace_name", TEXT, required=True),
            Key("endpoint", TEXT, required=True),
            Key(
                "artifact",
                fields(
                    Key("name", TEXT, required=True),
                    Key("type", LAKE_HOUSE, default="LakeHouse"),
                ),
                required=True,
            ),
            credentials(PRINCIPAL),
        ),
    ),
    place="type",
    azure_blob="AzureBlob",
    azure_file="AzureFile",
    azure_data_lake_gen2="AzureDataLakeGen2",
    azure_data_lake_gen1="AzureDataLakeGen1",
    one_lake="OneLake",
)
