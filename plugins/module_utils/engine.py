# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one task: look, decide, act, look again. The one place that knows check mode; never sees Ansible, never sees
HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Callable

from . import apply, argspec, bounds, errors, guard, inputs, redact
from .address import fill_checked, list_path
from .clock import Clock
from .plan import CREATE, RECREATE, plan
from .result import Managed, result_of, told
from .schema import ABSENT, Resource
from .session import Report, Session, connect, secrets_of_environment, settings_of, subscription
from .steps import Do, Steps, drive
from .target import Tolerate, awaited, foreseen, inherited, newest, settled_plan, target_of
from .task import Action, Bundle, Call, Derived, Estate, Examination, Task

# What a task may take that waits for nothing: readers have no wait_timeout.
READER_SECONDS = 300


def silent(_line: str) -> None:
    """A report that nobody reads."""


def run(
    task: Task,
    params: Mapping[str, Any],
    *,
    check_mode: bool = False,
    diff: bool = False,
    report: Report = silent,
    clock: Clock | None = None,
) -> dict[str, Any]:
    """Run one task and return its result, without secrets except where the task's purpose is one.

    :param params: the module's options, plain values. Omitted and null are the same.
    :raises AmlError: with every fact of the failure result, already without secrets.
    """
    clock = clock or Clock()
    began = clock.now()
    session: Session | None = None

    def own_up(error: errors.AmlError) -> errors.AmlError:
        """``error`` with what the task did, and without secrets."""
        error.facts.setdefault("elapsed", round(clock.now() - began, 3))
        _set_effect(error, accepted=session is not None and session.accepted)
        error.message = redact.text(error.message, met())
        error.facts = {**redact.tree(error.facts, met()), **_warned(session, met())}
        return error

    def met() -> tuple[str, ...]:
        """Every secret so far."""
        return (*known, *((*session.arm.transport.secrets(), *session.met) if session else ()))

    spec = argspec.arguments(task)
    known: tuple[str, ...] = ()
    try:
        bounds.check(params)
        params = argspec.without_nulls(spec, params)
        given = [*argspec.given_secrets(spec, params), *secrets_of_environment()]
        if isinstance(task.declaration, Estate):
            pairs = ((entry["type"], entry["options"]) for entry in params.get("resources", ()))
            given += argspec.item_secrets(task.declaration, pairs)
        known = tuple(given)
        inputs.check_numbers(spec, params)
        if isinstance(task.declaration, Examination):
            return task.declaration.run(params, clock, known)
        settings = settings_of(params)
        known += settings.secrets()
        params = {**params, "subscription_id": subscription(settings, clock)}
        if defined := _is_defined(task, params):
            from . import prelude

            params = prelude.opened(task, params)
            known += prelude.secrets(task, params)
            params = prelude.translated(task, params)
            known += prelude.secrets(task, params)
        checked = prepared(task, params)
        session = connect(settings, float(params.get("wait_timeout") or READER_SECONDS), clock, report)
        session.known = known
        result = checked(session, check_mode, diff)
        # What a file says is secret, no front has seen.
        return {**(redact.without(result, known) if defined else result), **_warned(session, met())}
    except errors.AmlError as error:
        own_up(error)
        raise
    except Exception as error:  # not hidden: told as the defect that it is, with what the task did before it
        raise own_up(errors.Defect(redact.defect(error, met() or None))) from error
    finally:
        if session is not None:
            session.close()


def _warned(session: Session | None, secrets: tuple[str, ...]) -> dict[str, list[str]]:
    """What the user is to be warned of, if anything: each text one line that can be shown (reliability C17)."""
    found = [redact.line(text, secrets) for text in session.warnings] if session else []
    return {"warnings": found} if found else {}


def _set_effect(error: errors.AmlError, accepted: bool) -> None:
    """Say what the failed task did: ``changed`` once a write was accepted or may have been (reliability R5)."""
    lost = bool(error.facts.pop("lost_write", False))
    if error.outcome == "none" and accepted:
        error.outcome = "partial"
    elif error.outcome != "none" and not accepted and not lost and not isinstance(error, errors.Defect):
        error.outcome = "none"
    error.facts.setdefault("changed", accepted or lost)


def _is_defined(task: Task, params: Mapping[str, Any]) -> bool:
    """Whether the task, or an item of it, has a definition: most have none, and do without what reads one."""
    items = params["resources"] if task.itemised else ()
    return any(one.get("definition") is not None for one in (params, *(entry["options"] for entry in items)))


def prepared(task: Task, params: dict[str, Any]) -> Callable[[Session, bool, bool], dict[str, Any]]:
    """The task's work, its input checked. :raises InputError: before anything is sent."""
    declared = task.declaration
    if isinstance(declared, Call):
        if declared.needs:
            inputs.need_subscription(params)
            fill_checked(declared.needs.path, params, {})
        if declared.check:
            declared.check(params)
        return lambda session, check_mode, diff: told(declared.run(session, params, check_mode), diff)
    inputs.need_subscription(params)
    if isinstance(declared, Action):
        from . import action

        path = inputs.check_action(declared, params)
        return lambda session, check_mode, _diff: _acted(action.Place(session, declared, params, path), check_mode)
    if isinstance(declared, Bundle):
        # It brings thread pools along, which no other task needs.
        from . import bundle

        members = bundle.parts_of(declared, params)
        return lambda session, check_mode, diff: bundle.ensure(
            declared, members, lambda resource, own: _managed(session, resource, own, check_mode, diff)
        )
    if isinstance(declared, Estate):
        # Most tasks do without what it brings.
        from . import whole

        work, plans = whole.work(task, params), task.verb == "report"
        return lambda session, check_mode, diff: work(
            session, lambda own, one: manage(own, one.resource, one.params, check_mode or plans), not check_mode, diff
        )
    if task.verb == "manage" and params.get("definition") is not None:
        from . import prelude

        chosen = prelude.chosen(declared, params)
        return lambda session, check_mode, diff: _managed(session, chosen, params, check_mode, diff)
    resource = declared.of(params) if isinstance(declared, Derived) else declared
    if isinstance(declared, Derived):
        inputs.check_candidate(declared, resource, params)
    if task.verb == "read":
        list_path(resource, params)
        return lambda session, check_mode, _diff: _read(session, resource, params, declared.plural, check_mode)
    if not resource.found_by or params.get(resource.segments[-1]):
        inputs.check(resource, params)
    return lambda session, check_mode, diff: _managed(session, resource, params, check_mode, diff)


