# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishes a version of a workspace's asset to a registry (contract 3: POST .../publish, 202, Location).

A published version does not change, so one that is there already is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from .. import apply, errors, operation, redact, shape
from ..address import locate
from ..plan import FAILED_STATES
from ..schema import PRESENT, provisioning
from ..scope import WORKSPACE
from ..session import Session
from ..steps import Do, Steps, drive
from ..target import Target, awaited, foreseen
from ..task import Call
from ..transport import UNSAFE
from . import look
from .assets import KINDS, in_registry, reference

# The options that name the version in the registry, by what they stand for there.
_NAMED = {
    "resource_group": "registry_resource_group",
    "subscription_id": "registry_subscription_id",
    "name": "destination_name",
    "version": "destination_version",
}


def publish(session: Session, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Make sure that the registry has the version; in check mode say what that would change.

    :raises ServiceError: no such version in the workspace, or no such registry.   :raises OperationFailed: the copy
        failed.   :raises Ambiguous: the answer was lost, and the registry does not have the version yet.
    """
    result: dict[str, Any] = drive(_publish(session, params, check_mode), session.deadline.clock)
    return result


def targets(session: Session, params: Mapping[str, Any]) -> tuple[Target, Target]:
    """The version in the workspace, and the one in the registry. :raises InputError: a name that is none."""
    kind = str(params["type"])
    there = _there(params)
    source, copied = KINDS[kind], in_registry(kind)
    own = {**params, "state": PRESENT.word}
    version = source.version(params)
    return (
        Target(session, session.arm, source, own, locate(source, own), version),
        Target(session, session.arm, copied, there, locate(copied, there), version),
    )


def _there(params: Mapping[str, Any]) -> dict[str, Any]:
    """The options that name the version in the registry."""
    named = {own: params.get(option) or params[own] for own, option in _NAMED.items()}
    return {**params, **named, "state": PRESENT.word}


def _publish(session: Session, params: Mapping[str, Any], check_mode: bool) -> Steps:
    source, copied = targets(session, params)
    current = yield from _in_registry(copied, check_mode)
    if current is not None:
        if provisioning(copied.resource, current) in FAILED_STATES:
            raise errors.Refused(
                f"destination_version: the registry has {copied.name}, whose provisioning failed; delete it first",
                option="destination_version",
                resource_id=copied.path,
            )
        return _told(copied, params, current, changed=False)
    yield from look.at(source, check_mode)
    if check_mode:
        return _told(copied, params, None, changed=True)
    body = {
        "registryName": params["registry"],
        "destinationName": copied.params["name"],
        "destinationVersion": copied.params["version"],
    }
    send = partial(session.arm.send, "POST", f"{source.path}/publish", source.version, body, kind=UNSAFE)
    try:
        response = yield Do(send)
    except errors.Ambiguous as error:
        lost = "the answer to publish was lost; it may have taken effect and was not repeated"
        error.message = f"{source.name}: {lost}: {error.message}"
        return _told(copied, params, (yield from _arrived(copied, error)), changed=True)
    except errors.ServiceError as error:
        error.facts["resource_id"] = source.path
        if error.status != 409:
            raise
        # Another run was faster.
        return _told(copied, params, (yield from _arrived(copied, error)), changed=False)
    session.accepted = True
    running = operation.started(response, session.arm.url(f"{source.path}/publish", source.version))
    if not params["wait"]:
        return {
            **_told(copied, params, None, changed=True),
            "operation_url": redact.url(running.url) if running is not None else "",
        }
    if running is not None and running.url:
        try:
            yield from operation.wait(session.arm, running, session.deadline, copied.tell, copied.warn)
        except errors.OperationFailed as error:
            error.message = f"{source.name}: publishing it failed: {error.message}"
            error.facts["resource_id"] = source.path
            raise
    late = errors.NotApplied(
        f"the service accepted the publishing of {source.name}, but the registry does not have it",
        resource_id=copied.path,
    )
    return _told(copied, params, (yield from _arrived(copied, late)), changed=True)


def _in_registry(copied: Target, check_mode: bool) -> Steps:
    """The version in the registry once nothing moves there; None where there is none."""
    try:
        current = yield copied.look
    except errors.ServiceError as error:
        look.expect(copied.session, copied.name, error, check_mode)
        return None
    return foreseen(copied, current) if check_mode else (yield from awaited(copied, current))


def _arrived(copied: Target, late: errors.AmlError) -> Steps:
    """The version in the registry once it is there. :raises AmlError: ``late`` when it does not come in a while."""
    clock = copied.session.deadline.clock
    began = clock.now()
    while True:
        current = yield from _in_registry(copied, check_mode=False)
        if current is not None:
            break
        if clock.now() - began >= apply.SECONDS_TO_CONVERGE:
            raise late
        yield operation.until_next(copied.session.deadline, began, None, "not there yet")
    if provisioning(copied.resource, current) in FAILED_STATES:
        state = provisioning(copied.resource, current)
        raise errors.OperationFailed(f"{copied.name}: publishing ended in the state {state}", resource_id=copied.path)
    return current


def _told(
    copied: Target, params: Mapping[str, Any], current: Mapping[str, Any] | None, changed: bool
) -> dict[str, Any]:
    own = copied.params
    named = {option: own[option] for option in ("resource_group", "registry", "name", "version")}
    shown = shape.to_result(copied.resource, current, own) if current else {"id": copied.path, **named}
    return {
        "changed": changed,
        "asset": shown,
        "reference": reference(str(params["type"]), str(own["registry"]), str(own["name"]), str(own["version"])),
        "reasons": ["it is absent"] if changed else [],
        "diff": {"before": {}, "after": {"type": params["type"], **named}} if changed else {"before": {}, "after": {}},
    }


def check(params: Mapping[str, Any]) -> None:
    """:raises InputError: a name that is none."""
    kind = str(params["type"])
    locate(KINDS[kind], params)
    try:
        locate(in_registry(kind), _there(params))
    except errors.InputError as error:
        where, _colon, text = error.message.partition(": ")
        option = _NAMED.get(where, where)
        raise errors.InputError(option if params.get(option) else where, text) from error


PUBLISH = Call(
    noun="asset",
    run=publish,
    check=check,
    needs=WORKSPACE,
    options={
        "type": {"type": "str", "choices": sorted(KINDS), "required": True},
        "name": {"type": "str", "required": True},
        "version": {"type": "str", "required": True},
        "registry": {"type": "str", "required": True},
        "registry_resource_group": {"type": "str"},
        "registry_subscription_id": {"type": "str"},
        "destination_name": {"type": "str"},
        "destination_version": {"type": "str"},
        "wait": {"type": "bool", "default": True},
        "wait_timeout": {"type": "int", "default": 3600},
    },
)
