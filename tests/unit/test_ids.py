# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names become paths that lead where they say: a DELETE must not hit a parent (reliability S13, I01)."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils import ids
from ansible_collections.mlops.azureml.plugins.module_utils.address import list_path, locate
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.resources.any import by_id
from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.model import ARM_MODEL
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import WORKSPACE

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
WHERE = {"subscription_id": SUBSCRIPTION, "resource_group": "rg", "workspace": "ws"}
TEMPLATE = "/subscriptions/{subscription_id}/resourceGroups/{resource_group}/x/{name}"
ML = "Microsoft.MachineLearningServices"

CLIMBERS = """.. . a/b a%2fb %2e%2e a?x a#f a\\b a;b /a a/ ../.. ..%2f %00 a%20b""".split()
CLIMBERS += [
    "a b",
    "a\tb",
    "a\x00b",
    "a\r\nb",
    "",
    " ",
    "x" * 1000,
    "name\n",
    "\uff0f\uff0f",
    "na\u0308me",
    "\u202ex",
    "\U0001f600",
]


def sent(path: str) -> list[str]:
    """The decoded segments of the path that requests really sends."""
    prepared = requests.Request("DELETE", "https://arm.example" + path).prepare()
    return [unquote(part) for part in urlsplit(prepared.url).path.split("/")]


@given(st.text(max_size=20), st.text(max_size=20))
def test_whatever_the_names_are_the_path_has_their_segments_or_they_are_refused(group, name):
    values = {"subscription_id": SUBSCRIPTION, "resource_group": group, "name": name}
    try:
        path = ids.fill(TEMPLATE, values)
    except InputError as error:
        assert error.facts["option"] in ("resource_group", "name")
        return
    assert sent(path) == ["", "subscriptions", SUBSCRIPTION, "resourceGroups", group, "x", name]


@given(st.text(alphabet="./\\%2eEfF;?#a\u2024\uff0e", min_size=1, max_size=8))
def test_no_mixture_of_dots_and_slashes_climbs(name):
    try:
        path = ids.fill(TEMPLATE, {"subscription_id": SUBSCRIPTION, "resource_group": "rg", "name": name})
    except InputError:
        return
    assert sent(path)[:-1] == ["", "subscriptions", SUBSCRIPTION, "resourceGroups", "rg", "x"]


@pytest.mark.parametrize("resource", [COMPUTE, WORKSPACE, ARM_MODEL], ids=lambda resource: resource.noun)
@pytest.mark.parametrize("name", CLIMBERS, ids=ascii)
def test_a_name_that_breaks_the_services_rule_is_refused_with_the_rule_and_an_example(resource, name):
    with pytest.raises(InputError) as caught:
        locate(resource, {**WHERE, "name": name, "version": "1"})
    assert caught.value.facts["option"] == "name"
    assert len(caught.value.message) < 300
    if name:
        assert "must match" in caught.value.message and "for example" in caught.value.message


@pytest.mark.parametrize("option", ["resource_group", "workspace", "subscription_id"])
def test_every_segment_is_checked_not_only_the_last(option):
    with pytest.raises(InputError) as caught:
        locate(COMPUTE, {**WHERE, "name": "cpu", option: "../x"})
    assert caught.value.facts["option"] == option


@pytest.mark.parametrize("name", ["rg.", "a" * 91])
def test_a_group_obeys_the_rule_of_groups(name):
    with pytest.raises(InputError):
        locate(WORKSPACE, {**WHERE, "resource_group": name, "name": "ws1"})


def test_a_good_name_leads_where_it_says():
    path = locate(COMPUTE, {**WHERE, "name": "cpu-1"})
    assert path == f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/{ML}/workspaces/ws/computes/cpu-1"


class TestWhatIsListed:
    def test_is_the_collection_when_the_name_is_missing(self):
        assert list_path(COMPUTE, WHERE).endswith("/workspaces/ws/computes")

    def test_are_the_versions_when_only_the_version_is_missing(self):
        assert list_path(ARM_MODEL, {**WHERE, "name": "m"}).endswith("/models/m/versions")
        assert list_path(ARM_MODEL, WHERE).endswith("/workspaces/ws/models")

    def test_is_the_whole_subscription_when_the_group_is_missing(self):
        path = list_path(WORKSPACE, {"subscription_id": SUBSCRIPTION})
        assert path == f"/subscriptions/{SUBSCRIPTION}/providers/{ML}/workspaces"


class TestParsing:
    def test_takes_an_id_apart(self):
        found = ids.parse(f"/subscriptions/s/resourceGroups/rg/providers/{ML}/workspaces/ws/computes/c")
        assert (found.subscription, found.resource_group, found.provider) == ("s", "rg", ML)
        assert (found.types, found.names) == (("workspaces", "computes"), ("ws", "c"))
        assert found.type == f"{ML}/workspaces/computes"

    @pytest.mark.parametrize("text", ["subscriptions/s/resourcegroups/rg", "/subscriptions/s/resourceGroups/rg/"])
    def test_forgives_what_people_paste(self, text):
        assert ids.parse(text).resource_group == "rg"

    @pytest.mark.parametrize(
        "text", ["", "/", "ws", "/providers/x/y/z", "/subscriptions/s/providers/P", "/subscriptions/s/x/y"]
    )
    def test_knows_what_is_no_id(self, text):
        assert ids.parse(text) is None

    @given(st.text(max_size=60))
    def test_never_breaks(self, text):
        ids.parse(text)
        ids.parse("/subscriptions/" + text)

    def test_case_and_slashes_do_not_count(self):
        assert ids.same("/Subscriptions/S/", "subscriptions/s")
        assert not ids.same("/subscriptions/s", "/subscriptions/s2")


class TestAnyResource:
    ID = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/{ML}/workspaces/ws/computes/c"

    def test_is_found_by_its_id_or_by_type_and_name(self):
        by_name = {**WHERE, "type": "workspaces/computes", "name": "ws/c", "state": "present"}
        assert "/" + by_id(by_name).path == self.ID
        assert "/" + by_id({"resource_id": self.ID, "state": "present"}).path == self.ID

    def test_of_another_provider_is_named_with_it(self):
        found = by_id({**WHERE, "type": "Microsoft.Storage/storageAccounts", "name": "st", "state": "present"})
        assert found.path.endswith("/providers/Microsoft.Storage/storageAccounts/st")

    def test_is_a_collection_for_a_reader_without_the_last_name(self):
        assert by_id({**WHERE, "type": "workspaces/computes", "name": "ws"}).collection

    @pytest.mark.parametrize("name", ["..", "ws/..", "a/b/c", "", "ws", "ws/a%2fb", "ws/a?b", "ws/a b"])
    def test_does_not_climb(self, name):
        with pytest.raises(InputError):
            by_id({**WHERE, "type": "workspaces/computes", "name": name, "state": "present"})

    @pytest.mark.parametrize(
        "text",
        [ID + "/..", ID + "/../x", ID + "?a=b", ID + "#x", "https://evil.tld" + ID, ID + "//x", "nonsense", ID + "/x"],
    )
    def test_is_not_found_by_a_broken_id(self, text):
        with pytest.raises(InputError):
            by_id({"resource_id": text, "state": "present"})
