# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When two values are the same to Azure; each case is a difference that once made a second run change something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils.compare import iso_duration, same, seconds, tree_same
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Field

ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st"
ASSET = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws"
KEPT = (
    "azureml://subscriptions/s/resourceGroups/rg/workspaces/ws/datastores/workspaceartifactstore/paths/ExperimentRun/"
    "dcid.neat_1/"
)


def text(rule: str, **more) -> Field:
    return Field("option", "path", same=rule, **more)


@pytest.mark.parametrize(
    ("rule", "wanted", "present"),
    [
        ("exact", "a text", "a text"),
        ("exact", "", None),
        ("casefold", "Standard_DS3_v2", "STANDARD_DS3_V2"),
        ("casefold", "", None),
        ("location", "East US 2", "eastus2"),
        ("location", "eastus", "EastUS"),
        ("id", ID, ID.lower()),
        ("id", ID, ID + "/"),
        ("id", ID.lstrip("/"), ID),
        ("id", ID, ID.replace("resourceGroups", "resourcegroups")),
        ("words", "SystemAssigned,UserAssigned", "SystemAssigned, UserAssigned"),
        ("words", "SystemAssigned,UserAssigned", "userassigned,systemassigned"),
        ("ports", "80, 8080-8089", "8080-8089,80"),
        ("ports", "*", "0-65535"),
        ("ports", "", None),
        ("duration", "PT30M", "PT1800S"),
        ("duration", 1800, "PT30M"),
        ("duration", "30m", "PT0.5H"),
        ("duration", "1h", "PT60M"),
        ("duration", "P1D", "PT24H"),
        ("duration", "pt2m", "PT120S"),
        ("asset", "azureml:data:1", f"{ASSET}/data/data/versions/1"),
        ("asset", "azureml://datastores/d/paths/p", "azureml://datastores/d/paths/p/"),
        (
            "asset",
            "azureml://datastores/d/paths/p",
            "azureml://subscriptions/s/resourcegroups/rg/providers/Microsoft.MachineLearningServices/"
            "workspaces/ws/datastores/d/paths/p",
        ),
        (
            "asset",
            "azureml://datastores/d/paths/p",
            "azureml://subscriptions/s/resourceGroups/rg/workspaces/ws/datastores/d/paths/p",
        ),
        ("asset", "azureml://jobs/neat_1/outputs/artifacts/paths/model/", KEPT + "model"),
        ("asset", "azureml://jobs/neat_1/outputs/artifacts", KEPT),
        ("asset", "runs:/neat_1/model", KEPT + "model"),
    ],
)
def test_the_service_spells_it_otherwise_and_means_the_same(rule, wanted, present):
    assert same(text(rule), wanted, present)


@pytest.mark.parametrize(
    ("rule", "wanted", "present"),
    [
        ("exact", "a text", "A text"),
        ("exact", "", "a text"),
        ("exact", "a text", None),
        ("casefold", "Standard_DS3_v2", "Standard_DS4_v2"),
        ("location", "eastus", "eastus2"),
        ("id", ID, ID + "2"),
        ("id", ID, None),
        ("words", "SystemAssigned", "SystemAssigned,UserAssigned"),
        ("words", "None", "SystemAssigned"),
        ("duration", "PT30M", "PT3M"),
        ("duration", "PT0S", None),
        ("asset", "azureml:data:1", "azureml:data:2"),
        ("asset", "azureml:data:1", "azureml:Data:1"),
        ("asset", "azureml://datastores/d/paths/p", "azureml://datastores/d/paths/P"),
        ("asset", "azureml://jobs/neat_2/outputs/artifacts/paths/model/", KEPT + "model"),
        ("asset", "azureml://jobs/neat_1/outputs/other/paths/model/", KEPT + "model"),
    ],
)
def test_it_is_something_else(rule, wanted, present):
    assert not same(text(rule), wanted, present)


def test_what_the_task_does_not_say_is_always_right():
    assert same(text("exact"), None, "whatever is there")


def test_a_secret_is_never_compared():
    assert same(text("exact", write_only=True), "a new key", None)


