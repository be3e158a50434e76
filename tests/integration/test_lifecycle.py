# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped playbook of a model's life: every stage, twice; a green that fails; and away again."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import serving

ROOT = Path(__file__).resolve().parents[2]
PLAYBOOK = "mlops.azureml.mlops_lifecycle"
STAGES = ("provision", "assets", "train", "register", "approve", "promote", "deploy", "shift", "prune")
PROD = "/providers/Microsoft.MachineLearningServices/workspaces/mlw-prod"
TIMEOUT_SECONDS = 300
RECAP = re.compile(r"^localhost\s*:\s*ok=(\d+)\s+changed=(\d+)\s+unreachable=0\s+failed=(\d+)", re.MULTILINE)
# What is sent as POST and only reads.
_READS = re.compile(r"/oauth2/|/listKeys$|/metric/|\.inference\.ml\.azure\.com/")


class Life:
    """An emulator on which the playbook runs, stage by stage."""

    def __init__(self, emulator: serving.Emulator) -> None:
        self.emulator = emulator

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.emulator.call(method, f"/_emulator/{path}", None if body is None else json.dumps(body).encode())
        return json.loads(answer) if answer.strip() else None

    def play(self, *words: str, fails: bool = False) -> tuple[int, str]:
        """How much changed, and what was printed."""
        self.ask("DELETE", "journal")
        done = subprocess.run(
            ["ansible-playbook", PLAYBOOK, *words],
            env={**os.environ, **self.emulator.variables(), "ANSIBLE_SHOW_CUSTOM_STATS": "true"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        found = RECAP.search(done.stdout)
        assert found and (done.returncode != 0) == fails, done.stdout
        return int(found[2]), done.stdout

    def writes(self) -> list[str]:
        """What the last play wrote."""
        entries = self.ask("GET", "journal")["value"]
        return [
            f"{entry['method']} {entry['path']}"
            for entry in entries
            if entry["method"] != "GET" and not _READS.search(entry["path"])
        ]

    def stays(self, *words: str) -> None:
        """Assert that another run, and its plan, change nothing and write nothing."""
        for more in ((), ("--check", "--diff")):
            changed, printed = self.play(*words, *more)
            assert (changed, self.writes()) == (0, []), printed

    def endpoint(self) -> dict[str, Any]:
        """The endpoint in production."""
        rows = self.ask("GET", "resources")["value"]
        return next(row for row in rows if row["type"].endswith("/onlineEndpoints") and PROD in row["id"])

    def splits(self) -> list[str]:
        """The writes of the last play to the endpoint itself."""
        return [write for write in self.writes() if write.endswith(self.endpoint()["name"])]

    def probes_fail(self, nth: int) -> None:
        """Let the ``nth`` probe from now on fail, and all after it."""
        match = {"method": "POST", "path": "/score$", "nth": nth}
        self.ask("POST", "faults", {"match": match, "action": {"status": 424}})


@pytest.fixture
def life(emulator: serving.Emulator) -> Iterator[Life]:
    """Scripts log an accuracy; release 4 is a bad one."""
    found = Life(emulator)
    metrics = {r"_train_[123]$": {"accuracy": 0.93}, r"_train_4$": {"accuracy": 0.42}}
    found.ask("PATCH", "config", {"job_metrics": metrics})
    yield found
    found.ask("PATCH", "config", {"job_metrics": dict.fromkeys(metrics)})


def test_the_plan_for_an_empty_subscription_is_whole_and_writes_nothing(life: Life) -> None:
    changed, printed = life.play("--check", "--diff")
    assert changed >= len(STAGES) and not life.writes(), printed


def test_a_model_lives_from_two_empty_workspaces_to_production_and_away(life: Life) -> None:
    first = ("-e", "lifecycle_release=1")
    for stage in STAGES:
        changed, printed = life.play("--tags", stage, *first)
        assert (changed > 0) == (stage != "prune"), printed
        assert ('"lifecycle_model_reference"' in printed) == (stage == "promote"), printed
    assert life.endpoint()["properties"]["traffic"] == {"blue": 100}
    life.stays(*first)

    second = ("-e", "lifecycle_release=2")
    life.play(*second)
    assert life.endpoint()["properties"]["traffic"] == {"green": 100}
    assert len(life.splits()) == 3, "from 100/0 by 90/10 and 50/50 to 0/100"
    life.stays(*second)

    third = ("-e", "lifecycle_release=3")
    life.probes_fail(3)
    _changed, printed = life.play(*third, fails=True)
    assert "blue did not answer its probe" in printed and "the traffic is back at green 100" in printed
    assert len(life.splits()) == 3 and life.endpoint()["properties"]["traffic"] == {"green": 100}
    life.ask("DELETE", "faults")
    life.play("--tags", "deploy,shift", *third)
    assert life.endpoint()["properties"]["traffic"] == {"blue": 100}

    life.play("--tags", "deploy,shift", *second)
    assert life.endpoint()["properties"]["traffic"] == {"green": 100}, "an earlier release that still stands takes over"
    _changed, printed = life.play("--tags", "approve,promote", "-e", "lifecycle_approved=false", *second, fails=True)
    assert "approved is false, not true" in printed

    changed, printed = life.play("-e", "lifecycle_release=4", fails=True)
    assert "accuracy is 0.42, not at least 0.9" in printed
    assert life.endpoint()["properties"]["traffic"] == {"green": 100}

    changed, printed = life.play("--tags", "teardown")
    assert changed > 0, printed
    life.stays("--tags", "teardown")
    assert not [row for row in life.ask("GET", "resources")["value"] if "rg-aml-" in row["id"]]


def test_the_stages_are_those_that_are_documented() -> None:
    printed = subprocess.run(
        ["ansible-playbook", PLAYBOOK, "--list-tags"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    tags = set(re.findall(r"\w+", printed.partition("TASK TAGS: [")[2].partition("]")[0]))
    assert tags == {*STAGES, "teardown", "never"}
    page = (ROOT / "docs" / "lifecycle.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert [row for row in rows if row in tags] == [*STAGES, "teardown"]
