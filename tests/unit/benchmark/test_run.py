# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmark plans, how it judges a run, and how it tells what it found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import estate
import figures
import pytest
import run as bench
import subjects
import yaml

LAUNCH = Path(bench.__file__).with_name("launch.py")
HOLD = "held = bytearray({size}); held[::4096] = b'x' * len(held[::4096])"


def asked(method: str, path: str, status: int = 200) -> dict[str, Any]:
    return {"method": method, "path": path, "status": status}


READ = [asked("GET", estate.path_of(1)), asked("GET", estate.path_of(2))]
PAGE = asked("GET", f"{estate.WORKSPACE_PATH}/computes")
TOKEN = asked("POST", "/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token")
CLOUD = asked("GET", "/metadata/endpoints")


def test_requests_are_counted_by_what_they_are_for() -> None:
    journal = [CLOUD, TOKEN, PAGE, PAGE, *READ, asked("PUT", estate.path_of(3), 429)]
    assert estate.counted(journal) == {"requests": 7, "pages": 2, "throttled": 1, "others": 3}
    assert estate.reads(journal) == {"c0001", "c0002"} and estate.writes(journal) == {"c0003"}


def test_a_run_in_sync_reads_everything_and_writes_nothing() -> None:
    assert bench.judge("each", figures.SYNC, 2, [TOKEN, *READ], 0) == ""
    assert "read 1 computes of 2" in bench.judge("each", figures.SYNC, 2, [READ[0], READ[0]], 0)
    assert "wrote 1" in bench.judge("each", figures.SYNC, 2, [*READ, asked("PATCH", estate.path_of(1))], 0)
    assert bench.judge("pages", figures.SYNC, 100, [TOKEN, PAGE], 0) == ""
    assert "read 0 pages" in bench.judge("pages", figures.SYNC, 100, [TOKEN], 0)
    assert bench.judge("nothing", figures.SYNC, 20, [], 0) == ""
    assert "asked 1 times" in bench.judge("nothing", figures.SYNC, 20, [TOKEN], 0)


def test_a_creation_counts_once_it_is_there() -> None:
    puts = [asked("PUT", estate.path_of(1), 201), asked("PUT", estate.path_of(2), 201)]
    assert bench.judge("each", figures.CREATE, 2, puts, 2) == ""
    assert "1 of them were there" in bench.judge("each", figures.CREATE, 2, puts, 1)
    assert "wrote 1 computes of 2" in bench.judge("each", figures.CREATE, 2, puts[:1], 1)


def everything(chosen: list[subjects.Subject]) -> dict[tuple[str, figures.Work], bool]:
    return {(subject.name, work): True for subject in chosen for work in subject.works()}


def planned(*chosen: subjects.Subject, notes: dict[str, bench.Note] | None = None) -> list[tuple[str, int, str, int]]:
    found = bench.cells(list(chosen), everything(list(chosen)), (0, 30), notes or {})
    return [(cell.subject.name, cell.latency_ms, cell.kind, cell.count) for cell in found]


def test_what_is_compared_is_measured_one_after_the_other() -> None:
    found = planned(subjects.DEBUG, subjects.PING)
    order = [(name, count) for name, latency, _kind, count in found if latency == 0]
    assert order == [("debug", 1), ("ping", 1), ("debug", 20), ("ping", 20)]
    found = planned(subjects.DEBUG, subjects.PING, subjects.APPLY)
    order = [(name, count) for name, latency, kind, count in found if latency == 30 and kind == figures.SYNC]
    assert order == [
        ("debug", 1),
        *(("aml_apply", count) for count in (1, 20, 100, 1000)),
        ("ping", 1),
        ("debug", 20),
        ("ping", 20),
    ]


def test_a_slow_client_is_measured_with_a_few_tasks() -> None:
    assert planned(subjects.RM_ML_COMPUTE) == [
        ("azure_rm_ml_compute", 0, "create", 1),
        ("azure_rm_ml_compute", 0, "create", 2),
        *(("azure_rm_ml_compute", latency, "sync", count) for latency in (0, 30) for count in (1, 4)),
    ]


def test_the_large_estate_is_measured_without_latency_only() -> None:
    counts = {(latency, count) for _name, latency, kind, count in planned(subjects.APPLY) if kind == figures.SYNC}
    assert counts == {(0, 1), (0, 20), (0, 100), (0, 1000), (0, 10000), (30, 1), (30, 20), (30, 100), (30, 1000)}


