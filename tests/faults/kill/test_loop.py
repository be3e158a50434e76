# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task that loops over many items logs in once and grows by nothing but their results."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import pytest

from tests.process.playing import left_behind

from ..cloud import Cloud
from ..families import BY_NAME
from .afterwards import Figure
from .jobs import Job

DATASTORE = BY_NAME["datastore"]
# Ansible keeps the results of a loop, with the options, until its end.
MB_AN_ITEM = 0.02
MB_OF_NOISE = 8.0


@pytest.mark.case("C13")
def test_logs_in_once_and_stays_small(
    front: str, cloud: Cloud, tmp_path: Path, everything: bool, figure: Figure
) -> None:
    items = {"in_process": 60, "module": 12} if not everything else {"in_process": 500, "module": 60}
    task = {
        "name": "many",
        f"mlops.azureml.{DATASTORE.module}": {**DATASTORE.present, "name": "raw{{ item }}"},
        "loop": f"{{{{ range({items[front]}) | list }}}}",
        "loop_control": {"label": "{{ item }}"},
    }
    over = threading.Event()
    sizes: list[float] = []

    def watch(job: Job) -> None:
        while not over.wait(0.05):
            sizes.extend(megabytes(job))

    with Job(tmp_path / "job", cloud, front, {"many": [task]}) as job:
        watching = threading.Thread(target=watch, args=(job,))
        watching.start()
        try:
            result = job.finished()["many"]
        finally:
            over.set()
            watching.join()
    assert result.get("changed"), (result, job.printed)
    assert len(result["results"]) == items[front]
    assert cloud.tokens() == 1
    third = len(sizes) // 3
    grown = max(sizes[-third:]) - max(sizes[:third])
    figure("loop.grown_mb", round(grown, 1))
    assert grown <= MB_OF_NOISE + MB_AN_ITEM * items[front]


def megabytes(job: Job) -> list[float]:
    """The memory of the playbook and its worker together, without what each module takes for itself; empty while there
    is no worker.
    """
    sizes = []
    for pid, command in left_behind(job.marker).items():
        if "playbook.yml" in command:
            with suppress(OSError):  # it ended while we looked
                lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                sizes += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")]
    return [sum(sizes)] if len(sizes) == 2 else []
