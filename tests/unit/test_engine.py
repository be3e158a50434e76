# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole tasks through the engine, over real connections, against the emulator; its journal is the witness."""

from __future__ import annotations

import copy
import json

import pytest
import requests

from ansible_collections.mlops.azureml.plugins.module_utils import engine
from ansible_collections.mlops.azureml.plugins.module_utils.calls.discovery import DISCOVERY
from ansible_collections.mlops.azureml.plugins.module_utils.calls.rest import REST
from ansible_collections.mlops.azureml.plugins.module_utils.calls.token import TOKEN
from ansible_collections.mlops.azureml.plugins.module_utils.errors import (
    AmlError,
    AuthError,
    ImmutableChange,
    InputError,
    Refused,
    ServiceError,
)
from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.datastore import DATASTORE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.dependencies import DEPENDENCIES
from ansible_collections.mlops.azureml.plugins.module_utils.resources.model import MODEL
from ansible_collections.mlops.azureml.plugins.module_utils.resources.resource_group import RESOURCE_GROUP
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import WORKSPACE
from ansible_collections.mlops.azureml.plugins.module_utils.task import call, ensure, manage, read
from tests.emulator.server import Emulator
from tests.unit.doubles import HurriedClock

TENANT = "11111111-1111-1111-1111-111111111111"
CLIENT = "22222222-2222-2222-2222-222222222222"
SECRET = "emulator-client-secret"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
WRITES = ("PUT", "PATCH", "POST", "DELETE")


