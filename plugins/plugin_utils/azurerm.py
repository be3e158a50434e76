# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the attributes of Terraform's ``azurerm_machine_learning_*`` are to the modules. Pure data.

From the provider's own schemas, releases 3 and 4 (hashicorp/terraform-provider-azurerm,
internal/services/machinelearning). An attribute of a block is written after it: ``scale_settings.max_node_count``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ENABLED = ((True, "Enabled"), (False, "Disabled"))
NOT = ((True, False), (False, True))


@dataclass(frozen=True)
class Attribute:
    """One attribute and the option that it is.

    :param option: dotted; empty for what is read by the service and set by nobody.
    :param words: (Terraform's value, ours) pairs; None for a value that says nothing. Another value is not translated.
    :param along: (option, value) pairs that go with it.
    :param segment: of an id: the type whose name is the value, such as ``containers``.
    """

    name: str
    option: str = ""
    words: tuple[tuple[Any, Any], ...] = ()
    along: tuple[tuple[str, Any], ...] = ()
    segment: str = ""


@dataclass(frozen=True)
class Type:
    """One type of Terraform's.

    :param noun: ours.   :param parent: the attribute with the id of what it is in; empty where its group is named.
    :param fixed: options that follow from the type.   :param secrets: attributes that hold secrets: never translated.
    :param regions: attributes whose blocks are regions of a registry.
    """

    noun: str
    attributes: tuple[Attribute, ...]
    parent: str = ""
    fixed: Mapping[str, Any] | None = None
    secrets: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def _same(*names: str) -> tuple[Attribute, ...]:
    """Attributes that are called as their options are."""
    return tuple(Attribute(name, name) for name in names)


def _read(*names: str) -> tuple[Attribute, ...]:
    """Attributes that only tell."""
    return tuple(Attribute(name) for name in names)


IDENTITY = (
    # azurerm writes a space after the comma.
    Attribute(
        "identity.type",
        "identity.type",
        words=(
            ("SystemAssigned, UserAssigned", "SystemAssigned,UserAssigned"),
            ("SystemAssigned", "SystemAssigned"),
            ("UserAssigned", "UserAssigned"),
        ),
    ),
    Attribute("identity.identity_ids", "identity.user_assigned_identities"),
    *_read("identity.principal_id", "identity.tenant_id"),
)
PUBLIC = Attribute("public_network_access_enabled", "public_network_access", words=ENABLED)
LOCAL_AUTH = Attribute("local_auth_enabled", "disable_local_auth", words=NOT)
NODE_IP = Attribute("node_public_ip_enabled", "enable_node_public_ip")
SUBNET = Attribute("subnet_resource_id", "subnet")
HOME = (
    *_same("location", "tags", "description", "friendly_name", "primary_user_assigned_identity"),
    *IDENTITY,
    Attribute("application_insights_id", "application_insights"),
    Attribute("key_vault_id", "key_vault"),
    Attribute("storage_account_id", "storage_account"),
    Attribute("container_registry_id", "container_registry"),
    Attribute("encryption.key_vault_id", "encryption.key_vault_id", along=(("encryption.status", "Enabled"),)),
    Attribute("encryption.key_id", "encryption.key_identifier"),
    Attribute("encryption.user_assigned_identity_id", "encryption.user_assigned_identity"),
    Attribute("managed_network.isolation_mode", "managed_network.isolation_mode"),
    *_read("discovery_url", "workspace_id"),
)
COMPUTE = (*_same("location", "tags", "description"), *IDENTITY, LOCAL_AUTH)
# Which datastore is the default one no request of ours says.
DATASTORE = (*_same("description", "tags"), Attribute("is_default", words=((False, None),)))
SERVICE_IDENTITY = (
    Attribute("service_data_auth_identity", "service_data_access_identity"),
    Attribute("service_data_identity", "service_data_access_identity"),
)
ACCOUNT = "storageAccounts"
# Where a storage account is known by its own credentials, the kind of these is all that is not secret.
KEPT_KEYS = ("account_key", "shared_access_signature")

