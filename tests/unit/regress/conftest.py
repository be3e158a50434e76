# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole tasks against an emulator of the tests' own: mistakes that were once made, and whole estates."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.mlops.azureml.plugins.module_utils import items
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments, without_nulls
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock
from ansible_collections.mlops.azureml.plugins.module_utils.engine import run
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError
from ansible_collections.mlops.azureml.plugins.module_utils.failure import failure
from tests.emulator import Emulator
from tests.unit.doubles import PushingClock

MODULES = "ansible_collections.mlops.azureml.plugins.modules."
READ_BY_POST = ("listnodes", ":query", "/token")


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator(operation_seconds=0, registered=["*"]) as started:
        yield started


def play(module: str, check_mode: bool = False, clock: Clock | None = None, **options: Any) -> dict[str, Any]:
    """Run a task as Ansible does."""
    task = importlib.import_module(MODULES + module).TASK
    spec = arguments(task)
    checked = ArgumentSpecValidator(spec).validate(without_nulls(spec, copy.deepcopy(options)))
    assert not checked.error_messages, checked.error_messages
    params = checked.validated_parameters
    try:
        if task.itemised:
            params["resources"] = items.checked(task.declaration, params)
        return run(task, params, check_mode=check_mode, diff=True, clock=clock)
    except AmlError as error:
        return failure(error)


@pytest.fixture(scope="session")
def parents(emulator: Emulator) -> SimpleNamespace:
    """The resource group ``rg``, the dependencies and the workspace ``ws``: their ids, and their rows in the store."""
    with pytest.MonkeyPatch.context() as patch:
        point_at(emulator, patch)
        assert play("aml_resource_group", name="rg", location="westeurope")["changed"]
        ids = play(
            "aml_dependencies",
            resource_group="rg",
            storage_account={"name": "stregress"},
            key_vault={"name": "kv-regress"},
            application_insights={"name": "appi"},
            identity={"name": "id-regress"},
        )["ids"]
        needed = {kind: ids[kind] for kind in ("storage_account", "key_vault", "application_insights")}
        assert play("aml_workspace", resource_group="rg", name="ws", **needed)["changed"]
    return SimpleNamespace(ids=ids, needed=needed, rows=control("GET", emulator, "resources")["value"])


@pytest.fixture
def cloud(emulator: Emulator, parents: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The emulator with the parents alone in it, and what the tests do with it."""
    point_at(emulator, monkeypatch)
    knobs = emulator.state.config.as_dict()

    def anew() -> None:
        control("POST", emulator, "reset")
        control("PUT", emulator, "resources", parents.rows)

    anew()
    group = f"/subscriptions/{emulator.environment()['AZURE_SUBSCRIPTION_ID']}/resourceGroups/rg"
    yield SimpleNamespace(
        play=play,
        anew=anew,
        ids=parents.ids,
        parents=parents.needed,
        group=group,
        workspace=f"{group}/providers/Microsoft.MachineLearningServices/workspaces/ws",
        here={"resource_group": "rg", "workspace": "ws"},
        put=lambda *rows: control("PUT", emulator, "resources", list(rows)),
        stored=lambda: {row["id"].lower(): row for row in control("GET", emulator, "resources")["value"]},
        config=lambda **changed: control("PATCH", emulator, "config", changed),
        fault=lambda fault: control("POST", emulator, "faults", fault),
        writes=lambda: [f"{entry['method']} {entry['path']}" for entry in emulator.journal() if is_write(entry)],
        forget=lambda: control("DELETE", emulator, "journal"),
    )
    emulator.state.config.patch(knobs)


@pytest.fixture
def pushing(emulator: Emulator) -> PushingClock:
    """A clock for tasks whose sleeping is what makes the emulator's time go by."""
    return PushingClock(emulator.state.clock.advance)


def point_at(emulator: Emulator, patch: pytest.MonkeyPatch) -> None:
    for name, value in emulator.environment().items():
        if name.startswith("AZURE_"):
            patch.setenv(name, value)


def is_write(entry: dict[str, Any]) -> bool:
    return entry["method"] not in ("GET", "HEAD") and not entry["path"].lower().endswith(READ_BY_POST)


def control(method: str, emulator: Emulator, path: str, body: Any = None) -> Any:
    answer = requests.request(
        method, f"{emulator.url}/_emulator/{path}", json=body, verify=emulator.ca_file, timeout=10
    )
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None
