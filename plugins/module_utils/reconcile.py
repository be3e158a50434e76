# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes an estate as declared: lists, lets each resource be managed in its turn, and tells what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Callable

from . import argspec, errors, estate, listing
from .address import locate
from .estate import Item
from .lookup import Collection, Lookup
from .plan import CREATE, NONE, RECREATE
from .pool import threads
from .result import Managed
from .schedule import Ended, Schedule, Work
from .schema import ABSENT, Resource
from .session import Session
from .steps import Steps
from .task import Estate

#: The steps that make one item as declared, with a session of its own: the engine's.
Begin = Callable[[Session, Item], Steps]
#: The items, and for each the numbers of those before it.
Declared = tuple[list[Item], dict[int, set[int]]]
MOST_CONCURRENCY = 64
# How many lists are read at once when nobody says.
READERS = 16


@dataclass(frozen=True)
class Made:
    """What is told of an item that did not fail; little enough to keep for ten thousand."""

    path: str
    action: str
    changed: bool
    predicted: bool
    reasons: tuple[str, ...] = ()
    operation_url: str = ""
    diff: Mapping[str, Any] | None = None


def checked(declared: Estate, params: Mapping[str, Any]) -> Declared:
    """What the task declares, and in which order. :raises InputError: before anything is sent."""
    if not 1 <= int(params["concurrency"]) <= MOST_CONCURRENCY:
        raise errors.InputError("concurrency", f"must be between 1 and {MOST_CONCURRENCY}")
    if params["prune"] and not params["prune_confirm"]:
        raise errors.InputError("prune_confirm", "must be true to delete what is not declared")
    for noun in params["prune"]:
        for option in argspec.listed_as(declared.kind(noun)).scope.options:
            if not params.get(option):
                raise errors.InputError(option, f"is required to prune {noun}")
    items = estate.items(declared, params)
    for item in items:
        brought = item.params.get("definition")
        for noun in sorted(brought.brings & set(params["prune"]) if brought and not item.absent else ()):
            text = f"cannot have {noun} beside resources[{item.number}].definition, which brings along some"
            raise errors.InputError("prune", text)
    return items, estate.order(items)


def run(
    session: Session, declared: Estate, ordered: Declared, params: Mapping[str, Any], begin: Begin, diff: bool
) -> dict[str, Any]:
    """Make the items as declared, and delete what ``prune`` names.

    :raises PartlyFailed: at the end, when an item failed; it has the whole result.
    :raises AuthError: when there is no token.  :raises Cancelled: when the job is gone.
    """
    session.log_in()
    items, before = ordered
    pruned = _undeclared(session, declared, items, params)
    if pruned:
        items = [*items, *pruned]
        before = estate.order(items)
    by_number = {item.number: item for item in items}
    own = {item.number: replace(session, warnings=[], accepted=False, report=_unheard) for item in items}
    works = [
        Work(
            item.number,
            f"{item.type} {item.name}",
            item.path,
            _made(begin(own[item.number], item), diff),
            before[item.number],
        )
        for item in items
    ]
    lookup = _prepared(session, items, int(params["concurrency"]))

    def ended(work: Work, how: Ended) -> None:
        made: Made | None = how.value
        if made is None or not made.changed:
            return
        if made.predicted and made.action in (CREATE, RECREATE):
            lookup.presume_absent(made.path)
        else:
            lookup.forget_below(work.path)

    def progress(done: int, failed: int, under_way: list[str]) -> None:
        trouble = f", {failed} failed" if failed else ""
        session.report(
            f"{done} of {len(works)} resources done{trouble}, {session.deadline.elapsed():.0f} s, under way: "
            + ", ".join(under_way)
        )

    try:
        found = Schedule(session.deadline, lookup, int(params["concurrency"]), progress, ended).run(works)
    finally:
        session.accepted = any(one.accepted for one in own.values())
    rows = [_row(by_number[work.number], found[work.number], own[work.number]) for work in works]
    for item in items:
        session.warnings += [text for text in own[item.number].warnings if text not in session.warnings]
    result: dict[str, Any] = {"changed": any(row["changed"] for row in rows), "resources": rows}
    if diff:
        made = [(work.name, found[work.number].value) for work in works if found[work.number].value]
        result["diff"] = [{"before_header": name, "after_header": name, **one.diff} for name, one in made if one.diff]
    if any("error" in row for row in rows):
        raise _failed(rows, result)
    return result


def export(session: Session, declared: Estate, params: Mapping[str, Any]) -> dict[str, Any]:
    """A workspace and what is in it, as the items that would make it. :raises AmlError: when a list fails."""
    session.log_in()
    found: list[dict[str, Any]] = []
    with threads(READERS) as pool:
        for noun in params.get("types") or argspec.exportable(declared):
            resource = argspec.listed_as(declared.kind(noun))
            scope = _scope(resource, params)
            if noun == "workspace":
                named = {**scope, "name": params["workspace"]}
                body = session.arm.get(locate(resource, named), resource.version(params))
                pairs = [] if body is None else [(named, body)]
            else:
                pairs = list(listing.walk(session.arm, resource, {**scope, "list_view": "All"}, pool.map))
            found += [listing.declaration(noun, resource, named, body) for named, body in pairs]
    return {"changed": False, "resources": found}


