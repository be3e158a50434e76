# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The central object: everything that a part of the emulator may need, handed to each part's `routes(emulator)`.

A part (login, regional plane, deployments, ...) is a module with
`def routes(emulator: EmulatorState) -> list[BaseRoute]`.
Handlers are `async def`, so one thread runs them one after the other and nothing needs a lock. A handler answers an
error by raising `errors.ArmError`; the application sends it, adds the headers that every answer has, writes the
journal, and applies faults, latency and throttling.
"""

from __future__ import annotations

import dataclasses
import threading
from typing import TYPE_CHECKING, Any

from .clock import Clock
from .config import Config
from .directory import Directory
from .store import Store

if TYPE_CHECKING:
    from .arm import Arm
    from .faults import Faults
    from .journal import Journal
    from .operations import Operations
    from .throttle import Throttle


@dataclasses.dataclass
class EmulatorState:
    """What one running emulator is made of.

    store        resources and documents, kept in SQLite; `get_doc(kind, key)` and its sisters hold what is not ARM
    clock        `now()` seconds, `iso()` Azure's timestamp
    config       the knobs
    directory    tenant, subscriptions, applications
    base_url     'https://127.0.0.1:8443', no trailing slash; inside a request prefer `base_url_of(request)`
    http_url     'http://127.0.0.1:8080' of the plain listener for managed identities, or ''
    arm          `arm.create_resource(id, body, api_version, claims)` and its sisters act like a client's request
    operations   long-running operations
    throttle     token buckets
    names        host names under which the control API may be asked, beside addresses
    environment  the environment variables that point a shell here, for the page at `/`
    """

    store: Store
    clock: Clock
    config: Config
    directory: Directory
    base_url: str = ""
    http_url: str = ""
    arm: Arm = None  # type: ignore[assignment]  # set by app.build, which needs this object first
    operations: Operations = None  # type: ignore[assignment]
    journal: Journal = None  # type: ignore[assignment]
    faults: Faults = None  # type: ignore[assignment]
    throttle: Throttle = None  # type: ignore[assignment]
    names: frozenset[str] = frozenset({"localhost"})
    environment: dict[str, str] = dataclasses.field(default_factory=dict)
    stopping: threading.Event = dataclasses.field(default_factory=threading.Event)

    def iso(self, zone: str = "Z") -> str:
        """Return the current time as Azure prints it."""
        return self.clock.iso(zone)


def base_url_of(state: EmulatorState, request: Any) -> str:
    """Return the URL that the caller used for us ('https://localhost:8443'), so that links lead back the same way."""
    host = request.headers.get("host")
    return f"{request.url.scheme}://{host}" if host else state.base_url
