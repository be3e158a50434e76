# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The `identity` member of a resource: types, and the ids that the server fills in."""

from __future__ import annotations

from ..call import Call
from ..directory import stable_guid
from ..errors import plain
from ..spec import Body
from .identity import ids_of


def with_ids(call: Call, sent: Body, current: Body | None) -> Body:
    """Return an identity as the service answers it: canonical type, principalId, tenantId, ids of assigned identities.

    ArmError 400 for an unknown type, or for an assigned identity that does not exist.
    """
    words = {word.strip().lower() for word in str(sent.get("type") or "None").split(",")}
    unknown = words - {"systemassigned", "userassigned", "none", ""}
    if unknown:
        raise plain(400, "InvalidIdentityType", f"The identity type '{sent.get('type')}' is not valid.")
    kinds = [kind for kind in ("SystemAssigned", "UserAssigned") if kind.lower() in words]
    made: Body = {"type": ",".join(kinds) or "None"}
    if "SystemAssigned" in kinds:
        made["principalId"] = (current or {}).get("principalId") or stable_guid("system/" + call.resource_id)
        made["tenantId"] = call.state.directory.tenant
    if "UserAssigned" in kinds:
        made["userAssignedIdentities"] = _assigned(call, sent.get("userAssignedIdentities"), current)
    return made


def as_sent(call: Call, current: Body | None, *members: str) -> Body:
    """The members of the body that come back as they were sent, and the identity. What was not sent is absent."""
    found: Body = {key: call.copy_of(key) for key in members if call.body.get(key) is not None}
    if call.body.get("identity"):
        found["identity"] = with_ids(call, call.copy_of("identity"), (current or {}).get("identity"))
    return found


def _assigned(call: Call, sent: object, current: Body | None) -> Body:
    present = dict((current or {}).get("userAssignedIdentities") or {})
    for resource_id, value in (sent if isinstance(sent, dict) else {}).items():
        same = next(
            (known for known in present if known.strip("/").lower() == resource_id.strip("/").lower()), resource_id
        )
        if value is None:
            # A null takes an identity away, as ARM defines it for this map.
            present.pop(same, None)
            continue
        if not call.state.store.exists(resource_id):
            raise plain(
                400,
                "FailedIdentityOperation",
                f"Identity operation for resource '{call.resource_id}' failed with error 'Failed to perform "
                "resource identity operation. "
                f"Status: 'BadRequest'. Response: Resource '{resource_id}' was not found.'.",
            )
        principal, client = ids_of(resource_id)
        present[same] = {"principalId": principal, "clientId": client}
    if not present:
        raise plain(
            400, "InvalidIdentityValues", "The identity type 'UserAssigned' needs at least one user-assigned identity."
        )
    return present
