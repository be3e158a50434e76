# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Components, alone and inside of pipelines. Pure functions, as in :mod:`convert`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import InputError
from ..tree import join
from . import convert
from .assets import code, environment_of_job
from .making import FILE_PREFIX, Making
from .place import is_reference
from .spark import check_entry, check_values
from .tables.component import PARAMETERS, SPEC
from .words import TEXT, Form

ANONYMOUS = "azureml_anonymous"
NAME = re.compile(r"[a-z][a-z0-9_]*")
PARAMETER = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
INLINE, FILE = "YAML.JOB", "YAML.COMPONENT"
WORKSPACE, REGISTRY = "REMOTE.WORKSPACE.COMPONENT", "REMOTE.REGISTRY"
# What Python leaves beside a component is no part of it (the client, 1.35.2).
CACHES = "__pycache__"
_BOUND = re.compile(r"\$\{\{\s*(\S*?)\s*\}\}")
_SIZES = {"kb": 1024, "mb": 1024**2, "gb": 1024**3}


def exact(form: Form, value: Any, at: str, _making: Making) -> str:
    """One of the words, as they are spelled."""
    for word, becomes in form.words:
        if value == word:
            return str(becomes)
    raise InputError(at, f"{convert.shown(value)} is none of {', '.join(word for word, _becomes in form.words)}")


def ports(form: Form, given: Any, at: str, making: Making) -> dict[str, Any]:
    """The inputs or outputs of a component. :raises InputError: a name is none, or two differ in case alone."""
    found = convert.members(form, given, at, making)
    seen: set[str] = set()
    for key in found:
        if not all(PARAMETER.fullmatch(part) for part in key.split(".")):
            raise InputError(join(at, key), "is no name: letters, digits and _, with a letter or _ first")
        if key.lower() in seen:
            raise InputError(join(at, key), "is there in another case")
        seen.add(key.lower())
    return found


def port(form: Form, given: Any, at: str, making: Making) -> dict[str, Any]:
    """An input of a component: a parameter, or data."""
    kind = given.get("type") if isinstance(given, Mapping) else None
    variants = dict(form.variants)
    if kind not in PARAMETERS:
        made: dict[str, Any] = making.convert(variants["port"], given, at)
        return made
    made = making.convert(variants["parameter"], given, at)
    for key in ("default", "min", "max"):
        if key not in made:
            continue
        if key != "default" and kind not in ("integer", "number"):
            raise InputError(join(at, key), f"is only for numbers, and the type is {kind}")
        made[key] = parameter(kind, made[key], join(at, key))
    return made


def parameter(kind: str, given: Any, at: str) -> str:
    """The value of a parameter as text, in Python's spelling; to the client a number of a text is a fraction (1.35.2).

    :raises InputError: it is no value of that type.
    """
    text = str(given)
    if isinstance(given, (Mapping, list)) or given is None:
        raise InputError(at, f"must be a value, not {convert.sort_of(given)}")
    try:
        if kind == "number":
            return str(float(given))
        if kind == "integer":
            return str(int(text) if re.fullmatch(r"[+-]?\d+", text) else int(float(given)))
        if kind == "string":
            return text if isinstance(given, (str, bool)) else str(float(given))
    except (ValueError, OverflowError):
        text = ""
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.capitalize()
    raise InputError(at, f"{convert.shown(given)} is no {kind}")


def in_full(reference: str) -> str:
    """An id as a component names it, with the CLI's prefix; an address in a registry has it already."""
    return f"azureml:{reference}" if reference.startswith("/") else reference


def environment_of_component(form: Form, given: Any, at: str, making: Making) -> str:
    """The environment of a component."""
    return in_full(environment_of_job(form, given, at, making))


def code_of_component(form: Form, given: Any, at: str, making: Making) -> str:
    """The code of a component."""
    return in_full(code(form, given, at, making))


