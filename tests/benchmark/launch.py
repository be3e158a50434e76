# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run one command and write down how long it took, how much memory it had, and how it ended.

``python3 -I -S launch.py RESULT LOG COMMAND...``. A process of its own, and a small one: a child begins with the peak
memory of the process that started it, so the benchmark itself, which holds thousands of answers, must not start it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time


def main(result: str, log: str, command: list[str]) -> None:
    """Run ``command`` to its end with its output in ``log``; write seconds, peak memory in MB and status as JSON.

    The memory is that of the largest process below: the kernel adds to a process what it learned of its children.
    """
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    actions = [(os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)]
    began = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    status = os.waitpid(child, 0)[1]
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # Linux counts in kilobytes, macOS in bytes.
    divisor = 1024 * 1024 if sys.platform == "darwin" else 1024
    measured = {"seconds": seconds, "peak_mb": peak / divisor, "status": os.waitstatus_to_exitcode(status)}
    with open(result, "w", encoding="utf-8") as file:
        json.dump(measured, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
