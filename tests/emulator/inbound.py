# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One HTTP request as the application needs it: its plane, its paths, its headers, its whole body."""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from .core import EmulatorState

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

_REGIONAL = frozenset(
    "history modelmanagement artifact datastore execution hyperdrive metric environment mlflow "
    "mferp assetstore registrymanagement".split()
)
_ARM_PREFIXES = ("/subscriptions", "/tenants", "/providers/")
# SDK v1 reaches ARM through the region under this prefix (contract 5).
_MIRROR = "/rp/workspaces"
_TEMPLATES = "/providers/microsoft.resources/deployments"
# ARM knows the same deployments without the provider's name; Microsoft's client lists their operations so.
_SHORT_TEMPLATES = re.compile(
    r"^(/subscriptions/[^/]+(?:/resourcegroups/[^/]+)?)(/deployments(?:/.*)?)$", re.IGNORECASE
)


class Request:
    """The parts of an HTTP request that this module needs."""

    def __init__(self, scope: Scope, content: bytes, state: EmulatorState) -> None:
        self.scope = scope
        self.content = content
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        text = scope["query_string"].decode("latin-1")
        self.query = dict(parse_qsl(text, keep_blank_values=True))
        self.lower_query = {name.lower(): value for name, value in self.query.items()}
        self.target = self.path + ("?" + text if text else "")
        self.headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = self.headers.get("host")
        self.base_url = f"{scope['scheme']}://{host}" if host else state.base_url
        self.claims: dict[str, Any] = {}
        self.transport: Any = None
        self.id = str(uuid.uuid4())
        lower = self.path.lower()
        self.arm_path = self.path[len(_MIRROR) :] if lower.startswith(_MIRROR) else self.path
        first = lower[1:].partition("/")[0]
        if self.arm_path.lower().startswith(_ARM_PREFIXES):
            self.plane = "arm" if self.arm_path is self.path else "regional"
        else:
            self.plane = "regional" if first in _REGIONAL and not lower.endswith("/discovery") else ""
        short = _SHORT_TEMPLATES.match(self.path)
        if short:
            scope["path"] = f"{short[1]}/providers/Microsoft.Resources{short[2]}"
        self.is_template = bool(short) or _TEMPLATES in lower
        self.is_arm = self.arm_path.lower().startswith(_ARM_PREFIXES)
        parts = self.arm_path.split("/")
        self.subscription = parts[2] if len(parts) > 2 and parts[1].lower() == "subscriptions" else ""

    @classmethod
    async def read(cls, scope: Scope, receive: Receive, state: EmulatorState) -> Request:
        """Read the whole request."""
        chunks = []
        while True:
            message = await receive()
            if message["type"] != "http.request":
                break
            chunks.append(message.get("body", b""))
            if not message.get("more_body"):
                break
        return cls(scope, b"".join(chunks), state)

    def quoted(self) -> str:
        """The request as an error message might quote it, credentials and all."""
        authorization = self.headers.get("authorization", "")
        return f"{self.method} {self.target} {authorization} {self.content.decode('utf-8', 'replace')}"

    def replay(self) -> Receive:
        """Return a `receive` that gives the body again to the part that answers."""
        left = [{"type": "http.request", "body": self.content, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return left.pop() if left else {"type": "http.disconnect"}

        return receive