def entry_of_component(form: Form, given: Any, at: str, making: Making) -> dict[str, Any]:
    """The file that Spark starts."""
    found = convert.free_map(form, given, at, making)
    if set(found) != {"file"}:
        raise InputError(join(at, "file"), "is required, and nothing beside it")
    return {"file": convert.text(TEXT, found["file"], join(at, "file"), making)}


def size_in_bytes(given: Any, at: str) -> int:
    """A size in bytes, or in kb, mb, gb: the client counts in 1024 (mapping 11)."""
    found = re.fullmatch(r"(\d+)(kb|mb|gb)?", given.lower()) if isinstance(given, str) else None
    if found is None:
        raise InputError(at, f"{convert.shown(given)} is no size; write '10', 10kb, 10mb or 1gb")
    return int(found[1]) * _SIZES.get(found[2] or "", 1)


def in_bytes(_form: Form, given: Any, at: str, _making: Making) -> str:
    """The same as a component has it."""
    return str(size_in_bytes(given, at))


def as_json(form: Form, given: Any, at: str, making: Making) -> str:
    """A list as one text."""
    return json.dumps(making.convert(form.of or form, given, at))


def spec_of(given: Mapping[str, Any], at: str, making: Making) -> dict[str, Any]:
    """What the service keeps of a component."""
    from .pipeline import steps_of_component

    making = replace(making, includes=_included(given, at, making), left_out=CACHES)
    known, others = _known(given)
    dropped = str(given.get("type")).lower() == "parallel"
    for key in others:
        does = "is dropped" if dropped else "is sent as it is"
        making.warn(join(at, key), f"is no key of the CLI's schema; it {does}")
    others = {} if dropped else others
    made: dict[str, Any] = {**others, **convert.together(making.convert(SPEC, known, at))}
    if made.get("additional_includes") == []:
        del made["additional_includes"]
    if making.includes and "code" not in made:
        making = replace(making, left_out=f"{CACHES}\n{_ignored(at, making)}")
        made["code"] = in_full(making.code("", join(at, "additional_includes")))
    if made["type"] == "pipeline":
        made["jobs"] = steps_of_component(given.get("jobs") or {}, made, join(at, "jobs"), making)
        made["sourceJobId"] = made.get("source_job_id")
    else:
        made.setdefault("is_deterministic", True)
    if made["type"] == "command":
        _check_bindings(made, join(at, "command"))
    if made["type"] == "spark":
        check_values(made.get("conf") or {}, join(at, "conf"))
    if made["type"] == "spark" and "entry" not in made:
        raise InputError(join(at, "entry"), "is required")
    if made["type"] == "spark" and not making.includes:
        check_entry(given, at, making)
    return made


def _check_bindings(made: Mapping[str, Any], at: str) -> None:
    """:raises InputError: the command names an input, an output or something else that the component has none of."""
    for expression in _BOUND.findall(made["command"]):
        word, *below = expression.split(".")
        members = made.get(word) or {} if word in ("inputs", "outputs") else None
        if (members is None and word not in made) or (members is not None and below and below[0] not in members):
            raise InputError(at, f"names {expression[:60]}, which the component has not")


def _included(given: Mapping[str, Any], at: str, making: Making) -> tuple[str, ...]:
    """The paths of what belongs to the code of a component beside its own folder."""
    found = []
    rows = given.get("additional_includes")
    for place, row in enumerate(rows if isinstance(rows, list) else ()):
        here = f"{join(at, 'additional_includes')}[{place}]"
        if not isinstance(row, str):
            raise InputError(here, "is no path; artifacts of a feed are not fetched here")
        path = making.path(row)
        if path == making.files.folder(path):
            raise InputError(here, "is the root of the disk")
        zipped = path.endswith(".zip") and making.files.kind(path[: -len(".zip")]) == "folder"
        if not making.files.kind(path) and not zipped:
            raise InputError(here, f"there is no file and no folder {path}")
        found.append(path)
    return tuple(found)


def _ignored(at: str, making: Making) -> str:
    """What the ignore file beside a component without code leaves out of what it includes (the client, 1.35.2)."""
    for name in (".amlignore", ".gitignore"):
        path = making.files.beside(making.folder, name)
        if making.files.kind(path) == "file":
            return making.files.text(path, at)
    return ""


