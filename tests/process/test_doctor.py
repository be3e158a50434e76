# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``ansible-playbook mlops.azureml.doctor`` as somebody runs it whose tasks do not work; its module in both fronts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serving
from cloud import DEFAULTS, GROUP, WORKSPACE, Cloud
from playing import TIMEOUT_SECONDS, own, play

ROOT = Path(__file__).resolve().parents[2]
PLAYBOOK = "mlops.azureml.doctor"
WHERE = ("-e", f"doctor_resource_group={GROUP}", "-e", f"doctor_workspace={WORKSPACE}")


@pytest.fixture(scope="module")
def running_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """One of its own: whose clock others push forward, of that the doctor would have to tell."""
    with serving.serving(Path(sys.executable), ROOT, tmp_path_factory.mktemp("emulator")) as emulator:
        yield Cloud(emulator)


def doctor(place: Path, variables: dict[str, str], *words: str) -> tuple[int, str]:
    """The exit status of the playbook and all that it printed."""
    home = place / "home"
    home.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["ansible-playbook", PLAYBOOK, *words],
        cwd=place,
        env={**os.environ, **own(home), **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout


def test_where_all_is_well_it_says_so_and_keeps_the_result(cloud: Cloud, tmp_path: Path) -> None:
    dest = tmp_path / "doctor.json"
    status, printed = doctor(tmp_path, cloud.emulator.variables(), *WHERE, "-e", f"doctor_dest={dest}")
    assert status == 0, printed
    kept = json.loads(dest.read_text())
    assert kept["healthy"] is True and kept["failed_checks"] == [] and len(kept["checks"]) == 15
    assert [row["status"] for row in kept["checks"]] == ["ok"] * 15, printed
    assert not cloud.writes()
    assert cloud.emulator.variables()["AZURE_SECRET"] not in printed


def test_what_is_wrong_is_one_line_with_its_fix(cloud: Cloud, tmp_path: Path) -> None:
    variables = {**cloud.emulator.variables(), "AZURE_SECRET": "canary-that-is-wrong"}
    status, printed = doctor(tmp_path, variables, *WHERE, "-e", f"doctor_dest={tmp_path}/doctor.json")
    lines = [line.strip() for line in printed.splitlines() if "failed  " in line]
    assert status == 2 and lines, printed
    assert all(
        "login" in line and "AADSTS7000215" in line and "set the value of the client secret" in line for line in lines
    )
    assert json.loads((tmp_path / "doctor.json").read_text())["failed_checks"] == ["login"]
    assert "canary-that-is-wrong" not in printed


def test_a_setting_that_stops_every_task_stops_it_with_a_line_too(tmp_path: Path) -> None:
    status, printed = doctor(tmp_path, {"ANSIBLE_AZURE_AUTH_SOURCE": "guess"})
    assert status == 2 and "auth_source: 'guess'" in printed and "Traceback" not in printed


@pytest.mark.parametrize("checked", [False, True], ids=["run", "check mode"])
def test_both_fronts_find_the_same(front: str, checked: bool, cloud: Cloud, tmp_path: Path) -> None:
    variables = {**cloud.emulator.variables(), "AML_EXECUTION": front}
    tasks = [
        {"mlops.azureml.aml_doctor": {}},
        {"mlops.azureml.aml_doctor": {"workspace": "other"}},
    ]
    well, ill = play(tmp_path, tasks, variables, ["--check"] if checked else [], keys=DEFAULTS).results
    assert well["healthy"] and not well["changed"]
    assert ill["failed"] and ill["failed_checks"] == ["workspace"] and not ill["changed"]
    assert "ResourceNotFound" in ill["msg"] and ill["error"]["code"] == "CheckFailed"


def test_a_python_without_requests_is_the_first_line(cloud: Cloud, tmp_path: Path) -> None:
    without = {"PYTHONPATH": os.pathsep.join((str(_blocking(tmp_path)), os.environ.get("PYTHONPATH", "")))}
    variables = {**cloud.emulator.variables(), **without, "AML_EXECUTION": "module"}
    (result,) = play(tmp_path / "play", [{"mlops.azureml.aml_doctor": {}}], variables, keys=DEFAULTS).results
    assert result["failed_checks"] == ["interpreter"] and "install requests" in result["lines"][0]


def _blocking(place: Path) -> Path:
    """A folder in which ``requests`` cannot be imported."""
    folder = place / "blocking"
    (folder / "requests").mkdir(parents=True)
    (folder / "requests" / "__init__.py").write_text("raise ImportError('there is none')\n")
    return folder
