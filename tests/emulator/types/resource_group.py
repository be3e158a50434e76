# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resource groups: the container that takes everything in it along when it is deleted (recorded 2.9)."""

from __future__ import annotations

from ..call import Call, region
from ..errors import ArmError, bad_content, gateway, group_not_found
from ..spec import Body, Lro, TypeSpec

TYPE = "Microsoft.Resources/resourceGroups"


def _build(call: Call, current: Body | None) -> Body:
    location = call.body.get("location") or (current or {}).get("location")
    if not location:
        raise gateway(400, "LocationRequired", "The location property is required for this definition.")
    if current and region(location) != current["location"]:
        raise gateway(
            409,
            "InvalidResourceGroupLocation",
            f"Invalid resource group location '{location}'. The Resource group already exists in location "
            f"'{current['location']}'.",
        )
    body = {
        "id": (current or {}).get("id", call.resource_id),
        "name": (current or {}).get("name", call.id.group),
        "type": TYPE,
    }
    body["location"] = region(location)
    # A group that never had tags shows none at all; a PUT without tags removes those that were there.
    if call.body.get("tags") is not None:
        body["tags"] = dict(call.body["tags"])
    if call.body.get("managedBy"):
        body["managedBy"] = call.body["managedBy"]
    body["properties"] = {"provisioningState": "Succeeded"}
    return body


def _patch(call: Call, current: Body) -> Body:
    unknown = set(call.body) - {"tags", "name", "managedBy", "properties"}
    if unknown:
        raise bad_content(f"Could not find member '{sorted(unknown)[0]}' on object of type 'ResourceGroupPatchable'.")
    if call.body.get("tags") is not None:
        current["tags"] = dict(call.body["tags"])
    return current


def _missing(call: Call) -> ArmError:
    return group_not_found(call.id.group)


def _bad_name(call: Call) -> ArmError:
    return gateway(
        400,
        "InvalidResourceGroup",
        f"The provided resource group name '{call.id.group}' is invalid. Use up to 90 letters, digits, '_', "
        "'-', '.', '(' and ')', not "
        "ending in '.'.",
    )


SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    patch=_patch,
    missing=_missing,
    removed=Lro("group", 202),
    delete_missing=404,
    name=r"^[-\w._()]{0,89}[-\w_()]$",
    name_error=_bad_name,
)
