# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists many workspaces and what runs in them, by as few requests as do. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable

from .. import compare, errors, inputs, listing, redact
from ..address import fill_checked
from ..pool import threads
from ..resources.batch_endpoint import BATCH_ENDPOINT
from ..resources.compute import CLUSTER, COMPUTE, INSTANCE
from ..resources.online_endpoint import ONLINE_ENDPOINT
from ..resources.serverless_endpoint import SERVERLESS_ENDPOINT
from ..resources.workspace import WORKSPACE
from ..schema import Field, Resource
from ..scope import RESOURCE_GROUP, SUBSCRIPTION
from ..scope import WORKSPACE as IN_WORKSPACE
from ..session import Session
from ..task import Call

Row = dict[str, Any]

# How many lists are read at once.
READERS = 16
WORKSPACES, INSTANCES, NODES, ENDPOINTS = "workspaces", "compute_instances", "nodes", "endpoints"
# The collections of a workspace that each word needs.
COLLECTIONS: Mapping[str, tuple[Resource, ...]] = {
    WORKSPACES: (),
    INSTANCES: (COMPUTE,),
    NODES: (COMPUTE,),
    ENDPOINTS: (ONLINE_ENDPOINT, BATCH_ENDPOINT, SERVERLESS_ENDPOINT),
}
_LOCATION = Field("location", "location", same="location")
_TAGS = Field("tags", "tags", type="dict", merge=True)


@dataclass(frozen=True)
class Place:
    """A workspace in which collections are listed: its row, and the options that name it."""

    workspace: Row
    params: Mapping[str, Any]


