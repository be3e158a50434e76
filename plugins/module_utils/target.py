# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one resource that a task is about: where it is, and what is there once nothing moves any more. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Callable

from . import operation, redact, shape
from .address import fill_checked, locate
from .arm import Arm
from .errors import AmlError, ServiceError
from .plan import differences, plan
from .schema import ABSENT, PRESENT, Resource, provisioning
from .scope import RESOURCE_GROUP, SUBSCRIPTION
from .session import Session
from .steps import Confirm, Do, Look, Steps
from .tree import dig

# The states in which nothing goes on; types that have none say nothing.
SETTLED = frozenset(
    {"", "succeeded", "failed", "canceled", "registered", "unregistered", "notregistered", "unknown", "softdeleted"}
)
# The state of what is deleted and only kept to be recovered (the provisioning states of a workspace, contract 3).
KEPT = "softdeleted"
RESOURCES_API_VERSION = "2021-04-01"
SUBSCRIPTIONS_API_VERSION = "2022-12-01"
#: Raises an error of something that is not there, or lets it pass where the task only predicts.
Tolerate = Callable[[AmlError], None]


@dataclass(frozen=True)
class Target:
    """One resource of one task: where it is and how it is asked for."""

    session: Session
    client: Arm
    resource: Resource
    params: Mapping[str, Any]
    path: str
    version: str

    @property
    def name(self) -> str:
        """Noun and name, for a sentence."""
        names = [str(self.params.get(option) or "") for option in self.resource.segments]
        return f"{self.resource.noun} {':'.join(name for name in names if name) or self.path.rsplit('/', 1)[-1]}"

    @property
    def look(self) -> Look:
        """The step that reads the resource as it is."""
        return Look(self.client, self.path, self.version, self.resource.absent_codes, managed=True)

    def name_option(self, error: AmlError) -> None:
        """Where the service names a member of the body, tell the option that fills it (reliability P14)."""
        option = shape.option_at(self.resource.fields, str(error.facts.get("target") or ""))
        if option:
            error.facts["target"] = option
            error.message = error.message if option in error.message else f"{option}: {error.message}"

    def tell(self, state: str, elapsed: float) -> None:
        """One progress line."""
        self.session.report(f"{self.name}: {redact.line(state, limit=40)}, {elapsed:.0f} s")

    def warn(self, text: str) -> None:
        """One line that the user sees although the task goes on."""
        self.session.warnings.append(f"{self.name}: {text}")


def target_of(session: Session, client: Arm, resource: Resource, params: Mapping[str, Any]) -> Target:
    """The resource's place; the collection's while the service has not named the resource yet."""
    version = resource.version(params)
    if resource.found_by and not params.get(resource.segments[-1]):
        collection = locate(resource, params, resource.path.rpartition("/")[0])
        return Target(session, client, resource, params, f"{collection}/{params.get('name')}", version)
    return Target(session, client, resource, params, locate(resource, params), version)


def awaited(target: Target, current: dict[str, Any] | None) -> Steps:
    """What a plan starts from: ``current`` once it is settled, as far as the task waits; None when it is gone.

    What is being deleted is gone for a task that does not wait and wants no more than that. For one that wants it back
    the end is waited for all the same: the service refuses a new one until then (C05, C16).
    """
    if present(target, current) is None:
        return None
    if target.params.get("wait", True):
        return (yield from arrived(target, (yield from settled(target, current))))
    if not _is_leaving(target, current):
        return current
    return None if target.params.get("state") == ABSENT.word else (yield from settled(target, current))


