# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries out a Plan: sends the write, waits for it, looks whether it took. Knows nothing of check mode.

What takes time is a step (see :mod:`steps`): one task takes them one by one, an estate those of many side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import errors, operation, redact, write
from .operation import state_of
from .plan import ACT, CREATE, DELETE, FAILED_STATES, NONE, RECREATE, UPDATE, Plan, plan
from .response import Response
from .retry import backoff
from .schema import State, provisioning
from .steps import Do, Finish, Pause, Steps
from .target import KEPT, SETTLED, Target, arrived, present, settled
from .transport import UNSAFE
from .tree import dig

# A write whose answer was lost, or that another one overtook, is planned anew this often (reliability R2, P17, P19).
MOST_ATTEMPTS = 5
# How long a read may lag behind a write before a difference counts as not applied (reliability C19).
SECONDS_TO_CONVERGE = 60.0
# How an operation ends that a write of another run took the place of: what the resource is then counts (C06).
CANCELED = ("canceled", "cancelled")


@dataclass(frozen=True)
class Outcome:
    """Where a plan led: the resource afterwards, or, when the task does not wait, the operation that goes on.

    :param changed: False when it turned out that another run had done it already.
    """

    current: Mapping[str, Any] | None
    operation_url: str = ""
    pending: bool = False
    changed: bool = True


def carry_out(target: Target, planned: Plan, current: Mapping[str, Any] | None) -> Steps:
    """Do what the plan says and make sure that it is so; the steps lead to an :class:`Outcome`.

    :raises OperationFailed, OperationTimeout: while waiting.  :raises NotApplied: a declared field did not take.
    :raises ServiceError, TransportError: the service refused, or its answer was lost for good.
    """
    steps = _carried_out(target, planned, current)
    collection = target.path.rpartition("/")[0]
    return (yield from write.in_turn(target, collection, steps) if target.resource.alone else steps)


def _carried_out(target: Target, planned: Plan, current: Mapping[str, Any] | None) -> Steps:
    if planned.action == RECREATE:
        if not target.params.get("wait", True):
            raise errors.InputError(
                "wait", "must be true to recreate, or the old one would go and the new one not come"
            )
        yield from _carried_out(target, Plan(DELETE, "DELETE", query=planned.query), current)
        planned, current = Plan(CREATE, planned.method, planned.body, after=planned.after), None
    lost = raced = False
    attempt = busy = 0
    while True:
        attempt += 1
        try:
            response = yield Do(partial(write.send, target, planned))
            break
        except errors.Ambiguous as error:
            error.facts["attempts"] = attempt
            unsure = _unsure(target, planned, error)
            if write.kind(planned) == UNSAFE or attempt == MOST_ATTEMPTS:
                raise unsure from error
            lost = True
            yield Pause(backoff(target.session.deadline, attempt, None, unsure))
        except errors.ServiceError as error:
            target.name_option(error)
            if operation.is_busy(error):
                # Only the deadline ends this: what goes on there may take its time, and the read may not show it.
                attempt, busy = attempt - 1, busy + 1
                yield Pause(backoff(target.session.deadline, busy, None, error, forever=True))
            elif attempt >= MOST_ATTEMPTS:
                raise
            elif error.status == 412 and not raced:
                # The resource was changed after it was read: it is read once more (P20).
                raced = True
            elif planned.action == CREATE and (yield from _purged(target, error)):
                continue
            elif error.status != 409 or not _overtaken(target, current, (yield target.look)):
                raise
        current = yield from settled(target, (yield target.look))
        planned = (
            Plan(NONE)
            if planned.action == DELETE and current is None
            else planned
            if planned.action == DELETE
            else _again(target, current)
        )
        if planned.action == NONE:
            # Either our write took effect although its answer was lost, or another run did the same at the same time.
            return Outcome(current, changed=lost)
    target.session.accepted = True
    return (yield from _followed(target, planned, response))


def _followed(target: Target, planned: Plan, response: Response) -> Steps:
    """Wait for what the accepted write began, then look at the resource itself: its word counts, not the operation's
    (L02, L14).
    """
    running = operation.started(response, target.client.url(target.path, target.version))
    if not target.params.get("wait", True):
        body = response.json() if response.is_json else None
        return Outcome(
            body if isinstance(body, dict) else None,
            redact.url(running.url) if running else "",
            pending=running is not None,
        )
    try:
        if running is not None and running.url:
            polls = operation.wait(target.client, running, target.session.deadline, target.tell, target.warn)
            if target.resource.alone:
                # Only the operation's own end tells that the next one may write.
                yield from polls
            else:
                yield Finish(target.look, polls, partial(_shown, target, planned.action))
    except errors.OperationFailed as error:
        if planned.action == CREATE and (yield from _purged(target, error)):
            return (yield from _carried_out(target, planned, None))
        if planned.action != DELETE and str(error.facts.get("code")).lower() in CANCELED:
            current = yield from settled(target, (yield target.look))
            if provisioning(target.resource, current) == "succeeded" and not _again(target, current, True).changed:
                return Outcome(current)
        raise errors.OperationFailed(
            f"{target.name}: {error.message}", **{**error.facts, "resource_id": target.path}
        ) from error
    if planned.action == DELETE:
        return (yield from _gone(target))
    if planned.method == "POST" and planned.action == CREATE:
        return Outcome(response.json())
    return (yield from _verified(target, planned))


def _shown(target: Target, action: str, current: Mapping[str, Any] | None) -> bool | None:
    """Whether ``current`` shows that the operation ended well; None when it does not tell.

    An update may leave the resource as if nothing were going on, what failed is told best by the operation, and what
    was begun and cannot be seen may have failed without a trace.
    """
    state = provisioning(target.resource, current)
    if action == DELETE:
        return True if current is None or state == KEPT else False if state == "deleting" else None
    if action != CREATE or not state or state in FAILED_STATES:
        return None
    return state in SETTLED


