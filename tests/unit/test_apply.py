# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole tasks against a service that loses answers, lags, refuses and takes its time (N05 to N07, P17 to P19, L, C).

Time is virtual: what would take an hour takes a millisecond, and every wait is written down.
"""

from __future__ import annotations

import copy

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import apply, engine
from ansible_collections.mlops.azureml.plugins.module_utils.errors import (
    Ambiguous,
    AmlError,
    Cancelled,
    NotApplied,
    OperationFailed,
    OperationTimeout,
    Refused,
    ServiceError,
    Unsent,
)
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import next_step
from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.model import ARM_MODEL
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import WORKSPACE
from ansible_collections.mlops.azureml.plugins.module_utils.session import Session
from ansible_collections.mlops.azureml.plugins.module_utils.task import manage
from tests.unit.doubles import ARM, Asked, ScriptedExchange, answer, arm, error

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
WS = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws"
STATUS = f"{ARM}/subscriptions/{SUBSCRIPTION}/providers/P/operationsStatus/o?api-version=1&s=canary"
LOST = Ambiguous("the connection to management.azure.com broke")


class Service:
    """Holds one resource. What it does with each write stands in ``writes``; the last one stays.

    A write is a function of the request that changes ``body`` and answers; ``reads`` are answered before the truth is.
    """

    def __init__(self, body=None, *writes, reads=(), operation=()):
        self.body = body
        self.writes = list(writes) or [Service.takes]
        self.reads = list(reads)
        self.operation = list(operation)
        self.asked: list[Asked] = []

    def __call__(self, asked: Asked):
        self.asked.append(asked)
        if "operationsStatus" in asked.url:
            return self.operation.pop(0) if len(self.operation) > 1 else self.operation[0]
        if asked.method == "GET" and asked.url.partition("?")[0].rstrip("/") in (ARM + WS, ARM + GROUP):
            return answer(200, {"id": WS, "location": "eastus", "properties": {}})
        if asked.method == "GET":
            given = self.reads.pop(0) if self.reads else None
            if given is not None:
                return given(self) if callable(given) else given
            return answer(200, copy.deepcopy(self.body)) if self.body else error(404, "ResourceNotFound")
        write = self.writes.pop(0) if len(self.writes) > 1 else self.writes[0]
        return write(self, asked) if callable(write) else write

    def takes(self, asked):
        """Does at once what it is told."""
        if asked.method == "DELETE":
            self.body = None
            return answer(200)
        if asked.method == "PATCH":
            inner = asked.body["properties"]["properties"]
            self.body["properties"]["properties"].update(inner)
            return answer(200, self.body)
        done = {"provisioningState": "Succeeded"}
        self.body = {
            "id": asked.url.partition("?")[0].removeprefix(ARM),
            **asked.body,
            "properties": {**asked.body.get("properties", {}), **done},
        }
        return answer(201, self.body)

    def sent(self, *methods: str) -> list[str]:
        """The writes in order, or the requests of these verbs."""
        wanted = methods or ("PUT", "PATCH", "POST", "DELETE")
        return [asked.method for asked in self.asked if asked.method in wanted]


def takes_and_loses(service, asked):
    service.takes(asked)
    return LOST


def ignores(service, asked):
    """Accepts a write and does nothing."""
    return answer(200, service.body or {"id": "x", "properties": {"provisioningState": "Succeeded"}})


def cluster(state="Succeeded", nodes=4, **more):
    inner = {"vmSize": "STANDARD_DS3_V2", "scaleSettings": {"minNodeCount": 0, "maxNodeCount": nodes}}
    properties = {"computeType": "AmlCompute", "provisioningState": state, "properties": inner, **more}
    return {"id": f"{WS}/computes/cpu", "name": "cpu", "location": "eastus", "properties": properties}


PARAMS = {
    "subscription_id": SUBSCRIPTION,
    "resource_group": "rg",
    "workspace": "ws",
    "name": "cpu",
    "type": "AmlCompute",
    "vm_size": "STANDARD_DS3_V2",
    "scale": {"min_nodes": 0, "max_nodes": 4},
    "state": "present",
    "wait": True,
}


@pytest.fixture(name="play")
def play_fixture(monkeypatch):
    """Run a task against a service; returns its result. The clock is at hand as ``play.clock`` afterwards."""

    def play(service, resource=COMPUTE, base=None, seconds=3600, check_mode=False, **params):
        exchange = ScriptedExchange(service, forever=True, seconds=seconds)
        play.exchange, play.clock = exchange, exchange.clock
        play.told = []
        made = Session(arm(exchange), exchange.deadline, play.told.append)
        monkeypatch.setattr(engine, "connect", lambda *_given: made)
        given = {**(PARAMS if base is None else base), **params}
        try:
            return engine.run(manage(resource), given, check_mode=check_mode, clock=exchange.clock)
        finally:
            assert exchange.closed, "a worker goes on to other tasks: no connection stays open"

    return play


def failed(play, kind, *given, **params) -> AmlError:
    with pytest.raises(kind) as caught:
        play(*given, **params)
    return caught.value


class TestALostAnswer:
    def test_to_a_put_that_took_effect_is_no_second_put(self, play):
        service = Service(None, takes_and_loses)
        assert play(service)["changed"] is True
        assert service.sent() == ["PUT"]

    def test_to_a_put_that_did_not_is_one_more_put(self, play):
        service = Service(None, LOST, Service.takes)
        assert play(service)["changed"] is True
        assert service.sent() == ["PUT", "PUT"]

    def test_to_an_update_is_read_back_too(self, play):
        service = Service(cluster(nodes=2), takes_and_loses)
        assert play(service)["compute"]["scale"]["max_nodes"] == 4
        assert service.sent() == ["PATCH"]

    def test_to_a_delete_that_took_effect_is_no_second_delete(self, play):
        service = Service(cluster(), takes_and_loses)
        assert play(service, state="absent")["changed"] is True
        assert service.sent() == ["DELETE"]

    def test_to_a_delete_that_did_not_is_one_more_delete(self, play):
        service = Service(cluster(), LOST, Service.takes)
        assert play(service, state="absent")["changed"] is True
        assert service.sent() == ["DELETE", "DELETE"]

    @pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
    def test_is_also_what_a_gateway_answers(self, play, status):
        service = Service(None, error(status, "GatewayTimeout"), Service.takes)
        assert play(service)["changed"] is True
        assert service.sent() == ["PUT", "PUT"]

    def test_that_never_comes_is_told_as_unknown_after_a_few_attempts_with_growing_waits(self, play):
        service = Service(None, LOST)
        caught = failed(play, Ambiguous, service)
        assert len(service.sent()) == apply.MOST_ATTEMPTS
        assert (caught.outcome, caught.facts["changed"]) == ("unknown", True)
        assert caught.facts["resource_id"].endswith("/computes/cpu") and next_step(caught)
        puts = [asked.at for asked in service.asked if asked.method == "PUT"]
        assert puts == sorted(set(puts)), "a service in trouble is not asked again at once (rule R3)"

    def test_to_an_action_is_never_repeated(self, play):
        body = cluster()
        body["properties"] = {
            **body["properties"],
            "computeType": "ComputeInstance",
            "properties": {"state": "Stopped"},
        }
        service = Service(body, LOST)
        base = {**PARAMS, "type": "ComputeInstance", "vm_size": None, "scale": None}
        caught = failed(play, Ambiguous, service, base=base, state="started")
        assert service.sent() == ["POST"]
        assert (caught.outcome, caught.facts["changed"]) == ("unknown", True)
        assert "may have taken effect and was not repeated" in caught.message
        assert "run the task again" in next_step(caught)

    def test_of_a_request_that_never_left_is_no_change(self, play):
        caught = failed(play, Unsent, Service(None, Unsent("cannot connect")))
        assert (caught.outcome, caught.facts["changed"]) == ("none", False)


class TestSomebodyElse:
    def test_who_works_on_it_is_waited_for(self, play):
        """409: another operation is in progress (P17)."""

        def busy(service, _asked):
            service.reads = [answer(200, cluster("Updating", 2)), answer(200, cluster("Updating", 2)), None]
            return error(409, "Conflict", "another operation is in progress")

        service = Service(cluster(nodes=2), busy, Service.takes)
        assert play(service)["compute"]["scale"]["max_nodes"] == 4
        assert service.sent() == ["PATCH", "PATCH"]

    def test_who_made_the_same_was_faster_and_nothing_changed(self, play):
        def overtaken(service, _asked):
            service.body = cluster()
            return error(409, "Conflict", "it exists")

        service = Service(None, overtaken)
        assert play(service)["changed"] is False
        assert service.sent() == ["PUT"]

    def test_who_made_another_was_faster_and_it_is_updated(self, play):
        def overtaken(service, _asked):
            service.body = cluster(nodes=9)
            return error(409, "Conflict", "it exists")

        service = Service(None, overtaken, Service.takes)
        assert play(service)["compute"]["scale"]["max_nodes"] == 4
        assert service.sent() == ["PUT", "PATCH"]

    def test_is_not_to_blame_for_every_409(self, play):
        service = Service(cluster(nodes=2), error(409, "Conflict", "the name is taken"))
        caught = failed(play, ServiceError, service)
        assert service.sent() == ["PATCH"]
        assert (caught.status, caught.outcome, caught.facts["changed"]) == (409, "none", False)

    @pytest.mark.parametrize("state", ["Creating", "Updating", "Scaling", "Resizing"])
    def test_who_is_still_at_it_when_the_task_begins_is_waited_for_and_not_repeated(self, play, state):
        """A rerun after a power cut adopts the operation of the first run (C04, C05)."""
        service = Service(cluster(), reads=[answer(200, cluster(state))] * 3)
        assert play(service)["changed"] is False
        assert service.sent() == []

    def test_who_deletes_it_is_waited_for_and_then_it_is_made(self, play):
        service = Service(None, reads=[answer(200, cluster("Deleting"))] * 2)
        assert play(service)["changed"] is True
        assert service.sent() == ["PUT"]


class TestALaggingService:
    def test_that_shows_the_old_value_for_a_while_gets_no_second_put(self, play):
        old = cluster(nodes=2)
        service = Service(old)
        service.writes = [
            lambda one, asked: (setattr(one, "reads", [answer(200, cluster(nodes=2))] * 3), one.takes(asked))[1]
        ]
        assert play(service)["compute"]["scale"]["max_nodes"] == 4
        assert service.sent() == ["PATCH"]

    def test_that_does_not_find_what_it_just_made_is_asked_again(self, play):
        service = Service(None)
        service.writes = [
            lambda one, asked: (setattr(one, "reads", [error(404, "ResourceNotFound")] * 3), one.takes(asked))[1]
        ]
        assert play(service)["changed"] is True
        assert service.sent() == ["PUT"]

    def test_that_never_takes_a_field_over_fails_and_names_it(self, play):
        service = Service(cluster(nodes=2), ignores)
        caught = failed(play, NotApplied, service)
        assert "scale.max_nodes: 2 -> 4" in caught.message
        assert (caught.outcome, caught.facts["changed"], caught.facts["target"]) == ("partial", True, "scale.max_nodes")
        assert service.sent() == ["PATCH"]
        assert play.clock.now() < apply.SECONDS_TO_CONVERGE + 15

    def test_that_makes_something_else_than_it_was_told_fails_in_the_same_words(self, play):
        """What cannot be changed afterwards was just made: advice to replace it would be wrong."""

        def makes_another(service, asked):
            service.takes(asked)
            service.body["properties"]["properties"]["vmSize"] = "STANDARD_NC6"
            return answer(201, service.body)

        caught = failed(play, NotApplied, Service(None, makes_another))
        assert caught.facts["target"] == "vm_size" and "on_immutable" not in caught.message
        assert (caught.outcome, caught.facts["changed"]) == ("partial", True)

    def test_that_never_shows_what_it_accepted_fails_and_says_so(self, play):
        caught = failed(play, NotApplied, Service(None, ignores))
        assert "is not there" in caught.message and caught.facts["changed"] is True


class TestAnOperation:
    @staticmethod
    def runs(service, asked):
        service.takes(asked)
        return answer(202, Azure_AsyncOperation=STATUS)

    def test_is_waited_for_and_the_resource_is_asked_in_the_end(self, play):
        service = Service(
            None, self.runs, operation=[answer(200, {"status": "InProgress"}), answer(200, {"status": "Succeeded"})]
        )
        assert play(service)["compute"]["scale"]["max_nodes"] == 4
        assert service.asked[-1].url.startswith(f"{ARM}{WS}/computes/cpu?")

    def test_that_fails_is_told_with_its_reason_and_that_something_happened(self, play):
        failure = {"status": "Failed", "error": {"code": "QuotaExceeded", "message": "no cores are left"}}
        caught = failed(play, OperationFailed, Service(None, self.runs, operation=[answer(200, failure)]))
        assert caught.message == "compute cpu: QuotaExceeded: no cores are left"
        assert (caught.outcome, caught.facts["changed"]) == ("partial", True)
        assert caught.facts["resource_id"].endswith("/computes/cpu")

    def test_that_takes_too_long_is_told_with_where_to_look(self, play):
        service = Service(None, self.runs, operation=[answer(200, {"status": "InProgress"})])
        caught = failed(play, OperationTimeout, service, seconds=60)
        assert (caught.outcome, caught.facts["changed"]) == ("unknown", True)
        assert caught.facts["operation_url"] and "canary" not in caught.facts["operation_url"]
        assert play.clock.now() <= 60

    def test_that_claims_success_is_not_believed(self, play):
        """The resource's word counts (L14)."""

        def breaks(service, asked):
            self.runs(service, asked)
            service.body = cluster("Failed", provisioningErrors=[{"error": {"message": "no such size"}}])
            return answer(202, Azure_AsyncOperation=STATUS)

        caught = failed(play, OperationFailed, Service(None, breaks, operation=[answer(200, {"status": "Succeeded"})]))
        assert "failed" in caught.message and "no such size" in caught.message

    def test_that_may_not_be_watched_is_seen_in_the_resource(self, play):
        def slow(service, asked):
            service.takes(asked)
            service.reads = [answer(200, cluster("Creating"))] * 3
            return answer(202, Azure_AsyncOperation=STATUS)

        service = Service(None, slow, operation=[error(403, "AuthorizationFailed")])
        assert play(service)["changed"] is True

    @pytest.mark.parametrize("given", [answer(202), answer(201, cluster("Creating"))], ids=["bare-202", "201-creating"])
    def test_without_a_url_is_seen_in_the_resource(self, play, given):
        def slow(service, asked):
            service.takes(asked)
            service.reads = [answer(200, cluster("Creating"))] * 3
            return given

        service = Service(None, slow)
        assert play(service)["changed"] is True
        assert service.sent() == ["PUT"]

    def test_that_deletes_is_over_when_the_resource_is_gone(self, play):
        def slow(service, asked):
            service.takes(asked)
            service.reads = [answer(200, cluster("Deleting"))] * 3
            return answer(202)

        service = Service(cluster(), slow)
        assert play(service, state="absent") == {"changed": True, "compute": {}, "reasons": ["it is there"]}
        assert play.clock.slept

    def test_that_fails_to_delete_is_told(self, play):
        def stays(service, _asked):
            service.body = cluster("Failed")
            return answer(202)

        caught = failed(play, OperationFailed, Service(cluster(), stays), state="absent")
        assert "deleting it ended in the state Failed" in caught.message

    def test_of_a_parent_that_goes_too_is_over_as_well(self, play):
        def all_gone(service, _asked):
            service.reads = [error(404, "ResourceGroupNotFound")]
            return answer(202)

        assert play(Service(cluster(), all_gone), state="absent")["changed"] is True

    def test_that_takes_long_tells_how_it_goes(self, play):
        service = Service(
            None,
            self.runs,
            operation=[*[answer(200, {"status": "Creating"})] * 30, answer(200, {"status": "Succeeded"})],
        )
        play(service)
        assert play.told and all(line.startswith("compute cpu: Creating, ") for line in play.told)

    def test_that_nobody_waits_for_is_only_begun(self, play):
        service = Service(None, self.runs)
        result = play(service, wait=False)
        assert result["changed"] is True and result["operation_url"].endswith("operationsStatus/o?api-version=1")
        assert [asked.method for asked in service.asked][-1] == "PUT" and not play.clock.slept

    def test_that_nobody_waits_for_is_not_begun_twice(self, play):
        service = Service(cluster("Creating"))
        result = play(service, wait=False)
        assert (result["changed"], service.sent()) == (False, [])


