# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulator for all targets that a pytest worker runs; each target starts with an empty one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import serving

ROOT = Path(__file__).resolve().parents[2]
# The nodes that a result counts for are told from the collection itself: for the tests alone, no play sees this path.
sys.path.append(os.environ["ANSIBLE_COLLECTIONS_PATH"].partition(os.pathsep)[0])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker begins one while the others have nothing left to do: the life cycle, and
    then the targets, those with the most tasks first.
    """
    items.sort(key=lambda item: (item.path.stem != "test_lifecycle", -_size_of_the_target(item)))


def _size_of_the_target(item: pytest.Item) -> int:
    """How many bytes its tasks have; 0 for what is no target."""
    target = getattr(item, "callspec", None) and item.callspec.params.get("target")
    tasks = Path(__file__).with_name("targets") / target / "tasks" if target else None
    return sum(path.stat().st_size for path in tasks.glob("*.yml")) if tasks else 0


@pytest.fixture(scope="session")
def running_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Emulator]:
    with serving.serving(Path(sys.executable), ROOT, tmp_path_factory.mktemp("emulator")) as emulator:
        yield emulator


@pytest.fixture(scope="session")
def kept_states() -> dict[str, Any]:
    """By the names under which that emulator keeps a state to start from, what making it returned."""
    return {}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home for each test, so that no play finds the tokens of another one's, or of the developer's."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for variable in ("XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def emulator(running_emulator: serving.Emulator) -> serving.Emulator:
    running_emulator.reset()
    return running_emulator
