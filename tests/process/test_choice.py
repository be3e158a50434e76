# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which front a task takes: its own process only where that is the same thing, else the module (design section 3)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cloud import DEFAULTS, Cloud
from comparing import flat
from playing import Played, Task, play

PLUGINS = Path(__file__).resolve().with_name("plugins")
ENVIRONMENT = {
    "ANSIBLE_CONNECTION_PLUGINS": str(PLUGINS / "connection"),
    "ANSIBLE_BECOME_PLUGINS": str(PLUGINS / "become"),
}
# Ansible says so at -vvv before it packs a module.
STARTED = "Using module file "
TASK: Task = {"mlops.azureml.aml_resource_group_info": {}}


@dataclass(frozen=True)
class Obstacle:
    """Something that makes the process of the worker another place than the module's, and what a refusal calls it."""

    named: str
    keys: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    launcher: tuple[str, ...] = ()


OBSTACLES = {
    "async": Obstacle("async is set", {"async": 60, "poll": 1}),
    "become": Obstacle("become is set", {"become": True, "become_method": "same"}),
    "become as a variable": Obstacle(
        "become is set", {"vars": {"ansible_become": True, "ansible_become_method": "same"}}
    ),
    "another connection": Obstacle("the connection is elsewhere", {"vars": {"ansible_connection": "elsewhere"}}),
    "an environment": Obstacle("the task has an environment of its own", {"environment": {"LANG": "C.UTF-8"}}),
    "another interpreter": Obstacle(
        "ansible_python_interpreter is OTHER", {"vars": {"ansible_python_interpreter": "OTHER"}}
    ),
    "another interpreter by configuration": Obstacle(
        "ansible_python_interpreter is OTHER", {"connection": "local"}, {"ANSIBLE_PYTHON_INTERPRETER": "OTHER"}
    ),
    "no requests": Obstacle(
        "the controller's Python has no requests",
        launcher=(sys.executable, str(Path(__file__).resolve().with_name("without_requests.py"))),
    ),
}


def started(played: Played) -> int:
    """How many of the tasks ran as modules."""
    return sum(STARTED in line and "aml_" in line for line in played.printed.splitlines())


