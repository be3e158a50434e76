# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of a case the quick form runs."""

from __future__ import annotations

import pytest

from .meeting import POSTS

FATES = ("reset after TLS", "reset", "close", "silence")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``act``: the tasks with an UNSAFE POST; ``fate``: how a connection breaks before the request. Both, or one."""
    everything = metafunc.config.getoption("everything")
    if "act" in metafunc.fixturenames:
        metafunc.parametrize("act", POSTS if everything else POSTS[:2], ids=lambda act: act.name)
    if "fate" in metafunc.fixturenames:
        both = "family" in metafunc.fixturenames
        metafunc.parametrize("fate", FATES if everything or both else FATES[:1])
