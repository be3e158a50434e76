# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A deployment of an online endpoint: a model, and the machines that answer with it (contract 4, recorded 2.3)."""

from __future__ import annotations

from ..schema import Extra, Field, Resource
from .endpoint import CODE, DESCRIBED, NAME, RUNS_IN, TRACKED

MANAGED, KUBERNETES = "Managed", "Kubernetes"
TARGET = "TargetUtilization"


def probe(option: str, path: str) -> Field:
    """How often, and how many times, the service looks whether an instance answers."""
    return Field(
        option,
        "properties." + path,
        type="dict",
        fields=(
            Field("failure_threshold", "failureThreshold", type="int"),
            Field("success_threshold", "successThreshold", type="int"),
            Field("initial_delay", "initialDelay", same="duration"),
            Field("period", "period", same="duration"),
            Field("timeout", "timeout", same="duration"),
        ),
    )


SKU = (
    Field("name", "sku.name", read_only=True),
    Field("tier", "sku.tier", read_only=True),
    Field("minimum", "capacity.minimum", type="int", read_only=True),
    Field("maximum", "capacity.maximum", type="int", read_only=True),
    Field("default", "capacity.default", type="int", read_only=True),
    Field("scale_type", "capacity.scaleType", read_only=True),
)

ONLINE_DEPLOYMENT = Resource(
    noun="online_deployment",
    plural="online_deployments",
    path="onlineEndpoints/{endpoint}/deployments/{name}",
    defined=True,
    names={"endpoint": NAME, "name": (r"[a-z][a-z0-9-]{1,30}[a-z0-9]", "blue")},
    union="type",
    fields=(
        Field(
            "type",
            "properties.endpointComputeType",
            choices=(MANAGED, KUBERNETES),
            same="casefold",
            create_only=True,
            aliases=("endpoint_compute_type",),
        ),
        *TRACKED,
        Field("model", "properties.model", same="asset"),
        Field("model_mount_path", "properties.modelMountPath"),
        CODE,
        *RUNS_IN,
        Field("instance_type", "properties.instanceType", same="casefold", create_only=True),
        # Whoever takes no number of machines must name the plan all the same (azure-ai-ml 1.35.2).
        Field("sku", "sku.name", same="casefold", on_create="Default"),
        Field("instance_count", "sku.capacity", type="int"),
        Field("app_insights_enabled", "properties.appInsightsEnabled", type="bool", unset_means=False),
        Field(
            "egress_public_network_access",
            "properties.egressPublicNetworkAccess",
            choices=("Disabled", "Enabled"),
            same="casefold",
            unset_means="Enabled",
        ),
        Field(
            "scale_settings",
            "properties.scaleSettings",
            type="dict",
            union="type",
            cleared={"type": "Default"},
            fields=(
                Field(
                    "type",
                    "scaleType",
                    choices=("Default", TARGET),
                    same="casefold",
                    unset_means="Default",
                    required=True,
                ),
                Field("min_instances", "minInstances", type="int", variants=(TARGET,), at_most="max_instances"),
                Field("max_instances", "maxInstances", type="int", variants=(TARGET,)),
                Field("polling_interval", "pollingInterval", same="duration", variants=(TARGET,)),
                Field("target_utilization_percentage", "targetUtilizationPercentage", type="int", variants=(TARGET,)),
            ),
        ),
        Field(
            "request_settings",
            "properties.requestSettings",
            type="dict",
            fields=(
                Field("max_concurrent_requests_per_instance", "maxConcurrentRequestsPerInstance", type="int"),
                Field("request_timeout", "requestTimeout", same="duration"),
                Field("max_queue_wait", "maxQueueWait", same="duration"),
            ),
        ),
        probe("liveness_probe", "livenessProbe"),
        probe("readiness_probe", "readinessProbe"),
        probe("startup_probe", "startupProbe"),
        # Collections are named by the user and deep: given in the service's shape, compared by the keys given.
        Field("data_collector", "properties.dataCollector", type="dict", same="tree"),
        Field(
            "container_resource_requirements",
            "properties.containerResourceRequirements",
            type="dict",
            variants=(KUBERNETES,),
            same="tree",
        ),
        *DESCRIBED,
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
    # PartialMinimalTrackedResourceWithSku of 2025-12-01.
    patch=("sku", "tags"),
    held_by=("properties.traffic", "properties.mirrorTraffic"),
    list_query=(("$orderBy", "order_by"),),
    reader_options={"order_by": {"type": "str"}},
    extras=(Extra("skus", "skus", "value", method="GET", fields=SKU),),
)
