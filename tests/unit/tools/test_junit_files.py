# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is counted is what the JUnit files say, and no skip goes unnoticed."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import junit
import pytest

PASSED = junit.Case("lint", "lint::ruff", "passed")
FAILED = junit.Case("lint", "lint::yamllint", "failed", "exit status 1\nline \x1b[31mtwo\x1b[0m")
SKIPPED = junit.Case("lint", "lint::other", "skipped", "no such tool")


def test_cases_survive_being_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "lint.steps.xml"
    cases = [junit.Case("lint", case.name[6:], case.outcome, case.message) for case in (PASSED, FAILED)]
    junit.write(path, "lint", cases)
    passed, failed = junit.read(path)
    assert (passed.suite, passed.name, passed.outcome) == ("lint", "lint::ruff", "passed")
    assert failed.outcome == "failed"
    assert "two" in failed.message and "\x1b" not in failed.message


def test_an_error_counts_as_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "units.pytest.xml"
    error = '<error message="boom">trace</error>'
    path.write_text(f'<testsuites><testsuite><testcase name="a">{error}</testcase></testsuite></testsuites>')
    (case,) = junit.read(path)
    assert (case.suite, case.outcome, case.message) == ("units", "failed", "boom\ntrace")


def test_half_a_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "units.pytest.xml"
    path.write_text("<testsuites><testsuite>")
    with pytest.raises(ElementTree.ParseError):
        junit.read(path)


def test_a_skip_is_expected_only_where_suite_test_and_message_fit() -> None:
    allowed = junit.ExpectedSkip("lint", "lint::o*", "no such*", "a reason")
    assert junit.unexpected_skips([PASSED, FAILED, SKIPPED], [allowed]) == []
    for other in ({"suite": "units"}, {"test": "lint::ruff"}, {"message": "*elsewhere*"}):
        entry = junit.ExpectedSkip(**{**vars(allowed), **other})
        assert junit.unexpected_skips([SKIPPED], [entry]) == [SKIPPED]


def test_every_allowed_skip_has_a_reason() -> None:
    entries = junit.expected_skips(junit.ALLOWED_SKIPS)
    assert entries
    assert all(len(entry.reason) > 10 for entry in entries)
