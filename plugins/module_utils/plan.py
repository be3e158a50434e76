# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides what to do: pure, no requests, no clock. Check mode, diff mode, the real run and the tests all use this one
Plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import bodies, compare, redact, shape
from .errors import ImmutableChange, InputError, OperationFailed, Refused
from .schema import Field, Resource, State, applicable, provisioning, state_problem, variant_of
from .tree import dig, join

NONE, CREATE, UPDATE, DELETE, RECREATE, ACT = "none", "create", "update", "delete", "recreate", "act"
LONGEST_VALUE = 70
MOST_LISTED = 10
FAILED_STATES = ("failed", "canceled")


@dataclass(frozen=True)
class Change:
    """One option whose value differs: its dotted name, its REST path, old and new value as the user would write
    them.
    """

    option: str
    path: str
    old: Any = field(repr=False)
    new: Any = field(repr=False)
    create_only: bool = False


@dataclass(frozen=True)
class Plan:
    """What one task does to one resource.

    :param action: one of the words above.   :param method: the verb of a create or update.
    :param body: what is sent.   :param state: for ACT: the declared state to go to.
    :param query: what a deletion says beside the resource's name.
    :param before, after: the options' view of a resource that changes, without secrets.
    :param reasons: one short line for each difference.   :param own_id: by what a request names the resource that
        does not take its name.
    """

    action: str
    method: str = "PUT"
    body: Any = field(default=None, repr=False)
    state: State | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    own_id: str = ""

    @property
    def changed(self) -> bool:
        """True when the resource is not as declared."""
        return self.action != NONE


def plan(resource: Resource, params: Mapping[str, Any], current: Mapping[str, Any] | None) -> Plan:
    """What to do so that the resource is as ``params`` declare it.

    :param current: the service's answer, None when the resource is absent.
    :raises ImmutableChange: a create_only field differs and ``on_immutable`` is not ``recreate``.
    :raises Refused: recreating needs ``force`` or a purge, the service does not delete it, or a PUT would drop a secret
        that the task does not have.
    :raises InputError: a value that has no form the service takes.
    :raises OperationFailed: the resource ended otherwise than in the declared state.
    """
    cleared = {item.option: item.cleared for item in resource.fields if item.cleared}
    params = {**params, **{option: value for option, value in cleared.items() if params.get(option) == {}}}
    word = str(params.get("state") or resource.states[0].word)
    if word == "absent":
        _refuse_to_delete(resource, current)
        if current is None:
            return Plan(NONE)
        before = shape.view(resource, current)
        query, own_id = bodies.deletion(resource, params, current), _own_id(resource, current)
        return Plan(DELETE, "DELETE", query=query, before=before, reasons=("it is there",), own_id=own_id)
    state = resource.state(word)
    if current is None:
        _refuse_to_number(resource, params)
        body = bodies.created(resource, params, state)
        return Plan(
            CREATE, method=resource.create_with, body=body, after=shape.view(resource, body), reasons=("it is absent",)
        )
    problem = state_problem(state, variant_of(resource.union, resource.fields, params, current))
    if problem:
        raise InputError("state", problem, resource_id=current.get("id"))
    changes = differences(resource, params, current, state)
    fixed = [change for change in changes if change.create_only]
    if fixed:
        if params.get("on_immutable") != "recreate":
            raise ImmutableChange(
                immutable_message(resource, fixed), target=fixed[0].option, resource_id=current.get("id")
            )
        if resource.force_to_recreate and not params.get("force"):
            raise Refused(
                f"force: recreating a {resource.noun} destroys what is in it; set force to true as well", option="force"
            )
        if resource.soft_deleted and params.get("on_soft_deleted") != "purge":
            # Found out after the deletion, this would leave the task without the old one and without the new one.
            raise Refused(
                f"on_soft_deleted: a deleted {resource.noun} keeps its name, so recreating it also needs "
                "on_soft_deleted set to purge",
                option="on_soft_deleted",
            )
        _refuse_to_number(resource, params)
        _refuse_to_delete(resource, current)
        body = bodies.recreated(resource, params, current, state)
        return Plan(
            RECREATE,
            resource.create_with,
            body,
            query=bodies.deletion(resource, params, current),
            before=shape.view(resource, current),
            after=shape.view(resource, body),
            reasons=reasons(changes),
            changes=changes,
        )
    _refuse_to_wait(resource, state, current)
    acts = _must_act(state, current)
    failed = provisioning(resource, current) in FAILED_STATES and resource.create_with == "PUT"
    whole = failed or bodies.secrets_due(resource, params)
    if not (changes or whole or acts):
        return Plan(NONE)
    before = shape.view(resource, current)
    moves = acts or any(change.option == "state" for change in changes)
    if moves:
        left = dig(current, state.path) if acts else next(change.old for change in changes if change.option == "state")
        before = {**before, "state": left}
    if changes or whole:
        method, body = bodies.update(resource, params, current, [change.path for change in changes], state, whole)
        why = (*reasons(changes), *(("its provisioning failed before",) if failed else ()))
        why = (*(why or ("update_secret is always",)), *((f"state: {word}",) if acts else ()))
        after = bodies.after_update(resource, params, current, state)
        return Plan(
            UPDATE,
            method,
            body,
            before=before,
            after={**after, "state": word} if moves else after,
            reasons=why,
            changes=changes,
            own_id=_own_id(resource, current),
        )
    after = {**before, "state": word}
    return Plan(ACT, "POST", state=state, before=before, after=after, reasons=(f"state: {word}",))


def _own_id(resource: Resource, current: Mapping[str, Any]) -> str:
    """The id by which a request names it in place of its name; empty where its name does."""
    return str(dig(current, resource.parts.own_id) or "") if resource.parts and resource.parts.own_id else ""