class TestReplacing:
    def test_deletes_waits_and_makes(self, play):
        def slow(service, asked):
            service.takes(asked)
            service.reads = [answer(200, cluster("Deleting"))] * 2
            return answer(202)

        service = Service(cluster(), slow, Service.takes)
        result = play(service, vm_size="STANDARD_NC6", on_immutable="recreate")
        assert service.sent() == ["DELETE", "PUT"]
        assert result["compute"]["vm_size"] == "STANDARD_NC6"

    def test_without_waiting_is_refused_before_anything_is_deleted(self, play):
        service = Service(cluster())
        caught = failed(play, AmlError, service, vm_size="STANDARD_NC6", on_immutable="recreate", wait=False)
        assert service.sent() == [] and "wait" in caught.message
        assert caught.facts["changed"] is False


class TestASoftDeletedTwin:
    BASE = {
        **{key: PARAMS[key] for key in ("subscription_id", "resource_group", "state", "wait")},
        "name": "ws9",
        "location": "eastus",
    }
    SOFT = error(400, "BadRequest", "Soft-deleted workspace exists. Please purge or recover it.")

    @pytest.mark.parametrize("params", [{}, {"on_soft_deleted": "purge"}, {"force": True}])
    def test_is_not_purged_without_two_options(self, play, params):
        service = Service(None, self.SOFT)
        caught = failed(play, ServiceError, service, WORKSPACE, self.BASE, **params)
        assert service.sent() == ["PUT"]
        assert "on_soft_deleted to purge and force to true" in next_step(caught)

    def test_is_purged_with_both_and_then_it_is_made(self, play):
        service = Service(None, self.SOFT, answer(200), Service.takes)
        assert play(service, WORKSPACE, self.BASE, on_soft_deleted="purge", force=True)["changed"] is True
        assert service.sent() == ["PUT", "DELETE", "PUT"]
        purge = next(asked for asked in service.asked if asked.method == "DELETE")
        assert "forceToPurge=true" in purge.url

    def test_that_cannot_be_purged_does_not_go_round_for_ever(self, play):
        service = Service(None, self.SOFT, answer(200), self.SOFT, answer(200), self.SOFT, answer(200), self.SOFT)
        failed(play, ServiceError, service, WORKSPACE, self.BASE, on_soft_deleted="purge", force=True)
        assert len(service.sent()) <= 2 * apply.MOST_ATTEMPTS


