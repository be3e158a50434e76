# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compute targets (mapping 14)."""

from __future__ import annotations

from ..words import FLAG, FREE_MAP, SECONDS, TEXT, WHOLE, Form, Key, fields, list_of, told, union, words
from .members import (
    DAYS,
    DESCRIPTION,
    FREQUENCY,
    IDENTITY,
    IS_ENABLED,
    NAME,
    ONE_OR_MORE,
    TEXT_TAGS,
)

# The api-version in which the client sends what 2025-12-01 does not have (mapping 20).
PREVIEW = "2023-08-01-preview"
SIZE = "STANDARD_DS3_V2"

COMMON = (
    NAME,
    DESCRIPTION,
    TEXT_TAGS,
    *told("id", "created_on", "provisioning_state", "provisioning_errors"),
)
NETWORK = Key(
    "network_settings",
    Form(
        "object",
        keys=(
            Key("vnet_name", TEXT),
            Key("subnet", TEXT),
            *told("private_ip_address", "public_ip_address"),
        ),
        finish="subnet",
    ),
    place=".",
)
PUBLIC_IP = Key("enable_node_public_ip", FLAG, default=True)

CLUSTER = fields(
    *COMMON,
    Key("location", TEXT, anew=True),
    Key("size", TEXT, "vm_size", default=SIZE),
    Key("tier", words(("low_priority", "LowPriority"), ("dedicated", "Dedicated")), "vm_priority"),
    Key("min_instances", WHOLE, "scale.min_nodes", default=0),
    Key("max_instances", WHOLE, "scale.max_nodes", default=4),
    Key("idle_time_before_scale_down", SECONDS, "scale.idle_time_before_scale_down", default="PT2M"),
    Key("ssh_public_access_enabled", IS_ENABLED, "remote_login_port_public_access", default="NotSpecified"),
    Key(
        "ssh_settings",
        fields(
            Key("admin_username", TEXT, "user_name", required=True),
            Key("admin_password", TEXT, "password"),
            Key("ssh_key_value", TEXT, "ssh_public_key"),
        ),
        "admin",
        along=(("disable_local_auth", False),),
    ),
    NETWORK,
    PUBLIC_IP,
    Key("identity", IDENTITY),
    Key("resource_id", TEXT, unused="means nothing for a cluster"),
    defaults=(("os_type", "Linux"), ("disable_local_auth", True)),
)