def _managed(
    session: Session, resource: Resource, params: Mapping[str, Any], check_mode: bool, diff: bool
) -> dict[str, Any]:
    managed: Managed = drive(manage(session, resource, params, check_mode), session.deadline.clock)
    return result_of(managed, diff)


def _upload(resource: Resource, params: Mapping[str, Any]) -> Any:
    """The module for local files and folders, where the task names any: most tasks do without what it brings."""
    named = [item for item in resource.fields if item.same == "json" and params.get(item.option)]
    if not named and (resource.source is None or not resource.source.given(params)):
        return None
    from . import upload

    return upload


def manage(session: Session, resource: Resource, params: Mapping[str, Any], check_mode: bool) -> Steps:
    """Make one resource as declared (design section 4), after what its definition brings along; the steps lead to a
    :class:`Managed`.
    """
    if params.get("definition") is None:
        return (yield from _made(session, resource, params, check_mode))
    from . import prelude

    make = partial(_made, check_mode=check_mode)
    return (yield from prelude.carried_out(session, resource, params, make, _passing(check_mode, session.warnings)))


def _passing(check_mode: bool, warnings: list[str] | None = None) -> Tolerate:
    """What lets pass that something is not there, where a task before this one may only have predicted it."""

    def tolerate(error: errors.AmlError) -> None:
        if not check_mode:
            raise error
        if warnings is not None:
            warnings.append(error.message)

    return tolerate


def _made(session: Session, resource: Resource, params: Mapping[str, Any], check_mode: bool) -> Steps:
    upload = _upload(resource, params)
    params = upload.read(resource, params) if upload else params
    content = (yield from upload.measured(session, resource, params)) if upload else None
    target, current = yield from _find(session, resource, params, check_mode)
    try:
        current = foreseen(target, current) if check_mode else (yield from awaited(target, current))
        if current is None and params.get("state") != ABSENT.word:
            brought = params.get("definition")
            params = yield from inherited(target, brought.anew(params) if brought else params, _passing(check_mode))
            target = replace(target, params=params)
        target = upload.wished(target, content, current) if upload else target
        planned, current = yield from settled_plan(target, current, settles=not check_mode)
        if guard.concerns(target, planned):
            yield Do(partial(guard.check, target, current))
        outcome = apply.Outcome(current)
        if planned.changed and not check_mode:
            if params.get("definition"):
                yield from params["definition"].delivered(target)
            final = planned
            if upload and planned.action in (CREATE, RECREATE):
                target = yield from upload.delivered(target, content)
                final = plan(target.resource, target.params, current)
            outcome = yield from apply.carry_out(target, final, current)
    except errors.AmlError as error:
        error.facts.setdefault("resource_id", target.path)
        if upload:
            upload.explained(error, resource.source, content)
        raise
    return Managed(target, planned, outcome, predicted=check_mode and planned.changed)


def _find(session: Session, resource: Resource, params: Mapping[str, Any], check_mode: bool) -> Steps:
    """Where the resource is and what it is now, None when it is absent: a (:class:`Target`, body) pair."""
    target = target_of(session, session.arm, resource, params)
    try:
        if resource.plane == "regional":
            target = replace(target, client=(yield Do(partial(session.plane, resource, params))))
        if resource.found_by and not params.get(resource.segments[-1]):
            return (yield Do(partial(newest, target)))
        return target, (yield target.look)
    except errors.ServiceError as error:
        # A missing parent is a typo more often than not (P11): a failure, except where nothing would be written.
        if error.missing and params.get("state") == ABSENT.word:
            session.warnings.append(f"what {target.name} would live in does not exist: {error.message}")
        elif check_mode:
            from . import absence

            absence.expect(session, target.name, error)
        else:
            raise
        return target, None


def _read(
    session: Session, resource: Resource, params: Mapping[str, Any], plural: str, check_mode: bool
) -> dict[str, Any]:
    """One resource or a list, always as a list; an absent one is an empty list (style rule 10)."""
    from . import listing

    work = partial(listing.shown, session, resource, params)
    return {"changed": False, plural: _foreseen(session, plural, work, [], check_mode)}


def _acted(place: Any, check_mode: bool) -> dict[str, Any]:
    """What became of an action, or would; one that only reads is carried out in check mode too."""
    from . import action

    work = partial(action.ask if place.declared.reads else action.predict if check_mode else action.do, place)
    try:
        return dict(_foreseen(place.session, place.name, work, place.empty, check_mode and place.declared.reads))
    except errors.AmlError as error:
        error.facts["resource_id"] = place.resource
        raise


def _foreseen(session: Session, what: str, work: Callable[[], Any], empty: Any, check_mode: bool) -> Any:
    """What ``work`` reads; in check mode ``empty``, with a warning, where a task before this one must create it."""
    try:
        return work()
    except errors.ServiceError as error:
        if not check_mode:
            raise
        from . import absence

        absence.expect(session, what, error)
        return empty
