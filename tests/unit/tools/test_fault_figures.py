# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``make faults`` counts: from the JUnit files that pytest writes to the figures."""

from __future__ import annotations

from pathlib import Path

import fault_figures
import junit

PYTEST = """<testsuites><testsuite name="pytest">
<testcase classname="t" name="one"><properties>
  <property name="case" value="N02"/><property name="figure:urls.tried" value="10"/>
  <property name="figure:overshoot_s" value="0.5"/><property name="figure:kill.exit_s" value="2"/>
</properties></testcase>
<testcase classname="t" name="two"><properties>
  <property name="case" value="N02"/><property name="figure:urls.tried" value="5"/>
  <property name="figure:overshoot_s" value="0.25"/><property name="figure:kill.exit_s" value="3.25"/>
</properties><failure message="no">no</failure></testcase>
<testcase classname="t" name="three"><properties><property name="case" value="A01"/></properties>
  <skipped message="no such uid"/></testcase>
<testcase classname="t" name="four"><properties><property name="case" value="P03"/></properties></testcase>
<testcase classname="t" name="five"><properties><property name="case" value="S01"/></properties></testcase>
</testsuite></testsuites>
"""


def test_counts_what_was_tried_and_what_passed(tmp_path: Path) -> None:
    path = tmp_path / "every_fault.pytest.xml"
    path.write_text(PYTEST)
    assert fault_figures.figures(junit.read(path)) == {
        "cases": {"N02": {"passed": 1, "total": 2}, "P03": {"passed": 1, "total": 1}},
        "security": {"S01": {"passed": 1, "total": 1}},
        "urls": {"tried": 15},
        "overshoot_s": 0.5,
        "kill": {"exit_s": 3.25},
    }


def test_knows_the_whole_catalogue() -> None:
    assert len(fault_figures.CASES) == 124
    assert fault_figures.CASES[0] == "N01" and fault_figures.CASES[-1] == "C20"
