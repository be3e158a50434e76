# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of a case the quick form runs."""

from __future__ import annotations

from typing import Any

import pytest

from ..families import COMPUTE
from ..types import EVERY
from .meeting import POSTS, changing

FATES = ("reset after TLS", "reset", "close", "silence")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``act``: the tasks with an UNSAFE POST; ``fate``: how a connection breaks before the request. Both, or one."""
    everything = metafunc.config.getoption("everything")
    if "act" in metafunc.fixturenames:
        metafunc.parametrize("act", POSTS if everything else POSTS[:2], ids=lambda act: act.name)
    if "fate" in metafunc.fixturenames:
        both = "family" in metafunc.fixturenames
        metafunc.parametrize("fate", FATES if everything or both else FATES[:1])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test marked ``spread``, whose variants do not concern what the resource is, one family runs all, and each of
    the others one, in turn. What is marked ``longer`` is not in the quick form.
    """
    variants: dict[tuple[str, str], list[pytest.Item]] = {}
    for item in items:
        family = _of(item, "family")
        if family not in (None, COMPUTE) and item.get_closest_marker("spread"):
            variants.setdefault((item.originalname, family.name), []).append(item)
    turn = {family.name: nth for nth, family in enumerate(EVERY)}
    left = {id(one) for (_test, name), own in variants.items() for one in own if one is not own[turn[name] % len(own)]}
    # What cannot be changed in place takes two writes.
    left |= {id(item) for item in items if _of(item, "doing") is changing and not _of(item, "family").in_place}
    if not config.getoption("everything"):
        left |= {id(item) for item in items if item.get_closest_marker("longer")}
    config.hook.pytest_deselected(items=[item for item in items if id(item) in left])
    items[:] = [item for item in items if id(item) not in left]


def _of(item: pytest.Item, parameter: str) -> Any:
    return item.callspec.params.get(parameter) if hasattr(item, "callspec") else None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "spread: with --everything, one variant a family is enough")
    config.addinivalue_line("markers", "longer: with --everything only")
