# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The verbs of the Azure Resource Manager over the store, for every declared resource type."""

from __future__ import annotations

import copy
import json
import re
from typing import Any, Callable

from . import access, versions
from .call import NULL, Answer, Call
from .core import EmulatorState
from .errors import ArmError, bad_content, gateway, group_not_found, parent_not_found, plain
from .ids import ResourceId, key_of, parse
from .lists import page
from .operations import POLL_SEGMENTS
from .registrations import is_registered
from .spec import Body, Lro, TypeSpec, check_name

Handler = Callable[[Call], Answer]
_WRITES = ("PUT", "PATCH", "POST", "DELETE")
_VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}


class Arm:
    """Routes a request by its id to the type it names.

    specs      declared types by lower-case full type
    handlers   what is no resource: {(method, lower-case type path): function}, e.g. ('POST', 'microsoft.storage/checknameavailability')
    """

    def __init__(self, state: EmulatorState, specs: dict[str, TypeSpec], handlers: dict[tuple[str, str], Handler]) -> None:
        self.state = state
        self.specs = specs
        self.handlers = handlers
        # Reads that still see what was there before a write: {key: [reads left, body or None]}.
        self._lagging: dict[str, list[Any]] = {}

    # ----- entry points ----------------------------------------------------------------------------------------

    def handle(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], content: bytes, claims: dict[str, Any], base_url: str
    ) -> Answer:
        """Answer one request; ArmError is an answer too. Query names are lower case."""
        self.state.operations.settle()
        segments = [segment for segment in path.split("/") if segment]
        if method == "GET" and len(segments) > 2 and segments[-2].lower() in POLL_SEGMENTS:
            return self.state.operations.poll(path, query, base_url)
        found = parse(path)
        if found is None:
            raise gateway(404, "NotFound", f"The request path '{path}' is not a resource of this cloud.")
        call = Call(self.state, method, self.canonical(found), {}, query, headers, claims, base_url)
        self._gate(call)
        return self._dispatch(_with_body(call, content))

    def gate(self, call: Call) -> None:
        """Check subscription, api-version, permission, registration and resource group of a request; raises ArmError."""
        self._gate(call)

    def create_resource(self, resource_id: str, body: Body, api_version: str, claims: dict[str, Any]) -> Answer:
        """PUT a resource the way a client would, for template deployments. Raises ArmError; the answer may start an operation."""
        found = parse(resource_id)
        if found is None or found.is_collection:
            raise bad_content(f"'{resource_id}' is not a resource id")
        call = Call(
            self.state, "PUT", self.canonical(found), copy.deepcopy(body), {"api-version": api_version}, {}, claims, self.state.base_url
        )
        self._gate(call)
        return self._dispatch(call)

    def read_resource(self, resource_id: str) -> Body | None:
        """Return a resource as a GET would show it to the first listener, None when there is none."""
        self.state.operations.settle()
        found = parse(resource_id)
        body = self.state.store.get(resource_id)
        if found is None or body is None:
            return None
        call = Call(self.state, "GET", self.canonical(found), {}, {}, {}, {}, self.state.base_url)
        return self._shown(call, self.specs.get(call.id.type.lower()), body)

    def put_state(self, resource_id: str, body: Body) -> Body:
        """Place a resource in the store as it is, without rules: the prior state of a test."""
        found = parse(resource_id)
        if found is None or found.is_collection:
            raise bad_content(f"'{resource_id}' is not a resource id")
        own = self.canonical(found)
        placed = {"id": own.path(), "name": own.name, "type": own.type, **body}
        self.state.store.put(own.path(), placed)
        return placed

    def canonical(self, found: ResourceId) -> ResourceId:
        """Write subscription, group, namespace and types as they are declared; names stay as the caller wrote them."""
        subscription = self.state.directory.subscription(found.subscription) or found.subscription
        group = found.group
        if group:
            stored = self.state.store.get(f"/subscriptions/{subscription}/resourceGroups/{group}")
            group = stored["name"] if stored else group
        namespace = versions.namespace_of(found.namespace) or found.namespace
        full = "/".join((namespace, *found.types)).lower()
        spec = self.specs.get(full) or self.specs.get(full.rpartition("/")[0])
        types = found.types
        if spec:
            declared = tuple(spec.type.split("/")[1:])
            types = declared + found.types[len(declared):]
        return found._replace(subscription=subscription, group=group, namespace=namespace, types=types)

    # ----- the gate --------------------------------------------------------------------------------------------

    def _gate(self, call: Call) -> None:
        """What ARM checks before a resource provider sees the request."""
        state, own = self.state, call.id
        if state.directory.subscription(own.subscription) is None:
            raise gateway(404, "SubscriptionNotFound", f"The subscription '{own.subscription}' could not be found.")
        namespace = own.namespace or "Microsoft.Resources"
        if versions.namespace_of(namespace) is None:
            raise gateway(404, "InvalidResourceNamespace", f"The resource namespace '{namespace}' is invalid.")
        versions.check_version(namespace, call.api_version, "/".join(own.types), call.location())
        access.check_permission(call, self._action_of(call))
        if call.method in _WRITES and not is_registered(state, own.subscription, namespace):
            text = (
                f"The subscription is not registered to use namespace '{own.namespace}'. See https://aka.ms/rps-not-found for how to "
                "register subscriptions."
            )
            detail = {"code": "MissingSubscriptionRegistration", "target": own.namespace, "message": text}
            raise gateway(409, "MissingSubscriptionRegistration", text, details=[detail])
        if own.group and own.namespace and not state.store.exists(own.scope()):
            raise group_not_found(own.group)

    def _action_of(self, call: Call) -> str:
        if call.method == "POST":
            return f"{call.id.type}/action"
        return f"{call.id.type}/{_VERBS.get(call.method, 'read')}"

    def _dispatch(self, call: Call) -> Answer:
        full = call.id.type.lower()
        handler = self.handlers.get((call.method, full))
        if handler:
            return handler(call)
        spec = self.specs.get(full)
        if spec and call.id.is_collection and call.method == "GET":
            return self._list(call, spec)
        if spec and not call.id.is_collection:
            return self._resource(call, spec)
        above = self.specs.get(full.rpartition("/")[0])
        if above and call.id.is_collection and len(call.id.types) > 1:
            return self._below(call, above)
        if spec is None:
            raise gateway(
                404,
                "InvalidResourceType",
                f"The resource type could not be found in the namespace '{call.id.namespace}' for api version '{call.api_version}'.",
            )
        raise _not_allowed(call)

    # ----- verbs -----------------------------------------------------------------------------------------------

    def _list(self, call: Call, spec: TypeSpec) -> Answer:
        self._need_parent(call)
        store = self.state.store
        if len(call.id.types) == 1 and not call.id.group:
            rows = list(store.of_type(spec.type, call.id.scope()))
        else:
            rows = store.list(call.id.path())
        if spec.select:
            rows = spec.select(call, rows)
        answer = page(call, rows, spec.paged)
        answer.body["value"] = [self._shown(call, spec, row) for row in answer.body["value"]]
        return answer

    def _below(self, call: Call, spec: TypeSpec) -> Answer:
        """An action (POST) or a word that is read (GET) below a resource."""
        word = call.id.types[-1].lower()
        owner = call.id._replace(types=call.id.types[:-1])
        table = spec.actions if call.method == "POST" else spec.reads if call.method == "GET" else {}
        if call.method == "POST" and word in spec.pre_actions:
            return spec.pre_actions[word](_at(call, owner), self.state.store.get(owner.path()) or {})
        if word not in table:
            raise gateway(
                404,
                "InvalidResourceType",
                f"The resource type could not be found in the namespace '{call.id.namespace}' for api version '{call.api_version}'.",
            )
        named = _at(call, owner)
        self._need_parent(named)
        current = self.state.store.get(owner.path())
        if current is None:
            raise spec.missing(named)
        return table[word](named, current)

    def _resource(self, call: Call, spec: TypeSpec) -> Answer:
        self._need_parent(call)
        key = call.resource_id
        current = self.state.store.get(key)
        if call.method in ("GET", "HEAD"):
            current = self._lagged(key, current)
            if current is None:
                raise spec.missing(call)
            return Answer(204) if call.method == "HEAD" else Answer(200, self._shown(call, spec, current), _etag(current))
        verb = _VERBS.get(call.method, "write")
        access.check_locks(call, verb)
        _check_match(call, current)
        if spec.exclusive and call.method != "DELETE" and self.state.operations.running_on(key):
            raise plain(
                409,
                "Conflict",
                f"Cannot modify resource with id '{key}' because the resource entity provisioning state is not terminal. Please wait "
                "for the provisioning state to become terminal and then retry the request.",
            )
        if call.method in ("PUT", "PATCH"):
            access.check_policy(call)
            access.check_linked(call)
        before = current
        if call.method == "PUT":
            answer = self._put(call, spec, current)
        elif call.method == "PATCH":
            answer = self._patch(call, spec, current)
        elif call.method == "DELETE":
            answer = self._delete(call, spec, current)
        else:
            raise _not_allowed(call)
        if self.state.config.lag_reads:
            self._lagging[key_of(key)] = [self.state.config.lag_reads, before]
        return answer

    def _put(self, call: Call, spec: TypeSpec, current: Body | None) -> Answer:
        check_name(spec, call)
        if spec.needs_location and not call.body.get("location") and current is None:
            raise gateway(400, "LocationRequired", "The location property is required for this definition.")
        if spec.tracked:
            _same_location(call, current)
        final = spec.build(call, current)
        lro = spec.put_old if current else spec.put_new
        if lro is None or final.pop("__unchanged", False):
            return self._written(call, spec, final, current)
        return self._start(call, spec, lro, "update" if current else "create", final, current)

    def _patch(self, call: Call, spec: TypeSpec, current: Body | None) -> Answer:
        if spec.patch is None:
            raise _not_allowed(call)
        if current is None:
            raise spec.missing(call)
        final = spec.patch(call, current)
        if spec.patched is None:
            self.state.store.put(call.resource_id, final)
            self._finished(call, spec, "update", final)
            return Answer(200, self._shown(call, spec, final), _etag(final))
        return self._start(call, spec, spec.patched, "update", final, current)

    def _delete(self, call: Call, spec: TypeSpec, current: Body | None) -> Answer:
        if current is None and spec.delete_missing == 404:
            raise spec.missing(call)
        if current is None:
            left = spec.delete_absent(call) if spec.delete_absent else None
            if left is None or spec.removed is None:
                return Answer(204)
            operation = self._operation(call, spec, spec.removed, "delete", None, left, None)
            return _started(spec.removed, self.state.operations.headers(operation, call.base_url), None)
        if spec.before_delete:
            spec.before_delete(call, current)
        self.state.operations.settle_target(call.resource_id)
        if spec.removed is None:
            self._remove(call.id, spec, current)
            return Answer(spec.delete_status)
        failure = self._failure(call, "delete")
        if failure is None and spec.delete_failure:
            failure = spec.delete_failure(call, current)
        going = copy.deepcopy(current)
        _set_state(going, "Deleting")
        self.state.store.put(call.resource_id, going)
        operation = self._operation(call, spec, spec.removed, "delete", None, current, failure)
        return _started(spec.removed, self.state.operations.headers(operation, call.base_url), None)

    def _written(self, call: Call, spec: TypeSpec, final: Body, current: Body | None) -> Answer:
        self.state.store.put(call.resource_id, final)
        self._finished(call, spec, "update" if current else "create", final)
        headers = _etag(final)
        status = spec.old_status if current else spec.new_status
        if spec.self_link and status == 201:
            own = f"{call.base_url}{call.resource_id}?api-version={call.api_version}"
            headers["Location"] = call.resource_id if spec.relative_link else own
        return Answer(status, self._shown(call, spec, final), headers)

    def _start(self, call: Call, spec: TypeSpec, lro: Lro, verb: str, final: Body, current: Body | None) -> Answer:
        if spec.begin:
            begun = spec.begin(call, final, current)
        else:
            begun = copy.deepcopy(final)
            _set_state(begun, "Updating" if current else "Creating")
        failure = self._failure(call, verb) or final.pop("__fails_with", None)
        begun.pop("__fails_with", None)
        self.state.operations.settle_target(call.resource_id)
        self.state.store.put(call.resource_id, {key: value for key, value in begun.items() if key != "__answer"})
        operation = self._operation(call, spec, lro, verb, final, current, failure)
        shown = self._shown(call, spec, begun.get("__answer", begun))
        headers = self.state.operations.headers(operation, call.base_url)
        if spec.self_link and current is None:
            headers.setdefault("Location", f"{call.base_url}{call.resource_id}?api-version={call.api_version}")
        return _started(lro, headers, shown)

    def _operation(
        self, call: Call, spec: TypeSpec, lro: Lro, verb: str, final: Body | None, current: Body | None, failure: Body | None
    ) -> Body:
        workspace = self.state.store.get(call.id._replace(types=call.id.types[:1], names=call.id.names[:1]).path()) or {}
        owner = (workspace.get("properties") or {}).get("workspaceId") or "00000000-0000-0000-0000-000000000000"
        return self.state.operations.start(
            lro.form, verb, call.id, api_version=call.api_version, location=call.location(), final=final,
            error=failure, kind=lro.kind, owner=owner, word=lro.word, note={"before": current, "query": call.query},
        )

    def _failure(self, call: Call, verb: str) -> Body | None:
        """The scripted failure of this operation, if any."""
        scripted = self.state.faults.take_failure(call.method, call.resource_id) if self.state.faults else None
        return scripted or _configured_failure(call, verb)

    # ----- the end of operations -------------------------------------------------------------------------------

    def on_end(self, operation: Body) -> None:
        """Write what the end of an operation changes (called by Operations)."""
        found = parse(operation["target"])
        spec = self.specs.get(found.type.lower())
        store = self.state.store
        current = store.get(operation["target"])
        if spec is None:
            return
        if operation["error"]:
            if current is not None and operation["verb"] == "delete":
                store.put(operation["target"], (operation["note"] or {}).get("before") or current)
            elif current is not None and operation["final"] is not None:
                _set_state(current, "Failed")
                store.put(operation["target"], current)
            if spec.failed:
                spec.failed(self.state, operation)
            return
        if operation["verb"] == "delete":
            self._remove(found, spec, (operation["note"] or {}).get("before") or current or {})
            return
        if operation["form"] == "storage":
            operation["result"] = current
        if spec.finish:
            spec.finish(self.state, operation)

    def _finished(self, call: Call, spec: TypeSpec, verb: str, final: Body) -> None:
        if spec.finish:
            spec.finish(self.state, {"target": call.resource_id, "verb": verb, "final": final, "note": None})

    def _remove(self, own: ResourceId, spec: TypeSpec, body: Body) -> None:
        self.remove_tree(own)
        if spec.deleted:
            spec.deleted(self.state, own, body)

    def remove_tree(self, own: ResourceId) -> None:
        """Remove a resource with everything below it, its operations and its secrets."""
        self.state.operations.settle_target(own.path())
        for key in self.state.store.delete_tree(own.path()):
            self.state.store.delete_doc("secrets", key)

    # ----- small things ----------------------------------------------------------------------------------------

    def _need_parent(self, call: Call) -> None:
        parent = call.id.parent() if not call.id.is_collection else _owner(call.id)
        if parent is None or parent.type.lower() not in self.specs or self.state.store.exists(parent.path()):
            return
        spec = self.specs[parent.type.lower()]
        above = parent.parent()
        if spec.implicit and above and self.state.store.exists(above.path()):
            if call.method in ("PUT", "DELETE"):
                return
            raise spec.missing(_at(call, parent))
        top = parent._replace(types=parent.types[:1], names=parent.names[:1])
        lost = top if not self.state.store.exists(top.path()) else parent
        verb = _VERBS.get(call.method, "write" if call.method == "POST" else "read")
        raise parent_not_found(verb, call.id.types, lost.path())

    def _shown(self, call: Call, spec: TypeSpec | None, body: Body) -> Body:
        return spec.show(call, body) if spec and spec.show else body

    def _lagged(self, key: str, current: Body | None) -> Body | None:
        waiting = self._lagging.get(key_of(key))
        if waiting is None:
            return current
        waiting[0] -= 1
        if waiting[0] <= 0:
            self._lagging.pop(key_of(key))
        return waiting[1]


