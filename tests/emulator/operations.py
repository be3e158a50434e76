# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Long-running operations: starting them, ending them when their time has come, answering their status URLs."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from typing import Any

from .call import Answer
from .core import EmulatorState
from .errors import ArmError, front_end, gateway
from .ids import ResourceId, key_of
from .operation_forms import FORMS, RUNNING


class Operations:
    """Starts operations and ends those whose time has come.

    `on_end(operation)` is called once for each, after its resource was written; it may change the operation.
    """

    def __init__(self, state: EmulatorState, on_end: Callable[[dict[str, Any]], None]) -> None:
        self._state = state
        self._on_end = on_end
        self._running = {
            key: value["due"] for key, value in state.store.docs("operations").items() if value["status"] == RUNNING
        }

    def start(
        self,
        form: str,
        verb: str,
        target: ResourceId,
        *,
        api_version: str,
        location: str,
        final: dict[str, Any] | None = None,
        result: Any = None,
        error: dict[str, Any] | None = None,
        error_status: int = 400,
        kind: str = "",
        owner: str = "",
        word: str = "Updating",
        note: Any = None,
        seconds: float | None = None,
    ) -> dict[str, Any]:
        """Start an operation and return it.

        form      a key of FORMS; verb 'create', 'update', 'delete' or the name of an action
        final     what the resource is when all went well
        result    the body at the end of a Location URL; for 'storage' set at the end
        error     makes the operation end Failed with this {code, message}
        kind, owner, word   front end only: 'oe', the workspace's guid, the status word while running
        note      anything the type's `finish` wants to know
        """
        state = self._state
        if seconds is None:
            seconds = state.config.seconds_for(target.type, verb)
        now = state.clock.now()
        operation: dict[str, Any] = {
            "form": form,
            "verb": verb,
            "target": target.path(),
            "subscription": target.subscription,
            "api_version": api_version,
            "location": location,
            "due": now + seconds,
            "status": RUNNING,
            "final": copy.deepcopy(final),
            "result": result,
            "error": None,
            "error_status": error_status,
            "fails_with": error,
            "kind": kind,
            "owner": owner,
            "word": word,
            "note": note,
            "start_time": state.clock.iso(),
            "end_time": None,
        }
        operation["id"] = FORMS[form].make_id(operation)
        self.save(operation)
        self._running[operation["id"].lower()] = operation["due"]
        return operation

    def headers(self, operation: dict[str, Any], base_url: str) -> dict[str, str]:
        """Return the headers of the answer that starts an operation."""
        return {**FORMS[operation["form"]].headers(operation, base_url), **self._retry_after()}

    def settle(self) -> None:
        """End every operation whose time has come."""
        if not self._running:
            return
        now = self._state.clock.now()
        for key, due in list(self._running.items()):
            if due <= now:
                self._end(key)

    def settle_target(self, resource_id: str) -> None:
        """Forget the running operations of a resource and of what is below it: it was deleted or replaced."""
        key = key_of(resource_id)
        for name in list(self._running):
            operation = self._state.store.get_doc("operations", name)
            target = key_of(operation["target"])
            if target == key or target.startswith(key + "/"):
                self._running.pop(name)
                operation.update(status="Canceled", end_time=self._state.clock.iso())
                self.save(operation)

    def running_on(self, resource_id: str) -> dict[str, Any] | None:
        """Return the operation that runs on this very resource, or None."""
        for name in self._running:
            operation = self._state.store.get_doc("operations", name)
            if key_of(operation["target"]) == key_of(resource_id):
                return operation
        return None

    def poll(self, path: str, query: dict[str, str], base_url: str) -> Answer:
        """Answer a GET of a status URL; 404 for an unknown operation."""
        segments = path.strip("/").split("/")
        operation = self._state.store.get_doc("operations", segments[-1].lower())
        if operation is None:
            raise self._unknown(segments)
        state = self._state
        if state.clock.virtual and state.config.poll_step:
            state.clock.advance(state.config.poll_step)
            self.settle()
            operation = state.store.get_doc("operations", segments[-1].lower())
        answer = FORMS[operation["form"]].poll(operation, {**query, "__segment": segments[-2].lower()}, base_url)
        return dataclasses.replace(answer, headers={**answer.headers, **self._retry_after()})

    @property
    def running(self) -> int:
        """How many operations run."""
        return len(self._running)

    def clear(self) -> None:
        """Forget all operations (reset)."""
        self._running.clear()

    def _unknown(self, segments: list[str]) -> ArmError:
        if not segments[-2].lower().startswith("mfe"):
            return gateway(404, "OperationNotFound", f"The operation '{segments[-1]}' was not found.")
        text = f"There is no operation with id {segments[-1].rpartition(':')[2]}"
        detail = {"code": "OperationNotFound", "message": text, "details": [], "additionalInfo": []}
        return front_end(
            404,
            "NotFound",
            "The specified resource was not found.",
            location=segments[-3],
            time=self._state.iso("+00:00"),
            details=[detail],
        )

    def _retry_after(self) -> dict[str, str]:
        seconds = self._state.config.retry_after
        return {} if seconds is None else {"Retry-After": str(seconds)}

    def _end(self, key: str) -> None:
        store = self._state.store
        operation = store.get_doc("operations", key)
        self._running.pop(key)
        failed = operation["fails_with"]
        operation.update(status="Failed" if failed else "Succeeded", error=failed, end_time=self._state.clock.iso())
        if operation["verb"] != "delete" and operation["final"] is not None and store.exists(operation["target"]):
            store.put(operation["target"], operation["final"])
        self._on_end(operation)
        self.save(operation)

    def save(self, operation: dict[str, Any]) -> None:
        """Keep an operation as it is now."""
        self._state.store.put_doc("operations", operation["id"].lower(), operation)
