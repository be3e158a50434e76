# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What sets the kinds of assets apart: what the server fills in, and how it says that one is missing (recorded 2.6)."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from typing import Any

import yaml

from ..call import Call
from ..spec import Body, canonical
from .front_end import refuse

DATA_TYPES = ("uri_file", "uri_folder", "mltable")
_SHORT_PATH = re.compile(r"^azureml://datastores/(?P<store>[^/]+)/paths/(?P<path>.*)$", re.IGNORECASE)
_JOB_PATH = re.compile(
    r"^(?:azureml://jobs/(?P<job>[^/]+)/outputs/artifacts(?:/paths)?|runs:/(?P<run>[^/]+))(?:/(?P<path>.*?))?/?$",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class Kind:
    """What sets one kind of asset apart.

    word        the type below the workspace: 'models'
    fixed       properties that a version keeps from its first PUT
    fill        (call, properties) completes a version in place
    missing     (name, version or '') -> message, (code, message) of a detail or None, inner code or None
    again       status of a PUT on a version that is there
    extra       properties of every version in the service's answer
    provisioning  False: containers and versions have no provisioningState
    """

    word: str
    fixed: tuple[str, ...]
    fill: Callable[[Call, Body], None]
    missing: Callable[[str, str], tuple[str, tuple[str, str] | None, str | None]]
    again: int = 200
    extra: tuple[tuple[str, Any], ...] = ()
    provisioning: bool = True


def _long_path(call: Call, uri: Any) -> Any:
    """Return a datastore path in its long form (recorded 2.6); anything else as it is."""
    if not isinstance(uri, str):
        return uri
    scope = (
        f"azureml://subscriptions/{call.id.subscription}/resourcegroups/{call.id.group}/workspaces/{call.id.names[0]}"
    )
    found = _SHORT_PATH.match(uri)
    if found:
        return f"{scope}/datastores/{found['store']}/paths/{found['path']}"
    found = _JOB_PATH.match(uri)
    if found:
        kept = f"dcid.{found['job'] or found['run']}/{found['path'] or ''}"
        return f"{scope}/datastores/workspaceartifactstore/paths/ExperimentRun/{kept}"
    return uri


def _fill_model(call: Call, properties: Body) -> None:
    job = _JOB_PATH.match(str(properties.get("modelUri") or ""))
    properties.setdefault("flavors", {})
    properties["modelUri"] = _long_path(call, properties.get("modelUri"))
    properties["jobName"] = properties.get("jobName") or ((job["job"] or job["run"]) if job else None)
    properties.setdefault("modelType", "custom_model")


def data_type(value: Any) -> Any:
    """Return a type of data in the service's spelling; the published examples write UriFile as well."""
    known = {name.replace("_", ""): name for name in DATA_TYPES}
    return canonical(known.get(str(value).lower(), value), DATA_TYPES, "dataType", strict=True)


def is_dataset(call: Call) -> bool:
    """Tell whether data of the caller's version has no type and no URI: a path in a datastore tells where it is."""
    return call.api_version == "2021-03-01-preview"


def _fill_data(call: Call, properties: Body) -> None:
    if not properties.get("dataUri") and is_dataset(call):
        return
    if not properties.get("dataUri"):
        raise refuse(call, "The dataUri of the data version is missing.")
    properties["dataType"] = data_type(properties.get("dataType") or "uri_folder")
    uri = _long_path(call, properties["dataUri"])
    if uri != properties["dataUri"] and properties["dataType"] == "uri_folder" and not uri.endswith("/"):
        uri += "/"
    properties["dataUri"] = uri


def _fill_environment(call: Call, properties: Body) -> None:
    """A conda file comes back as JSON text, '' where there is none; the type is the server's word (recorded 2.6)."""
    text = properties.get("condaFile")
    if not text:
        properties["condaFile"] = ""
    elif not str(text).lstrip().startswith("{"):
        try:
            properties["condaFile"] = json.dumps(yaml.safe_load(text), indent=2)
        except yaml.YAMLError as exc:
            raise refuse(call, f"The condaFile of the environment is not YAML: {exc}") from exc
    properties["environmentType"] = "UserCreated"
    properties["osType"] = canonical(properties.get("osType") or "Linux", ("Linux", "Windows"))
    properties["autoRebuild"] = canonical(
        properties.get("autoRebuild") or "Disabled", ("Disabled", "OnBaseImageUpdate")
    )
    properties["properties"].setdefault("azureml.labels", "latest")


def _fill_component(call: Call, properties: Body) -> None:
    """The specification comes back with the name and the version in it (recorded 2.6)."""
    spec = properties.get("componentSpec")
    if isinstance(spec, dict):
        spec.setdefault("version", call.id.name)
        spec.setdefault("name", call.id.names[-2])


def _fill_code(call: Call, properties: Body) -> None:
    """Nothing is added to code."""


def _missing_model(name: str, version: str) -> tuple[str, tuple[str, str] | None, str | None]:
    text = (
        f"Model with name: {name} and version: {version} not found."
        if version
        else f"Model container with name: {name} not found."
    )
    return "The specified resource was not found.", ("ModelNotFound", text), None


def _missing_environment(name: str, version: str) -> tuple[str, tuple[str, str] | None, str | None]:
    return f"No environment exists for name: {name}, version: {version}, label: ", None, "NotFoundError"


def _missing_component(name: str, version: str) -> tuple[str, tuple[str, str] | None, str | None]:
    return f"Not found component {name}{':' + version if version else ''}.", None, "NotFound"


def _missing_data(name: str, version: str) -> tuple[str, tuple[str, str] | None, str | None]:
    return f"{name}:{version} was not found." if version else f"{name} container was not found.", None, "NotFoundError"


def _missing_code(name: str, version: str) -> tuple[str, tuple[str, str] | None, str | None]:
    return f"Code asset {name}{':' + version if version else ''} was not found.", None, "NotFoundError"


_NEWER = (("autoDeleteSetting", None), ("stage", "Development"), ("intellectualProperty", None))
KINDS = (
    Kind("models", ("modelUri", "modelType"), _fill_model, _missing_model, extra=_NEWER),
    Kind("data", ("dataUri", "dataType"), _fill_data, _missing_data, provisioning=False),
    Kind(
        "environments",
        ("image", "condaFile", "build"),
        _fill_environment,
        _missing_environment,
        again=201,
        extra=_NEWER,
    ),
    Kind("components", ("componentSpec",), _fill_component, _missing_component),
    Kind("codes", ("codeUri",), _fill_code, _missing_code),
)
