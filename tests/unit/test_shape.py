# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options become a body, a body becomes a result, and the result is options again (design section 2: round trip)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils import inputs, plan, shape
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import fields_spec
from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.connection import CONNECTION
from ansible_collections.mlops.azureml.plugins.module_utils.resources.datastore import DATASTORE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import WORKSPACE
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Field, applicable
from ansible_collections.mlops.azureml.plugins.module_utils.tree import dig
from tests.unit import generated
from tests.unit.test_every_resource import RESOURCES

CONNECTION_VARIANTS = next(item for item in CONNECTION.fields if item.option == "credentials").fields[0].choices
MANAGED = [resource for resource in RESOURCES if resource.fields and resource.states[0].word == "present"]
WRITTEN = [resource for resource in MANAGED if any(item.writable for item in resource.fields)]


def as_service(resource, body):
    """The body as the service shows it: with an id, without the secrets."""
    shown = json.loads(json.dumps(body))
    for item in resource.fields:
        if item.option == "credentials":
            shown["properties"].get("credentials", {}).pop("secrets", None)
    return {"id": generated.path_of(resource), "name": "n1", **shown}


def kept(resource, result):
    """What of a result a task can take."""
    taken = fields_spec(resource.fields).keys()
    return {option: value for option, value in result.items() if option in taken}


@pytest.mark.parametrize("resource", WRITTEN, ids=lambda resource: f"{resource.plane}-{resource.noun}")
@given(data=st.data())
def test_whatever_a_task_makes_the_same_task_finds_unchanged(resource, data):
    params = data.draw(generated.tasks(resource))
    inputs.check(resource, params)
    made = plan.plan(resource, generated.making(resource, params), None)
    again = plan.plan(resource, params, as_service(resource, made.body))
    assert again.action == plan.NONE, again.reasons


@pytest.mark.parametrize("resource", WRITTEN, ids=lambda resource: f"{resource.plane}-{resource.noun}")
@given(data=st.data())
def test_what_a_reader_returns_given_back_changes_nothing(resource, data):
    params = data.draw(generated.tasks(resource))
    there = as_service(resource, plan.plan(resource, generated.making(resource, params), None).body)
    result = shape.to_result(resource, there, {})
    fed = {**generated.names(resource), **kept(resource, result)}
    inputs.check(resource, fed)
    again = plan.plan(resource, fed, there)
    assert again.action == plan.NONE, again.reasons


@pytest.mark.parametrize("resource", WRITTEN, ids=lambda resource: f"{resource.plane}-{resource.noun}")
@given(data=st.data())
def test_a_task_with_one_option_more_says_exactly_that_one(resource, data):
    params = data.draw(generated.tasks(resource))
    there = as_service(resource, plan.plan(resource, generated.making(resource, params), None).body)
    wanted = data.draw(generated.tasks(resource, params.get(resource.union, "")))
    found = plan.differences(resource, wanted, there, resource.states[0])
    named = {change.option.partition(".")[0] for change in found}
    assert named <= {option for option, value in wanted.items() if value != params.get(option)}


def test_a_result_has_the_names_that_the_id_spells_out():
    ws = "/subscriptions/s/resourceGroups/RG-1/providers/Microsoft.MachineLearningServices/workspaces/ws-1"
    result = shape.to_result(COMPUTE, {"id": ws + "/computes/cpu", "properties": {"computeType": "AmlCompute"}}, {})
    assert (result["resource_group"], result["workspace"], result["name"]) == ("RG-1", "ws-1", "cpu")
    assert shape.to_result(WORKSPACE, {"id": ws, "properties": {}}, {})["name"] == "ws-1"


def test_a_result_has_the_options_of_its_variant_only():
    cluster = shape.to_result(COMPUTE, {"id": "", "properties": {"computeType": "AmlCompute", "properties": {}}}, {})
    assert "scale" in cluster and "ssh" not in cluster
    instance = shape.to_result(
        COMPUTE, {"id": "", "properties": {"computeType": "ComputeInstance", "properties": {}}}, {}
    )
    assert "ssh" in instance and "scale" not in instance


def test_a_result_holds_no_secret_even_when_the_service_shows_one():
    credentials = {"credentialsType": "AccountKey", "secrets": {"secretsType": "AccountKey", "key": "canary-key"}}
    body = {"id": "", "properties": {"datastoreType": "AzureBlob", "credentials": credentials}}
    assert "canary-key" not in json.dumps(shape.to_result(DATASTORE, body, {}))
    assert "canary-key" not in json.dumps(shape.view(DATASTORE, body))


def test_a_free_tree_is_shown_without_what_looks_like_a_secret():
    field = Field("custom", "custom", type="list", elements="dict", same="tree")
    shown = shape.to_option(field, [{"name": "n", "environment": {"password": "canary-word"}}])
    assert shown[0]["name"] == "n" and "canary-word" not in json.dumps(shown)


