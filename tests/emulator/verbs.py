# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The verbs of ARM on a declared type: GET of a list, of a resource, PUT, PATCH, DELETE, actions."""

from __future__ import annotations

import copy
from typing import Any

from . import access, naming
from .call import NULL, Answer, Call
from .errors import ArmError, gateway, parent_not_found, plain
from .ids import key_of
from .lists import page
from .outcomes import finished, remove, set_state
from .requests import at, check_match, same_location, scripted_failure
from .spec import Body, Lro, TypeSpec, check_name

_VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}
Specs = dict[str, TypeSpec]
# Reads that still see what was there before a write: {key: [reads left, body or None]}.
Lagging = dict[str, list[Any]]


# The permissions of a resource group have another name than its type.
_GROUP = "Microsoft.Resources/resourceGroups"


def action_of(call: Call) -> str:
    """Return the permission that a request needs: '<type>/read', '<type>/write', '<type>/delete', '<type>/action'."""
    kind = "Microsoft.Resources/subscriptions/resourceGroups" if call.id.type == _GROUP else call.id.type
    return f"{kind}/{'action' if call.method == 'POST' else _VERBS.get(call.method, 'read')}"


def shown(call: Call, spec: TypeSpec | None, body: Body) -> Body:
    """Return a body as the caller sees it."""
    if spec and spec.names_operation:
        body = naming.addressed(call, body)
    return spec.show(call, body) if spec and spec.show else body


def not_allowed(call: Call) -> ArmError:
    """405 for a verb that the type does not have."""
    return gateway(
        405,
        "MethodNotAllowed",
        f"The resource type '{call.id.type}' does not support the method '{call.method}' for api version "
        f"'{call.api_version}'.",
    )


def no_such_type(call: Call) -> ArmError:
    """404 for a type that the provider does not have."""
    return gateway(
        404,
        "InvalidResourceType",
        f"The resource type could not be found in the namespace '{call.id.namespace}' for api version "
        f"'{call.api_version}'.",
    )


def need_parent(specs: Specs, call: Call) -> None:
    """Refuse a nested resource whose parent does not exist: 404, in the words of ARM or of the front end."""
    collection = call.id.is_collection
    parent = call.id._replace(types=call.id.types[:-1]) if collection and len(call.id.types) > 1 else None
    parent = parent if collection else call.id.parent()
    store = call.state.store
    if parent is None or parent.type.lower() not in specs or store.exists(parent.path()):
        return
    spec, above = specs[parent.type.lower()], parent.parent()
    if spec.implicit and above and store.exists(above.path()):
        if call.method in ("PUT", "DELETE"):
            return
        raise spec.missing(at(call, parent))
    top = parent._replace(types=parent.types[:1], names=parent.names[:1])
    lost = top if not store.exists(top.path()) else parent
    verb = _VERBS.get(call.method, "write" if call.method == "POST" else "read")
    raise parent_not_found(verb, call.id.types, lost.path())


def read_list(specs: Specs, call: Call, spec: TypeSpec) -> Answer:
    """GET of a collection, or of a first-level type over a whole subscription."""
    if not (spec.beyond and spec.beyond(call)):
        need_parent(specs, call)
    store = call.state.store
    if len(call.id.types) == 1 and not call.id.group:
        rows = list(store.of_type(spec.type, call.id.scope()))
    elif not spec.select:
        return _page_of(call, spec)
    else:
        rows = store.list(call.id.path())
    if spec.select:
        rows = spec.select(call, rows)
    answer = page(call, rows, spec.paged)
    answer.body["value"] = [shown(call, spec, row) for row in answer.body["value"]]
    return answer


def _page_of(call: Call, spec: TypeSpec) -> Answer:
    """A page of a whole collection. Only its own rows are loaded: else a list of n pages would cost n times n."""
    store = call.state.store
    answer = page(call, store.keys(call.id.path()), spec.paged)
    bodies = (store.get(key) for key in answer.body["value"])
    answer.body["value"] = [shown(call, spec, body) for body in bodies if body is not None]
    return answer


