# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the checks on demand and the stage lint let pass, and what they do not."""

from __future__ import annotations

import re

import audit
import environment
import pytest
import stages

# In two parts: this file is checked too.
BANDIT, DETECT = "no" + "sec", "pragma: allowlist" + " secret"
WEAK = {"id": "PYSEC-1", "fix_versions": ["2.0"]}


class TestAnAudit:
    def test_names_each_weakness_and_its_way_out(self):
        hopeless = {"id": "PYSEC-2", "fix_versions": []}
        report = {
            "dependencies": [
                {"name": "a", "version": "1.0", "vulns": [WEAK, hopeless]},
                {"name": "b", "version": "1.0", "vulns": []},
            ]
        }
        assert audit.weaknesses(report, 2) == ["a 1.0: PYSEC-1, fixed in 2.0", "a 1.0: PYSEC-2, not fixed yet"]

    @pytest.mark.parametrize(
        "packages", [[], [{"name": "a", "skip_reason": "not known there"}]], ids=["silent", "skipped"]
    )
    def test_that_left_something_out_is_none(self, packages):
        with pytest.raises(environment.SetupError, match="NOT AUDITED"):
            audit.weaknesses({"dependencies": packages}, 1)


class TestExceptions:
    @pytest.mark.parametrize(
        "line",
        [
            f"run(words)  # {BANDIT}",
            f"run(words)  # {BANDIT} B603",
            f"run(words)  #{BANDIT}: B603, B607 #",
            f"KEY = 'x'  # {DETECT}",
            f"KEY = 'x'  # {DETECT}: ",
        ],
    )
    def test_without_a_reason_are_found(self, line, tmp_path):
        assert self.found(tmp_path, line) == ["one.py:2: say why, after a second `#`, or after a colon"]

    @pytest.mark.parametrize(
        "line", [f"run(words)  # {BANDIT} B603, B607 # no shell", f"KEY = 'x'  # {DETECT}: an alphabet"]
    )
    def test_with_one_pass(self, line, tmp_path):
        assert self.found(tmp_path, line) == []

    def found(self, folder, line):
        (folder / "one.py").write_text(f"first = 1\n{line}\n")
        return stages._unexplained(folder, [(folder / "one.py").relative_to(folder)])


@pytest.mark.parametrize(
    "value",
    [
        "p4ssw0rd",
        "Correct-Horse",
        "correct horse battery 1",
        "Ab1+/Ab1+/Ab1+/Ab1+/Ab1+/Ab1+/Ab1+/Ab1+/Ab1+/Ab==",
        "8Q~Xx.0000000000000000000000000000000000",
    ],
)
def test_what_could_be_a_secret_of_azure_is_not_taken_for_made_up(value):
    assert not any(re.search(pattern, value) for pattern in stages.MADE_UP)