def _gone(target: Target) -> Steps:
    """Wait until a read says that the resource is absent."""
    began = target.session.deadline.clock.now()
    while True:
        try:
            current = yield target.look
        except errors.ServiceError as error:
            # With the resource its parent may go: a group takes everything below it along.
            if error.missing:
                return Outcome(None)
            raise
        if present(target, current) is None:
            return Outcome(None)
        if state_of(current).lower() in FAILED_STATES:
            raise errors.OperationFailed(
                f"{target.name}: deleting it ended in the state {state_of(current)}", resource_id=target.path
            )
        yield operation.until_next(target.session.deadline, began, None, state_of(current) or "there")


def _verified(target: Target, planned: Plan) -> Steps:
    """The resource once it is as declared. :raises NotApplied: when a declared field still differs after a while."""
    clock = target.session.deadline.clock
    began = clock.now()
    while True:
        current = yield from settled(target, (yield target.look))
        if current is not None:
            _check_provisioned(target, current)
            if planned.action == ACT and planned.state is not None and _arrived(target, planned.state, current, began):
                return Outcome(current)
            left = _again(target, current, verifying=True) if planned.action != ACT else None
            if left is not None and left.action == NONE:
                there = yield from arrived(target, current)
                _again(target, there, verifying=True)
                return Outcome(there)
            if left is not None and (left.action == ACT or _leads_on(target, planned, left)):
                return (yield from _carried_out(target, left, current))
            if left is not None and clock.now() - began >= SECONDS_TO_CONVERGE:
                listed = "; ".join(left.reasons)
                option = left.changes[0].option if left.changes else None
                raise errors.NotApplied(
                    f"{option}: the service accepted the change of {target.name} but it did not take ({listed})",
                    target=option,
                    resource_id=target.path,
                )
        elif clock.now() - began >= SECONDS_TO_CONVERGE:
            raise errors.NotApplied(f"the service accepted {target.name}, but it is not there", resource_id=target.path)
        yield operation.until_next(target.session.deadline, began, None, "not yet as declared")


def _leads_on(target: Target, planned: Plan, left: Plan) -> bool:
    """True when the request did its part of the work, and another one is to do the next."""
    return target.resource.parts is not None and left.action == UPDATE and left.changes != planned.changes


def _arrived(target: Target, state: State, current: Mapping[str, Any], began: float) -> bool:
    wanted = {word.lower() for word in (state.settles or state.reached)}
    found = str(dig(current, state.path) or "")
    if not wanted or found.lower() in wanted:
        return True
    if "fail" in found.lower():
        raise errors.OperationFailed(
            f"{target.name}: {state.action} ended in the state {found}", resource_id=target.path
        )
    target.tell(found, target.session.deadline.clock.now() - began)
    return False


def _check_provisioned(target: Target, current: Mapping[str, Any]) -> None:
    """:raises OperationFailed: when the resource says that its provisioning failed, with its own reason."""
    state = provisioning(target.resource, current)
    if state not in FAILED_STATES:
        return
    found = dig(current, "properties.provisioningErrors") or dig(current, "properties.properties.errors") or []
    told = (
        [dig(item, "error.message") or dig(item, "message") for item in found if isinstance(item, dict)]
        if isinstance(found, list)
        else []
    )
    reason = " ".join(str(text) for text in told if text) or "the service gave no reason"
    raise errors.OperationFailed(
        f"{target.name}: provisioning ended in the state {state}: {redact.line(reason, limit=None)}",
        resource_id=target.path,
    )


def _again(target: Target, current: Mapping[str, Any] | None, verifying: bool = False) -> Plan:
    """The plan for what is there now. While verifying, a secret that is always sent is no difference, and a field that
    cannot change is one like any other: what it shows is that it did not take.
    """
    shows = {"update_secret": "on_create", "on_immutable": "recreate", "force": True, "on_soft_deleted": "purge"}
    params = {**target.params, **shows} if verifying else target.params
    return plan(target.resource, params, current)


def _overtaken(target: Target, before: Mapping[str, Any] | None, current: Mapping[str, Any] | None) -> bool:
    """True when a 409 says that somebody else works on the resource or was faster, so that looking again can help.

    :param current: what is there after the 409.
    """
    if current is None:
        return False
    return before is None or provisioning(target.resource, current) not in SETTLED


def _purged(target: Target, error: errors.AmlError) -> Steps:
    """Purge a soft-deleted twin where the task allows it; where it does not, the error learns the way out."""
    resource, params = target.resource, target.params
    if not resource.soft_deleted or resource.soft_deleted.lower() not in error.message.lower():
        return False
    if params.get("on_soft_deleted") != "purge" or not params.get("force"):
        error.facts["remedy"] = "SoftDeleted"
        return False
    query = dict(resource.purge_query)
    response = yield Do(partial(target.client.send, "DELETE", target.path, target.version, query=query))
    target.session.accepted = True
    running = operation.started(response, target.client.url(target.path, target.version))
    if running is not None and running.url:
        yield from operation.wait(target.client, running, target.session.deadline, target.tell, target.warn)
    return True


def _unsure(target: Target, planned: Plan, error: errors.Ambiguous) -> errors.Ambiguous:
    what = planned.state.action if planned.state else planned.method
    once = " and was not repeated" if write.kind(planned) == UNSAFE else ""
    return errors.Ambiguous(
        f"{target.name}: the answer to {what} was lost; it may have taken effect{once}: {error.message}",
        **{**error.facts, "resource_id": target.path, "hint": f"its reader is that of {target.resource.plural}"},
    )
