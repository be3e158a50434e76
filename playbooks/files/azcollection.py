# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the machine learning modules of azure.azcollection 3.21 are called here, and their options. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PREFIX = "azure_rm_ml_"


@dataclass(frozen=True)
class To:
    """An option that has a counterpart.

    :param path: the option here; ``scale.min_nodes`` is a member of the option ``scale``.
    :param values: what its values are called here. Any other value is told of.
    :param form: ``seconds``: the value is a number of them, and a duration here. ``only``: the value is a list, and one
        value here. ``text_of``: the value is a file's name, and what is in that file here.
    """

    path: str
    values: Mapping[str, str] = field(default_factory=dict)
    form: str = ""


@dataclass(frozen=True)
class Content:
    """An option that is a path in Azure or on the machine, for which there are two options here."""

    uri: str
    local: str


@dataclass(frozen=True)
class Idle:
    """An option that says nothing with one of ``values``, with any when there are none; otherwise ``why`` is told."""

    why: str
    values: tuple[str, ...] = ("false", "no")


@dataclass(frozen=True)
class Manual:
    """An option that has no counterpart in the module: what to do about it."""

    why: str


Option = To | Content | Idle | Manual


@dataclass(frozen=True)
class Module:
    """A module of theirs.

    :param name: the module here.
    :param options: its own options, beside those that many have.
    :param states: where a state is more than its name: the option and the value here.
    :param verbs: where a state is a module of its own here.
    :param results: the members of its result that hold a resource, theirs and ours.
    """

    name: str
    options: Mapping[str, Option] = field(default_factory=dict)
    states: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    verbs: Mapping[str, str] = field(default_factory=dict)
    results: tuple[str, str] = ("", "")


def same(*names: str) -> dict[str, Option]:
    return {name: To(name) for name in names}


def _without(options: Mapping[str, Option], *names: str) -> dict[str, Option]:
    return {name: option for name, option in options.items() if name not in names}


NOT_LOCAL = Idle("containers on the own machine are no part of this collection")
LOGIN: dict[str, Option] = {
    **same(
        "subscription_id",
        "tenant",
        "client_id",
        "secret",
        "profile",
        "cloud_environment",
        "x509_certificate_path",
        "thumbprint",
    ),
    "auth_source": To("auth_source", {name: name for name in ("auto", "cli", "credential_file", "env", "msi")}),
    "oidc_token": To("federated_token"),
    "oidc_token_file_path": To("federated_token_file"),
    "cert_validation_mode": To("validate_certs", {"validate": "true", "ignore": "false"}),
    "ad_user": Manual("nobody logs in by a password here: docs/authentication.md"),
    "password": Manual("nobody logs in by a password here: docs/authentication.md"),
    "adfs_authority_url": Manual("the URL of a private cloud is its cloud_environment here"),
    "disable_instance_discovery": Idle("nothing is discovered that the cloud_environment does not name"),
    "api_profile": Idle("there is api_version here", ("latest",)),
    "log_path": Manual("run with -vvv, or read the requests in the journal of your proxy"),
    "log_mode": Manual("run with -vvv, or read the requests in the journal of your proxy"),
}
PLACED: dict[str, Option] = {**LOGIN, **same("name", "resource_group"), "ml_workspace": To("workspace")}
MANAGED: dict[str, Option] = {
    **PLACED,
    **same("description", "tags"),
    "resource_definition": To("definition"),
    "append_tags": To("purge_tags", {"true": "false", "yes": "false", "false": "true", "no": "true"}),
    "state": To("state", {"present": "present", "absent": "absent"}),
}
SHARED: dict[str, Option] = {**MANAGED, **same("version"), "ml_registry": To("registry")}
LABEL = Manual("the latest version is found by the lookup mlops.azureml.aml_asset")
ASSET: dict[str, Option] = {**SHARED, "label": LABEL}
SHELVES = {"archive": ("state", "archived"), "restore": ("state", "present")}
LISTED: dict[str, Option] = {
    **PLACED,
    **same("version"),
    "ml_registry": To("registry"),
    "label": LABEL,
    "list_type": To("list_view", {"active": "ActiveOnly", "archived": "ArchivedOnly", "all": "All"}),
}
IN_ENDPOINT: dict[str, Option] = {"endpoint_name": To("endpoint")}
INVOKED = Manual("aml_batch_endpoint_invoke takes inputs, outputs and settings in the shape of the service")
SECRETS = "secrets are read by {}, and a lookup: docs/plugins.md"  # pragma: allowlist secret: says where they are


