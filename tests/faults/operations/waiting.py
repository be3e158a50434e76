# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations whose status these tests script, and the two ways in which a task waits for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..cloud import Cloud
from ..families import COMPUTE, DEPLOYMENT, ENDPOINT, HERE, PROVIDER, REGISTRY, SUBSCRIPTION, WORKSPACE, Family

SLOW = (WORKSPACE, COMPUTE, ENDPOINT, DEPLOYMENT, REGISTRY)
# What the operations take here, in seconds.
SECONDS = 6
PLACE = f"/subscriptions/{SUBSCRIPTION}/providers/{PROVIDER}/locations/westeurope"
#: Where a scripted operation is asked for; the query holds what must not be shown.
STATUS = f"{PLACE}/scripted/one"
QUERY = "?api-version=2025-12-01&t=1&s=canary-of-the-poll-url"
NO_HEADERS = dict.fromkeys(("Azure-AsyncOperation", "Operation-Location", "Location", "Retry-After"))
CREATING = {"properties": {"provisioningState": "Creating"}}

#: A compute instance, for what only an instance can do.
INSTANCE = Family(
    "instance",
    "aml_compute",
    "workspaces/ws/computes/box1",
    {"name": "box1", "compute_type": "ComputeInstance", "vm_size": "Standard_D2_v2"},
    {},
    ("aml_compute_info", {"name": "box1"}),
    where=HERE,
)


@dataclass(frozen=True)
class Way:
    """How a task is run: by the module of its own, or as the only item of ``aml_apply``."""

    name: str

    def run(self, cloud: Cloud, family: Family, options: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """The result of the task; see :meth:`Cloud.play`."""
        return (cloud.play if self is ALONE else cloud.apply)(
            *((family.module,) if self is ALONE else (family,)), options, **more
        )

    def make(self, cloud: Cloud, family: Family, **changed: Any) -> dict[str, Any]:
        """The result of the task that makes the family."""
        clock = changed.pop("clock", None)
        return self.run(cloud, family, {**family.present, **changed}, clock=clock)

    def error(self, result: Mapping[str, Any]) -> dict[str, Any]:
        """What a failed task tells of its one resource: message, hint and the rest."""
        assert result.get("failed"), result
        if self is APPLIED:
            return dict(result["resources"][0]["error"])
        return {"message": result["msg"], "operation_url": result.get("operation_url"), **result["error"]}


ALONE, APPLIED = Way("alone"), Way("applied")


def script(
    cloud: Cloud, family: Family, method: str = "PUT", header: str = "Azure-AsyncOperation", **more: Any
) -> None:
    """Let the next write of the family answer 202 with the scripted status URL in ``header``, and nothing else."""
    alter = {"status": 202, "body": None, "headers": {**NO_HEADERS, header: STATUS + QUERY}}
    cloud.fault(method, family.pattern, {"alter": alter, **more})


def answers(cloud: Cloud, *bodies: Any, status: int = 200) -> None:
    """What the scripted status URL answers, one after another; the last for ever."""
    for number, body in enumerate(bodies):
        last = number == len(bodies) - 1
        action = {"status": status, "body": body}
        # The faults that come first hide a request from those after them, so each counts its own from one.
        cloud.fault("GET", "/scripted/one", action, times=0 if last else 1)


def polls(cloud: Cloud) -> int:
    """How often an operation's status was asked for."""
    return len(cloud.requests("GET", r"operations(status|results)/|/scripted/"))


def check_made(cloud: Cloud, family: Family, result: Mapping[str, Any]) -> None:
    """The task made the resource, by one write."""
    assert not result.get("failed") and result["changed"], result
    assert cloud.writes() == [f"PUT {family.id}"]
    assert cloud.stored(family)["properties"].get("provisioningState", "Succeeded") == "Succeeded"
