# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shifts the traffic of an online endpoint between its deployments, in steps, and back when something fails.

Where a shift began is kept in a tag of the endpoint until the wanted split is there: a run that is killed on the way
leaves what the next one goes back to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .. import absence, apply, errors, inputs
from ..address import locate
from ..clock import Deadline
from ..compare import shares
from ..plan import FAILED_STATES, plan
from ..resources.online_endpoint import ONLINE_ENDPOINT
from ..schema import PRESENT, TAGS
from ..scope import WORKSPACE
from ..session import Session
from ..steps import Do, Pause, Steps, drive
from ..target import Target, awaited, foreseen, settled
from ..task import Call
from ..tree import dig
from . import look, scoring
from .course import Course, Split, course, marked, told
from .probe import OPTIONS as PROBE
from .probe import Probe, passed, probe

MARK = "mlops.azureml.traffic_before"
# Of the task's time this much, but no more than a third, is kept for the way back.
SECONDS_TO_GO_BACK = 300.0


@dataclass
class Shift:
    """One shift under way. ``target`` and its session have less time than the task, so that some is left to go back.

    :param done: the splits that were set.   :param probes: what the probes said.
    """

    target: Target
    course: Course
    done: list[Split] = field(default_factory=list)
    probes: list[dict[str, Any]] = field(default_factory=list)


