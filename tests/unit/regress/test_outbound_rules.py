# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The service loses an outbound rule when two are written side by side, so that each has its turn."""

from __future__ import annotations

import threading

import pytest

from tests.unit.doubles import PushingClock


def fqdn(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "destination": f"{name}.example.com", **more}


@pytest.fixture(autouse=True)
def slow(cloud):
    cloud.config(operation_seconds={"default": 30})


def rules(cloud) -> list[str]:
    read = cloud.play("aml_outbound_rule_info", **cloud.here)
    return sorted(rule["name"] for rule in read["outbound_rules"])


def test_all_of_one_task_stay(cloud, pushing):
    items = [{"type": "outbound_rule", "rule_type": "FQDN", **fqdn(f"rule-{number}")} for number in range(4)]
    made = cloud.play("aml_apply", **cloud.here, resources=items, clock=pushing)
    assert [row["action"] for row in made["resources"]] == ["create"] * 4, made
    assert rules(cloud) == [f"rule-{number}" for number in range(4)]
    cloud.forget()
    assert not cloud.play("aml_apply", **cloud.here, resources=items)["changed"] and not cloud.writes()


def test_those_of_two_tasks_at_the_same_time_stay(cloud, pushing, monkeypatch, tmp_path):
    """Each task has a connection and a lock file of its own, as two processes have."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    made: dict[str, dict] = {}

    def make(name: str) -> None:
        made[name] = cloud.play("aml_outbound_rule", **cloud.here, type="FQDN", **fqdn(name), clock=pushing)

    threads = [threading.Thread(target=make, args=[name]) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result["changed"] for result in made.values()), made
    assert rules(cloud) == ["one", "three", "two"]


def test_a_task_that_never_has_its_turn_sends_nothing(cloud, emulator, pushing, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    began = threading.Event()

    class Halting(PushingClock):
        """Stays in the middle of its wait until the other task is through."""

        def sleep(self, seconds: float) -> None:
            if not began.is_set():
                began.set()
                other.join()
            super().sleep(seconds)

    results: dict[str, dict] = {}

    def wait_in_vain() -> None:
        began.wait()
        options = {**cloud.here, "type": "FQDN", **fqdn("late"), "wait_timeout": 5}
        results["late"] = cloud.play("aml_outbound_rule", **options, clock=pushing)

    other = threading.Thread(target=wait_in_vain)
    other.start()
    clock = Halting(emulator.state.clock.advance)
    first = cloud.play("aml_outbound_rule", **cloud.here, type="FQDN", **fqdn("first"), clock=clock)
    assert first["changed"] and results["late"]["failed"], (first, results)
    late = results["late"]
    assert "another write to the same place" in late["msg"] and late["outcome"] == "none", late
    assert rules(cloud) == ["first"]


def test_not_to_wait_is_refused(cloud):
    refused = cloud.play("aml_outbound_rule", **cloud.here, type="FQDN", **fqdn("one"), wait=False)
    assert refused["failed"] and refused["msg"].startswith("wait: must be true"), refused
    assert not cloud.writes()


def test_those_of_the_service_are_neither_exported_nor_pruned(cloud, pushing):
    for name, category in (("own", "UserDefined"), ("needed", "Required"), ("follows", "Dependency")):
        rule = {"type": "FQDN", "destination": "a.com", "category": category, "status": "Inactive"}
        cloud.put(
            {
                "id": f"{cloud.workspace}/outboundRules/{name}",
                "name": name,
                "properties": rule,
                "type": "Microsoft.MachineLearningServices/workspaces/outboundRules",
            }
        )
    exported = cloud.play("aml_export", **cloud.here, types=["outbound_rule"])["resources"]
    assert [item["name"] for item in exported] == ["own"], exported
    assert not cloud.play("aml_apply", **cloud.here, resources=exported)["changed"]
    options = {"prune": ["outbound_rule"], "prune_confirm": True}
    pruned = cloud.play("aml_apply", **cloud.here, resources=[], **options, clock=pushing)
    assert [row["name"] for row in pruned["resources"]] == ["own"] and pruned["changed"], pruned
    assert rules(cloud) == ["follows", "needed"]