def test_a_null_of_the_service_stands_for_its_default():
    assert same(text("exact", unset_means="Enabled"), "Enabled", None)
    assert not same(text("exact", unset_means="Enabled"), "Disabled", None)
    assert same(Field("o", "p", type="bool", unset_means=False), False, None)
    assert not same(Field("o", "p", type="bool", unset_means=False), True, None)


def test_a_bool_is_not_a_number():
    assert not same(Field("o", "p", type="int"), 1, None)
    assert not tree_same({"a": True}, {"a": 1})
    assert not tree_same({"a": 0}, {"a": False})


def test_the_value_that_lets_the_service_decide_equals_whatever_is_there():
    field = text("casefold", any_value="NotSpecified")
    assert same(field, "NotSpecified", "Enabled")
    assert not same(field, "Disabled", "Enabled")


def test_the_option_s_word_is_the_service_s_word():
    field = text("casefold", words=(("featurestore", "FeatureStore"), ("hub", "Hub")))
    assert same(field, "featurestore", "FeatureStore")
    assert not same(field, "hub", "FeatureStore")


class TestDurations:
    @pytest.mark.parametrize(
        ("given_value", "expected"),
        [("PT30M", 1800), ("30m", 1800), (1800, 1800), ("1800", 1800), ("PT0S", 0), ("PT30.5S", 30.5), ("2d", 172800)],
    )
    def test_are_seconds(self, given_value, expected):
        assert seconds(given_value) == expected

    @pytest.mark.parametrize("value", ["P1Y", "P1M", "PT-5M", "-5", "PT", "P", "", "soon", "1e3", "30 years", True])
    def test_that_are_none_are_refused(self, value):
        assert seconds(value) is None
        with pytest.raises(InputError, match="is not a duration"):
            iso_duration(value)

    @given(st.integers(min_value=0, max_value=10**9))
    def test_of_whole_seconds_survive_the_form_that_is_sent(self, value):
        assert seconds(iso_duration(value)) == value

    @given(st.decimals(min_value=0, max_value=10**6, places=3))
    def test_of_fractions_survive_the_form_that_is_sent(self, value):
        assert seconds(iso_duration(str(value))) == float(value)


class TestLists:
    def test_of_scalars_are_compared_in_order(self):
        field = Field("o", "p", type="list", elements="str")
        assert same(field, ["a", "b"], ["a", "b"])
        assert not same(field, ["b", "a"], ["a", "b"])
        assert not same(field, ["a"], ["a", "b"])
        assert same(field, [], None)

    def test_whose_order_does_not_count(self):
        field = Field("o", "p", type="list", elements="str", same="casefold", unordered=True)
        assert same(field, ["Friday", "monday"], ["Monday", "friday"])
        assert not same(field, ["monday", "monday"], ["Monday", "friday"])

    def test_of_ids_that_the_service_keeps_as_keys(self):
        field = Field("o", "p", type="list", as_keys=True)
        assert same(field, [ID], {ID.lower(): {"principalId": "x", "clientId": "y"}})
        assert not same(field, [ID], {ID: {}, ID + "2": {}})
        assert same(field, [], None)
        assert not same(field, [], {ID: {}})

    def test_of_dicts_with_a_key_are_compared_by_it(self):
        field = Field("o", "p", type="list", key="name", fields=(Field("name", "name"), Field("to", "properties.to")))
        present = [{"name": "b", "properties": {"to": "2", "status": "x"}}, {"name": "a", "properties": {"to": "1"}}]
        assert same(field, [{"name": "a", "to": "1"}, {"name": "b", "to": "2"}], present)
        assert not same(field, [{"name": "a", "to": "2"}, {"name": "b", "to": "1"}], present)
        assert not same(field, [{"name": "a", "to": "1"}, {"name": "c", "to": "2"}], present)

    def test_of_dicts_without_a_key_are_compared_by_place(self):
        field = Field("o", "p", type="list", fields=(Field("name", "name"),))
        assert same(field, [{"name": "a"}, {"name": "b"}], [{"name": "a", "more": 1}, {"name": "b"}])
        assert not same(field, [{"name": "b"}, {"name": "a"}], [{"name": "a"}, {"name": "b"}])


