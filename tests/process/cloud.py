# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator as these tests use it: what is in it before a play, and what it was asked during one."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

import serving

GROUP, WORKSPACE = "rg1", "ws1"
GROUP_PATH = f"/subscriptions/{serving.SUBSCRIPTION}/resourceGroups/{GROUP}"
ML_PATH = f"{GROUP_PATH}/providers/Microsoft.MachineLearningServices"
WORKSPACE_PATH = f"{ML_PATH}/workspaces/{WORKSPACE}"
WORKSPACE_GUID = "44444444-4444-4444-4444-444444444444"
COMPUTES = "Microsoft.MachineLearningServices/workspaces/computes"

# Every task of every test works in this workspace, unless it says otherwise.
DEFAULTS = {"module_defaults": {"group/mlops.azureml.aml": {"resource_group": GROUP, "workspace": WORKSPACE}}}
WRITES = frozenset({"PUT", "PATCH", "POST", "DELETE"})
_NOT_WRITES = re.compile(r"/oauth2/|/listKeys$|/listNodes$|/query$")

#: What a test may change of the emulator's configuration, as it is before each test.
BASELINE: dict[str, Any] = {
    "operation_seconds": {"default": 0.05, COMPUTES: None},
    "registered": ["*"],
    "latency_ms": 0,
    "failures": [],
    "policy_denials": [],
    "locks": [],
    # A patch merges what is a mapping.
    "permissions": {serving.CLIENT: None},
}


class Cloud:
    """A running emulator that holds one resource group with one workspace before each test."""

    def __init__(self, emulator: serving.Emulator) -> None:
        self.emulator = emulator

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One request to the control API below ``/_emulator/``."""
        content = None if body is None else json.dumps(body).encode()
        answer = self.emulator.call(method, f"/_emulator/{path}", content)
        return json.loads(answer) if answer.strip() else None

    def prepare(self) -> None:
        """Forget everything but one resource group and one workspace."""
        self.emulator.reset()
        self.ask("PATCH", "config", BASELINE)
        own: dict[str, Any] = {"location": "westeurope", "properties": {"provisioningState": "Succeeded"}}
        workspace: dict[str, Any] = {
            "id": WORKSPACE_PATH,
            **own,
            "identity": {"type": "SystemAssigned"},
            "kind": "Default",
        }
        workspace["properties"] = {**own["properties"], "workspaceId": WORKSPACE_GUID}
        self.ask("PUT", "resources", [{"id": GROUP_PATH, **own}, workspace])

    def slow_computes(self, seconds: float) -> None:
        """Let the operations of computes run that long; those that run already end at their own time."""
        self.ask("PATCH", "config", {"operation_seconds": {COMPUTES: seconds}})

    def fault(self, method: str, path: str, times: int = 0, **action: Any) -> None:
        """Answer the next ``times`` requests (all when 0) in another way; see the emulator's fault script."""
        self.ask("POST", "faults", {"match": {"method": method, "path": path, "times": times}, "action": action})

    def requests(self) -> list[dict[str, Any]]:
        """Every request so far, oldest first."""
        return self.ask("GET", "journal")["value"]

    def writes(self) -> list[str]:
        """Method and path of every request so far that could change something."""
        return [
            f"{entry['method']} {entry['path']}"
            for entry in self.requests()
            if entry["method"] in WRITES and not _NOT_WRITES.search(entry["path"])
        ]

    def wait_for(self, seen: Callable[[list[dict[str, Any]]], bool], seconds: float = 120) -> None:
        """Return once the journal satisfies ``seen``."""
        deadline = time.monotonic() + seconds
        while not seen(self.requests()):
            assert time.monotonic() < deadline, [f"{e['method']} {e['path']}" for e in self.requests()]
            time.sleep(0.02)
