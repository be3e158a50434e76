# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole estate in one task against an emulator: what it asks for, what it does when some of it fails, and back."""

from __future__ import annotations

import copy

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.datastore import DATASTORE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.model import ARM_MODEL
from tests.unit.doubles import HurriedClock
from tests.unit.generated import options

CLUSTER = {"type": "compute", "compute_type": "AmlCompute", "vm_size": "Standard_D2_v2", "scale": {"max_nodes": 1}}
BLOB = {"type": "datastore", "datastore_type": "AzureBlob", "account_name": "account", "container_name": "c"}


def clusters(number: int, **changed) -> list[dict]:
    return [{**CLUSTER, "name": f"cpu{index:03}", **changed} for index in range(number)]


def actions(result) -> list[str]:
    return [row["action"] for row in result["resources"]]


@pytest.fixture
def apply(cloud):
    return lambda *resources, **more: cloud.play("aml_apply", resources=list(resources), **{**cloud.here, **more})


@pytest.fixture
def asked(cloud, emulator):
    """What was asked of ARM since the last call, tokens and metadata left out."""

    def since() -> list[str]:
        found = [f"{entry['method']} {entry['path'].partition('?')[0]}" for entry in emulator.journal()]
        cloud.forget()
        below = f"{cloud.workspace}/"
        return [line.replace(below, "/") for line in found if below in line]

    return since


class TestWhatIsInSync:
    def test_costs_one_list(self, apply, cloud, asked):
        assert apply(*clusters(30))["changed"]
        asked()
        again = apply(*clusters(30))
        assert not again["changed"] and set(actions(again)) == {"none"}
        assert asked() == ["GET /computes"]

    def test_costs_the_pages_of_a_list(self, apply, cloud, asked):
        models = [{"type": "model", "name": "m", "version": n, "model_uri": "azureml://x/y"} for n in range(1, 31)]
        apply(*models)
        cloud.config(page_size=10)
        asked()
        assert not apply(*models)["changed"]
        assert asked() == ["GET /models/m/versions"] * 3

    def test_is_read_one_by_one_when_the_list_fails(self, apply, cloud, asked):
        apply(*clusters(3))
        cloud.fault({"match": {"method": "GET", "path": r"/computes\?"}, "action": {"status": 403, "code": "No"}})
        asked()
        assert not apply(*clusters(3))["changed"]
        assert sorted(asked()) == ["GET /computes", *(f"GET /computes/cpu{n:03}" for n in range(3))]


class TestAListThatLeavesSomethingOut:
    """Nothing is changed, and nothing refused, for what only a list says."""

    @pytest.fixture
    def thin(self, apply, cloud, emulator):
        """Two clusters, whose list does not show sizes and limits."""
        apply(*clusters(2))
        rows = [copy.deepcopy(row) for path, row in cloud.stored().items() if "/computes/" in path]
        for row in rows:
            del row["properties"]["properties"]["scaleSettings"], row["properties"]["properties"]["vmSize"]
        answer = {"status": 200, "body": {"value": rows}}
        cloud.fault({"match": {"method": "GET", "path": r"/computes\?"}, "action": answer})

    def test_is_made_sure_of(self, thin, apply, cloud, asked):
        asked()
        assert set(actions(apply(*clusters(2)))) == {"none"}
        assert sorted(asked()) == ["GET /computes", "GET /computes/cpu000", "GET /computes/cpu001"]

    def test_a_real_difference_is_still_found(self, thin, apply, cloud):
        assert actions(apply(*clusters(1), *clusters(2, scale={"max_nodes": 3})[1:])) == ["none", "update"]
        found = apply(*clusters(1), *clusters(2, vm_size="Standard_D3_v2")[1:])
        assert actions(found) == ["none", "fail"] and "vm_size" in found["msg"]


