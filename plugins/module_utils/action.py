# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries out an action: looks whether there is anything to do, sends it once, waits for its end, and looks again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import absence, errors, goals, operation, redact
from .response import Response
from .retry import backoff
from .session import Session
from .steps import drive
from .task import Action
from .transport import READ, UNSAFE
from .tree import dig

# How long the resource may lag behind the end of the action before a difference counts (reliability C19).
SECONDS_TO_CONVERGE = 60.0


@dataclass(frozen=True)
class Place:
    """One action of one task: where its resource is and what it is called."""

    session: Session
    declared: Action
    params: Mapping[str, Any]
    path: str

    @property
    def version(self) -> str:
        """The api-version of its requests."""
        return str(self.params.get("api_version") or self.declared.api_version)

    @property
    def name(self) -> str:
        """The action and its resource, for a sentence."""
        owner, _slash, word = self.path.rpartition("/")
        return f"{word} of {owner.rpartition('/')[2]}"

    @property
    def empty(self) -> dict[str, Any]:
        """The result while there is nothing to tell."""
        return {"changed": False, self.declared.noun: {}}

    @property
    def resource(self) -> str:
        """The path of the resource."""
        return self.path.rpartition("/")[0]

    def tell(self, state: str, elapsed: float) -> None:
        """One progress line."""
        self.session.report(f"{self.name}: {redact.line(state, limit=40)}, {elapsed:.0f} s")

    def warn(self, text: str) -> None:
        """One line that the user sees although the task goes on."""
        self.session.warnings.append(f"{self.name}: {text}")


def ask(place: Place) -> dict[str, Any]:
    """The answer to an action that only reads.

    :raises ServiceError: the service refused.  :raises AmlError: the answer is none that the task accepts.
    """
    declared, params = place.declared, place.params
    response = place.session.arm.send("POST", place.path, place.version, goals.body(declared, params, None), kind=READ)
    return _told(place, response.json(), changed=False)


def predict(place: Place) -> dict[str, Any]:
    """What :func:`do` would say, from reading alone; a resource that a task before this one must create may be missing.

    :raises InputError: what the service would refuse.
    """
    try:
        resource = _resource(place)
        reasons = goals.left(place.declared, place.params, _looked(place, resource))
        if not reasons:
            return _needless(place, resource)
    except errors.ServiceError as error:
        absence.expect(place.session, place.name, error)
        reasons = goals.left(place.declared, place.params, None)
    return _result(place, {}, bool(reasons) and place.declared.changes, reasons)


def do(place: Place) -> dict[str, Any]:
    """Do it, unless the resource shows that there is nothing to do.

    :raises Ambiguous: the answer was lost; it may have taken effect and is not repeated.
    :raises OperationFailed, OperationTimeout: while waiting.  :raises NotApplied: it ended well and did nothing.
    """
    declared, session = place.declared, place.session
    resource = _resource(place)
    reasons = goals.left(declared, place.params, _looked(place, resource))
    if not reasons:
        return _needless(place, resource)
    response = _sent(place, goals.body(declared, place.params, resource))
    session.accepted = declared.changes
    running = operation.started(response, session.arm.url(place.resource, place.version))
    if declared.long and not place.params.get("wait", True):
        url = redact.url(running.url) if running and running.url else ""
        return {**_result(place, {}, declared.changes, reasons), "operation_url": url}
    answer = _ended(place, running) if running is not None else response.json() if response.is_json else None
    _verify(place)
    return _explained(place, _told(place, answer, declared.changes), reasons)


def _resource(place: Place) -> dict[str, Any]:
    """The resource. :raises ServiceError: there is none.  :raises InputError: the service would refuse the action."""
    found = place.session.arm.get(place.resource, place.version)
    if found is None:
        raise errors.ServiceError(
            f"ResourceNotFound: there is no {place.resource}",
            code="ResourceNotFound",
            status=404,
            resource_id=place.resource,
        )
    if place.declared.refuses:
        place.declared.refuses(place.params, found)
    return found