class TestAMissingParent:
    MISSING = error(404, "ParentResourceNotFound", "the parent workspace was not found")

    def test_is_a_failure(self, play):
        service = Service(None, reads=[self.MISSING])
        assert failed(play, ServiceError, service).code == "ParentResourceNotFound"
        assert service.sent() == []

    def test_is_fine_for_what_shall_be_absent_with_a_warning(self, play):
        result = play(Service(None, reads=[self.MISSING]), state="absent")
        assert result["changed"] is False and "does not exist" in result["warnings"][0]

    def test_is_what_a_task_before_may_create_in_check_mode(self, play):
        service = Service(None, reads=[self.MISSING])
        result = play(service, check_mode=True)
        assert result["changed"] is True and result["warnings"]
        assert service.sent() == []


class TestCheckMode:
    @pytest.mark.parametrize(
        ("body", "params"),
        [
            (None, {}),
            (cluster(), {}),
            (cluster(nodes=2), {}),
            (cluster("Failed"), {}),
            (cluster(), {"state": "absent"}),
            (None, {"state": "absent"}),
            (cluster(), {"vm_size": "STANDARD_NC6", "on_immutable": "recreate"}),
            (cluster("Updating"), {}),
        ],
        ids="create same update repair delete gone recreate moving".split(),
    )
    def test_predicts_what_the_real_run_does_and_sends_no_write(self, play, body, params):
        before = Service(copy.deepcopy(body))
        predicted = play(before, check_mode=True, **params)
        assert before.sent() == [] and not play.clock.slept
        if body and body["properties"]["provisioningState"] == "Updating":
            body["properties"]["provisioningState"] = "Succeeded"
        real = play(Service(copy.deepcopy(body)), **params)
        assert predicted["changed"] == real["changed"]
        assert predicted["reasons"] == real["reasons"]


