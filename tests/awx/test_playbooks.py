# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every shipped playbook as a job of AWX: it ends as it does in a shell, and each event can be used."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import serving
from job import COLLECTION, MAX_EVENT_RES, TIMEOUT_SECONDS, Done, Job, credential, principal

from tests.process.cloud import GROUP, WORKSPACE, Cloud
from tests.process.playing import own

ROOT = Path(__file__).resolve().parents[2]
#: Needs no Azure, and an AWX; test_setup.py.
ELSEWHERE = {"awx_setup"}
SHIPPED = sorted(path.stem for path in (ROOT / "playbooks").glob("*.yml"))
RECORDER = ROOT / "tests" / "integration" / "callback_plugins"
#: What differs from run to run: numbers that the service makes up, and times.
MADE_UP = re.compile(
    r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)?|\"([a-z_]*_)?seconds\": [\d.]+"
)


# Becomes root of a namespace of its own, which may then become anybody.
NAMESPACE = ("unshare", "--map-root-user", "--mount", "sh", "-c")


def nothing(cloud: Cloud) -> None:
    """Leave the emulator as it is: one group with one workspace."""


def metrics(cloud: Cloud) -> None:
    """Let the training scripts log an accuracy."""
    cloud.ask("PATCH", "config", {"job_metrics": {"_train_": {"accuracy": 0.93}}})


@dataclass(frozen=True)
class Case:
    """How a playbook is run.

    :param compared: whether it runs in a shell as well, and gives the same. What is dear is played there elsewhere.
    :param changes: whether a task of the collection's changes something.   :param own_tasks: whether it has any.
    :param hands_on: what ``set_stats`` gives the next node of a workflow.
    """

    variables: dict[str, Any] = field(default_factory=dict)
    prepare: Callable[[Cloud], None] = nothing
    compared: bool = True
    changes: bool = True
    own_tasks: bool = True
    hands_on: frozenset[str] = frozenset()


ESTATE = {
    "estate_resource_group": GROUP,
    "estate_workspace": WORKSPACE,
    "estate_resources": [
        {
            "type": "compute",
            "name": "cpu",
            "compute_type": "AmlCompute",
            "vm_size": "Standard_DS3_v2",
            "scale": {"max_nodes": 4},
        }
    ],
}
#: docs/awx.md
HANDED = frozenset({"aml_plan_changes", "aml_plan_summary", "aml_changed_ids", "aml_workspace_ids"})

#: Where a playbook that leaves files may leave them; in a job of AWX they end with it.
HOME = "{{ lookup('ansible.builtin.env', 'HOME') }}"
CASES = {
    "doctor": Case(
        {"doctor_resource_group": GROUP, "doctor_workspace": WORKSPACE},
        changes=False,
        hands_on=frozenset({"aml_doctor_healthy", "aml_doctor_failed"}),
    ),
    "export": Case(
        {"export_resource_group": GROUP, "export_workspace": WORKSPACE, "export_dest": f"{HOME}/exported"},
        changes=False,
    ),
    "migrate": Case({"migrate_places": [str(ROOT / "playbooks" / "quickstart.yml")]}, changes=False, own_tasks=False),
    "mlops_lifecycle": Case(
        prepare=metrics,
        compared=False,  # tests/integration/test_lifecycle.py plays it in a shell, stage by stage.
        hands_on=frozenset({"lifecycle_model_reference", "lifecycle_live"}),
    ),
    "plan": Case(ESTATE, compared=False, hands_on=HANDED),  # As provision, without its writes.
    "provision": Case(ESTATE, hands_on=HANDED),
    "quickstart": Case(),
    "report": Case(
        {"report_resource_group": GROUP, "report_workspace": WORKSPACE, "report_dest": f"{HOME}/report.html"},
        compared=False,  # Its result names files. tests/process/test_report_playbook.py plays it in a shell.
        hands_on=frozenset({"aml_report_summaries", "aml_report_files"}),
    ),
}


def judged(done: Done) -> int:
    """Assert what holds for every event of a job. Returns how many are of tasks of the collection."""
    seen = 0
    for event in done.events:
        data = event.get("event_data", {})
        if str(data.get("task_action", "")).startswith(COLLECTION):
            seen += 1
            assert data["resolved_action"] == data["task_action"]
        assert len(str(data.get("res"))) <= MAX_EVENT_RES
        if event["event"] in ("runner_on_ok", "runner_on_failed"):
            assert data["res"], event
    return seen


