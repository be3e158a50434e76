# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A compute target of a workspace: a cluster, an instance, or one that is attached (contract 3, 4; recorded 2.2)."""

from __future__ import annotations

from dataclasses import replace

from ..holds import Busy
from ..schema import ABSENT, PRESENT, TAGS, Extra, Field, Resource, State
from .attached_compute import ATTACHED, FIELDS, INNER
from .own_identity import IDENTITY, IDENTITY_IDS

CLUSTER, INSTANCE = "AmlCompute", "ComputeInstance"
MADE = (CLUSTER, INSTANCE)

RECURRENCE = (
    Field("frequency", "frequency", choices=("Minute", "Hour", "Day", "Week", "Month"), same="casefold"),
    Field("interval", "interval", type="int"),
    Field("start_time", "startTime"),
    Field("time_zone", "timeZone"),
    Field("hours", "schedule.hours", type="list", elements="int", unordered=True),
    Field("minutes", "schedule.minutes", type="list", elements="int", unordered=True),
    Field("month_days", "schedule.monthDays", type="list", elements="int", unordered=True),
    # The service changes their case: monday comes back as Monday (recorded 2.2).
    Field("week_days", "schedule.weekDays", type="list", elements="str", same="casefold", unordered=True),
)
CRON = (Field("start_time", "startTime"), Field("time_zone", "timeZone"), Field("expression", "expression"))
SCHEDULE = (
    Field("action", "action", choices=("Start", "Stop"), same="casefold", required=True),
    Field("status", "status", choices=("Enabled", "Disabled"), same="casefold"),
    Field("trigger_type", "triggerType", choices=("Recurrence", "Cron"), same="casefold", required=True),
    Field("recurrence", "recurrence", type="dict", fields=RECURRENCE),
    Field("cron", "cron", type="dict", fields=CRON),
    # The service's own; a schedule that is given back has neither.
    Field("id", "id", read_only=True, write_only=True),
    Field("provisioning_status", "provisioningStatus", read_only=True, write_only=True),
)
SCRIPT = (
    Field("source", "scriptSource"),
    Field("data", "scriptData"),
    Field("arguments", "scriptArguments"),
    Field("timeout", "timeout"),
)
NODE = (
    Field("node_id", "nodeId", read_only=True),
    Field("node_state", "nodeState", read_only=True),
    Field("run_id", "runId", read_only=True),
    Field("port", "port", type="int", read_only=True),
    Field("public_ip_address", "publicIpAddress", read_only=True),
    Field("private_ip_address", "privateIpAddress", read_only=True),
)

