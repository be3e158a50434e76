# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task that loops over many items logs in once and grows by nothing but their results."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.process.playing import left_behind

from ..cloud import Cloud
from ..families import BY_NAME
from .afterwards import Figure
from .jobs import Job

DATASTORE = BY_NAME["datastore"]
# Ansible keeps the results of a loop, with the options, until its end.
MB_AN_ITEM = 0.06
MB_OF_NOISE = 12.0


@pytest.mark.case("C13")
def test_logs_in_once_and_stays_small(
    front: str, cloud: Cloud, tmp_path: Path, everything: bool, figure: Figure
) -> None:
    items = {"in_process": 60, "module": 12} if not everything else {"in_process": 500, "module": 60}
    task = {
        "name": "many",
        f"mlops.azureml.{DATASTORE.module}": {**DATASTORE.present, "name": "raw{{ item }}"},
        "loop": f"{{{{ range({items[front]}) }}}}",
        "loop_control": {"label": "{{ item }}"},
    }
    over = threading.Event()
    sizes: list[tuple[int, float]] = []

    def watch(job: Job) -> None:
        while not over.wait(0.05):
            done = len(cloud.emulator.journal())
            size = megabytes(job)
            if done and size:
                sizes.append((done, size))

    with Job(tmp_path / "job", cloud, front, {"many": [task]}) as job:
        watching = threading.Thread(target=watch, args=(job,))
        watching.start()
        try:
            result = job.finished()["many"]
        finally:
            over.set()
            watching.join()
    assert len(result["results"]) == items[front] and result["changed"], job.printed
    assert cloud.tokens() == 1
    end = sizes[-1][0]
    early = max(size for done, size in sizes if done <= end / 3)
    late = max(size for done, size in sizes if done >= end * 2 / 3)
    figure("loop.grown_mb", round(late - early, 1))
    assert late - early <= MB_OF_NOISE + MB_AN_ITEM * items[front]


def megabytes(job: Job) -> float:
    """The memory of the playbook's processes together, without what each module takes for itself."""
    total = 0
    for pid, command in left_behind(job.marker).items():
        if "playbook.yml" in command:
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue  # It ended while we looked.
            total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
    return total / 1024
