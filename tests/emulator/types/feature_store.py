# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Feature sets, their features, and feature store entities, by versions (recorded 1, 2.6)."""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Callable
from typing import Any

from ..call import NULL, Answer, Call, system_data
from ..core import EmulatorState
from ..directory import stable_guid
from ..errors import ArmError
from ..ids import ResourceId
from ..spec import Body, Lro, TypeSpec, canonical, envelope, put_enum, writable
from ..verbs import not_allowed
from .front_end import WORKSPACE, list_view, refuse, with_tags

SETS = WORKSPACE + "/featuresets"
ENTITIES = WORKSPACE + "/featurestoreEntities"
FEATURES = SETS + "/versions/features"
# In the specification of a feature set the service writes a data type by its place here (recorded).
_DATA_TYPES = ("String", "Integer", "Long", "Float", "Double", "Binary", "Datetime", "Boolean")
# The service writes the specification anew, its members in this order (recorded).
_ORDER = ("features", "source", "featureTransformationCode", "temporalJoinLookback", "sourceLookback", "indexColumns")
_STORES = ("None", "Online", "Offline", "OnlineAndOffline")
_FIXED = {SETS: ("entities", "specification"), ENTITIES: ("indexColumns",)}


# ----- versions ----------------------------------------------------------------------------------------------------


def _complete_set(call: Call, properties: Body) -> None:
    settings = {"storeType": "None", "schedule": None, "notification": None, "resource": None}
    settings |= {"sparkConfiguration": None, **(properties.get("materializationSettings") or {})}
    put_enum(settings, "storeType", *_STORES, strict=True)
    if settings["sparkConfiguration"]:
        settings["sparkConfiguration"] = {key: str(value) for key, value in settings["sparkConfiguration"].items()}
    put_enum(settings["schedule"], "frequency", "Minute", "Hour", "Day", "Week", "Month")
    properties["materializationSettings"] = settings
    offline = settings["storeType"] in ("Offline", "OnlineAndOffline")
    online = settings["storeType"] in ("Online", "OnlineAndOffline")
    own = {
        "offlineMaterializationVersion": stable_guid("offline/" + call.resource_id) if offline else None,
        "onlineMaterializationVersion": stable_guid("online/" + call.resource_id) if online else None,
        "offlineStoreConnectionName": "OfflineStoreConnectionName-" + uuid.UUID(int=1).hex[-8:] if offline else None,
        "onlineStoreConnectionName": "OnlineStoreConnectionName-" + uuid.UUID(int=1).hex[-8:] if online else None,
    }
    free = {**(properties.get("properties") or {}), **own}
    if free.get("featuresetProperties"):
        free["featuresetProperties"] = _rewritten(call, free["featuresetProperties"])
    properties["properties"] = free


