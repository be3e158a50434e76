# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One browser for all tests of this folder, and a place for their figures."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from chromium import Browser, Missing, browser

# Where packages outlive a run: the stage says where, because it works on a copy.
PLACE = Path(os.environ.get("BROWSER_PLACE") or Path(__file__).resolve().parents[2] / ".venv")


@pytest.fixture(scope="session")
def chromium() -> Browser:
    """Skips what needs it where there is none."""
    try:
        return browser(PLACE)
    except Missing as error:
        pytest.skip(str(error))


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, float], None]:
    """Keep a number for ``tests/output/ecosystem.json``."""
    return lambda name, value: record_property(f"ecosystem:report.{name}", value)
