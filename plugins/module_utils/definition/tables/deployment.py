# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deployments of online and batch endpoints (mapping 16, 17)."""

from __future__ import annotations

from ..words import (
    COMPUTE,
    FLAG,
    FREE_MAP,
    MILLISECONDS,
    NUMBER,
    SECONDS,
    TEXT,
    TEXTS,
    WHOLE,
    Form,
    Key,
    fields,
    list_of,
    map_of,
    told,
    union,
    words,
)
from .members import DESCRIPTION, ENABLED, NAME, PROPERTIES, TAGS

CODE = Form("code_of_deployment", of=fields(Key("code", Form("code_of_asset"), "id"), Key("scoring_script", TEXT)))
ENVIRONMENT = Form("environment_of_deployment")
MODEL = Form("model_of_deployment")
COMMON = (
    NAME,
    Key("endpoint_name", TEXT, "endpoint"),
    DESCRIPTION,
    TAGS,
    PROPERTIES,
    Key("code_configuration", CODE, "code"),
    Key("environment", ENVIRONMENT, "environment_id"),
    Key("environment_variables", TEXTS),
    *told("id", "creation_context", "provisioning_state"),
)
PROBE = fields(
    Key("initial_delay", SECONDS),
    Key("period", SECONDS),
    Key("timeout", SECONDS),
    Key("success_threshold", WHOLE),
    Key("failure_threshold", WHOLE),
)
DEFAULT_SCALE = ("default", fields())
TARGET_SCALE = (
    "target_utilization",
    fields(
        Key("min_instances", WHOLE),
        Key("max_instances", WHOLE),
        Key("polling_interval", SECONDS),
        Key("target_utilization_percentage", WHOLE),
    ),
)


def scale(*kinds: tuple[str, Form]) -> Key:
    """How a deployment grows, of the kinds that it can."""
    named = {"default": "Default", "target_utilization": "TargetUtilization"}
    return Key("scale_settings", union("type", *kinds, place="type", **{word: named[word] for word, _form in kinds}))


# The client takes the words True and False here, and no boolean.
SWITCH = words(("true", "Enabled"), ("false", "Disabled"))
COLLECTION = fields(
    Key("enabled", SWITCH, "dataCollectionMode", required=True),
    Key("data", fields(Key("name", TEXT), Key("version", TEXT), Key("path", TEXT), Key("data_id", TEXT))),
    Key("client_id", TEXT, "clientId"),
)
ROLLING = words(("minute", "Minute"), ("hour", "Hour"), ("day", "Day"))
COLLECTOR = fields(
    Key("collections", map_of(COLLECTION)),
    Key("sampling_rate", NUMBER, "samplingRate"),
    Key("rolling_rate", ROLLING, "rollingRate"),
    Key("request_logging", fields(Key("capture_headers", list_of(TEXT), "captureHeaders")), "requestLogging"),
)
ONLINE = (
    *COMMON,
    Key("model", MODEL),
    Key("model_mount_path", TEXT),
    Key("instance_count", WHOLE),
    Key("app_insights_enabled", FLAG, default=False),
    Key(
        "request_settings",
        fields(
            Key("request_timeout_ms", MILLISECONDS, "request_timeout"),
            Key("max_queue_wait_ms", MILLISECONDS, "max_queue_wait"),
            Key("max_concurrent_requests_per_instance", WHOLE),
        ),
    ),
    Key("liveness_probe", PROBE),
    Key("readiness_probe", PROBE),
    Key("data_collector", COLLECTOR),
)
RESOURCES = fields(
    Key("cpu", TEXT),
    Key("memory", TEXT),
    Key("gpu", TEXT),
    Key("nvidia.com/gpu", TEXT, "gpu"),
)
# What the service reads among the properties (the client, 1.35.2).
PRIVATE = Form("flag", words=(("true", "true"), ("false", "false")))
ONLINE_DEPLOYMENT = union(
    "type",
    (
        "managed",
        fields(
            *ONLINE,
            Key("instance_type", TEXT, required=True),
            scale(DEFAULT_SCALE),
            Key("egress_public_network_access", ENABLED),
            Key("private_network_connection", PRIVATE, "properties.private-network-connection"),
            finish="online_deployment",
        ),
    ),
    (
        "kubernetes",
        fields(
            *ONLINE,
            Key("instance_type", TEXT),
            scale(DEFAULT_SCALE, TARGET_SCALE),
            Key(
                "resources",
                fields(
                    Key("requests", RESOURCES, "containerResourceRequests"),
                    Key("limits", RESOURCES, "containerResourceLimits"),
                ),
                "container_resource_requirements",
            ),
            finish="online_deployment",
        ),
    ),
    otherwise="managed",
    place="type",
    managed="Managed",
    kubernetes="Kubernetes",
)

RETRY = fields(Key("max_retries", WHOLE), Key("timeout", SECONDS))
SETTINGS = (
    Key("mini_batch_size", WHOLE),
    Key("output_action", words(("append_row", "AppendRow"), ("summary_only", "SummaryOnly"))),
    Key("output_file_name", TEXT),
    Key("retry_settings", RETRY),
    Key("error_threshold", WHOLE),
    Key("logging_level", words(("info", "Info"), ("warning", "Warning"), ("debug", "Debug"))),
    Key("max_concurrency_per_instance", WHOLE),
)
BATCH = (
    *COMMON,
    Key("model", MODEL, "model", required=False),
    Key(
        "resources",
        fields(
            Key("instance_count", WHOLE),
            Key("instance_type", TEXT),
            Key("properties", FREE_MAP),
            *(
                Key(name, form, unused="is not sent for a deployment")
                for name, form in (("locations", list_of(TEXT)), ("max_instance_count", WHOLE))
            ),
            Key("shm_size", TEXT, unused="is not sent for a deployment"),
            Key("docker_args", TEXT, unused="is not sent for a deployment"),
        ),
    ),
)
PIPELINE = fields(
    *COMMON[:4],
    *told("id"),
    Key("job_definition", Form("job_of_deployment"), "component"),
    Key("component", Form("component_of_deployment"), "component"),
    Key("settings", FREE_MAP),
    defaults=(
        ("error_threshold", -1),
        ("max_concurrency_per_instance", 1),
        ("mini_batch_size", 10),
        ("output_file_name", "predictions.csv"),
    ),
    finish="pipeline_deployment",
)
FLAT = fields(*BATCH, *SETTINGS, Key("compute", COMPUTE), finish="batch_deployment")
BATCH_DEPLOYMENT = union(
    "type",
    (
        "model",
        fields(
            *BATCH,
            Key("compute", COMPUTE, required=True),
            Key("error_threshold", WHOLE),
            Key(
                "settings",
                fields(
                    *SETTINGS,
                    Key("environment_variables", TEXTS),
                    Key("instance_count", WHOLE, "resources.instance_count"),
                ),
                ".",
            ),
            finish="batch_deployment",
        ),
    ),
    ("pipeline", PIPELINE),
    ("flat", FLAT),
    otherwise="flat",
)