class TestACancelledJob:
    def test_that_is_gone_before_the_write_writes_nothing(self, play):
        def goes(service):
            play.clock.gone = True
            return answer(200, cluster(nodes=2))

        service = Service(cluster(nodes=2), reads=[goes])
        caught = failed(play, Cancelled, service)
        assert service.sent() == []
        assert (caught.outcome, caught.facts["changed"]) == ("none", False)

    def test_that_goes_while_it_waits_asks_nothing_more(self, play):
        def slow(service, asked):
            service.takes(asked)
            play.clock.gone = True
            return answer(202)

        service = Service(None, slow)
        caught = failed(play, Cancelled, service)
        assert service.asked[-1].method == "PUT"
        assert (caught.outcome, caught.facts["changed"]) == ("unknown", True)


class TestAnAsset:
    BASE = {
        **{key: PARAMS[key] for key in ("subscription_id", "resource_group", "workspace", "wait")},
        "name": "m",
        "version": "1",
    }

    def test_is_archived_by_a_put_of_the_whole(self, play):
        body = {
            "id": f"{WS}/models/m/versions/1",
            "properties": {"modelUri": "u", "isArchived": False, "tags": {"a": "b"}},
        }
        service = Service(body)
        assert play(service, ARM_MODEL, self.BASE, state="archived")["model"]["is_archived"] is True
        put = next(asked for asked in service.asked if asked.method == "PUT")
        assert put.body["properties"] == {"modelUri": "u", "isArchived": True, "tags": {"a": "b"}}


