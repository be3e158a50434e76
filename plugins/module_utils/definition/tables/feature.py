# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entities and feature sets of a feature store (mapping 19)."""

from __future__ import annotations

from ..words import FLAG, FREE_MAP, TEXT, TEXTS, WHOLE, Key, fields, list_of, told, union, words
from .members import DESCRIPTION, NAME, TEXT_LIST, TEXT_PROPERTIES, TEXT_TAGS
from .schedule import RECURRENCE

STAGE = Key(
    "stage",
    words(*((word.lower(), word) for word in ("Development", "Production", "Archived"))),
    default="Development",
)
TYPES = ("string", "integer", "long", "float", "double", "binary", "datetime", "boolean")
TYPE = words(*((word, word.capitalize()) for word in TYPES))
COMMON = (NAME, Key("version", TEXT), DESCRIPTION, TEXT_TAGS, *told("id", "creation_context", "latest_version"))
FEATURE_STORE_ENTITY = fields(
    *COMMON,
    TEXT_PROPERTIES,
    STAGE,
    Key(
        "index_columns",
        list_of(fields(Key("name", TEXT, required=True), Key("type", TYPE, required=True))),
        required=True,
    ),
)
EVENTS = words(*((word.lower(), word) for word in ("JobCompleted", "JobFailed", "JobCancelled")))
MATERIALIZATION = fields(
    Key("offline_enabled", FLAG),
    Key("online_enabled", FLAG),
    Key("schedule", union("type", ("recurrence", fields(*RECURRENCE)))),
    Key("resource", fields(Key("instance_type", TEXT, required=True)), "."),
    Key("spark_configuration", TEXTS),
    Key(
        "notification",
        fields(Key("email_on", list_of(EVENTS), required=True), Key("emails", TEXT_LIST, required=True)),
    ),
    finish="materialization",
)
FEATURESET = fields(
    *COMMON,
    STAGE,
    Key("entities", TEXT_LIST, required=True),
    Key("specification", fields(Key("path", TEXT, "specification", required=True)), ".", required=True),
    Key("materialization_settings", MATERIALIZATION),
    finish="featureset",
)

# The file FeatureSetSpec.yaml, as the service keeps what it says (the client, 1.35.2).
DELAY = fields(Key("days", WHOLE, "Days"), Key("hours", WHOLE, "Hours"), Key("minutes", WHOLE, "Minutes"))
SPEC = fields(
    Key(
        "source",
        fields(
            Key("type", TEXT, required=True),
            Key("path", TEXT),
            Key("timestamp_column", fields(Key("name", TEXT, required=True), Key("format", TEXT)), "timestampColumn"),
            Key("source_delay", DELAY, "sourceDelay"),
            Key(
                "source_process_code",
                fields(Key("path", TEXT, required=True), Key("process_class", TEXT, required=True)),
            ),
            Key("kwargs", FREE_MAP, told=True),
        ),
        required=True,
    ),
    Key(
        "feature_transformation_code",
        fields(Key("path", TEXT, "Path"), Key("transformer_class", TEXT, "TransformerClass")),
        "featureTransformationCode",
    ),
    Key(
        "features",
        list_of(
            fields(
                Key("name", TEXT, "FeatureName", required=True),
                Key("type", TEXT, "DataType", required=True),
                Key("description", TEXT, "Description"),
                Key("tags", TEXTS, "Tags"),
            )
        ),
        required=True,
    ),
    Key(
        "index_columns",
        list_of(
            fields(
                Key("name", TEXT, "ColumnName", required=True),
                Key("type", words(*((word, word) for word in TYPES)), "DataType", required=True),
            )
        ),
        "indexColumns",
    ),
    Key("source_lookback", DELAY, "sourceLookback"),
    Key("temporal_join_lookback", DELAY, "temporalJoinLookback"),
)