def foreseen(target: Target, current: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same for a task that only predicts: it waits for nothing and says what it would have waited for (C10)."""
    state = provisioning(target.resource, current)
    moving = state if state not in SETTLED else _moving(target, current)
    if current is not None and moving:
        target.warn(f"still {redact.line(moving, limit=40)}; a real run waits for the end")
    return None if _is_leaving(target, current) else present(target, current)


def present(target: Target, current: dict[str, Any] | None) -> dict[str, Any] | None:
    """``current``, or None where that is only what the service keeps of a deleted resource."""
    return None if current is None or provisioning(target.resource, current) == KEPT else current


def _is_leaving(target: Target, current: dict[str, Any] | None) -> bool:
    return current is not None and provisioning(target.resource, current) == "deleting"


def arrived(target: Target, current: dict[str, Any] | None) -> Steps:
    """``current`` once it is on its way to no state any more, where the task wants one that an action leads to, or that
    comes by itself: what another run began is waited for.
    """
    began = target.session.deadline.clock.now()
    while current is not None:
        found = _moving(target, current)
        if not found:
            return current
        yield operation.until_next(target.session.deadline, began, None, found)
        target.tell(found, target.session.deadline.clock.now() - began)
        current = yield target.look
    return None


def _moving(target: Target, current: dict[str, Any] | None) -> str:
    """The word by which the resource shows that it is on its way to a state like the one that the task wants; empty
    when it is not.
    """
    states = target.resource.states
    wanted = next((state for state in states if state.word == target.params.get("state")), states[0])
    found = str(dig(current, wanted.path) or "")
    if wanted.ends:
        return "" if found.lower() in {word.lower() for word in wanted.ends} else found or "without a state"
    going = {word.lower() for state in states for word in state.going} if wanted.action else set()
    return found if found.lower() in going else ""


def settled(target: Target, current: dict[str, Any] | None) -> Steps:
    """``current`` once nothing moves any more: an operation that another run left behind is waited for, not repeated
    (C05).
    """
    began = target.session.deadline.clock.now()
    while current is not None:
        state = provisioning(target.resource, current)
        if state in SETTLED:
            return present(target, current)
        yield operation.until_next(target.session.deadline, began, None, state)
        target.tell(state, target.session.deadline.clock.now() - began)
        current = yield target.look
    return None


def settled_plan(target: Target, current: dict[str, Any] | None, settles: bool) -> Steps:
    """The plan and what it is made from. What is not as declared, or must not be, is made sure of first, and that
    nothing moves there: a task that does not wait would begin a second operation for what the first one does (L15).
    """
    problem: AmlError | None = None
    try:
        planned = plan(target.resource, target.params, current)
        if current is None or not planned.changed:
            return planned, current
    except AmlError as error:
        problem = error
    sure = current if current is None else (yield Confirm(target.look, current))
    if settles and target.params.get("state") != ABSENT.word:
        sure = yield from settled(target, sure)
    if sure is not current:
        return plan(target.resource, target.params, sure), sure
    if problem:
        raise problem
    return planned, current


def newest(target: Target) -> tuple[Target, dict[str, Any] | None]:
    """The newest item of a collection that is as declared in everything that cannot be changed; the service names such
    items, so this is how a rerun finds what the first run made.
    """
    resource, params = target.resource, target.params
    query = {name: params.get(option) for name, option in resource.found_by}
    items = target.client.list(target.path.rpartition("/")[0], target.version, query)
    for item in sorted(items, key=lambda item: int(item.get("version") or 0), reverse=True):
        if not any(change.create_only for change in differences(resource, params, item, PRESENT)):
            named = {**params, **{option: str(item.get(option) or "") for option in resource.segments}}
            return replace(target, params=named, path=locate(resource, named)), item
    return target, None


def inherited(target: Target, params: Mapping[str, Any], tolerate: Tolerate) -> Steps:
    """``params`` with what a new resource takes from its parent: a location, mostly."""
    params = yield Do(partial(_with_tenant, target, params))
    wanted = [item for item in target.resource.fields if item.from_parent and params.get(item.option) is None]
    scope = target.resource.scope
    if not wanted or not scope.options:
        return params
    version = RESOURCES_API_VERSION if scope == RESOURCE_GROUP else target.version
    path = fill_checked(scope.path, params, {})
    problem = ServiceError(
        f"ResourceNotFound: there is no {path}", code="ResourceNotFound", status=404, resource_id=path
    )
    try:
        parent = yield Look(target.session.arm, path, version, ("ResourceGroupNotFound",))
    except ServiceError as error:
        if error.status != 404:
            raise
        parent, problem = None, error
    if parent is None:
        tolerate(problem)
        return params
    return {**params, **{item.option: dig(parent, item.path) for item in wanted}}


def _with_tenant(target: Target, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """``params`` with the subscription's tenant where a new resource must name it and the task does not."""
    wanted = [item.option for item in target.resource.fields if item.from_tenant and params.get(item.option) is None]
    if not wanted:
        return params
    found = target.session.arm.get(fill_checked(SUBSCRIPTION.path, params, {}), SUBSCRIPTIONS_API_VERSION) or {}
    return {**params, **dict.fromkeys(wanted, found.get("tenantId"))}
