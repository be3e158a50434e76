# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request on the ARM plane, taken apart, and the answer to it."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any

from .core import EmulatorState
from .ids import ResourceId


@dataclasses.dataclass(frozen=True)
class Call:
    """What a resource type gets to see of a request.

    id           the resource (or collection) addressed, in the caller's casing
    body         the JSON object sent; {} when none was
    query        query values by lower-case name
    claims       claims of the caller's token: `oid`, `appid`, `tid`
    base_url     how the caller reaches us
    """

    state: EmulatorState
    method: str
    id: ResourceId
    body: dict[str, Any]
    query: dict[str, str]
    headers: dict[str, str]
    claims: dict[str, Any]
    base_url: str

    @property
    def api_version(self) -> str:
        """The api-version asked for."""
        return self.query.get("api-version", "")

    @property
    def resource_id(self) -> str:
        """The id addressed, as text."""
        return self.id.path()

    def now(self, zone: str = "Z") -> str:
        """The time as Azure prints it."""
        return self.state.clock.iso(zone)

    def location(self) -> str:
        """The region of the outermost resource of the id, of the body, or of the resource group."""
        top = self.id._replace(types=self.id.types[:1], names=self.id.names[:1])
        found = self.state.store.get(top.path()) or {}
        if not found.get("location"):
            found = self.body if isinstance(self.body.get("location"), str) else {}
        if not found.get("location"):
            found = self.state.store.get(self.id.scope()) or {}
        return region(found.get("location") or "eastus")

    def copy_of(self, key: str) -> Any:
        """A deep copy of a member of the body, None when it is absent."""
        return copy.deepcopy(self.body.get(key))


@dataclasses.dataclass(frozen=True)
class Answer:
    """Status, JSON body and headers.

    `body` None sends no body at all; the JSON literal null is `NULL`.
    """

    status: int
    body: Any = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


class _Null:
    """The JSON literal null as a whole body, which Azure ML's front end sends (recorded 1)."""


NULL = _Null()


def region(location: str) -> str:
    """Return a region the way ARM stores it: 'East US' is 'eastus'."""
    return location.replace(" ", "").lower()


def system_data(call: Call, current: dict[str, Any] | None, zone: str = "Z", kinds: bool = True) -> dict[str, Any]:
    """Return systemData after a write; `kinds` False leaves the *Type members out (verified 5, endpoints)."""
    now, who = call.now(zone), call.claims.get("oid") or call.claims.get("appid") or "emulator"
    made = dict((current or {}).get("systemData") or {"createdAt": now, "createdBy": who})
    if kinds:
        made.setdefault("createdByType", "Application")
    made["lastModifiedAt"] = now
    if kinds:
        made.update(lastModifiedBy=who, lastModifiedByType="Application")
    return made
