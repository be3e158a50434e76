# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values that monitors have (mapping 18 and 20). Pure functions, as in :mod:`convert`."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..tree import dig, join
from . import convert
from .making import Making
from .place import is_reference
from .tables.run import name
from .tables.schedule import MONITOR, SIGNALS
from .words import Form

# How long a window is when nobody says, by what the schedule counts in (the client, 1.35.2).
DAYS = {"Day": 1, "Week": 7, "Month": 30}
PERFORMANCE = "azureml.modelmonitor.model_performance_thresholds"
WEEK = "P7D", "P14D"
COLLECTED = {"data_drift": "model_inputs", "data_quality": "model_inputs", "prediction_drift": "model_outputs"}
DEFAULTS = {
    "data-drift-signal": "data_drift",
    "prediction-drift-signal": "prediction_drift",
    "data-quality-signal": "data_quality",
}
DRIFT = {"numerical": {"normalized_wasserstein_distance": 0.1}, "categorical": {"jensen_shannon_distance": 0.1}}
RATES = dict.fromkeys(("null_value_rate", "data_type_error_rate", "out_of_bounds_rate"), 0.0)
THRESHOLDS = {
    "data_drift": DRIFT,
    "prediction_drift": DRIFT,
    "data_quality": {"numerical": RATES, "categorical": RATES},
}


def monitor(given: Mapping[str, Any], trigger: Mapping[str, Any], at: str, making: Making) -> dict[str, Any]:
    """What a monitor looks at, on what, and whom it tells; the schedule's trigger says how long its windows are."""
    made: dict[str, Any] = convert.together(making.convert(MONITOR, given, at))
    signals = made.pop("monitoring_signals", None)
    collected = _collected(dig(made, "monitoringTarget.deploymentId"), signals, making)
    if not signals:
        if len(collected) < 2:
            raise InputError(
                join(at, "monitoring_signals"), "is required for a deployment that does not collect inputs and outputs"
            )
        signals = {name: {"type": kind, "metric_thresholds": THRESHOLDS[kind]} for name, kind in DEFAULTS.items()}
        for signal in signals.values():
            signal.update({"features": "all_features"} if signal["type"] != "prediction_drift" else {})
    window, twice = _windows(trigger)
    found = {}
    for name_of, signal in signals.items():
        here = join(at, f"monitoring_signals.{name_of}")
        own = convert.together(making.convert(SIGNALS, _with_data(signal, collected, here), here))
        found[name_of] = _with_windows(own, window, twice)
    return {**made, "signals": found}


def _windows(trigger: Mapping[str, Any]) -> tuple[str, str]:
    """The windows of a monitor whose definition has none: its own rhythm, and twice that for the reference."""
    if trigger.get("type") != "Recurrence":
        return WEEK
    days = int(trigger["interval"]) * DAYS.get(str(trigger["frequency"]), 0) or 1
    return f"P{days}D", f"P{days * 2}D"


def _collected(deployment: Any, signals: Any, making: Making) -> dict[str, dict[str, Any]]:
    """The data that a deployment collects, by its collection, where a signal needs to know."""
    lacking = not signals or any(
        isinstance(signal, Mapping)
        and signal.get("type") != "custom"
        and not (signal.get("production_data") and signal.get("reference_data"))
        for signal in signals.values()
    )
    if not deployment or not lacking:
        return {}
    shown = making.shown(str(deployment))
    if shown is None:
        # Not looked up yet: whatever is said here is said again.
        return {one: {"path": "azureml:unknown:1", "type": "uri_folder"} for one in ("model_inputs", "model_outputs")}
    found = {}
    for name_of, collection in (dig(shown, "properties.dataCollector.collections") or {}).items():
        if str(dig(collection, "dataCollectionMode")).lower() == "enabled":
            data = making.shown(str(dig(collection, "dataId")))
            kind = dig(data, "properties.dataType") or "uri_folder"
            found[name_of] = {"path": f"azureml:{dig(collection, 'dataId')}", "type": kind}
    return found


def _with_data(signal: Any, collected: Mapping[str, Any], at: str) -> Any:
    """A signal with the data that its deployment collects, where it names none."""
    kind = signal.get("type") if isinstance(signal, Mapping) else None
    if kind not in COLLECTED:
        return signal
    context = COLLECTED[kind]
    made = dict(signal)
    for key, offset in (("production_data", "P0D"), ("reference_data", "default")):
        if made.get(key):
            continue
        if context not in collected:
            raise InputError(join(at, key), "is required: the deployment does not collect it")
        window = {"lookback_window_size": "default", "lookback_window_offset": offset}
        made[key] = {"input_data": collected[context], "data_context": context, "data_window": window}
    return made


def _with_windows(signal: dict[str, Any], window: str, twice: str) -> dict[str, Any]:
    for key, size in (("productionData", window), ("referenceData", twice)):
        data = signal.get(key)
        for item in data if isinstance(data, list) else [data] if data else []:
            if item.get("windowSize") == "default":
                item["windowSize"] = size
            if item.get("windowOffset") == "default":
                item["windowOffset"] = window
    return signal


