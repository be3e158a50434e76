# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else is at work on the resource, was there first, or left a deleted one behind."""

from __future__ import annotations

import pytest

from ..cloud import Cloud
from ..families import DEPLOYMENT, WORKSPACE, Family
from .answers import failed, ready, refusal, succeeded

BUSY = {
    "code": refusal(409, "AnotherOperationInProgress", "Another operation on this resource is in progress."),
    "terminal": refusal(
        409,
        "RequestConflict",
        "Cannot modify resource with id 'x' because the resource entity provisioning state is not terminal. Please "
        "wait for the provisioning state to become terminal and then retry the request.",
    ),
    "endpoint": refusal(
        409, "Conflict", "Cannot create a deployment in endpoint e because it is in Updating provisioning state."
    ),
}
STALE = refusal(412, "PreconditionFailed", "The condition of the request headers is not met.")


def writes_to(cloud: Cloud, family: Family) -> list[str]:
    return [entry["method"] for entry in cloud.requests("", family.pattern) if entry["method"] in ("PUT", "PATCH")]


@pytest.mark.case("P17")
class TestAnotherOperation:
    @pytest.mark.parametrize("said", BUSY)
    def test_is_waited_for_although_the_read_does_not_show_it(self, cloud: Cloud, family: Family, said: str) -> None:
        ready(cloud, family)
        cloud.fault("PUT", family.pattern, BUSY[said], times=7)
        succeeded(cloud.make(family), changed=True)
        assert writes_to(cloud, family) == ["PUT"] * 8

    @pytest.mark.in_place
    def test_is_waited_for_by_every_write(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family, made=True)
        for method in ("PUT", "PATCH", "DELETE"):
            cloud.fault(method, family.pattern, BUSY["code"])
        succeeded(cloud.change(family), changed=True)
        assert len(writes_to(cloud, family)) in (2, 3)
        succeeded(cloud.delete(family), changed=True)
        assert len(cloud.requests("DELETE", family.pattern)) == 2

    def test_that_does_not_end_is_told_when_the_time_is_over(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        cloud.fault("PUT", family.pattern, BUSY["code"], times=0)
        began = cloud.emulator.state.clock.now()
        failed(cloud.make(family, wait_timeout=600), "AnotherOperationInProgress", "wait until the other operation")
        assert 300 < cloud.emulator.state.clock.now() - began <= 602
        assert cloud.stored(family) is None

    def test_that_did_what_was_wanted_leaves_nothing_to_do(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        cloud.fault("PUT", family.pattern, {**BUSY["terminal"], "after": True})
        succeeded(cloud.make(family), changed=False)
        assert writes_to(cloud, family) == ["PUT"]

    def test_is_no_reason_to_wait_when_the_state_is_final(self, cloud: Cloud) -> None:
        ready(cloud, DEPLOYMENT)
        text = "Cannot create a deployment in endpoint e because it is in Failed provisioning state."
        cloud.fault("PUT", DEPLOYMENT.pattern, refusal(409, "Conflict", text), times=0)
        failed(cloud.make(DEPLOYMENT), "Failed provisioning state")
        assert writes_to(cloud, DEPLOYMENT) == ["PUT"]


@pytest.mark.case("P18")
class TestANameThatIsTaken:
    def test_anywhere_is_told_at_once(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        cloud.fault("PUT", family.pattern, refusal(409, "StorageAccountAlreadyTaken", "It is taken."), times=0)
        failed(cloud.make(family), "taken", "choose another name")
        assert writes_to(cloud, family) == ["PUT"]

    def test_by_a_deleted_one_is_told_with_the_way_out(self, cloud: Cloud) -> None:
        self.leave_one(cloud)
        for options in ({}, {"on_soft_deleted": "purge"}, {"force": True}):
            cloud.forget()
            failed(cloud.make(WORKSPACE, **options), "soft-deleted", "on_soft_deleted to purge and force to true")
            assert cloud.writes() == [f"PUT {WORKSPACE.id}"]

    @pytest.mark.parametrize("status", [400, 409])
    def test_by_a_deleted_one_is_free_after_a_purge(self, cloud: Cloud, status: int) -> None:
        self.leave_one(cloud)
        cloud.fault("PUT", WORKSPACE.pattern, refusal(status, "Conflict", "Soft-deleted workspace exists. Purge it."))
        succeeded(cloud.make(WORKSPACE, on_soft_deleted="purge", force=True), changed=True)
        assert [write.split()[0] for write in cloud.writes()] == ["PUT", "DELETE", "PUT"]
        assert cloud.requests("DELETE")[0]["query"]["forceToPurge"] == "true"

    def test_by_one_that_does_not_go_is_told_in_the_end(self, cloud: Cloud) -> None:
        ready(cloud, WORKSPACE)
        text = "Soft-deleted workspace exists. Please purge or recover it."
        cloud.fault("PUT", WORKSPACE.pattern, refusal(400, "BadRequest", text), times=0)
        cloud.fault("DELETE", WORKSPACE.pattern, {"status": 200}, times=0)
        result = cloud.make(WORKSPACE, on_soft_deleted="purge", force=True)
        assert result["failed"] and "Soft-deleted" in result["msg"], result
        assert len(cloud.writes()) <= 10

    def leave_one(self, cloud: Cloud) -> None:
        """A workspace that was deleted, and is still there for who wants it back."""
        ready(cloud, WORKSPACE, made=True)
        succeeded(cloud.delete(WORKSPACE), changed=True)
        cloud.forget()


@pytest.mark.case("P19")
class TestAnotherRunThatWasFaster:
    def test_and_made_the_same_leaves_nothing_to_do(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        taken = refusal(409, "Conflict", "It exists already.")
        cloud.fault("PUT", family.pattern, {**taken, "after": True})
        succeeded(cloud.make(family), changed=False)
        assert writes_to(cloud, family) == ["PUT"]

    @pytest.mark.in_place
    def test_and_made_another_one_is_followed_by_the_change(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family, made=True)
        # It was not there when this run looked, and is there when it writes.
        cloud.fault("GET", family.pattern, refusal(404, "ResourceNotFound", "It was not found."))
        cloud.fault("PUT", family.pattern, refusal(409, "Conflict", "It exists already."))
        succeeded(cloud.change(family), changed=True)
        assert len(writes_to(cloud, family)) == 2, cloud.writes()
        succeeded(cloud.change(family), changed=False)


@pytest.mark.case("P20")
class TestAConditionThatIsNotMet:
    def test_is_looked_at_once_more(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family, made=True)
        for method in ("PUT", "PATCH"):
            cloud.fault(method, family.pattern, STALE)
        succeeded(cloud.change(family), changed=True)
        assert len(writes_to(cloud, family)) in (2, 3)

    def test_because_the_change_is_there_leaves_nothing_to_do(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family)
        cloud.fault("PUT", family.pattern, {**STALE, "after": True})
        succeeded(cloud.make(family), changed=False)
        assert writes_to(cloud, family) == ["PUT"]

    @pytest.mark.in_place
    def test_twice_is_a_failure(self, cloud: Cloud, family: Family) -> None:
        ready(cloud, family, made=True)
        for method in ("PUT", "PATCH"):
            cloud.fault(method, family.pattern, STALE, times=0)
        failed(cloud.change(family), "PreconditionFailed", "run the task again")
        assert len(writes_to(cloud, family)) == 2
