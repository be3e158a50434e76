# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, versions and ids: what is refused before any request, and that what is accepted leads where it says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.compare import NORMAL

from ..cloud import Cloud
from ..families import BY_NAME, GROUP_PATH, HERE, PROVIDER, SUBSCRIPTION, Family
from .declared import MODULE_NAMES, REFUSING, Name, Right, every_field, first_of, managed, rights

# What would add, remove or climb a segment, or is no text that a path can hold, whatever the service's own rule is.
CLIMBERS = [
    ".",
    "..",
    "a/b",
    "a%2fb",
    "%2e%2e",
    "../x",
    "x/..",
    "a?x",
    "a#f",
    "a\\b",
    "a;b",
    "a\x00b",
    "a\r\nb",
    "a\tb",
]
CLIMBERS += [" ", "a ", "\ta", "x" * 1000, "\uff0f\uff0f", "\u202ex", "\U0001f600", "na\u0308me"]
# What some services take and others do not.
DOUBTFUL = ["a", "-a", "n\u00e4me", "a-", "a.", "a b", "x" * 40, "x" * 90]
EVERY = [(module, right) for module in MODULE_NAMES for right in rights(module)]


def segments(path: str) -> list[str]:
    return path.split("?")[0].split("/")


def renamed(path: str, name: Name, value: str) -> list[str]:
    """The segments of ``path`` with the example of a name replaced; a version stands behind a colon."""
    words = [name.example, re.escape(name.example)]
    return [re.sub(rf"^{words[1]}(?=:|$)|(?<=:){words[1]}$", lambda _found: value, word) for word in segments(path)]


@pytest.mark.case("I01")
@pytest.mark.parametrize("module", MODULE_NAMES)
def test_a_name_is_refused_or_leads_where_it_says(cloud: Cloud, module: str, everything: bool, figure: Any) -> None:
    # An item of an estate is checked by what checks the task of its own module.
    values = (
        (*CLIMBERS, *DOUBTFUL) if everything and module != "aml_apply" else (*CLIMBERS[:4], CLIMBERS[-3], *DOUBTFUL[:3])
    )
    tried = 0
    for right in rights(module):
        cloud.forget()
        fine = cloud.play(module, right.options)
        assert not fine.get("failed") or fine["error"]["code"] != "InputError", (right.label, fine)
        paths = [entry["path"] for entry in cloud.journal()]
        assert paths or not right.names, (right.label, fine)
        for name in right.names:
            for value in values:
                if value == "a/b" and name.place[-1] == "resource_id":
                    continue  # one more segment of an id, which names another resource
                tried += 1
                cloud.forget()
                result = cloud.play(module, name.put(right.options, value))
                where = (right.label, name.option, value, result)
                if result.get("failed") and result["error"]["code"] == "InputError":
                    assert not cloud.emulator.journal(), where
                    assert_names(result, name)
                    continue
                assert value not in CLIMBERS, where
                asked = [entry["path"] for entry in cloud.journal()]
                assert asked, where
                for one, other in zip(paths, asked, strict=False):
                    assert segments(other) == renamed(one, name, value), where
    figure("names.tried", tried)


def assert_names(result: dict[str, Any], name: Name) -> None:
    """The refusal says which option, the rule and an example."""
    assert result["error"]["target"].endswith(str(name.place[-1])), result
    assert result["msg"].startswith(name.option + ": "), result
    assert len(result["msg"]) <= 500 and result["outcome"] == "none" and not result["changed"], result
    if "parts for" not in result["msg"] and "is not a resource id" not in result["msg"]:
        assert "must match" in result["msg"] and "for example" in result["msg"], result


@pytest.mark.case("I01")
@pytest.mark.parametrize(
    "right",
    first_of([right for _module, right in EVERY if right.names], lambda one: f"{one.module}-{one.label}", quick=5),
)
def test_an_empty_name_is_missing(cloud: Cloud, right: Right) -> None:
    for name in right.names:
        if name.optional:
            continue
        result = cloud.play(right.module, name.put(right.options, ""))
        # Where one of two is required, the message names both.
        assert result["failed"] and str(name.place[-1]) in result["msg"], (name.option, result)
        assert not cloud.emulator.journal()


