# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""User-assigned managed identities: created at once, with a relative Location (recorded 2.9)."""

from __future__ import annotations

from ..call import Call
from ..directory import stable_guid
from ..spec import Body, TypeSpec, body_region, envelope

TYPE = "Microsoft.ManagedIdentity/userAssignedIdentities"


def ids_of(resource_id: str) -> tuple[str, str]:
    """Return principalId and clientId of an identity; they depend on its id only."""
    key = resource_id.strip("/").lower()
    return stable_guid("principal/" + key), stable_guid("client/" + key)


def _build(call: Call, current: Body | None) -> Body:
    principal, client = ids_of(call.resource_id)
    properties: Body = {"tenantId": call.state.directory.tenant, "principalId": principal, "clientId": client}
    isolation = (call.body.get("properties") or {}).get("isolationScope")
    if isolation is not None:
        properties["isolationScope"] = isolation
    return envelope(
        call,
        TYPE,
        current,
        location=body_region(call, current),
        tags=call.copy_of("tags") or {},
        properties=properties,
    )


def _patch(call: Call, current: Body) -> Body:
    if call.body.get("tags") is not None:
        current["tags"] = call.copy_of("tags")
    return current


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    patch=_patch,
    needs_location=True,
    tracked=True,
    self_link=True,
    relative_link=True,
    name=r"^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$",
)
