# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several resources in one task: who waits for whom, and what is told when one of them fails."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import bundle
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError, InputError, ServiceError
from ansible_collections.mlops.azureml.plugins.module_utils.resources.dependencies import DEPENDENCIES

ALL = {
    "storage_account": {"name": "stunit1"},
    "key_vault": {"name": "kv-unit-1"},
    "log_analytics": {"name": "la-unit"},
    "application_insights": {"name": "ai-unit"},
    "container_registry": {"name": "crunit1"},
    "identity": {"name": "id-unit"},
}
SHARED = {"subscription_id": "00000000-0000-0000-0000-000000000001", "resource_group": "rg", "state": "present"}


class Maker:
    """Stands for the engine: notes the order, fails where it is told to."""

    def __init__(self, *failing: str, changed: bool = True) -> None:
        self.order: list[str] = []
        self.bodies: dict[str, dict] = {}
        self._failing, self._changed = failing, changed
        self._lock = threading.Lock()

    def __call__(self, resource, params):
        with self._lock:
            self.order.append(resource.noun)
            self.bodies[resource.noun] = {item.option: item.on_create for item in resource.fields}
        if resource.noun in self._failing:
            raise ServiceError(f"Denied: {resource.noun}", code="Denied", status=403, changed=False)
        found = {"id": f"/ids/{params['name']}", "name": params["name"]}
        return {"changed": self._changed, resource.noun: found, "reasons": ["it is absent"] if self._changed else []}


def ensured(maker, **params):
    return bundle.ensure(DEPENDENCIES, bundle.parts_of(DEPENDENCIES, {**SHARED, **params}), maker)


def test_each_part_comes_after_what_it_needs_and_gets_its_id():
    maker = Maker()
    found = ensured(maker, **ALL)
    assert sorted(maker.order) == sorted(ALL)
    assert maker.order.index("log_analytics") < maker.order.index("application_insights")
    assert maker.bodies["application_insights"]["log_analytics_id"] == "/ids/la-unit"
    assert found["ids"] == {option: f"/ids/{given['name']}" for option, given in ALL.items()}
    assert found["changed"] is True and "key_vault: it is absent" in found["reasons"]


def test_what_goes_goes_before_what_it_needs():
    maker = Maker()
    ensured(maker, **ALL, state="absent")
    assert maker.order.index("application_insights") < maker.order.index("log_analytics")


def test_independent_parts_are_made_at_the_same_time():
    meeting = threading.Barrier(3, timeout=5)

    def manage(resource, params):
        meeting.wait()
        return {"changed": False, resource.noun: {"id": "/x"}, "reasons": []}

    ensured(manage, **{option: ALL[option] for option in ("storage_account", "key_vault", "identity")})


def test_only_the_parts_named_are_made():
    maker = Maker(changed=False)
    found = ensured(maker, identity={"name": "id-unit"})
    assert maker.order == ["identity"] and found["changed"] is False


def test_shared_options_reach_every_part_and_its_own_win():
    members = bundle.parts_of(
        DEPENDENCIES,
        {
            **SHARED,
            "location": "eastus",
            "tags": {"a": "1"},
            **ALL,
            "key_vault": {"name": "kv-unit-1", "location": "westus"},
        },
    )
    assert members["storage_account"]["location"] == "eastus" and members["key_vault"]["location"] == "westus"
    assert all(params["tags"] == {"a": "1"} for params in members.values())
    assert "key_vault" not in members["storage_account"]


def test_the_api_version_of_one_provider_is_not_sent_to_another():
    members = bundle.parts_of(DEPENDENCIES, {**SHARED, "api_version": "2025-12-01", **ALL})
    assert not any(params.get("api_version") for params in members.values())


def test_a_bad_option_is_named_with_its_part():
    with pytest.raises(InputError) as caught:
        bundle.parts_of(DEPENDENCIES, {**SHARED, "storage_account": {"name": "Not-Good"}})
    assert caught.value.facts["option"] == "storage_account.name"


def test_no_part_at_all_is_refused():
    with pytest.raises(InputError, match="at least one of storage_account, key_vault"):
        bundle.parts_of(DEPENDENCIES, SHARED)


class TestAFailure:
    def raised(self, maker, **params) -> AmlError:
        with pytest.raises(AmlError) as caught:
            ensured(maker, **ALL, **params)
        return caught.value

    def test_of_one_part_lets_the_others_end_and_tells_what_was_done(self):
        maker = Maker("key_vault")
        caught = self.raised(maker)
        assert set(maker.order) == set(ALL)
        assert caught.message.startswith("key_vault: Denied: key_vault (done: ")
        assert caught.facts["changed"] is True and caught.facts["code"] == "Denied"

    def test_of_a_needed_part_skips_what_needs_it(self):
        maker = Maker("log_analytics")
        caught = self.raised(maker)
        assert "application_insights" not in maker.order
        assert "; application_insights: skipped, because log_analytics failed (done:" in caught.message

    def test_of_a_deletion_keeps_what_the_remaining_part_needs(self):
        maker = Maker("application_insights")
        self.raised(maker, state="absent")
        assert "log_analytics" not in maker.order, "the insights that are still there write into it"

    def test_of_several_tells_them_all(self):
        caught = self.raised(Maker("key_vault", "identity"))
        assert "key_vault: Denied" in caught.message and "identity: Denied" in caught.message

    def test_where_nothing_was_done_is_no_change(self):
        assert self.raised(Maker(*ALL)).facts["changed"] is False


def test_an_interrupted_task_does_not_wait_for_what_it_began():
    """Ansible's `timeout` is an exception that comes from a signal, in the main thread, at any moment."""

    class Interrupted(BaseException):
        pass

    def interrupt(_signal, _frame):
        raise Interrupted

    began, end = threading.Event(), threading.Event()

    def endless(resource, params):
        began.set()
        end.wait(60)
        return {"changed": True}

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        members = bundle.parts_of(DEPENDENCIES, {**SHARED, "key_vault": {"name": "kv-unit-1"}})
        threading.Thread(target=lambda: began.wait(60) and os.kill(os.getpid(), signal.SIGALRM)).start()
        with pytest.raises(Interrupted):
            bundle.ensure(DEPENDENCIES, members, endless)
        assert not end.is_set(), "it waited for the end"
    finally:
        end.set()
        signal.signal(signal.SIGALRM, before)
