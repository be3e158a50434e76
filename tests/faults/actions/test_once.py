# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What acts is sent once, what asks is asked again (reliability R1, R2): every action, whatever becomes of it."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from ..cloud import MODULES, Cloud
from ..families import HERE
from ..permissions.works import ACTIONS, Work

LOST = {"lost": {"drop": True, "after": True}, "broken off": {"drop": True}, "a bad gateway": {"status": 502}}


def declared(work: Work) -> Any:
    return importlib.import_module(MODULES + work.module).TASK.declaration


def of(reads: bool) -> list[Work]:
    """The rows of the declared actions; of each module the first."""
    rows = {work.module: work for work in reversed(ACTIONS) if hasattr(declared(work), "paths")}
    return [work for work in rows.values() if declared(work).reads == reads]


def prepared(cloud: Cloud, work: Work) -> str:
    """Make what it needs; the pattern of its request."""
    cloud.config(extra=dict(work.extra))
    for module, options in work.before:
        assert not (done := cloud.play(module, options)).get("failed"), done
    cloud.forget()
    kind = declared(work)
    return rf"/{dict(kind.paths).get(work.options.get(kind.union) or kind.paths[0][0]).rpartition('/')[2]}(\?|$)"


writing = pytest.mark.parametrize("work", of(reads=False), ids=lambda work: work.module)
reading = pytest.mark.parametrize("work", of(reads=True), ids=lambda work: work.module)


def test_there_are_some_of_both() -> None:
    assert len(of(reads=False)) >= 9 and len(of(reads=True)) >= 7


@writing
@pytest.mark.parametrize("how", LOST)
def test_what_acts_is_not_sent_again_when_its_answer_is_lost(cloud: Cloud, work: Work, how: str) -> None:
    request = prepared(cloud, work)
    cloud.fault("POST", request, LOST[how], times=0)
    result = cloud.play(work.module, work.options)
    assert len(cloud.requests("POST", request)) == 1
    assert (result["failed"], result["error"]["code"]) == (True, "AnswerLost"), result
    changes = declared(work).changes
    assert (result["changed"], result["outcome"]) == (changes, "unknown" if changes else "none"), "as it may have been"
    assert "was not repeated" in result["msg"] and result["resource_id"], result


@writing
def test_what_acts_is_sent_again_while_the_service_says_that_it_is_busy(cloud: Cloud, work: Work) -> None:
    request = prepared(cloud, work)
    busy = {"status": 409, "code": "Conflict", "message": "Another operation is in progress. Please try again later."}
    cloud.fault("POST", request, busy, times=2)
    result = cloud.play(work.module, work.options)
    assert not result.get("failed"), result
    assert len(cloud.requests("POST", request)) == 3


@writing
def test_what_acts_is_sent_again_when_it_was_throttled(cloud: Cloud, work: Work) -> None:
    request = prepared(cloud, work)
    cloud.fault("POST", request, {"status": 429, "headers": {"Retry-After": "3"}})
    assert not (result := cloud.play(work.module, work.options)).get("failed"), result
    assert len(cloud.requests("POST", request)) == 2


@writing
def test_what_acts_is_refused_in_the_services_words(cloud: Cloud, work: Work) -> None:
    request = prepared(cloud, work)
    cloud.fault("POST", request, {"status": 400, "code": "BadRequest", "message": "No such thing."}, times=0)
    result = cloud.play(work.module, work.options)
    assert (result["failed"], result["changed"], result["outcome"]) == (True, False, "none")
    assert "BadRequest: No such thing" in result["msg"]
    assert len(cloud.requests("POST", request)) == 1


@writing
def test_what_acts_is_foretold_in_check_mode_and_not_sent(cloud: Cloud, work: Work) -> None:
    request = prepared(cloud, work)
    predicted = cloud.play(work.module, work.options, check_mode=True)
    assert cloud.writes() == [] and not cloud.requests("POST", request)
    done = cloud.play(work.module, work.options)
    assert predicted["changed"] == done["changed"] == declared(work).changes, (predicted, done)
    assert predicted.get("reasons") == done.get("reasons")


