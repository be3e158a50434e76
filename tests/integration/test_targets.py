# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run every integration target with a real ``ansible-playbook`` against the emulator, through both fronts, and hold
the results of each task in process against those of the module.

The targets are ordinary roles as ``ansible-test integration`` knows them. They are told where to go in two ways, of
which each uses what it likes: the AZURE_* environment variables, and the variables of ``integration_config.yml``
(``aml_connection``, the connection options of every module, and ``emulator_url``, absent when the cloud is real).

What a role that targets depend on makes is made once and kept: each target then finds it there, and the role has
nothing left to do.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import comparing
import pytest
import serving
import yaml

TARGETS = Path(__file__).resolve().with_name("targets")
# ansible-test's own words for targets that are not run by themselves.
NOT_RUN = {"hidden", "disabled", "unsupported"}
TIMEOUT_SECONDS = 600


def names() -> list[str]:
    """Return the names of the targets to run, as ``ansible-test integration`` chooses them."""
    found = []
    for target in sorted(path for path in TARGETS.iterdir() if path.is_dir()):
        aliases = target / "aliases"
        words = set(aliases.read_text().split()) if aliases.is_file() else set()
        if not words & NOT_RUN and not target.name.startswith(("prepare_", "setup_")):
            found.append(target.name)
    return found


def needed(target: str) -> list[str]:
    """The roles that a target depends on, as its meta/main.yml says."""
    meta = TARGETS / target / "meta" / "main.yml"
    return yaml.safe_load(meta.read_text())["dependencies"] if meta.is_file() else []


@pytest.fixture
def start(
    target: str, running_emulator: serving.Emulator, kept_states: dict[str, Any], tmp_path: Path, archives: Path
) -> Callable[[], None]:
    """Let the emulator hold what the roles that the target depends on make, and nothing else."""
    roles = needed(target)
    if not roles:
        return running_emulator.reset
    name = " ".join(roles)
    if name not in kept_states:
        running_emulator.reset()
        play(roles, "auto", running_emulator, tmp_path / name, archives)
        running_emulator.keep(name)
        kept_states[name] = None
    return lambda: running_emulator.reset(to=name)


@pytest.mark.parametrize("target", names())
def test_target(
    target: str, running_emulator: serving.Emulator, start: Callable[[], None], tmp_path: Path, archives: Path
) -> None:
    assert (TARGETS / target / "tasks" / "main.yml").is_file(), "a target without tasks tests nothing"
    recorded = {}
    for execution in ("auto", "module"):
        start()
        place = tmp_path / execution
        play([target], execution, running_emulator, place, archives)
        recorded[execution] = [json.loads(line) for line in (place / "results.jsonl").read_text().splitlines()]
    tasks, results = zip(*((f"{one['task']} {one['how']}", one["result"]) for one in recorded["auto"]), strict=True)
    others, other_results = zip(
        *((f"{one['task']} {one['how']}", one["result"]) for one in recorded["module"]), strict=True
    )
    assert tasks == others
    assert not (found := comparing.differences(tasks, results, other_results)), "\n".join(found)


def play(roles: list[str], execution: str, emulator: serving.Emulator, place: Path, archives: Path) -> None:
    """Play roles through one front; ``callback_plugins/recorder.py`` leaves the results of their tasks in ``place``, in
    ``results.jsonl``, and ``archives.py`` the modules as Ansible packs them in ``archives``, where
    ``bytecode/sitecustomize.py`` keeps what they are compiled to.
    """
    playbook = [{"name": " ".join(roles), "hosts": "testhost", "gather_facts": False, "roles": roles}]
    host = {
        "ansible_connection": "local",
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        "aml_execution": execution,  # A host's variable, so that a task of the target can choose otherwise.
    }
    config = {
        "aml_connection": emulator.options(),
        "emulator_url": emulator.url,
        "emulator_http_url": emulator.http_url,
        "output_dir": str(place / "output"),
    }
    (place / "output").mkdir(parents=True)
    # A home of its own: the tokens of the other front would leave this one nothing to ask for.
    (place / "home").mkdir()
    # JSON is YAML, and needs no library.
    for name, content in (
        ("playbook.yml", playbook),
        ("inventory.yml", {"all": {"hosts": {"testhost": host}}}),
        ("integration_config.yml", config),
    ):
        (place / name).write_text(json.dumps(content))

    done = subprocess.run(
        ["ansible-playbook", "-i", "inventory.yml", "-e", "@integration_config.yml", "-v", "playbook.yml"],
        cwd=place,
        env={
            **os.environ,
            **emulator.variables(),
            "HOME": str(place / "home"),
            "ANSIBLE_ROLES_PATH": str(TARGETS),
            "ANSIBLE_CALLBACK_PLUGINS": str(TARGETS.with_name("callback_plugins")),
            "ANSIBLE_CALLBACKS_ENABLED": "recorder,archives",
            "AML_ARCHIVES_PATH": str(archives),
            "AML_BYTECODE": str(archives),
            "PYTHONPATH": str(TARGETS.with_name("bytecode")),
            "AML_RECORDER_PATH": str(place / "results.jsonl"),
            # Core lists sets in the order of their hashes in some messages.
            "PYTHONHASHSEED": "0",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode or "PLAY RECAP" not in done.stdout:
        pytest.fail(f"ansible-playbook ended with status {done.returncode}:\n{done.stdout}", pytrace=False)
    assert serving.CLIENT_SECRET not in done.stdout, "the client's secret was printed"
