# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts a job as AWX does: what is in its private data directory, its arguments, its environment; reads its events.

Written from AWX's own awx/main/tasks/jobs.py, and the injectors of its credential "Microsoft Azure Resource Manager".
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import serving

HERE = Path(__file__).resolve().parent
#: AWX throws away the result of an event whose text is longer.
MAX_EVENT_RES = 700_000
#: Bounds how long a failure takes.
TIMEOUT_SECONDS = 1200
IDENT = "7"
INVENTORY = "localhost ansible_connection=local ansible_python_interpreter='{{ ansible_playbook_python }}'\n"
COLLECTION = "mlops.azureml."
_ENDS = {"ok": "ok", "failed": "failed", "skipped": "skipped", "unreachable": "unreachable"}


def credential(
    subscription: str = "", client: str = "", secret: str = "", tenant: str = "", cloud_environment: str = ""
) -> dict[str, str]:
    """The environment of the built-in credential "Microsoft Azure Resource Manager" with these inputs."""
    found = {"AZURE_SUBSCRIPTION_ID": subscription}
    if client and tenant:
        found |= {"AZURE_CLIENT_ID": client, "AZURE_TENANT": tenant, "AZURE_SECRET": secret}
    else:
        # What nobody filled in is the empty text, not absent.
        found |= {"AZURE_AD_USER": "", "AZURE_PASSWORD": ""}
    return {**found, **({"AZURE_CLOUD_ENVIRONMENT": cloud_environment} if cloud_environment else {})}


def principal(emulator: serving.Emulator) -> dict[str, str]:
    """The credential of the emulator's own client. Where its authority is stands in the job template's environment."""
    inputs = (serving.SUBSCRIPTION, serving.CLIENT, serving.CLIENT_SECRET, serving.TENANT, emulator.url)
    return {**credential(*inputs), "AZURE_CA_PATH": emulator.ca_file}


@dataclass(frozen=True)
class Result:
    """What one task gave on one host.

    :param how: ``ok``, ``failed``, ``skipped`` or ``unreachable``.
    """

    task: str
    action: str
    host: str
    how: str
    result: dict[str, Any]


@dataclass(frozen=True)
class Done:
    """A job that has ended: what the runner says of it, and its events in their order."""

    status: str
    rc: int
    events: list[dict[str, Any]]

    @property
    def printed(self) -> str:
        """What its page in AWX shows."""
        return "\n".join(event["stdout"] for event in self.events if event.get("stdout"))

    @cached_property
    def results(self) -> list[Result]:
        """What each task gave on each host, without the single items of loops."""
        found = []
        for event in self.events:
            kind, _on, how = event["event"].partition("_on_")
            if kind == "runner" and how in _ENDS:
                data = event["event_data"]
                found.append(Result(data["task"], data["resolved_action"], data["host"], how, data.get("res") or {}))
        return found

    @property
    def artifacts(self) -> dict[str, Any]:
        """What ``set_stats`` hands on to the next node of a workflow."""
        return next(
            event["event_data"].get("artifact_data", {})
            for event in self.events
            if event["event"] == "playbook_on_stats"
        )


