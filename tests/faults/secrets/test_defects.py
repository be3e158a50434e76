# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An exception anywhere in the collection's code shows no secret: it is raised at a random line, quoting all that the
task was given (S02).
"""

from __future__ import annotations

import base64
import importlib
import io
import json
import random
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from ansible.module_utils.testing import patch_module_args

from ansible_collections.mlops.azureml.plugins.module_utils import redact
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock
from ansible_collections.mlops.azureml.plugins.plugin_utils import in_process

from ..cloud import MODULES, Cloud
from ..families import HERE
from .canaries import Hunt, canary

PLUGINS = "/ansible_collections/mlops/azureml/plugins/"
QUICK, ALL = 30, 400
SECRETS = {
    "an option": canary("key of a datastore", "json"),
    "a part of a free form": canary("password of a body", "key"),
    "a variable": canary("federated token"),
}
DATASTORE = {
    "name": "broken",
    "datastore_type": "AzureBlob",
    "account_name": "account",
    "container_name": "data",
    "credentials": {"type": "AccountKey", "account_key": SECRETS["an option"]},
}
BODY = {
    "properties": {
        "category": "AzureBlob",
        "authType": "AccountKey",
        "target": "https://x",
        "credentials": {"key": SECRETS["a part of a free form"]},
    }
}
ITEM = {"type": "resource", "resource_type": "workspaces/connections", "name": "ws/broken", "body": BODY}
TASKS: dict[str, dict[str, Any]] = {
    "aml_datastore": {**HERE, **DATASTORE},
    "aml_rest": {"method": "PUT", "path": "connections/broken", **HERE, "body": BODY},
    "aml_apply": {**HERE, "resources": [{"type": "datastore", **DATASTORE}, ITEM]},
}
# What catches the exceptions of all the others.
WRAPPERS = ("main", "run_module", "_in_process")
Place = tuple[str, int]


class Saboteur:
    """Notes every line of the collection that runs, or raises at one of them, once.

    :param place: file and line to raise at; None to note.   :param message: of the exception.
    """

    def __init__(self, place: Place | None = None, message: str = "") -> None:
        self.place = place
        self.message = message
        self.lines: dict[CodeType, set[Place]] = {}
        self.raised = False

    def __enter__(self) -> Saboteur:
        self._before = sys.gettrace()
        threading.settrace(self._call)
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)
        threading.settrace(None)

    def _call(self, frame: FrameType, event: str, _argument: Any) -> Any:
        code = frame.f_code
        # What a module's file does when it is loaded happens before Ansible knows what the task was given.
        if PLUGINS not in code.co_filename or code.co_name in ("<module>", *WRAPPERS):
            return None
        if _knows_nothing_yet(frame):
            return None
        if self.place is not None and code.co_filename != self.place[0]:
            return None
        return self._line

    def _line(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if event != "line":
            return self._line
        place = (frame.f_code.co_filename, frame.f_lineno)
        if self.place is None:
            self.lines.setdefault(frame.f_code, set()).add(place)
        elif place == self.place and not self.raised:
            self.raised = True
            raise RuntimeError(self.message)
        return self._line


def _knows_nothing_yet(frame: FrameType | None) -> bool:
    """Whether the front is still about to read what the task was given, or it is the thread that looks after the
    process that started the task, which is given nothing of it.
    """
    ready = {"run_module": "module", "in_the_worker": "clock"}
    while frame is not None:
        if frame.f_code.co_name == "watch":
            return True
        if frame.f_code.co_name in ready:
            return ready[frame.f_code.co_name] not in frame.f_locals
        frame = frame.f_back
    return False


def quoted(secret: str) -> str:
    """A secret as an exception might quote it."""
    return f"{secret} {secret!r} {json.dumps(secret)} {base64.b64encode(secret.encode()).decode()}"


def as_module(module: str, options: Mapping[str, Any]) -> str:
    """All that the module prints. :raises AssertionError: when it does not end as a module does."""
    out, err = io.StringIO(), io.StringIO()
    loaded = importlib.import_module(MODULES + module)
    with patch_module_args(dict(options)), redirect_stdout(out), redirect_stderr(err):
        try:
            loaded.main()
        except SystemExit:
            pass
        else:
            raise AssertionError("the module did not exit")
    printed = out.getvalue()
    assert isinstance(json.loads(printed.strip().splitlines()[-1]), dict)
    return printed + err.getvalue()


class Front(in_process.InProcess):
    """The front in process without the parts of Ansible that are around it."""

    task = importlib.import_module(MODULES + "aml_datastore").TASK

    def __init__(self, module: str) -> None:
        self.task = importlib.import_module(MODULES + module).TASK
        self.spec = in_process.arguments(self.task)
        self._task = type("Task", (), {"check_mode": False, "diff": True})()
        self._loader = type("Loader", (), {"get_basedir": staticmethod(lambda: ".")})()


WORKERS = {module: Front(module) for module in TASKS}


def in_the_worker(module: str, options: Mapping[str, Any]) -> str:
    """The result of the front in process, and what was printed meanwhile."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        clock = Clock()
        result = WORKERS[module]._in_process(module, dict(options), {}, clock)
    return json.dumps(result) + out.getvalue() + err.getvalue()


FRONTS: dict[str, Callable[[str, Mapping[str, Any]], str]] = {"module": as_module, "in process": in_the_worker}


@pytest.fixture
def surroundings(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    monkeypatch.setenv("AZURE_ACCESS_TOKEN", SECRETS["a variable"])
    cloud.config(operation_seconds={"default": 0})
    return cloud


# Whatever the exception came between, a connection that was not closed is one of it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.case("S02")
@pytest.mark.parametrize("module", TASKS)
@pytest.mark.parametrize("front", FRONTS)
def test_a_defect_anywhere_shows_no_secret(
    front: str, module: str, surroundings: Cloud, everything: bool, figure: Callable[[str, float], None]
) -> None:
    run, options = FRONTS[front], TASKS[module]
    run(module, options)  # What is loaded once is loaded now.
    surroundings.anew()
    with Saboteur() as noting:
        run(module, options)
    chance = random.Random(f"{front} {module}")
    functions = sorted(noting.lines.values(), key=min)
    assert len(functions) > 100, "hardly anything of the collection ran"
    given = {label: secret for label, secret in SECRETS.items() if json.dumps(secret) in json.dumps(options)}
    given["a variable"] = SECRETS["a variable"]
    message = " ".join(quoted(secret) for secret in given.values())
    hunt = Hunt(given)
    told = raised = 0
    seeds = (ALL if everything else QUICK) // len(TASKS) // len(FRONTS)
    for seed in range(seeds):
        place = chance.choice(sorted(chance.choice(functions)))
        surroundings.anew()
        with Saboteur(place, message) as breaking:
            shown = run(module, options)
        raised += breaking.raised
        told += "RuntimeError" in shown
        hunt.look(f"seed {seed}, {Path(place[0]).name}:{place[1]}", shown)
    figure("canaries.checked", hunt.checked)
    figure("canaries.hits", len(hunt.hits))
    assert not hunt.hits, "\n".join(hunt.hits)
    # Which of several threads runs a line may differ from run to run.
    assert raised > 0.8 * seeds and told, "hardly an exception was raised and told of"


def test_while_no_secret_is_known_nothing_of_an_exception_is_told() -> None:
    told = redact.defect(RuntimeError(SECRETS["an option"]), None)
    assert SECRETS["an option"] not in told and "RuntimeError" in told
