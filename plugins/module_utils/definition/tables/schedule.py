# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules and monitors (mapping 18)."""

from __future__ import annotations

from ..words import (
    COMPUTE,
    FLAG,
    FREE,
    FREE_MAP,
    NUMBER,
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
from . import run
from .importing import SCHEDULED
from .job import SETTINGS
from .members import DAYS, DESCRIPTION, FREQUENCY, NAME, ONE_OR_MORE, PROPERTIES, TAGS, TEXT_LIST
from .run import JOB

MOMENT = Form("moment")
TIMES = (
    Key("start_time", MOMENT),
    Key("end_time", MOMENT),
    Key("time_zone", TEXT, default="UTC"),
)
RECURRENCE = (
    Key("frequency", FREQUENCY, required=True),
    Key("interval", WHOLE, required=True),
    Key(
        "schedule",
        fields(
            Key("hours", ONE_OR_MORE, required=True),
            Key("minutes", ONE_OR_MORE, required=True),
            Key("week_days", DAYS),
            Key("month_days", ONE_OR_MORE),
        ),
        default={"hours": [], "minutes": []},
    ),
    *TIMES,
)
TRIGGER = union(
    "type",
    ("cron", fields(Key("expression", TEXT, required=True), *TIMES)),
    ("recurrence", fields(*RECURRENCE)),
    place="type",
    cron="Cron",
    recurrence="Recurrence",
)
#: What a schedule changes in the job that it starts.
CHANGES = fields(
    Key("type", words(*((word, word) for word in ("pipeline", "command", "spark")))),
    Key("job", FREE, required=True),
    Key("display_name", TEXT),
    DESCRIPTION,
    TAGS,
    PROPERTIES,
    Key("experiment_name", TEXT),
    Key("compute", COMPUTE, "compute_id"),
    Key("inputs", run.inputs(JOB)),
    Key("outputs", run.outputs(JOB)),
    Key("settings", SETTINGS),
    Key("identity", run.identity(JOB)),
    Key("services", run.services(JOB)),
    *run.WRITTEN,
)

CONTEXTS = words(
    *((word, word) for word in ("model_inputs", "model_outputs", "training", "test", "validation", "ground_truth"))
)
WINDOW = fields(
    Key("lookback_window_size", TEXT, "windowSize"),
    Key("lookback_window_offset", TEXT, "windowOffset"),
    Key("window_start", TEXT, "windowStart"),
    Key("window_end", TEXT, "windowEnd"),
)
DATA = fields(
    Key("input_data", run.inputs(JOB).of or FREE, required=True),
    Key("data_context", CONTEXTS, "dataContext"),
    Key("data_window", WINDOW),
    Key("data_column_names", TEXTS, "columns"),
    Key("pre_processing_component", Form("asset", asset="components"), "preprocessingComponentId"),
)
PRODUCTION, REFERENCE = Form("monitored", of=DATA, template="production"), Form("monitored", of=DATA)


def rates(*names: str) -> Form:
    """Thresholds by metric."""
    return fields(*(Key(name, NUMBER) for name in names))


DRIFT = fields(
    Key(
        "numerical",
        rates(
            "jensen_shannon_distance",
            "normalized_wasserstein_distance",
            "population_stability_index",
            "two_sample_kolmogorov_smirnov_test",
        ),
    ),
    Key(
        "categorical",
        rates("jensen_shannon_distance", "population_stability_index", "pearsons_chi_squared_test"),
    ),
    Key("data_type", TEXT),
    Key("threshold", NUMBER),
)
QUALITY_RATES = rates("null_value_rate", "data_type_error_rate", "out_of_bounds_rate")
QUALITY = fields(
    Key("numerical", QUALITY_RATES), Key("categorical", QUALITY_RATES), Key("data_type", TEXT), Key("threshold", NUMBER)
)
# The client knows the metrics of a regression by other names than it reads, so it takes none (1.35.2).
PERFORMANCE = fields(Key("classification", rates("accuracy", "precision", "recall")))
SIGNAL = (Key("alert_enabled", FLAG), Key("properties", FREE_MAP))
FEATURES = Key("features", Form("features"))
TYPES = Key("feature_type_override", FREE_MAP, "featureDataTypeOverride")
THRESHOLD = fields(
    Key("metric_name", TEXT, "metric", required=True), Key("threshold", NUMBER, "threshold.value", required=True)
)
SEGMENT = Key("data_segment", FREE_MAP, unused="is unknown to this api-version")
SIGNALS = union(
    "type",
    (
        "data_drift",
        fields(
            *SIGNAL,
            Key("production_data", PRODUCTION, "productionData"),
            Key("reference_data", REFERENCE, "referenceData"),
            FEATURES,
            TYPES,
            SEGMENT,
            Key("metric_thresholds", Form("drift", of=DRIFT), "metricThresholds"),
            finish="signal",
        ),
    ),
    (
        "data_quality",
        fields(
            *SIGNAL,
            Key("production_data", PRODUCTION, "productionData"),
            Key("reference_data", REFERENCE, "referenceData"),
            FEATURES,
            TYPES,
            Key("metric_thresholds", Form("quality", of=QUALITY), "metricThresholds"),
            finish="signal",
        ),
    ),
    (
        "prediction_drift",
        fields(
            *SIGNAL,
            Key("production_data", PRODUCTION, "productionData"),
            Key("reference_data", REFERENCE, "referenceData"),
            Key("metric_thresholds", Form("drift", of=DRIFT), "metricThresholds", required=True),
            finish="signal",
        ),
    ),
    (
        "feature_attribution_drift",
        fields(
            *SIGNAL,
            Key("production_data", list_of(PRODUCTION), "productionData", required=True),
            Key("reference_data", REFERENCE, "referenceData"),
            Key(
                "metric_thresholds",
                fields(
                    Key("normalized_discounted_cumulative_gain", NUMBER, "threshold.value"),
                    defaults=(("metric", "normalizedDiscountedCumulativeGain"),),
                ),
                "metricThreshold",
                required=True,
            ),
            finish="attribution",
        ),
    ),
    (
        "model_performance",
        fields(
            *SIGNAL,
            Key("production_data", PRODUCTION, "productionData", required=True),
            Key("reference_data", REFERENCE, "referenceData", required=True),
            Key(
                "data_segment",
                fields(Key("feature_name", TEXT, "feature"), Key("feature_values", TEXT_LIST, "values")),
                "dataSegment",
            ),
            Key("metric_thresholds", PERFORMANCE, "thresholds", required=True, version=SCHEDULED),
            finish="performance",
        ),
    ),
    (
        "custom",
        fields(
            *SIGNAL,
            Key("component_id", Form("asset", asset="components"), "componentId", required=True),
            Key("input_data", map_of(REFERENCE), "inputAssets"),
            Key("inputs", run.inputs(JOB)),
            Key("connection", FREE_MAP, unused="is unknown to this api-version"),
            Key(
                "metric_thresholds",
                list_of(THRESHOLD),
                "metricThresholds",
                required=True,
            ),
            finish="custom_signal",
        ),
    ),
    place="signalType",
    data_drift="DataDrift",
    data_quality="DataQuality",
    prediction_drift="PredictionDrift",
    feature_attribution_drift="FeatureAttributionDrift",
    model_performance="ModelPerformance",
    custom="Custom",
)
TASKS = words(
    *(
        (word, becomes)
        for word, becomes in (
            ("classification", "Classification"),
            ("regression", "Regression"),
            ("question_answering", "QuestionAnswering"),
        )
    )
)
# The versions of Spark that monitors run on (the client, 1.35.2).
SPARK = words(("3.4", "3.4"), ("3.5", "3.5"))
MONITOR = fields(
    Key(
        "compute",
        fields(
            Key("instance_type", TEXT, "instanceType", required=True),
            Key("runtime_version", SPARK, "runtimeVersion", required=True),
            defaults=(("computeType", "ServerlessSpark"), ("computeIdentity.computeIdentityType", "AmlToken")),
        ),
        "computeConfiguration",
        required=True,
    ),
    Key(
        "monitoring_target",
        fields(
            Key("ml_task", TASKS, "taskType", default="Classification"),
            Key("endpoint_deployment_id", Form("deployment_id"), "deploymentId"),
            Key("model_id", Form("asset", asset="models"), "modelId"),
        ),
        "monitoringTarget",
    ),
    Key("monitoring_signals", FREE_MAP),
    Key("alert_notification", Form("alert"), "alertNotificationSettings"),
)
SCHEDULE = fields(
    NAME,
    Key("display_name", TEXT),
    DESCRIPTION,
    TAGS,
    PROPERTIES,
    Key("trigger", TRIGGER, required=True),
    Key("create_job", Form("scheduled_job", of=CHANGES), "action"),
    Key("create_monitor", FREE_MAP),
    Key("import_data", Form("scheduled_import"), version=SCHEDULED),
    *told("id", "creation_context", "provisioning_state", "is_enabled"),
    finish="schedule",
)
