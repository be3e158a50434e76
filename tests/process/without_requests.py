# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command of this environment as if ``requests`` were not installed; what it starts has it again."""

from __future__ import annotations

import runpy
import shutil
import sys
from typing import Any


class Absent:
    """Finds no ``requests``."""

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> None:
        if name.partition(".")[0] == "requests":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


if __name__ == "__main__":
    sys.meta_path.insert(0, Absent())
    sys.argv = sys.argv[1:]
    sys.argv[0] = shutil.which(sys.argv[0]) or sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")
