# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Capability hosts of hubs and projects (recorded 1, 2.6)."""

from __future__ import annotations

import copy

from ..call import Call, system_data
from ..spec import Body, Lro, TypeSpec, envelope, put_enum, writable
from .front_end import WORKSPACE

TYPE = WORKSPACE + "/capabilityHosts"
_EMPTY = ("description", "tags", "properties", "customerSubnet", "aiServicesConnections", "vectorStoreConnections")
_EMPTY += ("storageConnections", "threadStorageConnections", "acaEnvironmentConnections")


def _build(call: Call, current: Body | None) -> Body:
    sent = writable(call.body.get("properties"), "provisioningState", "messages")
    properties = {**dict.fromkeys(_EMPTY), "capabilityHostKind": "Agents", **sent, "provisioningState": "Succeeded"}
    put_enum(properties, "capabilityHostKind", "Agents", strict=True)
    return envelope(call, TYPE, current, properties=properties, systemData=system_data(call, current))


def _begin(call: Call, final: Body, current: Body | None) -> Body:
    """The answer carries properties alone (recorded 2.6)."""
    begun = copy.deepcopy(final)
    begun["properties"]["provisioningState"] = "Updating" if current else "Creating"
    begun["__answer"] = {"properties": copy.deepcopy(begun["properties"])}
    return begun


def _show(call: Call, body: Body) -> Body:
    """A GET has no description, whatever the PUT said (recorded twice)."""
    body["properties"]["description"] = None
    return body


_PUT = Lro("front_end", 201, "resource", kind="ch")
SPEC = TypeSpec(
    type=TYPE,
    build=_build,
    begin=_begin,
    show=_show,
    put_new=_PUT,
    put_old=_PUT,
    removed=Lro("front_end", 202, kind="ch"),
    # The operation table of 2025-12-01 has no list.
    listed=False,
    name=r"^[a-zA-Z0-9][a-zA-Z0-9\-_]{0,254}$",
)
