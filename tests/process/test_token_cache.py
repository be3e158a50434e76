# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often real plays log in. The emulator's journal counts, and the disk shows what they leave."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import serving
from cloud import DEFAULTS, Cloud
from playing import Played, Task, play, start

READ = {"mlops.azureml.aml_compute_info": {}}


def logins(cloud: Cloud) -> list[str]:
    """The path of every request for a token so far."""
    return [entry["path"] for entry in cloud.requests() if "/oauth2/" in entry["path"]]


def played(cloud: Cloud, place: Path, front: str, tasks: Sequence[Task], *arguments: str, **variables: str) -> Played:
    environment = {**cloud.emulator.variables(), "AML_EXECUTION": front, **variables}
    return play(place, tasks, environment, arguments, DEFAULTS)


def fine(done: Played) -> list[Any]:
    """The results, none of which is a failure."""
    assert [result["msg"] for result in done.results if result["failed"]] == []
    return done.results


def kept(place: Path) -> list[Path]:
    return sorted((place / "home" / ".cache" / "ansible-mlops-azureml").glob("*"))


def test_five_tasks_log_in_once(front: str, cloud: Cloud, tmp_path: Path) -> None:
    done = played(cloud, tmp_path, front, [READ] * 5, "-vvv")
    fine(done)
    assert len(logins(cloud)) == 1
    assert len([entry for entry in cloud.requests() if entry["path"].startswith("/metadata/")]) == 1
    (token,) = [path for path in kept(tmp_path) if not path.suffix]
    assert stat.S_IMODE(token.stat().st_mode) == 0o600 and stat.S_IMODE(token.parent.stat().st_mode) == 0o700
    assert serving.CLIENT_SECRET not in "".join(path.name + path.read_text() for path in kept(tmp_path))
    assert "eyJ" not in done.printed, "a token was printed"


def test_two_plays_log_in_once(front: str, cloud: Cloud, tmp_path: Path) -> None:
    for arguments in (["--check"], []):
        fine(played(cloud, tmp_path, front, [READ], *arguments))
    assert len(logins(cloud)) == 1


def test_both_fronts_share_a_login(cloud: Cloud, tmp_path: Path) -> None:
    for front in ("in_process", "module"):
        fine(played(cloud, tmp_path, front, [READ]))
    assert len(logins(cloud)) == 1


@pytest.mark.parametrize("where", ["option", "variable"])
def test_switched_off_each_task_logs_in(where: str, front: str, cloud: Cloud, tmp_path: Path) -> None:
    options = {"token_cache": False} if where == "option" else {}
    variables = {} if where == "option" else {"AML_TOKEN_CACHE": "false"}
    fine(played(cloud, tmp_path, front, [{"mlops.azureml.aml_compute_info": options}] * 5, **variables))
    assert len(logins(cloud)) == 5
    assert kept(tmp_path) == []


def test_a_wrong_secret_after_the_right_one_is_refused(front: str, cloud: Cloud, tmp_path: Path) -> None:
    wrong = {"mlops.azureml.aml_compute_info": {"secret": "not-the-secret"}}
    results = played(cloud, tmp_path, front, [READ, wrong, READ]).results
    assert [result["failed"] for result in results] == [False, True, False]
    assert results[1]["error"]["code"] == "AADSTS7000215"
    assert len(logins(cloud)) == 2


def test_each_audience_and_each_endpoint_logs_in_once(front: str, cloud: Cloud, tmp_path: Path) -> None:
    kinds = [{"audience": audience, "endpoint": endpoint} for audience in ("arm", "ml") for endpoint in ("v1", "v2")]
    results = fine(played(cloud, tmp_path, front, [{"mlops.azureml.aml_token": kind} for kind in kinds * 2]))
    assert len(logins(cloud)) == 4
    tokens = [result["token"] for result in results]
    assert tokens[:4] == tokens[4:] and len(set(tokens)) == 4


def test_a_token_that_is_refused_is_replaced(front: str, cloud: Cloud, tmp_path: Path) -> None:
    """As after a restart of the service with other keys."""
    fine(played(cloud, tmp_path, front, [READ]))
    cloud.fault("GET", "/computes", times=1, status=401, code="InvalidAuthenticationToken", message="Unknown key.")
    fine(played(cloud, tmp_path, front, [READ, READ]))
    assert len(logins(cloud)) == 2


def test_a_home_that_cannot_be_used_costs_logins_and_nothing_else(front: str, cloud: Cloud, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".cache").write_text("not a folder")
    results = fine(played(cloud, tmp_path, front, [READ, READ]))
    assert not any(result.get("warnings") for result in results)
    assert len(logins(cloud)) == 2


@pytest.mark.parametrize("execution", ["in_process", "module"])
def test_five_hosts_at_once_log_in_once(execution: str, cloud: Cloud, tmp_path: Path) -> None:
    # Long enough for all five to find no token, whatever the machine does beside this.
    cloud.ask("PATCH", "config", {"latency_ms": 500})
    here = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    process = start(
        tmp_path,
        [READ],
        {**cloud.emulator.variables(), "AML_EXECUTION": execution},
        ["-i", "a,b,c,d,e,", "--forks", "5"],
        {**DEFAULTS, "hosts": "all"},
        here,
    )
    printed = process.communicate(timeout=120)[0]
    assert process.returncode == 0, printed
    assert len([entry for entry in cloud.requests() if entry["path"].endswith("/computes")]) == 5
    assert len(logins(cloud)) == 1


def test_no_other_home_is_touched(tmp_path: Path) -> None:
    """What the other tests rely on: a play looks for tokens in the home of its own and nowhere else."""
    (tmp_path / "mine").mkdir(mode=0o700)
    before = {name: os.environ.get(name) for name in ("XDG_RUNTIME_DIR", "XDG_CACHE_HOME")}
    os.environ.update(dict.fromkeys(before, str(tmp_path / "mine")))
    try:
        shown = play(tmp_path, [{"ansible.builtin.command": "env"}], {}).only["stdout_lines"]
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
    assert {"XDG_RUNTIME_DIR=", "XDG_CACHE_HOME=", f"HOME={tmp_path / 'home'}"} <= set(shown)
