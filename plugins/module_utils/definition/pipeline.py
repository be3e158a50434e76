# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pipelines: their steps, what binds the steps together, and the components that they become. Pure functions, as in
:mod:`convert`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import InputError
from ..tree import dig, join
from . import convert
from .bindings import Pipeline, typed_ends
from .components import CACHES, INLINE, anonymous, referred, size_in_bytes, spec_of
from .making import Making
from .place import is_reference
from .runs import LITERAL, described, is_binding
from .spark import check_step, spark_conf_of_step
from .steps import automl_step, transfer_step
from .tables.step import IN_THE_COMPONENT, OF_COMPONENT, STEPS
from .words import Form

NAME = re.compile(r"[a-z_][a-z0-9_]*")


def pipeline_job(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """A pipeline job."""
    given = convert.free_map(form, value, at, making)
    if isinstance(given.get("component"), str) and given.get("jobs"):
        raise InputError(join(at, "jobs"), "excludes component")
    made: dict[str, Any] = making.convert(form.of or form, given, at)
    steps = made.pop("jobs", {})
    settings = made.get("settings") or {}
    if "component_id" not in made:
        _check_ends(steps, settings, at)
        covered = made.get("compute_id") or settings.get("default_compute")
        made["jobs"] = steps_of(
            Pipeline(given.get("inputs") or {}, given.get("outputs") or {}, steps),
            join(at, "jobs"),
            making,
            bool(covered),
        )
    elif not is_reference(str(given["component"])):
        made = _as_component(made, referred(given["component"], join(at, "component"), making)[2] or {})
    source = "REMOTE.WORKSPACE.JOB" if "component_id" in made else INLINE
    return described({**made, "settings": {**settings, "_source": source}}, making)


def _as_component(made: dict[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    """A pipeline that is a component beside the definition, with what that says of its inputs and outputs."""
    inputs = {
        key: {"jobInputType": LITERAL, "value": str(one["default"])}
        for key, one in (spec.get("inputs") or {}).items()
        if one.get("default") is not None
    }
    outputs = {key: {"jobOutputType": one["type"]} for key, one in (spec.get("outputs") or {}).items()}
    both = {"inputs": {**inputs, **made.get("inputs", {})}, "outputs": {**outputs, **made.get("outputs", {})}}
    return {**made, **{key: item for key, item in both.items() if item}}


def _check_ends(steps: Mapping[str, Any], settings: Mapping[str, Any], at: str) -> None:
    """:raises InputError: what begins or ends the pipeline is none of its steps, or hangs together with another one."""
    ends = {key: settings[key] for key in ("on_init", "on_finalize") if settings.get(key)}
    for key, name in ends.items():
        here = join(at, f"settings.{key}")
        if name not in steps:
            raise InputError(here, f"{str(name)[:60]} is no step of the pipeline")
        others = {other: step for other, step in steps.items() if other != name}
        if set(others) <= set(ends.values()):
            raise InputError(join(at, "jobs"), "needs a step beside those that begin and end it")
        if "${{parent.jobs." in _told(steps[name]) or f"${{{{parent.jobs.{name}." in _told(others):
            raise InputError(here, f"{name} must not hang together with another step")
    if len(ends) == 2 and len(set(ends.values())) == 1:
        raise InputError(join(at, "settings.on_init"), "must be another step than on_finalize")


def _told(steps: Any) -> str:
    return json.dumps(steps, default=str).replace(" ", "")


def steps_of_component(jobs: Any, spec: Mapping[str, Any], at: str, making: Making) -> dict[str, Any]:
    """The steps of a pipeline component, whose inputs and outputs have types."""
    found = convert.free_map(Form("free_map"), jobs, at, making)
    return steps_of(Pipeline(spec.get("inputs") or {}, spec.get("outputs") or {}, found), at, making, True)


def steps_of(pipeline: Pipeline, at: str, making: Making, covered: bool) -> dict[str, Any]:
    """Every step. ``covered``: the pipeline has a compute target for those that name none."""
    making = replace(making, includes=(), left_out=CACHES)
    made = {}
    for name, value in pipeline.steps.items():
        here = join(at, name)
        if not NAME.fullmatch(name):
            raise InputError(here, "is no name of a step: lower-case letters, digits and _, a letter or _ first")
        given = convert.free_map(Form("free_map"), value, here, making)
        step = _step(name, given, pipeline, here, making)
        if not covered:
            _check_compute(step, pipeline.specs.get(name) or {}, here)
        made[name] = convert.together(step)
    return made


def _check_compute(step: Mapping[str, Any], spec: Mapping[str, Any], at: str) -> None:
    """:raises InputError: nobody says where a step runs, or one of the pipeline that it is."""
    if step["type"] == "pipeline":
        for name, inner in (spec.get("jobs") or {}).items():
            _check_compute(inner, {}, join(at, f"jobs.{name}"))
    elif not (step.get("computeId") or step.get("compute") or (step["type"] == "spark" and "resources" in step)):
        raise InputError(join(at, "compute"), "is required, or settings.default_compute of the pipeline")


def _step(name: str, given: dict[str, Any], pipeline: Pipeline, at: str, making: Making) -> dict[str, Any]:
    """One step. :raises InputError: naming the key, and where the step is its own component, that too: the client says
    nothing else of such a step.
    """
    own = "component" not in given and str(given.get("type") or "command").lower() in OF_COMPONENT
    try:
        _check_step(given, own, at)
        return _made(name, given, pipeline, at, making)
    except InputError as error:
        error.message += ", in a step that has no component" if own else ""
        raise


def _check_step(given: Mapping[str, Any], own: bool, at: str) -> None:
    """:raises InputError: what a step cannot have whose component is its own (``own``), or one that is there."""
    for place in ("resources.instance_count", "limits.timeout") if own else ():
        if is_binding(dig(given, place)):
            raise InputError(join(at, place), "cannot be bound to another value")
    if own and "comment" in given:
        raise InputError(join(at, "comment"), "is no key of the CLI's schema here")
    outputs = given.get("outputs")
    for key, value in outputs.items() if isinstance(outputs, Mapping) and not own else ():
        if isinstance(value, str) and not is_binding(value):
            raise InputError(join(at, f"outputs.{key}"), "must be an output of the pipeline, or a map")


def _made(name: str, given: dict[str, Any], pipeline: Pipeline, at: str, making: Making) -> dict[str, Any]:
    component, source, spec = "", INLINE, None
    if "component" in given:
        component, source, spec = referred(given["component"], join(at, "component"), making)
    kind = str(given.get("type") or (spec or {}).get("type") or "command").lower()
    if kind == "automl":
        return automl_step(name, given, at, making)
    if kind == "data_transfer":
        own = "" if component else _own_transfer(given, pipeline, at, making)
        return transfer_step(name, given, (component or own, source), at, making)
    if kind not in STEPS:
        known = ", ".join((*STEPS, "automl", "data_transfer"))
        raise InputError(join(at, "type"), f"{kind[:40]!r} is none of {known}")
    if spec is not None and spec["type"] != kind:
        raise InputError(join(at, "component"), f"is a {spec['type']} component, and the step is a {kind}")
    form = STEPS[kind]
    known = {key.name for key in form.keys}
    # A step with a component may have keys that nobody knows yet; they are sent as they are (mapping 1).
    unknown = {key: item for key, item in given.items() if (component or kind == "sweep") and key not in known}
    for key in unknown:
        making.warn(join(at, key), "is no key of the CLI's schema; it is sent as it is")
    step = convert.together(making.convert(form, {key: given[key] for key in given if key not in unknown}, at))
    if kind == "sweep":
        component, source, spec = referred(given["trial"], join(at, "trial"), making)
    elif not component:
        spec = _own_component(kind, given, pipeline, at, making)
        component = anonymous(spec, INLINE, making)
    pipeline.specs[name] = spec
    _check_required(given, spec if source != INLINE or "component" in given else None, at)
    made = {key: item for key, item in step.items() if key not in IN_THE_COMPONENT}
    made.update(unknown, name=name, type=kind, _source=source)
    if spec is not None:
        made = _taken(made, spec, at, making)
    if kind == "sweep":
        made["trial"] = {"componentId": component}
    else:
        made["componentId"] = component
    if kind in ("parallel", "spark"):
        made = _filled(kind, made, given, spec or {}, at)
    return {key: item for key, item in made.items() if item not in ({}, None)}


def _own_component(kind: str, given: Mapping[str, Any], pipeline: Pipeline, at: str, making: Making) -> dict[str, Any]:
    """The component of a step that has none: what it runs, and the types of its inputs and outputs."""
    if kind not in OF_COMPONENT:
        raise InputError(join(at, "component"), f"is required for a {kind} step")
    own = {key: given[key] for key in OF_COMPONENT[kind] if given.get(key) is not None}
    return spec_of({**own, **typed_ends(given, pipeline, at), "type": kind}, at, making)


def _own_transfer(given: Mapping[str, Any], pipeline: Pipeline, at: str, making: Making) -> str:
    """The component of a step that copies data; what imports or exports has one of Microsoft's."""
    if given.get("task") != "copy_data":
        return ""
    own = {key: given[key] for key in ("task", "data_copy_mode") if key in given}
    spec = {**own, **typed_ends(given, pipeline, at), "type": "data_transfer", "is_deterministic": True}
    return anonymous(spec, INLINE, making)


def _check_required(given: Mapping[str, Any], spec: Mapping[str, Any] | None, at: str) -> None:
    """:raises InputError: an input of the component is missing; what a remote one needs, the service knows."""
    for key, member in ((spec or {}).get("inputs") or {}).items():
        absent = (given.get("inputs") or {}).get(key) is None and key not in (given.get("search_space") or {})
        if absent and not member.get("optional") and member.get("default") is None:
            raise InputError(join(at, f"inputs.{key}"), "is required by the component")


def _taken(made: dict[str, Any], spec: Mapping[str, Any], at: str, making: Making) -> dict[str, Any]:
    """A step with the inputs and outputs that its component has: the client drops the others."""
    found = dict(made)
    for kind in ("inputs", "outputs"):
        for key in made.get(kind) or {}:
            if key not in (spec.get(kind) or {}):
                making.warn(join(at, f"{kind}.{key}"), "is dropped: the component has none of that name")
        if kind in made:
            found[kind] = {key: item for key, item in made[kind].items() if key in (spec.get(kind) or {})}
    return found


def _filled(
    kind: str, made: dict[str, Any], given: Mapping[str, Any], spec: Mapping[str, Any], at: str
) -> dict[str, Any]:
    """A step that runs in parallel or on Spark tells itself what its component says where it says nothing."""
    if kind == "parallel":
        inline = "component" not in given
        keys = ("task", "input_data", "mini_batch_size", "retry_settings", "max_concurrency_per_instance")
        keys += ("mini_batch_error_threshold", "partition_keys", "resources")
        made = {**{key: spec[key] for key in keys if key in spec}, **made}
        if spec:
            made["mini_batch_size"] = made.get("mini_batch_size", "0")
        if "mini_batch_size" in made:
            made["mini_batch_size"] = size_in_bytes(made["mini_batch_size"], join(at, "mini_batch_size"))
        for key, output in (made.get("outputs") or {}).items() if not inline else ():
            if "type" not in (given["outputs"][key] or {}) and "job_output_type" in output and spec:
                output["job_output_type"] = spec["outputs"][key]["type"]
        # The client loses these of a step without a component (1.35.2).
        return {key: item for key, item in made.items() if not (inline and key in ("display_name", "tags"))}
    keys = ("entry", "args", "py_files", "jars", "files", "archives")
    # What the component says, the step cannot say otherwise (the client, 1.35.2).
    made = {**made, **{key: spec[key] for key in keys if key in spec}}
    made.pop("code", None)
    conf = {**(spec.get("conf") or {}), **(given.get("conf") or {})}
    if conf:
        made["conf"] = spark_conf_of_step(conf, join(at, "conf"))
    if "component" in given and "resources" in made:
        machine = made["resources"]["instance_type"].lower()
        made["resources"] = {**made["resources"], "instance_type": machine}
    check_step(made, given, at)
    if "entry" in made:
        made["entry"] = {**made["entry"], "spark_job_entry_type": "SparkJobPythonEntry"}
    own = "UserIdentity" if "resources" in made else "Managed"
    return {**made, "identity": made.get("identity") or {"identity_type": own}}


KINDS = {"pipeline_job": pipeline_job}
