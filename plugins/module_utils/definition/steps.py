# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of a pipeline that run no code of the user: AutoML, and what moves data (mapping 11). Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..tree import dig, join
from . import convert
from .automl import sweepable
from .making import Making
from .runs import is_binding
from .tables.step import COMMON
from .words import Form, snake

BUILT_IN = "azureml://registries/azureml/components/{task}_{kind}/versions/0.0.1"
# What the client says of a policy that says nothing (1.35.2).
POLICIES = {
    "bandit": {"slack_factor": 0.0, "slack_amount": 0.0, "evaluation_interval": 0, "delay_evaluation": 0},
    "median_stopping": {"evaluation_interval": 1, "delay_evaluation": 0},
    "truncation_selection": {"evaluation_interval": 0, "delay_evaluation": 0},
}
# The metric of a step that names none, where that is another one than a job's (1.35.2).
METRICS = {"classification": "accuracy"}
TABLES = ("training_data", "validation_data", "test_data")


def automl_step(name: str, given: Mapping[str, Any], at: str, making: Making) -> dict[str, Any]:
    """A step of AutoML: as it is written, with what the client says by itself."""
    from .tables.automl import AUTOML

    task = str(given.get("task", "")).lower()
    own = {key: item for key, item in given.items() if key not in ("type", "component", "$schema")}
    checked = convert.together(making.convert(AUTOML, _without_bindings(own), at))
    shared = {key: own.pop(key) for key in ("outputs", "compute") if key in own}
    made = {**own, "name": name, "type": "automl", "task": task}
    if not is_binding(given.get("primary_metric")):
        metric = dig(checked, "task_details.primaryMetric") if "primary_metric" in given else METRICS.get(task)
        made["primary_metric"] = snake(metric or dig(checked, "task_details.primaryMetric") or "accuracy")
    if task.startswith("text_"):
        made["limits"] = {"max_trials": 1, "max_nodes": 1, **(given.get("limits") or {})}
    else:
        made["log_verbosity"] = snake(str(given.get("log_verbosity", "info")))
    policy = dig(given, "sweep.early_termination")
    if isinstance(policy, Mapping):
        kind = snake(str(policy["type"]))
        made["sweep"] = {**given["sweep"], "early_termination": {**POLICIES[kind], **policy, "type": kind}}
    if isinstance(given.get("search_space"), list):
        here = join(at, "search_space")
        made["search_space"] = [
            {key: sweepable(Form(""), item, here, making) for key, item in space.items()}
            for space in given["search_space"]
        ]
    found = _shared(shared, at, making)
    if "computeId" in found:
        found["compute"] = f"azureml:{found.pop('computeId')}"
    return {**made, **found}


def _without_bindings(given: Any) -> Any:
    """What a step says itself; what the pipeline gives it is seen when it is there."""
    if isinstance(given, list):
        return [_without_bindings(item) for item in given]
    if not isinstance(given, Mapping):
        return given
    made = {}
    for key, item in given.items():
        if key in TABLES:
            made[key] = {"type": "mltable", "path": "azureml:given:1"}
        elif key == "target_column_name" or not is_binding(item):
            made[key] = _without_bindings(item)
    return {key: item for key, item in made.items() if key not in ("outputs", "inputs", "comment")}


def transfer_step(
    name: str, given: Mapping[str, Any], component: tuple[str, str], at: str, making: Making
) -> dict[str, Any]:
    """A step that moves data. ``component``: its id and where it is from; empty for one of Microsoft's."""
    task = given.get("task")
    ends = {"import_data": "source", "export_data": "sink"}
    if task not in ("copy_data", *ends):
        raise InputError(join(at, "task"), f"{convert.shown(task)} is none of copy_data, {', '.join(ends)}")
    own = {key: item for key, item in given.items() if key not in ("component", "$schema")}
    shared = {key: own.pop(key) for key in ("inputs", "outputs", "compute") if key in own}
    kind = ""
    if task in ends:
        end = given.get(ends[task])
        if not isinstance(end, Mapping):
            raise InputError(join(at, ends[task]), "is required")
        kind = str(end.get("type") or "file_system").lower()
    if task == "import_data":
        shared.setdefault("outputs", {"sink": {"type": "mltable" if kind == "database" else "uri_folder"}})
    made = {**own, **_shared(shared, at, making), "name": name, "type": "data_transfer"}
    found, source = component
    if not found:
        found, source = BUILT_IN.format(task=task, kind=kind), "BUILTIN"
    return {**made, "componentId": found, "_source": source}


def _shared(given: Mapping[str, Any], at: str, making: Making) -> dict[str, Any]:
    """What every step has in common."""
    form = Form("object", keys=tuple(key for key in COMMON if key.name in given))
    found: dict[str, Any] = convert.together(making.convert(form, given, at))
    return found