@pytest.fixture(scope="module")
def other_interpreter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python of its own that finds the libraries of the one that runs the tests."""
    place = tmp_path_factory.mktemp("python")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    (libraries,) = place.glob("lib/python*/site-packages")
    (libraries / "tests.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")))
    return str(place / "bin" / "python")


@pytest.mark.parametrize("name", OBSTACLES)
def test_the_module_runs_where_the_worker_is_not_the_same(
    name: str, other_interpreter: str, cloud: Cloud, tmp_path: Path
) -> None:
    obstacle = OBSTACLES[name]
    keys = dict(obstacle.keys)
    own = dict(keys.pop("vars", {}))
    if own.get("ansible_python_interpreter") == "OTHER":
        own["ansible_python_interpreter"] = other_interpreter
    if name == "async":
        # Core hands the path of the interpreter to a shell as it is, which a checkout in a folder with a space breaks.
        (tmp_path / "python").symlink_to(sys.prefix)
        own["ansible_python_interpreter"] = str(tmp_path / "python" / "bin" / "python")
    configured = {key: other_interpreter if value == "OTHER" else value for key, value in obstacle.environment.items()}
    tasks = [
        {**TASK, **keys, "vars": own},
        {**TASK, **keys, "vars": {**own, "aml_execution": "in_process"}},
    ]
    hosts: tuple[str, ...] = ()
    if configured:
        # The implicit localhost has an interpreter of its own, which stands above the configuration.
        hosts = ("-i", "localhost,")
    environment = {**cloud.emulator.variables(), **ENVIRONMENT, **configured}
    played = play(tmp_path, tasks, environment, ["-vvv", *hosts], DEFAULTS, launcher=obstacle.launcher)
    first, second = played.results

    assert not first["failed"], json.dumps(first)
    assert started(played) == 1, played.printed
    assert second["failed"]
    named = obstacle.named.replace("OTHER", other_interpreter)
    assert second["msg"].startswith(f"aml_execution: in_process is not possible, because {named}; ")
    assert second["error"] == {"code": "InputError", "target": "aml_execution"} and second["outcome"] == "none"
    # What the worker itself answers where nothing is in the way; `async` adds keys of core's own.
    cloud.prepare()
    plain = play(tmp_path, [TASK], cloud.emulator.variables(), ["-vvv"], DEFAULTS)
    assert started(plain) == 0 and not plain.only["failed"]
    assert flat(plain.only).items() - flat(first).items() == set()


def test_credentials_in_the_environment_of_a_task_reach_it(cloud: Cloud, tmp_path: Path) -> None:
    """They are not in that of the worker, so this is what the fall-back is for."""
    variables = cloud.emulator.variables()
    secret = variables.pop("AZURE_SECRET")
    tasks = [TASK, {**TASK, "environment": {"AZURE_SECRET": secret}}]
    played = play(tmp_path, tasks, variables, keys=DEFAULTS)
    assert [result["failed"] for result in played.results] == [True, False]
    assert secret not in played.printed


def test_what_is_no_obstacle(cloud: Cloud, tmp_path: Path) -> None:
    """The same Python under another name, an empty environment, what is set and says no."""
    (tmp_path / "link").symlink_to(sys.prefix)
    own = {"ansible_python_interpreter": str(tmp_path / "link" / "bin" / Path(sys.executable).name)}
    tasks = [
        {**TASK, "vars": own},
        {**TASK, "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}", "ansible_become": False}},
        {**TASK, "environment": {}, "become": False, "async": 0},
        {**TASK, "vars": {"ansible_python_interpreter": "auto_silent"}},
    ]
    environment = {**cloud.emulator.variables(), "AML_EXECUTION": "in_process"}
    played = play(tmp_path, tasks, environment, ["-vvv"], DEFAULTS)
    assert [result["failed"] for result in played.results] == [False] * 4
    assert started(played) == 0


def test_a_task_handed_to_the_controller_is_judged_by_the_controllers_variables(cloud: Cloud, tmp_path: Path) -> None:
    inventory = {"web": {"ansible_connection": "elsewhere", "ansible_python_interpreter": "/usr/bin/no-python"}}
    (tmp_path / "inventory.json").write_text(f'{{"all": {{"hosts": {inventory}}}}}'.replace("'", '"'))
    keys = {**DEFAULTS, "hosts": "web"}
    environment = {**cloud.emulator.variables(), **ENVIRONMENT, "AML_EXECUTION": "in_process"}
    tasks = [TASK, {**TASK, "delegate_to": "localhost"}]
    played = play(tmp_path, tasks, environment, ["-vvv", "-i", "inventory.json"], keys)
    assert [result["failed"] for result in played.results] == [True, False], played.results
    assert started(played) == 0


#: The variable and the environment's (None where not set), and what comes of it.
CHOICES = [
    (None, None, "in process"),
    (None, "", "in process"),
    ("{{ 'mod' ~ 'ule' }}", None, "module"),
    (None, "module", "module"),
    ("auto", "module", "in process"),
    ("module", "in_process", "module"),
    ("in_process", "module", "in process"),
    ("sideways", None, "refused"),
]


@pytest.mark.parametrize("exported", sorted({exported for _given, exported, _front in CHOICES}, key=str))
def test_the_user_chooses(exported: str | None, cloud: Cloud, tmp_path: Path) -> None:
    """The variable, templated, stands above the environment."""
    chosen = [(given, front) for given, environment, front in CHOICES if environment == exported]
    tasks = [{**TASK, "vars": {"aml_execution": given} if given else {}} for given, _front in chosen]
    environment = {**cloud.emulator.variables(), **({} if exported is None else {"AML_EXECUTION": exported})}
    assert "AML_EXECUTION" not in os.environ
    played = play(tmp_path, tasks, environment, ["-vvv"], DEFAULTS)
    assert started(played) == sum(front == "module" for _given, front in chosen), played.printed
    for (given, front), result in zip(chosen, played.results, strict=True):
        assert result["failed"] == (front == "refused"), result
        if front == "refused":
            assert result["msg"].startswith(f"aml_execution: {given!r} is none of auto, in_process, module; ")
