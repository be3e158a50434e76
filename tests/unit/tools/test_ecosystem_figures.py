# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the stages put into ``tests/output/ecosystem.json``."""

from __future__ import annotations

import json
from pathlib import Path

import ecosystem
import junit


def case(outcome: str, **figures: object) -> junit.Case:
    properties = tuple((f"ecosystem:inventory.{name}", str(value)) for name, value in figures.items())
    return junit.Case("t", "t", outcome, properties=(("case", "N01"), *properties))


def test_figures_are_laid_over_those_of_others(tmp_path: Path) -> None:
    target = tmp_path / "output" / "ecosystem.json"
    ecosystem.merge([case("passed")], target)
    assert not target.exists()
    ecosystem.merge([case("passed", hosts=1000), case("failed", ratio="4.25")], target)
    assert json.loads(target.read_text()) == {"inventory": {"hosts": 1000, "ratio": 4.25}}
    target.write_text(json.dumps({"awx": {"passed": 3}, "inventory": {"hosts": 1, "other": 2}}))
    ecosystem.merge([case("passed", hosts=1000)], target)
    assert json.loads(target.read_text()) == {"awx": {"passed": 3}, "inventory": {"hosts": 1000, "other": 2}}


def test_what_passed_is_counted(tmp_path: Path) -> None:
    one = (("ecosystem-sum:awx.passed", "1"),)
    cases = [junit.Case("t", name, outcome, properties=one) for name, outcome in (("a", "passed"), ("b", "failed"))]
    for found, passed in ((cases, 1), ([*cases, cases[0]], 2), (cases[1:], 0)):
        ecosystem.merge(found, tmp_path / "ecosystem.json")
        assert json.loads((tmp_path / "ecosystem.json").read_text()) == {"awx": {"passed": passed}}


def test_what_ran_is_counted_whatever_came_of_it(tmp_path: Path) -> None:
    both = (("ecosystem-count:examples.run", "1"), ("ecosystem-sum:examples.passed", "1"))
    ran = [junit.Case("t", outcome, outcome, properties=both) for outcome in ("passed", "failed", "passed")]
    for found, run, passed in ((ran, 3, 2), (ran[1:2], 1, 0)):
        ecosystem.merge(found, tmp_path / "ecosystem.json")
        figures = json.loads((tmp_path / "ecosystem.json").read_text())
        assert figures == {"examples": {"run": run, "passed": passed}}