def shift(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the traffic to the wanted split; in check mode say what that would change.

    :raises InputError: it names a deployment that is not there.   :raises Refused: one whose provisioning failed.
    :raises NotPassed: a probe failed.   :raises AmlError: an update failed. After both the traffic is back where it
        was, or the message says why not.
    """
    result: dict[str, Any] = drive(_shift(session, params, check_mode), session.deadline.clock)
    return result


def _shift(session: Session, params: Mapping[str, Any], check_mode: bool) -> Steps:
    named = {**params, "name": params["endpoint"], "state": PRESENT.word, "wait": True}
    path, version = locate(ONLINE_ENDPOINT, named), ONLINE_ENDPOINT.version(params)
    target = Target(session, session.arm, ONLINE_ENDPOINT, named, path, version)
    current = yield from look.at(target, check_mode)
    current = foreseen(target, current) if check_mode else (yield from awaited(target, current))
    if current is None and not check_mode:
        raise look.missing(target.name, target.path)
    here, tags = _split(current), (current or {}).get("tags") or {}
    found = course(here, params["traffic"], params.get("steps") or (), str(tags.get(MARK) or ""))
    if current is not None and found.left:
        names = yield Do(lambda: _deployments(target))
        _check_names(target, names, found.left, check_mode)
    if not found.left or check_mode:
        return _told(path, here, found.left, [], shares(params["traffic"]))
    forward = _hurried(session)
    under_way = Shift(replace(target, session=forward), found)
    asked = probe(params["probe"]) if params.get("probe") else None
    try:
        yield from _forward(under_way, params, asked, current)
    except errors.Cancelled:
        raise
    except errors.AmlError as error:
        session.accepted = session.accepted or forward.accepted
        yield from _back(target, under_way, error, bool(params["rollback"]))
        raise
    session.accepted = session.accepted or forward.accepted
    return _told(path, here, under_way.done, under_way.probes, under_way.done[-1])


def _forward(under_way: Shift, params: Mapping[str, Any], asked: Probe | None, endpoint: Mapping[str, Any]) -> Steps:
    """Probe, set, probe, set, ... and probe: nothing gets more requests than what it was probed for."""
    target, way = under_way.target, under_way.course
    names = (params.get("probe") or {}).get("deployments") or list(way.left[-1])
    at = (yield Do(lambda: scoring.door(target.session, target.path, target.version, endpoint))) if asked else None
    for split in way.left:
        if asked and at:
            yield from _probed(under_way, at, asked, names)
        yield from _set(target, split, "" if split == way.left[-1] else marked(way.origin))
        under_way.done.append(split)
        target.session.report(f"{target.name}: {told(split)}")
        pause = int(params["pause"])
        if pause >= target.session.deadline.left():
            raise errors.OperationTimeout(f"the pause of {pause} s is longer than what is left of wait_timeout")
        yield Pause(pause)
    if asked and at:
        yield from _probed(under_way, at, asked, names)


def _probed(under_way: Shift, at: scoring.Door, asked: Probe, names: Sequence[str]) -> Steps:
    for name in names:
        found = yield from passed(under_way.target.session, at, asked, name)
        under_way.probes.append(found)


def _set(target: Target, split: Split, mark: str) -> Steps:
    """Give the endpoint this split, and the mark while it is on its way, where there is room for it."""
    current = yield from settled(target, (yield target.look))
    if current is None:
        raise look.missing(target.name, target.path)
    tags = {name: value for name, value in (current.get("tags") or {}).items() if name != MARK}
    if mark and len(mark) <= TAGS.limits[2] and len(tags) < TAGS.limits[0]:
        tags[MARK] = mark
    own = {**target.params, "traffic": split, "tags": tags, "purge_tags": True}
    planned = plan(ONLINE_ENDPOINT, own, current)
    if planned.changed:
        yield from apply.carry_out(replace(target, params=own), planned, current)


def _back(target: Target, under_way: Shift, error: errors.AmlError, wanted: bool) -> Steps:
    """Go back to where the shift began, and let ``error`` say what became of the traffic."""
    origin, stood = under_way.course.origin, under_way.done[-1] if under_way.done else None
    moved = target.session.accepted or under_way.course.resumed or error.facts.get("lost_write")
    where = "the traffic stays, because rollback is false" if moved else "nothing was shifted"
    if moved and wanted:
        try:
            yield from _set(target, origin, "")
            where = f"the traffic is back at {told(origin)}"
        except errors.Cancelled:
            raise
        except errors.OperationTimeout:
            where = f"going back to {told(origin)} is under way"
        except errors.AmlError as problem:
            where = f"going back to {told(origin)} failed ({problem.message}); look at the traffic"
    at = f" at {told(stood)}" if stood is not None else ""
    error.message = f"{target.name}: {where}; what failed{at}: {error.message}"
    error.facts["resource_id"] = target.path
    error.facts["result"] = {"steps": [dict(split) for split in under_way.done], "probes": under_way.probes}


def _hurried(session: Session) -> Session:
    """``session`` with less time."""
    whole = session.deadline
    kept = min(SECONDS_TO_GO_BACK, whole.left() / 3)
    return replace(session, deadline=Deadline(whole.clock, whole.end - kept, whole.seconds))


def _split(endpoint: Mapping[str, Any] | None) -> Split:
    return shares(dig(endpoint, "properties.traffic") or {})


def _deployments(target: Target) -> dict[str, str]:
    """The state of each deployment, by name."""
    items = target.client.list(f"{target.path}/deployments", target.version)
    return {str(item.get("name")): str(dig(item, "properties.provisioningState") or "").lower() for item in items}


def _check_names(target: Target, there: Mapping[str, str], left: Sequence[Split], check_mode: bool) -> None:
    for name in dict.fromkeys(name for split in left for name in split):
        if name not in there and check_mode:
            absence.warn(target.session, target.name, f"it has no deployment {name}")
        elif name not in there:
            raise errors.InputError(
                "traffic", f"{target.name} has no deployment {name[:40]!r}", resource_id=target.path
            )
        elif there[name] in FAILED_STATES:
            raise errors.Refused(
                f"traffic: the provisioning of the deployment {name} has {there[name]}, so it cannot answer",
                option="traffic",
                resource_id=target.path,
            )


def _told(
    path: str, before: Split, steps: Sequence[Split], probes: list[dict[str, Any]], after: Split
) -> dict[str, Any]:
    changed = bool(steps)
    return {
        "changed": changed,
        "resource_id": path,
        "traffic": after if changed else before,
        "traffic_before": before,
        "steps": [dict(split) for split in steps],
        "probes": probes,
        "reasons": [f"traffic: {told(before)} -> {told(after)}"] if changed else [],
        "diff": {"before": {"traffic": before}, "after": {"traffic": after if changed else before}},
    }


def check(params: Mapping[str, Any]) -> None:
    """:raises InputError: a name that is none, percentages that are not 100 in all, a probe that cannot be."""
    named = {**params, "name": params["endpoint"], "state": PRESENT.word}
    steps = params.get("steps") or ()
    for step in steps:
        if not isinstance(step, Mapping) and not re.fullmatch(r"[1-9][0-9]?", str(step)):
            raise errors.InputError("steps", "a step is a split, or a whole percentage of the way between 1 and 99")
    splits = [step for step in steps if isinstance(step, Mapping)]
    for option, split in [("traffic", params["traffic"]), *(("steps", split) for split in splits)]:
        try:
            inputs.check(ONLINE_ENDPOINT, {**named, "traffic": split})
        except errors.InputError as error:
            where, _colon, text = error.message.partition(": ")
            name = {"traffic": option, "name": "endpoint"}.get(where, where)
            raise errors.InputError(name, text) from error
        if option == "steps" and not shares(split):
            raise errors.InputError("steps", "a step without traffic would leave requests without an answer")
    if params.get("probe"):
        probe(params["probe"])


TRAFFIC = Call(
    noun="traffic",
    run=shift,
    check=check,
    needs=WORKSPACE,
    options={
        "endpoint": {"type": "str", "required": True},
        "traffic": {"type": "dict", "required": True},
        "steps": {"type": "list", "elements": "raw"},
        "pause": {"type": "int", "default": 0},
        "probe": {"type": "dict", "options": PROBE},
        "rollback": {"type": "bool", "default": True},
        "wait_timeout": {"type": "int", "default": 3600},
    },
)