def _known(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The keys of a component that the schema has, and those that it has not: the client sends them as they are."""
    forms = dict(SPEC.variants)
    form = forms.get(str(given.get("type", "command")).lower())
    names = {key.name for key in form.keys} | {"type"} if form else set(given)
    known = {key: item for key, item in given.items() if key in names and not (key == "$schema" and item is None)}
    return known, {key: item for key, item in given.items() if key not in names}


def component(_form: Form, given: Any, at: str, making: Making) -> dict[str, Any]:
    """The options of a component: its spec, and beside it what every asset has."""
    found = convert.free_map(_form, given, at, making)
    spec = spec_of(found, at, making)
    for option in ("name", "version"):
        own = making.given(option, spec)
        if own:
            spec[option] = str(own)
    if spec.get("name") and not NAME.fullmatch(spec["name"]):
        raise InputError(join(at, "name"), "must be lower-case letters, digits and _, with a letter first")
    beside = {key: spec[key] for key in ("name", "version", "description", "tags", "properties") if spec.get(key)}
    return {**beside, "component_spec": {**_kept(spec), "_source": FILE}}


def _kept(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A spec as the client sends it: that of a pipeline has no properties."""
    return {key: item for key, item in spec.items() if key != "properties" or spec["type"] != "pipeline"}


def anonymous(spec: Mapping[str, Any], source: str, making: Making) -> str:
    """The id of a component of no name. Its version is a hash of what it is, as the client makes it, so that the same
    one is there once (mapping 5).
    """
    hashed = {key: item for key, item in _kept(spec).items() if key not in ("name", "version", "id")}
    if spec["type"] == "pipeline":
        hashed["_source"] = source
    digest = hashlib.sha256(json.dumps(hashed, sort_keys=True).encode("utf-8")).hexdigest()
    version = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))
    whole = {**_kept(spec), "name": ANONYMOUS, "version": "1", "_source": source}
    beside = {key: spec[key] for key in ("description", "tags", "properties") if spec.get(key)}
    options = {**beside, "name": ANONYMOUS, "version": version, "component_spec": whole, "is_anonymous": True}
    making.first("component", options)
    return making.place.version("components", ANONYMOUS, version)


def referred(given: Any, at: str, making: Making) -> tuple[str, str, dict[str, Any] | None]:
    """The id of the component that a step uses, where it is from, and its spec where it is beside the definition."""
    if isinstance(given, Mapping):
        spec = spec_of(given, at, making)
        return anonymous(spec, INLINE, making), INLINE, spec
    if not isinstance(given, str):
        raise InputError(at, "must be a reference, the path of a file, or a map")
    if given.startswith("azureml://"):
        return making.asset(given, "components", at), REGISTRY, None
    if is_reference(given):
        return making.asset(given, "components", at), WORKSPACE, None
    path = making.path(given)
    spec = spec_of(making.files.load(path, at), at, making.beside(path))
    return anonymous(spec, FILE, making), FILE, spec


def component_of_pipeline(_form: Form, given: Any, at: str, making: Making) -> str:
    """The pipeline component that a job or a deployment runs."""
    return referred(given, at, making)[0]


def component_of_deployment(form: Form, given: Any, at: str, making: Making) -> str:
    """The same of a deployment, which takes no component in place."""
    if not isinstance(given, str) or given.startswith(FILE_PREFIX):
        raise InputError(at, "must be a reference, or the path of a file")
    return component_of_pipeline(form, given, at, making)


KINDS = {
    "exact": exact,
    "port": port,
    "ports": ports,
    "environment_of_component": environment_of_component,
    "code_of_component": code_of_component,
    "entry_of_component": entry_of_component,
    "bytes": in_bytes,
    "as_json": as_json,
    "component": component,
    "component_of_pipeline": component_of_pipeline,
    "component_of_deployment": component_of_deployment,
}