class TestMaps:
    TAGS = Field("tags", "tags", type="dict", merge=True)

    def test_that_merge_are_compared_by_the_keys_that_are_named(self):
        assert same(self.TAGS, {"a": "1"}, {"a": "1", "b": "2"})
        assert same(self.TAGS, {}, {"a": "1"})
        assert not same(self.TAGS, {"a": "2"}, {"a": "1"})
        assert not same(self.TAGS, {"c": ""}, {"a": "1"})

    def test_that_are_purged_are_compared_whole(self):
        assert not same(self.TAGS, {"a": "1"}, {"a": "1", "b": "2"}, purge=True)
        assert same(self.TAGS, {"a": "1"}, {"a": "1"}, purge=True)
        assert not same(self.TAGS, {}, {"a": "1"}, purge=True)
        assert same(self.TAGS, {}, None, purge=True)

    @pytest.mark.parametrize(("wanted", "kept"), [(1, "1"), (1.5, "1.5"), ("1", "1"), (True, "true"), (False, "false")])
    def test_hold_text_whatever_the_playbook_writes(self, wanted, kept):
        assert same(self.TAGS, {"a": wanted}, {"a": kept})
        assert same(self.TAGS, {"a": wanted}, {"a": kept}, purge=True)

    def test_without_a_merge_are_exact(self):
        assert not same(Field("m", "m", type="dict"), {"a": "1"}, {"a": "1", "b": "2"})


class TestGroups:
    GROUP = Field("g", "g", type="dict", fields=(Field("min", "minNodeCount", type="int"), Field("t", "time.is")))

    def test_compare_only_what_is_named(self):
        assert same(self.GROUP, {"min": 1}, {"minNodeCount": 1, "time": {"is": "x"}, "unknown": 3})
        assert not same(self.GROUP, {"min": 1, "t": "y"}, {"minNodeCount": 1, "time": {"is": "x"}})

    def test_that_are_empty_clear(self):
        assert same(self.GROUP, {}, None)
        assert not same(self.GROUP, {}, {"minNodeCount": 1})

    def test_find_a_member_whatever_its_case(self):
        assert same(self.GROUP, {"min": 1}, {"MinNodeCount": 1})


class TestTrees:
    """Bodies without a declaration (design section 4)."""

    @pytest.mark.parametrize(
        ("wanted", "present"),
        [
            ({"a": 1}, {"a": 1, "b": 2}),
            ({"A": {"B": 1}}, {"a": {"b": 1, "c": 2}}),
            ({"id": ID}, {"id": ID.upper()}),
            ({"location": "East US"}, {"location": "eastus"}),
            ({"x": {"computeLocation": "East US"}}, {"x": {"computeLocation": "eastus"}}),
            ({"idle": "PT30M"}, {"idle": "PT1800S"}),
            ({"l": [{"a": 1}]}, {"l": [{"a": 1, "b": 2}]}),
            ({"n": None}, {}),
            ({"n": {}}, {"n": None}),
        ],
    )
    def test_hold_what_is_wanted(self, wanted, present):
        assert tree_same(wanted, present)

    @pytest.mark.parametrize(
        ("wanted", "present"),
        [
            ({"a": 1}, {"a": "1"}),
            ({"a": 1}, None),
            ({"l": [1, 2]}, {"l": [2, 1]}),
            ({"l": [1]}, {"l": [1, 2]}),
            ({"name": "East US"}, {"name": "eastus"}),
            ({"a": "x"}, {"a": "X"}),
            ({"a": ""}, {"a": "x"}),
            ({"a": None}, {"a": "x"}),
        ],
    )
    def test_lack_what_is_wanted(self, wanted, present):
        assert not tree_same(wanted, present)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet="abcXY", min_size=1), inner),
            max_leaves=12,
        )
    )
    def test_are_always_the_same_as_themselves(self, tree):
        keys = [str(key).lower() for key in tree] if isinstance(tree, dict) else []
        if len(keys) == len(set(keys)):
            assert tree_same(tree, tree)
