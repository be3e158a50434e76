# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task in process leaves alone in the worker that it is a guest of, and what it shows while it waits."""

from __future__ import annotations

import re
import threading
import uuid
from itertools import pairwise
from pathlib import Path

from cloud import COMPUTES, DEFAULTS, Cloud
from playing import TIMEOUT_SECONDS, play, start
from test_cancel import COMPUTE, SECONDS_OF_WORK, ended

# An action that is a compute's, and returns what the task did to the process that it ran in.
SPY = """
import os, sys, threading
from ansible_collections.mlops.azureml.plugins.action import aml_compute

class ActionModule(aml_compute.ActionModule):
    def run(self, tmp=None, task_vars=None):
        seen = []
        watched = ("os.putenv", "os.unsetenv", "os.fork", "subprocess")
        sys.addaudithook(lambda name, _arguments: seen.append(name) if name.startswith(watched) else None)
        loaded, environment = set(sys.modules), dict(os.environ)
        result = super().run(tmp, task_vars)
        result["spied"] = {
            "loaded": sorted(name for name in set(sys.modules) - loaded if name.startswith("ansible_collections")),
            "environment": dict(os.environ) == environment,
            "events": seen,
            "threads": [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()],
        }
        return result
"""


def test_a_task_leaves_the_worker_as_it_was(cloud: Cloud, tmp_path: Path) -> None:
    """No variable of the environment is written, no process or thread is left, and all it needs was loaded before the
    fork: Ansible compiles a collection's files anew in each process that loads them.
    """
    (tmp_path / "action_plugins").mkdir(parents=True)
    (tmp_path / "library").mkdir()
    (tmp_path / "action_plugins" / "spy.py").write_text(SPY)
    (tmp_path / "library" / "spy.py").touch()
    options = {**DEFAULTS["module_defaults"]["group/mlops.azureml.aml"], **COMPUTE}
    # A proxy that is passed by: the library's own look at NO_PROXY would write the environment.
    environment = {**cloud.emulator.variables(), "HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": "127.0.0.1"}
    played = play(tmp_path, [{"spy": options}, {"spy": options}], environment)
    assert [result["changed"] for result in played.results] == [True, False]
    for result in played.results:
        spied = result["spied"]
        assert spied == {"loaded": [], "environment": True, "events": [], "threads": []}


# An action whose task meets a defect of ours that quotes what it was given.
BROKEN = """
from ansible_collections.mlops.azureml.plugins.action import aml_compute
from ansible_collections.mlops.azureml.plugins.plugin_utils import in_process

def run(task, params, **_more):
    raise LookupError(f"no such thing: {params['secret']}")

class ActionModule(aml_compute.ActionModule):
    def run(self, tmp=None, task_vars=None):
        in_process.run = run
        return super().run(tmp, task_vars)
"""


def test_a_defect_shows_no_secret(cloud: Cloud, tmp_path: Path) -> None:
    """A module's output is masked by core; in process nobody does it for us."""
    (tmp_path / "action_plugins").mkdir(parents=True)
    (tmp_path / "library").mkdir()
    (tmp_path / "action_plugins" / "broken.py").write_text(BROKEN)
    (tmp_path / "library" / "broken.py").touch()
    secret = "what must not be shown"
    options = {**DEFAULTS["module_defaults"]["group/mlops.azureml.aml"], **COMPUTE}
    # As a variable: Ansible quotes the lines of a playbook whose task fails.
    tasks = [{"broken": {**options, "secret": "{{ hidden }}"}}]
    played = play(tmp_path, tasks, cloud.emulator.variables(), ["-vvv"], variables={"hidden": secret})
    assert "this is a defect of mlops.azureml" in played.only["msg"] and "LookupError" in played.only["msg"]
    assert secret not in str(played.only) and secret not in played.printed
    assert "Traceback" not in played.printed


def test_nothing_goes_on_after_a_task_that_ansible_ended(cloud: Cloud, tmp_path: Path) -> None:
    """``timeout`` raises in the main thread; the parts of a bundle wait in others."""
    cloud.ask("PATCH", "config", {"operation_seconds": {"default": SECONDS_OF_WORK, COMPUTES: None}})
    mark = uuid.uuid4().hex
    environment = {**cloud.emulator.variables(), "AML_EXECUTION": "in_process", "TEST_RUN": mark}
    parts = {"storage_account": {"name": "stprocess"}, "container_registry": {"name": "crprocess"}}
    tasks = [{"mlops.azureml.aml_dependencies": parts, "timeout": 3}]
    played = play(tmp_path, tasks, environment, keys=DEFAULTS)
    assert re.search("expected time frame|Timed out", played.only["msg"]), played.only
    assert ended(f"TEST_RUN={mark}") == {}
    # Where no process is left nothing is sent; before, nothing was sent twice.
    writes = cloud.writes()
    assert len(writes) == len(set(writes))


def test_a_long_wait_shows_a_line_in_ten_seconds(cloud: Cloud, tmp_path: Path) -> None:
    cloud.slow_computes(SECONDS_OF_WORK)
    environment = {**cloud.emulator.variables(), "AML_EXECUTION": "in_process"}
    process = start(tmp_path, [{"mlops.azureml.aml_compute": COMPUTE}], environment, keys=DEFAULTS)
    guard = threading.Timer(TIMEOUT_SECONDS, process.kill)
    guard.start()
    shown, elapsed = [], []
    with process:
        try:
            for line in process.stdout or ():
                shown.append(line)
                found = re.fullmatch(r"compute cpu: \w+, (\d+) s\n", line)
                if found:
                    elapsed.append(int(found.group(1)))
                # They come while it waits, or this would never end it.
                if found and len(elapsed) == 2:
                    cloud.ask("POST", "clock", {"advance": SECONDS_OF_WORK})
        finally:
            guard.cancel()
            process.kill()
    assert len(elapsed) >= 2, shown
    assert elapsed[0] >= 10 and all(after - before >= 10 for before, after in pairwise(elapsed))
    assert any("changed=1" in line for line in shown), shown
