# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One real ``ansible-playbook`` over all tasks, and every place where it leaves something, each as text."""

from __future__ import annotations

import json
import os
import stat
import threading
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.process.playing import play

from .tasks import Entry

SHIM = Path(__file__).parent / "shim"
#: Where tasks put what they fetch, below the place of the play.
FETCHED = "fetched"
# A busy machine may need a good part of it.
SECONDS = 1800


@dataclass(frozen=True)
class Channel:
    """How a play is watched.

    :param arguments: of ``ansible-playbook``.   :param environment: Ansible's settings.
    """

    name: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


def _verbose(count: int, name: str, **environment: str) -> Channel:
    return Channel(name, ("-" + "v" * count,), environment)


#: What one play can show at once: the highest verbosity and whatever goes to files.
WIDEST = _verbose(
    5,
    "everything at once",
    ANSIBLE_CALLBACKS_ENABLED="ansible.builtin.junit,ansible.builtin.tree",
    ANSIBLE_INJECT_INVOCATION="true",
    ANSIBLE_DISPLAY_ARGS_TO_STDOUT="true",
)
CHANNELS = (
    WIDEST,
    _verbose(1, "-v"),
    _verbose(2, "-vv, yaml", ANSIBLE_CALLBACK_RESULT_FORMAT="yaml"),
    _verbose(3, "-vvv"),
    _verbose(4, "-vvvv, yaml", ANSIBLE_CALLBACK_RESULT_FORMAT="yaml"),
    _verbose(3, "minimal", ANSIBLE_STDOUT_CALLBACK="ansible.builtin.minimal"),
    _verbose(3, "oneline", ANSIBLE_STDOUT_CALLBACK="ansible.builtin.oneline"),
    _verbose(4, "debug", ANSIBLE_DEBUG="1"),
)


@dataclass(frozen=True)
class Seen:
    """What a play left: where -> text, the results as they were registered, and what its processes were seen with.

    :param processes: command lines and environments.   :param opened: what code of the collection opened for
        writing, after the name of its own file.
    """

    texts: Mapping[str, str]
    results: list[Any]
    processes: Mapping[str, str]
    opened: list[str]
    home: Path


def watch(
    place: Path,
    channel: Channel,
    front: str,
    entries: list[Entry],
    canaries: Mapping[str, str],
    options: Mapping[str, str],
) -> Seen:
    """Play all tasks through ``front`` below ``place``, watched as ``channel`` says.

    :param options: of the connection, for every task.
    """
    folders = {name: place / name for name in ("notes", "tmp", "junit", "facts", "tree")}
    for folder in folders.values():
        folder.mkdir(parents=True, mode=0o700)
    mark = f"AML_SECRETS_PLAY={uuid.uuid4()}"
    environment = {
        **dict([mark.split("=")]),
        "AML_EXECUTION": front,
        "AML_SHIM_NOTES": str(folders["notes"]),
        "AML_SHIM_BREAKS": "xforced",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(SHIM), os.environ.get("PYTHONPATH")))),
        "TMPDIR": str(folders["tmp"]),
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        "ANSIBLE_LOG_PATH": str(place / "log"),
        "ANSIBLE_CALLBACK_TREE_DIR": str(folders["tree"]),
        "JUNIT_OUTPUT_DIR": str(folders["junit"]),
        "ANSIBLE_CACHE_PLUGIN": "ansible.builtin.jsonfile",
        "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(folders["facts"]),
        **channel.environment,
    }
    (place / "no_certificate.pem").write_text("no certificate")
    variables = {
        "canaries": dict(canaries),
        "no_certificate": str(place / "no_certificate.pem"),
        "fetched": str(place / FETCHED),
    }
    keys = {"module_defaults": {"group/mlops.azureml.aml": dict(options)}}
    with _Watcher(mark.encode()) as watcher:
        played = play(place, _tasks(entries), environment, channel.arguments, keys, variables, seconds=SECONDS)
    texts = {"printed": played.printed, "log": (place / "log").read_text(errors="replace")}
    for kind in ("notes", "junit", "facts", "tree", "tmp"):
        for path in _files(folders[kind]):
            texts[f"{kind} {path.name}"] = path.name + "\n" + path.read_text(errors="replace")
    for path in _files(place / "home" / ".ansible_async"):
        texts[f"job {path.name}"] = json.dumps(_undocumented(json.loads(path.read_text())), indent=1)
    opened = sorted({line for path in _files(folders["notes"], "opened.*") for line in path.read_text().splitlines()})
    return Seen(texts, played.results, watcher.found, opened, place / "home")


def _files(folder: Path, pattern: str = "*") -> list[Path]:
    return sorted(path for path in folder.rglob(pattern) if path.is_file())


def _tasks(entries: list[Entry]) -> list[dict[str, Any]]:
    """The tasks, then what users do with their results: show them, and keep them as facts."""
    plain = [f"result_{number}" for number, entry in enumerate(entries) if not entry.documented]
    listed = "{{ [" + ", ".join(plain) + "] }}"
    jobs = [number for number, entry in enumerate(entries) if entry.outcome == "async"]
    return [
        *({"name": f"{entry.module}, {entry.outcome}", **entry.task()} for entry in entries),
        *(_awaiting(number, entries[number]) for number in jobs),
        {"ansible.builtin.debug": {"msg": listed}, "register": "shown"},
        {"ansible.builtin.set_fact": {"kept": listed, "cacheable": True}, "register": "kept_facts"},
    ]


def _awaiting(number: int, entry: Entry) -> dict[str, Any]:
    """Waits for the job that a task began. What returns a credential is hidden here by the user (see its docs)."""
    return {
        "ansible.builtin.async_status": {"jid": f"{{{{ result_{number}.ansible_job_id }}}}"},
        "register": f"job_{number}",
        "until": f"job_{number}.finished",
        "retries": 600,
        "delay": 1,
        "no_log": bool(entry.documented),
    }


class _Watcher(threading.Thread):
    """Reads, as often as it can, the command lines and environments of all processes of the play."""

    def __init__(self, mark: bytes) -> None:
        super().__init__(daemon=True)
        self._mark = mark
        self._over = threading.Event()
        self.found: dict[str, str] = {}

    def __enter__(self) -> _Watcher:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        known: dict[str, bytes] = {}
        while not self._over.wait(0.05):
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    command = Path("/proc", pid, "cmdline").read_bytes()
                    if known.get(pid) == command:
                        continue  # Its environment is what it was started with.
                    environment = Path("/proc", pid, "environ").read_bytes()
                except OSError:
                    continue  # It ended while we looked.
                known[pid] = command
                if self._mark in environment.split(b"\0"):
                    text = (command + b"\0\0" + environment).replace(b"\0", b"\n").decode(errors="replace")
                    self.found.setdefault(text, pid)


def modes(paths: Iterator[Path] | list[Path]) -> list[str]:
    """What is readable or writable by others than its owner."""
    return [f"{stat.S_IMODE(path.stat().st_mode):o} {path}" for path in paths if path.stat().st_mode & 0o077]


def _undocumented(result: dict[str, Any]) -> dict[str, Any]:
    """The result of a job without the token that it is there for."""
    return {key: value for key, value in result.items() if key != "token" or "token_type" not in result}


def documents(seen: Seen, entries: list[Entry]) -> str:
    """The registered results, without what the documentation says is a credential."""
    results = [
        {key: value for key, value in result.items() if key not in entry.documented or result.get("failed")}
        for result, entry in zip(seen.results, entries, strict=False)
    ]
    return json.dumps(results, indent=1)
