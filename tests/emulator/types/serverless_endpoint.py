# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Serverless endpoints and the marketplace subscriptions that they need (contract 3, 4; the published examples).

No recording of either was found; what cannot be changed is as features 2.5 infers it.
"""

from __future__ import annotations

import copy

from ..call import Call, system_data
from ..spec import Body, Lro, TypeSpec, body_region, envelope, merge, put_enum, writable
from . import endpoint_keys
from .front_end import WORKSPACE, refuse
from .managed_identity import as_sent, with_ids

TYPE = WORKSPACE + "/serverlessEndpoints"
SUBSCRIPTIONS = WORKSPACE + "/marketplaceSubscriptions"


def _refuse_another_model(call: Call, held: object, wanted: object) -> None:
    if held and wanted and str(held).lower() != str(wanted).lower():
        raise refuse(call, "The model cannot be changed.")


def _build(call: Call, current: Body | None) -> Body:
    properties = writable(
        call.body.get("properties"),
        "provisioningState",
        "endpointState",
        "inferenceEndpoint",
        "marketplaceSubscriptionId",
    )
    held = (current or {}).get("properties") or {}
    if not properties.get("authMode"):
        raise refuse(call, "The authMode of the serverless endpoint is missing.")
    put_enum(properties, "authMode", "Key", "AAD", "KeyAndAAD", strict=True)
    model = (properties.get("modelSettings") or {}).get("modelId")
    _refuse_another_model(call, (held.get("modelSettings") or {}).get("modelId"), model)
    # "If omitted, the default content safety settings will be configured" (Microsoft's client).
    properties.setdefault("contentSafety", {"contentSafetyStatus": "Enabled"})
    put_enum(properties["contentSafety"], "contentSafetyStatus", "Enabled", "Disabled", strict=True)
    location = body_region(call, current)
    properties |= {
        "inferenceEndpoint": {"uri": f"https://{call.id.name}.{location}.models.ai.azure.com", "headers": {}},
        "provisioningState": "Succeeded",
        "endpointState": "Online",
        "marketplaceSubscriptionId": _subscribed(call, model),
    }
    return envelope(
        call,
        TYPE,
        current,
        properties=properties,
        systemData=system_data(call, current),
        tags=call.copy_of("tags") or {},
        location=location,
        **as_sent(call, current, "kind", "sku"),
    )


def _subscribed(call: Call, model: object) -> str | None:
    """The workspace's subscription to the model's plan; models of Microsoft need none."""
    parent = call.id.parent()
    rows = call.state.store.list(f"{parent.path()}/marketplaceSubscriptions") if parent else []
    return next((row["id"] for row in rows if row["properties"]["modelId"].lower() == str(model).lower()), None)


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    begun = copy.deepcopy(final)
    begun["properties"]["provisioningState"] = "Updating" if current else "Creating"
    if not current:
        begun["properties"]["endpointState"] = "Creating"
    return begun


def _patch(call: Call, current: Body) -> Body:
    """The body has tags, sku and identity, and nothing else (immutable fields, PATCH bodies)."""
    final = merge(current, {"sku": call.copy_of("sku")} if call.body.get("sku") else {})
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    if call.body.get("identity") is not None:
        final["identity"] = with_ids(call, call.copy_of("identity"), current.get("identity"))
    return final


def _build_subscription(call: Call, current: Body | None) -> Body:
    model = (call.body.get("properties") or {}).get("modelId")
    if not model:
        raise refuse(call, "The modelId of the marketplace subscription is missing.")
    _refuse_another_model(call, ((current or {}).get("properties") or {}).get("modelId"), model)
    parts = str(model).strip("/").split("/")
    properties: Body = {
        "modelId": model,
        "marketplacePlan": {
            "publisherId": parts[parts.index("registries") + 1] if "registries" in parts else "microsoft",
            "offerId": f"{parts[-1]}-offer".lower(),
            "planId": f"{parts[-1]}-plan".lower(),
        },
        "marketplaceSubscriptionStatus": "Subscribed",
        "provisioningState": "Succeeded",
    }
    return envelope(call, SUBSCRIPTIONS, current, properties=properties, systemData=system_data(call, current))


def _lros(kind: str) -> dict[str, Lro]:
    put = Lro("front_end", 201, "resource", kind=kind)
    return {"put_new": put, "put_old": put, "removed": Lro("front_end", 202, kind=kind)}


# The patterns are those of Microsoft's client of 2024-01-01-preview.
SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    patch=_patch,
    patched=Lro("front_end", 202, kind="se"),
    finish=endpoint_keys.regenerated,
    actions={"listkeys": endpoint_keys.list_keys, "regeneratekeys": endpoint_keys.regenerate("se")},
    needs_location=True,
    name=r"^[a-zA-Z][a-zA-Z0-9-]{0,51}$",
    **_lros("se"),
)
SUBSCRIPTION_SPEC = TypeSpec(
    type=SUBSCRIPTIONS,
    build=_build_subscription,
    name=r"^[a-zA-Z0-9][a-zA-Z0-9\-_]{0,254}$",
    **_lros("ms"),
)
