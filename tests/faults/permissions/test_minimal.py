# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The permissions that the documentation names are enough, and each of them is needed (reliability S18).

A task runs with none, and is given each action that the service's refusal names, until it succeeds. So what it has in
the end is enough, and each action was missed once, in words that name it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ..cloud import Cloud
from .works import ALL, Work

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "permissions.md"
# In the words of the resource manager, and of the regional servers.
_ACTION = re.compile(r"(?:perform action '|permissions for )([\w./]+)")
# What changes nothing.
_READS = re.compile(r"/read$|/list\w+/action$", re.IGNORECASE)
_ROW = re.compile(r"^\| `(\w+)` \| ([^|]+?) \| (.*) \|$", re.MULTILINE)


def documented() -> dict[tuple[str, str], list[str]]:
    """The actions of the page, by module and what it does."""
    return {(row[0], row[1]): re.findall(r"`([^`]+)`", row[2]) for row in _ROW.findall(PAGE.read_text())}


def needed(cloud: Cloud, work: Work) -> list[str]:
    """The actions without which the task fails, each found by a failure that names it."""
    granted: list[str] = []
    while True:
        result = allowed(cloud, work, granted)
        if not result.get("failed"):
            return granted
        named = _ACTION.search(result["msg"])
        assert named and named.group(1) not in granted, result
        granted.append(named.group(1))


def allowed(cloud: Cloud, work: Work, granted: list[str], check_mode: bool = False) -> dict[str, Any]:
    """The result of the task when these actions are all that its principal may do."""
    client = cloud.emulator.environment()["AZURE_CLIENT_ID"]
    cloud.config(permissions={client: None}, extra=dict(work.extra))
    cloud.anew()
    for module, options in work.before:
        done = cloud.play(module, options)
        assert not done.get("failed"), done
    cloud.config(permissions={client: granted})
    return cloud.play(work.module, work.options, check_mode=check_mode)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every row; in the quick form the first of each module."""
    if "work" in metafunc.fixturenames:
        chosen = (
            ALL if metafunc.config.getoption("everything") else {work.module: work for work in reversed(ALL)}.values()
        )
        metafunc.parametrize("work", chosen, ids=lambda work: f"{work.module} {work.does}")


def test_these_actions_and_no_others(cloud: Cloud, work: Work) -> None:
    actions = needed(cloud, work)
    assert sorted(actions) == sorted(documented()[work.module, work.does])
    # Readers, and a request of the user's own that only reads, do in check mode what they always do.
    if work.module != "aml_rest" and not work.module.endswith("_info"):
        predicted = allowed(cloud, work, [action for action in actions if _READS.search(action)], check_mode=True)
        assert not predicted.get("failed"), predicted


def test_every_module_is_documented() -> None:
    modules = {path.stem for path in (ROOT / "plugins" / "modules").glob("aml_*.py")}
    assert {module for module, _does in documented()} == modules
    assert set(documented()) == {(work.module, work.does) for work in ALL}