def module(noun: str, plural: str, options: Mapping[str, Option], **more: Mapping[str, tuple[str, str]]) -> dict:
    return {noun: Module(f"aml_{noun}", options, results=(f"ml_{noun}", noun), **more)} | reader(noun, plural, PLACED)


def reader(noun: str, plural: str, options: Mapping[str, Option]) -> dict[str, Module]:
    return {f"{noun}_info": Module(f"aml_{noun}_info", options, results=(f"ml_{noun}s", plural))}


MODULES: dict[str, Module] = {
    **module(
        "workspace",
        "workspaces",
        {
            **MANAGED,
            **same(
                "location",
                "public_network_access",
                "image_build_compute",
                "storage_account",
                "key_vault",
                "application_insights",
                "container_registry",
                "hub_id",
                "enable_data_isolation",
                "primary_user_assigned_identity",
                "provision_network_now",
                "kind",
            ),
            "display_name": To("friendly_name"),
            "managed_network": To(
                "managed_network.isolation_mode",
                {
                    "disabled": "Disabled",
                    "allow_internet_outbound": "AllowInternetOutbound",
                    "allow_only_approved_outbound": "AllowOnlyApprovedOutbound",
                },
            ),
            "system_datastores_auth_mode": To(
                "system_datastores_auth_mode", {"accesskey": "AccessKey", "identity": "Identity"}
            ),
            "default_resource_group": To("hub_config.default_resource_group"),
            "permanently_delete": To("purge"),
            "update_dependent_resources": Idle("a task that names another resource gets it, without asking", ()),
            "network_acls": Manual("set extra_properties.properties.networkAcls, in the shape of the service"),
            "allow_roleassignment_on_rg": Idle("grant roles by a module for role assignments"),
            "all_resources": Idle("delete them by aml_dependencies with state absent"),
        },
    ),
    **reader(
        "workspace",
        "workspaces",
        {**PLACED, "filtered_kinds": To("kind", {"default": "default", "hub": "hub", "project": "project"}, "only")},
    ),
    **module(
        "compute",
        "computes",
        {
            **MANAGED,
            **same("location", "subnet"),
            "type": To("type", {"amlcompute": "AmlCompute", "computeinstance": "ComputeInstance"}),
            "size": To("vm_size"),
            "tier": To("vm_priority", {"dedicated": "Dedicated", "low_priority": "LowPriority"}),
            "min_instances": To("scale.min_nodes"),
            "max_instances": To("scale.max_nodes"),
            "idle_time_before_scale_down": To("scale.idle_time_before_scale_down", form="seconds"),
            "identity_type": To("identity.type", {"SystemAssigned": "SystemAssigned", "UserAssigned": "UserAssigned"}),
            "user_assigned_identities": To("identity.user_assigned_identities"),
            "vnet_name": Manual("give subnet as a resource id, and leave this out"),
            "user_object_id": To("assigned_user.object_id"),
            "user_tenant_id": To("assigned_user.tenant_id"),
        },
        states={"start": ("state", "started"), "stop": ("state", "stopped"), "restart": ("state", "restarted")},
    ),
    **reader("compute", "computes", {**PLACED, "type": Manual("choose from the result by selectattr('type', ...)")}),
    **module("datastore", "datastores", MANAGED),
    **module(
        "connection",
        "connections",
        {
            **_without(MANAGED, "description"),
            "tags": To("metadata"),
            "populate_secrets": Idle(SECRETS.format("aml_connection_secret_info")),
        },
    ),
    **reader(
        "connection",
        "connections",
        {**PLACED, "populate_secrets": Idle(SECRETS.format("aml_connection_secret_info"))},
    ),
    **module(
        "data",
        "data_assets",
        {
            **ASSET,
            **same("datastore"),
            "data_type": To("type"),
            "path": Content("data_uri", "path"),
            "skip_validation": Idle("nothing is validated that a task does not need"),
            "location": Idle("an asset is where its workspace is", ()),
        },
        states=SHELVES,
    ),
    **reader("data", "data_assets", LISTED),
    **module(
        "environment",
        "environments",
        {
            **ASSET,
            **same("image", "conda_file", "datastore"),
            "build_context": To("build.context"),
            "dockerfile_path": To("build.dockerfile_path"),
            "os_type": To("os_type", {"linux": "Linux", "windows": "Windows"}),
        },
        states=SHELVES,
    ),
    **reader("environment", "environments", LISTED),
    **module("component", "components", ASSET, states=SHELVES),
    **reader("component", "components", LISTED),
    **module(
        "model",
        "models",
        {
            **ASSET,
            **same("stage", "datastore"),
            "type": To("model_type"),
            "path": Content("model_uri", "path"),
        },
        states=SHELVES,
    ),
    **reader("model", "models", {**LISTED, **same("stage")}),
    **module("job", "jobs", MANAGED, states={**SHELVES, "cancel": ("state", "canceled")}),
    **reader(
        "job",
        "jobs",
        {
            **_without(LISTED, "version", "label", "ml_registry"),
            "parent_job_name": Manual("choose from the result of aml_run_info by its parent"),
        },
    ),
    **module(
        "schedule",
        "schedules",
        MANAGED,
        states={"enabled": ("enabled", "true"), "disabled": ("enabled", "false")},
    ),
    **reader(
        "schedule",
        "schedules",
        {
            **PLACED,
            "list_type": To("list_view", {"enabled": "EnabledOnly", "disabled": "DisabledOnly", "all": "All"}),
        },
    ),
    **module(
        "registry",
        "registries",
        {
            **MANAGED,
            **same("public_network_access"),
            "description": Manual("a registry has none here; set extra_properties.properties"),
            "display_name": Manual("a registry has none here; set extra_properties.properties"),
        },
    ),
    "registry_info": Module("aml_registry_info", PLACED, results=("ml_registries", "registries")),
    **module(
        "online_endpoint",
        "online_endpoints",
        {
            **MANAGED,
            **same("traffic", "mirror_traffic", "key_type"),
            "local": NOT_LOCAL,
            "auth_mode": To("auth_mode", {"key": "Key", "aml_token": "AMLToken", "aad_token": "AADToken"}),
        },
        verbs={"regenerate_keys": "aml_endpoint_key_regenerate"},
    ),
    **reader(
        "online_endpoint",
        "online_endpoints",
        {**PLACED, "local": NOT_LOCAL, "include_auth_keys": Idle(SECRETS.format("aml_endpoint_key_info"))},
    ),
    **module(
        "online_deployment",
        "online_deployments",
        {
            **MANAGED,
            **IN_ENDPOINT,
            "local": NOT_LOCAL,
            "local_enable_gpu": NOT_LOCAL,
            "package_model": Idle("package the model into an environment of its own first"),
            "all_traffic": Idle("shift the traffic by aml_endpoint_traffic, in a task after this one"),
        },
    ),
    **reader("online_deployment", "online_deployments", {**PLACED, **IN_ENDPOINT, "local": NOT_LOCAL}),
    **module("batch_endpoint", "batch_endpoints", MANAGED),
    **module(
        "batch_deployment",
        "batch_deployments",
        {
            **MANAGED,
            **IN_ENDPOINT,
            "set_default": Idle("give aml_batch_endpoint its default_deployment, in a task after this one"),
        },
    ),
    **reader("batch_deployment", "batch_deployments", {**PLACED, **IN_ENDPOINT}),
    "online_endpoint_invoke": Module(
        "aml_online_endpoint_invoke",
        {
            **PLACED,
            "deployment_name": To("deployment"),
            "request_file": To("body", form="text_of"),
            "local": NOT_LOCAL,
        },
    ),
    "batch_endpoint_invoke": Module(
        "aml_batch_endpoint_invoke",
        {
            **PLACED,
            "deployment_name": To("deployment"),
            **dict.fromkeys(
                (
                    "invocation_definition",
                    "experiment_name",
                    "input",
                    "input_type",
                    "inputs",
                    "instance_count",
                    "job_name",
                    "mini_batch_size",
                    "output_path",
                    "outputs",
                ),
                INVOKED,
            ),
        },
    ),
}

# Options whose counterpart depends on the type of the compute.
LOGIN_OF_COMPUTE: dict[str, dict[str, To]] = {
    "amlcompute": {
        "admin_username": To("admin.user_name"),
        "admin_password": To("admin.password"),
        "ssh_key_value": To("admin.ssh_public_key"),
        "ssh_public_access_enabled": To(
            "remote_login_port_public_access",
            {"true": "Enabled", "yes": "Enabled", "false": "Disabled", "no": "Disabled"},
        ),
    },
    "computeinstance": {
        "ssh_key_value": To("ssh.admin_public_key"),
        "ssh_public_access_enabled": To(
            "ssh.public_access", {"true": "Enabled", "yes": "Enabled", "false": "Disabled", "no": "Disabled"}
        ),
    },
}
LOGINS = frozenset(name for options in LOGIN_OF_COMPUTE.values() for name in options)
# Options of a version of an asset, which needs a number when no definition says what it is.
OF_A_VERSION = frozenset({"path", "image", "conda_file", "build_context", "data_type"})
# What Microsoft's client takes for a cluster or an instance that names no size.
SIZE = "STANDARD_DS3_V2"
