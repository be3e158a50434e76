# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays tasks with a real ``ansible-playbook`` and hands back what they printed and what they registered.

Knows Ansible and nothing of Azure. Every play has a home of its own, so that what it leaves on the disk can be seen.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Bounds how long a failure takes; a busy machine may need a good part of it.
TIMEOUT_SECONDS = 300
Task = dict[str, Any]


@dataclass(frozen=True)
class Played:
    """How a play ended: its exit status, all it printed, and the result of each task as each host registered it."""

    status: int
    printed: str
    hosts: dict[str, list[Any]]

    @property
    def results(self) -> list[Any]:
        """The results of the only host."""
        assert len(self.hosts) == 1, self.printed
        return next(iter(self.hosts.values()))

    @property
    def only(self) -> dict[str, Any]:
        """The result of the only task."""
        assert len(self.results) == 1, self.printed
        return self.results[0]


def play(
    place: Path,
    tasks: Sequence[Task],
    environment: Mapping[str, str],
    arguments: Iterable[str] = (),
    keys: Mapping[str, Any] | None = None,
    variables: Mapping[str, Any] | None = None,
    launcher: Sequence[str] = (),
    seconds: float = TIMEOUT_SECONDS,
) -> Played:
    """Play ``tasks`` one after the other, going on after a failure, below the directory ``place``.

    :param environment: added to the environment of ``ansible-playbook``.
    :param keys: keys of the play itself; ``module_defaults``, ``strategy`` and so on.
    :param variables: extra variables; they come from a file, because Ansible quotes lines of the playbook.
    :param seconds: bounds how long a failure takes.
    """
    process = start(place, _registering(tasks, place), environment, arguments, keys, variables, launcher)
    try:
        printed = process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        raise AssertionError(f"ansible-playbook did not end:\n{process.communicate()[0]}") from None
    hosts = {path.name.partition(".")[2]: json.loads(path.read_text()) for path in sorted(place.glob("results.*"))}
    assert hosts, printed
    return Played(process.returncode, printed, hosts)


def start(
    place: Path,
    tasks: Sequence[Task],
    environment: Mapping[str, str],
    arguments: Iterable[str] = (),
    keys: Mapping[str, Any] | None = None,
    variables: Mapping[str, Any] | None = None,
    launcher: Sequence[str] = (),
) -> subprocess.Popen[str]:
    """Start ``ansible-playbook`` in a session of its own, through the command ``launcher`` if there is one."""
    home = place / "home"
    home.mkdir(parents=True, exist_ok=True)
    playbook = [{"name": "Play", "hosts": "localhost", "gather_facts": False, **(keys or {}), "tasks": list(tasks)}]
    (place / "playbook.yml").write_text(json.dumps(playbook))
    (place / "variables.json").write_text(json.dumps(dict(variables or {})))
    return subprocess.Popen(
        [*launcher, "ansible-playbook", "playbook.yml", "-e", "@variables.json", *arguments],
        cwd=place,
        env={**os.environ, **own(home), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def own(home: Path) -> dict[str, str]:
    """Where Ansible and the collection keep their files. Ansible takes the user's home for modules from the password
    file, not from HOME; the token cache goes where XDG_* says before it goes to HOME.
    """
    return {
        "HOME": str(home),
        "XDG_CACHE_HOME": "",
        "XDG_RUNTIME_DIR": "",
        "ANSIBLE_HOME": str(home / ".ansible"),
        "ANSIBLE_REMOTE_TEMP": str(home / "modules"),
        "ANSIBLE_ASYNC_DIR": str(home / ".ansible_async"),
        "ANSIBLE_LOCALHOST_WARNING": "false",
    }


def _registering(tasks: Sequence[Task], place: Path) -> list[Task]:
    """``tasks``, each of which is registered and may fail, and a last one that writes the results down."""
    names = [task.get("register", f"result_{number}") for number, task in enumerate(tasks)]
    kept = [{"ignore_errors": True, "register": name, **task} for name, task in zip(names, tasks, strict=True)]
    for old in place.glob("results.*"):
        old.unlink()
    listed = ", ".join(names)
    return [
        *kept,
        {
            "ansible.builtin.copy": {
                "content": f"{{{{ [{listed}] | to_json }}}}",
                "dest": f"{place}/results.{{{{ inventory_hostname }}}}",
                "mode": "0600",
            },
            "delegate_to": "localhost",
            "connection": "local",
            # The results hold what must not be printed.
            "no_log": True,
            "check_mode": False,
            "diff": False,
        },
    ]


def left_behind(variable: str) -> dict[int, str]:
    """The processes whose environment holds ``variable`` (``NAME=value``): id and command line.

    A process that is nobody's child any more is found too, because the environment stays with it.
    """
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if variable.encode() in (folder / "environ").read_bytes().split(b"\0"):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
                if state != "Z":
                    found[int(folder.name)] = command
        except OSError:
            continue  # It ended while we looked.
    return found