def look(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """The resources that ``yields`` names, each as its reader returns it and with ``subscription_id``, ``workspace``,
    ``kind`` (what it is) and ``state`` (how it is), in the order of their ids.

    :raises ServiceError: when a list cannot be read whole.
    """
    asked = {option: params[option] for option in ("api_version",) if params.get(option)}
    with threads(READERS) as pool:
        places = [
            Place(row, {**asked, **_scope(row)})
            for row in _workspaces(session, params, pool.map)
            if _is_wanted(row, params)
        ]
        found = [one.workspace for one in places] if WORKSPACES in params["yields"] else []
        found += _contents(session, params, places, pool.map)
    # A text may hold a secret as well as a map: an inventory is printed whole, and kept.
    return {"changed": False, "resources": [redact.tree(row) for row in sorted(found, key=_order)]}


def _order(row: Row) -> tuple[str, str]:
    return str(row.get("id") or row.get("compute_id")).lower(), str(row["name"])


def _scope(row: Row) -> dict[str, Any]:
    return {option: row[option] for option in ("subscription_id", *IN_WORKSPACE.options)}


def _workspaces(session: Session, params: Mapping[str, Any], each: Callable[..., Iterable[Any]]) -> list[Row]:
    """All workspaces of the subscriptions, or of the groups in them.

    :raises ServiceError: also when none of the subscriptions has one of the groups.
    """
    asked = list(_lists(params))
    answers = list(each(partial(_workspaces_of, session, params), asked))
    for group in params.get("resource_groups") or ():
        own = [answer for one, answer in zip(asked, answers) if one["resource_group"] == group]
        if all(isinstance(answer, errors.ServiceError) for answer in own):
            raise own[0]
    # A group may have been named twice.
    found = {str(row["id"]).lower(): row for answer in answers if isinstance(answer, list) for row in answer}
    return list(found.values())


def _lists(params: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The options of each list of workspaces that is to be read."""
    asked = {"api_version": params["api_version"]} if params.get("api_version") else {}
    for subscription in params.get("subscriptions") or [params["subscription_id"]]:
        own = {**asked, "subscription_id": subscription}
        groups = params.get("resource_groups")
        yield from [{**own, "resource_group": group} for group in groups] if groups else [own]


def _workspaces_of(
    session: Session, params: Mapping[str, Any], asked: Mapping[str, Any]
) -> list[Row] | errors.ServiceError:
    """The workspaces of one list; where its group is not there, what the service says about that."""
    where = f"workspaces of {asked.get('resource_group') or asked['subscription_id']}"
    try:
        rows = _allowed(session, params, where, partial(listing.shown, session, WORKSPACE, asked))
    except errors.ServiceError as error:
        if not error.missing or "resource_group" not in asked:
            raise
        return error
    return [
        {
            **row,
            "yields": WORKSPACES,
            "subscription_id": asked["subscription_id"],
            "workspace": row["name"],
            "kind": row.get("kind") or "default",
            "state": row.get("provisioning_state"),
        }
        for row in rows
    ]


def _is_wanted(row: Row, params: Mapping[str, Any]) -> bool:
    named, places, tags = params.get("workspaces"), params.get("locations"), params.get("tags")
    if named and str(row["name"]).lower() not in {str(name).lower() for name in named}:
        return False
    if places and not any(compare.same(_LOCATION, place, row.get("location")) for place in places):
        return False
    return not tags or compare.same(_TAGS, tags, row.get("tags") or {})


def _contents(
    session: Session, params: Mapping[str, Any], places: list[Place], each: Callable[..., Iterable[Any]]
) -> list[Row]:
    """What is to be yielded of what is in the workspaces."""
    wanted = params["yields"]
    resources = {one.noun: one for word in COLLECTIONS if word in wanted for one in COLLECTIONS[word]}
    asked = [(place, resource) for place in places for resource in resources.values()]
    listed: list[tuple[Place, Resource, Row]] = []
    for number, ((place, resource), rows) in enumerate(zip(asked, each(partial(_listed, session, params), asked))):
        listed += [(place, resource, row) for row in rows]
        session.report(f"{number + 1} of {len(asked)} lists read, {session.deadline.elapsed():.0f} s")
    found: list[Row] = []
    clusters: list[tuple[Place, Row]] = []
    for place, resource, row in listed:
        if resource is not COMPUTE:
            found.append(_own(place, ENDPOINTS, resource.noun, row.get("provisioning_state"), row))
        elif row.get("type") == INSTANCE and INSTANCES in wanted:
            found.append(_own(place, INSTANCES, "compute_instance", row.get("state_of_instance"), row))
        elif row.get("type") == CLUSTER and NODES in wanted and row.get("current_nodes") != 0:
            clusters.append((place, row))
    for rows in each(partial(_nodes, session, params), clusters):
        found += rows
    return found


def _own(place: Place, yields: str, kind: str, state: Any, row: Row) -> Row:
    """The row of what is in a workspace."""
    return {
        **row,
        **_scope(place.workspace),
        "yields": yields,
        "kind": kind,
        "state": state,
        "workspace_tags": place.workspace.get("tags"),
    }


def _listed(session: Session, params: Mapping[str, Any], asked: tuple[Place, Resource]) -> list[Row]:
    place, resource = asked
    where = f"{resource.plural} of workspace {place.workspace['name']}"
    return _unless_gone(session, params, where, partial(listing.shown, session, resource, place.params))


def _nodes(session: Session, params: Mapping[str, Any], asked: tuple[Place, Row]) -> list[Row]:
    place, cluster = asked
    where = f"nodes of {cluster['name']} in workspace {place.workspace['name']}"
    (extra,) = COMPUTE.extras
    named = {**place.params, "name": cluster["name"]}
    rows = _unless_gone(session, params, where, partial(listing.beside, session.arm, COMPUTE, named, extra))
    shared = {option: cluster.get(option) for option in ("location", "compute_location", "tags", "vm_size", "admin")}
    return [
        _own(
            place,
            NODES,
            "node",
            row.get("node_state"),
            {
                **row,
                **shared,
                "name": row["node_id"],
                "compute": cluster["name"],
                "compute_id": cluster["id"],
            },
        )
        for row in rows
    ]


def _unless_gone(session: Session, params: Mapping[str, Any], where: str, read: Callable[[], list[Row]]) -> list[Row]:
    """What ``read`` returns; nothing where the workspace or the compute went away since it was listed."""
    try:
        return _allowed(session, params, where, read)
    except errors.ServiceError as error:
        if not error.missing:
            raise
        return []


def _allowed(session: Session, params: Mapping[str, Any], where: str, read: Callable[[], list[Row]]) -> list[Row]:
    """What ``read`` returns; nothing, with a warning, where it is forbidden and the task lets that pass."""
    try:
        return read()
    except errors.ServiceError as error:
        if error.status != 403 or params.get("on_forbidden") != "skip":
            raise
        session.warnings.append(f"{where}: left out, because {error.message}")
        return []


def check(params: Mapping[str, Any]) -> None:
    """:raises InputError: naming the option, before anything is sent."""
    if not params.get("yields"):
        raise errors.InputError("yields", f"must name at least one of {', '.join(COLLECTIONS)}")
    unknown = next((word for word in params["yields"] if word not in COLLECTIONS), None)
    if unknown is not None:
        raise errors.InputError("yields", f"{str(unknown)[:40]!r} is none of {', '.join(COLLECTIONS)}")
    if not params.get("subscriptions"):
        inputs.need_subscription(params)
    for option, own, template in (
        ("subscriptions", "subscription_id", SUBSCRIPTION.path),
        ("resource_groups", "resource_group", RESOURCE_GROUP.path.removeprefix(SUBSCRIPTION.path)),
        ("workspaces", "workspace", "/{workspace}"),
    ):
        for value in params.get(option) or ():
            try:
                fill_checked(template, {own: value}, {})
            except errors.InputError as error:
                raise errors.InputError(option, error.message.partition(": ")[2]) from error


FLEET = Call(
    noun="resources",
    run=look,
    check=check,
    options={
        "yields": {"type": "list", "elements": "str", "choices": list(COLLECTIONS), "default": [WORKSPACES]},
        "subscriptions": {"type": "list", "elements": "str"},
        "resource_groups": {"type": "list", "elements": "str"},
        "workspaces": {"type": "list", "elements": "str"},
        "locations": {"type": "list", "elements": "str"},
        "tags": {"type": "dict"},
        "on_forbidden": {"type": "str", "choices": ["fail", "skip"], "default": "fail"},
    },
)
