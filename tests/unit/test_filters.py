# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters: pure functions, and the front that Ansible calls them through."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as some

from ansible_collections.mlops.azureml.plugins.module_utils.definition.draft import SCHEMAS
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.redact import MASK
from ansible_collections.mlops.azureml.plugins.plugin_utils import cli_documents, identifiers
from ansible_collections.mlops.azureml.plugins.plugin_utils.cli_documents import item
from ansible_collections.mlops.azureml.plugins.plugin_utils.differences import differences
from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import plugin
from ansible_collections.mlops.azureml.plugins.plugin_utils.identifiers import resource_id
from ansible_collections.mlops.azureml.plugins.plugin_utils.masking import redacted
from ansible_collections.mlops.azureml.plugins.plugin_utils.plans import table

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws"
CANARY = "canary-9d2c77e1"
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
SHAPES = [
    pytest.param(noun, shape, id=f"{noun}-{shape.path}-{shape.scope.options}") for noun, shape in identifiers._shapes()
]


@pytest.mark.parametrize(("noun", "shape"), SHAPES)
def test_an_id_of_each_kind_is_taken_apart_into_the_options_that_build_it(noun, shape):
    names = {"subscription_id": SUBSCRIPTION, "resource_group": "rg", "workspace": "ws1", "registry": "shared"}
    names = {option: names[option] for option in ("subscription_id", *shape.scope.options)}
    names.update({option: "1" if option == "version" else "abc123" for option in shape.segments})
    if noun == "provider":
        names["name"] = "Microsoft.Storage"
    built = resource_id({"type": noun, **names})
    parsed = resource_id(built.replace("resourceGroups", "resourcegroups"))
    assert {**parsed, "resource_type": None} == {"type": noun, "resource_type": None, **names}
    assert resource_id(parsed) == built


def test_the_id_of_a_workspace_becomes_that_of_what_is_in_it():
    assert resource_id(WORKSPACE, type="compute", name="cpu") == f"{WORKSPACE}/computes/cpu"
    assert resource_id(f"{WORKSPACE}/computes/cpu", type="model", name="m", version="1").endswith(
        "ws/models/m/versions/1"
    )
    endpoint = f"{WORKSPACE}/onlineEndpoints/score"
    assert resource_id(endpoint, type="online_deployment", name="blue") == f"{endpoint}/deployments/blue"
    assert resource_id(GROUP, type="workspace", name="ws") == WORKSPACE


def test_an_id_that_no_module_is_named_after_has_its_names_all_the_same():
    found = resource_id(f"{GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/inner")
    assert found == {
        "type": None,
        "resource_type": "Microsoft.Network/virtualNetworks/subnets",
        "subscription_id": SUBSCRIPTION,
        "resource_group": "rg",
        "name": "inner",
    }


@pytest.mark.parametrize(
    ("source", "options", "named"),
    [
        ("not an id", {}, "not an id"),
        ("/subscriptions", {}, "/subscriptions"),
        (WORKSPACE, {"name": "cpu"}, "type"),
        (WORKSPACE, {"type": "compute"}, "name"),
        (WORKSPACE, {"type": "compute", "name": "../x"}, "name"),
        (WORKSPACE, {"type": "computer", "name": "x1"}, "none of"),
        ({"type": "workspace", "resource_group": "rg", "name": "ws"}, {}, "subscription_id"),
        ({"name": "ws"}, {}, "type"),
        ({"type": "experiment"}, {}, "type"),
        (7, {}, "the input"),
    ],
)
def test_what_is_no_id_or_names_none_is_refused(source, options, named):
    with pytest.raises(InputError, match=named):
        resource_id(source, **options)


def test_differences_are_told_by_path_and_maps_in_lists_by_their_name():
    before = {"a": 1, "gone": None, "list": [{"name": "x", "n": 1}, {"name": "y"}], "same": [1]}
    after = {"a": True, "list": [{"name": "y"}, {"name": "x", "n": 2}], "same": [1], "new": {"b": 1}}
    assert [(one["path"], one["change"], one["before"], one["after"]) for one in differences(before, after)] == [
        ("a", "changed", 1, True),
        ("gone", "removed", None, None),
        ("list[x].n", "changed", 1, 2),
        ("new", "added", None, {"b": 1}),
    ]
    assert [one["path"] for one in differences(before, after, ["list", "a"])] == ["gone", "new"]
    assert [one["path"] for one in differences([{"a": 1}], [{"a": 2}, {"a": 2}])] == ["[0].a", "[1]"]
    assert [one["path"] for one in differences({"l": [1, 2]}, {"l": [2, 1]})] == ["l"]