def _looked(place: Place, resource: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What shows the goals: the resource itself, or what a question about it answers."""
    if not place.declared.look or not goals.counting(place.declared, place.params):
        return resource
    asked = f"{place.resource}/{place.declared.look}"
    found: Mapping[str, Any] = place.session.arm.send("POST", asked, place.version, kind=READ).json()
    return found


def _sent(place: Place, body: Any) -> Response:
    """The answer of the service that accepted it. One that is busy is asked again: it refused, so nothing happened."""
    attempt = 0
    while True:
        attempt += 1
        try:
            return place.session.arm.send("POST", place.path, place.version, body, kind=UNSAFE)
        except errors.Ambiguous as error:
            lost = f"{place.name}: the answer was lost; it may have taken effect and was not repeated"
            facts = {**error.facts, "lost_write": place.declared.changes}
            raise errors.Ambiguous(f"{lost}: {error.message}", **facts) from error
        except errors.ServiceError as error:
            if not operation.is_busy(error):
                raise
            deadline = place.session.deadline
            deadline.clock.sleep(backoff(deadline, attempt, None, error, forever=True))


def _ended(place: Place, running: operation.Operation) -> Any:
    """What the operation led to, once it has ended. Where only the resource tells, the goals do.

    :raises Ambiguous: nothing tells how it ended (reliability L03).
    """
    session = place.session
    if not running.url:
        if goals.counting(place.declared, place.params):
            return None
        raise errors.Ambiguous(f"{place.name}: the service accepted it and names nothing that tells how it ends")
    try:
        polls = operation.wait(session.arm, running, session.deadline, place.tell, place.warn)
        status = drive(polls, session.deadline.clock)
        result = session.arm.follow(running.result, running.base) if running.result and status is not None else None
    except errors.OperationFailed as error:
        raise errors.OperationFailed(f"{place.name}: {error.message}", **error.facts) from error
    if status is None and not goals.counting(place.declared, place.params):
        place.warn("the service accepted it, and its operation could not be seen to its end")
    if result is not None:
        return result.json() if result.status == 200 and result.is_json else None
    return status


def _verify(place: Place) -> None:
    """:raises NotApplied: a goal is not reached although the action ended well."""
    declared, deadline = place.declared, place.session.deadline
    if not goals.counting(declared, place.params):
        return
    began = deadline.clock.now()
    while True:
        reasons = goals.left(declared, place.params, _looked(place, _found(place)))
        if not reasons:
            return
        if deadline.clock.now() - began >= SECONDS_TO_CONVERGE:
            raise errors.NotApplied(
                f"{place.name}: the service accepted it but it did not take ({'; '.join(reasons)})",
                resource_id=place.resource,
            )
        deadline.clock.sleep(operation.until_next(deadline, began, None, "not yet done").seconds)


def _found(place: Place) -> Mapping[str, Any] | None:
    return None if place.declared.look else place.session.arm.get(place.resource, place.version)


def _told(place: Place, answer: Any, changed: bool) -> dict[str, Any]:
    if place.declared.judges:
        place.declared.judges(answer or {}, place.params)
    return {"changed": changed, place.declared.noun: goals.shown(place.declared, place.params, answer)}


def _needless(place: Place, resource: Mapping[str, Any]) -> dict[str, Any]:
    """The result where there is nothing to do: what the resource shows of an earlier time."""
    found = dig(resource, place.declared.shown) if place.declared.shown else None
    return _result(place, {} if found is None else goals.shown(place.declared, place.params, found), False, ())


def _result(place: Place, shown: Mapping[str, Any], changed: bool, reasons: tuple[str, ...]) -> dict[str, Any]:
    return _explained(place, {"changed": changed, place.declared.noun: dict(shown)}, reasons)


def _explained(place: Place, told: dict[str, Any], reasons: tuple[str, ...]) -> dict[str, Any]:
    """``told``; of what may change something also to which resource, and why."""
    return {**told, "resource_id": place.resource, "reasons": list(reasons)} if place.declared.changes else told