def monitored(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """Data that a monitor looks at: over a rolling window, a fixed one, or whole."""
    made = making.convert(form.of or form, value, at)
    data = made.pop("input_data")
    window = made.pop("data_window", {})
    made.update(jobInputType=data[name("job_input_type", "job")], uri=data.get("uri"))
    ends = {"windowStart", "windowEnd"} & set(window)
    if form.template == "production" and ends:
        raise InputError(join(at, "data_window"), "of production data must be a lookback_window")
    if form.template == "production" or "windowSize" in window:
        rolling = {"windowSize": window.get("windowSize", "default"), "windowOffset": window.get("windowOffset", "P0D")}
        return {**made, **rolling, "inputDataType": "Rolling"}
    if "windowStart" in window and "windowEnd" in window:
        ends = {key: _midnight(window[key], at) for key in ("windowStart", "windowEnd")}
        return {**made, **ends, "inputDataType": "Static"}
    made.pop("preprocessingComponentId", None)
    return {**made, "inputDataType": "Fixed"}


def _midnight(value: str, at: str) -> str:
    try:
        day = datetime.datetime.strptime(value, "%Y-%m-%d")
    except ValueError:
        raise InputError(join(at, "data_window"), f"{value[:40]!r} is no date, such as 2026-07-10") from None
    return day.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def features(_form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """Which features a signal looks at: some, the most important ones, or all."""
    if isinstance(value, list):
        return {"filterType": "FeatureSubset", "features": [str(item) for item in value]}
    if isinstance(value, Mapping) and set(value) == {"top_n_feature_importance"}:
        top = convert.whole(_form, value["top_n_feature_importance"], join(at, "top_n_feature_importance"), making)
        return {"filterType": "TopNByAttribution", "top": top}
    if value == "all_features":
        return {"filterType": "AllFeatures"}
    raise InputError(at, "must be a list, all_features, or a map with top_n_feature_importance")


def thresholds(form: Form, value: Any, at: str, making: Making, one: bool) -> list[dict[str, Any]]:
    made = making.convert(form.of or form, value, at)
    found = []
    for kind in ("numerical", "categorical"):
        given = made.get(kind) or {}
        if one and len(given) > 1:
            making.warn(join(at, kind), f"has one threshold for a signal; {next(iter(given))} is taken")
        for metric, limit in list(given.items())[: 1 if one else None]:
            found.append({"dataType": kind.capitalize(), "metric": name(metric, "job"), "threshold": {"value": limit}})
    return found


def drift(form: Form, value: Any, at: str, making: Making) -> list[dict[str, Any]]:
    """When data has drifted: by one measure for numbers and one for words."""
    return thresholds(form, value, at, making, one=True)


def quality(form: Form, value: Any, at: str, making: Making) -> list[dict[str, Any]]:
    """When data is bad."""
    return thresholds(form, value, at, making, one=False)


def signal(_form: Form, made: Any, _at: str, _making: Making) -> dict[str, Any]:
    """A signal tells somebody, or only counts (mapping 20: its mode is its notification)."""
    made = dict(made)
    told = made.pop("alert_enabled", False)
    return {**made, "notificationTypes": ["AmlNotification"]} if told else made


def performance(form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """A signal about how well a model does. Its thresholds are one text among its properties; where the service has a
    place for one of them, the client always writes the same (1.35.2).
    """
    made = signal(form, made, at, making)
    given = made.pop("thresholds").get("classification") or {}
    rows = [
        {"modelType": "classification", "metric": metric.capitalize(), "threshold": {"value": float(given[metric])}}
        for metric in ("accuracy", "precision", "recall")
        if given.get(metric)
    ]
    if not rows:
        raise InputError(join(at, "metric_thresholds.classification"), "needs a threshold other than 0")
    told = ", ".join(json.dumps(row, separators=(",", ":")) for row in rows)
    return {
        **made,
        "productionData": [made["productionData"]],
        "metricThreshold": {"modelType": "Classification", "metric": "Accuracy", "threshold": {"value": 0.9}},
        "properties": {**(made.get("properties") or {}), PERFORMANCE: f"[{told}]"},
    }


def attribution(form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """A signal about the weight of features, which must know what is predicted (mapping 20)."""
    column = dig(made, "referenceData.columns.target_column")
    settings = {"mode": "Enabled", **({"targetColumn": column} if column else {})}
    return {**signal(form, made, at, making), "featureImportanceSettings": settings}


def deployment_id(_form: Form, value: Any, at: str, making: Making) -> str:
    """A deployment by its endpoint's name and its own, or by its id."""
    text = convert.text(_form, value, at, making)
    bare = text[len("azureml:") :] if is_reference(text) else text
    if bare.startswith("/"):
        return bare
    endpoint, _colon, deployment = bare.partition(":")
    if not deployment:
        raise InputError(at, "must be azureml:<endpoint>:<deployment>")
    return f"{making.place.inner('onlineEndpoints', endpoint)}/deployments/{deployment}"


def alert(_form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """Whom a monitor tells."""
    if isinstance(value, str) and value.lower() == "azmonitoring":
        making.warn(at, "azmonitoring is unknown to this api-version; metrics are there all the same")
        return {}
    if not isinstance(value, Mapping) or not isinstance(value.get("emails"), list):
        raise InputError(join(at, "emails"), "is required")
    for key in value:
        if key != "emails":
            raise InputError(join(at, str(key)), "is no key of the CLI's schema here; it knows emails")
    return {"emailNotificationSettings": {"emails": [str(item) for item in value["emails"]]}}


KINDS = {
    "monitored": monitored,
    "features": features,
    "drift": drift,
    "quality": quality,
    "signal": signal,
    "custom_signal": signal,
    "attribution": attribution,
    "performance": performance,
    "deployment_id": deployment_id,
    "alert": alert,
}
