# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data assets (mapping 13)."""

from __future__ import annotations

from ..words import TEXT, Key, fields, told, words
from .members import ASSET

PREVIEW = "2023-04-01-preview"
TABLE = "mltable"

DATA = fields(
    *ASSET,
    Key("type", words(*((word, word) for word in ("uri_file", "uri_folder", TABLE))), default="uri_folder"),
    Key("path", TEXT, "data_uri", required=True),
    Key("datastore", TEXT),
    Key(
        "auto_delete_setting",
        fields(
            Key(
                "condition",
                words(
                    ("created_greater_than", "createdGreaterThan"),
                    ("last_accessed_greater_than", "lastAccessedGreaterThan"),
                ),
                default="createdGreaterThan",
            ),
            Key("value", TEXT),
        ),
        "extra_properties.autoDeleteSetting",
        version=PREVIEW,
    ),
    *told("properties"),
    finish="data",
)
