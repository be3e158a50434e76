# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server adds for one resource type: a frozen declaration that names plain functions."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any

from .call import Answer, Call, region
from .core import EmulatorState
from .errors import ArmError, plain, resource_not_found
from .ids import ResourceId

Body = dict[str, Any]
Action = Callable[[Call, Body], Answer]


def missing_at_gateway(call: Call) -> ArmError:
    """404 as ARM says it for the types that it tracks."""
    return resource_not_found(call.id.type, call.id.names, call.id.group)


@dataclasses.dataclass(frozen=True)
class Lro:
    """How one verb of a type runs long.

    form      a key of operations.FORMS
    status    of the answer that starts it
    body      'resource' (as it is while the operation runs), 'none' or 'null'
    kind      the front end's word for the type, e.g. 'oe'
    word      the status word while it runs, where the form has one
    empty_until   api-versions up to this one start it with 202 and no body, whatever `status` says
    """

    form: str
    status: int
    body: str = "none"
    kind: str = ""
    word: str = "Updating"
    empty_until: str = ""


@dataclasses.dataclass(frozen=True)
class TypeSpec:
    """One resource type.

    type        'Microsoft.MachineLearningServices/workspaces/computes'
    build       (call, current) -> the finished resource after a PUT; raises ArmError to refuse
    begin       (call, final, current) -> the resource while the operation runs; None swaps provisioningState only
    patch       (call, current) -> the finished resource after a PATCH; None: the verb is not supported (405)
    finish      (state, operation) after an operation of the type ended well; the resource is already written
    failed      (state, operation) after an operation of the type ended badly
    before_delete   (call, current) raises to refuse a DELETE
    delete_failure  (call, current) -> {code, message} lets the deletion start and fail
    deleted     (state, id, body) after the resource and its children are gone
    delete_result   (state, id) the body at the end of the Location of a deletion
    delete_absent   (call) what a DELETE does when the resource is not there; not None starts the operation
    missing     the error for a GET of a resource that is not there
    show        (call, body) -> the body as a GET answers it; what depends on the caller's URL
    select      (call, bodies) -> the bodies that a list answers; query filters and order
    beyond      (call) -> whether a list looks beyond its own collection, which need not be there then
    actions     POST actions by lower-case name
    pre_actions POST actions that need no resource yet (its body is {} then), by lower-case name
    reads       GET of a word below the resource that is not a collection ('features'), by lower-case name
    put_new, put_old, patched, removed   how the verbs run long; None: at once
    new_status, old_status               of a PUT that is done at once
    delete_status                        of a DELETE that is done at once
    delete_missing                       of a DELETE of what is not there: 204, or 404
    self_link   a PUT that creates sends Location with the resource's own URL (verified 4)
    relative_link    that Location is a path without host
    needs_location   the body must name a location
    tracked     ARM refuses another location for the same name (409)
    name        pattern of valid names, with `name_error` the refusal
    paged       lists are cut into pages
    listed      False: the collection has no GET (405)
    implicit    made with its first child; a missing one is not ARM's business (recorded 3.2)
    survives_group  `deleted` is called too when the resource goes with its group
    names_operation   the resource tells in properties.properties which operation changed it last (recorded 2.3)
    exclusive   a write while an operation runs on the resource is refused with 409
    """

    type: str
    build: Callable[[Call, Body | None], Body]
    begin: Callable[[Call, Body, Body | None], Body] | None = None
    patch: Callable[[Call, Body], Body] | None = None
    finish: Callable[[EmulatorState, Body], None] | None = None
    failed: Callable[[EmulatorState, Body], None] | None = None
    before_delete: Callable[[Call, Body], None] | None = None
    delete_failure: Callable[[Call, Body], Body | None] | None = None
    deleted: Callable[[EmulatorState, ResourceId, Body], None] | None = None
    delete_result: Callable[[EmulatorState, ResourceId], Body | None] | None = None
    delete_absent: Callable[[Call], Body | None] | None = None
    missing: Callable[[Call], ArmError] = missing_at_gateway
    show: Callable[[Call, Body], Body] | None = None
    select: Callable[[Call, list[Body]], list[Body]] | None = None
    beyond: Callable[[Call], bool] | None = None
    actions: Mapping[str, Action] = dataclasses.field(default_factory=dict)
    pre_actions: Mapping[str, Action] = dataclasses.field(default_factory=dict)
    reads: Mapping[str, Action] = dataclasses.field(default_factory=dict)
    put_new: Lro | None = None
    put_old: Lro | None = None
    patched: Lro | None = None
    removed: Lro | None = None
    new_status: int = 201
    old_status: int = 200
    delete_status: int = 200
    delete_missing: int = 204
    self_link: bool = False
    relative_link: bool = False
    needs_location: bool = False
    tracked: bool = False
    name: str = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$"
    name_error: Callable[[Call], ArmError] | None = None
    paged: bool = True
    listed: bool = True
    names_operation: bool = False
    exclusive: bool = False
    implicit: bool = False
    survives_group: bool = False

    @property
    def key(self) -> str:
        """The type in lower case."""
        return self.type.lower()


def check_name(spec: TypeSpec, call: Call) -> None:
    """Refuse a name that the type does not allow: 400."""
    if re.match(spec.name, call.id.name):
        return
    if spec.name_error:
        raise spec.name_error(call)
    raise plain(400, "InvalidResourceName", f"Resource name '{call.id.name}' is invalid.")


def envelope(call: Call, spec_type: str, current: Body | None, **members: Any) -> Body:
    """Return id, name and type of a resource followed by `members`; the first writer's casing of the id stays."""
    head = (
        {key: current[key] for key in ("id", "name", "type")}
        if current
        else {
            "id": call.resource_id,
            "name": call.id.name,
            "type": spec_type,
        }
    )
    return {**head, **members}


def body_region(call: Call, current: Body | None) -> str:
    """The location of the body as ARM stores it, else the present one."""
    location = call.body.get("location")
    return (
        region(location)
        if isinstance(location, str) and location
        else (current or {}).get("location") or call.location()
    )


def merge(base: Any, over: Any) -> Any:
    """Return `base` with `over` laid on it: mappings merge at every depth, everything else replaces."""
    if not (isinstance(base, dict) and isinstance(over, dict)):
        return copy.deepcopy(over)
    merged = dict(base)
    for key, value in over.items():
        merged[key] = merge(base[key], value) if key in base else copy.deepcopy(value)
    return merged


def writable(properties: Any, *read_only: str) -> Body:
    """Return a copy of the properties sent without the members that only the server writes."""
    if not isinstance(properties, dict):
        return {}
    return {key: copy.deepcopy(value) for key, value in properties.items() if key not in read_only}


def canonical(value: Any, choices: tuple[str, ...], member: str = "", strict: bool = False) -> Any:
    """Return an enum value in the service's casing (contract 2.5); `strict` answers an unknown value with 400."""
    if not isinstance(value, str):
        return value
    for choice in choices:
        if choice.lower() == value.lower():
            return choice
    if strict:
        raise plain(
            400,
            "ValidationError",
            f"Error converting value \"{value}\" to type of '{member}'. Allowed: {', '.join(choices)}.",
        )
    return value


def put_enum(holder: Any, member: str, *choices: str, strict: bool = False) -> None:
    """Rewrite `holder[member]` in canonical casing when it is there."""
    if isinstance(holder, dict) and member in holder:
        holder[member] = canonical(holder[member], choices, member, strict)
