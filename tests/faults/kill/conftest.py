# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing of a test is held longer than the test."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from ..cloud import Cloud


@pytest.fixture(autouse=True)
def _hears_sighup() -> Iterator[None]:
    """What ``nohup`` starts ignores SIGHUP, and hands that down to the jobs that are to hear it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture(autouse=True)
def _let_go(cloud: Cloud) -> Iterator[None]:
    yield
    cloud.control("DELETE", "faults")


@pytest.fixture(params=["in_process", "module"])
def front(request: pytest.FixtureRequest) -> str:
    """The way tasks run; a test that takes it runs once through each."""
    return request.param
