# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Azure Resource Manager: what it checks of every request, and which type answers."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from . import access, verbs, versions
from .call import Answer, Call
from .core import EmulatorState
from .errors import bad_content, gateway, group_not_found
from .ids import ResourceId, parse
from .operation_forms import POLL_SEGMENTS
from .registrations import is_registered
from .requests import at, with_body
from .spec import Body, TypeSpec

Handler = Callable[[Call], Answer]
_WRITES = ("PUT", "PATCH", "POST", "DELETE")


class Arm:
    """Routes a request by its id to the type it names.

    specs      declared types by lower-case full type
    handlers   what is no resource: {(method, lower-case type path): function}, for example
               ('POST', 'microsoft.storage/checknameavailability')
    """

    def __init__(
        self, state: EmulatorState, specs: dict[str, TypeSpec], handlers: dict[tuple[str, str], Handler]
    ) -> None:
        self.state = state
        self.specs = specs
        self.handlers = handlers
        self._lagging: verbs.Lagging = {}

    def handle(self, request: Call, path: str, content: bytes) -> Answer:
        """Answer one request; ArmError is an answer too. The call's own id does not count: `path` does."""
        self.state.operations.settle()
        segments = [segment for segment in path.split("/") if segment]
        if request.method == "GET" and len(segments) > 2 and segments[-2].lower() in POLL_SEGMENTS:
            return self.state.operations.poll(path, request.query, request.base_url)
        found = parse(path)
        if found is None:
            raise gateway(404, "NotFound", f"The request path '{path}' is not a resource of this cloud.")
        call = at(request, self.canonical(found))
        self.gate(call)
        return self._dispatch(with_body(call, content))

    def create_resource(self, resource_id: str, body: Body, api_version: str, claims: dict[str, Any]) -> Answer:
        """PUT a resource as a client would, for template deployments; the answer may start an operation. ArmError."""
        own = self._named(resource_id)
        query = {"api-version": api_version}
        call = Call(self.state, "PUT", own, copy.deepcopy(body), query, {}, claims, self.state.base_url)
        self.gate(call)
        return self._dispatch(call)

    def read_resource(self, resource_id: str) -> Body | None:
        """Return a resource as a GET would show it, None when there is none."""
        self.state.operations.settle()
        body = self.state.store.get(resource_id)
        if body is None:
            return None
        own = self._named(resource_id)
        call = Call(self.state, "GET", own, {}, {}, {}, {}, self.state.base_url)
        return verbs.shown(call, self.specs.get(own.type.lower()), body)

    def put_state(self, resource_id: str, body: Body) -> Body:
        """Place a resource in the store as it is, without rules: the prior state of a test."""
        own = self._named(resource_id)
        placed = {"id": own.path(), "name": own.name, "type": own.type, **body}
        self.state.store.put(own.path(), placed)
        return placed

    def forget(self) -> None:
        """Forget which reads are to lag (reset)."""
        self._lagging.clear()

    def canonical(self, found: ResourceId) -> ResourceId:
        """Write subscription, group, namespace and types as declared; names stay as the caller wrote them."""
        subscription = self.state.directory.subscription(found.subscription) or found.subscription
        group = found.group
        if group:
            stored = self.state.store.get(f"/subscriptions/{subscription}/resourceGroups/{group}")
            group = stored["name"] if stored else group
        namespace = versions.namespace_of(found.namespace) or found.namespace
        full = "/".join((namespace, *found.types)).lower()
        spec = self.specs.get(full) or self.specs.get(full.rpartition("/")[0])
        types = found.types
        if spec and namespace:
            declared = tuple(spec.type.split("/")[1:])
            types = declared + found.types[len(declared) :]
            namespace = spec.type.split("/")[0]
        return found._replace(subscription=subscription, group=group, namespace=namespace, types=types)

    def gate(self, call: Call) -> None:
        """Check what ARM checks before a provider sees a request: subscription, api-version, permission,
        registration, resource group. Raises ArmError."""
        state, own = self.state, call.id
        if state.directory.subscription(own.subscription) is None:
            raise gateway(404, "SubscriptionNotFound", f"The subscription '{own.subscription}' could not be found.")
        namespace = own.namespace or "Microsoft.Resources"
        if versions.namespace_of(namespace) is None:
            raise gateway(404, "InvalidResourceNamespace", f"The resource namespace '{namespace}' is invalid.")
        versions.check_version(namespace, call.api_version, "/".join(own.types), call.location())
        access.check_permission(call, verbs.action_of(call))
        if call.method in _WRITES and not is_registered(state, own.subscription, namespace):
            text = (
                f"The subscription is not registered to use namespace '{own.namespace}'. See "
                "https://aka.ms/rps-not-found for how to register subscriptions."
            )
            detail = {"code": "MissingSubscriptionRegistration", "target": own.namespace, "message": text}
            raise gateway(409, "MissingSubscriptionRegistration", text, details=[detail])
        if own.group and own.namespace and not state.store.exists(own.scope()):
            raise group_not_found(own.group)

    def _named(self, resource_id: str) -> ResourceId:
        found = parse(resource_id)
        if found is None or found.is_collection:
            raise bad_content(f"'{resource_id}' is not a resource id")
        return self.canonical(found)

    def _dispatch(self, call: Call) -> Answer:
        full = call.id.type.lower()
        handler = self.handlers.get((call.method, full))
        if handler:
            return handler(call)
        spec = self.specs.get(full)
        if spec and spec.listed and call.id.is_collection and call.method == "GET":
            return verbs.read_list(self.specs, call, spec)
        if spec and not call.id.is_collection:
            return verbs.resource(self.specs, call, spec, self._lagging)
        above = self.specs.get(full.rpartition("/")[0])
        if above and not spec and call.id.is_collection and len(call.id.types) > 1:
            return verbs.below(self.specs, call, above)
        raise verbs.not_allowed(call) if spec else verbs.no_such_type(call)