class Job:
    """A job that runs. Its processes are found again by a variable in their environment.

    :param playbook: a name of the collection's, which the project imports, or the path of a file of ``project``.
    :param environment: what the credentials and the instance group bring in, or with None take away.
    :param project: a folder that holds the project; without one, a project that imports the playbook.
    :param launcher: a command that starts what follows it.
    """

    def __init__(
        self,
        place: Path,
        playbook: str,
        environment: Mapping[str, str | None],
        variables: Mapping[str, Any] | None = None,
        arguments: Iterable[str] = (),
        inventory: str = INVENTORY,
        project: Path | None = None,
        launcher: Sequence[str] = (),
        timeout: int = 0,
    ) -> None:
        self.place = place / f"awx_{IDENT}_{uuid.uuid4().hex[:8]}"
        self.marker = f"AWX_PRIVATE_DATA_DIR={self.place}"
        self._lay_out(playbook, variables or {}, arguments, inventory, project, timeout)
        # The container of an execution environment has little more.
        outside = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        name = f"{playbook.removeprefix(COLLECTION)}.yml" if playbook.startswith(COLLECTION) else playbook
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            [*launcher, sys.executable, str(HERE / "runner.py"), str(self.place), name, IDENT],
            env={**outside, **dict([self.marker.split("=")])},
            stdin=reading,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        os.close(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as stdin:
            known = {**self._own(), **environment}
            json.dump({name: value for name, value in known.items() if value is not None}, stdin)

    def _lay_out(
        self,
        playbook: str,
        variables: Mapping[str, Any],
        arguments: Iterable[str],
        inventory: str,
        project: Path | None,
        timeout: int,
    ) -> None:
        """Write the private data directory as AWX does."""
        meta = {"job_id": int(IDENT), "job_launch_type": "manual", "inventory_name": "here", "user_name": "admin"}
        about = {f"{prefix}_{name}": value for prefix in ("awx", "tower") for name, value in meta.items()}
        settings = {"job_timeout": timeout, "suppress_ansible_output": True, "suppress_output_file": True}
        files = {
            "env/cmdline": shlex.join(["-u", "root", *arguments]),
            "env/extravars": json.dumps({**about, **variables}),
            "env/settings": json.dumps(settings),
            "inventory/hosts": inventory,
        }
        if project is None:
            name = playbook.removeprefix(COLLECTION)
            files[f"project/{name}.yml"] = json.dumps([{"ansible.builtin.import_playbook": playbook}])
        for name, content in files.items():
            path = self.place / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_text(content)
            path.chmod(0o700 if content.startswith("#!") else 0o600)
        if project is not None:
            (self.place / "project").symlink_to(project)
        # Where AWX puts what collections/requirements.yml of the project names.
        found = os.environ["ANSIBLE_COLLECTIONS_PATH"].split(os.pathsep)[0]
        (self.place / "requirements_collections").symlink_to(found)
        (self.place / "cp").mkdir()

    def _own(self) -> dict[str, str]:
        """The environment that AWX gives a job."""
        return {
            "JOB_ID": IDENT,
            "INVENTORY_ID": "1",
            "PROJECT_REVISION": "0" * 40,
            "AWX_HOST": "https://awx.invalid",
            "MAX_EVENT_RES": str(MAX_EVENT_RES),
            "ANSIBLE_RETRY_FILES_ENABLED": "False",
            "ANSIBLE_FORCE_COLOR": "True",
            "ANSIBLE_HOST_KEY_CHECKING": "False",
            "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True",
            "ANSIBLE_PARAMIKO_RECORD_HOST_KEYS": "False",
            "ANSIBLE_SSH_CONTROL_PATH_DIR": str(self.place / "cp"),
            "ANSIBLE_COLLECTIONS_PATH": f"{self.place}/requirements_collections:/usr/share/ansible/collections",
            # What the entrypoint of an execution environment sets where AWX gives none. The folder of modules follows
            # the password file, which here is that of whoever runs the tests.
            "HOME": str(self.place),
            "ANSIBLE_REMOTE_TEMP": str(self.place / ".ansible" / "tmp"),
            **dict([self.marker.split("=")]),
        }

    def cancel(self) -> None:
        """What the button in AWX does."""
        (self.place / "cancel").touch()

    def run_late(self) -> None:
        """Let the time pass that the job may take."""
        (self.place / "late").touch()

    def done(self) -> Done:
        """Wait for its end."""
        try:
            printed, errors = self.process.communicate(timeout=TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"the job did not end:\n{self.process.communicate()}") from None
        assert printed.startswith("{"), printed + errors
        events = [
            json.loads(path.read_text()) for path in (self.place / f"artifacts/{IDENT}/job_events").glob("*.json")
        ]
        events.sort(key=lambda event: event["counter"])
        return Done(**json.loads(printed), events=events)
