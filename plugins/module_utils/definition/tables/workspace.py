# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workspaces, hubs and projects (mapping 19)."""

from __future__ import annotations

from ..words import FLAG, FREE_MAP, TEXT, Form, Key, fields, list_of, told, union, words
from .members import DESCRIPTION, ENABLED, NAME, TEXT_LIST, TEXT_TAGS, identity

# 2025-12-01 has no firewall of its own for a workspace, nor roles on its group (mapping 20).
PREVIEW = "2024-10-01-preview"
RULE = Key("name", TEXT, required=True)
USER = ("category", "UserDefined")
RULES = union(
    "type",
    (
        "private_endpoint",
        fields(
            RULE,
            Key(
                "destination",
                fields(
                    Key("service_resource_id", TEXT, "serviceResourceId", required=True),
                    Key("subresource_target", TEXT, "subresourceTarget", required=True),
                    Key("spark_enabled", FLAG, "sparkEnabled", required=True),
                ),
                required=True,
            ),
            Key("fqdns", TEXT_LIST),
            *told("category", "status", "parent_rule_names", "error_information"),
            defaults=(USER,),
            loose=True,
        ),
    ),
    (
        "service_tag",
        fields(
            RULE,
            Key(
                "destination",
                fields(
                    Key("service_tag", TEXT, "serviceTag", required=True),
                    Key("protocol", TEXT, required=True),
                    Key("port_ranges", TEXT, "portRanges", required=True),
                    Key("address_prefixes", TEXT_LIST, "addressPrefixes"),
                ),
                required=True,
            ),
            *told("category", "status", "parent_rule_names", "error_information"),
            defaults=(USER,),
            loose=True,
        ),
    ),
    (
        "fqdn",
        fields(
            RULE,
            Key("destination", TEXT, required=True),
            *told("category", "status", "parent_rule_names", "error_information"),
            defaults=(USER,),
            loose=True,
        ),
    ),
    place="type",
    private_endpoint="PrivateEndpoint",
    service_tag="ServiceTag",
    fqdn="FQDN",
)
MANAGED_NETWORK = fields(
    Key(
        "isolation_mode",
        words(
            ("disabled", "Disabled"),
            ("allow_internet_outbound", "AllowInternetOutbound"),
            ("allow_only_approved_outbound", "AllowOnlyApprovedOutbound"),
        ),
        required=True,
    ),
    Key("firewall_sku", words(("standard", "Standard"), ("basic", "Basic")), default="Standard"),
    Key("outbound_rules", Form("outbound_rules", of=list_of(RULES)), nullable=True),
    *told("network_id", "changeable_isolation_modes", "status"),
    loose=True,
)
ACLS = fields(
    Key("default_action", words(("allow", "Allow"), ("deny", "Deny")), "defaultAction", required=True),
    Key("ip_rules", list_of(fields(Key("value", TEXT, required=True))), "ipRules", nullable=True),
    finish="firewall",
)
# What every kind has.
ALL = (
    NAME,
    DESCRIPTION,
    TEXT_TAGS,
    Key("location", TEXT),
    Key("display_name", TEXT, "friendly_name"),
    Key("resource_group", TEXT, unused="is the task's own"),
    Key("hbi_workspace", FLAG),
    Key("storage_account", Form("arm_id")),
    Key("key_vault", Form("arm_id")),
    Key("application_insights", Form("arm_id")),
    Key("container_registry", Form("arm_id")),
    Key("image_build_compute", TEXT),
    Key("public_network_access", ENABLED, default="Enabled"),
    Key(
        "customer_managed_key",
        fields(
            Key("key_vault", TEXT, "key_vault_id"),
            Key("key_uri", Form("url"), "key_identifier"),
            Key("cosmosdb_id", TEXT, "cosmos_db_id"),
            Key("storage_id", TEXT, "storage_account_id"),
            Key("search_id", TEXT, "search_account_id"),
        ),
        "encryption",
        along=(("encryption.status", "Enabled"),),
    ),
    Key("identity", identity(Form("identities_by_id"))),
    Key("primary_user_assigned_identity", TEXT),
    Key("managed_network", MANAGED_NETWORK),
    *told("id", "discovery_url", "mlflow_tracking_uri", "creation_context"),
)
COMMON = (
    *ALL,
    Key("network_acls", ACLS, "extra_properties.networkAcls", version=PREVIEW),
    Key(
        "system_datastores_auth_mode",
        words(("accesskey", "AccessKey"), ("identity", "Identity"), ("userdelegationsas", "UserDelegationSAS")),
    ),
    Key("enable_data_isolation", FLAG),
    Key("allow_roleassignment_on_rg", FLAG, "extra_properties.allowRoleAssignmentOnRG", version=PREVIEW),
    Key(
        "serverless_compute",
        fields(Key("custom_subnet", TEXT, nullable=True), Key("no_public_ip", FLAG, default=False)),
    ),
    Key("provision_network_now", FLAG),
)
STORE = "is not made here; make a connection to it, and name that in feature_store"
FEATURE_STORE = fields(
    *ALL,
    Key(
        "compute_runtime",
        fields(Key("spark_runtime_version", TEXT, default="3.4.0")),
        "feature_store",
        default={"spark_runtime_version": "3.4.0"},
    ),
    Key("offline_store", fields(Key("type", TEXT), Key("target", Form("arm_id"))), unused=STORE),
    Key("online_store", FREE_MAP, unused=STORE),
    Key("materialization_identity", FREE_MAP, unused="gets no roles here; name it among the identities"),
    defaults=(("kind", "featurestore"), ("system_datastores_auth_mode", "Identity")),
    finish="workspace",
)
# What a project has from its hub.
OF_THE_HUB = ("storage_account", "container_registry", "key_vault")
OTHERS = union(
    "kind",
    ("default", fields(*COMMON, finish="workspace")),
    (
        "hub",
        fields(
            *COMMON,
            Key("default_resource_group", TEXT, "hub_config.default_resource_group"),
            *told("associated_workspaces"),
            finish="hub",
        ),
    ),
    (
        "project",
        fields(
            *(key for key in COMMON if key.name not in OF_THE_HUB),
            Key("hub_id", Form("arm_id"), required=True),
            finish="project",
        ),
    ),
    otherwise="default",
    place="kind",
    default="default",
    hub="hub",
    project="project",
)
#: A definition of a feature store looks as one of a workspace does.
WORKSPACE = Form("home", variants=(("store", FEATURE_STORE), ("other", OTHERS)))
