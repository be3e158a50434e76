# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values that assets have, alone and inside of what uses them. Pure functions, as in :mod:`convert`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..tree import bury, dig, join, without
from . import convert
from .making import FILE_PREFIX, Making
from .place import Label, bare, is_reference
from .tables.data import TABLE
from .tables.environment import ENVIRONMENT
from .tables.model import MODEL
from .words import Form

ANONYMOUS = "CliV2AnonymousEnvironment"
_MODELS = "azure.ai.ml._restclient.arm_ml_service.models._models"
_CODE = re.compile(r"azureml:[^:@/]+:[^:@/]+")
CODE_ID = re.compile(r"/subscriptions/[^/]+/resourceGroups/.+/codes/[^/]+/versions/[^/]+")
# Where the code may be a URL, and what that begins with; a sweep's may be in git (the client, 1.35.2).
_URLS = {"job": ("https://",), "task": ("https://",), "trial": ("https://", "git+https://", "git+ssh://")}
# What takes code of a registry; the jobs take none.
TAKES_A_REGISTRY = ("", "task")
_ON_DATASTORE = re.compile(r"azureml://datastores/.+")


def data(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """A data asset: what is beside the definition must be of the type that it says."""
    here = join(at, "path")
    if made["data_uri"].startswith("runs:"):
        raise InputError(here, "is the address of a model")
    found, local = _source(made, "path", "data_uri", at, making)
    if not local:
        return found
    kind, wanted = making.files.kind(local), convert.together(made["type"])
    if (kind == "file") != (wanted == "uri_file"):
        raise InputError(here, f"is a {kind}, and the type is {wanted}")
    uris = _paths_of_table(local, here, making) if wanted == TABLE else []
    return {**found, "referenced_uris": uris} if uris else found


def _paths_of_table(folder: str, at: str, making: Making) -> list[str]:
    """What a local MLTable is about, as its own file says (the client, 1.35.2)."""
    file = making.files.beside(folder, "MLTable")
    if making.files.kind(file) != "file":
        raise InputError(at, f"holds no file MLTable: {folder}")
    said = making.files.load(file, at)
    rows = said.get("paths")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise InputError(at, f"{file} has no list paths of maps")
    if not isinstance(said.get("transformations", []), list):
        raise InputError(at, f"{file} has transformations that are no list")
    if not all(len(row) == 1 and set(row) <= {"file", "folder", "pattern"} for row in rows):
        raise InputError(at, f"{file} has paths that are no file, folder or pattern")
    return [str(path) for row in rows for path in row.values() if path]


def _source(made: Any, option: str, uri: str, at: str, making: Making) -> tuple[dict[str, Any], str]:
    """The options of an asset, and the path of what is uploaded for it: that stands under ``option`` in place of the
    address under ``uri``. The path is empty for an address in Azure.
    """
    here = join(at, *option.split(".")[:-1], "path")
    given = dig(made, uri)
    if given and is_reference(given) and not given.startswith("azureml://"):
        raise InputError(here, f"{given[:80]!r} is no path and no address")
    local = making.local(given, here) if given else ""
    found = dict(made)
    if local:
        if found.get("datastore"):
            found["datastore"] = bare(found["datastore"])
        return bury(without(found, uri), option, local), local
    if found.pop("datastore", None):
        making.warn(join(at, "datastore"), "says where to upload to, and nothing is uploaded")
    return found, ""


def conda(_form: Form, value: Any, at: str, making: Making) -> dict[str, Any] | None:
    """The packages of an environment: a map, or the path of a file that holds one. What is empty says nothing.

    :raises InputError: there is no such file, or it holds something else, such as the lines of a requirements.txt.
    """
    if not isinstance(value, (Mapping, str)):
        raise InputError(at, "must be a map or the path of a file")
    found = value
    if isinstance(value, str) and value:
        path = making.file(value, at)
        says = any(line.strip() and line.strip()[0] != "#" for line in making.files.text(path, at).splitlines())
        found = making.files.load(path, at) if says else {}
    convert.check_plain(found, at)
    return dict(found) if found else None


def environment(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """What hangs together in an environment."""
    if "image" in made and "build" in made:
        raise InputError(join(at, "build"), "excludes image")
    if "image" not in made and "build" not in made:
        raise InputError(join(at, "image"), "is required, or build")
    if "build" in made and "conda_file" in made:
        raise InputError(join(at, "conda_file"), "needs image in place of build")
    if is_reference(dig(made, "build.context_uri") or ""):
        raise InputError(join(at, "build.path"), "must be a folder beside the definition, or the URL of one")
    found, local = _source(made, "build.context", "build.context_uri", at, making)
    if local and making.files.kind(local) != "folder":
        raise InputError(join(at, "build.path"), "is a file; it must be a folder")
    return found


def model(_form: Form, made: Any, at: str, making: Making) -> dict[str, Any]:
    """A model. The datastore that it is in is named in full (mapping 3)."""
    found, _local = _source(made, "path", "model_uri", at, making)
    path = found.get("model_uri", "")
    return {**found, "model_uri": making.place.uri + path[len("azureml:/") :]} if _ON_DATASTORE.match(path) else found


def flavors(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """What loads a model, with its data one level deeper."""
    found = convert.free_map(form, value, at, making)
    return {name: {"data": convert.free_map(form, item, join(at, name), making)} for name, item in found.items()}


def environment_of_job(form: Form, value: Any, at: str, making: Making) -> str:
    """An environment by reference, or one of no name, which its content names (mapping 5)."""
    if isinstance(value, str) and value.startswith(FILE_PREFIX):
        return environment_of_job(form, *_inside(value, at, making))
    if isinstance(value, str):
        return making.asset(value, "environments", at)
    made = _inline(ENVIRONMENT, value, at, making)
    for key in ("name", "version"):
        if made.pop(key, None):
            making.warn(join(at, key), "is not used: an environment within another definition has none")
    return anonymous_environment(made, at, making)


def environment_of_spark(form: Form, value: Any, at: str, making: Making) -> str:
    """The same for what runs on Spark, where packages need no image: the client has one for them (1.35.2)."""
    if isinstance(value, Mapping) and not {"image", "build"} & set(value):
        value = {"image": "conda/miniconda3", **value}
    return environment_of_job(form, value, at, making)


def _inside(value: str, at: str, making: Making) -> tuple[Any, str, Making]:
    """What is in another file, and the translation inside of it."""
    path = making.path(value)
    return making.files.load(path, at), at, making.beside(path)


def environment_of_deployment(form: Form, value: Any, at: str, making: Making) -> str:
    """The same, where one with a name is registered under it."""
    if isinstance(value, str) and value.startswith(FILE_PREFIX):
        return environment_of_deployment(form, *_inside(value, at, making))
    if isinstance(value, str) or not isinstance(value, Mapping) or not value.get("name"):
        return environment_of_job(form, value, at, making)
    made = _inline(ENVIRONMENT, value, at, making)
    name = made["name"]
    label = Label("environments", name, absent="1")
    version = made.get("version") or making.version(label)
    making.first("environment", {**made, "version": version})
    return making.place.version("environments", name, version)


def anonymous_environment(made: Mapping[str, Any], at: str, making: Making) -> str:
    """The id of an environment whose version is the hash of what is in it, as the client makes it: the same content is
    the same environment, whoever registered it (mapping 5, with the client's way to put hashes together).
    """
    text = ""
    if "image" in made:
        text = _sha256(made["image"])
        if "inference_config" in made:
            text = text.join(_sha256(_dumped_routes(made["inference_config"], making)))
        if "conda_file" in made:
            text = text.join(_sha256(making.files.dumped(made["conda_file"])))
    else:
        build = made["build"]
        if "context" not in build:
            raise InputError(join(at, "build.path"), "must be a folder beside the definition, or give it a name")
        found = making.content(build["context"], "tree", join(at, "build.path"))
        made = {**made, "build": {**build, "context": found}}
        text = _sha256(found.hash)
        if build.get("dockerfile_path"):
            text = text.join(_sha256(build["dockerfile_path"]))
    version = _sha256(text)
    making.first("environment", {**made, "name": ANONYMOUS, "version": version, "is_anonymous": True})
    return making.place.version("environments", ANONYMOUS, version)


def _dumped_routes(config: Mapping[str, Any], making: Making) -> str:
    """The routes of an environment as the client's YAML has them: it writes its own Python objects (1.35.2)."""
    text = f"!!python/object:{_MODELS}.InferenceContainerProperties\n_data:\n"
    for route in ("liveness", "readiness", "scoring"):
        inner = making.files.dumped(config[f"{route}_route"]).splitlines()
        lines = "".join(f"      {line}\n" for line in inner)
        text += f"  {route}Route: !!python/object:{_MODELS}.Route\n    _data:\n{lines}"
    return text


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def model_of_deployment(_form: Form, value: Any, at: str, making: Making) -> str:
    """A model by reference, or one to register: under its name, or without one under what its content says."""
    if isinstance(value, str):
        return making.asset(value, "models", at)
    made = _inline(MODEL, value, at, making)
    if "name" not in made:
        if "path" not in made:
            raise InputError(join(at, "name"), "is required for a model that is not beside the definition")
        found = making.content(made["path"], "tree", join(at, "path"))
        made = {**made, "path": found, "name": _sha256(found.hash), "version": "1", "is_anonymous": True}
    elif "version" not in made:
        made = {**made, "version": making.version(Label("models", made["name"], absent="1"))}
    making.first("model", made)
    return making.place.version("models", made["name"], made["version"])


def _inline(form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """The options of a resource within another definition: its defaults are as good as what it says."""
    made: dict[str, Any] = convert.together(making.convert(form, value, at))
    return made


def code_of_asset(form: Form, value: Any, at: str, making: Making) -> str:
    """A code asset of a deployment, which has a short name there."""
    if isinstance(value, str) and _CODE.fullmatch(value):
        return making.asset(value, "codes", at)
    if isinstance(value, str) and CODE_ID.fullmatch(value):
        return value
    return code(form, value, at, making)


def code(form: Form, value: Any, at: str, making: Making) -> str:
    """A code asset by its id, or the folder that becomes one, or for some the URL of one. Its short name is taken for
    a path (mapping 3).
    """
    path = value if isinstance(value, str) else ""
    if not path:
        raise InputError(at, "must be text")
    in_registry = path.startswith("azureml://registries/")
    if path.startswith("azureml:/subscriptions/") or (in_registry and form.template in TAKES_A_REGISTRY):
        return making.asset(path, "codes", at)
    if in_registry or is_reference(path):
        raise InputError(at, f"{path[:80]!r} is a path to the CLI; name a code asset by azureml: and its id")
    if path.startswith(tuple(_URLS.get(form.template, ()))):
        return making.code_at(path)
    local = making.local(path, at)
    if not local:
        raise InputError(at, "must be a folder beside the definition or the id of a code asset")
    return making.code(local, at)


KINDS = {
    "data": data,
    "conda": conda,
    "environment": environment,
    "model": model,
    "flavors": flavors,
    "environment_of_job": environment_of_job,
    "environment_of_spark": environment_of_spark,
    "environment_of_deployment": environment_of_deployment,
    "model_of_deployment": model_of_deployment,
    "code": code,
    "code_of_asset": code_of_asset,
}