@writing
def test_what_acts_and_has_a_goal_has_nothing_to_do_afterwards(cloud: Cloud, work: Work) -> None:
    request = prepared(cloud, work)
    cloud.play(work.module, work.options)
    cloud.forget()
    again = cloud.play(work.module, work.options)
    goals = [goal for goal in declared(work).goals if not goal.option or work.options.get(goal.option) is not None]
    assert again["changed"] == (declared(work).changes and not goals), again
    assert len(cloud.requests("POST", request)) == (0 if goals else 1)


@pytest.mark.parametrize("work", [one for one in of(reads=False) if declared(one).long], ids=lambda work: work.module)
def test_what_acts_and_whose_operation_fails_says_why(cloud: Cloud, work: Work) -> None:
    request = prepared(cloud, work)
    cloud.fault("POST", request, {"fail_operation": {"code": "Broken", "message": "It broke down."}})
    result = cloud.play(work.module, work.options)
    assert result["failed"] and "It broke down" in result["msg"], result
    assert (result["changed"], result["outcome"]) == ((True, "partial") if declared(work).changes else (False, "none"))


@reading
def test_what_asks_is_asked_again_when_its_answer_is_lost(cloud: Cloud, work: Work) -> None:
    request = prepared(cloud, work)
    cloud.fault("POST", request, {"drop": True, "after": True})
    result = cloud.play(work.module, work.options)
    assert not result.get("failed") and result["changed"] is False, result
    assert len(cloud.requests("POST", request)) == 2


@reading
def test_what_asks_is_asked_in_check_mode_too(cloud: Cloud, work: Work) -> None:
    prepared(cloud, work)
    found, foretold = (cloud.play(work.module, work.options, check_mode=mode) for mode in (False, True))
    assert found.keys() == foretold.keys() and not found.get("failed"), found


@pytest.mark.parametrize("work", [one for one in of(reads=True) if declared(one).secret], ids=lambda work: work.module)
def test_what_asks_shows_a_secret_only_where_it_is_told_to(cloud: Cloud, work: Work) -> None:
    kind = declared(work)
    prepared(cloud, work)
    secrets = [item.option for item in kind.answer if item.write_only]
    hidden = cloud.play(work.module, work.options)[kind.noun]
    shown = cloud.play(work.module, {**work.options, "reveal": True})[kind.noun]
    there = [option for option in secrets if shown[option]]
    assert there, shown
    assert all("********" in str(hidden[option]) and hidden[option] != shown[option] for option in there), hidden
    assert all(hidden[option] == shown[option] for option in kind_of_rest(kind, secrets) if option != "expires_on")


def kind_of_rest(kind: Any, secrets: list[str]) -> list[str]:
    return [item.option for item in kind.answer if item.option not in secrets]


def test_an_acceptance_that_names_no_end_is_told_as_that(cloud: Cloud) -> None:
    cloud.fault("POST", "/resyncKeys", {"status": 202, "body": ""}, times=0)
    result = cloud.play("aml_workspace_key_resync", HERE)
    assert (result["failed"], result["changed"], result["outcome"]) == (True, True, "unknown"), result
    assert "names nothing that tells how it ends" in result["msg"]


def test_an_end_that_left_the_goal_unreached_is_a_failure(cloud: Cloud) -> None:
    cloud.fault("POST", "/provisionManagedNetwork", {"status": 202, "body": ""}, times=0)
    result = cloud.play("aml_managed_network_provision", HERE)
    assert (result["error"]["code"], result["changed"], result["outcome"]) == ("NotApplied", True, "partial"), result
    assert len(cloud.requests("POST", "/provisionManagedNetwork")) == 1


def test_an_action_that_goes_on_can_be_asked_for_and_not_waited_for(cloud: Cloud) -> None:
    begun = cloud.play("aml_workspace_key_resync", {**HERE, "wait": False})
    assert begun["changed"] and begun["operation_url"].startswith(cloud.emulator.url)
    assert cloud.requests("GET", "/workspaceOperationsStatus/") == []