TRIGGER = union(
    "type",
    (
        "cron",
        fields(
            Key("expression", TEXT, "cron.expression", required=True),
            Key("start_time", TEXT, "cron.start_time"),
            Key("time_zone", TEXT, "cron.time_zone", default="UTC"),
        ),
    ),
    (
        "recurrence",
        fields(
            Key("frequency", FREQUENCY, "recurrence.frequency", required=True),
            Key("interval", WHOLE, "recurrence.interval"),
            Key(
                "schedule",
                fields(
                    Key("hours", ONE_OR_MORE, "recurrence.hours", required=True),
                    Key("minutes", ONE_OR_MORE, "recurrence.minutes", required=True),
                    Key("week_days", DAYS, "recurrence.week_days"),
                ),
                ".",
            ),
            Key("start_time", TEXT, "recurrence.start_time"),
            Key("time_zone", TEXT, "recurrence.time_zone", default="UTC"),
            defaults=(("recurrence.hours", []), ("recurrence.minutes", [])),
        ),
    ),
    place="trigger_type",
    cron="Cron",
    recurrence="Recurrence",
)
START_STOP = fields(
    Key("action", words(("start", "Start"), ("stop", "Stop")), required=True),
    Key("state", words(("enabled", "Enabled"), ("disabled", "Disabled")), "status", default="Enabled"),
    Key("trigger", TRIGGER, "."),
    *told("provisioning_state", "schedule_id"),
)
SCRIPT = fields(
    Key("path", TEXT, "data"),
    Key("command", TEXT, "arguments"),
    Key("timeout_minutes", Form("spelled", of=WHOLE, template="{}m"), "timeout"),
    defaults=(("source", "workspaceStorage"),),
)
# Docker's own vocabulary: this option has the service's shape.
PORT = Form("port_number")
APPLICATION = fields(
    Key("name", TEXT, required=True),
    Key("type", words(("docker", "docker")), default="docker"),
    Key("image", fields(Key("type", TEXT), Key("reference", TEXT), defaults=(("type", "docker"),))),
    Key(
        "endpoints",
        list_of(
            fields(
                Key("target", PORT, required=True),
                Key("published", PORT, required=True),
                defaults=(("name", "connect"), ("protocol", "http")),
            )
        ),
        required=True,
    ),
    Key("environment_variables", Form("docker_variables"), "environmentVariables"),
    Key(
        "bind_mounts",
        list_of(fields(Key("source", TEXT), Key("target", TEXT), defaults=(("type", "bind"), ("readOnly", False)))),
        "volumes",
    ),
    defaults=(("docker.privileged", True),),
)
INSTANCE = fields(
    *COMMON,
    Key("location", TEXT, unused="is the workspace's for a compute instance"),
    Key("size", TEXT, "vm_size", default=SIZE),
    NETWORK,
    PUBLIC_IP,
    Key("ssh_public_access_enabled", IS_ENABLED, "ssh.public_access"),
    Key(
        "ssh_settings",
        fields(Key("ssh_key_value", TEXT, "admin_public_key"), *told("admin_username", "ssh_port")),
        "ssh",
    ),
    Key(
        "create_on_behalf_of",
        fields(Key("user_tenant_id", TEXT, "tenant_id"), Key("user_object_id", TEXT, "object_id")),
        "assigned_user",
    ),
    Key("idle_time_before_shutdown", TEXT),
    Key("idle_time_before_shutdown_minutes", Form("spelled", of=WHOLE, template="PT{}M"), "idle_time_before_shutdown"),
    Key("enable_sso", FLAG, default=True),
    Key("enable_root_access", FLAG, "extra_properties.properties.enableRootAccess", version=PREVIEW),
    Key("release_quota_on_stop", FLAG, "extra_properties.properties.releaseQuotaOnStop", version=PREVIEW),
    Key("enable_os_patching", FLAG, "extra_properties.properties.enableOSPatching", version=PREVIEW),
    Key("schedules", fields(Key("compute_start_stop", list_of(START_STOP), "schedules")), "."),
    Key(
        "setup_scripts",
        fields(Key("creation_script", SCRIPT, "creation"), Key("startup_script", SCRIPT, "startup")),
    ),
    Key("custom_applications", list_of(APPLICATION), "custom_services"),
    Key("identity", IDENTITY),
    Key("resource_id", TEXT, unused="means nothing for a compute instance"),
    *told("os_image_metadata", "state", "last_operation", "services"),
    defaults=(
        ("application_sharing_policy", "Shared"),
        ("authorization_type", "personal"),
        ("disable_local_auth", True),
    ),
    finish="instance",
)

# What is attached lies in another place than the workspace, or in the same (mapping 14).
ATTACHED = (
    *COMMON,
    Key("resource_id", TEXT, required=True),
    Key("location", TEXT, unused="is the workspace's for a compute that is attached"),
)
KUBERNETES = fields(
    *ATTACHED,
    Key("namespace", TEXT, required=True),
    Key("properties", FREE_MAP, "extra_properties.properties"),
    Key("identity", IDENTITY),
    finish="kubernetes",
)
MACHINE = fields(
    *ATTACHED,
    Key(
        "ssh_settings",
        fields(
            Key("admin_username", TEXT, "administrator_account.user_name", required=True),
            Key("admin_password", TEXT, "administrator_account.password"),
            Key("ssh_port", WHOLE, default=22),
            Key("ssh_private_key_file", Form("content"), "administrator_account.private_key"),
        ),
        ".",
        required=True,
    ),
    *told("compute_location"),
)
SYNAPSE = fields(
    *ATTACHED,
    Key("identity", IDENTITY),
    *told("node_family", "node_size", "node_count", "spark_version", "scale_settings", "auto_pause_settings"),
)
COMPUTE = union(
    "type",
    ("amlcompute", CLUSTER),
    ("computeinstance", INSTANCE),
    ("kubernetes", KUBERNETES),
    ("virtualmachine", MACHINE),
    ("synapsespark", SYNAPSE),
    place="type",
    amlcompute="AmlCompute",
    computeinstance="ComputeInstance",
    kubernetes="Kubernetes",
    virtualmachine="VirtualMachine",
    synapsespark="SynapseSpark",
)