class Cloud:
    """The emulator, and tasks that run against it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.options = {
            "cloud_environment": emulator.url,
            "ca_path": emulator.ca_file,
            "subscription_id": SUBSCRIPTION,
            "tenant": TENANT,
            "client_id": CLIENT,
            "secret": SECRET,
            "resource_group": "rg",
            "workspace": "ws1",
        }

    def run(self, task, check_mode=False, diff=False, **params):
        """One task; what it sent is in ``sent`` afterwards."""
        before = len(self.journal())
        try:
            options = {**self.options, **params}
            return engine.run(task, options, check_mode=check_mode, diff=diff, clock=HurriedClock())
        finally:
            self.sent = [
                (entry["method"], entry["path"].rpartition("/")[2])
                for entry in self.journal()[before:]
                if "/oauth2/" not in entry["path"] and "/metadata/" not in entry["path"]
            ]

    @property
    def written(self) -> list[tuple[str, str]]:
        """The writes of the last task."""
        return [(method, name) for method, name in self.sent if method in WRITES]

    def journal(self):
        answer = requests.get(f"{self.emulator.url}/_emulator/journal", verify=self.emulator.ca_file, timeout=10)
        return answer.json()["value"]

    def control(self, method, name, body=None):
        url = f"{self.emulator.url}/_emulator/{name}"
        requests.request(method, url, json=body, verify=self.emulator.ca_file, timeout=10).raise_for_status()

    def workspace(self, **params):
        """A group, what a workspace stands on, and the workspace."""
        self.run(manage(RESOURCE_GROUP), name="rg", location="eastus", state="present")
        made = self.run(ensure(DEPENDENCIES), **DEPENDENTS)
        return self.run(manage(WORKSPACE), name="ws1", state="present", **_ids(made), **params)


DEPENDENTS = {
    "state": "present",
    "storage_account": {"name": "stunit1"},
    "key_vault": {"name": "kv-unit-1"},
    "log_analytics": {"name": "la-unit"},
    "application_insights": {"name": "ai-unit"},
    "container_registry": {"name": "crunit1"},
}
CLUSTER = {"name": "cpu", "type": "AmlCompute", "vm_size": "STANDARD_DS3_V2", "state": "present"}
SCALE = {"min_nodes": 0, "max_nodes": 2, "idle_time_before_scale_down": "30m"}


def _ids(made):
    return {option: made["ids"][option] for option in ("storage_account", "key_vault", "application_insights")}


@pytest.fixture(name="running", scope="module")
def running_fixture():
    with Emulator(port=0, http_port=None, operation_seconds=0.01, registered=["*"]) as emulator:
        yield Cloud(emulator)


@pytest.fixture(name="cloud")
def cloud_fixture(running, monkeypatch):
    """An empty cloud."""
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    running.control("POST", "reset")
    return running


@pytest.fixture(name="filled")
def filled_fixture(cloud):
    """A cloud with a workspace."""
    cloud.workspace()
    return cloud


class TestACluster:
    def test_is_made_and_then_left_alone(self, filled):
        made = filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        assert made["changed"] and made["reasons"] == ["it is absent"]
        assert made["compute"]["scale"]["max_nodes"] == 2 and made["compute"]["provisioning_state"] == "Succeeded"
        assert filled.written == [("PUT", "cpu")]
        again = filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        assert not again["changed"] and again["compute"] == made["compute"]
        assert filled.sent == [("GET", "cpu")], "in sync costs one question"

    def test_given_back_as_its_reader_shows_it_is_left_alone(self, filled):
        filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE, tags={"a": 1}, identity={"type": "SystemAssigned"})
        shown = filled.run(read(COMPUTE), name="cpu")["computes"][0]
        taken = set(engine.argspec.arguments(manage(COMPUTE)))
        again = filled.run(
            manage(COMPUTE), **{key: value for key, value in shown.items() if key in taken}, state="present"
        )
        assert (again["changed"], filled.written) == (False, [])

    def test_is_scaled_by_a_patch(self, filled):
        filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        changed = filled.run(manage(COMPUTE), name="cpu", state="present", scale={"max_nodes": 5}, diff=True)
        assert changed["reasons"] == ["scale.max_nodes: 2 -> 5"]
        assert filled.written == [("PATCH", "cpu")]
        assert changed["compute"]["scale"]["min_nodes"] == 0
        assert changed["diff"]["before"]["scale"]["max_nodes"] == 2
        assert changed["diff"]["after"]["scale"]["max_nodes"] == 5

    def test_keeps_its_size_and_says_so(self, filled):
        filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        with pytest.raises(ImmutableChange, match=r"vm_size: STANDARD_DS3_V2 -> STANDARD_NC6"):
            filled.run(manage(COMPUTE), **{**CLUSTER, "vm_size": "STANDARD_NC6"}, scale=SCALE)
        assert filled.written == []

    def test_is_replaced_when_the_task_says_so(self, filled):
        filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        other = {**CLUSTER, "vm_size": "STANDARD_NC6", "on_immutable": "recreate"}
        made = filled.run(manage(COMPUTE), **other, scale=SCALE)
        assert filled.written == [("DELETE", "cpu"), ("PUT", "cpu")]
        assert made["compute"]["vm_size"].upper() == "STANDARD_NC6"

    def test_is_deleted_once(self, filled):
        filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        gone = {"name": "cpu", "state": "absent"}
        assert filled.run(manage(COMPUTE), **gone)["changed"] is True
        assert filled.run(manage(COMPUTE), **gone) == {"changed": False, "compute": {}, "reasons": []}
        assert filled.written == []
        assert filled.run(read(COMPUTE), name="cpu")["computes"] == []

    def test_whose_operation_nobody_waits_for_is_adopted_by_the_next_run(self, filled):
        begun = filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE, wait=False)
        assert begun["changed"] and begun["operation_url"]
        again = filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        assert (again["changed"], filled.written) == (False, [])
        assert again["compute"]["provisioning_state"] == "Succeeded"


class TestAnInstance:
    BASE = {"name": "ci-unit", "type": "ComputeInstance", "vm_size": "STANDARD_DS3_V2"}

    def test_is_stopped_started_and_left_alone(self, filled):
        filled.run(manage(COMPUTE), **self.BASE, state="present")
        for word, action in (("stopped", "stop"), ("started", "start")):
            assert filled.run(manage(COMPUTE), **self.BASE, state=word)["changed"] is True
            assert filled.written == [("POST", action)]
            assert filled.run(manage(COMPUTE), **self.BASE, state=word)["changed"] is False
            assert filled.written == []
        assert filled.run(manage(COMPUTE), **self.BASE, state="restarted")["changed"] is True

    def test_that_is_made_stopped_is_made_and_stopped(self, filled):
        made = filled.run(manage(COMPUTE), **self.BASE, state="stopped")
        assert filled.written == [("PUT", "ci-unit"), ("POST", "stop")]
        assert made["compute"]["state_of_instance"] == "Stopped"


class TestAWorkspace:
    def test_takes_the_location_of_its_group_and_a_system_identity(self, cloud):
        made = cloud.workspace()["workspace"]
        assert made["location"] == "eastus" and made["identity"]["type"] == "SystemAssigned"

    def test_is_made_and_then_left_alone(self, cloud):
        params = {
            "friendly_name": "f",
            "description": "d",
            "tags": {"cost": 7, "live": True},
            "public_network_access": "Disabled",
        }
        cloud.workspace(**params)
        again = cloud.run(manage(WORKSPACE), name="ws1", state="present", **params)
        assert (again["changed"], cloud.sent) == (False, [("GET", "ws1")])

    def test_is_changed_field_by_field_and_keeps_the_rest(self, cloud):
        before = cloud.workspace(friendly_name="f", description="d", tags={"a": "1", "b": "2"})["workspace"]
        changed = cloud.run(manage(WORKSPACE), name="ws1", state="present", description="new", tags={"b": "3"})
        assert cloud.written == [("PATCH", "ws1")]
        assert changed["workspace"] == {**before, "description": "new", "tags": {"a": "1", "b": "3"}}

    def test_has_exactly_the_tags_given_when_they_are_purged(self, cloud):
        cloud.workspace(tags={"a": "1", "b": "2"})
        changed = cloud.run(manage(WORKSPACE), name="ws1", state="present", tags={"b": "2"}, purge_tags=True)
        assert changed["workspace"]["tags"] == {"b": "2"}
        assert (
            cloud.run(manage(WORKSPACE), name="ws1", state="present", tags={"b": "2"}, purge_tags=True)["changed"]
            is False
        )

    def test_is_cleared_by_an_empty_text(self, cloud):
        cloud.workspace(description="d")
        cleared = cloud.run(manage(WORKSPACE), name="ws1", state="present", description="")
        assert cleared["changed"] and not cleared["workspace"]["description"]
        assert cloud.run(manage(WORKSPACE), name="ws1", state="present", description="")["changed"] is False

    def test_that_is_not_empty_is_not_deleted_without_force(self, filled):
        filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        with pytest.raises(Refused, match="computes/cpu"):
            filled.run(manage(WORKSPACE), name="ws1", state="absent")
        assert filled.written == []
        assert filled.run(manage(WORKSPACE), name="ws1", state="absent", force=True)["changed"] is True

    def test_speaks_the_api_version_of_the_seed_too(self, filled):
        shown = filled.run(read(WORKSPACE), name="ws1", api_version="2021-03-01-preview")["workspaces"][0]
        assert shown["name"] == "ws1"
        again = filled.run(manage(WORKSPACE), name="ws1", state="present", api_version="2021-03-01-preview")
        assert again["changed"] is False


class TestWhatAWorkspaceStandsOn:
    def test_is_made_together_and_then_left_alone(self, cloud):
        cloud.run(manage(RESOURCE_GROUP), name="rg", location="eastus", state="present")
        made = cloud.run(ensure(DEPENDENCIES), **DEPENDENTS)
        assert made["changed"] and made["ids"].keys() == DEPENDENTS.keys() - {"state"}
        assert made["dependencies"]["storage_account"]["allow_blob_public_access"] is False
        assert made["dependencies"]["storage_account"]["minimum_tls_version"] == "TLS1_2"
        again = cloud.run(ensure(DEPENDENCIES), **DEPENDENTS)
        assert (again["changed"], again["ids"], cloud.written) == (False, made["ids"], [])

    def test_is_predicted_by_check_mode_on_an_empty_subscription(self, cloud):
        predicted = cloud.run(ensure(DEPENDENCIES), **DEPENDENTS, check_mode=True)
        assert (predicted["changed"], cloud.written) == (True, [])

    def test_of_which_one_part_fails_tells_which_and_what_was_done(self, cloud):
        cloud.run(manage(RESOURCE_GROUP), name="rg", location="eastus", state="present")
        denied = {
            "match": {"method": "PUT", "path": "vaults/"},
            "action": {"status": 403, "code": "RequestDisallowedByPolicy"},
        }
        cloud.control("POST", "faults", denied)
        with pytest.raises(AmlError) as caught:
            cloud.run(ensure(DEPENDENCIES), **DEPENDENTS)
        assert caught.value.message.startswith("key_vault: RequestDisallowedByPolicy")
        assert "done: " in caught.value.message and "storage_account" in caught.value.message
        assert caught.value.facts["changed"] is True

    def test_that_a_workspace_uses_is_not_deleted_without_force(self, filled):
        with pytest.raises(Refused, match="workspaces/ws1"):
            filled.run(ensure(DEPENDENCIES), state="absent", storage_account={"name": "stunit1"})
        assert filled.written == []


class TestADatastore:
    KEY = "canary-key-0123456789=="
    BASE = {
        "name": "training",
        "type": "AzureBlob",
        "account_name": "stunit1",
        "container_name": "c",
        "state": "present",
    }

    def params(self, **more):
        return {**self.BASE, "credentials": {"type": "AccountKey", "account_key": self.KEY}, **more}

    def test_is_made_and_then_left_alone_and_never_shows_its_key(self, filled):
        made = filled.run(manage(DATASTORE), **self.params(), diff=True)
        again = filled.run(manage(DATASTORE), **self.params(), diff=True)
        assert (made["changed"], again["changed"], filled.written) == (True, False, [])
        assert self.KEY not in json.dumps([made, again])

    def test_is_not_changed_at_the_price_of_its_key(self, filled):
        filled.run(manage(DATASTORE), **self.params())
        with pytest.raises(Refused, match=r"credentials\.account_key"):
            filled.run(manage(DATASTORE), **self.BASE, description="new")
        assert filled.written == []
        assert filled.run(manage(DATASTORE), **self.params(description="new"))["changed"] is True

    def test_sends_its_key_every_time_when_told(self, filled):
        filled.run(manage(DATASTORE), **self.params())
        again = filled.run(manage(DATASTORE), **self.params(update_secret="always"))
        assert (again["changed"], filled.written) == (True, [("PUT", "training")])


class TestAModel:
    URI = "azureml://datastores/workspaceblobstore/paths/m"

    def test_is_registered_archived_and_restored(self, filled):
        params = {"name": "m", "version": "1", "model_uri": self.URI, "model_type": "custom_model", "plane": "arm"}
        for word, archived in (("present", False), ("archived", True), ("present", False)):
            found = filled.run(manage(MODEL), **params, state=word)
            assert (found["changed"], bool(found["model"]["is_archived"])) == (True, archived)
            assert filled.run(manage(MODEL), **params, state=word)["changed"] is False

    def test_of_the_regional_plane_is_registered_once(self, filled):
        params = {"name": "m", "model_uri": "aml://artifact/x", "plane": "regional", "state": "present"}
        first = filled.run(manage(MODEL), **params)
        again = filled.run(manage(MODEL), **params)
        assert (first["changed"], again["changed"]) == (True, False)
        assert first["model"]["version"] == again["model"]["version"]


class TestCheckMode:
    STEPS = (
        {"name": "cpu", "type": "AmlCompute", "vm_size": "STANDARD_DS3_V2", "scale": SCALE, "state": "present"},
        {"name": "cpu", "scale": SCALE, "state": "present"},
        {"name": "cpu", "scale": {"max_nodes": 3}, "tags": {"a": "b"}, "state": "present"},
        {"name": "cpu", "state": "absent"},
        {"name": "cpu", "state": "absent"},
    )

    def test_predicts_each_step_of_a_life_and_writes_nothing(self, filled):
        for step in self.STEPS:
            predicted = filled.run(manage(COMPUTE), **step, check_mode=True, diff=True)
            assert filled.written == []
            real = filled.run(manage(COMPUTE), **step, diff=True)
            assert (predicted["changed"], predicted["reasons"]) == (real["changed"], real["reasons"])
            assert predicted["diff"] == real["diff"]

    def test_leaves_what_it_is_given_alone(self, filled):
        params = copy.deepcopy(self.STEPS[0])
        filled.run(manage(COMPUTE), **params, check_mode=True)
        assert params == self.STEPS[0]


class TestReading:
    def test_lists_by_workspace_group_and_subscription(self, filled):
        for changes in ({}, {"resource_group": None}):
            found = filled.run(read(WORKSPACE), **changes)["workspaces"]
            assert [item["name"] for item in found] == ["ws1"]
        filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        assert [item["name"] for item in filled.run(read(COMPUTE))["computes"]] == ["cpu"]

    def test_reads_every_page(self, filled):
        filled.control("PATCH", "config", {"page_size": 2})
        for number in range(5):
            filled.run(manage(COMPUTE), **{**CLUSTER, "name": f"cpu{number}"}, scale=SCALE)
        found = filled.run(read(COMPUTE))["computes"]
        filled.control("PATCH", "config", {"page_size": 50})
        assert sorted(item["name"] for item in found) == [f"cpu{number}" for number in range(5)]

    def test_of_a_missing_parent_is_an_error(self, cloud):
        with pytest.raises(ServiceError) as caught:
            cloud.run(read(COMPUTE))
        assert caught.value.status == 404 and caught.value.facts["changed"] is False


class TestCalls:
    def test_get_a_token_from_either_endpoint(self, cloud):
        for endpoint in ("v1", "v2"):
            found = cloud.run(call(TOKEN), audience="arm", endpoint=endpoint)
            assert found["token"].count(".") == 2 and found["changed"] is False

    def test_find_the_regional_server(self, filled):
        assert filled.run(call(DISCOVERY))["endpoints"]["api"].startswith("https://")

    def test_ask_anything_and_write_nothing_in_check_mode(self, filled):
        base = {"plane": "arm", "method": "GET", "path": "computes", "items": "value", "wait": True}
        assert filled.run(call(REST), **base)["json"]["value"] == []
        put = {**base, "method": "PUT", "path": "computes/cpu", "body": {"location": "eastus"}}
        predicted = filled.run(call(REST), **put, check_mode=True)
        assert (predicted["changed"], predicted["sent"], filled.written) == (True, False, [])

    @pytest.mark.parametrize(
        "path", ["../x", "a//b", "a/%2e%2e/b", "a?b=c", "a#b", "a b", "/subscriptions/../x", "a%2fb"]
    )
    def test_do_not_lead_elsewhere(self, cloud, path):
        with pytest.raises(InputError) as caught:
            cloud.run(call(REST), plane="arm", method="DELETE", path=path, items="value")
        assert caught.value.facts["option"] == "path" and cloud.sent == []


class TestFailures:
    def test_of_input_send_nothing(self, cloud):
        for params in (
            {"name": "../x"},
            {"name": "cpu", "subscription_id": "nonsense"},
            {"name": "cpu", "workspace": "a/b"},
        ):
            with pytest.raises(InputError):
                cloud.run(manage(COMPUTE), state="present", **params)
            assert cloud.sent == []

    def test_of_the_login_name_the_option_and_hide_the_secret(self, cloud):
        with pytest.raises(AuthError) as caught:
            cloud.run(read(WORKSPACE), secret="canary-wrong-secret")
        assert caught.value.facts["option"] == "secret"
        assert "canary" not in json.dumps([caught.value.message, caught.value.facts])

    def test_that_quote_the_request_hide_its_secrets(self, filled):
        echo = {"status": 400, "code": "Bad", "message": f"rejected: key={TestADatastore.KEY} token"}
        filled.control("POST", "faults", {"match": {"method": "PUT"}, "action": echo})
        with pytest.raises(ServiceError) as caught:
            filled.run(manage(DATASTORE), **TestADatastore().params())
        filled.control("DELETE", "faults")
        assert "Bad: rejected" in caught.value.message and TestADatastore.KEY not in caught.value.message

    def test_of_a_missing_workspace_name_it(self, cloud):
        cloud.run(manage(RESOURCE_GROUP), name="rg", location="eastus", state="present")
        with pytest.raises(ServiceError) as caught:
            cloud.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        assert "ws1" in caught.value.message and caught.value.facts["changed"] is False
        assert cloud.written == []

    def test_of_an_unknown_api_version_list_the_known_ones(self, filled):
        with pytest.raises(ServiceError) as caught:
            filled.run(read(WORKSPACE), api_version="1999-01-01")
        assert "2025-12-01" in caught.value.message

    def test_of_an_operation_tell_the_reason_and_that_something_changed(self, filled):
        failure = {"code": "ClusterCoreQuotaReached", "message": "no cores are left"}
        filled.control(
            "POST", "faults", {"match": {"method": "PUT", "path": "computes/"}, "action": {"fail_operation": failure}}
        )
        with pytest.raises(AmlError) as caught:
            filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        filled.control("DELETE", "faults")
        assert "no cores are left" in caught.value.message
        assert (caught.value.outcome, caught.value.facts["changed"]) == ("partial", True)
        repaired = filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)
        assert repaired["changed"] is True and repaired["compute"]["provisioning_state"] == "Succeeded"

    def test_of_a_dropped_connection_after_the_write_are_none(self, filled):
        drop = {"match": {"method": "PUT", "path": "computes/", "times": 1}, "action": {"drop": True, "after": True}}
        filled.control("POST", "faults", drop)
        assert filled.run(manage(COMPUTE), **CLUSTER, scale=SCALE)["changed"] is True
        filled.control("DELETE", "faults")
        assert filled.written == [("PUT", "cpu")]

    def test_tell_how_long_they_took(self, cloud):
        with pytest.raises(ServiceError) as caught:
            cloud.run(read(COMPUTE))
        assert 0 <= caught.value.facts["elapsed"] < 10