class TestAGuard:
    BASE = {
        **{key: PARAMS[key] for key in ("subscription_id", "resource_group", "wait")},
        "name": "ws",
        "state": "absent",
    }

    def service(self, *names):
        class Filled(Service):
            def __call__(self, asked):
                if asked.method == "GET" and "/computes?" in asked.url:
                    self.asked.append(asked)
                    return answer(200, {"value": [{"id": f"/c/{n}", "type": "x/computes", "name": n} for n in names]})
                if asked.method == "GET" and "/workspaces/ws/" in asked.url:
                    self.asked.append(asked)
                    return answer(200, {"value": []})
                if asked.method == "DELETE":
                    self.gone = True
                if asked.method == "GET" and getattr(self, "gone", False):
                    return error(404, "ResourceNotFound")
                return super().__call__(asked)

        return Filled({"id": WS, "properties": {"provisioningState": "Succeeded"}})

    def test_refuses_to_delete_what_is_not_empty_and_names_what_is_in_it(self, play):
        service = self.service(*[f"c{n}" for n in range(12)])
        caught = failed(play, Refused, service, WORKSPACE, self.BASE)
        assert service.sent() == []
        assert "computes/c0" in caught.message and "and 2 more" in caught.message
        assert caught.facts["option"] == "force"

    def test_says_so_in_check_mode_too(self, play):
        failed(play, Refused, self.service("c"), WORKSPACE, self.BASE, check_mode=True)

    def test_lets_it_go_by_force(self, play):
        service = self.service("c")
        assert play(service, WORKSPACE, self.BASE, force=True)["changed"] is True
        assert service.sent() == ["DELETE"]

    def test_lets_an_empty_one_go(self, play):
        assert play(self.service(), WORKSPACE, self.BASE)["changed"] is True