@given(JSON)
def test_a_document_does_not_differ_from_itself(document):
    assert differences(document, document) == []


@given(JSON, JSON)
def test_documents_that_differ_have_a_difference_and_the_same_ones_the_other_way_round(one, other):
    found, back = differences(one, other), differences(other, one)
    assert bool(found) == (one != other or _types(one) != _types(other))
    assert {entry["path"] for entry in found} == {entry["path"] for entry in back}


def _types(value):
    if isinstance(value, dict):
        return {key: _types(item) for key, item in value.items()}
    return [_types(item) for item in value] if isinstance(value, list) else type(value)


def test_that_a_secret_differs_is_told_and_not_the_secret():
    before = {"credentials": {"key": f"{CANARY}-1"}, "keys": {"password": [{"a": f"{CANARY}-2"}]}}
    after = {"credentials": {"key": f"{CANARY}-3"}, "keys": {"password": [{"a": f"{CANARY}-4"}]}}
    found = differences(before, after)
    assert [one["path"] for one in found] == ["credentials.key", "keys.password"]
    assert {one["before"] for one in found} == {one["after"] for one in found} == {MASK}
    added = differences({}, after)
    assert len(added) == 2 and CANARY not in str(added)


def test_a_plan_is_a_table_of_what_changes_and_a_sum():
    applied = {
        "changed": True,
        "resources": [
            {"type": "compute", "name": "cpu", "action": "update", "reasons": ["scale.max_nodes: 2 -> 4"]},
            {"type": "model", "name": "churn:1", "action": "none", "reasons": []},
            {"type": "datastore", "name": "lake", "action": "fail", "reasons": [], "error": {"message": "no|t\n so"}},
        ],
    }
    single = {
        "changed": True,
        "compute": {"name": "gpu"},
        "reasons": ["new"],
        "diff": {"before": {}, "after": {"a": 1}},
    }
    gone = {"changed": True, "compute": {}, "reasons": ["gone"], "invocation": {"module_args": {"name": "old"}}}
    loop = {"changed": True, "results": [single, {"changed": False, "skipped": True}, gone]}
    assert table([applied, loop]).splitlines() == [
        "action  type       name  reasons",
        "update  compute    cpu   scale.max_nodes: 2 -> 4",
        "fail    datastore  lake  no|t so",
        "create  compute    gpu   new",
        "delete  compute    old   gone",
        "",
        "Plan: 1 create, 1 delete, 1 fail, 1 update, 1 none",
    ]
    assert "churn:1" in table(applied, unchanged=True)
    assert "| fail | datastore | lake | no\\|t so |" in table(applied, "markdown").splitlines()
    assert table([]) == "Plan: nothing"
    failed = {"failed": True, "msg": "computes/cpu: no", "resource_id": f"{WORKSPACE}/computes/cpu"}
    assert "cpu   computes/cpu: no" in table(failed)


@pytest.mark.parametrize("results", ["text", {"some": "facts"}, [1]])
def test_a_table_is_made_of_results_only(results):
    with pytest.raises(InputError, match="result"):
        table(results)


def test_secrets_are_masked_by_name_by_form_and_by_value():
    document = {"api_key": CANARY, "url": f"https://x/?code=abcdefgh&n={CANARY}", "plain": "x"}
    found = redacted(document, [CANARY])
    assert found["api_key"] == MASK and CANARY not in str(found) and found["plain"] == "x"
    with pytest.raises(InputError, match="at least 6"):
        redacted("abc", ["abc"])
    with pytest.raises(InputError, match="list"):
        redacted("abcdef", "abcdef")


SCHEMA = "https://azuremlschemas.azureedge.net/latest/%s.schema.json"


