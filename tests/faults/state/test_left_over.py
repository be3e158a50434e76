# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What another run left behind: a table of states, with what each wish makes of them (C05, C16)."""

from __future__ import annotations

import pytest

from ..cloud import Cloud, SharedClock
from ..families import WORKSPACE, Family

MOVING = ("Creating", "Updating", "Frobnicating")
RESTING = ("Succeeded", "Unknown", "Failed", "Canceled")
# Which of them make a task write again what is as declared.
BROKEN = ("failed", "canceled")


def place(cloud: Cloud, family: Family, state: str) -> None:
    """Let the resource be in that state, whatever it was in."""
    row = cloud.stored(family)
    cloud.put({**row, "properties": {**row["properties"], "provisioningState": state}})


def made(cloud: Cloud, family: Family) -> None:
    cloud.need(family)
    result = cloud.make(family)
    assert not result.get("failed"), result


@pytest.mark.case("C05")
@pytest.mark.parametrize("state", RESTING)
def test_wanted_and_at_rest(cloud: Cloud, stateful: Family, state: str) -> None:
    """Failed and Canceled are written again, in full; anything else is compared."""
    made(cloud, stateful)
    place(cloud, stateful, state)
    cloud.forget()
    result = cloud.make(stateful)
    assert not result.get("failed"), result
    assert result["changed"] == (state.lower() in BROKEN)
    assert cloud.writes() == ([f"PUT {stateful.id}"] if state.lower() in BROKEN else [])


@pytest.mark.case("C05")
@pytest.mark.parametrize("state", MOVING)
@pytest.mark.parametrize("end", ["Succeeded", "Failed"])
def test_wanted_and_moving(cloud: Cloud, stateful: Family, state: str, end: str) -> None:
    """The end is waited for, and nothing is sent before it."""
    made(cloud, stateful)
    place(cloud, stateful, state)
    clock = SharedClock(cloud)
    clock.after(9, lambda: place(cloud, stateful, end))
    cloud.forget()
    began = cloud.emulator.state.clock.now()
    result = cloud.play(stateful.module, stateful.present, clock=clock)
    assert not result.get("failed"), result
    assert result["changed"] == (end == "Failed")
    assert cloud.writes() == ([f"PUT {stateful.id}"] if end == "Failed" else [])
    assert all(entry["time"] - began >= 9 for entry in cloud.journal() if entry["method"] == "PUT")
    assert sum(clock.slept) >= 9


@pytest.mark.case("C05")
@pytest.mark.parametrize("state", [*MOVING, *RESTING])
def test_unwanted(cloud: Cloud, stateful: Family, state: str) -> None:
    """It is deleted from any state, from a moving one when it has come to rest."""
    made(cloud, stateful)
    place(cloud, stateful, state)
    clock = SharedClock(cloud)
    if state in MOVING:
        clock.after(9, lambda: place(cloud, stateful, "Succeeded"))
    cloud.forget()
    result = cloud.play(stateful.module, stateful.absent, clock=clock)
    assert not result.get("failed") and result["changed"], result
    assert cloud.writes() == [f"DELETE {stateful.id}"]
    assert cloud.stored(stateful) is None


@pytest.mark.case("C05")
def test_wanted_and_being_deleted(cloud: Cloud, stateful: Family) -> None:
    """It is made anew once the old one is gone, which is when a read says so."""
    made(cloud, stateful)
    cloud.delete(stateful, wait=False)
    cloud.forget()
    began = cloud.emulator.state.clock.now()
    result = cloud.make(stateful, **({"on_soft_deleted": "purge", "force": True} if stateful is WORKSPACE else {}))
    assert not result.get("failed") and result["changed"], result
    # A deleted workspace keeps its name until it is purged.
    purges = [f"PUT {stateful.id}", f"DELETE {stateful.id}"] if stateful is WORKSPACE else []
    assert cloud.writes() == [*purges, f"PUT {stateful.id}"]
    assert cloud.stored(stateful) is not None
    for entry in cloud.journal():
        assert entry["method"] != "PUT" or entry["status"] in (200, 201, 202, 400)
    assert cloud.emulator.state.clock.now() >= began


@pytest.mark.case("C05")
def test_soft_deleted_is_not_there(cloud: Cloud, stateful: Family) -> None:
    """A type that shows what it keeps of a deleted resource shows no resource that could be used."""
    made(cloud, stateful)
    place(cloud, stateful, "SoftDeleted")
    cloud.forget()
    gone = cloud.delete(stateful)
    assert not gone.get("failed") and not gone["changed"] and not cloud.writes(), gone
    again = cloud.make(stateful)
    assert not again.get("failed") and again["changed"], again
    assert cloud.writes() == [f"PUT {stateful.id}"]


@pytest.mark.case("C16")
@pytest.mark.parametrize("wait", [True, False])
def test_being_deleted_is_not_deleted_again(cloud: Cloud, stateful: Family, wait: bool) -> None:
    made(cloud, stateful)
    cloud.delete(stateful, wait=False)
    cloud.forget()
    result = cloud.delete(stateful, wait=wait)
    assert not result.get("failed") and not result["changed"], result
    assert not cloud.writes()
    assert not wait or cloud.stored(stateful) is None


@pytest.mark.case("C16")
def test_a_soft_deleted_workspace_is_gone(cloud: Cloud) -> None:
    """Deleting it again does nothing; making it again needs to be told twice to destroy the old one."""
    made(cloud, WORKSPACE)
    assert cloud.delete(WORKSPACE)["changed"]
    cloud.forget()
    again = cloud.delete(WORKSPACE)
    assert not again.get("failed") and not again["changed"] and not cloud.writes(), again

    for options in ({}, {"on_soft_deleted": "purge"}, {"force": True}):
        cloud.forget()
        refused = cloud.make(WORKSPACE, **options)
        assert refused["failed"] and not refused["changed"], refused
        assert "Soft-deleted workspace exists" in refused["msg"] and "on_soft_deleted" in refused["msg"]
        assert cloud.writes() == [f"PUT {WORKSPACE.id}"]
    cloud.forget()
    purged = cloud.make(WORKSPACE, on_soft_deleted="purge", force=True)
    assert not purged.get("failed") and purged["changed"], purged
    assert cloud.writes() == [f"PUT {WORKSPACE.id}", f"DELETE {WORKSPACE.id}", f"PUT {WORKSPACE.id}"]


@pytest.mark.case("C16")
def test_a_workspace_that_is_purged_at_once_leaves_its_name(cloud: Cloud) -> None:
    """With ``state: absent`` and ``purge``, the two words it takes."""
    made(cloud, WORKSPACE)
    cloud.forget()
    assert cloud.delete(WORKSPACE, purge=True)["changed"]
    (delete,) = cloud.requests("DELETE")
    assert "true" in str(delete["query"]).lower() and "forceToPurge" in str(delete["query"])
    again = cloud.make(WORKSPACE)
    assert not again.get("failed") and again["changed"], again