def below(specs: Specs, call: Call, spec: TypeSpec) -> Answer:
    """An action (POST) or a word that is read (GET) below a resource."""
    word = call.id.types[-1].lower()
    owner = call.id._replace(types=call.id.types[:-1])
    named = at(call, owner)
    if call.method == "POST" and word in spec.pre_actions:
        return spec.pre_actions[word](named, call.state.store.get(owner.path()) or {})
    table = spec.actions if call.method == "POST" else spec.reads if call.method == "GET" else {}
    if word not in table:
        raise no_such_type(call)
    need_parent(specs, named)
    current = call.state.store.get(owner.path())
    if current is None:
        raise spec.missing(named)
    return table[word](named, current)


def resource(specs: Specs, call: Call, spec: TypeSpec, lagging: Lagging) -> Answer:
    """Any verb on one resource."""
    need_parent(specs, call)
    key = key_of(call.resource_id)
    current = call.state.store.get(key)
    if call.method in ("GET", "HEAD"):
        current = _lagged(lagging, key, current)
        if current is None:
            raise spec.missing(call)
        return Answer(204) if call.method == "HEAD" else Answer(200, shown(call, spec, current), _etag(current))
    access.check_locks(call, _VERBS.get(call.method, "write"))
    check_match(call, current)
    _refuse_while_running(call, spec)
    if call.method in ("PUT", "PATCH"):
        access.check_policy(call)
        access.check_linked(call)
    before = copy.deepcopy(current)
    answer = _write(specs, call, spec, current)
    if call.state.config.lag_reads:
        lagging[key] = [call.state.config.lag_reads, before]
    return answer


def _write(specs: Specs, call: Call, spec: TypeSpec, current: Body | None) -> Answer:
    if call.method == "PUT":
        return _put(call, spec, current)
    if call.method == "PATCH":
        return _patch(call, spec, current)
    if call.method == "DELETE":
        return _delete(specs, call, spec, current)
    raise not_allowed(call)


def _refuse_while_running(call: Call, spec: TypeSpec) -> None:
    if not spec.exclusive or call.method == "DELETE" or not call.state.operations.running_on(call.resource_id):
        return
    raise plain(
        409,
        "Conflict",
        f"Cannot modify resource with id '{call.resource_id}' because the resource entity provisioning state is not "
        "terminal. Please wait for the provisioning state to become terminal and then retry the request.",
    )


def _put(call: Call, spec: TypeSpec, current: Body | None) -> Answer:
    check_name(spec, call)
    if spec.needs_location and not call.body.get("location") and current is None:
        raise gateway(400, "LocationRequired", "The location property is required for this definition.")
    if spec.tracked:
        same_location(call, current)
    final = spec.build(call, current)
    lro = spec.put_old if current else spec.put_new
    if lro is None or final.pop("__unchanged", False):
        return _written(call, spec, final, current)
    return _start(call, spec, lro, final, current)


def _patch(call: Call, spec: TypeSpec, current: Body | None) -> Answer:
    if spec.patch is None:
        raise not_allowed(call)
    if current is None:
        raise spec.missing(call)
    final = spec.patch(call, copy.deepcopy(current))
    if spec.patched is not None:
        # What runs on it is given up for this change, and with it the state that it showed meanwhile.
        set_state(final, "Succeeded")
        return _start(call, spec, spec.patched, final, current)
    call.state.store.put(call.resource_id, final)
    finished(call, spec, "update", final)
    return Answer(200, shown(call, spec, final), _etag(final))


