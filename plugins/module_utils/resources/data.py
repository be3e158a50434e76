# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data: a file, a folder or a table at a place, by versions (contract 4, recorded 2.6)."""

from __future__ import annotations

from ..schema import Field, Resource
from ..scope import REGISTRY
from ..source import Source
from .asset import DESCRIBED, IS_ANONYMOUS, IS_ARCHIVED, LIST_VIEW, STATES, VERSIONS, asset

TABLE = "mltable"
DATA_TYPE = Field(
    "type",
    "properties.dataType",
    choices=(TABLE, "uri_file", "uri_folder"),
    same="casefold",
    create_only=True,
    aliases=("data_type",),
)

DATA_VERSION = Resource(
    noun="data",
    plural="data_assets",
    path="data/{name}/versions/{version}",
    union="type",
    states=STATES,
    fields=(
        DATA_TYPE,
        Field("data_uri", "properties.dataUri", same="asset", create_only=True, required=True),
        Field("referenced_uris", "properties.referencedUris", type="list", variants=(TABLE,), create_only=True),
        *DESCRIBED,
        IS_ANONYMOUS,
        IS_ARCHIVED,
    ),
    list_query=(("listViewType", "list_view"), ("stage", "stage"), ("$tags", "tag")),
    reader_options={"list_view": LIST_VIEW, "stage": {"type": "str"}, "tag": {"type": "str"}},
    source=Source("path", "data_uri", "properties.dataUri", pending=(REGISTRY,), files=("uri_file",)),
)
DATA_CONTAINER = Resource(
    noun="data",
    plural="data_assets",
    path="data/{name}",
    union="type",
    states=STATES,
    fields=(DATA_TYPE, *DESCRIBED, IS_ARCHIVED, *VERSIONS),
    list_query=(("listViewType", "list_view"),),
    reader_options={"list_view": LIST_VIEW},
)
DATA = asset(DATA_VERSION, DATA_CONTAINER)
