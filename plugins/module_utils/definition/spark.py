# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs on Spark: jobs, and the steps and components that do (mapping 12). Pure functions, as in :mod:`convert`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..tree import join
from . import convert
from .making import Making
from .place import is_remote
from .runs import LITERAL, check_inputs, described
from .words import TEXT, Default, Form, Key, fields

_CORES = ("spark.driver.cores", "spark.driver.memory", "spark.executor.cores", "spark.executor.memory")
_INSTANCES = "spark.executor.instances"
MACHINES = tuple(f"standard_e{size}s_v3" for size in (4, 8, 16, 32, 64))
_MOVES = "spark.dynamicAllocation"


def spark_entry(_form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """The file that Spark starts."""
    given = convert.free_map(_form, value, at, making)
    if "class_name" in given:
        raise InputError(join(at, "class_name"), "is not taken by the CLI; name a file")
    made: dict[str, Any] = making.convert(fields(Key("file", TEXT, required=True)), given, at)
    return {**made, "sparkJobEntryType": "SparkJobPythonEntry"}


def spark_conf(conf: Mapping[str, Any], at: str) -> dict[str, str]:
    """Spark's own settings, as texts. Machines that come and go begin with the fewest (mapping 12).

    :raises InputError: one that the CLI needs is missing, or does not fit to the others.
    """
    check_values(conf, at)
    made = {str(key): value for key, value in conf.items()}
    moves = str(made.get(f"{_MOVES}.enabled", "")).lower() == "true"
    least, most = made.get(f"{_MOVES}.minExecutors"), made.get(f"{_MOVES}.maxExecutors")
    needed = [*_CORES, f"{_MOVES}.minExecutors", f"{_MOVES}.maxExecutors"] if moves else [*_CORES, _INSTANCES]
    for key in needed:
        if not made.get(key):
            raise InputError(f"{at}.{key}", "is required")
    if not moves:
        if least is not None or most is not None:
            raise InputError(f"{at}.{_MOVES}.enabled", "must be true for a number of executors that changes")
        made.pop(f"{_MOVES}.enabled", None)
    else:
        if not 0 < int(least) <= int(most):
            raise InputError(f"{at}.{_MOVES}.minExecutors", "must be between 1 and the most executors")
        made[f"{_MOVES}.enabled"] = True
        made.setdefault(_INSTANCES, least)
    return {key: str(value) for key, value in made.items()}


def check_values(conf: Mapping[str, Any], at: str) -> None:
    """:raises InputError: one of Spark's settings is null."""
    for key, value in conf.items():
        if value is None:
            raise InputError(f"{at}.{key}", "cannot be null")


def spark_conf_of_step(conf: Mapping[str, Any], at: str) -> dict[str, Any]:
    """The same in a step, where the values are kept as they are written."""
    made = spark_conf(conf, at)
    return {**conf, **({_INSTANCES: made[_INSTANCES]} if _INSTANCES in made and _INSTANCES not in conf else {})}


def check_step(made: Mapping[str, Any], given: Mapping[str, Any], at: str) -> None:
    """:raises InputError: a step has both a pool and machines of its own, or data in another way than directly."""
    if "computeId" in made and "resources" in made:
        raise InputError(join(at, "resources"), "excludes compute")
    if "component" in given:
        return
    for kind in ("inputs", "outputs"):
        for key, item in (made.get(kind) or {}).items():
            if LITERAL not in (item.get("job_input_type"), item.get("type")) and item.get("mode") != "Direct":
                raise InputError(join(at, f"{kind}.{key}.mode"), "must be direct for Spark")


def machine(form: Form, value: Any, at: str, making: Making) -> str:
    """One of the machines that Spark runs on, as it is written."""
    if convert.text(form, value, at, making).lower() not in MACHINES:
        raise InputError(at, f"{convert.shown(value)} is none of {', '.join(MACHINES)}")
    return str(value)


def runtime(form: Form, value: Any, at: str, making: Making) -> str:
    """A version of Spark, which consists of numbers."""
    text = convert.version(form, value, at, making)
    if not re.fullmatch(r"\d+(\.\d+)*", text):
        raise InputError(at, f"{convert.shown(value)} is no version, such as 3.4")
    return text


def check_entry(given: Mapping[str, Any], at: str, making: Making) -> None:
    """:raises InputError: the file that Spark starts is not in the folder of its code."""
    code, entry = given.get("code"), given.get("entry")
    file = entry.get("file") if isinstance(entry, Mapping) else None
    if isinstance(code, str) and isinstance(file, str) and not is_remote(code):
        path = making.files.beside(making.path(code), file)
        if not making.files.kind(path):
            raise InputError(join(at, "entry.file"), f"there is no file {path}")


def spark_job(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """What hangs together in a Spark job: it runs on a pool that is attached, or on machines of its own."""
    made: dict[str, Any] = making.convert(form.of or form, value, at)
    check_entry(value, at, making)
    check_inputs(made.get("args") or "", made.get("inputs") or {}, join(at, "args"))
    made = {**made, "conf": spark_conf(made.get("conf") or {}, join(at, "conf"))}
    if ("compute_id" in made) == ("resources" in made):
        raise InputError(join(at, "resources"), "is required, or compute, and not both")
    for kind in ("inputs", "outputs"):
        for key, item in (made.get(kind) or {}).items():
            loose = LITERAL in (item.get("jobInputType"), item.get("type")) or value[kind][key] is None
            if not loose and item.get("mode") != "Direct":
                raise InputError(join(at, f"{kind}.{key}.mode"), "must be direct for Spark")
    own = "Managed" if "compute_id" in made else "UserIdentity"
    return {"identity": {"identityType": Default(own)}, **described(made, making)}


KINDS = {
    "spark_entry": spark_entry,
    "spark_job": spark_job,
    "spark_machine": machine,
    "spark_runtime": runtime,
}
