# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator on the real clock beside the shared one, and what it is told about an application."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.emulator import Emulator
from tests.emulator.directory import Principal

from ..cloud import Cloud
from ..conftest import point_at
from .login import CLIENT


@pytest.fixture
def trusts(cloud: Cloud) -> Iterator[Callable[..., None]]:
    """Tell the emulator what it knows about applications, until the test is over."""
    extra = cloud.emulator.state.config.extra
    before = dict(extra)
    yield extra.update
    extra.clear()
    extra.update(before)


@pytest.fixture
def principal(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change the application that the tests log in as, until the test is over."""
    found: Principal = cloud.emulator.state.directory.principals[CLIENT]
    return lambda **changed: [monkeypatch.setattr(found, name, value) for name, value in changed.items()]


@pytest.fixture(scope="session")
def on_real_time(_no_home: None) -> Iterator[Cloud]:
    """The Date of an answer is the machine's, so a skew of the clock shows only where the emulator's is too."""
    with Emulator() as started:
        yield Cloud(started)


@pytest.fixture
def timely(on_real_time: Cloud, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """That emulator, as new."""
    point_at(on_real_time.emulator, monkeypatch)
    monkeypatch.setenv("HOME", str(tmp_path))
    on_real_time.anew()
    yield on_real_time
    on_real_time.emulator.state.config.extra.clear()