def _with_body(call: Call, content: bytes) -> Call:
    if not content.strip():
        if call.method in ("PUT", "PATCH"):
            raise bad_content("The request body is empty.")
        return call
    try:
        body = json.loads(content)
    except ValueError as exc:
        raise bad_content(f"Unable to parse the body as JSON: {exc}") from exc
    if body is None and call.method == "POST":
        return call
    if not isinstance(body, dict):
        raise bad_content("The root of the body must be a JSON object.")
    for member, wanted in (("properties", dict), ("tags", dict), ("location", str), ("identity", dict)):
        if body.get(member) is not None and not isinstance(body[member], wanted):
            raise bad_content(f"The member '{member}' of the body has the wrong type.")
    return _at(call, call.id, body)


def _at(call: Call, own: ResourceId, body: Body | None = None) -> Call:
    return Call(
        call.state, call.method, own, call.body if body is None else body, call.query, call.headers, call.claims, call.base_url
    )


def _owner(collection: ResourceId) -> ResourceId | None:
    if len(collection.types) < 2:
        return None
    return collection._replace(types=collection.types[:-1])


def _not_allowed(call: Call) -> ArmError:
    return gateway(
        405,
        "MethodNotAllowed",
        f"The resource type '{call.id.type}' does not support the method '{call.method}' for api version '{call.api_version}'.",
    )


