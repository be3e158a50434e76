# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One job as the execution node of AWX runs it: by ansible-runner, from a private data directory.

``runner.py DIRECTORY PLAYBOOK IDENT``. Cancels the job as soon as the file ``cancel`` is in the directory; lets the
hours of its time limit pass as soon as the file ``late`` is. Prints what the runner says of the job at its end, as
JSON. Takes the job's environment from its own standard input, as the node does, so that no file holds it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import ansible_runner.runner

directory, playbook, ident = sys.argv[1:]
late = Path(directory, "late")


def now() -> float:
    """The time as the runner takes it: it looks how long the job has been running, again and again."""
    return time.time() + (86400 if late.exists() else 0)


ansible_runner.runner.time = SimpleNamespace(time=now, sleep=time.sleep)
done = ansible_runner.run(
    private_data_dir=directory,
    playbook=playbook,
    ident=ident,
    inventory=str(Path(directory, "inventory")),
    envvars=json.load(sys.stdin),
    passwords={},
    suppress_env_files=True,
    fact_cache_type="",
    quiet=True,
    cancel_callback=Path(directory, "cancel").exists,
)
print(json.dumps({"status": done.status, "rc": done.rc}))
