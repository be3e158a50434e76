# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of ``tests/output/ecosystem.json``: what tests recorded as properties ``ecosystem:<group>.<name>``.

What was measured counts whatever the test thought of it. ``ecosystem-count:<group>.<name>`` is added up;
``ecosystem-sum:<group>.<name>`` as well, but there a test that failed counts as 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import junit

PREFIX, SUM, COUNT = "ecosystem:", "ecosystem-sum:", "ecosystem-count:"


def merge(cases: Iterable[junit.Case], target: Path) -> None:
    """Write the figures of these tests into ``target``; those of tests that did not run stay as they are there."""
    whole = json.loads(target.read_text()) if target.is_file() else {}
    known = json.dumps(whole)
    figures: dict[str, float] = {}
    for case in cases:
        for name, value in case.properties:
            if name.startswith(SUM):
                figure = name.removeprefix(SUM)
                figures[figure] = figures.get(figure, 0.0) + float(value) * (case.outcome == "passed")
            elif name.startswith(COUNT):
                figure = name.removeprefix(COUNT)
                figures[figure] = figures.get(figure, 0.0) + float(value)
            elif name.startswith(PREFIX):
                figures[name.removeprefix(PREFIX)] = float(value)
    for name, number in figures.items():
        group, _dot, figure = name.partition(".")
        whole.setdefault(group, {})[figure] = int(number) if number.is_integer() else number
    if json.dumps(whole) != known:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(whole, indent=2) + "\n")