def _same_location(call: Call, current: Body | None) -> None:
    wanted, present = call.body.get("location"), (current or {}).get("location")
    if not wanted or not present or wanted.replace(" ", "").lower() == present.replace(" ", "").lower():
        return
    raise gateway(
        409,
        "InvalidResourceLocation",
        f"The resource '{call.id.name}' already exists in location '{present}' in resource group '{call.id.group}'. A resource with the "
        f"same name cannot be created in location '{wanted}'. Please select a new resource name.",
    )


def _check_match(call: Call, current: Body | None) -> None:
    """Types with an etag honour If-Match and If-None-Match: 412 (contract 2.5, not verified)."""
    etag = (current or {}).get("etag")
    wanted, unwanted = call.headers.get("if-match"), call.headers.get("if-none-match")
    if current is not None and not etag:
        return
    if (wanted and wanted != "*" and wanted != etag) or (wanted and current is None) or (unwanted == "*" and current is not None):
        raise plain(412, "PreconditionFailed", "The condition of the request headers is not met.")


def _etag(body: Body) -> dict[str, str]:
    return {"ETag": body["etag"]} if isinstance(body.get("etag"), str) else {}


def _set_state(body: Body, state: str) -> None:
    if isinstance(body.get("properties"), dict) and "provisioningState" in body["properties"]:
        body["properties"]["provisioningState"] = state


def _configured_failure(call: Call, verb: str) -> Body | None:
    for rule in call.state.config.failures:
        if rule.get("type", "").lower() not in ("", "*", call.id.type.lower()) or rule.get("verb", verb) != verb:
            continue
        if re.search(str(rule.get("name", "")), call.id.name):
            return {"code": rule.get("code", "InternalServerError"), "message": rule.get("message", "The operation failed.")}
    return None


def _started(lro: Lro, headers: dict[str, str], shown: Body | None) -> Answer:
    body = {"resource": shown, "none": None, "null": NULL}[lro.body]
    return Answer(lro.status, body, headers)
