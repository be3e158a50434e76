# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of an endpoint and done to it: its keys, its token (contract 3; recorded 1, 2.3)."""

from __future__ import annotations

from ..resources.endpoint import NAME
from ..schema import Field
from ..task import Action, Goal

# A serverless endpoint may have a longer name than the others.
NAMES = {"name": (r"[a-zA-Z][a-zA-Z0-9-]{0,51}", "churn-score")}

KEYS = Action(
    noun="endpoint_keys",
    union="type",
    paths=(
        ("online", "onlineEndpoints/{name}/listKeys"),
        ("batch", "batchEndpoints/{name}/listkeys"),
        ("serverless", "serverlessEndpoints/{name}/listKeys"),
    ),
    names=NAMES,
    reads=True,
    answer=(
        Field("primary_key", "primaryKey", write_only=True),
        Field("secondary_key", "secondaryKey", write_only=True),
    ),
)

TOKEN = Action(
    noun="endpoint_token",
    paths=(("", "onlineEndpoints/{name}/token"),),
    names={"name": NAME},
    reads=True,
    answer=(
        Field("access_token", "accessToken", write_only=True),
        Field("token_type", "tokenType"),
        Field("expires_on", "expiryTimeUtc", type="int"),
        Field("refresh_after", "refreshAfterTimeUtc", type="int"),
    ),
)

REGENERATED = Action(
    noun="endpoint_key",
    union="type",
    paths=(
        ("online", "onlineEndpoints/{name}/regenerateKeys"),
        ("serverless", "serverlessEndpoints/{name}/regenerateKeys"),
    ),
    names=NAMES,
    reads=False,
    long=True,
    fields=(
        Field(
            "key_type",
            "keyType",
            words=(("primary", "Primary"), ("secondary", "Secondary")),
            required=True,
            no_log=False,
        ),
        Field("key_value", "keyValue", write_only=True),
    ),
    # Of a key that the service makes nobody can say before whether it is the new one.
    goals=(Goal("{key_type}Key", option="key_value"),),
    look="listKeys",
)
