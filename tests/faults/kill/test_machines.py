# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Poor machines, as an execution environment in OpenShift is one: a task works there, without its cache if need be.

A namespace gives the play a user id that nobody has, without asking for rights on the machine.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ..cloud import Cloud
from .jobs import Job
from .places import BEFORE, QUICK

AS_NOBODY_KNOWN = 'exec unshare --user --map-user=54321 "$@"'
# Mounts what the variable PLACE names.
MOUNT = 'mount -t tmpfs -o mode=0700,{options} tmpfs "$PLACE" && '
MACHINES = {
    "home is read only": ('chmod 0500 "$HOME" && ', "HOME"),
    "no home": ("unset HOME && ", "HOME"),
    "no space for temporary files": (
        MOUNT.format(options="size=16k") + '(head -c 1000000 /dev/zero > "$PLACE/full" 2>/dev/null || :) && ',
        "TMPDIR",
    ),
    "temporary files are not executed": (MOUNT.format(options="noexec"), "ANSIBLE_REMOTE_TEMP"),
}


FRONTS = ("in_process", "module")
COMPUTE = QUICK[0]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both fronts on every machine; in the quick form, one in turn."""
    everything = metafunc.config.getoption("everything")
    pairs = [
        (machine, front)
        for nth, machine in enumerate(MACHINES)
        for front in (FRONTS if everything else (FRONTS[nth % 2],))
    ]
    metafunc.parametrize(("machine", "front"), pairs)


@pytest.mark.case("C14")
def test_works_there(machine: str, front: str, cloud: Cloud, tmp_path: Path) -> None:
    tried = ["unshare", "-rm", "sh", "-c", AS_NOBODY_KNOWN, "sh", "true"]
    if subprocess.run(tried, capture_output=True, check=False).returncode:
        pytest.skip("this machine gives nobody a namespace of users")
    prepared, variable = MACHINES[machine]
    place = COMPUTE.at(BEFORE)
    folders = {"ANSIBLE_HOME": "ansible", "ANSIBLE_REMOTE_TEMP": "modules", "PLACE": "place"}
    more = {name: str(tmp_path / folder) for name, folder in folders.items()}
    (tmp_path / "place").mkdir()
    if variable != "HOME":
        more[variable] = more["PLACE"]
    launcher = ["unshare", "--map-root-user", "--mount", "sh", "-c", prepared + AS_NOBODY_KNOWN, "sh"]
    tasks = [place.task, {**place.task, "name": "again"}]
    cloud.config(operation_seconds={"default": 0})
    with Job(tmp_path / "job", cloud, front, {place.host: tasks}, more, launcher) as job:
        results = job.finished()
    assert [result.get("changed") for result in results.values()] == [True, False], job.printed
    assert job.printed.count("[WARNING]") <= 1, job.printed
    kept = [path for path in (tmp_path / "job" / "home").rglob("*") if path.is_file()]
    assert bool(kept) == (variable != "HOME"), kept
    assert cloud.tokens() == (1 if kept else 2)
