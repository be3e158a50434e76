# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task loads. One that runs as a module pays for every import, without compiled files (design section 3).

Counted, not timed: a count is the same on every machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

PACKAGE = "ansible_collections.mlops.azureml.plugins.module_utils."
# All that a compute task with a client secret, the usual case, loads of ours when it is imported. A file more costs
# each module some 0.7 ms to compile; let it earn that, or import it where it is needed.
LOADED = """
    address apply argspec arm auth.cache auth.client_secret auth.credential auth.jwt auth.oauth auth.options
    auth.select auth.settings bodies bounds clock clouds compare data_plane engine errors exchange folder guard
    holds ids inputs operation pace parts plan redact resources.attached_compute resources.compute
    resources.own_identity response result retry schema scope session shape steps target task transport tree wire write
""".split()
# The libraries that they may load beside it; anything more of Python's own is a choice to be made here.
LIBRARIES = "dataclasses, fcntl, requests, signal, uuid"
# What a task must not load by way of those either.
FORBIDDEN = ("ansible", "asyncio", "configparser", "cryptography", "jinja2", "multiprocessing", "subprocess", "yaml")


def loaded(code: str) -> list[str]:
    """Every module that ``code`` loads in a new Python, in alphabetical order."""
    watched = (
        f"import json, sys; before = set(sys.modules)\n{code}\nprint(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import sys; sys.path[:] = " + repr(sys.path) + "\n" + watched],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
    )
    return json.loads(done.stdout)


def of(name: str, among: list[str]) -> list[str]:
    return [found for found in among if found == name or found.startswith(name + ".")]


@pytest.fixture(name="task", scope="module")
def task_fixture():
    """What an ``aml_compute`` task with a client secret loads before it does anything."""
    return loaded(
        f"from {PACKAGE}engine import run\n"
        f"from {PACKAGE}resources.compute import COMPUTE\n"
        f"from {PACKAGE}auth.client_secret import ClientSecret"
    )


def test_a_task_loads_these_files_of_ours_and_no_other(task):
    own = {name.removeprefix(PACKAGE) for name in task if name.startswith(PACKAGE)}
    assert own - {"auth", "resources"} == set(LOADED)


def test_a_task_loads_these_libraries_and_no_other(task):
    beside = set(task) - set(loaded(f"import {LIBRARIES}"))
    assert [name for name in sorted(beside) if not name.startswith("ansible_collections")] == []


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_task_does_not_load(task, name):
    assert of(name, task) == []


@pytest.mark.parametrize("kind", ["azure_cli", "certificate", "given_token", "managed_identity", "workload_identity"])
def test_a_kind_of_credential_is_loaded_when_it_is_chosen(task, kind):
    assert of(f"{PACKAGE}auth.{kind}", task) == []
    assert of(f"{PACKAGE}auth.{kind}", loaded(f"import {PACKAGE}auth.{kind}")), "there is no such file"
