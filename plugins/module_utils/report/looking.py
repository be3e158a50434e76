# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at a workspace for a report: what is in it, what its last runs measured, and how it differs from what is
declared. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable

from .. import argspec, errors, listing, reconcile
from ..address import fill_checked, locate
from ..calls import metrics
from ..pool import threads
from ..schema import Resource
from ..scope import WORKSPACE
from ..session import Session
from ..task import Estate
from ..tree import dig

# How many lists are read at once.
READERS = 16


@dataclass(frozen=True)
class One:
    """A resource that is there: its noun, its names from the outermost to its own, its resource id and its body."""

    noun: str
    names: tuple[str, ...]
    path: str
    body: Mapping[str, Any]

    @property
    def name(self) -> str:
        """As the user calls it."""
        return "/".join(self.names)


@dataclass(frozen=True)
class Seen:
    """All that a report tells of.

    :param gaps: (what could not be read, why) pairs.
    :param left: the nouns that the task did not want to be looked at.
    :param measured: for each of the last runs the values of the metric, oldest first.
    :param rows: what would be done to each declared resource, as ``aml_apply`` tells it; None where none is declared.
    """

    workspace: One
    resources: Sequence[One]
    last: Sequence[One] = ()
    gaps: Sequence[tuple[str, str]] = ()
    measured: Mapping[str, Sequence[float]] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] | None = None
    left: Collection[str] = ()


def look(
    session: Session,
    declared: Estate,
    ordered: reconcile.Declared,
    params: Mapping[str, Any],
    begin: reconcile.Begin,
) -> Seen:
    """Look at the workspace.

    :raises ServiceError: there is no such workspace.  :raises AuthError: there is no token.
    """
    session.log_in()
    gaps: list[tuple[str, str]] = []
    workspace = _workspace(session, declared, params)
    known = [noun for noun in argspec.exportable(declared) if noun != "workspace"]
    nouns = [noun for noun in params.get("types") or known if noun != "workspace"]
    with threads(READERS) as pool:
        found = [
            one for noun in nouns for one in _tried(gaps, noun, lambda n: _all(session, declared, n, params, pool))
        ]
        last = newest([one for one in found if one.noun == "job"], int(params["runs"]))
        measured = _measured(session, params, last, gaps, pool.map)
    rows = _plan(session, declared, ordered, params, begin) if ordered[0] else None
    session.warnings += [f"{what} could not be read: {why}" for what, why in gaps]
    return Seen(workspace, found, last, gaps, measured, rows, set(known) - set(nouns))


def newest(jobs: Sequence[One], most: int) -> list[One]:
    """The jobs that were created last, the newest first."""
    return sorted(jobs, key=lambda one: (str(dig(one.body, "systemData.createdAt") or ""), one.name), reverse=True)[
        :most
    ]


def _workspace(session: Session, declared: Estate, params: Mapping[str, Any]) -> One:
    resource = argspec.listed_as(declared.kind("workspace"))
    named = {**params, "name": params["workspace"]}
    path = locate(resource, named)
    body = session.arm.get(path, resource.version(params))
    if body is None:
        text = f"ResourceNotFound: there is no workspace {params['workspace']}"
        raise errors.ServiceError(text, code="ResourceNotFound", status=404, resource_id=path)
    return One("workspace", (str(params["workspace"]),), path, body)


def _all(session: Session, declared: Estate, noun: str, params: Mapping[str, Any], pool: Any) -> list[One]:
    """All resources of a type in the workspace; of an asset one, whatever versions it has."""
    resource = argspec.listed_as(declared.kind(noun))
    scope = {option: params.get(option) for option in ("subscription_id", "api_version", *resource.scope.options)}
    pairs = listing.walk(session.arm, resource, scope, pool.map, versions=False)
    return [_one(noun, resource, named, body) for named, body in pairs]


def _one(noun: str, resource: Resource, named: Mapping[str, Any], body: Mapping[str, Any]) -> One:
    path = locate(resource, {**named, "version": "0"}).partition("/versions/")[0]
    return One(noun, tuple(str(named[option]) for option in resource.segments if named.get(option)), path, body)


def _tried(gaps: list[tuple[str, str]], what: str, read: Callable[[str], Any]) -> Any:
    """What ``read`` reads; nothing, and a gap, where the service refuses."""
    try:
        return read(what)
    except errors.ServiceError as error:
        gaps.append((what, error.message))
        return []


def _measured(
    session: Session,
    params: Mapping[str, Any],
    last: Sequence[One],
    gaps: list[tuple[str, str]],
    each: Callable[..., Any],
) -> dict[str, Sequence[float]]:
    """What each of the runs logged under the metric of the task."""
    name = params.get("metric")
    if not name or not last:
        return {}
    workspace = fill_checked(WORKSPACE.path, params, {})

    def values(client: Any, run: str) -> Sequence[float]:
        try:
            return metrics.logged(client, workspace, run, [str(name)]).get(str(name), ())
        except errors.ServiceError as error:
            # A job that has not begun has no run yet.
            if error.status != 404:
                raise
            return ()

    def read(_what: str) -> Any:
        client = session.regional(params)
        return list(each(lambda one: (one.name, values(client, one.name)), last))

    return dict(_tried(gaps, "metrics", read))


def _plan(
    session: Session,
    declared: Estate,
    ordered: reconcile.Declared,
    params: Mapping[str, Any],
    begin: reconcile.Begin,
) -> list[Mapping[str, Any]]:
    """What ``aml_apply`` would do to each declared resource, which may also be to fail."""
    asked = {**params, "prune": [], "prune_confirm": False, "concurrency": READERS}
    try:
        return list(reconcile.run(session, declared, ordered, asked, begin, False)["resources"])
    except errors.PartlyFailed as error:
        return list(error.facts["result"]["resources"])
