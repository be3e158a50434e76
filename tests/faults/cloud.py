# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator and the tasks of these tests, in one process and on one virtual clock."""

from __future__ import annotations

import copy
import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.mlops.azureml.plugins.module_utils import bounds, items
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments, given_secrets, without_nulls
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock
from ansible_collections.mlops.azureml.plugins.module_utils.engine import run
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError, Defect
from ansible_collections.mlops.azureml.plugins.module_utils.failure import defect, failure
from tests.emulator import Emulator

from .families import GROUP_PATH, Family
from .types import BY_NAME

MODULES = "ansible_collections.mlops.azureml.plugins.modules."
# POST requests that only read (reliability R1).
_READ_BY_POST = re.compile(
    r"/(list\w*|token|getlogs|full)$|:query$|/(query|metrics)$|/oauth2/",
    re.IGNORECASE,
)


class SharedClock(Clock):
    """The emulator's virtual clock, seen from the task: a sleep takes no time and moves both.

    :param slept: seconds of every sleep so far.
    """

    def __init__(self, cloud: Cloud) -> None:
        super().__init__()
        self._cloud = cloud
        self._began = self.now()
        self._planned: list[tuple[float, Callable[[], object]]] = []
        self.slept: list[float] = []

    def after(self, seconds: float, then: Callable[[], object]) -> None:
        """Let something happen in the first sleep that ends ``seconds`` or more after the clock was made."""
        self._planned.append((self._began + seconds, then))

    def now(self) -> float:
        return self._cloud.emulator.state.clock.now()

    def time(self) -> float:
        return self._cloud.emulator.state.clock.now()

    def sleep(self, seconds: float) -> None:
        self.check()
        self.slept.append(seconds)
        # What is due happens at the next request.
        self._cloud.emulator.state.clock.advance(max(0.0, seconds))
        due = [one for one in self._planned if one[0] <= self.now()]
        self._planned = [one for one in self._planned if one[0] > self.now()]
        for _moment, then in due:
            then()


def own_session() -> requests.Session:
    """A session that a test's proxy variables do not concern."""
    made = requests.Session()
    made.trust_env = False
    return made


