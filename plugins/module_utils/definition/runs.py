# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values that jobs and the steps of a pipeline have. Pure functions, as in :mod:`convert`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..tree import join
from . import convert
from .making import Making
from .place import is_reference
from .tables.run import DATA_TYPES, INPUT_MODES, JOB, OUTPUT_MODES, PREVIEW, TABLE_MODES, name
from .words import FREE, TEXT, VERSION, Default, Form, Key, fields, words

BINDING = re.compile(r"\$\{\{\s*parent\.(inputs|outputs|jobs)\.[^}]+\}\}")
_OUTPUT = re.compile(r"\s*\$\{\{\s*parent\.outputs\.[^}]+\}\}\s*")
# What the client looks for in the command of a job (1.35.2).
_IN_A_COMMAND = re.compile(r"\$\{\{inputs\.([\w.-]+)\}\}")
_OPTIONAL = re.compile(r"\[[\w.\s-]*\$\{\{inputs\.([\w.-]+)\}\}\]")
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
LITERAL = "literal"
# The newest api-version in which the resources of a job have locations.
WITH_LOCATIONS = "2025-01-01-preview"
MODELS = ("custom_model", "mlflow_model", "triton_model")
TYPE = words(*((word, word) for word in DATA_TYPES))


def is_binding(value: Any) -> bool:
    """True for what another member of the pipeline gives."""
    return isinstance(value, str) and bool(BINDING.search(value))


def is_output(value: Any) -> bool:
    """True for what is an output of the pipeline and nothing else."""
    return isinstance(value, str) and bool(_OUTPUT.fullmatch(value))


def literal(value: Any, style: str, at: str) -> dict[str, Any]:
    """A value, which becomes text as Python writes it (mapping 9)."""
    if isinstance(value, (Mapping, list, datetime.date)) or value is None:
        raise InputError(at, f"must be a value or a map with path, not {convert.sort_of(value)}")
    return {name("job_input_type", style): LITERAL, "value": str(value)}