def test_a_document_of_the_cli_becomes_an_item_with_the_options_of_its_module():
    text = "name: cpu\ntype: amlcompute\nsize: Standard_DS3_v2\nmax_instances: 4\n"
    made, warnings = item(f"$schema: {SCHEMA % 'amlCompute'}\n{text}")
    assert made["type"] == "compute" and made["compute_type"] == "AmlCompute" and made["name"] == "cpu"
    assert made["scale"]["max_nodes"] == 4 and warnings == ()
    # What the CLI gives a new one.
    assert made["scale"]["min_nodes"] == 0
    named, _warnings = item(text, type="compute", name="gpu", resource_group="rg", workspace="ws")
    assert named == {**made, "name": "gpu", "resource_group": "rg", "workspace": "ws"}


def test_short_names_stand_for_ids_in_the_workspace_that_is_named():
    job = {"$schema": SCHEMA % "commandJob", "command": "echo ${{inputs.n}}", "environment": "azureml:e:1"}
    job |= {"compute": "azureml:cpu", "inputs": {"n": 1}, "name": "j1"}
    where = {"subscription_id": SUBSCRIPTION, "resource_group": "rg", "workspace": "ws"}
    made, _warnings = item(job, **where)
    assert made["compute_id"] == f"{WORKSPACE}/computes/cpu" and made["job_type"] == "Command"
    for option in where:
        with pytest.raises(InputError, match=f"{option}: is required"):
            item(job, **{name: value for name, value in where.items() if name != option})


def test_what_the_cli_drops_is_warned_of():
    _made, warnings = item(
        {"name": "c", "type": "command", "command": "a", "environment": "azureml:e:1", "extra": 1},
        type="component",
        version="1",
        subscription_id="s",
        resource_group="rg",
        workspace="ws",
    )
    assert [warning for warning in warnings if "extra" in warning]


@pytest.mark.parametrize(
    ("document", "noun", "told"),
    [
        ({"name": "e"}, "", r"type: is required where \$schema does not say"),
        ({"$schema": SCHEMA % "nothing"}, "", "type: is required"),
        ({"name": "e"}, "nonsense", "no schema of a nonsense"),
        ("a: [", "compute", "no valid YAML"),
        ("only text", "compute", "must be a map"),
        ({"name": "e", "image": "x"}, "environment", "version: is required"),
        ({"name": "e", "version": 1, "image": "x", "conda_file": "c.yml"}, "environment", "conda_file: names a local"),
        ({"name": "m", "version": 1, "path": "./m"}, "model", "which is local"),
        ({"command": "a", "environment": "azureml:e@latest"}, "job", "latest version of e"),
        ({"command": "a", "environment": {"image": "x"}}, "job", "brings along"),
        ({"command": "a", "environment": "azureml:e:1", "code": "./src"}, "job", "code: is local"),
        ({"command": "a", "environment": "azureml:e:1", "sizes": 1}, "job", "definition.sizes"),
    ],
)
def test_what_a_filter_cannot_translate_says_which_key_it_is(document, noun, told):
    with pytest.raises(InputError, match=told):
        item(document, type=noun, subscription_id="s", resource_group="rg", workspace="ws")


@pytest.mark.parametrize(("ending", "noun"), cli_documents.ENDINGS)
def test_each_schema_of_the_cli_has_a_noun_that_it_can_be_translated_for(ending, noun):
    assert noun in SCHEMAS
    assert cli_documents.noun_of({"$schema": SCHEMA % f"any{ending.upper()}"}) == noun


def test_the_front_says_in_one_line_what_was_wrong_and_no_value():
    def failing(value, after=1):
        raise RuntimeError(f"{value}")

    with pytest.raises(AnsibleFilterError, match=r"defect of mlops.azureml: RuntimeError at test_filters.py") as caught:
        plugin(failing)(CANARY)
    assert CANARY not in str(caught.value) and caught.value.__context__ is None
    for arguments, options in (((), {}), ((1, 2, 3), {}), ((CANARY,), {"befor": CANARY})):
        with pytest.raises(AnsibleFilterError, match="argument") as caught:
            plugin(failing)(*arguments, **options)
        assert CANARY not in str(caught.value)
    with pytest.raises(AnsibleFilterError, match="is not the id of a resource"):
        plugin(resource_id)("nothing")
    endless: list = []
    endless.append(endless)
    with pytest.raises(AnsibleFilterError, match=r"nested deeper|larger"):
        plugin(redacted)(endless)