@dataclass
class Cloud:
    """One emulator with a resource group, what a workspace needs, and the workspace ``ws``; as new before each test.

    :param rows: the resources that are there before each test.
    :param tracebacks: what each unexpected exception of a task was; a test with one fails (see conftest).
    """

    emulator: Emulator
    rows: list[dict[str, Any]] = field(default_factory=list)
    session: requests.Session = field(default_factory=own_session)
    tracebacks: list[BaseException] = field(default_factory=list)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """One request to the control API of the emulator."""
        url = f"{self.emulator.url}/_emulator/{path}"
        answer = self.session.request(method, url, json=body, verify=self.emulator.ca_file, timeout=30)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def advance(self, seconds: float) -> None:
        """Let time pass, and what is due happen."""
        self.control("POST", "clock", {"advance": seconds})

    def config(self, **changed: Any) -> None:
        """Set knobs of the emulator for this test."""
        self.control("PATCH", "config", changed)

    def fault(self, method: str, path: str, action: Mapping[str, Any], nth: int = 1, times: int = 1) -> None:
        """Answer the ``nth`` request that matches, and the ``times`` - 1 after it, in another way; ``times`` 0 for
        ever. ``path`` is a pattern; ``method`` may be empty.
        """
        match = {**({"method": method} if method else {}), "path": path, "nth": nth, "times": times}
        self.control("POST", "faults", {"match": match, "action": dict(action)})

    def heal(self) -> None:
        """End every fault, and empty the journal."""
        self.control("DELETE", "faults")
        self.forget()

    def held(self) -> int:
        """How many requests a fault holds now."""
        return int(self.control("GET", "held")["held"])

    def journal(self) -> list[dict[str, Any]]:
        """Every request since the test began or :meth:`forget`, without those for tokens and metadata."""
        return [entry for entry in self.emulator.journal() if not re.search(r"/oauth2/|/metadata/", entry["path"])]

    def requests(self, method: str = "", path: str = "") -> list[dict[str, Any]]:
        """The requests of :meth:`journal` with that method, whose path and query match the pattern."""
        return [
            entry
            for entry in self.journal()
            if method in ("", entry["method"]) and re.search(path, entry["path"], re.IGNORECASE)
        ]

    def writes(self) -> list[str]:
        """Method and path of every request that could change something."""
        return [
            f"{entry['method']} {entry['path']}"
            for entry in self.journal()
            if entry["method"] not in ("GET", "HEAD") and not _READ_BY_POST.search(entry["path"])
        ]

    def tokens(self) -> int:
        """How many tokens were asked for."""
        return sum("/oauth2/" in entry["path"] for entry in self.emulator.journal())

    def forget(self) -> None:
        """Empty the journal."""
        self.emulator.state.journal.clear()

    def stored(self, family: Family) -> dict[str, Any] | None:
        """The resource of a family as the emulator holds it; None when there is none."""
        return self.emulator.state.store.get(family.id)

    def settle(self, family: Family) -> None:
        """Let what is under way come to its end, as far as the family's own resource is concerned."""
        for _turn in range(20):
            state = str(((self.stored(family) or {}).get("properties") or {}).get("provisioningState") or "").lower()
            # A deletion may go on without a state that shows it.
            if not state.endswith("ing") and not self.emulator.state.operations.running_on(family.id):
                return
            self.advance(60)
        raise AssertionError(f"{family.name} is {state} for ever")

    def put(self, *rows: Mapping[str, Any]) -> None:
        """Put resources into the emulator past every rule."""
        self.control("PUT", "resources", list(rows))

    def anew(self) -> None:
        """Back to what is there before each test."""
        self.control("POST", "reset")
        self.put(*self.rows)

    def play(
        self, module: str, options: Mapping[str, Any], *, check_mode: bool = False, clock: Clock | None = None
    ) -> dict[str, Any]:
        """Run a task as the fronts do and return its result, a failure's too. Its clock is the emulator's."""
        task = importlib.import_module(MODULES + module).TASK
        spec = arguments(task)
        try:
            bounds.check_size(options)
        except AmlError as error:
            return failure(error)
        checked = ArgumentSpecValidator(spec).validate(without_nulls(spec, copy.deepcopy(dict(options))))
        if checked.error_messages:
            return {"failed": True, "changed": False, "msg": checked.error_messages[0]}
        params = checked.validated_parameters
        secrets = list(given_secrets(spec, params))
        try:
            if task.itemised:
                params["resources"] = items.checked(task.declaration, params)
            return run(task, params, check_mode=check_mode, diff=True, clock=clock or SharedClock(self))
        except AmlError as error:
            if isinstance(error, Defect):
                self.tracebacks.append(error.__cause__ or error)
            return failure(error)
        except Exception as error:  # not hidden: the test that met it fails (see conftest)
            self.tracebacks.append(error)
            return defect(error, secrets)

    def apply(self, family: Family, options: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """Run ``aml_apply`` with the options of one task as its only item, and return its result. A success has the
        operation of that item, and why, where a module has them.
        """
        noun = family.module.removeprefix("aml_")
        item = {"type": noun, **{{"type": "resource_type"}.get(name, name): value for name, value in options.items()}}
        task = {name: item.pop(name) for name in ("wait_timeout",) if name in item}
        result = self.play("aml_apply", {"resources": [item], **task}, **more)
        row = (result.get("resources") or [{}])[0]
        return {**result, **{name: row[name] for name in ("operation_url", "reasons") if name in row}}

    def make(self, family: Family, **changed: Any) -> dict[str, Any]:
        """Run the task that makes the resource."""
        return self.play(family.module, {**family.present, **changed})

    def change(self, family: Family, **changed: Any) -> dict[str, Any]:
        """Run the task that changes what :meth:`make` made."""
        return self.play(family.module, {**family.changing, **changed})

    def delete(self, family: Family, **changed: Any) -> dict[str, Any]:
        """Run the task that deletes the resource."""
        return self.play(family.module, {**family.absent, **changed})

    def read(self, family: Family) -> dict[str, Any]:
        """Run the reader of the family."""
        return self.play(family.reader[0], family.reading)

    def need(self, family: Family) -> None:
        """Make what the family needs."""
        for name in family.needs:
            self.need(BY_NAME[name])
            made = self.make(BY_NAME[name])
            assert not made.get("failed"), made

    def furnish(self) -> None:
        """Make what is there before each test."""
        parents = (
            ("aml_resource_group", {"name": "rg", "location": "westeurope"}),
            (
                "aml_dependencies",
                {
                    "resource_group": "rg",
                    "storage_account": {"name": "stfaults"},
                    "key_vault": {"name": "kv-faults"},
                    "application_insights": {"name": "appi"},
                },
            ),
            (
                "aml_workspace",
                {
                    "resource_group": "rg",
                    "name": "ws",
                    "storage_account": f"{GROUP_PATH}/providers/Microsoft.Storage/storageAccounts/stfaults",
                    "key_vault": f"{GROUP_PATH}/providers/Microsoft.KeyVault/vaults/kv-faults",
                    "application_insights": f"{GROUP_PATH}/providers/Microsoft.Insights/components/appi",
                },
            ),
        )
        for module, options in parents:
            result = self.play(module, options)
            assert result.get("changed"), result
        self.keep()

    def keep(self) -> None:
        """Let what is there now be there before each test."""
        self.rows = self.control("GET", "resources")["value"]
