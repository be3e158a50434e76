# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports of data: to the service a pipeline of one step, which a component of Microsoft's takes (mapping 12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..tree import join
from . import convert
from .making import Making
from .tables.importing import DATA_IMPORT
from .words import Form, camel

COMPONENT = "azureml://registries/azureml/components/import_data_{kind}/versions/0.0.1"
# A datastore in which the service chooses the places.
MANAGED = "azureml://datastores/workspacemanageddatastore"
OWN_NAME = "${{name}}"


def job(form: Form, value: Any, at: str, making: Making) -> Any:
    """A job, or an import of data: the CLI has a command of its own for that."""
    if not isinstance(value, Mapping) or "source" not in value or "jobs" in value:
        return making.convert(form.of or form, value, at)
    made = convert.together(making.convert(DATA_IMPORT, value, at))
    if not making.names.get("name"):
        raise InputError("name", "is required: the name in the definition is that of the data")
    kind = made["source"]["type"]
    title = f"data_import_{made['name']}"
    sink = {"uri": _place(made["path"], join(at, "path")), "name": made["name"]}
    sink["job_output_type"] = "mltable" if kind == "database" else "uri_folder"
    if "version" in made:
        sink["version"] = made["version"]
    step = {
        "type": "data_transfer",
        "task": "import_data",
        "source": made["source"],
        "display_name": title,
        "computeId": making.place.inner("computes", "serverless"),
        "componentId": COMPONENT.format(kind=kind),
        "outputs": {"sink": sink},
        "_source": "BUILTIN",
    }
    options = {
        "type": "Pipeline",
        "display_name": title,
        "experiment_name": title,
        "description": made.get("description", title),
        "properties": {"azureml.materializationAssetName": made["name"]},
        "settings": {"force_rerun": True, "_source": "CLASS"},
        "jobs": {title: step},
    }
    return {**options, "tags": made["tags"]} if "tags" in made else options


def scheduled(_form: Form, value: Any, at: str, making: Making) -> dict[str, Any]:
    """An import that a schedule starts, in the service's own shape: the definition of one, or the path of its file.

    To the service any data that is imported is a folder. The client loses a stored procedure (1.35.2); it is kept here.
    """
    given = making.files.load(making.path(value), at) if isinstance(value, str) else value
    made = convert.together(making.convert(DATA_IMPORT, given, at))
    source = made["source"]
    if "version" in made:
        making.warn(join(at, "version"), "is not sent by the client for an import that a schedule starts")
    told = {camel(key): item for key, item in source.items() if key != "type"}
    told["sourceType"] = source["type"]
    own = {key: made[key] for key in ("description", "tags") if key in made}
    definition = {"dataType": "uri_folder", "dataUri": made["path"], "assetName": made["name"], "source": told, **own}
    return {"actionType": "ImportData", "dataImportDefinition": definition}


def _place(path: str, at: str) -> str:
    """Where the data goes, which has its name in it."""
    bare = path.rstrip("/")
    if bare == MANAGED:
        return f"{MANAGED}/paths/{OWN_NAME}"
    if bare.startswith(f"{MANAGED}/"):
        raise InputError(at, f"must be {MANAGED} alone: the service chooses the places in it")
    return path if OWN_NAME in path else f"{bare}/{OWN_NAME}"


KINDS = {"job": job, "scheduled_import": scheduled}