def differences(
    resource: Resource, params: Mapping[str, Any], current: Mapping[str, Any], state: State
) -> tuple[Change, ...]:
    """Every declared option that differs, innermost first named: ``scale.max_nodes``, not ``scale``."""
    variant = variant_of(resource.union, resource.fields, params, current)
    purge = bool(params.get("purge_tags"))
    found = [
        change
        for item in applicable(resource.fields, variant)
        for change in _differences(item, params.get(item.option), current, "", "", purge)
    ]
    found += _tree_changes("extra_properties", "properties", params.get("extra_properties") or {}, current)
    for path, value in state.sets:
        if bool(dig(current, state.shown or path)) != bool(value):
            other = next((known.word for known in resource.states if (path, not value) in known.sets), "")
            found.append(Change("state", path, other, state.word))
    return tuple(found)


def _refuse_to_delete(resource: Resource, current: Mapping[str, Any] | None) -> None:
    """:raises Refused: where the service would."""
    found = dig(current, resource.stays) if resource.stays and current else None
    if found is True or (found and isinstance(found, list)):
        names = [str(item).rpartition("/")[2] for item in found] if isinstance(found, list) else ["true"]
        text = f"state: the service does not delete this {resource.noun}, because its {resource.stays} is "
        raise Refused(text + listed(names), option="state", resource_id=(current or {}).get("id"))


def _refuse_to_number(resource: Resource, params: Mapping[str, Any]) -> None:
    """:raises InputError: the task names what the service names itself: each run would make one more."""
    option = resource.segments[-1] if resource.found_by else ""
    if option and params.get(option):
        raise InputError(
            option,
            f"there is no {resource.noun} {params.get('name')}:{params[option]}, and the service gives a new one "
            f"its {option} itself; leave it out to create one",
        )


def _differences(
    item: Field, wanted: Any, body: Any, base: str, prefix: str, purge: bool, fixed: bool = False
) -> list[Change]:
    if wanted is None or not item.writable:
        return []
    path, option, fixed = join(base, item.path), join(prefix, item.option), fixed or item.create_only
    present = dig(body, path)
    if compare.same(item, wanted, present, purge):
        return []
    if item.same == "tree" and isinstance(wanted, Mapping) and not fixed:
        return _tree_changes(option, path, wanted, body)
    if item.type == "dict" and item.fields and wanted and (present or not item.path):
        variant = variant_of(item.union, item.fields, wanted, present)
        return [
            change
            for sub in applicable(item.fields, variant)
            for change in _differences(sub, wanted.get(sub.option), body, path, option, purge, fixed)
        ]
    fixed = fixed or any(
        sub.create_only and not compare.same(sub, wanted.get(sub.option), None)
        for sub in (item.fields if isinstance(wanted, Mapping) else ())
    )
    return [Change(option, path, shape.to_option(item, present), shown(item, wanted), fixed)]


def _tree_changes(option: str, path: str, wanted: Mapping[str, Any], body: Any) -> list[Change]:
    """One change for each leaf of a body that has no declaration."""
    return [
        Change(join(option, leaf), path, redact.tree(old, name=_last(leaf)), redact.tree(new, name=_last(leaf)))
        for leaf, old, new in compare.tree_differences(wanted, dig(body, path))
    ]


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def shown(item: Field, wanted: Any) -> Any:
    """The wanted value without the secrets in it."""
    if isinstance(wanted, Mapping) and item.fields:
        return {
            sub.option: shown(sub, wanted[sub.option])
            for sub in item.fields
            if wanted.get(sub.option) is not None and not sub.write_only
        }
    if isinstance(wanted, list) and item.fields:
        one = Field(item.option, "", type="dict", fields=item.fields)
        return [shown(one, element) for element in wanted]
    return redact.tree(wanted, name=item.option) if item.same == "tree" else wanted


def reasons(changes: tuple[Change, ...]) -> tuple[str, ...]:
    """One line for each change; long values are left to the diff, and what its name calls a secret to nobody."""
    return tuple(
        f"{change.option}: {_brief(redact.tree(change.old))} -> {_brief(redact.tree(change.new))}" for change in changes
    )


def listed(names: Sequence[str]) -> str:
    """Up to ten of the names, and how many more there are (reliability C15)."""
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return ", ".join(names[:MOST_LISTED]) + more


def _brief(value: Any) -> str:
    """A value cut in the middle: two ids differ at their ends."""
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:12]}...{text[15 - LONGEST_VALUE :]}"


def immutable_message(resource: Resource, fixed: list[Change]) -> str:
    """What cannot be changed, from what to what."""
    listed = "; ".join(reasons(tuple(fixed)))
    what = f"the service does not change this on an existing {resource.noun} ({listed})"
    return f"{fixed[0].option}: {what}"


def _refuse_to_wait(resource: Resource, state: State, current: Mapping[str, Any]) -> None:
    """:raises OperationFailed: waiting for the state would not end: another one was reached for good."""
    found = str(dig(current, state.path) or "")
    if found.lower() in _lower(state.ends) - _lower(state.reached):
        text = f"state: the {resource.noun} ended in {found}, so it is not going to be {state.word}"
        raise OperationFailed(text, target="state", resource_id=current.get("id"))


def _lower(words: Sequence[str]) -> set[str]:
    return {word.lower() for word in words}


def _must_act(state: State, current: Mapping[str, Any]) -> bool:
    """True when the state's action has to be sent: not when it is reached, not when it is on its way (reliability
    L16).
    """
    if not state.action:
        return False
    found = str(dig(current, state.path) or "").lower()
    return found not in _lower((*state.reached, *state.going))
