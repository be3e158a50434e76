# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Online endpoints and their deployments (recorded 2.3): 201 and an operation for every PUT, new or not."""

from __future__ import annotations

import copy

from .. import scoring
from ..call import Answer, Call, system_data
from ..directory import stable_guid
from ..ids import same_id
from ..spec import Body, Lro, TypeSpec, body_region, canonical, envelope, put_enum, writable
from . import endpoint_keys
from .front_end import WORKSPACE, refuse
from .managed_identity import as_sent, with_ids

TYPE = WORKSPACE + "/onlineEndpoints"
ENDPOINT_NAME = r"^[A-Za-z][A-Za-z0-9-]{1,30}[A-Za-z0-9]$"
_MODES = ("AMLToken", "Key", "AADToken")


def _build(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "provisioningState", "scoringUri", "swaggerUri")
    old = (current or {}).get("properties") or {}
    mode = canonical(sent.pop("authMode", None) or old.get("authMode"), _MODES, "authMode", strict=True)
    if mode is None:
        raise refuse(call, "The authMode of the endpoint is missing.")
    _check_name_is_free(call)
    keys = sent.pop("keys", None)
    if keys or current is None:
        call.state.store.put_doc("secrets", call.resource_id.lower(), {**endpoint_keys.new_keys(call), **(keys or {})})
    location = body_region(call, current)
    properties: Body = {
        "description": None,
        **sent,
        "properties": {**(sent.get("properties") or {}), "azureml.onlineendpointid": call.resource_id.lower()},
        "scoringUri": "/score",
        "swaggerUri": "/swagger.json",
        # Another authMode in a later PUT is ignored without a word (recorded 2.3).
        "authMode": old.get("authMode") or mode,
        "provisioningState": "Succeeded",
        "compute": sent.get("compute"),
        "traffic": sent.get("traffic") or {},
        "mirrorTraffic": sent.get("mirrorTraffic") or {},
        "publicNetworkAccess": sent.get("publicNetworkAccess") or "Enabled",
    }
    put_enum(properties, "publicNetworkAccess", "Enabled", "Disabled")
    _check_traffic(call, properties["traffic"])
    identity = with_ids(call, call.copy_of("identity") or {"type": "SystemAssigned"}, (current or {}).get("identity"))
    made = {
        "properties": properties,
        "systemData": system_data(call, current, kinds=False),
        "tags": call.copy_of("tags") or {},
        "location": location,
        **as_sent(call, current, "sku"),
        "kind": "Kubernetes" if properties["compute"] else "Managed",
        "identity": identity,
    }
    return envelope(call, TYPE, current, **made)


def _check_name_is_free(call: Call) -> None:
    """Endpoint names are unique in a region, over all workspaces."""
    for body in call.state.store.of_type(TYPE):
        if (
            body["name"].lower() == call.id.name.lower()
            and body["location"] == call.location()
            and not same_id(body["id"], call.resource_id)
        ):
            raise refuse(
                call, "There is already an endpoint with this name, Endpoint name needs to be unique within a region"
            )


def _check_traffic(call: Call, traffic: Body) -> None:
    total = sum(value for value in traffic.values() if isinstance(value, (int, float)))
    if traffic and total not in (0, 100):
        raise refuse(call, f"The sum of traffic has to be either 0 or 100 percent, it is {total}.")
    for name in traffic:
        if not call.state.store.exists(f"{call.resource_id}/deployments/{name}"):
            raise refuse(call, f"The deployment '{name}' in the traffic of endpoint '{call.id.name}' does not exist.")


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    """Creating has no URIs yet; an update still shows the old traffic (recorded 2.3)."""
    begun = copy.deepcopy(final)
    begun["properties"]["provisioningState"] = "Updating" if current else "Creating"
    if current is None:
        begun["properties"].update(scoringUri=None, swaggerUri=None)
    else:
        begun["properties"]["traffic"] = current["properties"]["traffic"]
    return begun


def show(call: Call, body: Body) -> Body:
    """Where it answers depends on how the caller reaches us; only the paths are kept."""
    at = scoring.address(call.state, call.base_url, body["name"], body.get("location") or "")
    for member in ("scoringUri", "swaggerUri"):
        path = body["properties"].get(member)
        if path and path.startswith("/"):
            body["properties"][member] = at + path
    return body


def _patch(call: Call, current: Body) -> Body:
    final = copy.deepcopy(current)
    if call.body.get("tags") is not None:
        final["tags"] = call.copy_of("tags")
    if call.body.get("identity"):
        final["identity"] = with_ids(call, call.copy_of("identity"), current.get("identity"))
    final["properties"]["provisioningState"] = "Succeeded"
    return final


def _token(call: Call, current: Body) -> Answer:
    now = int(call.state.clock.now())
    token = stable_guid(f"token/{call.resource_id}/{now}")
    scoring.issue_token(call.state, call.resource_id, token)
    return Answer(
        200,
        {
            "accessToken": token,
            "tokenType": "Bearer",
            "expiryTimeUtc": now + 86400,
            "refreshAfterTimeUtc": now + 43200,
        },
    )


_PUT = Lro("front_end", 201, "resource", kind="oeidp")
SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    show=show,
    patch=_patch,
    put_new=_PUT,
    put_old=_PUT,
    patched=Lro("front_end", 202, "null", kind="oeidp"),
    removed=Lro("front_end", 202, kind="oeidp"),
    needs_location=True,
    tracked=True,
    name=ENDPOINT_NAME,
    paged=False,
    names_operation=True,
    actions={
        "listkeys": endpoint_keys.list_keys,
        "regeneratekeys": endpoint_keys.regenerate("oe"),
        "token": _token,
    },
)
