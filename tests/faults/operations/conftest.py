# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each operation is waited for twice: by the module of its own, and as the only item of ``aml_apply``."""

from __future__ import annotations

import pytest

from ..cloud import Cloud
from ..families import COMPUTE
from .waiting import ALONE, APPLIED, SECONDS, SLOW


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``slow``: the families whose writes start an operation; ``way``: both ways of waiting for one."""
    if "slow" in metafunc.fixturenames:
        chosen = SLOW if metafunc.config.getoption("everything") else (COMPUTE,)
        metafunc.parametrize("slow", chosen, ids=lambda family: family.name)
    if "way" in metafunc.fixturenames:
        metafunc.parametrize("way", (ALONE, APPLIED), ids=lambda way: way.name)


@pytest.fixture(autouse=True)
def _brief(cloud: Cloud) -> None:
    """Operations long enough to be polled a few times."""
    cloud.config(operation_seconds={"default": SECONDS})
