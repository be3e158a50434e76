# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the EXAMPLES of every filter, test and lookup, as ``ansible-doc`` shows them, as those of the modules are."""

from __future__ import annotations

import functools
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import serving
import yaml
from test_examples import HERE, TIMEOUT_SECONDS, common, play, written

__all__ = ["common"]

KINDS = ("filter", "lookup", "test")
PLUGINS = [(kind, path.stem) for kind in KINDS for path in sorted((HERE.parents[1] / "plugins" / kind).glob("*.py"))]


@functools.cache
def described(kind: str) -> dict[str, Any]:
    """What ``ansible-doc`` knows of the plugins of a kind, by name."""
    names = [f"mlops.azureml.{name}" for other, name in PLUGINS if other == kind]
    command = ["ansible-doc", "--json", "--type", kind, *names]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("kind", "name"), PLUGINS)
def test_the_examples_run(
    kind: str, name: str, common: dict[str, list[Any]], running_emulator: serving.Emulator, tmp_path: Path
) -> None:
    found = described(kind)[f"mlops.azureml.{name}"]
    examples = yaml.safe_load(found["examples"])
    assert all(task.get("name") for task in examples) and f"mlops.azureml.{name}" in found["examples"]
    assert found["return"] and found["doc"]["short_description"] and found["doc"]["seealso"]
    (dependencies,) = common["aml_dependencies"]
    tasks = [*written(f"{kind}_{name}"), *examples]
    play(name, tasks, running_emulator, tmp_path / "own", {"dependencies": dependencies})
