# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator answers 300 GET a second on one core, so that it is never what a benchmark measures (issue 2)."""

from __future__ import annotations

import http.client
import os
import ssl
import time
import urllib.parse
from pathlib import Path
from typing import Any

from emulator_process import Emulator, running
from parents import in_our_subscription, make
from wire import Wire

WANTED_PER_SECOND = 300
SECONDS = 3.0
# A warm-up first: connections, and what Python compiles or caches on the first call.
WARM_UP = 100
WORKSPACE = "/subscriptions/x/resourceGroups/speed/providers/Microsoft.MachineLearningServices/workspaces/workspace"


def pin(emulator: Emulator) -> None:
    """Confine the emulator to one core. Elsewhere than on Linux its one serving thread does that by itself."""
    if not hasattr(os, "sched_setaffinity"):
        return
    core = min(os.sched_getaffinity(0))
    for thread in Path(f"/proc/{emulator.pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})


def test_gets_per_second(tmp_path: Path, record_property: Any) -> None:
    with running(tmp_path, "--registered", "*", "--operation-seconds", "0") as emulator:
        wire = Wire(emulator)
        workspace = in_our_subscription(WORKSPACE)
        make(wire, workspace)
        pin(emulator)

        address = urllib.parse.urlsplit(emulator.url)
        context = ssl.create_default_context(cafile=emulator.ca_file)
        connection = http.client.HTTPSConnection(address.hostname or "", address.port, timeout=10, context=context)
        path, headers = f"{workspace}?api-version=2024-10-01", {"Authorization": wire.session.headers["Authorization"]}

        def get() -> None:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, body

        for _dummy in range(WARM_UP):
            get()
        count, began = 0, time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            get()
            count += 1
        rate = count / (time.perf_counter() - began)
        connection.close()
    record_property("gets_per_second", round(rate))
    assert rate >= WANTED_PER_SECOND
