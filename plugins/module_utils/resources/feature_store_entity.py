# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An entity of a feature store: what the features of a set are about, by versions (contract 4, recorded 2.6)."""

from __future__ import annotations

from ..schema import Field, Resource
from ..scope import WORKSPACE
from .asset import DESCRIBED, IS_ANONYMOUS, IS_ARCHIVED, PROVISIONING_STATE, STATES, VERSIONS, asset
from .featureset import FOUND, FOUND_BY, NAME

FEATURE_STORE_ENTITY_VERSION = Resource(
    noun="feature_store_entity",
    plural="feature_store_entities",
    path="featurestoreEntities/{name}/versions/{version}",
    names={"name": NAME},
    states=STATES,
    fields=(
        Field(
            "index_columns",
            "properties.indexColumns",
            type="list",
            create_only=True,
            fields=(
                Field("name", "columnName", required=True),
                Field(
                    "type",
                    "dataType",
                    choices=("Binary", "Boolean", "Datetime", "Double", "Float", "Integer", "Long", "String"),
                    same="casefold",
                    required=True,
                ),
            ),
        ),
        Field("stage", "properties.stage"),
        *DESCRIBED,
        IS_ANONYMOUS,
        IS_ARCHIVED,
        PROVISIONING_STATE,
    ),
    list_query=(*FOUND, ("stage", "stage")),
    reader_options={**FOUND_BY, "stage": {"type": "str"}},
)
FEATURE_STORE_ENTITY_CONTAINER = Resource(
    noun="feature_store_entity",
    plural="feature_store_entities",
    path="featurestoreEntities/{name}",
    names={"name": NAME},
    states=STATES,
    fields=(*DESCRIBED, IS_ARCHIVED, *VERSIONS, PROVISIONING_STATE),
    list_query=FOUND,
    reader_options=FOUND_BY,
)
FEATURE_STORE_ENTITY = asset(FEATURE_STORE_ENTITY_VERSION, FEATURE_STORE_ENTITY_CONTAINER, (WORKSPACE,))