@pytest.mark.case("I01")
@pytest.mark.parametrize(
    "path", ["..", "a/../b", "a//b", "a/./b", "a%2fb", "a?b=c", "a#b", "a\\b", "a b", "a\x00b", "", "%2E%2e/b"]
)
@pytest.mark.parametrize("option", ["path", "service"])
def test_a_path_of_the_users_own_does_not_climb(cloud: Cloud, option: str, path: str) -> None:
    given = {**HERE, "path": "computes", "plane": "regional", "service": "history/v1.0", option: path}
    result = cloud.play("aml_rest", given)
    if option == "service" and not path:
        return  # omitted
    assert result["failed"] and result["error"]["target"] == option, result
    assert not cloud.emulator.journal()


@pytest.mark.case("I02")
class TestVersions:
    @pytest.mark.parametrize(
        ("given", "kept"), [("latest", "latest"), ("1", "1"), ("01", "01"), (1, "1"), ("1.10", "1.10")]
    )
    def test_are_texts_that_are_kept(self, cloud: Cloud, given: Any, kept: str) -> None:
        model = BY_NAME["model"]
        made = cloud.make(model, version=given)
        assert made["changed"] and made["model"]["version"] == kept, made
        assert cloud.writes() == [f"PUT {GROUP_PATH}/providers/{PROVIDER}/workspaces/ws/models/churn/versions/{kept}"]
        cloud.forget()
        assert not cloud.make(model, version=given)["changed"] and not cloud.writes()

    def test_with_and_without_a_zero_are_two(self, cloud: Cloud) -> None:
        assert cloud.make(BY_NAME["model"], version="1")["changed"]
        assert cloud.make(BY_NAME["model"], version="01")["changed"]

    @pytest.mark.parametrize("given", ["@latest", "1@latest", "1 ", "../1", "a:b"])
    def test_that_are_none_are_refused(self, cloud: Cloud, given: str) -> None:
        result = cloud.make(BY_NAME["model"], version=given)
        assert result["failed"] and result["error"]["target"] == "version", result
        assert not cloud.emulator.journal()

    def test_an_empty_one_does_not_stand_for_all(self, cloud: Cloud) -> None:
        """Who meant one version must not delete them all."""
        for result in (cloud.make(BY_NAME["model"], version=""), cloud.delete(BY_NAME["model"], version="")):
            assert result["failed"] and result["error"]["target"] == "version", result
        assert not cloud.emulator.journal()


# Every option that takes an id of one type of resource.
IDS = [
    (module, resource, place, item)
    for module, resource in managed()
    for place, item in every_field(resource.fields)
    if item.id_of
]