TYPES: Mapping[str, Type] = {
    "azurerm_machine_learning_workspace": Type(
        "workspace",
        (
            *HOME,
            PUBLIC,
            Attribute("kind", "kind", words=(("Default", "default"), ("FeatureStore", "featurestore"))),
            Attribute("sku_name", "sku"),
            Attribute("high_business_impact", "hbi_workspace"),
            Attribute("image_build_compute_name", "image_build_compute"),
            Attribute("v1_legacy_mode_enabled", "v1_legacy_mode"),
            Attribute("service_side_encryption_enabled", "enable_service_side_cmk_encryption"),
            Attribute("managed_network.provision_on_creation_enabled", "provision_network_now"),
            Attribute("serverless_compute.subnet_id", "serverless_compute.custom_subnet"),
            Attribute("serverless_compute.public_ip_enabled", "serverless_compute.no_public_ip", words=NOT),
            Attribute("feature_store.computer_spark_runtime_version", "feature_store.spark_runtime_version"),
            Attribute("feature_store.offline_connection_name", "feature_store.offline_store_connection"),
            Attribute("feature_store.online_connection_name", "feature_store.online_store_connection"),
        ),
    ),
    "azurerm_ai_foundry": Type(
        "workspace",
        (
            *HOME,
            *_same("public_network_access"),
            Attribute("high_business_impact_enabled", "hbi_workspace"),
        ),
        fixed={"kind": "hub"},
    ),
    "azurerm_ai_foundry_project": Type(
        "workspace",
        (
            *_same("location", "tags", "description", "friendly_name", "primary_user_assigned_identity"),
            *IDENTITY,
            Attribute("ai_services_hub_id", "hub_id"),
            Attribute("high_business_impact_enabled", "hbi_workspace"),
            *_read("project_id"),
        ),
        fixed={"kind": "project"},
    ),
    "azurerm_machine_learning_compute_cluster": Type(
        "compute",
        (
            *COMPUTE,
            *_same("vm_size", "vm_priority"),
            SUBNET,
            NODE_IP,
            # False stands for two words of the service, which both keep the port closed.
            Attribute(
                "ssh_public_access_enabled", "remote_login_port_public_access", words=((True, "Enabled"), (False, None))
            ),
            Attribute("scale_settings.min_node_count", "scale.min_nodes"),
            Attribute("scale_settings.max_node_count", "scale.max_nodes"),
            Attribute("scale_settings.scale_down_nodes_after_idle_duration", "scale.idle_time_before_scale_down"),
            Attribute("ssh.admin_username", "admin.user_name"),
        ),
        parent="machine_learning_workspace_id",
        fixed={"compute_type": "AmlCompute"},
        secrets=("ssh.admin_password", "ssh.key_value"),
    ),
    "azurerm_machine_learning_compute_instance": Type(
        "compute",
        (
            *COMPUTE,
            *_same("authorization_type"),
            SUBNET,
            NODE_IP,
            Attribute("virtual_machine_size", "vm_size"),
            Attribute("assign_to_user.object_id", "assigned_user.object_id"),
            Attribute("assign_to_user.tenant_id", "assigned_user.tenant_id"),
            Attribute("ssh.public_key", "ssh.admin_public_key", along=(("ssh.public_access", "Enabled"),)),
            *_read("ssh.username", "ssh.port"),
        ),
        parent="machine_learning_workspace_id",
        fixed={"compute_type": "ComputeInstance"},
    ),
    "azurerm_machine_learning_inference_cluster": Type(
        "compute",
        (
            *_same("location", "tags", "description", "cluster_purpose"),
            *IDENTITY,
            Attribute("kubernetes_cluster_id", "resource_id"),
            Attribute("ssl.leaf_domain_label", "ssl.leaf_domain_label", along=(("ssl.status", "Auto"),)),
            Attribute("ssl.overwrite_existing_domain", "ssl.overwrite_existing_domain"),
            Attribute("ssl.cname", "ssl.cname", along=(("ssl.status", "Enabled"),)),
        ),
        parent="machine_learning_workspace_id",
        fixed={"compute_type": "AKS"},
        secrets=("ssl.cert", "ssl.key"),
    ),
    "azurerm_machine_learning_synapse_spark": Type(
        "compute",
        (*COMPUTE, Attribute("synapse_spark_pool_id", "resource_id")),
        parent="machine_learning_workspace_id",
        fixed={"compute_type": "SynapseSpark"},
    ),
    "azurerm_machine_learning_datastore_blobstorage": Type(
        "datastore",
        (
            *DATASTORE,
            *SERVICE_IDENTITY,
            Attribute("storage_container_id", "account_name", segment=ACCOUNT),
            Attribute("storage_container_id", "container_name", segment="containers"),
        ),
        parent="workspace_id",
        fixed={"datastore_type": "AzureBlob"},
        secrets=KEPT_KEYS,
    ),
    "azurerm_machine_learning_datastore_fileshare": Type(
        "datastore",
        (
            *DATASTORE,
            *SERVICE_IDENTITY,
            Attribute("storage_fileshare_id", "account_name", segment=ACCOUNT),
            Attribute("storage_fileshare_id", "file_share_name", segment="shares"),
            Attribute("storage_fileshare_id", "file_share_name", segment="fileshares"),
        ),
        parent="workspace_id",
        fixed={"datastore_type": "AzureFile"},
        secrets=KEPT_KEYS,
    ),
    "azurerm_machine_learning_datastore_datalake_gen2": Type(
        "datastore",
        (
            *DATASTORE,
            *SERVICE_IDENTITY,
            Attribute("storage_container_id", "account_name", segment=ACCOUNT),
            Attribute("storage_container_id", "filesystem", segment="containers"),
            Attribute("tenant_id", "credentials.tenant_id", along=(("credentials.type", "ServicePrincipal"),)),
            Attribute("client_id", "credentials.client_id"),
            Attribute("authority_url", "credentials.authority_url"),
        ),
        parent="workspace_id",
        fixed={"datastore_type": "AzureDataLakeGen2"},
        secrets=("client_secret",),
    ),
    "azurerm_machine_learning_registry": Type(
        "registry",
        (
            *_same("location", "tags"),
            *IDENTITY,
            PUBLIC,
            *_read(
                "discovery_url", "intellectual_property_publisher", "ml_flow_registry_uri", "managed_resource_group"
            ),
        ),
        regions=("main_region", "replication_region"),
    ),
    "azurerm_machine_learning_workspace_network_outbound_rule_fqdn": Type(
        "outbound_rule",
        (Attribute("destination_fqdn", "destination"),),
        parent="workspace_id",
        fixed={"rule_type": "FQDN"},
    ),
    "azurerm_machine_learning_workspace_network_outbound_rule_private_endpoint": Type(
        "outbound_rule",
        (
            *_same("service_resource_id", "spark_enabled"),
            Attribute("sub_resource_target", "subresource_target"),
        ),
        parent="workspace_id",
        fixed={"rule_type": "PrivateEndpoint"},
    ),
    "azurerm_machine_learning_workspace_network_outbound_rule_service_tag": Type(
        "outbound_rule",
        _same("service_tag", "protocol", "port_ranges"),
        parent="workspace_id",
        fixed={"rule_type": "ServiceTag"},
    ),
}
