# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports of data (mapping 12)."""

from __future__ import annotations

from ..words import FREE_MAP, TEXT, VERSION, Key, fields, list_of, told, union, words
from .members import DESCRIPTION, TAGS

PARAMETERS = list_of(fields(Key("name", TEXT), Key("value", TEXT), Key("type", TEXT)))
CONNECTION = Key("connection", TEXT, required=True)
# The newest api-version in which a schedule imports data, or looks at how well a model does: 2025-12-01 has neither.
SCHEDULED = "2024-04-01-preview"
SOURCE = union(
    "type",
    (
        "database",
        fields(
            CONNECTION,
            Key("query", TEXT),
            Key("table_name", TEXT),
            Key("stored_procedure", TEXT),
            Key("stored_procedure_params", PARAMETERS),
        ),
    ),
    ("file_system", fields(CONNECTION, Key("path", TEXT))),
    otherwise="file_system",
    place="type",
    database="database",
    file_system="file_system",
)
DATA_IMPORT = fields(
    Key("name", TEXT, required=True),
    Key("version", VERSION),
    DESCRIPTION,
    TAGS,
    # The client says it itself: a table from a database, else a folder.
    Key("type", words(*((word, word) for word in ("uri_file", "uri_folder", "mltable")))),
    Key("path", TEXT, required=True),
    Key("source", SOURCE, required=True),
    Key("datastore", TEXT, unused="is not looked at; path names it"),
    Key("auto_delete_setting", FREE_MAP, unused="is not taken by the client for data that is imported"),
    Key("properties", FREE_MAP, unused="is not sent by the client for data that is imported"),
    *told("id", "creation_context", "latest_version"),
)