def _rewritten(call: Call, text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError as exc:
        raise refuse(call, "The featuresetProperties are not JSON.") from exc
    ordered = {key: found[key] for key in (*_ORDER, *(key for key in found if key not in _ORDER)) if key in found}
    for member in ("features", "indexColumns"):
        for row in ordered.get(member) or []:
            if isinstance(row.get("DataType"), str):
                row["DataType"] = _DATA_TYPES.index(canonical(row["DataType"], _DATA_TYPES, "DataType", strict=True))
    return json.dumps(ordered, separators=(",", ":"))


def _complete_entity(call: Call, properties: Body) -> None:
    for column in properties.get("indexColumns") or []:
        put_enum(column, "dataType", *_DATA_TYPES, strict=True)
    properties.setdefault("autoDeleteSetting", None)


def _version_builder(kind: str, complete: Callable[[Call, Body], None]) -> Callable[[Call, Body | None], Body]:
    def build(call: Call, current: Body | None) -> Body:
        properties: Body = {
            "description": None,
            "tags": {},
            "properties": {},
            "isArchived": False,
            "isAnonymous": False,
            "stage": "Development",
        }
        sent = writable(call.body.get("properties"), "provisioningState")
        properties.update({key: value for key, value in sent.items() if value is not None})
        complete(call, properties)
        for member in _FIXED[kind]:
            held = ((current or {}).get("properties") or {}).get(member)
            properties.setdefault(member, held)
            if held is not None and properties[member] != held:
                # No recording; which members are fixed is inferred (features 2.4).
                raise refuse(call, f"The {member} of a version cannot be changed.")
        if current is None:
            _make_container(call, kind)
        properties["provisioningState"] = "Succeeded"
        made = {"properties": properties, "systemData": system_data(call, current, "+00:00")}
        return envelope(call, kind + "/versions", current, **made)

    return build


def _only_properties(call: Call, final: Body, current: Body | None) -> Body:
    """The answer carries properties alone, and they say Succeeded already (recorded)."""
    begun = copy.deepcopy(final)
    begun["properties"]["provisioningState"] = "Updating" if current else "Creating"
    begun["__answer"] = {"properties": copy.deepcopy(final["properties"])}
    return begun


def _features_made(state: EmulatorState, operation: Body) -> None:
    """Each feature of the specification is a resource that can be read."""
    version = state.store.get(operation["target"])
    if version is None:
        return
    place = f"{version['id']}/features"
    for key in state.store.keys(place):
        state.store.delete(key)
    text = version["properties"]["properties"].get("featuresetProperties")
    for row in (json.loads(text) if text else {}).get("features") or []:
        name, kind = row["FeatureName"], row.get("DataType", 0)
        properties = {"description": None, "tags": None, "properties": None, "featureName": name}
        properties["dataType"] = _DATA_TYPES[kind] if isinstance(kind, int) else kind
        own = f"{place}/{name}"
        state.store.put(own, {"id": own, "name": name, "type": FEATURES, "properties": properties})


def _last_gone(state: EmulatorState, own: ResourceId, body: Body) -> None:
    """A container goes with its last version, as that of any asset does."""
    parent = own.parent()
    if parent and not state.store.keys(parent.path() + "/versions"):
        state.store.delete(parent.path())


def _select(call: Call, rows: list[Body]) -> list[Body]:
    rows = with_tags(call, list_view(call, rows))
    for member in ("stage", "description"):
        wanted = call.query.get(member)
        rows = [row for row in rows if not wanted or row["properties"].get(member) == wanted]
    return rows


# ----- containers --------------------------------------------------------------------------------------------------


def _container_properties(sent: Body) -> Body:
    made: Body = {"description": "", "tags": {}, "properties": {}, "isArchived": False}
    made.update({key: value for key, value in sent.items() if value is not None})
    return {**made, "provisioningState": "Succeeded"}


def _container_builder(kind: str) -> Callable[[Call, Body | None], Body]:
    def build(call: Call, current: Body | None) -> Body:
        sent = writable(call.body.get("properties"), "latestVersion", "nextVersion", "provisioningState")
        made = {"properties": _container_properties(sent), "systemData": system_data(call, current, "+00:00")}
        return envelope(call, kind, current, **made)

    return build


def _make_container(call: Call, kind: str) -> None:
    owner = call.id.parent()
    if owner is None or call.state.store.exists(owner.path()):
        return
    body = {"id": owner.path(), "name": owner.name, "type": kind, "properties": _container_properties({})}
    call.state.store.put(owner.path(), {**body, "systemData": system_data(call, None, "+00:00")})


def _show_container(call: Call, body: Body) -> Body:
    names = [key.rpartition("/")[2] for key in call.state.store.keys(body["id"] + "/versions")]
    body["properties"]["latestVersion"] = names[-1] if names else None
    # They count by time, as environments do (recorded).
    body["properties"]["nextVersion"] = call.state.clock.moment().strftime("%Y-%m-%d-%H-%M-%S-%f") + "0"
    return body


# ----- the rest ----------------------------------------------------------------------------------------------------


def _backfill(call: Call, current: Body) -> Answer:
    operation = call.state.operations.start(
        "front_end",
        "backfill",
        call.id,
        api_version=call.api_version,
        location=call.location(),
        kind="fs",
        owner=str(uuid.UUID(int=0)),
        word="InProgress",
        result={"jobIds": []},
        error=call.state.faults.take_failure(),
    )
    return Answer(202, NULL, call.state.operations.headers(operation, call.base_url))


def _missing(what: str) -> Callable[[Call], ArmError]:
    def missing(call: Call) -> ArmError:
        name = ":".join(call.id.names[1:])
        return refuse(call, f"{what} {name} was not found.", 404, inner="NotFoundError")

    return missing


def _read_only(call: Call, current: Body | None) -> Any:
    raise not_allowed(call)


def _specs(
    kind: str, word: str, what: str, complete: Callable[[Call, Body], None], **more: Any
) -> tuple[TypeSpec, ...]:
    put = Lro("front_end", 201, "resource", kind=word, word="InProgress")
    shared: dict[str, Any] = {
        "put_new": put,
        "put_old": put,
        "removed": Lro("front_end", 202, kind=word, word="InProgress"),
        "missing": _missing(what),
        "select": _select,
        # The pattern of Microsoft's client.
        "name": r"^[a-zA-Z0-9][a-zA-Z0-9\-_]{0,254}$",
        "begin": _only_properties,
    }
    build = _version_builder(kind, complete)
    return (
        TypeSpec(type=kind, build=_container_builder(kind), show=_show_container, implicit=True, **shared),
        TypeSpec(type=kind + "/versions", build=build, deleted=_last_gone, **shared, **more),
    )


SPECS = (
    *_specs(SETS, "fs", "Featureset", _complete_set, finish=_features_made, actions={"backfill": _backfill}),
    *_specs(ENTITIES, "fe", "Featurestore entity", _complete_entity),
    TypeSpec(type=FEATURES, build=_read_only, before_delete=_read_only, missing=_missing("Feature")),
)
