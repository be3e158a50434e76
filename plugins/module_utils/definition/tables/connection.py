# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections (mapping 19). The client has one class for each kind of service; they differ in few keys."""

from __future__ import annotations

from ..words import FLAG, FREE_MAP, TEXT, Form, Key, fields, told, union, words
from .members import NAME, TAGS

SECRETS = {
    "pat": ("PAT", fields(Key("pat", TEXT, required=True))),
    "sas": ("SAS", fields(Key("sas_token", TEXT, "sas", required=True))),
    "username_password": (
        "UsernamePassword",
        fields(Key("username", TEXT, required=True), Key("password", TEXT, "user_password", required=True)),
    ),
    "managed_identity": ("ManagedIdentity", fields(Key("client_id", TEXT), Key("resource_id", TEXT))),
    "service_principal": (
        "ServicePrincipal",
        fields(Key("client_id", TEXT), Key("client_secret", TEXT, required=True), Key("tenant_id", TEXT)),
    ),
    "access_key": (
        "AccessKey",
        fields(Key("access_key_id", TEXT, required=True), Key("secret_access_key", TEXT, required=True)),
    ),
    "account_key": ("AccountKey", fields(Key("account_key", TEXT, required=True))),
    "api_key": ("ApiKey", fields(Key("key", TEXT, "api_key"))),
    "aad": ("AAD", fields()),
    "none": ("None", fields()),
}


def credentials(*kinds: str) -> Form:
    """Credentials of one of these kinds, as the client takes them for a kind of service."""
    some = {word: SECRETS[word] for word in kinds or SECRETS}
    variants = tuple((word, form) for word, (_service, form) in some.items())
    return union("type", *variants, place="type", **{word: service for word, (service, _form) in some.items()})


BASE = (
    NAME,
    TAGS,
    Key("description", TEXT, unused="is not kept by a connection"),
    Key("is_shared", FLAG, "is_shared_to_all", default=True),
    Key("metadata", FREE_MAP),
    *told("id", "creation_context"),
)


def plain(*keys: Key, auth: str = "None", takes: tuple[str, ...] = ()) -> Form:
    """A service with credentials of its own. ``auth``: what it takes where none are given."""
    defaults = (("credentials.type", auth),)
    finish = "connection" if auth == "None" else "connection_to_data"
    own = Key("target", TEXT, required=not keys)
    return fields(*BASE, own, Key("credentials", credentials(*takes)), *keys, defaults=defaults, finish=finish)


def by_key(*keys: Key, required: bool = False) -> Form:
    """A service that takes an API key, or else the user's own token."""
    key = Key(
        "api_key",
        TEXT,
        "credentials.api_key",
        required=required,
        nullable=not required,
        along=(("credentials.type", "ApiKey"),),
    )
    return fields(
        *BASE,
        Key("target", TEXT),
        Key("credentials", credentials()),
        key,
        *keys,
        defaults=(("credentials.type", "AAD"),),
        finish="connection",
    )


def target(name: str, required: bool = False) -> Key:
    """The key that says where the service is."""
    return Key(name, TEXT, "target", required=required)


PLAIN = plain()
DATA_LAKE = plain(auth="AAD", takes=("service_principal", "aad", "managed_identity", "none"))

# The word of the CLI, the service's word for the category, and the keys.
KINDS: tuple[tuple[str, str, Form], ...] = (
    ("git", "Git", PLAIN),
    ("python_feed", "PythonFeed", PLAIN),
    ("container_registry", "ContainerRegistry", PLAIN),
    ("s3", "S3", PLAIN),
    ("snowflake", "Snowflake", PLAIN),
    ("azure_sql_db", "AzureSqlDb", PLAIN),
    ("azure_synapse_analytics", "AzureSynapseAnalytics", PLAIN),
    ("azure_my_sql_db", "AzureMySqlDb", PLAIN),
    ("azure_postgres_db", "AzurePostgresDb", PLAIN),
    ("custom", "CustomKeys", PLAIN),
    ("azure_data_lake_gen2", "ADLSGen2", DATA_LAKE),
    (
        "azure_blob",
        "AzureBlob",
        plain(
            target("url", required=True),
            Key("account_name", TEXT, "metadata.AccountName", required=True),
            Key("container_name", TEXT, "metadata.ContainerName", required=True),
            auth="AAD",
            takes=("sas", "account_key", "aad"),
        ),
    ),
    (
        "azure_one_lake",
        "AzureOneLake",
        plain(
            Key("endpoint", TEXT, required=True),
            Key("one_lake_workspace_name", TEXT),
            Key(
                "artifact",
                fields(Key("name", TEXT, required=True), Key("type", words(("lake_house", "LakeHouse")))),
                nullable=True,
            ),
            auth="AAD",
        ),
    ),
    (
        "azure_open_ai",
        "AzureOpenAI",
        by_key(
            target("azure_endpoint", required=True),
            Key("api_version", TEXT, "metadata.ApiVersion", nullable=True),
            Key("open_ai_resource_id", TEXT, "metadata.ResourceId", nullable=True),
        ),
    ),
    (
        "azure_ai_services",
        "AIServices",
        by_key(
            target("endpoint", required=True),
            Key("ai_services_resource_id", TEXT, "metadata.ResourceId", required=True),
        ),
    ),
    ("azure_ai_search", "CognitiveSearch", by_key(target("endpoint", required=True))),
    ("azure_content_safety", "CognitiveService", by_key(target("endpoint", required=True))),
    ("azure_speech_services", "CognitiveService", by_key(target("endpoint", required=True))),
    ("api_key", "ApiKey", by_key(target("api_base", required=True), required=True)),
    ("open_ai", "OpenAI", by_key(required=True)),
    ("serp", "Serp", by_key(required=True)),
    ("serverless", "Serverless", by_key(target("endpoint", required=True), required=True)),
)
# What the client puts into the metadata of a kind by itself.
OWN_METADATA = {
    "azure_open_ai": ("ApiType", "Azure"),
    "azure_content_safety": ("Kind", "Content Safety"),
    "azure_speech_services": ("Kind", "speech"),
}
CONNECTION = Form(
    "union",
    by="type",
    place="category",
    words=tuple((word, category) for word, category, _form in KINDS),
    variants=tuple(
        (
            word,
            Form(
                "object",
                keys=form.keys,
                defaults=form.defaults,
                finish=form.finish,
                words=(OWN_METADATA[word],) if word in OWN_METADATA else (),
            ),
        )
        for word, _category, form in KINDS
    ),
)
