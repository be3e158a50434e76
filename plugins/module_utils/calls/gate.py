# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gate: whether a job, a run or a model has the metrics and the tags that going on takes. Reads only."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Callable

from .. import errors, redact
from ..address import fill_checked, locate
from ..resources.asset import in_scope
from ..resources.job import JOB
from ..resources.job import STATUS as JOB_STATUS
from ..resources.model import ARM_MODEL
from ..resources.run import RUN
from ..schema import PRESENT, Resource
from ..scope import WORKSPACE
from ..session import Session
from ..steps import Do, Steps, drive
from ..target import Target
from ..task import Call
from ..tree import dig
from . import look, metrics

SUBJECTS = ("job", "model", "run")
COMPLETED = "Completed"
#: Which of the values that were logged one after the other counts.
OF: Mapping[str, Callable[[Sequence[float]], float]] = {
    "last": lambda found: found[-1],
    "max": max,
    "mean": lambda found: sum(found) / len(found),
    "min": min,
}


@dataclass(frozen=True)
class Subject:
    """What is judged, as far as it is known.

    :param run: whose metrics count; empty where there is none.   :param status: None where it has none.
    """

    name: str
    run: str
    tags: Mapping[str, Any] = field(default_factory=dict)
    status: str | None = None


def judge(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Whether the gate is passed, with every number.

    :raises NotPassed: it is not, and the task is to fail then.   :raises ServiceError: there is no such thing.
    """
    subject: Subject | None = drive(_subject(session, params, check_mode), session.deadline.clock)
    if subject is None:
        return {"changed": False, "passed": False, "checks": []}
    wanted = params.get("metrics") or []
    found: Mapping[str, Sequence[float]] = {}
    if wanted and subject.run:
        client = session.regional(params)
        workspace = fill_checked(WORKSPACE.path, params, {})
        found = metrics.logged(client, workspace, subject.run, [str(one["name"]) for one in wanted])
    checks = [
        *(_status_check(subject.status) if params["completed"] and subject.status is not None else []),
        *(_metric_check(one, found.get(str(one["name"]), ())) for one in wanted),
        *(_tag_check(str(name), str(value), subject.tags) for name, value in (params.get("tags") or {}).items()),
    ]
    failed = [check for check in checks if not check["passed"]]
    if failed and params["fail"]:
        told = "; ".join(f"{check['name']} is {_shown(check['found'])}, not {check['wanted']}" for check in failed)
        result = {"passed": False, "checks": checks}
        raise errors.NotPassed(f"{subject.name} does not pass: {told}", target=failed[0]["name"], result=result)
    return {"changed": False, "passed": not failed, "checks": checks}


def _subject(session: Session, params: Mapping[str, Any], check_mode: bool) -> Steps:
    """What is judged; None only in check mode, where a task before this one must create it."""
    if params.get("job"):
        name = str(params["job"])
        body = yield from _read(session, session.arm, JOB, {**params, "name": name}, check_mode)
        return body and Subject(f"job {name}", name, _tags(body), str(dig(body, JOB_STATUS) or ""))
    if params.get("run"):
        name = str(params["run"])
        client = yield Do(partial(session.regional, params))
        body = yield from _read(session, client, RUN, {**params, "name": name}, check_mode)
        return body and Subject(f"run {name}", name, dig(body, "tags") or {}, str(dig(body, "status") or ""))
    own = {**params, "name": params["model"]}
    body = yield from _read(session, session.arm, in_scope(ARM_MODEL, params), own, check_mode)
    made_by = str(dig(body, "properties.jobName") or "")
    return body and Subject(f"model {params['model']}:{params['version']}", made_by, _tags(body))


def _read(session: Session, client: Any, resource: Resource, params: Mapping[str, Any], check_mode: bool) -> Steps:
    path = locate(resource, params)
    target = Target(session, client, resource, params, path, resource.version(params))
    return (yield from look.at(target, check_mode))


def _tags(body: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return dig(body, "properties.tags") or {}


def _status_check(status: str) -> list[dict[str, Any]]:
    return [_check("status", "status", status, COMPLETED, status.lower() == COMPLETED.lower())]


def _metric_check(wanted: Mapping[str, Any], found: Sequence[float]) -> dict[str, Any]:
    """One metric against its bounds; one that was never logged is not within them."""
    low, high = wanted.get("minimum"), wanted.get("maximum")
    value = OF[str(wanted["value"])](found) if found else None
    within = value is not None and (low is None or value >= low) and (high is None or value <= high)
    bounds = [*([f"at least {low:g}"] if low is not None else []), *([f"at most {high:g}"] if high is not None else [])]
    told = value if value is None or math.isfinite(value) else str(value)
    return _check("metric", str(wanted["name"]), told, " and ".join(bounds), within)


def _tag_check(name: str, value: str, tags: Mapping[str, Any]) -> dict[str, Any]:
    found = tags.get(name)
    return _check("tag", name, redact.line(found) if found is not None else None, value, str(found) == value)


def _check(kind: str, name: str, found: Any, wanted: str, passed: bool) -> dict[str, Any]:
    return {"kind": kind, "name": name, "found": found, "wanted": wanted, "passed": passed}


def _shown(found: Any) -> str:
    return "missing" if found is None else f"{found:g}" if isinstance(found, float) else redact.line(found, limit=40)


def check(params: Mapping[str, Any]) -> None:
    """:raises InputError: none or several things to judge, nothing to judge them by, bounds that nothing can be in."""
    named = [option for option in SUBJECTS if params.get(option)]
    if len(named) != 1:
        raise errors.InputError(named[1] if named else "job", f"name one of {', '.join(SUBJECTS)}")
    wanted = params.get("metrics") or []
    if not (wanted or params.get("tags")):
        raise errors.InputError("metrics", "is required, or tags: there is nothing to judge by")
    for one in wanted:
        low, high = one.get("minimum"), one.get("maximum")
        if low is None and high is None:
            raise errors.InputError("metrics", f"{one['name'][:60]} has neither a minimum nor a maximum")
        if low is not None and high is not None and low > high:
            raise errors.InputError("metrics", f"no {one['name'][:60]} is at least {low:g} and at most {high:g}")
    if params.get("model") and params.get("registry") and wanted:
        raise errors.InputError("metrics", "are kept in a workspace; a model of a registry has only tags")
    own = {**params, "name": params[named[0]], "state": PRESENT.word}
    resource = {"job": JOB, "run": RUN}.get(named[0]) or in_scope(ARM_MODEL, params)
    try:
        locate(resource, own)
    except errors.InputError as error:
        where, _colon, text = error.message.partition(": ")
        raise errors.InputError(named[0] if where == "name" else where, text) from error


GATE = Call(
    noun="gate",
    run=judge,
    check=check,
    options={
        "registry": {"type": "str"},
        "job": {"type": "str"},
        "run": {"type": "str"},
        "experiment": {"type": "str"},
        "model": {"type": "str"},
        "version": {"type": "str"},
        "metrics": {
            "type": "list",
            "elements": "dict",
            "options": {
                "name": {"type": "str", "required": True},
                "minimum": {"type": "float"},
                "maximum": {"type": "float"},
                "value": {"type": "str", "choices": sorted(OF), "default": "last"},
            },
        },
        "tags": {"type": "dict"},
        "completed": {"type": "bool", "default": True},
        "fail": {"type": "bool", "default": True},
    },
)