def _scope(resource: Resource, params: Mapping[str, Any]) -> dict[str, Any]:
    """Of the task's options those that say where a type's resources are."""
    return {option: params.get(option) for option in ("subscription_id", *resource.scope.options)}


def _made(steps: Steps, diff: bool) -> Steps:
    """``steps``, and of what they lead to only what is told."""
    managed: Managed = yield from steps
    if not managed.changed:
        return Made(managed.target.path, NONE, False, managed.predicted)
    return Made(
        managed.target.path,
        managed.action,
        True,
        managed.predicted,
        tuple(managed.reasons),
        managed.outcome.operation_url if managed.outcome.pending else "",
        managed.diff if diff else None,
    )


def _unheard(_line: str) -> None:
    """One progress line stands for all items."""


def _undeclared(session: Session, declared: Estate, items: Sequence[Item], params: Mapping[str, Any]) -> list[Item]:
    """What is there of the kinds to prune and not declared, to be deleted. A list that cannot be read whole raises."""
    known = {item.path.lower() for item in items}
    # Which of its versions is meant is known at its turn only, so all are.
    open_ones = tuple(f"{item.path.lower()}/" for item in items if item.open)
    found: list[Item] = []
    for noun in params["prune"]:
        resource = argspec.listed_as(declared.kind(noun))
        for named in _there(session, resource, _scope(resource, params)):
            options = {**named, "state": ABSENT.word, "wait": resource.alone or params.get("wait", True)}
            path = locate(resource, options)
            if path.lower() not in known and not path.lower().startswith(open_ones):
                found.append(Item(len(items) + len(found), noun, resource, options, path))
    return found


def _there(session: Session, resource: Resource, scope: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The names of all resources of a type; none where what they would live in does not exist yet."""
    try:
        return [named for named, _body in listing.walk(session.arm, resource, scope)]
    except errors.ServiceError as error:
        if not error.missing:
            raise
        return []


def _prepared(session: Session, items: Sequence[Item], concurrency: int) -> Lookup:
    """The lists that answer the items' first looks: of each collection that has more than one of them."""
    collections: dict[str, Collection] = {}
    count: Counter[str] = Counter()
    for item in items:
        if item.resource.plane == "arm" and item.resource.segments and not item.resource.unlisted:
            path = item.path.rpartition("/")[0]
            version = item.resource.version(item.params)
            collections.setdefault(path.lower(), Collection(session.arm, path, version))
            count[path.lower()] += collections[path.lower()].version == version
    lookup = Lookup(collections)
    wanted = [path for path, many in count.items() if many > 1]
    if wanted:
        with threads(min(concurrency, len(wanted))) as pool:
            list(pool.map(lookup.prepare, wanted))
    return lookup


def _row(item: Item, ended: Ended, own: Session) -> dict[str, Any]:
    """What became of one item."""
    row: dict[str, Any] = {"type": item.type, "name": item.name, "id": item.path, "seconds": round(ended.seconds, 3)}
    if ended.skipped:
        return {**row, "action": "skip", "changed": False, "reasons": [f"{ended.skipped} failed"]}
    if ended.error is not None:
        # Read by tasks that fail only.
        from .remedies.table import next_step

        facts = ended.error.facts
        told = {name: facts.get(name) for name in ("code", "status", "request_id", "operation_url")}
        told["hint"] = next_step(ended.error)
        error = {"message": ended.error.message, **{name: value for name, value in told.items() if value is not None}}
        changed = own.accepted or bool(facts.get("lost_write"))
        return {**row, "action": "fail", "changed": changed, "reasons": [], "error": error}
    made: Made = ended.value
    if item.open:
        row.update(name=f"{item.name}:{made.path.rpartition('/')[2]}", id=made.path)
    row.update(action=made.action, changed=made.changed, reasons=list(made.reasons))
    return {**row, "operation_url": made.operation_url} if made.operation_url else row


def _failed(rows: Sequence[Mapping[str, Any]], result: Mapping[str, Any]) -> errors.PartlyFailed:
    failed = [row for row in rows if "error" in row]
    skipped = sum(row["action"] == "skip" for row in rows)
    told = "; ".join(f"{row['type']} {row['name']}: {row['error']['message']}" for row in failed)
    more = f", {skipped} skipped because of that" if skipped else ""
    return errors.PartlyFailed(
        f"{len(failed)} of {len(rows)} resources failed{more}: {told}", changed=result["changed"], result=dict(result)
    )
