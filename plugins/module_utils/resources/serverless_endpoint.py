# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A serverless endpoint: a model of somebody else's, called by the token (contract 4, features 2.5)."""

from __future__ import annotations

from ..schema import Field, Resource
from .endpoint import TRACKED

SERVERLESS_ENDPOINT = Resource(
    noun="serverless_endpoint",
    plural="serverless_endpoints",
    path="serverlessEndpoints/{name}",
    defined=True,
    # The pattern of Microsoft's client.
    names={"name": (r"[a-zA-Z][a-zA-Z0-9-]{0,51}", "llama")},
    fields=(
        *TRACKED,
        # What Microsoft's client sends of a new one (yaml mapping).
        Field("sku", "sku.name", same="casefold", on_create="Consumption"),
        Field("model_id", "properties.modelSettings.modelId", same="asset", create_only=True),
        Field(
            "auth_mode",
            "properties.authMode",
            choices=("AAD", "Key", "KeyAndAAD"),
            same="casefold",
            on_create="Key",
        ),
        Field(
            "content_safety",
            "properties.contentSafety.contentSafetyStatus",
            choices=("Disabled", "Enabled"),
            same="casefold",
        ),
        Field("inference_uri", "properties.inferenceEndpoint.uri", read_only=True),
        Field("endpoint_state", "properties.endpointState", read_only=True),
        Field("marketplace_subscription_id", "properties.marketplaceSubscriptionId", read_only=True),
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
    # PartialMinimalTrackedResourceWithSkuAndIdentity of 2025-12-01.
    patch=("identity", "sku", "tags"),
    after=("marketplace_subscription",),
)
