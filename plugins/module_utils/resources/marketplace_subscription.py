# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A marketplace subscription: the right to call a publisher's model from a workspace (contract 4, features 2.5)."""

from __future__ import annotations

from ..holds import Use
from ..schema import ML_API_VERSION, Field, Resource
from ..scope import WORKSPACE

MARKETPLACE_SUBSCRIPTION = Resource(
    noun="marketplace_subscription",
    plural="marketplace_subscriptions",
    path="marketplaceSubscriptions/{name}",
    # The pattern of Microsoft's client.
    names={"name": (r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}", "llama")},
    fields=(
        Field("model_id", "properties.modelId", same="asset", required=True, create_only=True),
        Field("publisher_id", "properties.marketplacePlan.publisherId", read_only=True),
        Field("offer_id", "properties.marketplacePlan.offerId", read_only=True),
        Field("plan_id", "properties.marketplacePlan.planId", read_only=True),
        Field("status", "properties.marketplaceSubscriptionStatus", read_only=True),
        Field("provisioning_state", "properties.provisioningState", read_only=True),
    ),
    used_by=(Use(f"{WORKSPACE.path}/serverlessEndpoints", ML_API_VERSION, ("properties.marketplaceSubscriptionId",)),),
)
