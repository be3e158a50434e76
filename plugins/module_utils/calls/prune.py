# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Archives or deletes the versions of assets that nobody needs any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from .. import apply, errors, ids, listing
from ..address import fill_checked, list_path, locate
from ..compare import seconds
from ..plan import plan
from ..resources.asset import ARCHIVED, in_scope
from ..schema import ML_API_VERSION, Resource
from ..scope import WORKSPACE
from ..session import Session
from ..steps import Do, Steps, drive
from ..target import Target
from ..task import Call
from ..tree import dig
from . import look
from .assets import KINDS, collection
from .keeping import Named, Rule, Version, judged, named_in, version_of

# Where a workspace says which versions it runs with: what is deployed, and what is run by the clock.
_ENDPOINTS = ("onlineEndpoints", "batchEndpoints")
_SCHEDULES = "schedules"
# What goes wrong with one version and not with the next.
_ITS_OWN = (
    errors.NotApplied,
    errors.OperationFailed,
    errors.Refused,
    errors.ServiceError,
    errors.Unsent,
    errors.Ambiguous,
)


def prune(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Archive or delete what is not kept; in check mode say what would go.

    :raises PartlyFailed: at the end, when one did not go.   :raises ServiceError: what is there cannot be listed whole,
        or what is deployed; nothing was pruned.
    """
    result: dict[str, Any] = drive(_prune(session, params, check_mode), session.deadline.clock)
    return result


def _prune(session: Session, params: Mapping[str, Any], check_mode: bool) -> Steps:
    resource = in_scope(KINDS[str(params["type"])], params)
    try:
        there = yield Do(partial(_versions, session, resource, params))
    except errors.ServiceError as error:
        look.expect(session, "what is to be pruned", error, check_mode)
        there = []
    used: set[Named] = set()
    if there and params["protect_deployed"]:
        for workspace in _workspaces(params):
            used |= yield Do(partial(_used, session, workspace))
    place = str(params.get("registry") or ""), collection(resource)
    verdicts = list(judged(there, _rule(params), used, place, session.deadline.clock.time()))
    going = [one for one, reason in verdicts if not reason]
    kept = [{"name": one.name, "version": one.version, "reason": reason} for one, reason in verdicts if reason]
    if check_mode:
        return _told(going, kept, str(params["state"]))
    done: list[Version] = []
    problems: list[str] = []
    for one in going:
        try:
            yield from _gone(session, resource, params, one)
            done.append(one)
        except _ITS_OWN as error:
            problems.append(f"{one.name}:{one.version}: {error.message}")
    if problems:
        told = f"{len(problems)} of {len(going)} versions did not go: " + "; ".join(problems)
        raise errors.PartlyFailed(told, result=_told(done, kept, str(params["state"])))
    return _told(done, kept, str(params["state"]))


def _versions(session: Session, resource: Resource, params: Mapping[str, Any]) -> list[Version]:
    """Those that can still be archived or deleted."""
    scope = {option: params.get(option) for option in ("subscription_id", *resource.scope.options, "api_version")}
    asked = {**scope, "name": params.get("name"), "list_view": "All"}
    found = listing.walk(session.arm, resource, asked)
    deletes = params["state"] == "absent"
    return [version_of(str(named["name"]), body) for named, body in found if deletes or not dig(body, ARCHIVED)]


def _used(session: Session, workspace: str) -> set[Named]:
    """What a workspace's deployments and schedules name."""
    return named_in(_users(session, workspace))


def _users(session: Session, workspace: str) -> Iterator[Any]:
    for kind in _ENDPOINTS:
        for endpoint in session.arm.list(f"{workspace}/{kind}", ML_API_VERSION):
            name = ids.encoded(str(endpoint.get("name")))
            yield from session.arm.list(f"{workspace}/{kind}/{name}/deployments", ML_API_VERSION)
    yield from session.arm.list(f"{workspace}/{_SCHEDULES}", ML_API_VERSION, {"listViewType": "All"})


def _workspaces(params: Mapping[str, Any]) -> list[str]:
    """The resource ids of the workspaces whose deployments count. :raises InputError: one that is none."""
    named = params.get("deployed_in") or ([params["workspace"]] if params.get("workspace") else [])
    found: list[str] = []
    for one in named:
        known = ids.parse(str(one)) if str(one).startswith("/") else None
        own = {**params, "workspace": one}
        if known is not None:
            names = {"subscription_id": known.subscription, "resource_group": known.resource_group}
            own = {**own, **names, "workspace": known.names[0] if len(known.names) == 1 else ""}
        try:
            found.append(fill_checked(WORKSPACE.path, own, {}))
        except errors.InputError as error:
            text = error.message.partition(": ")[2]
            raise errors.InputError("deployed_in", f"{str(one)[:80]!r} names no workspace: {text}") from error
    return found


def _gone(session: Session, resource: Resource, params: Mapping[str, Any], one: Version) -> Steps:
    """Archive or delete one version, as it is now."""
    named = {**params, "name": one.name, "version": one.version, "wait": True}
    target = Target(session, session.arm, resource, named, locate(resource, named), resource.version(params))
    current = yield target.look
    planned = plan(resource, named, current) if current is not None else None
    if planned is not None and planned.changed:
        yield from apply.carry_out(target, planned, current)


def _told(going: list[Version], kept: list[dict[str, Any]], state: str) -> dict[str, Any]:
    pruned = [{"name": one.name, "version": one.version} for one in going]
    listed = [f"{one.name}:{one.version}" for one in going]
    before: list[str] = listed if state == "absent" else []
    after: list[str] = [] if state == "absent" else listed
    word = "versions" if state == "absent" else "archived"
    diff = {"before": {word: before}, "after": {word: after}}
    return {"changed": bool(going), "pruned": pruned, "kept": kept, "diff": diff}


def _rule(params: Mapping[str, Any]) -> Rule:
    tags = [str(tag).partition("=") for tag in params.get("protect_tags") or ()]
    age = params.get("older_than")
    return Rule(
        int(params.get("keep_last") or 0),
        seconds(age) if age is not None else None,
        tuple((name, value) for name, _equals, value in tags),
    )


def check(params: Mapping[str, Any]) -> None:
    """:raises InputError: no rule by which anything could go, or a name that is none."""
    if params.get("keep_last") is None and params.get("older_than") is None:
        raise errors.InputError("keep_last", "is required, or older_than: nothing says what is to go")
    if params.get("keep_last") is not None and int(params["keep_last"]) < 1:
        raise errors.InputError("keep_last", "must be at least 1")
    if params.get("older_than") is not None and seconds(params["older_than"]) is None:
        shown = str(params["older_than"])[:40]
        raise errors.InputError("older_than", f"{shown!r} is not a duration; write 90d, P90D or a number of seconds")
    if params.get("name") == "":
        raise errors.InputError("name", "is empty; omit it for the assets of every name")
    list_path(in_scope(KINDS[str(params["type"])], params), {**params, "version": None})
    if params["protect_deployed"] and not _workspaces(params):
        raise errors.InputError("deployed_in", "is required for a registry, or protect_deployed must be false")


PRUNE = Call(
    noun="pruned",
    run=prune,
    check=check,
    options={
        "registry": {"type": "str"},
        "type": {"type": "str", "choices": sorted(KINDS), "required": True},
        "name": {"type": "str"},
        "keep_last": {"type": "int"},
        "older_than": {"type": "str"},
        "protect_tags": {"type": "list", "elements": "str"},
        "protect_deployed": {"type": "bool", "default": True},
        "deployed_in": {"type": "list", "elements": "str"},
        "state": {"type": "str", "choices": ["archived", "absent"], "default": "archived"},
        "wait_timeout": {"type": "int", "default": 3600},
    },
)
