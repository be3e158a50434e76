# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cloud of the benchmark: an emulator with one workspace and as many computes as wanted, and what it was asked."""

from __future__ import annotations

import json
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from typing import Any

import figures
import serving

GROUP, WORKSPACE, LOCATION = "rg", "ws", "westeurope"
API_VERSION = "2025-12-01"
SIZE, MAX_NODES = "STANDARD_DS3_V2", 2
GROUP_PATH = f"/subscriptions/{serving.SUBSCRIPTION}/resourceGroups/{GROUP}"
WORKSPACE_PATH = f"{GROUP_PATH}/providers/Microsoft.MachineLearningServices/workspaces/{WORKSPACE}"
COMPUTES = "Microsoft.MachineLearningServices/workspaces/computes"
#: What a client that speaks REST itself sends to create one.
BODY = {
    "location": LOCATION,
    "properties": {
        "computeType": "AmlCompute",
        "properties": {"vmSize": SIZE, "scaleSettings": {"maxNodeCount": MAX_NODES}},
    },
}
#: What a client that describes the cloud and hands out tokens is asked.
_SURROUNDINGS = re.compile(r"/oauth2/|/\.well-known/|^/metadata/endpoints|^/common/discovery", re.IGNORECASE)
_ITEM = re.compile(r"/computes/([^/]+)$", re.IGNORECASE)
_LIST = re.compile(r"/computes$", re.IGNORECASE)
_WRITES = frozenset({"PUT", "PATCH", "DELETE"})
# One request with thousands of resources takes longer than the control API's client waits.
_AT_ONCE = 500


def name_of(number: int) -> str:
    """Return the name of a compute: ``c0001``."""
    return f"c{number:04d}"


def path_of(number: int) -> str:
    """Return the id of a compute."""
    return f"{WORKSPACE_PATH}/computes/{name_of(number)}"


class Estate:
    """A running emulator and what the benchmark puts into it."""

    def __init__(self, emulator: serving.Emulator) -> None:
        self.emulator = emulator
        self._template: dict[str, Any] = {}

    def control(self, method: str, what: str, body: Any = None) -> Any:
        """One request to the control API below ``/_emulator/``."""
        content = None if body is None else json.dumps(body).encode()
        answer = self.emulator.call(method, f"/_emulator/{what}", content)
        return json.loads(answer) if answer.strip() else None

    def prepare(self, kind: str, count: int, latency_ms: int) -> None:
        """Make the estate anew: ``count`` computes that are there, or, for creations, none."""
        if not self._template:
            self._template = self._compute_as_the_cloud_shows_it()
        self._clear(figures.CREATION_SECONDS)
        if kind == figures.SYNC:
            rows = [
                {**self._template, "id": path_of(number), "name": name_of(number)} for number in range(1, count + 1)
            ]
            for start in range(0, count, _AT_ONCE):
                self.control("PUT", "resources", rows[start : start + _AT_ONCE])
        self.control("PATCH", "config", {"latency_ms": latency_ms, "throttle": kind == figures.CREATE})
        self.control("DELETE", "journal")

    def journal(self) -> list[dict[str, Any]]:
        """Return the requests since the estate was made."""
        return self.control("GET", "journal")["value"]

    def succeeded(self) -> int:
        """Return how many computes are there and whole."""
        rows = self.control("GET", "resources")["value"]
        return sum(row["type"] == COMPUTES and row["properties"]["provisioningState"] == "Succeeded" for row in rows)

    def token(self) -> str:
        """Return an access token, for a client that is given one."""
        form = {
            "grant_type": "client_credentials",
            "client_id": serving.CLIENT,
            "client_secret": serving.CLIENT_SECRET,
            "resource": "https://management.azure.com/",
        }
        content = urllib.parse.urlencode(form).encode()
        answer = self._ask("POST", f"/{serving.TENANT}/oauth2/token", content, "application/x-www-form-urlencoded")
        return answer["access_token"]

    def _clear(self, seconds: float) -> None:
        # Recordings show a list of a few computes only; what a thousand would come in is taken from other types.
        knobs = {"latency_ms": 0, "throttle": False, "registered": ["*"], "page_every_list": True}
        self.control("POST", "reset", {})
        self.control("PATCH", "config", {**knobs, "operation_seconds": {"default": 0, COMPUTES: seconds}})
        here = {"location": LOCATION, "properties": {"provisioningState": "Succeeded"}}
        workspace = {**here, "id": WORKSPACE_PATH, "kind": "Default", "identity": {"type": "SystemAssigned"}}
        workspace["properties"] = {**here["properties"], "workspaceId": "44444444-4444-4444-4444-444444444444"}
        self.control("PUT", "resources", [{"id": GROUP_PATH, **here}, workspace])

    def _compute_as_the_cloud_shows_it(self) -> dict[str, Any]:
        """Create one as any client would, and return its body: what is seeded looks as if it had been created."""
        self._clear(0)
        path = f"{path_of(1)}?api-version={API_VERSION}"
        bearer = self.token()
        self._ask("PUT", path, json.dumps(BODY).encode(), "application/json", bearer)
        for _turn in range(100):
            body = self._ask("GET", path, None, "", bearer)
            if body["properties"]["provisioningState"] == "Succeeded":
                return body
            time.sleep(0.05)
        raise serving.NotServing("the emulator did not finish the first compute")

    def _ask(self, method: str, path: str, content: bytes | None, kind: str, bearer: str = "") -> Any:
        headers = {"Content-Type": kind} if kind else {}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        return json.loads(self.emulator.call(method, path, content, headers))


def counted(entries: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many requests the journal holds: in all, pages of computes, 429, and neither page nor surroundings."""
    rows = list(entries)
    pages = [row for row in rows if row["method"] == "GET" and _LIST.search(row["path"])]
    around = [row for row in rows if _SURROUNDINGS.search(row["path"])]
    return {
        "requests": len(rows),
        "pages": len(pages),
        "throttled": sum(row["status"] == 429 for row in rows),
        "others": len(rows) - len(pages) - len(around),
    }


def reads(entries: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the names of the computes that were read one by one."""
    return _items(entries, {"GET"})


def writes(entries: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the names of the computes that were written."""
    return _items(entries, _WRITES)


def _items(entries: Iterable[Mapping[str, Any]], methods: Iterable[str]) -> set[str]:
    found = (_ITEM.search(row["path"]) for row in entries if row["method"] in methods)
    return {match[1].lower() for match in found if match}