class TestCreating:
    def test_many_waits_in_lists(self, apply, cloud, asked, pushing):
        cloud.config(operation_seconds={"default": 60})
        found = apply(*clusters(20), clock=pushing)
        assert set(actions(found)) == {"create"}
        lines = asked()
        assert sum(line.startswith("PUT") for line in lines) == 20
        # One read of each before, none after: the list that shows its end is its verification too.
        assert sum(line.startswith("GET /computes/") for line in lines) == 20
        assert not [line for line in lines if "OperationsStatus" in line]

    def test_what_needs_what_failed_is_skipped_and_the_rest_is_made(self, apply, cloud):
        cloud.config(
            failures=[
                {
                    "type": "Microsoft.MachineLearningServices/workspaces/computes",
                    "name": "cpu001",
                    "code": "QuotaExceeded",
                    "message": "There is no core left.",
                }
            ]
        )
        needing = {**BLOB, "name": "needs", "tags": {"compute": f"{cloud.workspace}/computes/cpu001"}}
        found = apply(*clusters(3), needing, {**BLOB, "name": "free"})
        assert found["failed"] and found["changed"]
        assert actions(found) == ["create", "fail", "create", "skip", "create"]
        failed, skipped = found["resources"][1], found["resources"][3]
        assert failed["error"]["code"] == "QuotaExceeded" and failed["changed"]
        assert skipped["reasons"] == ["compute cpu001 failed"]
        assert "1 of 5 resources failed, 1 skipped because of that: compute cpu001: " in found["msg"]
        assert {"datastores/free", "computes/cpu000", "computes/cpu002"} <= {
            "/".join(path.split("/")[-2:]) for path in cloud.stored()
        }

    def test_nothing_is_sent_when_one_item_is_wrong(self, apply, cloud):
        found = apply(*clusters(3), {**CLUSTER, "name": "cpu", "scale": {"max_nodes": "many"}})
        assert found["failed"] and found["msg"].startswith("resources[3] (compute): ")
        assert cloud.writes() == []

    def test_is_predicted_by_check_mode(self, apply, cloud, asked):
        whole = [
            {"type": "resource_group", "name": "new", "location": "westeurope"},
            {"type": "workspace", "name": "ws-new", "resource_group": "new", **cloud.parents},
            *({**one, "resource_group": "new", "workspace": "ws-new"} for one in clusters(20)),
        ]
        asked()
        planned = apply(*whole, check_mode=True)
        assert set(actions(planned)) == {"create"} and cloud.writes() == []
        # What is in a group that is not there is not there either: nobody asks.
        assert len([line for line in asked() if "computes/" in line]) == 0
        done = apply(*whole)
        assert actions(done) == actions(planned)
        assert [d["before_header"] for d in done["diff"]] == [d["before_header"] for d in planned["diff"]]
        assert set(actions(apply(*whole))) == {"none"}


class TestAnEnd:
    def test_that_comes_in_between_says_what_was_done(self, apply, cloud):
        """The token is refused after the first write, and nobody can log in again."""
        cloud.config(operation_seconds={"default": 2.0})
        cloud.fault({"match": {"method": "GET", "path": r"/computes/cpu001"}, "action": {"status": 401}})
        cloud.fault(
            {"match": {"method": "POST", "path": "/oauth2/", "nth": 2}, "action": {"status": 400, "body": "{}"}}
        )
        found = apply(*clusters(1), {**clusters(2)[1], "tags": {"after": f"{cloud.workspace}/computes/cpu000"}})
        assert found["failed"] and found["error"]["code"] == "TokenMissing"
        assert found["changed"] and found["outcome"] == "partial"


class TestDeleting:
    def test_goes_from_the_inner_to_the_outer(self, apply, cloud):
        apply(*clusters(2), {**BLOB, "name": "data"})
        cloud.forget()
        gone = {"state": "absent"}
        found = apply(
            {"type": "workspace", "name": "ws", **gone},
            *({"type": "compute", "name": f"cpu{number:03}", **gone} for number in range(2)),
        )
        assert actions(found) == ["delete"] * 3
        order = [line.partition("?")[0].rpartition("/")[2] for line in cloud.writes()]
        assert order[-1] == "ws" and sorted(order[:2]) == ["cpu000", "cpu001"]

    def test_of_what_is_not_declared_needs_a_word(self, apply, cloud):
        apply(*clusters(3))
        cloud.forget()
        refused = apply(*clusters(1), prune=["compute"])
        assert refused["failed"] and refused["msg"].startswith("prune_confirm: ") and cloud.writes() == []

    def test_of_what_is_not_declared(self, apply, cloud):
        apply(*clusters(3), {**BLOB, "name": "data"})
        pruning = {"prune": ["compute"], "prune_confirm": True}
        planned = apply(*clusters(1), check_mode=True, **pruning)
        assert actions(planned) == ["none", "delete", "delete"]
        assert actions(apply(*clusters(1), **pruning)) == ["none", "delete", "delete"]
        names = {path.rpartition("/")[2] for path in cloud.stored()}
        assert {"cpu000", "data"} <= names and not names & {"cpu001", "cpu002"}
        assert actions(apply(*clusters(1), **pruning)) == ["none"]

    def test_of_a_workspace_that_is_only_being_made(self, apply, cloud):
        new = [{"type": "workspace", "name": "ws-new", **cloud.parents}, {**clusters(1)[0], "workspace": "ws-new"}]
        pruning = {"workspace": "ws-new", "prune": ["compute"], "prune_confirm": True}
        assert actions(apply(*new, check_mode=True, **pruning)) == ["create", "create"]
        assert actions(apply(*new, **pruning)) == ["create", "create"]

    def test_spares_what_the_service_made(self, apply, cloud):
        apply({**BLOB, "name": "data"})
        found = apply(prune=["datastore"], prune_confirm=True)
        assert [row["name"] for row in found["resources"]] == ["data"]
        assert any(path.endswith("/workspaceblobstore") for path in cloud.stored())

    def test_never_follows_a_list_that_broke_off(self, apply, cloud):
        models = [{"type": "model", "name": "m", "version": n, "model_uri": "azureml://x/y"} for n in range(1, 6)]
        apply(*models)
        cloud.config(page_size=2)
        cloud.fault({"match": {"method": "GET", "path": r"/versions\?.*skip"}, "action": {"status": 403, "code": "No"}})
        cloud.forget()
        found = apply(models[0], prune=["model"], prune_confirm=True)
        assert found["failed"] and cloud.writes() == []


