# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulator for each pytest worker, made ready before each test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serving

from tests.process.cloud import Cloud

ROOT = Path(__file__).resolve().parents[2]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--everything", action="store_true", help="also what takes long")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "everything: no part of the quick form")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("everything"):
        items[:] = [item for item in items if not item.get_closest_marker("everything")]


@pytest.fixture(scope="session")
def running_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with serving.serving(Path(sys.executable), ROOT, tmp_path_factory.mktemp("emulator")) as emulator:
        yield Cloud(emulator)


@pytest.fixture
def cloud(running_cloud: Cloud) -> Cloud:
    running_cloud.prepare()
    return running_cloud
