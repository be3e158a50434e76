# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Publishing a version of a workspace's asset to a registry: POST .../publish, 202, and the copy at the end.

Source: ModelVersions_Publish and its sisters in the specification; what the copy looks like, recorded 2.6.
"""

from __future__ import annotations

import copy

from ..call import Answer, Call
from ..core import EmulatorState
from ..directory import stable_guid
from ..ids import parse
from ..requests import scripted_failure
from ..spec import Body
from .front_end import ML, refuse

_REGISTRIES = ML + "/registries"
# The member that says where the content is; a registry keeps a copy in a storage account of its own.
_CONTENT = ("modelUri", "dataUri", "codeUri")


def publish(call: Call, current: Body) -> Answer:
    """Begin to copy a version. Refused: no such registry, or one that has this version already."""
    wanted = str(call.body.get("registryName") or "")
    registry = next(
        (body for body in call.state.store.of_type(_REGISTRIES) if body["name"].lower() == wanted.lower()), None
    )
    if registry is None:
        raise refuse(call, f"The registry '{wanted}' was not found.", 404, inner="NotFoundError")
    word, name, version = call.id.types[1], call.id.names[1], call.id.names[2]
    name, version = str(call.body.get("destinationName") or name), str(call.body.get("destinationVersion") or version)
    path = f"{registry['id']}/{word}/{name}/versions/{version}"
    if call.state.store.exists(path):
        raise refuse(
            call, f"{name}:{version} already exists in the registry {registry['name']}.", 409, inner="Conflict"
        )
    operation = call.state.operations.start(
        "front_end",
        "publish",
        call.id,
        api_version=call.api_version,
        location=call.location(),
        error=scripted_failure(call, "publish"),
        kind="pub",
        owner="registry",
        word="InProgress",
        note={"to": path, "by": str(call.claims.get("oid", ""))},
    )
    return Answer(202, None, call.state.operations.headers(operation, call.base_url))


def finish(state: EmulatorState, operation: Body) -> None:
    """Make the copy once its operation has ended well."""
    source = state.store.get(operation["target"]) if operation["verb"] == "publish" else None
    own = parse(operation["note"]["to"]) if source else None
    if source is None or own is None or state.store.exists(own.path()):
        return
    container = own.parent()
    now, who = state.iso("+00:00"), operation["note"]["by"]
    made = {"createdAt": now, "createdBy": who, "createdByType": "Application"}
    if container and not state.store.exists(container.path()):
        above = parse(operation["target"])
        old = state.store.get(above.parent().path()) if above and above.parent() else None
        _put(state, container.path(), (old or {}).get("properties") or {}, made)
    properties = copy.deepcopy(source["properties"])
    for member in _CONTENT:
        if properties.get(member):
            leaf = str(properties[member]).rstrip("/").rpartition("/")[2]
            account = stable_guid(own.path()).replace("-", "")[:20]
            properties[member] = f"https://{account}.blob.{state.config.storage_suffix}/{own.names[0]}/{leaf}"
    if "jobName" in properties:
        properties["jobName"] = None
    _put(state, own.path(), properties, made)


def _put(state: EmulatorState, path: str, properties: Body, made: Body) -> None:
    own = parse(path)
    if own is not None:
        body = {"id": path, "name": own.name, "type": own.type, "properties": properties, "systemData": made}
        state.store.put(path, body)