def one_input(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """One input of a job or a step."""
    style = form.template
    if not isinstance(value, Mapping):
        return literal(value, style, at)
    if "value" in value and set(value) <= {"value"}:
        return literal(value["value"], style, join(at, "value"))
    kind = making.convert(TYPE, value.get("type", "uri_folder"), join(at, "type"))
    # Without a type it may be a table, whose modes are more.
    modes = TABLE_MODES if kind == "mltable" or "type" not in value else INPUT_MODES
    shape = fields(
        Key("type", FREE),
        Key("path", TEXT, required=True),
        Key("mode", words(*modes)),
        Key("datastore", TEXT),
        Key("path_on_compute", TEXT, name("path_on_compute", style)),
    )
    made = making.convert(shape, value, at)
    if not made["path"]:
        raise InputError(join(at, "path"), "cannot be empty")
    mode = {"mode": made["mode"]} if "mode" in made else {}
    if is_binding(made["path"]):
        return {name("job_input_type", style): LITERAL, "value": made["path"], **mode}
    more = {key: made[key] for key in (name("path_on_compute", style),) if key in made}
    uri = _address(made["path"], kind, made.get("datastore", ""), join(at, "path"), making)
    return {name("job_input_type", style): kind, "uri": uri, **mode, **more}


def _address(path: str, kind: str, datastore: str, at: str, making: Making) -> str:
    collection = "models" if kind in MODELS else "data"
    if is_reference(path) and not path.startswith("azureml://"):
        return making.asset(path, collection, at)
    local = making.local(path, at)
    if not local:
        return path
    return making.uploaded(local, datastore, at) + ("/" if kind == "uri_folder" else "")


def inputs(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """The inputs of a job or a step."""
    found = convert.free_map(form, value, at, making)
    return {key: one_input(form, item, named(key, at), making) for key, item in found.items()}


def named(key: str, at: str) -> str:
    """The place of an input or output. :raises InputError: its name is none."""
    if not _NAME.fullmatch(key):
        raise InputError(join(at, key), "is no name: letters, digits and _, with a letter or _ first")
    return join(at, key)


def outputs(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """The outputs of a job, which may be nulls, or those of a step, whose nulls are left out."""
    found = convert.free_map(form, value, at, making)
    style = form.template
    made = {}
    for key, item in found.items():
        here = named(key, at)
        if item is not None:
            made[key] = _one_output(item, style, here, making)
        elif style == JOB:
            made[key] = {"jobOutputType": "uri_folder"}
    return made


def _one_output(value: Any, style: str, at: str, making: Making) -> dict[str, Any]:
    if isinstance(value, str) and style != JOB:
        # Any other text is a place (the client, 1.35.2).
        bound = {"value": value, "type": LITERAL}
        return bound if is_output(value) else {"uri": value, "job_output_type": "uri_folder"}
    preview = PREVIEW if style == JOB else ""
    shape = fields(
        Key("type", TYPE),
        Key("mode", words(*OUTPUT_MODES)),
        Key("path", TEXT, "uri"),
        Key("name", TEXT, "assetName" if style == JOB else "name"),
        Key("version", VERSION, "assetVersion" if style == JOB else "version", version=preview),
    )
    made: dict[str, Any] = making.convert(shape, value, at)
    if "version" in value and "name" not in value:
        raise InputError(join(at, "name"), "is required together with version")
    if style != JOB and is_binding(made.get("uri")):
        mode = {"mode": made["mode"]} if "mode" in made else {}
        return {"value": made["uri"], "type": LITERAL, **mode}
    kind = made.pop("type", "uri_folder")
    return {**made, name("job_output_type", style): kind}


def bindable(form: Form, value: Any, at: str, making: Making) -> Any:
    """A value of a step, which the pipeline may give."""
    return value if is_binding(value) else making.convert(form.of or form, value, at)


def docker_args(form: Form, value: Any, at: str, _making: Making) -> dict[str, Any]:
    """Docker's own arguments, as one text or as a list."""
    if isinstance(value, list):
        return {name("docker_args_list", form.template): [str(item) for item in value]}
    if not isinstance(value, str):
        raise InputError(at, "must be text or a list")
    return {name("docker_args", form.template): value}


def run_resources(form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """The machines of a run. Beside a list of Docker's arguments the client drops some of them."""
    made = dict(made)
    for key in ("locations", "max_instance_count"):
        place = name(key, form.template)
        if place in made and name("docker_args_list", form.template) in made:
            making.warn(join(at, key), "is not sent beside a list docker_args")
            del made[place]
        elif place in made and form.template == JOB:
            making.versions.add(WITH_LOCATIONS)
    return made


def nodes(form: Form, value: Any, at: str, _making: Making) -> dict[str, Any]:
    """On which machines a service runs."""
    if value != "all":
        raise InputError(at, "must be all, or left out")
    return {name("nodes_value_type", form.template): "All"}


def sampling(form: Form, value: Any, at: str, making: Making) -> Any:
    """How a sweep chooses: a word, or a map with that word as its type."""
    return making.convert(form.of or form, {"type": value} if isinstance(value, str) else value, at)


def sampling_of_step(form: Form, value: Any, at: str, making: Making) -> Any:
    """The same in a step of a pipeline, where it is kept as it is written, but for its case."""
    sampling(form, value, at, making)
    return value.lower() if isinstance(value, str) else value


ARGUMENTS = {
    "uniform": ("min_value", "max_value"),
    "loguniform": ("min_value", "max_value"),
    "normal": ("mu", "sigma"),
    "lognormal": ("mu", "sigma"),
    "quniform": ("min_value", "max_value", "q"),
    "qloguniform": ("min_value", "max_value", "q"),
    "qnormal": ("mu", "sigma", "q"),
    "qlognormal": ("mu", "sigma", "q"),
    "randint": ("upper",),
}


def distribution_of_values(form: Form, value: Any, at: str, making: Making) -> list[Any]:
    """What a parameter of a sweep can be: ``[type, [arguments]]`` (mapping 10)."""
    given = convert.free_map(form, value, at, making)
    word = str(given.get("type", "")).lower()
    if word == "choice":
        values = given.get("values")
        if not isinstance(values, list):
            raise InputError(join(at, "values"), "must be a list")
        return ["choice", [[_choice(item, f"{at}.values[{place}]", making) for place, item in enumerate(values)]]]
    if word not in ARGUMENTS:
        raise InputError(
            join(at, "type"), f"{convert.shown(given.get('type'))} is none of choice, {', '.join(ARGUMENTS)}"
        )
    shape = fields(Key("type", FREE), *(Key(key, Form("number"), required=True) for key in ARGUMENTS[word]))
    made = making.convert(shape, given, at)
    return [word, [made[key] for key in ARGUMENTS[word]]]


def distribution(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """The same in a step of a pipeline, where it is kept as it is written."""
    distribution_of_values(form, value, at, making)
    return dict(value)


def _choice(item: Any, at: str, making: Making) -> Any:
    if isinstance(item, bool):
        raise InputError(at, "is a boolean, which the CLI does not take here; quote it")
    if item is None or isinstance(item, (list, datetime.date)):
        raise InputError(at, f"must be a text, a number or a map, not {convert.sort_of(item)}")
    if not isinstance(item, Mapping):
        return item
    return {
        key: distribution_of_values(Form(""), inner, join(at, str(key)), making)
        if isinstance(inner, Mapping)
        else inner
        for key, inner in item.items()
    }


def service(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """What a run opens for its user. Without a type it is the client's first that has its keys."""
    given = convert.free_map(form, value, at, making)
    kind = given.get("type") or ("tensor_board" if "log_dir" in given else "ssh")
    made: dict[str, Any] = making.convert(form.of or form, {**given, "type": kind}, at)
    return made


def command_job(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """What hangs together in a command job."""
    check_inputs(made["command"], made.get("inputs") or {}, join(at, "command"))
    return described(made, making)


def check_inputs(command: str, inputs: Mapping[str, Any], at: str) -> None:
    """:raises InputError: the command of a job names an input that there is none of, and that is not optional."""
    optional = _OPTIONAL.findall(command)
    for key in _IN_A_COMMAND.findall(command):
        if key not in inputs and key not in optional:
            raise InputError(at, f"names the input {key[:60]}, which the job has not")


def sweep_job(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """What hangs together in a sweep."""
    made = dict(made)
    resources = made.pop("trial_resources", None)
    if resources:
        made["trial"] = {"resources": resources, **made["trial"]}
    check_inputs(made["trial"]["command"], made.get("inputs") or {}, join(at, "trial.command"))
    return described(made, making)


def described(made: Mapping[str, Any], making: Making) -> dict[str, Any]:
    """A job is shown by its name when nobody says otherwise."""
    own = making.given("name", made)
    return {"display_name": Default(own), **made} if own else dict(made)


KINDS = {
    "input": one_input,
    "inputs": inputs,
    "service": service,
    "outputs": outputs,
    "docker_args": docker_args,
    "bindable": bindable,
    "run_resources": run_resources,
    "nodes": nodes,
    "sampling": sampling,
    "sampling_of_step": sampling_of_step,
    "distribution": distribution,
    "distribution_of_values": distribution_of_values,
    "command_job": command_job,
    "sweep_job": sweep_job,
}