def _delete(specs: Specs, call: Call, spec: TypeSpec, current: Body | None) -> Answer:
    if current is None:
        return _delete_absent(call, spec)
    if spec.before_delete:
        spec.before_delete(call, current)
    operations = call.state.operations
    operations.settle_target(call.resource_id)
    if spec.removed is None:
        remove(call.state, specs, call.id, spec, current)
        return Answer(spec.delete_status)
    failure = scripted_failure(call, "delete")
    if failure is None and spec.delete_failure:
        failure = spec.delete_failure(call, current)
    going = copy.deepcopy(current)
    set_state(going, "Deleting")
    call.state.store.put(call.resource_id, going)
    operation = _operation(call, spec.removed, "delete", None, current, failure)
    return _started(spec.removed, operations.headers(operation, call.base_url), None)


def _delete_absent(call: Call, spec: TypeSpec) -> Answer:
    if spec.delete_missing == 404:
        raise spec.missing(call)
    left = spec.delete_absent(call) if spec.delete_absent else None
    if left is None or spec.removed is None:
        return Answer(204)
    operation = _operation(call, spec.removed, "delete", None, left, None)
    return _started(spec.removed, call.state.operations.headers(operation, call.base_url), None)


def _written(call: Call, spec: TypeSpec, final: Body, current: Body | None) -> Answer:
    call.state.store.put(call.resource_id, final)
    finished(call, spec, "update" if current else "create", final)
    headers = _etag(final)
    status = spec.old_status if current else spec.new_status
    if spec.self_link and status == 201:
        headers["Location"] = call.resource_id if spec.relative_link else _own_url(call)
    return Answer(status, shown(call, spec, final), headers)


def _start(call: Call, spec: TypeSpec, lro: Lro, final: Body, current: Body | None) -> Answer:
    if spec.begin:
        begun = spec.begin(call, final, current)
    else:
        begun = copy.deepcopy(final)
        set_state(begun, "Updating" if current else "Creating")
    verb = "update" if current else "create"
    failure = scripted_failure(call, verb) or final.get("__fails_with")
    answered = begun.pop("__answer", None)
    for body in (begun, final):
        body.pop("__fails_with", None)
    call.state.operations.settle_target(call.resource_id)
    operation = _operation(call, lro, verb, final, current, failure)
    headers = call.state.operations.headers(operation, call.base_url)
    if spec.names_operation:
        naming.note(call, operation, headers["Azure-AsyncOperation"], begun)
    call.state.store.put(call.resource_id, begun)
    if spec.self_link and current is None:
        headers.setdefault("Location", _own_url(call))
    if call.api_version <= lro.empty_until:
        return Answer(202, None, headers)
    return _started(lro, headers, answered or shown(call, spec, begun))


def _operation(call: Call, lro: Lro, verb: str, final: Body | None, current: Body | None, failure: Body | None) -> Body:
    top = call.id._replace(types=call.id.types[:1], names=call.id.names[:1])
    workspace = call.state.store.get(top.path()) or {}
    owner = (workspace.get("properties") or {}).get("workspaceId") or "00000000-0000-0000-0000-000000000000"
    return call.state.operations.start(
        lro.form,
        verb,
        call.id,
        api_version=call.api_version,
        location=call.location(),
        final=final,
        error=failure,
        kind=lro.kind,
        owner=owner,
        word=lro.word,
        note={"before": current},
    )


def _started(lro: Lro, headers: dict[str, str], body: Body | None) -> Answer:
    return Answer(lro.status, {"resource": body, "none": None, "null": NULL}[lro.body], headers)


def _own_url(call: Call) -> str:
    return f"{call.base_url}{call.resource_id}?api-version={call.api_version}"


def _etag(body: Body) -> dict[str, str]:
    return {"ETag": body["etag"]} if isinstance(body.get("etag"), str) else {}


def _lagged(lagging: Lagging, key: str, current: Body | None) -> Body | None:
    waiting = lagging.get(key)
    if waiting is None:
        return current
    waiting[0] -= 1
    if waiting[0] <= 0:
        lagging.pop(key)
    return waiting[1]
