# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m tests.faults.network.measured``: a process of its own that tells how much memory each task took.

One line of JSON in, [module, options]; one out, {"mb": growth of the resident set at its highest, "result": ...}.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
from pathlib import Path
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments
from ansible_collections.mlops.azureml.plugins.module_utils.engine import run
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError
from ansible_collections.mlops.azureml.plugins.module_utils.failure import failure

MODULES = "ansible_collections.mlops.azureml.plugins.modules."
# What reliability S17 gives a task.
MOST_MEMORY = 512 * 1024 * 1024


def highest() -> float:
    """The largest resident set since it was last forgotten, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:"))) / 1024


def told(module: str, options: dict[str, Any]) -> dict[str, Any]:
    """The result of a task, a failure's too."""
    task = importlib.import_module(MODULES + module).TASK
    params = ArgumentSpecValidator(arguments(task)).validate(options).validated_parameters
    try:
        return run(task, params)
    except AmlError as error:
        return failure(error)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    for line in sys.stdin:
        module, options = json.loads(line)
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before = highest()
        result = told(module, options)
        print(json.dumps({"mb": highest() - before, "result": result}, default=str), flush=True)


if __name__ == "__main__":
    main()
