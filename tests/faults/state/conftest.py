# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of states share."""

from __future__ import annotations

import pytest

from ..cloud import Cloud
from ..families import COMPUTE, STATEFUL


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``stateful``: the families that tell how far their provisioning is, one of them in the quick form."""
    if "stateful" in metafunc.fixturenames:
        chosen = STATEFUL if metafunc.config.getoption("everything") else (COMPUTE,)
        metafunc.parametrize("stateful", chosen, ids=lambda family: family.name)


@pytest.fixture(autouse=True)
def _brief(cloud: Cloud) -> None:
    """Operations that are polled a few times only: how long they take is no matter here."""
    cloud.config(operation_seconds={"default": 3})
