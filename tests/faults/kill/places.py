# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where tasks are killed: every kind of work, held by the emulator at every boundary between two requests.

Each place is one task on one host with one resource of its own, so that one play, killed once, is killed everywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..cloud import Cloud
from ..families import ALL, BY_NAME, COMPUTE, DATASTORE, HERE, WORKSPACE, Family

#: The request before the write was answered, the answer is on its way; the write was received; it was carried out, its
#: answer is on its way; the operation runs; the read that makes sure is on its way.
BEFORE, RECEIVED, CARRIED_OUT, POLLING, FINAL = "before", "received", "carried_out", "polling", "final"
BOUNDARIES = (BEFORE, RECEIVED, CARRIED_OUT, POLLING, FINAL)
_POLL = re.compile(r"/\w*Operation(?:s?Status|Results?)/[^/]+$", re.IGNORECASE)


@dataclass(frozen=True)
class Work:
    """One kind of work.

    :param family: what it is done to.  :param options: of the task.  :param paths: of what it writes, as patterns.
    :param method: of its write; empty when there is none.  :param exists: whether the task finds the resource there.
    :param boundaries: that it has.
    """

    family: Family
    options: dict[str, Any]
    paths: tuple[str, ...]
    method: str = "PUT"
    exists: bool = False
    boundaries: tuple[str, ...] = BOUNDARIES

    @property
    def word(self) -> str:
        """The name that tells one resource of this work from another one."""
        return self.family.path.removesuffix("/versions/1").rpartition("/")[2]

    def at(self, boundary: str) -> Place:
        """This work with a resource of its own."""
        name = self.word + boundary[0] + ("x" if self.exists else "")

        def own(value: Any) -> Any:
            return json.loads(re.sub(rf"\b{self.word}\b", name, json.dumps(value)))

        parts = ("path", "made", "changed", "reader", "where")
        family = replace(self.family, **{name: own(getattr(self.family, name)) for name in parts})
        return Place(replace(self, family=family, options=own(self.options), paths=tuple(own(self.paths))), boundary)


@dataclass(frozen=True)
class Place:
    """A work that is interrupted at a boundary."""

    work: Work
    boundary: str

    @property
    def host(self) -> str:
        """The name of the host whose task it is."""
        return f"{self.work.family.name}-{self.boundary}".replace("_", "-")

    @property
    def task(self) -> dict[str, Any]:
        """The task, named after the host."""
        return {"name": self.host, f"mlops.azureml.{self.work.family.module}": self.work.options}

    @property
    def writes(self) -> int:
        """How many writes the service has received when all requests that it holds are let go."""
        return 0 if self.boundary == BEFORE or not self.work.method else len(self.work.paths)

    def hold(self, cloud: Cloud) -> int:
        """Let the emulator hold the task there, and return how many requests that will be."""
        if self.boundary == POLLING:
            return 0
        reads = self.boundary in (BEFORE, FINAL)
        for path in self.work.paths:
            nth = 2 if self.boundary == FINAL else 1
            action = {"hold": True, "after": self.boundary != RECEIVED}
            cloud.fault("GET" if reads else self.work.method, path, action, nth=nth)
        return len(self.work.paths)

    def prepare(self, cloud: Cloud) -> None:
        """Make what the task needs and what it changes."""
        cloud.need(self.work.family)
        if self.work.exists:
            made = cloud.make(self.work.family)
            assert made["changed"], made

    def looks(self, cloud: Cloud) -> int:
        """How often the resource was read."""
        return len(cloud.requests("GET", f"/{self.work.family.path}$"))

    def written(self, cloud: Cloud) -> int:
        """How many writes of this place the journal holds."""
        found = cloud.requests(self.work.method) if self.work.method else []
        return sum(
            bool(re.search(path, f"{entry['path']}?", re.IGNORECASE)) for entry in found for path in self.work.paths
        )


def waiting(cloud: Cloud, places: Iterable[Place]) -> bool:
    """Whether each task was seen to wait for an operation that does not end: it asks for the operation, or looks again
    at what it has written.
    """
    asked = {entry["path"] for entry in cloud.requests("GET") if _POLL.search(entry["path"])}
    looking = [place for place in places if place.written(cloud) and place.looks(cloud) > 1]
    return len(asked) + len(looking) >= len(list(places))


def _made(family: Family, has_operation: bool) -> Work:
    left = BOUNDARIES if has_operation else tuple(one for one in BOUNDARIES if one != POLLING)
    return Work(family, family.present, (family.pattern,), boundaries=left)


_SYNCHRONOUS = ("datastore", "connection", "model", "job")
_CREATIONS = tuple(_made(family, family.name not in _SYNCHRONOUS) for family in ALL)

_ESTATE = Family(
    "apply",
    "aml_apply",
    "workspaces/ws/computes/estate",
    {},
    {},
    ("aml_compute_info", {}),
)
_ITEMS = [
    {"type": "compute", **COMPUTE.made, "name": "estate"},
    {"type": "datastore", **DATASTORE.made, "name": "estate"},
]
_APPLY = Work(
    _ESTATE,
    {**HERE, "resources": _ITEMS},
    (_ESTATE.pattern, r"/workspaces/ws/datastores/estate(\?|$)"),
)
_CHANGED = replace(WORKSPACE, name="change")
_CHANGE = Work(_CHANGED, _CHANGED.changing, (_CHANGED.pattern,), method="PATCH", exists=True)
_GONE = replace(COMPUTE, name="deletion")
_DELETION = Work(_GONE, _GONE.absent, (_GONE.pattern,), method="DELETE", exists=True)
# The service numbers what it is sent, so a second one would be a second model.
_NUMBERED = Family(
    "numbered",
    "aml_model",
    "fraud",
    {"plane": "regional", "name": "fraud", "model_uri": "aml://artifact/ExperimentRun/dcid.fraud_1/outputs/model.pkl"},
    {},
    ("aml_model_info", {}),
)
_NUMBER = Work(
    _NUMBERED, _NUMBERED.present, (r"/modelmanagement/.*/models(\?|$)",), method="POST", boundaries=(CARRIED_OUT,)
)
_READER = Work(
    replace(DATASTORE, name="reader", module="aml_datastore_info"),
    HERE,
    (r"/workspaces/ws/datastores(\?|$)",),
    method="",
    boundaries=(BEFORE,),
)

#: What the quick form kills.
QUICK: Sequence[Work] = (_made(BY_NAME["compute"], True),)
EVERY: Sequence[Work] = (*_CREATIONS, _APPLY, _CHANGE, _DELETION, _NUMBER, _READER)


def places(works: Iterable[Work]) -> list[Place]:
    """Every boundary of every work."""
    return [work.at(boundary) for work in works for boundary in work.boundaries]
