# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one request by which a plan is carried out, and whose turn it is. Knows nothing of what leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .address import locate
from .errors import ServiceError
from .operation import until_next
from .parts import MAKE, UNTAG
from .plan import ACT, DELETE, Plan
from .response import Response
from .steps import Steps
from .target import Target
from .transport import IDEMPOTENT, UNSAFE

OTHERS_TURN = "waiting for another write to the same place"


def in_turn(target: Target, place: str, steps: Steps) -> Steps:
    """``steps`` while nobody else on this machine writes to ``place``, the path of a collection or a resource.

    :raises OperationTimeout: when it never was this task's turn.
    """
    clock, turns = target.session.deadline.clock, target.session.turns
    what, began = place.lower(), clock.now()
    while not turns.take(what, clock.time() + target.session.deadline.left()):
        yield until_next(target.session.deadline, began, None, OTHERS_TURN)
        target.tell(OTHERS_TURN, clock.now() - began)
    try:
        return (yield from steps)
    finally:
        turns.give(what)


def send(target: Target, planned: Plan) -> Response:
    """Send it. :raises ServiceError: the service refused it.  :raises TransportError: its answer was lost."""
    resource, params = target.resource, target.params
    path = _place(target, planned)
    if planned.action == DELETE:
        return target.client.send("DELETE", path, target.version, query=planned.query)
    if planned.action == ACT and planned.state is not None:
        return target.client.send("POST", f"{target.path}/{planned.state.action}", target.version, kind=UNSAFE)
    if not planned.method:
        raise ServiceError(
            f"ResourceNotFound: there is no {target.name}, and only the service itself creates one",
            code="ResourceNotFound",
            status=404,
            resource_id=target.path,
        )
    if planned.method == MAKE:
        return target.client.send("POST", path, target.version)
    if planned.method == UNTAG:
        return target.client.send("DELETE", f"{path}/tags", target.version, planned.body)
    if planned.method == "POST":
        return target.client.send("POST", target.path.rpartition("/")[0], target.version, planned.body, kind=UNSAFE)
    body = planned.body
    if planned.method == "PATCH" and resource.json_patch:
        body = [{"op": "add", "path": f"/{name}", "value": value} for name, value in (planned.body or {}).items()]
    return target.client.send(planned.method, path, target.version, body, query=_query(resource.put_query, params))


def _place(target: Target, planned: Plan) -> str:
    """The path of the request: the resource's own, or the one by which its service takes changes."""
    parts = target.resource.parts
    if parts is None or not parts.by_id or not planned.own_id:
        return target.path
    return locate(target.resource, {**target.params, "own_id": planned.own_id}, parts.by_id)


def kind(planned: Plan) -> str:
    """Whether it may be sent again when its answer was lost: ``IDEMPOTENT`` or ``UNSAFE``."""
    return UNSAFE if planned.action == ACT or planned.method == "POST" else IDEMPOTENT


def _query(pairs: tuple[tuple[str, str], ...], params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: params[option] for name, option in pairs if params.get(option) is not None}
