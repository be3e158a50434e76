# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Private endpoint connections of a workspace: a PUT answers 200, new or not (contract 0.5, the published examples).

There is no network provider here that would make one by itself, so the first PUT does.
"""

from __future__ import annotations

from ..call import Call, system_data
from ..spec import Body, TypeSpec, body_region, envelope, put_enum, writable
from .front_end import WORKSPACE
from .managed_identity import as_sent

TYPE = WORKSPACE + "/privateEndpointConnections"
_STATUSES = ("Approved", "Pending", "Rejected", "Disconnected", "Timeout")


def _build(call: Call, current: Body | None) -> Body:
    held = (current or {}).get("properties") or {}
    sent = writable(call.body.get("properties"), "provisioningState", "privateEndpoint")
    state = {"description": None, "actionsRequired": "None", **(sent.get("privateLinkServiceConnectionState") or {})}
    put_enum(state, "status", *_STATUSES, strict=True)
    endpoint = f"{call.id.scope()}/resourceGroups/{call.id.group}/providers/Microsoft.Network/privateEndpoints/"
    name = call.id.name.partition(".")[0]
    properties: Body = {
        "provisioningState": "Succeeded",
        "privateEndpoint": held.get("privateEndpoint") or {"id": endpoint + name},
        "privateLinkServiceConnectionState": {"status": "Pending", **state},
    }
    extra = as_sent(call, current, "sku", "tags")
    if call.body.get("location"):
        extra["location"] = body_region(call, current)
    return envelope(call, TYPE, current, properties=properties, systemData=system_data(call, current), **extra)


SPEC = TypeSpec(type=TYPE, build=_build, new_status=200, paged=False)