def test_who_is_absent_is_not_planned_and_has_rows_that_say_why() -> None:
    chosen = [subjects.RM_RESOURCE]
    notes = {subjects.RM_RESOURCE.name: bench.Note("no Python 3.12")}
    assert planned(*chosen, notes=notes) == []
    result = bench.result_of(chosen, everything(chosen), (0,), {}, notes, {}, {})
    assert {row["note"] for row in result["rows"]} == {"no Python 3.12"}
    assert [row["work"] for row in result["rows"]] == [work.name for work in subjects.RM_RESOURCE.works()]


def test_who_cannot_do_the_first_task_has_failed() -> None:
    chosen = [subjects.MODULE]
    notes = {subjects.MODULE.name: bench.Note("status 2", failed=True)}
    rows = bench.result_of(chosen, everything(chosen), (0,), {}, notes, {}, {})["rows"]
    assert rows and all(row["failed"] for row in rows)


def test_a_count_that_failed_once_has_a_reason_and_no_figure() -> None:
    chosen = [subjects.PING]
    one, twenty = (bench.Cell(subjects.PING, 0, figures.SYNC, count) for count in (1, 20))
    samples = {one: [figures.Sample(1, 50, 0)] * 2, twenty: [figures.Sample(9, 50, 0)]}
    result = bench.result_of(chosen, everything(chosen), (0,), samples, {}, {twenty: "status 2"}, {})
    told = [(row["work"], row["median_s"], row.get("note")) for row in result["rows"]]
    assert told == [
        ("one no-op task", 1, None),
        ("20 no-op tasks", None, "status 2"),
        ("one more no-op task", None, "status 2"),
    ]
    assert "not measured: status 2" in bench.table(result["rows"])


def test_a_list_is_also_written_as_people_write_it() -> None:
    value = [{"name": "play", "tasks": [{"a.b": {"list": [{"type": "x", "scale": {"max": 2}}, {"type": "y: z"}]}}]}]
    text = subjects.block(value)
    assert yaml.safe_load(text) == value
    assert '- type: "x"\n' in text and text.startswith('- name: "play"\n')


def test_a_pattern_chooses_by_subject_or_by_work() -> None:
    assert bench.matches("", "ping", "one no-op task")
    assert bench.matches("APPLY", "aml_apply", "100 resources in sync")
    assert bench.matches("^ping: one", "ping", "one no-op task")
    assert not bench.matches("apply", "ping", "one no-op task")


def test_the_page_keeps_what_stands_around_the_table() -> None:
    goals = {
        "a / b": {"value": 0.123456, "bound": "at most", "goal": 0.12, "reached": False},
        "c / d": {"value": 1402.3, "bound": "at least", "goal": 200, "reached": True},
    }
    text = bench.goal_table(goals, markdown=True)
    assert text.splitlines()[2:] == [
        "| a / b | at most 0.12 | 0.123 | MISSED |",
        "| c / d | at least 200 | 1,402 | reached |",
    ]
    begin, end = bench.MARKS
    assert bench.renewed(f"before\n{begin}\nold\n{end}\nafter\n", text) == f"before\n{begin}\n{text}\n{end}\nafter\n"
    with pytest.raises(ValueError, match="has no section"):
        bench.renewed("before", text)


def test_the_page_of_the_project_has_the_section() -> None:
    assert bench.renewed(bench.PAGE.read_text(), "new").count("new\n") >= 1


def launched(tmp_path: Path, *command: str) -> dict[str, Any]:
    noted, log = tmp_path / "measured.json", tmp_path / "log"
    subprocess.run([sys.executable, "-I", "-S", LAUNCH, noted, log, *command], check=True)
    return {**json.loads(noted.read_text()), "log": log.read_text()}


def test_a_command_is_measured_with_all_that_it_started(tmp_path: Path) -> None:
    inner = f"import time; {HOLD.format(size=150 * 2**20)}; time.sleep(0.3); print('inner')"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}]); sys.exit(3)"
    measured = launched(tmp_path, sys.executable, "-c", outer)
    assert measured["status"] == 3 and measured["log"] == "inner\n"
    assert measured["seconds"] >= 0.3 and 150 <= measured["peak_mb"] < 300


def test_the_memory_of_whoever_measures_does_not_count(tmp_path: Path) -> None:
    held = bytearray(200 * 2**20)
    held[::4096] = b"x" * len(held[::4096])
    assert launched(tmp_path, "true")["peak_mb"] < 100
    assert len(held) > 0
