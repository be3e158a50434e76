# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A registered model, on both planes: an ARM model version, and the regional model management of SDK v1 (recorded 2.6,
contract 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..schema import ABSENT, Field, Resource, State
from ..task import Derived
from .asset import IS_ANONYMOUS, IS_ARCHIVED, LIST_VIEW, PROVISIONING_STATE, STATES, VERSIONS

ARM_MODEL = Resource(
    noun="model",
    plural="models",
    path="models/{name}/versions/{version}",
    states=STATES,
    fields=(
        Field("model_uri", "properties.modelUri", same="asset", create_only=True),
        Field("model_type", "properties.modelType", same="casefold", create_only=True),
        Field("flavors", "properties.flavors", type="dict", same="tree", create_only=True),
        Field("job_name", "properties.jobName", create_only=True),
        Field("description", "properties.description"),
        Field("stage", "properties.stage"),
        Field("tags", "properties.tags", type="dict", merge=True),
        Field("properties", "properties.properties", type="dict", merge=True),
        Field(
            "datasets",
            "properties.datasets",
            type="list",
            create_only=True,
            fields=(Field("name", "name"), Field("id", "id")),
        ),
        IS_ANONYMOUS,
        IS_ARCHIVED,
        *VERSIONS,
        PROVISIONING_STATE,
    ),
    list_query=(("listViewType", "list_view"), ("stage", "stage"), ("tags", "tag")),
    reader_options={
        "list_view": LIST_VIEW,
        "stage": {"type": "str"},
        "tag": {"type": "str"},
    },
)

REGIONAL_MODEL = Resource(
    noun="model",
    plural="models",
    plane="regional",
    service="modelmanagement/v1.0",
    path="models/{name}:{version}",
    create_with="POST",
    posted=(("name", "name"),),
    json_patch=True,
    found_by=(("name", "name"),),
    states=(State("present"), ABSENT),
    state_path="",
    fields=(
        Field("model_uri", "url", same="asset", create_only=True),
        Field("mime_type", "mimeType", same="casefold", create_only=True, on_create="application/json"),
        Field("framework", "framework", create_only=True),
        Field("framework_version", "frameworkVersion", create_only=True),
        Field("unpack", "unpack", type="bool", create_only=True, unset_means=False),
        Field("run_id", "runId", create_only=True),
        Field("experiment_name", "experimentName", create_only=True),
        Field("description", "description"),
        Field("tags", "kvTags", type="dict", merge=True),
        Field("properties", "properties", type="dict", merge=True),
        Field("model_id", "id", read_only=True),
        Field("version", "version", read_only=True),
        Field("created_time", "createdTime", read_only=True),
        Field("modified_time", "modifiedTime", read_only=True),
    ),
    patch=("description", "kvTags", "properties"),
    list_query=(("name", "name"), ("tags", "tag"), ("framework", "framework")),
    reader_options={"tag": {"type": "str"}, "framework": {"type": "str"}},
)


def by_plane(params: Mapping[str, Any]) -> Resource:
    """The resource on the plane that the task names.

    :raises InputError: where a version is missing: ARM takes the caller's, the regional service assigns its own.
    """
    regional = params.get("plane") == "regional"
    writes = "state" in params
    if writes and not params.get("version") and (not regional or params["state"] == ABSENT.word):
        raise InputError("version", "is required" + ("" if regional else " on the arm plane"))
    if regional and params.get("state") == "archived":
        raise InputError("state", "archived exists only on the arm plane")
    return REGIONAL_MODEL if regional else ARM_MODEL


PLANE = {"plane": {"type": "str", "choices": ["arm", "regional"], "default": "arm"}}

MODEL = Derived(
    noun="model",
    plural="models",
    of=by_plane,
    candidates=(ARM_MODEL, REGIONAL_MODEL),
    options={**PLANE, "version": {"type": "str"}},
    reader_options=PLANE,
)