def in_a_shell(name: str, cloud: Cloud, place: Path, variables: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The results of the collection's tasks, as its recorder notes them down."""
    place.mkdir()
    environment = {
        **os.environ,
        **own(place / "home"),
        **cloud.emulator.variables(),
        "AML_RECORDER_PATH": str(place / "record"),
        "ANSIBLE_CALLBACK_PLUGINS": str(RECORDER),
        "ANSIBLE_CALLBACKS_ENABLED": "recorder",
    }
    command = ["ansible-playbook", COLLECTION + name, "-e", json.dumps(variables)]
    done = subprocess.run(
        command,
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    noted = [json.loads(line) for line in (place / "record").read_text().splitlines()]
    return [(one["task"].partition(": ")[2], one["how"], plain(one["result"])) for one in noted]


def plain(result: dict[str, Any]) -> str:
    """A result without what differs from run to run."""
    return MADE_UP.sub("-", json.dumps(result, sort_keys=True, indent=1))


def test_each_shipped_playbook_has_its_case(record_property: Callable[[str, object], None]) -> None:
    record_property("ecosystem:awx.playbooks", len(SHIPPED))
    assert set(CASES) | ELSEWHERE == set(SHIPPED)


@pytest.mark.parametrize("name", CASES)
def test_a_playbook_gives_what_it_gives_in_a_shell(
    name: str, cloud: Cloud, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("ecosystem-sum:awx.passed", 1)
    case = CASES[name]
    case.prepare(cloud)
    done = Job(tmp_path, COLLECTION + name, principal(cloud.emulator), case.variables).done()
    assert (done.status, done.rc) == ("successful", 0), done.printed
    assert bool(judged(done)) == case.own_tasks
    assert case.hands_on <= done.artifacts.keys()
    own_results = [one for one in done.results if one.action.startswith(COLLECTION)]
    assert any(one.result.get("changed") for one in own_results) == case.changes
    assert cloud.emulator.variables()["AZURE_SECRET"] not in json.dumps(done.events)
    if case.compared and case.own_tasks:
        cloud.prepare()
        case.prepare(cloud)
        here = [(one.task, one.how, plain(one.result)) for one in own_results]
        there = in_a_shell(name, cloud, tmp_path / "shell", case.variables)
        assert [one[:2] for one in here] == [one[:2] for one in there]
        for mine, other in zip(here, there, strict=True):
            assert mine[2].splitlines() == other[2].splitlines(), mine[0]


def test_a_subscription_alone_is_the_identity_of_the_machine(cloud: Cloud, tmp_path: Path) -> None:
    """AWX sets what nobody filled in, a user and a password, to the empty text."""
    emulator = cloud.emulator
    variables = {
        **credential(subscription=serving.SUBSCRIPTION, cloud_environment=emulator.url),
        "AZURE_CA_PATH": emulator.ca_file,
        "AZURE_POD_IDENTITY_AUTHORITY_HOST": emulator.http_url,
    }
    assert (variables["AZURE_AD_USER"], variables["AZURE_PASSWORD"]) == ("", "")
    done = Job(tmp_path, f"{COLLECTION}doctor", variables, CASES["doctor"].variables).done()
    assert done.status == "successful" and done.artifacts["aml_doctor_healthy"] is True, done.printed
    assert [entry for entry in cloud.requests() if entry["path"].startswith("/metadata/identity/")]


@pytest.mark.parametrize("home", ["read only", "none"])
def test_a_user_whom_nobody_knows(home: str, cloud: Cloud, tmp_path: Path) -> None:
    """As in a pod of OpenShift. Ansible itself needs a folder elsewhere; the collection keeps nothing then."""
    become = 'exec unshare --user --map-user=54321 "$@"'
    tried = [*NAMESPACE, become, "sh", "true"]
    if subprocess.run(tried, capture_output=True, check=False).returncode:
        pytest.skip("this machine gives nobody a namespace of users")
    closed = tmp_path / "home"
    closed.mkdir(mode=0o500)
    variables = {
        **principal(cloud.emulator),
        "HOME": str(closed) if home == "read only" else None,
        "ANSIBLE_HOME": str(tmp_path / "ansible"),
    }
    launcher = [*NAMESPACE, become, "sh"]
    done = Job(tmp_path, f"{COLLECTION}doctor", variables, CASES["doctor"].variables, launcher=launcher).done()
    assert done.status == "successful" and done.artifacts["aml_doctor_healthy"] is True, done.printed
    assert not list(closed.iterdir())