class TestBackAgain:
    def test_what_is_read_is_as_it_was(self, apply, cloud):
        model = {"type": "model", "name": "m", "version": 1, "model_uri": "azureml://datastores/data/paths/m"}
        secret = {**BLOB, "name": "data", "credentials": {"type": "AccountKey", "account_key": "Y2FuYXJ5"}}
        archived = {**model, "version": 2, "state": "archived"}
        apply(*clusters(2), secret, model)
        apply({**archived, "state": "present"})
        apply(archived)
        found = cloud.play("aml_export", **cloud.here)
        assert "Y2FuYXJ5" not in str(found)
        kinds = sorted((item["type"], item["name"], item.get("state", "")) for item in found["resources"])
        assert kinds == [
            ("compute", "cpu000", ""),
            ("compute", "cpu001", ""),
            ("datastore", "data", ""),
            ("model", "m", ""),
            ("model", "m", "archived"),
            ("workspace", "ws", ""),
        ]
        cloud.forget()
        again = apply(*found["resources"])
        assert set(actions(again)) == {"none"}, [row for row in again["resources"] if row["action"] != "none"]
        assert cloud.writes() == []

    def test_by_type(self, apply, cloud):
        apply(*clusters(1), {**BLOB, "name": "data"})
        found = cloud.play("aml_export", types=["datastore"], **cloud.here)
        assert [item["name"] for item in found["resources"]] == ["data"]

    @settings(max_examples=20, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(estate=st.data())
    def test_of_any_estate(self, apply, cloud, estate):
        cloud.anew()
        made: list[dict] = []
        for kind, resource, more in (
            ("compute", COMPUTE, {}),
            ("datastore", DATASTORE, {}),
            ("model", ARM_MODEL, {"version": "1"}),
        ):
            for number in range(estate.draw(st.integers(1, 2))):
                own = acceptable(estate.draw(options(resource.fields, resource.union)))
                if resource.union:
                    own[f"{kind}_type"] = own.pop("type")
                made.append({"type": kind, "name": f"{kind}{number}", **more, **own})
        first = apply(*copy.deepcopy(made), clock=HurriedClock())
        there = {
            (row["type"], row["name"].partition(":")[0]) for row in first["resources"] if row["action"] == "create"
        }
        assert 2 * len(there) > len(made), "most of it is what the service takes"
        found = cloud.play("aml_export", **cloud.here)
        assert there < {(item["type"], item["name"]) for item in found["resources"]}
        again = apply(*found["resources"])
        left = [row for row in again["resources"] if row["action"] != "none"]
        assert not left and not again.get("failed"), left


def acceptable(own: dict) -> dict:
    """Without what names something else that would have to be there, and with numbers that the service takes."""
    absent = ("identity", "enable_node_public_ip", "account_subscription_id", "account_resource_group", "property_bag")
    found = {option: value for option, value in own.items() if option not in absent}
    if found.get("type") == "AmlCompute":
        found["scale"] = {**found.get("scale", {}), "min_nodes": 0, "max_nodes": 1}
    return found
