# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What online and batch endpoints have in common (contract 4, recorded 2.3)."""

from __future__ import annotations

from dataclasses import replace

from ..schema import TAGS, Field
from .own_identity import IDENTITY, IDENTITY_IDS

NAME = (r"[a-z][a-z0-9-]{1,30}[a-z0-9]", "churn-score")
LOCATION = Field("location", "location", same="location", create_only=True, from_parent=True)
#: What else the envelope of a tracked resource has.
ENVELOPE = (*IDENTITY_IDS, TAGS, Field("kind", "kind", same="casefold"))
#: Made without an identity unless the task names one; an online endpoint is made with one of its own.
TRACKED = (LOCATION, replace(IDENTITY, on_create=None), *ENVELOPE)
AUTH_MODE = Field(
    "auth_mode", "properties.authMode", choices=("AADToken", "AMLToken", "Key"), same="casefold", required=True
)
SKU = Field("sku", "sku.name", same="casefold")
#: Keys of the user's own, which only creation takes; no answer shows them.
KEYS = (
    Field("primary_key", "properties.keys.primaryKey", write_only=True),
    Field("secondary_key", "properties.keys.secondaryKey", write_only=True),
)
DESCRIBED = (
    Field("description", "properties.description"),
    Field("properties", "properties.properties", type="dict", merge=True),
)
URIS = (
    Field("scoring_uri", "properties.scoringUri", read_only=True),
    Field("swagger_uri", "properties.swaggerUri", read_only=True),
    Field("provisioning_state", "properties.provisioningState", read_only=True),
)
CODE = Field(
    "code",
    "properties.codeConfiguration",
    type="dict",
    fields=(
        Field("id", "codeId", same="asset"),
        Field("scoring_script", "scoringScript", required=True),
    ),
)
RUNS_IN = (
    Field("environment_id", "properties.environmentId", same="asset"),
    # The service adds variables of its own; only those that the task names count (features 2.5).
    Field("environment_variables", "properties.environmentVariables", type="dict", merge=True),
)