@pytest.mark.case("I03")
class TestIds:
    @pytest.mark.parametrize(
        ("module", "resource", "place", "item"),
        first_of(IDS, lambda one: f"{one[1].noun}-{'.'.join(one[2])}"),
    )
    def test_of_another_type_are_refused(self, cloud: Cloud, module: str, resource: Any, place: Any, item: Any) -> None:
        right = next(one for one in rights(module) if one.label.endswith(resource.noun))
        for wrong in (
            f"{GROUP_PATH}/providers/Microsoft.Compute/disks/d",
            f"{GROUP_PATH}/providers/{item.id_of.replace('/', '/x/', 1)}",
            GROUP_PATH,
            "just-a-name",
            "https://example.com/x",
            "/subscriptions",
        ):
            value: Any = [wrong] if item.type == "list" else wrong
            for option in reversed(place[1:]):
                value = {option: value}
            union = {resource.union: item.variants[0]} if item.variants and len(place) == 1 else {}
            options = {**right.options, **union, place[0]: value}
            if place[0] == "identity":
                options["identity"]["type"] = "UserAssigned"
            result = cloud.play(module, options)
            assert result["failed"] and result["msg"].startswith(".".join(place) + ": "), result
            assert item.id_of.split("/")[0] in result["msg"], result
            assert not cloud.emulator.journal()

    @pytest.mark.parametrize(
        "spelled",
        [str, str.lower, str.upper, lambda text: text + "/", lambda text: text.lstrip("/")],
        ids=["as-is", "lower", "upper", "trailing-slash", "no-leading-slash"],
    )
    def test_in_every_spelling_are_one(self, cloud: Cloud, spelled: Any) -> None:
        made = BY_NAME["workspace"].made
        names = ("storage_account", "key_vault", "application_insights")
        ids = {option: spelled(made[option]) for option in names}
        assert not cloud.play("aml_workspace", {"resource_group": "rg", "name": "ws", **ids})["changed"]
        assert not cloud.writes()

    def test_of_another_subscription_are_the_services_to_judge(self, cloud: Cloud) -> None:
        other = f"{GROUP_PATH}/providers/Microsoft.Insights/components/appi".replace(
            SUBSCRIPTION, SUBSCRIPTION[:-1] + "9"
        )
        options = {"resource_group": "rg", "name": "ws", "application_insights": other}
        result = cloud.play("aml_workspace", options, check_mode=True)
        assert result["changed"] and result["diff"]["after"]["application_insights"] == other, result

    @pytest.mark.parametrize(
        ("one", "other", "equal"),
        [
            ("azureml:churn:1", f"{GROUP_PATH}/providers/{PROVIDER}/workspaces/ws/models/churn/versions/1", True),
            (
                "azureml://datastores/d/paths/p/",
                f"azureml:/{GROUP_PATH}/workspaces/ws/datastores/d/paths/p".replace("azureml:/", "azureml:/", 1),
                True,
            ),
            ("azureml:churn:1", "azureml:churn:2", False),
            ("azureml:churn:1", "azureml://registries/shared/models/churn/versions/1", False),
        ],
    )
    def test_of_a_model_have_three_forms(self, one: str, other: str, equal: bool) -> None:
        assert (NORMAL["asset"](one) == NORMAL["asset"](other)) is equal

    def test_of_another_resource_than_its_type_and_name_say_are_no_resource(self, cloud: Cloud) -> None:
        for wrong in (
            "nonsense",
            "/subscriptions/x/y",
            f"{GROUP_PATH}/providers/{PROVIDER}/workspaces/ws/computes/..",
            "https://x.y/z",
        ):
            result = cloud.play("aml_resource", {"resource_id": wrong, "state": "absent"})
            assert result["failed"] and result["error"]["target"] == "resource_id", result
        assert not cloud.emulator.journal()


@pytest.mark.case("I04")
class TestScopes:
    @pytest.mark.parametrize("module", first_of(REFUSING, str, quick=3))
    @pytest.mark.parametrize(
        "given",
        [
            "x",
            "0" * 36,
            SUBSCRIPTION + "0",
            "{" + SUBSCRIPTION + "}",
            f"/subscriptions/{SUBSCRIPTION}",
            SUBSCRIPTION + "/..",
        ],
    )
    def test_a_subscription_is_a_guid(self, cloud: Cloud, module: str, given: str) -> None:
        right = rights(module)[0]
        result = cloud.play(module, {**right.options, "subscription_id": given})
        assert result["failed"] and result["error"]["target"] == "subscription_id", result
        assert SUBSCRIPTION in result["msg"]
        assert not cloud.emulator.journal()

    @pytest.mark.parametrize("given", ["a" * 91, "rg.", "a" * 89 + ".", "r g", "rg!"])
    def test_a_group_has_at_most_90_characters_and_no_dot_at_its_end(
        self, cloud: Cloud, family: Family, given: str
    ) -> None:
        result = cloud.play(family.module, {**family.present, "resource_group": given})
        assert result["failed"] and result["error"]["target"] == "resource_group", result
        assert not cloud.emulator.journal()

    @pytest.mark.parametrize("location", ["East US 2", "eastus2", "EastUS2", "east us 2"])
    def test_a_location_has_many_spellings(self, cloud: Cloud, location: str) -> None:
        task = {"name": "rg2", "location": "eastus2"}
        assert cloud.play("aml_resource_group", task)["changed"]
        cloud.forget()
        result = cloud.play("aml_resource_group", {**task, "location": location})
        assert not result.get("failed") and not result["changed"] and not cloud.writes(), result
        assert result["diff"]["before"] == result["diff"]["after"]