def test_the_services_spelling_stays_where_the_meaning_is_the_same():
    """No noise in a body or a diff: a location is not rewritten because the task spells it otherwise."""
    assert shape.to_rest(Field("location", "location", same="location"), "East US", "eastus") == "eastus"
    assert shape.to_rest(Field("idle", "idle", same="duration"), "30m", "PT1800S") == "PT1800S"
    assert shape.to_rest(Field("idle", "idle", same="duration"), "31m", "PT1800S") == "PT31M"


def test_a_map_that_merges_keeps_what_the_task_does_not_name():
    tags = Field("tags", "tags", type="dict", merge=True)
    assert shape.to_rest(tags, {"a": 1, "b": True}, {"c": "x"}) == {"c": "x", "a": "1", "b": "true"}
    assert shape.to_rest(tags, {"a": 1}, {"c": "x"}, purge=True) == {"a": "1"}
    assert shape.to_rest(tags, {}, {"c": "x"}, purge=True) == {}


def test_a_keyed_list_keeps_of_each_element_what_the_task_does_not_name():
    field = Field(
        "links", "links", type="list", key="name", fields=(Field("name", "name"), Field("to", "properties.to"))
    )
    present = [{"name": "a", "etag": "1", "properties": {"to": "x", "more": 1}}, {"name": "gone"}]
    body = shape.to_rest(field, [{"name": "new", "to": "z"}, {"name": "a", "to": "y"}], present)
    assert body == [
        {"name": "new", "properties": {"to": "z"}},
        {"name": "a", "etag": "1", "properties": {"to": "y", "more": 1}},
    ]


def test_ids_kept_as_keys_keep_the_services_spelling_and_lose_what_it_fills_in():
    field = Field("ids", "ids", type="list", as_keys=True)
    assert shape.to_rest(field, ["/S/A", "/s/b"], {"/s/a": {"clientId": "x"}}) == {"/s/a": {}, "/s/b": {}}


def test_a_path_that_two_variants_have_is_kept_for_the_chosen_one():
    """The key of an API and that of an account are one member of a connection's credentials."""
    field = next(item for item in CONNECTION.fields if item.option == "credentials")
    body = shape.to_rest(field, {"type": "ApiKey", "api_key": "canary-key"}, {"authType": "None"})
    assert body == {"authType": "ApiKey", "credentials": {"key": "canary-key"}}


def test_what_belongs_to_another_variant_is_taken_out():
    fields = (
        Field("type", "kind", choices=("A", "B")),
        Field("a", "onlyA", variants=("A",)),
        Field("b", "onlyB", variants=("B",)),
    )
    field = Field("credentials", "c", type="dict", union="type", fields=fields)
    assert shape.to_rest(field, {"type": "B", "b": "2"}, {"kind": "A", "onlyA": "1"}) == {"kind": "B", "onlyB": "2"}


@pytest.mark.parametrize("variant", CONNECTION_VARIANTS)
def test_every_option_of_a_variant_is_sent_though_another_one_has_the_same_member(variant):
    """The key of an account and that of an API are one member of the service's, under two options."""
    group = next(item for item in CONNECTION.fields if item.option == "credentials")
    own = [item for item in applicable(group.fields, variant) if item.variants and item.type == "str"]
    body = shape.dict_to_rest(group, {"type": variant, **{item.option: f"given-{item.option}" for item in own}}, {})
    assert {item.option: dig(body, item.path) for item in own} == {item.option: f"given-{item.option}" for item in own}


class TestWhatMayBeSentBack:
    def test_is_all_but_the_envelope_and_what_is_read_only(self):
        body = {
            "id": "/x",
            "name": "ws",
            "type": "t",
            "etag": "e",
            "systemData": {},
            "location": "eastus",
            "properties": {"workspaceId": "w", "friendlyName": "f", "unknownOfTomorrow": {"a": 1}},
        }
        expected = {"location": "eastus", "properties": {"friendlyName": "f", "unknownOfTomorrow": {"a": 1}}}
        assert shape.writable(WORKSPACE, body) == expected

    def test_keeps_of_an_identity_no_more_than_its_keys(self):
        identity = {"type": "UserAssigned", "principalId": "p", "userAssignedIdentities": {"/i": {"clientId": "c"}}}
        assert shape.writable(WORKSPACE, {"identity": identity})["identity"] == {
            "type": "UserAssigned",
            "userAssignedIdentities": {"/i": {}},
        }

    def test_has_no_read_only_member_inside_of_a_list_either(self):
        schedule = {"id": "1", "provisioningStatus": "Completed", "action": "Stop", "triggerType": "Cron"}
        inner = {"schedules": {"computeStartStop": [schedule]}}
        body = {"properties": {"computeType": "ComputeInstance", "properties": inner}}
        sent = shape.writable(COMPUTE, body)["properties"]["properties"]["schedules"]["computeStartStop"]
        assert sent == [{"action": "Stop", "triggerType": "Cron"}]

    def test_leaves_the_answer_as_it_is(self):
        body = {
            "id": "/x",
            "properties": {"workspaceId": "w"},
            "identity": {"userAssignedIdentities": {"/i": {"c": 1}}},
        }
        copy = json.loads(json.dumps(body))
        shape.writable(WORKSPACE, body)
        assert body == copy