COMPUTE = Resource(
    noun="compute",
    plural="computes",
    path="computes/{name}",
    names={"name": (r"[a-zA-Z][a-zA-Z0-9-]{0,30}[a-zA-Z0-9]", "cpu-cluster")},
    union="type",
    states=(
        PRESENT,
        ABSENT,
        State(
            "started",
            action="start",
            path=INNER + "state",
            reached=("Running", "JobRunning"),
            going=("Starting", "Restarting", "Creating", "SettingUp", "UserSettingUp"),
            settles=("Running", "JobRunning"),
            variants=(INSTANCE,),
        ),
        State(
            "stopped",
            action="stop",
            path=INNER + "state",
            reached=("Stopped",),
            going=("Stopping",),
            variants=(INSTANCE,),
        ),
        State(
            "restarted", action="restart", path=INNER + "state", settles=("Running", "JobRunning"), variants=(INSTANCE,)
        ),
    ),
    fields=(
        Field(
            "type",
            "properties.computeType",
            choices=(*MADE, *ATTACHED),
            same="casefold",
            create_only=True,
            aliases=("compute_type",),
        ),
        # The resource is the workspace's, so its location is; the nodes run in compute_location (features 2.3).
        Field("location", "location", same="location", create_only=True, from_parent=True),
        Field("compute_location", "properties.computeLocation", same="location", create_only=True),
        replace(IDENTITY, on_create=None),
        *IDENTITY_IDS,
        Field("sku", "sku.name", same="casefold"),
        TAGS,
        Field("description", "properties.description", create_only=True),
        Field("disable_local_auth", "properties.disableLocalAuth", type="bool", create_only=True, unset_means=False),
        # An existing cluster keeps its size whatever a PUT says (features 2.3, pain 5).
        Field(
            "vm_size", INNER + "vmSize", same="casefold", create_only=True, required_for=("type", *MADE), variants=MADE
        ),
        Field(
            "subnet",
            INNER + "subnet.id",
            same="id",
            id_of="Microsoft.Network/virtualNetworks/subnets",
            create_only=True,
            variants=MADE,
        ),
        Field(
            "enable_node_public_ip",
            INNER + "enableNodePublicIp",
            type="bool",
            create_only=True,
            unset_means=True,
            variants=MADE,
        ),
        Field(
            "os_type",
            INNER + "osType",
            choices=("Linux", "Windows"),
            same="casefold",
            create_only=True,
            variants=(CLUSTER,),
        ),
        Field(
            "vm_priority",
            INNER + "vmPriority",
            choices=("Dedicated", "LowPriority"),
            same="casefold",
            create_only=True,
            unset_means="Dedicated",
            variants=(CLUSTER,),
        ),
        Field(
            "virtual_machine_image", INNER + "virtualMachineImage.id", same="id", create_only=True, variants=(CLUSTER,)
        ),
        Field(
            "isolated_network",
            INNER + "isolatedNetwork",
            type="bool",
            create_only=True,
            unset_means=False,
            variants=(CLUSTER,),
        ),
        Field(
            "scale",
            INNER + "scaleSettings",
            type="dict",
            variants=(CLUSTER,),
            fields=(
                Field("min_nodes", "minNodeCount", type="int", unset_means=0, at_most="max_nodes"),
                Field("max_nodes", "maxNodeCount", type="int", required=True),
                Field("idle_time_before_scale_down", "nodeIdleTimeBeforeScaleDown", same="duration"),
            ),
        ),
        Field(
            "admin",
            INNER + "userAccountCredentials",
            type="dict",
            create_only=True,
            variants=(CLUSTER,),
            no_log=False,
            fields=(
                Field("user_name", "adminUserName", required=True),
                Field("ssh_public_key", "adminUserSshPublicKey", write_only=True),
                Field("password", "adminUserPassword", write_only=True),
            ),
        ),
        Field("property_bag", INNER + "propertyBag", type="dict", same="tree", create_only=True, variants=(CLUSTER,)),
        Field(
            "remote_login_port_public_access",
            INNER + "remoteLoginPortPublicAccess",
            choices=("Enabled", "Disabled", "NotSpecified"),
            same="casefold",
            any_value="NotSpecified",
            create_only=True,
            variants=(CLUSTER,),
        ),
        Field(
            "application_sharing_policy",
            INNER + "applicationSharingPolicy",
            choices=("Personal", "Shared"),
            same="casefold",
            create_only=True,
            unset_means="Shared",
            variants=(INSTANCE,),
        ),
        Field(
            "ssh",
            INNER + "sshSettings",
            type="dict",
            create_only=True,
            variants=(INSTANCE,),
            fields=(
                Field(
                    "public_access",
                    "sshPublicAccess",
                    choices=("Enabled", "Disabled"),
                    same="casefold",
                    unset_means="Disabled",
                ),
                Field("admin_public_key", "adminPublicKey", no_log=False),
            ),
        ),
        Field("ssh_user_name", INNER + "sshSettings.adminUserName", read_only=True, variants=(INSTANCE,)),
        Field("ssh_port", INNER + "sshSettings.sshPort", type="int", read_only=True, variants=(INSTANCE,)),
        Field(
            "authorization_type",
            INNER + "computeInstanceAuthorizationType",
            same="casefold",
            create_only=True,
            variants=(INSTANCE,),
        ),
        Field("enable_sso", INNER + "enableSSO", type="bool", create_only=True, variants=(INSTANCE,)),
        Field(
            "assigned_user",
            INNER + "personalComputeInstanceSettings.assignedUser",
            type="dict",
            create_only=True,
            variants=(INSTANCE,),
            fields=(
                Field("object_id", "objectId", same="casefold", required=True),
                Field("tenant_id", "tenantId", same="casefold", required=True),
            ),
        ),
        Field("idle_time_before_shutdown", INNER + "idleTimeBeforeShutdown", same="duration", variants=(INSTANCE,)),
        Field("schedules", INNER + "schedules.computeStartStop", type="list", fields=SCHEDULE, variants=(INSTANCE,)),
        Field(
            "setup_scripts",
            INNER + "setupScripts.scripts",
            type="dict",
            create_only=True,
            variants=(INSTANCE,),
            fields=(
                Field("startup", "startupScript", type="dict", fields=SCRIPT),
                Field("creation", "creationScript", type="dict", fields=SCRIPT),
            ),
        ),
        # Docker's own vocabulary, six levels deep: given in the service's shape and compared by the keys given.
        Field(
            "custom_services",
            INNER + "customServices",
            type="list",
            elements="dict",
            same="tree",
            create_only=True,
            variants=(INSTANCE,),
        ),
        Field("state_of_instance", INNER + "state", read_only=True, variants=(INSTANCE,)),
        Field("applications", INNER + "applications", type="list", read_only=True, variants=(INSTANCE,)),
        Field(
            "connectivity_endpoints", INNER + "connectivityEndpoints", type="dict", read_only=True, variants=(INSTANCE,)
        ),
        Field("last_operation", INNER + "lastOperation", type="dict", read_only=True, variants=(INSTANCE,)),
        Field("created_by", INNER + "createdBy", type="dict", read_only=True, variants=(INSTANCE,)),
        Field("os_image", INNER + "osImageMetadata", type="dict", read_only=True, variants=(INSTANCE,)),
        Field("containers", INNER + "containers", type="list", read_only=True, variants=(INSTANCE,)),
        Field("data_disks", INNER + "dataDisks", type="list", read_only=True, variants=(INSTANCE,)),
        Field("data_mounts", INNER + "dataMounts", type="list", read_only=True, variants=(INSTANCE,)),
        Field("versions", INNER + "versions", type="dict", read_only=True, variants=(INSTANCE,)),
        *FIELDS,
        Field("resource_id", "properties.resourceId", read_only=True, variants=MADE),
        Field("allocation_state", INNER + "allocationState", read_only=True, variants=(CLUSTER,)),
        Field(
            "allocation_state_transition_time",
            INNER + "allocationStateTransitionTime",
            read_only=True,
            variants=(CLUSTER,),
        ),
        Field("current_nodes", INNER + "currentNodeCount", type="int", read_only=True, variants=(CLUSTER,)),
        Field("target_nodes", INNER + "targetNodeCount", type="int", read_only=True, variants=(CLUSTER,)),
        Field("node_states", INNER + "nodeStateCounts", type="dict", read_only=True, variants=(CLUSTER,)),
        Field("errors", INNER + "errors", type="list", read_only=True, variants=MADE),
        Field("provisioning_state", "properties.provisioningState", read_only=True),
        Field("provisioning_errors", "properties.provisioningErrors", type="list", read_only=True),
        Field("attached", "properties.isAttachedCompute", type="bool", read_only=True),
        Field("created_on", "properties.createdOn", read_only=True),
        Field("modified_on", "properties.modifiedOn", read_only=True),
    ),
    # ClusterUpdateParameters of 2025-12-01: nothing but the scale settings.
    patch=(INNER + "scaleSettings",),
    busy=(
        Busy(INNER + "nodeStateCounts.runningNodeCount", action="listNodes", items="nodes", names="runId"),
        Busy(INNER + "state", word="JobRunning"),
    ),
    delete_query=(("underlyingResourceAction", "on_delete"),),
    # What somebody attached is let go, and not deleted with it (features 2.3).
    delete_default=("properties.isAttachedCompute", "Detach", "Delete"),
    extras=(Extra("nodes", "listNodes", "nodes", fields=NODE, variants=(CLUSTER,)),),
    options={"on_delete": {"type": "str", "choices": ["Delete", "Detach"]}},
)
